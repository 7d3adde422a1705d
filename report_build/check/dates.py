"""Days as the data and the bibliography write them."""

from __future__ import annotations

import re
from datetime import date

_BY_SLASHES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)

_PARTS = 3


def how_to_date(text: str, otherwise: str = "Write it as in 2026-11-22") -> str:
    """The cure for what is no date: of 12/03/2024 only its author knows which number is the month."""
    found = _BY_SLASHES.fullmatch(text.strip())
    ways = [f"{found[3]}-{found[month]:0>2}-{found[3 - month]:0>2}" for month in (2, 1)] if found else []
    right = list(dict.fromkeys(way for way in ways if is_date(way)))
    if len(right) > 1:
        return f"Write {right[0]} or {right[1]}: only you know which number is the month"
    return f"Write {right[0]}" if right else otherwise


def is_date(text: str) -> bool:
    """Whether a text is a day of the calendar as ISO 8601 writes it, e.g. 2026-11-22."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_date_or_part(text: str) -> bool:
    """Whether a text is a day, a month or a year of the calendar, e.g. 2026-11-22, 2026-11 or 2026."""
    parts = text.split("-")
    return len(parts) <= _PARTS and is_date("-".join([*parts, "01", "01"][:_PARTS]))
