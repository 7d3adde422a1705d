"""Excel's workbooks, read by openpyxl: values alone, row by row."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.escape import unescape

from report_build.sources.spreadsheets.values import text_of

_ROWS = 1_048_576  # of any sheet
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
Cell = tuple[int, int, str]  # row from 1, column from 0, its text


def read(raw: bytes, members: dict[str, bytes]) -> Iterator[tuple[str, bool, Iterator[Cell], list[Cell], list[Cell]]]:
    """Each sheet: its name, whether it is hidden, its cells, formulas without a value, and first cells of merged ones.

    :raises Exception: openpyxl's many errors, for a file that is no workbook inside.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it would lose on writing
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        formulas = None
        if any(_FORMULA.search(text) for name, text in members.items() if name.startswith("xl/worksheets/")):
            formulas = load_workbook(BytesIO(raw), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            without = _without_value(sheet, formulas[sheet.title]) if formulas else []
            path = sheet._worksheet_path  # noqa: SLF001  # reason: nothing else tells which member a sheet is
            yield sheet.title, sheet.sheet_state != "visible", _cells(sheet), without, _merged(members.get(path, b""))
        book.close()


def _rows(sheet: Any) -> Iterator[tuple[int, int, Any]]:
    sheet.reset_dimensions()  # which the file may state wrongly
    for number, row in enumerate(sheet.iter_rows(max_row=_ROWS), 1):
        for column, cell in enumerate(row):
            if cell.value is not None or cell.data_type != "n":
                yield number, column, cell


def _cells(sheet: Any) -> Iterator[Cell]:
    for row, column, cell in _rows(sheet):
        value = cell.value
        if isinstance(value, str):
            yield row, column, unescape(value)
        elif value is not None:
            yield row, column, text_of(value, cell.number_format or "")


def _without_value(sheet: Any, formulas: Any) -> list[Cell]:
    """Formulas whose value was never worked out, as programs leave them that only write."""
    written = {(row, column): str(cell.value) for row, column, cell in _rows(formulas) if cell.data_type == "f"}
    valued = {(row, column) for row, column, _ in _rows(sheet)}
    return [(*place, formula) for place, formula in written.items() if place not in valued]


def _merged(text: bytes) -> list[Cell]:
    found = []
    for match in _MERGED.finditer(text):
        left, top, _, _ = range_boundaries(match[1].decode())
        found.append((int(top or 1), int(left or 1) - 1, match[1].decode()))
    return found
