"""What ``descriptions.csv`` says of files, markers, values, keys of ``select``, and of what others call otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from report_build.files import engine_table


@dataclass(frozen=True, slots=True)
class Described:
    """What stands in one row."""

    written: tuple[str, ...]  # examples
    about: str  # in words; of another name, what is called so here


@cache
def descriptions(of: str) -> Mapping[str, Described]:
    """Name -> what is said of it.

    :param of: ``file``, ``marker``, ``value``, ``key`` or ``other name``.
    """
    rows = engine_table(__file__, "descriptions.csv")
    return {
        name: Described(tuple(filter(None, written.split(" | "))), about)
        for kind, name, written, about in rows
        if kind == of
    }
