"""Cells' values as the text that a CSV file would hold."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from report_build.sources.text import CONTROL

_DIGITS = 15  # that a spreadsheet keeps of a number
_SHOWN = re.compile(r"(?P<number>-?[0-9]+(?P<decimals>\.[0-9]+)?)(?P<percent>%?)")
_FORMAT = re.compile(r"(?P<whole>0+)(?P<rest>\.0+)?(?P<percent>%?)")


def text_of(value: object, form: str = "") -> str:
    """A value as text: days as ISO 8601 writes them, numbers with a point and no blanks, ``true`` and ``false``.

    :param form: the number's format, of which leading zeros, decimals and the per cent sign are kept.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return _number(value, form)
        case datetime():
            midnight = not (value.hour or value.minute or value.second)
            return value.date().isoformat() if midnight else value.replace(microsecond=0).isoformat(" ")
        case date():
            return value.isoformat()
        case time():
            return value.replace(microsecond=0).isoformat()
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return str(value)


def _number(value: float | Decimal, form: str) -> str:
    try:
        number = Decimal(f"{Decimal(str(value)):.{_DIGITS}g}")
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    shape = _FORMAT.fullmatch(form)
    if shape is None or (shape["rest"] and not shape["percent"] and number % 1 == 0):
        return _plain(number)  # eight is 8, however many decimals it shows: columns of whole numbers read it
    if shape["percent"]:
        number *= 100
    decimals = max(0, len(shape["rest"] or "") - 1)
    width = len(shape["whole"]) + (decimals + 1 if decimals else 0) + (number < 0)
    return f"{number:0{width}.{decimals}f}{shape['percent']}"


def _plain(number: Decimal) -> str:
    said = f"{number:f}"
    said = said.rstrip("0").rstrip(".") if "." in said else said
    return "0" if said == "-0" else said


def as_shown(value: object, shown: str) -> str:
    """A number as its cell shows it, where that is the same number with other zeros; else as :func:`text_of`."""
    plain = shown.replace(",", ".").replace("\u202f", "").replace("\xa0", "")
    match = _SHOWN.fullmatch(plain)
    if match and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(match["number"]) / (100 if match["percent"] else 1)
        if number == Decimal(str(value)) and (match["percent"] or number % 1 or not match["decimals"]):
            return plain
    return text_of(value)


def clean(text: str) -> tuple[str, str]:
    """A cell's text as every text of the study is: composed, line feeds alone, no control characters; and what was."""
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    first = CONTROL.search(text)
    return (text, "") if first is None else (CONTROL.sub("", text), f"U+{ord(first[0]):04X}")
