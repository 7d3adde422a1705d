"""Table: two columns of any table across each other; a cell says what a third column holds, and on which passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from report_build.displays.cells import NOTHING, column_of, head, said
from report_build.displays.drawing import Drawing, Shown, SummaryCell, SummaryTable, all_cases, by_value
from report_build.displays.rows import Record, Rows, Value, list_of, rows_of, text_of
from report_build.displays.selection import names
from report_build.displays.tabular import asked_rows, asked_table, check_columns, plain_value, tables_of
from report_build.findings import Finding
from report_build.grouping import firsts
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.description import Column, Table
from report_build.model.study import Study

NEEDED = ("rows", "columns", "value")
OPTIONAL = ("passages", "note")
BLANK = "not-stated"  # the level of a cell that says that there is nothing: it is set lighter, and has no letter


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a cell, row by row as the table shows them."""
    table, labels = asked_table(study, display), Labels(language, study.wordings)
    down, across, value = (_column(table, display, key) for key in NEEDED)
    if table is None or down is None or across is None or value is None:
        return rows_of((), (), (), ())
    passages, note = _column(table, display, "passages"), _column(table, display, "note")
    shown = _cells(study, display, table, down, across)
    heads = dict.fromkeys(column for _, column in sorted(shown, key=lambda pair: pair[1]))
    columns = {name: said(study, table, across, name, labels) for _, name in heads}
    published = {one.name: one for one in (down, across, value, passages, note) if one}
    same: dict[str, Value] = {
        "columns ": tuple(columns),
        "column labels ": tuple(columns.values()),
        "head ": head(down, labels),
        "values ": value.values,
        "meanings ": tuple(said(study, table, value, one, labels) for one in value.values),
        "blank ": _blank(display),
    }
    records: list[dict[str, Value]] = [
        {name: plain_value(getattr(row, column.field), language) for name, column in published.items()}
        | {
            "row ": at[0][1],
            "column ": at[1][1],
            "row label ": _called(study, table, down, getattr(row, down.field), labels),
            "value ": str(plain_value(getattr(row, value.field), language) or ""),
            "value label ": said(study, table, value, getattr(row, value.field), labels),
            "passages ": passages.kind.words_in(getattr(row, passages.field)) if passages else (),
            "note ": said(study, table, note, getattr(row, note.field), labels) if note else "",
            **same,
        }
        for at, row in sorted(shown.items(), key=lambda cell: cell[0])
    ]
    hidden = ("row ", "column ", "row label ", "value ", "value label ", "passages ", "note ", *same)
    return rows_of(tuple(published), hidden, records, (row.origin for row in shown.values()))


def _column(table: Table | None, display: Display, key: str) -> Column | None:
    asked = names(display, key)
    return column_of(table, asked[0]) if table and asked else None


def _blank(display: Display) -> str:
    return str(display.select.get("blank", ""))


_Place = tuple[int, str]  # of a row or column of the table: where it stands, and its name


def _cells(
    study: Study, display: Display, table: Table, down: Column, across: Column
) -> Mapping[tuple[_Place, _Place], Any]:
    """The row that each cell shows; of two for one cell the first, and ``check`` says it."""
    asked = _asked(study, display, table)
    places = [_places(study, column, asked) for column in (down, across)]
    named = ((str(getattr(row, down.field)), str(getattr(row, across.field)), row) for row in asked)
    return firsts((((places[0][one], one), (places[1][other], other)), row) for one, other, row in named)


def _places(study: Study, column: Column, asked: Sequence[Any]) -> Mapping[str, int]:
    """Names in the order of the table that a column refers to or of its closed list, else as they come."""
    known = {"cases": study.case, "codes": study.code, **study.own_row}.get(column.refers, column.values)
    every = dict.fromkeys([*known, *(str(getattr(row, column.field)) for row in asked)])
    return {name: place for place, name in enumerate(every)}


def _called(study: Study, table: Table, column: Column, name: Any, labels: Labels) -> str:
    """What heads a row; a row of an own table that belongs to a case has it in front."""
    called = said(study, table, column, name, labels)
    row = study.own_row.get(column.refers, {}).get(str(name))
    for one in study.table[column.refers].columns if row is not None else ():
        if one.refers == "cases" and (case := said(study, table, one, getattr(row, one.field), labels)):
            return labels("display.of_case", case=case, name=called)
    return called


def _asked(study: Study, display: Display, table: Table) -> list[Any]:
    """The rows that hold one of the words asked for in each column that ``where`` names."""
    found = asked_rows(study, display, table)
    for name, wanted in _where(display).items():
        if (column := column_of(table, name)) is not None:
            found = [row for row in found if wanted.intersection(column.kind.words_in(getattr(row, column.field)))]
    return found


def _where(display: Display) -> Mapping[str, frozenset[str]]:
    asked = display.select.get("where")
    if not isinstance(asked, Mapping):
        return {}
    return {
        str(name): frozenset(map(str, words if isinstance(words, list | tuple) else (words,)))
        for name, words in asked.items()
    }


