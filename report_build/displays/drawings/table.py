"""Table: any table of the study, with the columns asked for, in an order, and what is counted below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from report_build.displays.cells import (
    NOTHING,
    SUMMARIES,
    column_of,
    head_with_unit,
    is_number,
    numbers_in,
    said,
    summary,
)
from report_build.displays.drawing import Cell, DataTable, Drawing, all_cases
from report_build.displays.rows import Record, Rows, Value, list_of, rows_of
from report_build.displays.selection import names
from report_build.displays.tabular import (
    asked_rows,
    asked_table,
    check_columns,
    facts_of,
    measured_counts,
    plain_value,
    showable,
    shown_rows,
    tables_of,
)
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.description import Column, Table
from report_build.model.study import Study


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a row of the table; beside its values, how each is said."""
    table, labels = asked_table(study, display), Labels(language, study.wordings)
    if table is None:
        return rows_of((), (), (), ())
    columns, shown = _columns(table, display), asked_rows(study, display, table)
    heads = tuple(head_with_unit(column, labels) for column in columns)
    numeric = tuple("1" if is_number(column) else "" for column in columns)
    totals = tuple(_totals(columns, shown, display, labels))
    told = facts_of(columns, shown, labels)
    records: list[dict[str, Value]] = [
        {column.name: plain_value(getattr(row, column.field), language) for column in columns}
        | {
            "cells ": tuple(_cell(study, table, column, row, labels) for column in columns),
            "passages ": tuple(column.name for column in columns if column.refers == "evidence"),
            "heads ": heads,
            "numeric ": numeric,
            "totals ": totals,
            "facts ": told,
        }
        for row in shown
    ]
    published = [column.name for column in columns]
    hidden = ("cells ", "passages ", "heads ", "numeric ", "totals ", "facts ")
    return rows_of(published, hidden, records if published else (), (row.origin for row in shown))


def _columns(table: Table, display: Display) -> list[Column]:
    asked = names(display, "columns")
    found = [column for name in asked if (column := column_of(table, name))] if asked else showable(table)
    return [column for column in found if column in showable(table)]


def _cell(study: Study, table: Table, column: Column, row: Any, labels: Labels) -> str:
    if column.refers == "evidence":
        return ""
    return said(study, table, column, getattr(row, column.field), labels) or (NOTHING if is_number(column) else "")


def _totals(columns: Sequence[Column], shown: Sequence[Any], display: Display, labels: Labels) -> Iterator[str]:
    """The rows below the table, cell by cell: what is counted, then of each column of numbers."""
    for what in names(display, "total") or ():
        if what not in SUMMARIES:
            continue
        for place, column in enumerate(columns):
            numbers = numbers_in(shown, column) if is_number(column) else []
            if not place:
                yield labels(f"display.total.{what}")
            elif not numbers or (column.kind.name in {"percentage", "year"} and what == "sum"):
                yield ""  # percentages and years make no sum
            else:
                yield summary(column, what, numbers, labels)


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it names a table, columns of it, and what can be counted."""
    yield from check_columns(study, display, (), ("columns", "sort"))
    for what in names(display, "total") or ():
        if what not in SUMMARIES:
            message = f"{display.id!r} asks for the total {what!r}"
            yield Finding(display.origin.at("select"), "RB604", message, f"Known: {', '.join(SUMMARIES)}")


def table(found: Rows, labels: Labels) -> DataTable:
    """The table itself; its totals last."""
    del labels
    records = list(found.dicts())
    heads = list_of(records[0], "heads ")
    totals = list_of(records[0], "totals ")
    width = len(heads)
    last = [tuple(map(Cell, totals[start : start + width])) for start in range(0, len(totals), width)]
    body = [tuple(_cells(found, record)) for record in records]
    numeric = frozenset(place for place, one in enumerate(list_of(records[0], "numeric ")) if one)
    return DataTable(heads, (*body, *last), numeric=numeric, totals=len(last))


def _cells(found: Rows, record: Record) -> Iterator[Cell]:
    passages = set(list_of(record, "passages "))
    for name, text in zip(found.columns[: found.published], list_of(record, "cells "), strict=True):
        value = record[name]
        if name in passages:
            yield Cell(evidence=list_of(record, name) or ((str(value),) if isinstance(value, str) and value else ()))
        else:
            yield Cell(text)


DRAWING = Drawing(
    name="table",
    kind="table",
    selects={"table": tables_of, "cases": all_cases},
    options=("columns", "sort", "total"),
    rows=rows,
    counts=measured_counts,
    shows=shown_rows,
    table=table,
    panels=None,
    check=check,
)
