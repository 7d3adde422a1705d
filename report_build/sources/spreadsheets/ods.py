"""OpenDocument's workbooks, as LibreOffice writes them, read by odfdo."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from odfdo import Document

from report_build.sources.spreadsheets.sheet import letters
from report_build.sources.spreadsheets.values import as_shown

Cell = tuple[int, int, str]  # row from 1, column from 0, its text


def read(raw: bytes) -> Iterator[tuple[str, bool, Iterator[Cell], list[Cell], list[Cell]]]:
    """Each sheet: its name, whether it is hidden, its cells, formulas without a value, and first cells of merged ones.

    :raises Exception: odfdo's many errors, for a file that is no workbook inside.
    """
    document = Document(BytesIO(raw))
    hidden = {
        style.get_attribute("style:name")
        for style in document.content.get_elements("//style:style[style:table-properties/@table:display='false']")
    }
    for table in document.body.get_elements("table:table"):
        without: list[Cell] = []
        merged: list[Cell] = []
        cells = _cells(table, without, merged)
        yield (
            str(table.get_attribute("table:name")),
            table.get_attribute("table:style-name") in hidden,
            cells,
            without,
            merged,
        )


def _cells(table: Any, without: list[Cell], merged: list[Cell]) -> Iterator[Cell]:
    """Cells that hold anything; what is repeated is given each time, and ends what is blank."""
    number = 1
    for row in table.get_elements("descendant::table:table-row"):
        times = _count(row, "table:number-rows-repeated")
        held = list(_row(row))
        texts = [(column, again, text) for column, again, cell in held if (text := _text(cell))]
        for line in range(number, number + times if texts else number):
            for column, again, text in texts:
                yield from ((line, column + step, text) for step in range(again))
        for column, _, cell in held:
            if cell.formula and not (cell.get_attribute("office:value-type") or cell.get_elements("text:p")):
                without.append((number, column, str(cell.formula)))
            wide, high = _count(cell, "table:number-columns-spanned"), _count(cell, "table:number-rows-spanned")
            if wide > 1 or high > 1:
                area = f"{letters(column)}{number}:{letters(column + wide - 1)}{number + high - 1}"
                merged.append((number, column, area))
        number += times


def _row(row: Any) -> Iterator[tuple[int, int, Any]]:
    """Column, how many times it is repeated, and cell."""
    column = 0
    for cell in row.get_elements("table:table-cell|table:covered-table-cell"):
        times = _count(cell, "table:number-columns-repeated")
        if cell.children or cell.formula or cell.get_attribute("office:value-type"):
            yield column, times, cell
        column += times


def _count(element: Any, name: str) -> int:
    said = element.get_attribute(name)
    return int(said) if said and said.isdecimal() else 1


def _text(cell: Any) -> str:
    shown = "\n".join(paragraph.inner_text for paragraph in cell.get_elements("text:p"))
    kind = cell.get_attribute("calcext:value-type")
    if kind == "error" or cell.get_attribute("office:value-type") in (None, "string"):
        return shown if kind == "error" or cell.value is None else str(cell.value)
    return as_shown(cell.value, shown)
