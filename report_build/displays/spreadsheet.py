"""CSV text that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Sequence
from io import StringIO

from report_build.displays.rows import LIST_MARK, Value

STARTS_A_FORMULA = ("=", "+", "-", "@")


def safe_cell(value: str | float | None, symbols: Collection[str] = ()) -> str | float:
    """A value as a spreadsheet may hold it.

    Text that starts as a formula, or with a control character, gets a leading apostrophe; the scales' own symbols
    (``++``) are exempt, and numbers stay numbers.
    """
    if value is None:
        return ""
    if isinstance(value, int | float) or not value or value in symbols:
        return value
    return f"'{value}" if value.startswith(STARTS_A_FORMULA) or ord(value[0]) < ord(" ") else value


def csv_bytes(columns: Sequence[str], records: Iterable[Sequence[Value]], symbols: Collection[str] = ()) -> bytes:
    """A header row and the records as UTF-8 CSV, lines ended by a line feed; lists are joined by semicolons."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe_cell(column) for column in columns])
    writer.writerows([safe_cell(_plain(value), symbols) for value in record] for record in records)
    return text.getvalue().encode()


def _plain(value: Value) -> str | float | None:
    return LIST_MARK.join(map(str, value)) if isinstance(value, tuple) else value
