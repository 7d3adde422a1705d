"""The kinds of fields that measure: whole and decimal numbers, percentages, sums of money, years and dates.

A cell is read as people write it: ``1234.5``, ``1 234,5``, ``12.5 %``, ``€ 40``, ``40 EUR``; what could be read in two
ways is said, never guessed. A number is kept as one, so that it can be added up; a date as ISO 8601 writes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import TYPE_CHECKING, Any

from report_build.model.fields import Field, Problem, Schema

if TYPE_CHECKING:
    from report_build.model.description import Column

_BLANKS = "\u0020\u00a0\u2009\u202f\u2007"
_NUMBER = re.compile(
    rf"[+-]?(?:(?P<grouped>\d{{1,3}}(?:(?P<mark>[{_BLANKS}'’.,])\d{{3}})(?:(?P=mark)\d{{3}})*)|(?P<plain>\d+))"
    r"(?:(?P<point>[.,])(?P<after>\d+))?|[+-]?[.,](?P<only>\d+)"
)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}")
_MOST_DIGITS = 15  # that a number of a machine keeps
_NOTHING = frozenset({"na", "n/a", "n.a.", "nan", "null", "none", "-", "–", "—", "?", "…", "...", "k. a.", "n.d."})
_CURRENCY = re.compile(r"[A-Z]{3}")


def number_in(text: str) -> float:
    """The number that a text writes, with a point or a comma before its decimals, and thousands apart or not.

    :raises Problem: it writes none, or one that may be read in two ways.
    """
    written = text.replace("\u2212", "-").strip(_BLANKS)
    if _SCIENTIFIC.fullmatch(written):
        return float(written)
    found = _NUMBER.fullmatch(written)
    if found is None:
        hint = "Leave the cell empty where nothing is known" if text.lower() in _NOTHING else "Write it as in 1234.5"
        raise Problem(f"'{text}' is not a number", hint)
    sign = -1 if written.startswith("-") else 1
    if found["only"]:
        return sign * float(f"0.{found['only']}")
    whole, mark = found["grouped"] or found["plain"], found["mark"] or ""
    if mark in {",", "."} and not found["after"] and whole.count(mark) == 1:
        if mark == ".":  # the point of a machine's number, e.g. 1.234
            return sign * float(whole)
        both = whole.replace(",", "."), whole.replace(",", "")
        raise Problem(f"'{text}' may be {both[0]} or {both[1]}", f"Write {both[0]} or {both[1]}")
    if mark and found["point"] == mark:
        raise Problem(f"'{text}' has '{mark}' both before its thousands and before its decimals", "Write 1234.5")
    digits = whole.replace(mark, "") if mark else whole
    if len(digits) + len(found["after"] or "") > _MOST_DIGITS:
        raise Problem(f"'{text}' has more than {_MOST_DIGITS} digits", "Round it, or keep it as text")
    return sign * float(f"{digits}.{found['after'] or '0'}")


@dataclass(frozen=True, slots=True)
class Measure(Field):
    """A number with decimals."""

    name: str = "decimal"
    package_type: str = "number"
    nothing: Callable[[], Any] = NoneType
    is_number: bool = True  # whether it can be added up

    def read_cell(self, cell: str, column: Column) -> Any:
        try:
            return self.bare(cell)
        except Problem as problem:
            raise Problem(f"{problem.message}, in '{column.name}'", problem.hint) from problem

    def bare(self, cell: str) -> float | int | str:
        """The value of a cell.

        :raises Problem: it is no such value.
        """
        return number_in(cell)

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: one signature for all
        return {"type": ["number", "null"]}


@dataclass(frozen=True, slots=True)
class Whole(Measure):
    """A whole number, negative ones too."""

    name: str = "whole"
    package_type: str = "integer"

    def bare(self, cell: str) -> float | int | str:
        bare = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", cell) if "." not in cell else cell  # 1,234 has one reading here
        if re.fullmatch(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+", cell):
            raise Problem(f"'{cell}' may be a whole number or have decimals", f"Write {cell.replace('.', '')}")
        number = number_in(bare)
        if number != int(number):
            raise Problem(f"'{cell}' is not a whole number", "Give the column the type decimal, or round it")
        return int(number)

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return {"type": ["integer", "null"]}


@dataclass(frozen=True, slots=True)
class Year(Whole):
    """A year, whose thousands are never set apart."""

    name: str = "year"

    def bare(self, cell: str) -> float | int | str:
        if re.fullmatch(r"-?\d{1,4}", cell):
            return int(cell)
        raise Problem(f"'{cell}' is not a year", "Write it as in 2026")


@dataclass(frozen=True, slots=True)
class Percentage(Measure):
    """A percentage: ``12.5`` and ``12.5 %`` are twelve and a half per cent."""

    name: str = "percentage"

    def bare(self, cell: str) -> float | int | str:
        return number_in(cell.removesuffix("%").strip(_BLANKS))


@dataclass(frozen=True, slots=True)
class Money(Measure):
    """A sum of money; the currency, which is the column's unit, may stand before or behind it."""

    name: str = "money"

    def bare(self, cell: str) -> float | int | str:
        return number_in(without_currency(cell)[0])


@dataclass(frozen=True, slots=True)
class Day(Measure):
    """A day of the calendar, as in 2026-11-22, or a month or year where no more is known: 2026-11, 2026."""

    name: str = "date"
    package_type: str = "string"  # a data package's dates are whole days only
    nothing: Callable[[], Any] = str
    is_number: bool = False

    def bare(self, cell: str) -> float | int | str:
        if re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?", cell):
            return cell
        try:
            known = date.fromisoformat(cell).isoformat() == cell
        except ValueError:
            known = False
        if known:
            return cell
        raise Problem(f"'{cell}' is not a date", "Write it as in 2026-11-22, 2026-11 or 2026")

    def words_in(self, value: Any) -> tuple[str, ...]:  # noqa: ARG002  # reason: it names nothing
        return ()

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return {"type": "string"}


def without_currency(cell: str) -> tuple[str, str]:
    """The number of a sum of money, and its currency: a sign, or a code of three letters; '' for none."""
    text = cell.strip(_BLANKS)
    for take, rest in ((text[:1], text[1:]), (text[-1:], text[:-1])):
        if take and unicodedata.category(take) == "Sc":
            return rest.strip(_BLANKS), take
    for take, rest in ((text[:3], text[3:]), (text[-3:], text[:-3])):
        if _CURRENCY.fullmatch(take):
            return rest.strip(_BLANKS), take
    return text, ""


MEASURES = {one.name: one for one in (Measure(), Whole(), Year(), Percentage(), Money(), Day())}
