"""Dates of bibliographies: months as people write them, biblatex's dates (EDTF) as pandoc reads them, days that exist.

Pandoc knows months by number and by BibTeX's own abbreviations, and says nothing of others.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping

from report_build.files import engine_table
from report_build.sources.latex import verbatim

DATES = ("date", "urldate", "origdate", "eventdate")
_MONTHS = 12
_SEASONS = range(21, 25)  # of EDTF
# How the names of months and seasons begin, in English, French, German, Spanish and Italian.
_NAMES = {start: int(number) for start, number in engine_table(__file__, "months.csv")}
_JOINED = re.compile(r"[-–—/,&+\s]*(?:\b(?:and|et|und|to|à|y)\b)?[-–—/,&+\s]*")
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"(-?[0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?![0-9])")


def edtf(text: str) -> str:
    """A date of biblatex's in the part of EDTF that pandoc reads: 2004-XX is a day of 2004, 2004/open has no end."""
    text = re.sub(r"(?<=[0-9])(?:-XX){1,2}(?![0-9X])", "", text).replace("%", "?")
    return re.sub(r"/(?:open|unknown|\.\.)$", "/", re.sub(r"^(?:open|unknown|\.\.)/", "/", text))


def with_month(fields: Mapping[str, str]) -> str:
    """Year, month and day of an entry as one date of EDTF; '' where it gives no month, or none that can be read."""
    year = verbatim(fields.get("date", "")) or verbatim(fields.get("year", ""))
    months, day = _months(verbatim(fields.get("month", "")))
    if not (_YEAR.fullmatch(year) and months):
        return ""
    whole = [f"{year}-{month:02}" for month in months]
    days = re.findall(r"[0-9]+", verbatim(fields.get("day", ""))) or ([str(day)] if day else [])
    if len(months) == 1 and months[0] <= _MONTHS and days:
        whole = [f"{whole[0]}-{int(number):02}" for number in days[:2]]
    return "/".join(whole) if all(map(exists, whole)) else f"{year}-{months[0]:02}"


def exists(text: str) -> bool:
    """Whether every month of a date is one, or a season, and every day stands in the calendar."""
    for year, month, day in _DAY.findall(text):
        if int(month) in _SEASONS and not day:
            continue
        if not 1 <= int(month) <= _MONTHS:
            return False
        if day and not 1 <= int(day) <= monthrange(max(int(year), 1), int(month))[1]:
            return False
    return True


def unread_month(fields: Mapping[str, str]) -> str:
    """The field, ``month`` or ``day``, that no date can be made of; '' where there is none."""
    date = verbatim(fields.get("date", ""))
    if date and not _YEAR.fullmatch(date):
        return ""  # it says the month itself
    if not fields.get("month", "").strip("{} "):
        return ""
    months, _ = _months(verbatim(fields["month"]))
    if not months:
        return "month"
    year = date or verbatim(fields.get("year", ""))
    days = re.findall(r"[0-9]+", verbatim(fields.get("day", "")))
    right = all(exists(f"{year}-{months[0]:02}-{number:0>2}") for number in days)
    return "" if not _YEAR.fullmatch(year) or right else "day"


def _months(text: str) -> tuple[tuple[int, ...], int]:
    """One month, or the first and the last of several, and a day where the text gives one; () for what is none."""
    text = text.lower().replace("~", " ").replace(".", " ")
    words = re.findall(r"[^\W\d_]+|[0-9]+", text)
    if not words or _JOINED.fullmatch("".join(re.split(r"[^\W\d_]+|[0-9]+", text))) is None:
        return (), 0
    words = [word for word in words if word not in ("and", "et", "und", "to", "à", "y")]
    named = [number for word in words if (number := _month_named(word))]
    numbers = [int(word) for word in words if word.isdigit()]
    if named and len(named) + len(numbers) == len(words):
        one_day = len(named) == 1 and len(numbers) == 1 and 1 <= numbers[0] <= monthrange(2000, 1)[1]
        if numbers and not one_day:
            return (), 0
        return _first_and_last(named), numbers[0] if numbers else 0
    if len(numbers) == len(words) and all(1 <= one <= _MONTHS or one in _SEASONS for one in numbers):
        return _first_and_last(numbers), 0
    return (), 0


def _first_and_last(months: list[int]) -> tuple[int, ...]:
    """Of December and January nobody knows whose year is given."""
    if len(months) == 1:
        return (months[0],)
    return (months[0], months[-1]) if months == sorted(months) and len(months) <= _MONTHS else ()


def _month_named(word: str) -> int:
    return next((number for start, number in _NAMES.items() if word.startswith(start)), 0)
