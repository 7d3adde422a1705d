"""Dates of works as CSL has them, where pandoc cannot read what the entry says.

Pandoc reads biblatex's dates (EDTF, levels 0 and 1) in ``date`` and four digits in ``year``; of other texts it keeps
nothing, or an empty date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from report_build.sources.bibtex_dates import edtf
from report_build.sources.latex import verbatim

_MONTHS, _DAYS, _SEASONS = 12, 31, range(21, 25)
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?")
_RANGE = re.compile(r"([0-9]{4})\s*(?:/|--+|[-–—])\s*([0-9]{4})")
_SHORT_RANGE = re.compile(r"([0-9]{2})([0-9]{2})\s*(?:/|--+|[–—])\s*([0-9]{2})")
_OPEN_END = re.compile(r"([0-9]{4})(?:-[0-9]{2}){0,2}[?~]?/")
_OPEN_START = re.compile(r"/([0-9]{4})(?:-[0-9]{2}){0,2}[?~]?")


def issued(fields: Mapping[str, str], read: Mapping[str, Any]) -> Mapping[str, Any]:
    """When a work was published, as a CSL date; empty where its entry does not say.

    :param fields: the entry's, as written.
    :param read: what pandoc made of them.
    """
    text = edtf(verbatim(next(filter(None, (fields.get(name, "").strip("{} ") for name in ("date", "year"))), "")))
    if not text:
        return read
    parts = read.get("date-parts") or []
    if parts and all(part and part[0] and _in_calendar(part[1:]) for part in parts):
        return read
    if found := _DAY.fullmatch(text):
        day = [int(number) for number in found.groups() if number]
        if _in_calendar(day[1:]):
            return {"date-parts": [day]}
    if found := _RANGE.fullmatch(text):
        return {"date-parts": [[int(found[1])], [int(found[2])]]}
    if found := _SHORT_RANGE.fullmatch(text):
        return {"date-parts": [[int(found[1] + found[2])], [int(found[1] + found[3])]]}
    if found := _OPEN_END.fullmatch(text):
        return {"literal": f"{found[1]}–"}
    if found := _OPEN_START.fullmatch(text):
        return {"literal": f"–{found[1]}"}
    return {"literal": re.sub(r"-{2,3}", "–", text)}


def _in_calendar(rest: Sequence[int]) -> bool:
    """Whether a month (or 21 to 24, a season of EDTF) and a day can be such."""
    if rest and not (1 <= rest[0] <= _MONTHS or rest[0] in _SEASONS):
        return False
    return len(rest) < 2 or 1 <= rest[1] <= _DAYS  # noqa: PLR2004  # reason: month and day


def year_of(item: Mapping[str, Any]) -> str:
    """The first year of a CSL item's date, '' where there is none."""
    date = item.get("issued") or {}
    parts = date.get("date-parts") or [[]]
    if parts[0] and parts[0][0]:
        return str(parts[0][0])
    found = re.search(r"[0-9]{4}", str(date.get("literal", "")))
    return found[0] if found else ""
