"""Codebooks and codings as CSV or workbooks: Taguette's exports, and tables that people keep themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from report_build.cache import Cache
from report_build.errors import UsageError
from report_build.importing.project import Code, Coding, Passage, Project, Source
from report_build.sources.spreadsheets.archive import RefusedError
from report_build.sources.spreadsheets.reading import read_sheets
from report_build.sources.tables import Grid, read_grid
from report_build.sources.text import SourceFile, read_source

# What a column is, by the names that tools and people give it.
_COLUMNS = {
    "code": ("code", "codes", "tag", "tags", "theme", "thème", "name", "nom"),
    "definition": ("definition", "définition", "description", "memo", "mémo"),
    "parent": ("parent", "category", "catégorie"),
    "text": ("content", "text", "texte", "quotation", "quote", "passage", "segment", "coded segment", "extrait"),
    "source": ("document", "source", "file", "document name", "fichier"),
    "ref": ("id", "ref", "highlight id"),
    "coder": ("coder", "owner", "created by"),
}


def read_table(file: Path) -> Project:
    """A codebook, or passages with their codes.

    :raises UsageError: the columns tell neither.
    """
    source, _ = read_source(file.parent, file.name)
    grid, _ = read_grid(source) if source else (None, [])
    if grid is None:
        raise UsageError(f"{file.name} cannot be read as a table")
    return _project([grid], file.name)


def read_workbook(file: Path) -> Project:
    """A codebook, passages with their codes, or both on sheets of their own.

    :raises UsageError: it cannot be read, or the columns tell neither.
    """
    try:
        sheets = read_sheets(file.read_bytes(), file.suffix.lower(), Cache(None))
    except RefusedError as error:
        raise UsageError(f"{file.name}: {error.message}. {error.hint}") from error
    grids = [read_grid(SourceFile(file.name, "", "", sheet))[0] for sheet in sheets if not sheet.hidden]
    return _project([grid for grid in grids if grid is not None], file.name)


def _project(grids: Sequence[Grid], name: str) -> Project:
    project = Project("a table")
    told = []
    for grid in grids:
        places = _places(grid)
        if places["code"] < 0:
            told.append(", ".join(grid.columns))
            continue
        rows = [{what: row.cells[place] if place >= 0 else "" for what, place in places.items()} for row in grid.rows]
        if places["text"] < 0:
            project.codes += [
                Code(row["code"], row["code"], row["definition"], row["parent"]) for row in rows if row["code"]
            ]
        else:
            _read_codings(rows, project)
    if len(told) == len(grids):
        raise UsageError(f"{name} has no column of codes. It has: {'; '.join(told) or 'nothing'}")
    if told:
        project.left["sheets without a column of codes"] += len(told)
    described: dict[str, Code] = {}
    for code in project.codes:
        if code.ref not in described or (code.definition and not described[code.ref].definition):
            described[code.ref] = code
    project.codes = [*described.values()]
    return project


def _places(grid: Grid) -> dict[str, int]:
    """Where each kind of column stands; -1 where there is none."""
    named = [column.strip().lower() for column in grid.columns]
    return {what: next((named.index(name) for name in names if name in named), -1) for what, names in _COLUMNS.items()}


def _read_codings(rows: list[dict[str, str]], project: Project) -> None:
    codes: dict[str, Code] = {}
    sources: dict[str, Source] = {}
    passages: dict[str, Passage] = {}
    for row in rows:
        if not row["text"]:
            project.left["rows without a text"] += 1
            continue
        source = row["source"] or "source"
        ref = row["ref"] or f"{source}/{row['text']}"
        sources.setdefault(source, Source(source, source))
        passages.setdefault(ref, Passage(ref, source, row["text"]))
        for name in _names(row):
            codes.setdefault(name, Code(name, name))
            project.codings.append(Coding(ref, name, row["coder"]))
    project.codes += codes.values()
    project.sources += sources.values()
    project.passages += passages.values()


def _names(row: Mapping[str, str]) -> Iterator[str]:
    """The codes of a row: one, or several joined by semicolons or bars."""
    for name in row["code"].replace("|", ";").split(";"):
        if name.strip():
            yield name.strip()