# What may be wrong --------------------------------------------------------------------------------------------------


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it names its columns, has one row for each cell, and passages wherever something is said."""
    yield from check_columns(study, display, NEEDED, OPTIONAL)
    table = asked_table(study, display)
    down, across, value = (_column(table, display, key) for key in NEEDED)
    if table is None or down is None or across is None or value is None:
        return
    yield from _check_where(study, display, table)
    if _blank(display) and value.values and _blank(display) not in value.values:
        message = f"{display.id!r} takes {_blank(display)!r} for a blank, which is no value of '{value.name}'"
        yield Finding(display.origin.at("select"), "RB604", message, f"Values: {', '.join(value.values)}")
    passages = _column(table, display, "passages")
    first: dict[tuple[str, str], Any] = {}
    for row in _asked(study, display, table):
        pair = str(getattr(row, down.field)), str(getattr(row, across.field))
        if first.setdefault(pair, row) is not row:
            message = f"{display.id!r} has a cell for '{pair[0]}' and '{pair[1]}' already, and does not show this row"
            hint = f"Keep one of them: the other is at {first[pair].origin.at(down.field)}"
            yield Finding(row.origin.at(down.field), "RB607", message, hint)
        if passages is not None and _blank(display):
            yield from _check_passages(display, row, value, passages)


def _check_where(study: Study, display: Display, table: Table) -> Iterator[Finding]:
    """Whether each column and each word of ``where`` is there."""
    place = display.origin.at("select")
    asked = display.select.get("where")
    if asked is not None and not isinstance(asked, Mapping):
        hint = "Write it as where: {column: [word, word]}"
        yield Finding(place, "RB604", f"{display.id!r} says where: {asked!r}, which names no column", hint)
    for name, wanted in _where(display).items():
        column = column_of(table, name)
        if column is None:
            hint = f"Columns: {', '.join(one.name for one in table.columns)}"
            yield Finding(place, "RB604", f"{display.id!r} names {name!r} under where, which is no column", hint)
            continue
        there = {word for row in study.rows(table.name) for word in column.kind.words_in(getattr(row, column.field))}
        for word in sorted(wanted - there):
            message = f"{display.id!r} asks for {word!r} in '{name}', which no row holds"
            yield Finding(place, "RB604", message, f"There: {', '.join(sorted(there)[:12]) or 'nothing'}")


def _check_passages(display: Display, row: Any, value: Column, passages: Column) -> Iterator[Finding]:
    """A value without a passage rests on nothing; a blank with one says something after all."""
    told, rests = str(getattr(row, value.field)), passages.kind.words_in(getattr(row, passages.field))
    if told == _blank(display) and rests:
        message = f"'{told}' says that there is nothing, and names {', '.join(rests)}"
        yield Finding(row.origin.at(passages.field), "RB608", message, "Give another value, or take the passages out")
    elif told != _blank(display) and not rests:
        message = f"'{told}' names no passage that bears it"
        yield Finding(row.origin.at(value.field), "RB608", message, f"Name one, or say '{_blank(display)}'")


# What is shown ------------------------------------------------------------------------------------------------------


def shows(study: Study, display: Display) -> Shown:
    """The rows of the table that it shows; what they name follows."""
    table = asked_table(study, display)
    if table is None or not table.node_kind:
        return Shown()
    return Shown(nodes=tuple((table.node_kind, table.id_of(row)) for row in _asked(study, display, table)))


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Rows, columns, cells, passages; cells of each value, in all and of each row and column (``{name-value}``)."""
    records = list(found.dicts())
    values = list_of(records[0], "values ") if records else ()
    told = {
        "rows": labels.number(len({one["row "] for one in records})),
        "columns": labels.number(len({one["column "] for one in records})),
        "cells": labels.number(len(records)),
        "passages": labels.number(len({id_ for one in records for id_ in list_of(one, "passages ")})),
    }
    for key in ("row ", "column "):
        for name in dict.fromkeys(text_of(one, key) for one in records):
            held = [text_of(one, "value ") for one in records if one[key] == name]
            told |= {f"{name}-{value}": labels.number(held.count(value)) for value in values}
    return {**told, **(by_value(found, labels, "value ", zeros=values) if values else {})}


def table(found: Rows, labels: Labels) -> SummaryTable:
    """The table itself."""
    del labels  # the rows carry their words
    records = list(found.dicts())
    same = records[0]
    columns = dict(zip(list_of(same, "columns "), list_of(same, "column labels "), strict=True))
    blank = text_of(same, "blank ")
    letters = dict(zip([one for one in list_of(same, "values ") if one != blank], ascii_uppercase, strict=False))
    cells = {(one["row "], one["column "]): one for one in records}
    down = {text_of(one, "row "): text_of(one, "row label ") for one in records}
    return SummaryTable(
        text_of(same, "head "),
        tuple(columns.values()),
        tuple(
            (label, tuple(_cell(cells.get((row, name)), columns[name], letters, blank) for name in columns))
            for row, label in down.items()
        ),
        brief_legend=tuple(
            (letters.get(value, NOTHING), meaning)
            for value, meaning in zip(list_of(same, "values "), list_of(same, "meanings "), strict=True)
        ),
    )


def _cell(record: Record | None, column: str, letters: Mapping[str, str], blank: str) -> SummaryCell | None:
    if record is None:
        return None
    value, label = text_of(record, "value "), text_of(record, "value label ")
    is_blank = value == blank or not value
    return SummaryCell(
        column,
        BLANK if is_blank else value,
        judged=label or NOTHING,
        brief=NOTHING if is_blank else letters.get(value, label),
        note=text_of(record, "note "),
        evidence=list_of(record, "passages "),
    )


DRAWING = Drawing(
    name="pivot",
    kind="table",
    selects={"table": tables_of, "cases": all_cases},
    options=(*NEEDED, *OPTIONAL, "blank", "where"),
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=None,
    check=check,
)
