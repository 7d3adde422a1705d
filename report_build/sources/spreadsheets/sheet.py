"""A sheet of a workbook, and how its cells are named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_PLAIN = re.compile(r"\w+")


class Problem(NamedTuple):
    """What is wrong with a cell."""

    row: int  # counted from 1
    column: int  # counted from 0
    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows that hold anything, as text."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # number of the row, counted from 1, and its cells
    problems: tuple[Problem, ...] = ()
    hidden: bool = False

    @property
    def address(self) -> str:
        """Its name as addresses of cells have it."""
        return self.name if _PLAIN.fullmatch(self.name) else "'{}'".format(self.name.replace("'", "''"))

    def cell(self, row: int, column: int = 0) -> str:
        """A cell's address as spreadsheets write it, e.g. ``codings!C14``."""
        return f"{self.address}!{letters(column)}{row}"


def letters(column: int) -> str:
    """The letters of a column that is counted from 0: A, B, …, Z, AA."""
    found, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        found = chr(ord("A") + digit) + found
    return found
