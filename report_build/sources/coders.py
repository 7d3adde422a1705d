"""Whose codings and judgements count, where several people coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from report_build.model.description import Table


def divided(rows: Sequence[Any], table: Table, coder: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The rows that count, and the others, which only show how far coders agree.

    :param coder: whose rows count, beside those that name nobody. Without one, the rows that name nobody count; where
        every row names somebody, all do, and of several on one thing the first.
    """
    if not any(row.coder for row in rows):
        return tuple(rows), ()
    chosen = {"", coder} if coder or any(not row.coder for row in rows) else {row.coder for row in rows}
    about = [name for name in table.key if name != "coder"]
    counted_of: dict[tuple[Any, ...], str] = {}  # what is coded -> whose coding of it counts
    counting, others = [], []
    for row in rows:
        key = tuple(getattr(row, name) for name in about)
        if row.coder in chosen and counted_of.setdefault(key, row.coder) == row.coder:
            counting.append(row)
        else:
            others.append(replace(row, counts=False))
    return tuple(counting), tuple(others)
