"""The author's own tables: what ``data/study.yaml`` says of each, and what is told from the cells where it does not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from report_build.findings import Finding
from report_build.grouping import firsts
from report_build.model.description import Column, Table, singular
from report_build.model.fields import LANGUAGE, LIST, NUMBER, TEXT, WORD, Field, Problem
from report_build.model.measures import MEASURES, Year, without_currency
from report_build.model.own import (
    COLUMN_NAME,
    FOLDER,
    NO_LANGUAGE,
    REFERENCES,
    ROW,
    ROWS,
    SEVERAL,
    OwnColumn,
    OwnTable,
)
from report_build.model.row import Row
from report_build.model.schema import TABLE, TABLES, WORKS
from report_build.model.text import Text
from report_build.sources.columns import rows_of
from report_build.sources.tables import Grid
from report_build.sources.text import SourceFile

RESERVED = frozenset({*TABLE, *(table.node_kind for table in TABLES), "reference", "references", "labels", "prose"})
TABLE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAKEN = frozenset({"origin", "fields", "attributes", "id"})  # attributes that rows have
_ROW = "row"  # the number of a row, where nothing else tells rows apart
_MOST_DECIMALS = 6
_YEARS = range(1500, 2200)


def own_table(
    source: SourceFile, grid: Grid, name: str, said: OwnTable | None, spoken: Collection[str] = ()
) -> tuple[Table, tuple[Any, ...], list[str], list[Finding]]:
    """A table of the author's: its description, its rows, the languages of its texts, and what is wrong.

    :param said: what ``data/study.yaml`` says of it; None where it says nothing.
    :param spoken: the languages of the study's other files, if they have any: then ``share_own`` is no text in "own".
    """
    told = {column.name: column for column in said.columns} if said else {}
    guessed: dict[str, str] = {}
    findings: list[Finding] = []
    columns = list(_columns(grid, told, guessed, spoken))
    for column in columns:
        if not COLUMN_NAME.fullmatch(column.name):
            message = f"the column '{column.name}' cannot be named in pages and drawings"
            hint = f"Call it '{_as_name(column.name)}', and write the words under label: in data/study.yaml"
            findings.append(Finding(source.place(grid.line), "RB161", message, hint))
    table = Table(
        name,
        f"{FOLDER}/{name}.csv",
        tuple(columns),
        key=(),
        node=singular(name) if singular(name) not in RESERVED else name,
        about=_by_language(said.about if said else Text()),
    )
    rows, found, problems = rows_of(source, grid, table)
    findings += problems
    if guessed:
        shown = ", ".join(f"'{column}' ({kind})" for column, kind in guessed.items())
        message = f"data/study.yaml does not say what these columns hold, and they were taken for: {shown}"
        findings.append(
            Finding(source.place(grid.line), "RB030", message, f"Say it there: {_declaration(name, guessed)}")
        )
    key = tuple(said.key) if said and said.key else _key(columns, rows)
    known = {column.name: column for column in columns}
    for part in key:
        if part not in known and part != _ROW and said:
            message = f"the key of the table '{name}' names the column '{part}', which it does not have"
            findings.append(Finding(said.origin.at("key"), "RB162", message, f"Its columns: {', '.join(known)}"))
    key = tuple(part for part in key if part in known or part == _ROW) or (_ROW,)
    if _ROW in key and _ROW not in known:
        columns.append(Column(_ROW, NUMBER, required=True, about={"en": "The number of the row."}))
        for number, row in enumerate(rows, 1):
            row.__dict__[_ROW] = number
    fields = tuple(next(column.field for column in columns if column.name == part) for part in key)
    return replace(table, columns=tuple(columns), key=fields), tuple(rows), found.languages, findings


def attributed(
    source: SourceFile, grid: Grid, base: Table, told: Sequence[OwnColumn]
) -> tuple[Table, tuple[Column, ...], list[Finding]]:
    """A table of every study with the columns that its author gives it besides: its description, and those columns."""
    taken = {column.name for column in base.columns}
    usable = (
        one for one in told if one.name not in taken and COLUMN_NAME.fullmatch(one.name)
    )  # else said by the check
    known = firsts((one.name, one) for one in usable)
    guessed: dict[str, str] = {}
    columns = tuple(column for column in _columns(grid, known, guessed) if column.name in known)
    columns = tuple(one if one.refers in {"", *TABLE, WORKS} else replace(one, refers="") for one in columns)
    guessed = {name: kind for name, kind in guessed.items() if name in known}
    findings: list[Finding] = []
    if guessed:
        shown = ", ".join(f"'{name}' ({kind})" for name, kind in guessed.items())
        message = f"data/study.yaml does not say what these columns hold, and they were taken for: {shown}"
        findings.append(Finding(source.place(grid.line), "RB030", message, "Give each its type: there"))
    fields = [column.field for column in columns]

    def value(**given: Any) -> Any:
        more = {name: given.pop(name) for name in fields}
        return base.value(**given, attributes=more)

    return replace(base, columns=(*base.columns, *columns), value=value), columns, findings


def _as_name(name: str) -> str:
    plain = "-".join(re.findall(r"\w+", name.lower())) or "column"
    return plain if not plain[0].isdigit() else f"c-{plain}"


def _declaration(name: str, guessed: Mapping[str, str]) -> str:
    columns = ", ".join(f"{{column: {column}, type: {kind}}}" for column, kind in guessed.items())
    return f"tables: [{{table: {name}, columns: [{columns}]}}]"


def _by_language(text: Text) -> dict[str, str]:
    """A text as descriptions keep it: one that is the same in every language stands under English."""
    return {("en" if language == NO_LANGUAGE else language): words for language, words in text.items()}


def _columns(
    grid: Grid, told: Mapping[str, OwnColumn], guessed: dict[str, str], spoken: Collection[str] = ()
) -> Iterator[Column]:
    """A file's columns, those of one text in several languages as one, then those that are said and not there."""
    seen: set[str] = set()
    for place, name in enumerate(grid.columns):
        stem, _, language = name.rpartition("_")
        in_languages = name not in told and stem and LANGUAGE.fullmatch(language) and (not spoken or language in spoken)
        if in_languages and (stem not in told or told[stem].type in {"", "text"}):
            if stem not in seen:
                seen.add(stem)
                yield _column(stem, TEXT, told.get(stem))
            continue
        if not name or name in seen:
            continue  # said when the rows are read
        seen.add(name)
        cells = [row.cells[place] for row in grid.rows if row.cells[place]]
        said = told.get(name)
        kind = said.type if said and said.type else ""
        if not kind:
            kind = "word" if said and said.values else _guess(name, cells)
            if kind not in {"text", "word"} and name != "id":
                guessed[name] = kind
        yield _column(name, _field(kind), said, kind, cells)
    for name, column in told.items():
        if name not in seen:
            field = TEXT if column.type == "text" else _field(column.type)
            yield replace(_column(name, field, column, column.type), required=True)


