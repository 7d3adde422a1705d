"""Rules on the author's own tables: what ``data/study.yaml`` says of them, and rows that name codes and passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from report_build.check.coding import check_cases, wrong_kind
from report_build.check.rules import Known
from report_build.findings import Finding, Place
from report_build.model.description import Column, Table
from report_build.model.own import ATTRIBUTED, COLUMN_NAME, ROW, ROWS, TYPES, OwnColumn, OwnTable
from report_build.model.schema import TABLE
from report_build.model.study import Study
from report_build.suggest import Names

_Findings = Iterator[Finding]


def check_own_tables(study: Study, known: Known) -> _Findings:
    """What is said of each table and of each attribute, then their rows."""
    for name in ATTRIBUTED:
        yield from _check_columns(study, known, name, [one for one in study.about.attributes if one.of == name])
    yield from _check_attributes(study)
    seen: dict[str, Place] = {}
    for said in study.about.tables:
        if said.name in seen:
            message = f"the table '{said.name}' is described at {seen[said.name]} already, which stands"
            yield Finding(said.origin.at("name"), "RB101", message, "Keep one of them")
        seen.setdefault(said.name, said.origin.at("name"))
        yield from _check_said(study, known, said)
    for table in (*(study.table[name] for name in study.attributes), *study.own_tables):
        for row in study.rows(table.name):
            yield from _check_row(study, table, row)


def _check_attributes(study: Study) -> _Findings:
    """Whether each attribute is one of cases or sources, and has a name that they do not have already."""
    for one in study.about.attributes:
        place = one.origin.at("name")
        if one.of not in ATTRIBUTED:
            message = f"'{one.of}' has no attributes"
            yield Finding(one.origin.at("of"), "RB109", message, f"Write of: {' or '.join(ATTRIBUTED)}")
        elif any(column.name == one.name for column in TABLE[one.of].columns):
            message = f"'{one.name}' is a column that the {one.of} of every study have"
            yield Finding(place, "RB101", message, "Take it out, or give it another name, in the header row too")
        elif not COLUMN_NAME.fullmatch(one.name):
            message = f"the column '{one.name}' cannot be named in pages and drawings"
            yield Finding(place, "RB161", message, "Use letters, digits, - and _, a letter first")


def _check_columns(study: Study, known: Known, name: str, said: Sequence[OwnColumn]) -> _Findings:
    """What is said of columns: each once, with a type that there is, of a kind of codes that there is."""
    columns: dict[str, OwnColumn] = {}
    for column in said:
        if column.name in columns:
            message = f"the column '{column.name}' of '{name}' is described twice; the first one stands"
            yield Finding(column.origin.at("name"), "RB101", message, "Keep one of them")
        columns.setdefault(column.name, column)
        if column.type and column.type not in TYPES:
            message = f"'{column.type}' is not a type of columns"
            hint = Names(TYPES).near(column.type) or f"Types: {', '.join(TYPES)}"
            yield Finding(column.origin.at("type"), "RB109", message, hint)
        if column.kind and column.type not in {"code", "codes"}:
            message = f"'{column.name}' names the kind '{column.kind}', and holds no codes"
            yield Finding(column.origin.at("kind"), "RB162", message, "Give it the type code, or take kind: out")
        elif column.kind and column.kind not in study.kind and "kinds" not in study.incomplete:
            message = f"'{column.kind}' is not a kind of {known.file('kinds')}"
            yield Finding(column.origin.at("kind"), "RB109", message, Names(study.kind).near(column.kind))
        yield from _check_named_table(study, column)


def _check_said(study: Study, known: Known, said: OwnTable) -> _Findings:
    yield from _check_columns(study, known, said.name, said.columns)
    table = study.table.get(said.name)
    if table is None:
        return  # its file is missing or cannot be read: said as such
    there = Names(column.name for column in table.columns)
    for part in (part for each in said.card for part in each.split("+")):
        if part not in there:
            message = f"the card of '{said.name}' shows the column '{part}', which it does not have"
            hint = there.near(part) or f"Its columns: {', '.join(column.name for column in table.columns)}"
            yield Finding(said.origin.at("card"), "RB162", message, hint)


def _check_named_table(study: Study, column: OwnColumn) -> _Findings:
    """Whether a column of rows says of which own table, and that table has names for them."""
    own = {table.name: table for table in study.own_tables}
    names_rows = column.type in {ROW, ROWS}
    if column.table and not names_rows:
        message = f"'{column.name}' names the table '{column.table}', and holds no rows of it"
        yield Finding(column.origin.at("table"), "RB162", message, f"Give it the type {ROW}, or take table: out")
    elif names_rows and not column.table:
        message = f"'{column.name}' holds rows of another table, and does not say of which"
        yield Finding(column.origin.at("type"), "RB162", message, f"Add table:, with one of {', '.join(own) or 'none'}")
    elif names_rows and column.table not in own and column.table not in study.incomplete:
        message = f"'{column.name}' names the table '{column.table}', which is none of the study's own"
        hint = Names(own).near(column.table) or f"Own tables: {', '.join(own)}"
        yield Finding(column.origin.at("table"), "RB162", message, hint)
    elif names_rows and column.table in own and not own[column.table].named_by:
        message = f"'{column.name}' names rows of '{column.table}', which no single column tells apart"
        yield Finding(column.origin.at("table"), "RB162", message, f"Give '{column.table}' a column id")


def _check_row(study: Study, table: Table, row: Any) -> _Findings:
    """Codes of the kinds that they should be of, under one another; passages that speak of the row's cases."""
    codes = [(column, id_) for column, id_ in _named(table, row, "codes") if id_ in study.code]
    cases = [id_ for _, id_ in _named(table, row, "cases")]
    for column, id_ in codes:
        if column.of_kind:
            yield from wrong_kind(study, id_, (column.of_kind,), row.origin.at(column.field))
        kind = study.kind.get(study.code[id_].kind)
        above = [other for _, other in codes if kind and kind.of and study.code[other].kind == kind.of]
        if above and study.code[id_].parent not in ("", *above):
            message = f"'{id_}' is a {study.code[id_].kind} of '{study.code[id_].parent}', not of '{above[0]}'"
            yield Finding(row.origin.at(column.field), "RB136", message, f"Name one that belongs to '{above[0]}'")
    for column in _columns(table, "evidence"):
        passages = column.kind.words_in(getattr(row, column.field))
        if cases and passages:
            name = f"'{table.id_of(row)}'"
            yield from check_cases(study, name, cases, passages, row.origin.at(column.field))


def _columns(table: Table, refers: str) -> Sequence[Column]:
    return [column for column in table.columns if column.refers == refers]


def _named(table: Table, row: Any, refers: str) -> Iterator[tuple[Column, str]]:
    for column in _columns(table, refers):
        yield from ((column, id_) for id_ in column.kind.words_in(getattr(row, column.field)))


def codes_in_own_tables(study: Study) -> set[str]:
    """The codes that rows of the author's tables name."""
    return {
        id_ for table in study.own_tables for row in study.rows(table.name) for _, id_ in _named(table, row, "codes")
    }


def rows_on_passages(study: Study) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], Place]]:
    """Rows that name codes and the passages that show them: a row's id, both, and its place."""
    for table in study.own_tables:
        shown = _columns(table, "evidence")
        for row in study.rows(table.name) if shown and _columns(table, "codes") else ():
            codes = tuple(id_ for _, id_ in _named(table, row, "codes"))
            passages = tuple(id_ for _, id_ in _named(table, row, "evidence"))
            if codes:
                yield table.id_of(row), codes, passages, row.origin.at(shown[0].field)
