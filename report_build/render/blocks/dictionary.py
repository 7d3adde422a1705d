"""The data dictionary: every file of coded data, its columns, what they mean and which values they allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_build.check.rules import tables_in_use
from report_build.displays.cells import head
from report_build.index import Index
from report_build.labels import Labels
from report_build.model.description import Column, Table
from report_build.render.blocks import arguments
from report_build.render.blocks.files import DataFile, files_of_table

# Columns that mean the same wherever they stand; every other meaning is its own table's.
SHARED = frozenset({"case", "code", "evidence", "speaker", "order", "note", "force", "coder", "restriction", "access"})


@dataclass(frozen=True, slots=True)
class DescribedColumn:
    name: str  # a text in a CSV file has a column for each language, here written ``_*``
    meaning: str
    required: bool
    values: tuple[str, ...]  # the closed list that it allows; () for any


@dataclass(frozen=True, slots=True)
class DescribedTable:
    name: str
    called: str  # the file, and the list within it where a file holds several
    about: str  # what it holds
    rows: int
    columns: tuple[DescribedColumn, ...]
    files: tuple[DataFile, ...]  # in which the table is published


@dataclass(frozen=True, slots=True)
class DataDictionary:
    tables: tuple[DescribedTable, ...]
    level: int  # of the tables' headings
    headings: bool  # whether each table stands under a heading of its own


def data_dictionary(index: Index, given: Mapping[str, str]) -> DataDictionary:
    """``{{< data-dictionary [<table>] [level=…] >}}``: one table’s columns, or each table under its own heading."""
    args = arguments.read(given, arguments.FIRST, "level")
    one = args.one_of(arguments.FIRST, index.study.table)
    tables = [index.study.table[one]] if one else tables_in_use(index.study)
    return DataDictionary(tuple(_described(index, each) for each in tables), args.level, headings=not one)


def _described(index: Index, each: Table) -> DescribedTable:
    rows = index.study.rows(each.name)
    columns = tuple(
        DescribedColumn(
            one.name + _languages(each, one),
            _meaning(index, each, one),
            one.required,
            each.told_values(one, rows),
        )
        for one in each.told_columns(rows)
    )
    about = each.about.get(index.language) or each.about.get("en") or ""
    about = index.labels.get(f"blocks.file.{each.name}", about)
    return DescribedTable(each.name, called(each), about, len(rows), columns, files_of_table(index, each.name))


def called(each: Table) -> str:
    """The table's file, and the list within it where a file holds several."""
    file = each.file.rpartition("/")[2]
    return f"{file}, {each.items}" if each.items and each.items != file.split(".")[0] else file


def meaning(each: Table, column: Column) -> str:
    """The key of the label that says what a column means."""
    if column.field == "id":
        return "blocks.column.id"
    return f"blocks.column.{column.name}" if column.name in SHARED else f"blocks.column.{each.name}.{column.name}"


def described(labels: Labels, each: Table, column: Column) -> str:
    """What a column means: what its description says, else the label of its name."""
    told = column.about.get(labels.language) or column.about.get("en")
    own = labels.get(f"blocks.column.{each.name}.{column.name}", "")
    return told or own or labels.get(meaning(each, column), head(column, labels))


def _meaning(index: Index, each: Table, column: Column) -> str:
    """What a column means, and that no published file has it, or not its content, where that is so."""
    said = described(index.labels, each, column)
    if not column.published:
        return f"{said} {index.labels('blocks.dictionary.unpublished')}"
    withheld = f"{each.name}.{column.name}" in index.study.withheld
    return f"{said} {index.labels('sources.column.withheld')}" if withheld else said


def _languages(each: Table, column: Column) -> str:
    """In a CSV file a text has a column for each language, here written ``_*``."""
    return "_*" if column.kind.by_language and each.file.endswith(".csv") else ""