def _column(name: str, kind: Field, said: OwnColumn | None, type_: str = "text", cells: Sequence[str] = ()) -> Column:
    refers = REFERENCES.get(type_) or SEVERAL.get(type_, "")
    names_rows = bool(said and said.table and type_ in {ROW, ROWS})
    decimals = said.decimals if said else None
    if decimals is None and kind.name in {"decimal", "percentage", "money"}:
        decimals = _decimals(kind, cells)
    unit = said.unit if said else Text()
    if not unit and kind.name == "money":
        currency = next((sign for cell in cells if (sign := without_currency(cell)[1])), "")
        unit = Text({NO_LANGUAGE: currency}) if currency else unit
    return Column(
        name,
        kind,
        required=name == "id" or bool(said and said.required),
        attribute=f"{name}_" if name in _TAKEN and (name != "id" or (said and said.of)) else "",
        values=said.values if said else (),
        refers=said.table if said and names_rows else refers if refers in TABLE or refers == WORKS else "",
        about=_by_language(said.about if said else Text()),
        label=said.label if said else Text(),
        unit=unit,
        decimals=decimals,
        of_kind=said.kind if said else "",
    )


def _field(type_: str) -> Field:
    return MEASURES.get(type_) or (LIST if type_ in SEVERAL or type_ == ROWS else WORD)


def _guess(name: str, cells: Sequence[str]) -> str:
    """The type that all cells of a column fit, the strictest first."""
    if name in REFERENCES or name in SEVERAL:
        return name
    if not cells or any(cell[0] == "0" and cell[1:2].isdigit() for cell in cells):
        return "text"  # 0123 is the number of a house or a telephone, nothing that is added up
    if all(cell.isdecimal() and int(cell) in _YEARS for cell in cells):
        return "year"
    if all(cell.endswith("%") for cell in cells) and _fits("percentage", cells):
        return "percentage"
    for kind in ("whole", "decimal"):
        if _fits(kind, cells):
            return kind
    if len({without_currency(cell)[1] for cell in cells}) == 1 and _fits("money", cells):
        return "money"
    return "date" if _fits("date", cells) else "text"


def _fits(kind: str, cells: Sequence[str]) -> bool:
    for cell in cells:
        try:
            MEASURES[kind].bare(cell)
        except Problem:
            return False
    return True


def _decimals(kind: Field, cells: Sequence[str]) -> int:
    most = 0
    for cell in cells:
        try:
            value = MEASURES[kind.name].bare(cell)
        except Problem:
            continue  # said when it is read
        after = re.search(r"[.,](\d+)[^\d]*$", cell)
        most = max(most, len(after[1]) if after and isinstance(value, float) and value != int(value) else 0)
    return min(most, _MOST_DECIMALS)


def _key(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[str, ...]:
    """``id``; else the fewest columns from the left whose words tell all rows apart; else the number of the row."""
    if any(column.name == "id" for column in columns):
        return ("id",)
    words = [column for column in columns if column.kind == WORD or isinstance(column.kind, Year)]
    for count in range(1, min(len(words), 4) + 1):
        keys = {tuple(str(getattr(row, column.field)) for column in words[:count]) for row in rows}
        if len(keys) == len(rows) and all(getattr(row, column.field) != "" for row in rows for column in words[:1]):
            return tuple(column.name for column in words[:count])
    return (_ROW,)


def linked(tables: Sequence[Table]) -> list[Table]:
    """The tables, each column that names rows of an own table kept so only if that table is there and has names."""
    names = {*TABLE, WORKS, *(table.name for table in tables if table.named_by)}
    return [
        replace(
            table,
            columns=tuple(replace(one, refers=one.refers if one.refers in names else "") for one in table.columns),
        )
        for table in tables
    ]


def is_table_name(name: str) -> bool:
    """Whether an own table can be called so."""
    return name not in RESERVED and len(name) <= 60 and TABLE_NAME.fullmatch(name) is not None  # noqa: PLR2004  # reason: as ids


def misnamed(name: str) -> tuple[str, str]:
    """Why an own table cannot be called so, and the cure."""
    if name in RESERVED:
        return f"'{name}' is what every study calls something else", "Give the file another name"
    return f"'{name}' cannot stand in an address", "Use a to z, 0 to 9 and single hyphens, 60 at most"
