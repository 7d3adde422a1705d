"""Rows of CSV files and sheets become the model's values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_build.findings import Finding, Place
from report_build.model.description import Column, Table
from report_build.model.fields import LANGUAGE, Field, Problem
from report_build.model.own import ATTRIBUTED
from report_build.model.text import Origin, Text
from report_build.sources.spreadsheets.sheet import letters
from report_build.sources.tables import Grid, Row
from report_build.sources.text import SourceFile
from report_build.suggest import Names

_OTHERS = 4  # rows that have a value, at least, where the one blank among them is strange


def missing(column: Column, place: Place) -> Finding:
    """The finding for a required value that is not there."""
    return Finding(place, "RB019", f"'{column.name}' is empty", "Fill it in")


def lone_blanks(filled: Mapping[Column, Sequence[bool]], places: Sequence[Place]) -> Iterator[Finding]:
    """Say a row's only blank in a column that every other row fills, where there are enough of them to make it strange.

    A row with several such blanks is of another sort than the rest. Texts and lists are often empty with reason.

    :param filled: by column, whether each row has a value.
    """
    alone = [
        (values.index(False), column)
        for column, values in filled.items()
        if len(values) > _OTHERS and list(values).count(False) == 1 and not column.required
    ]
    rows = [row for row, _ in alone]
    for row, column in alone:
        if rows.count(row) == 1 and not column.kind.by_language and not column.kind.several:
            stands = f", and is read as '{column.default}'" if column.default else ""
            message = f"'{column.name}' is empty here alone{stands}: every other row has a value"
            yield Finding(places[row], "RB145", message, "Fill it in, if it was lost")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column of a table stands in a file."""

    cells: dict[str, int]  # column -> index of its cell
    texts: dict[str, dict[str, int]]  # text column -> language -> index of its cell
    languages: list[str]  # in order of appearance

    def has(self, column: Column) -> bool:
        return bool(self.texts[column.name]) if column.kind.by_language else column.name in self.cells

    def of(self, column: Column) -> Collection[int]:
        """The cells of a column, one for each language of a text."""
        return self.texts[column.name].values() if column.kind.by_language else [self.cells[column.name]]


def find_columns(source: SourceFile, grid: Grid, table: Table) -> tuple[Columns, list[Finding]]:
    """Match a file's header row with what the table holds."""
    findings: list[Finding] = []
    place = source.place(grid.line)
    texts: dict[str, dict[str, int]] = {column.name: {} for column in table.columns if column.kind.by_language}
    words = {column.name for column in table.columns if not column.kind.by_language}
    prose = {column.name for column in table.columns if column.is_prose}  # a quotation may be in any language
    cells: dict[str, int] = {}
    languages: dict[str, None] = {}
    unknown = []
    seen: set[str] = set()
    for number, name in enumerate(grid.columns):
        stem, _, language = name.rpartition("_")
        if name in seen:
            message = f"the column '{name}' is there twice; the first one stands"
            findings.append(Finding(source.place(grid.line, number), "RB012", message, "Keep one of them"))
        elif name in words:
            cells[name] = number
        elif stem in texts and LANGUAGE.fullmatch(language):
            texts[stem][language] = number
            if stem in prose:
                languages[language] = None
        elif name:
            unknown.append((number, name))
        elif any(row.cells[number] for row in grid.rows):
            where = source.place(grid.line, number)
            findings.append(Finding(where, "RB011", f"column {number + 1} has no name", "Name it, or delete it"))
        if name:
            seen.add(name)
    columns = Columns(cells, texts, list(languages))
    names = Names([*words, *(f"{stem}_{language}" for stem in texts for language in languages)])
    for number, name in unknown:
        message = f"the column '{name}' is not one of {source.name}; it is not read"
        written = " and ".join(f"'{name}_{language}'" for language in columns.languages or ["en"])
        hint = f"A text has a column for each language: write {written}" if name in texts else names.near(name)
        if table.name in ATTRIBUTED and name not in texts:
            hint = ". ".join(
                filter(None, ("A column of your own is described under attributes: in data/study.yaml", hint))
            )
        findings.append(Finding(source.place(grid.line, number), "RB011", message, hint))
    for column in table.columns:
        if column.required and not columns.has(column):
            name = f"{column.name}_<language>" if column.kind.by_language else column.name
            findings.append(Finding(place, "RB010", f"there is no column '{name}'", "Add it to the header row"))
    return columns, findings


def rows_of(source: SourceFile, grid: Grid, table: Table) -> tuple[list[Any], Columns, list[Finding]]:
    """The values of a table, in file order; rows without an id are said and left out."""
    columns, findings = find_columns(source, grid, table)
    present = [column for column in table.columns if columns.has(column)]
    absent = {column.field: column.absent for column in table.columns if not columns.has(column)}
    values: list[Any] = []
    words = {column.name for column in table.columns if type(column.kind) is Field}
    in_sheet = _letters(columns, table) if source.sheet else {}
    # Most cells are words that stand as they are; everything else takes its time.
    plain = {name: index for name, index in columns.cells.items() if name in words}
    if "id" not in absent:
        for row in grid.rows:
            origin = _origin(source, row, grid, table, in_sheet)
            fields = {}
            for column in present:
                index = plain.get(column.name)
                cell = row.cells[index] if index is not None else ""
                fields[column.field] = cell or _value(column, columns, row, origin, findings)
            if fields.get("id") != "":
                values.append(table.value(**absent, **fields, origin=origin))
        rows = [row for row in grid.rows if row.whole]
        filled = {column: [any(row.cells[one] for one in columns.of(column)) for row in rows] for column in present}
        findings += lone_blanks(filled, [source.place(row.line) for row in rows])
    return values, columns, findings


def _letters(columns: Columns, table: Table) -> dict[str, str]:
    """Field, and field and language -> letters of its column in a sheet."""
    found: dict[str, str] = {}
    for column in table.columns:
        if column.kind.by_language:
            for language, number in columns.texts[column.name].items():
                found[f"{column.field}.{language}"] = letters(number)
                found.setdefault(column.field, letters(number))
        elif column.name in columns.cells:
            found[column.field] = letters(columns.cells[column.name])
    return found


def _origin(source: SourceFile, row: Row, grid: Grid, table: Table, in_sheet: dict[str, str]) -> Origin:
    if source.sheet:
        return Origin(source.name, row.line, sheet=source.sheet.address, columns=in_sheet)
    if not row.lines:
        return Origin(source.name, row.line)
    lines: dict[str, int] = {}
    attributes = {column.name: column.field for column in table.columns}
    for name, line in zip(grid.columns, row.lines, strict=False):  # a ragged row has fewer or more cells
        stem, _, language = name.rpartition("_")
        field = attributes.get(name) or attributes.get(stem)
        if field and line != row.line:
            lines.setdefault(field, line)
            lines[f"{field}.{language}"] = line
    return Origin(source.name, row.line, lines)


def _value(column: Column, columns: Columns, row: Row, origin: Origin, findings: list[Finding]) -> Any:
    value: Any
    if column.kind.by_language:
        value = Text((language, row.cells[index]) for language, index in columns.texts[column.name].items())
        if column.required and row.whole and not any(value.values()):
            findings.append(missing(column, origin.at(column.field)))
        return value
    cell = row.cells[columns.cells[column.name]]
    if not cell:
        if column.required and row.whole:
            findings.append(missing(column, origin.at(column.field)))
        return column.absent
    try:
        return column.kind.read_cell(cell, column)
    except Problem as problem:
        findings.append(Finding(origin.at(column.field), "RB018", problem.message, problem.hint))
        return column.absent
