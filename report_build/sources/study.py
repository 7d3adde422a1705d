"""All sources of a study, read into one value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from report_build.cache import Cache
from report_build.findings import Finding, Place
from report_build.model.coding import About, Code, Level
from report_build.model.description import Table
from report_build.model.schema import LABELS_FILE, SETTINGS, STUDY_FILE, TABLES, WORKS
from report_build.model.study import Study
from report_build.sources.bibtex import read_works
from report_build.sources.citation import read_citation
from report_build.sources.columns import rows_of
from report_build.sources.items import ItemReader
from report_build.sources.labels import read_labels
from report_build.sources.tables import read_grid
from report_build.sources.text import SourceFile, read_source
from report_build.sources.trees import read_tree
from report_build.sources.workbooks import OTHER_SUFFIXES, Sheets, read_workbooks
from report_build.suggest import Names


def load_study(
    root: Path,
    *,
    cache: Cache,
    data: str = "data",
    bibliography: str = "references.bib",
    citation: str = "CITATION.cff",
) -> tuple[Study, list[Finding]]:
    """Read everything that the authors wrote besides the pages.

    Whatever the files hold, this returns: what cannot be read yields findings, and everything else is kept.

    :param data: folder of the data files; it, ``bibliography`` and ``citation`` are relative to ``root``.
    """
    reading = _Reading(root, data)
    reading.workbooks(cache)
    for file, tables in _by_file(TABLES):
        reading.data_file(file, tables)
    reading.labels()
    reading.works(bibliography, cache)
    reading.citation(citation)
    reading.unknown_files()
    return reading.study(), reading.findings


def _by_file(tables: Iterable[Table]) -> Iterable[tuple[str, list[Table]]]:
    files: dict[str, list[Table]] = defaultdict(list)
    for table in tables:
        files[table.file].append(table)
    return files.items()


class _Reading:
    def __init__(self, root: Path, data: str) -> None:
        self.root = root
        self.data = data.strip("/")
        self.values: dict[str, Any] = {}
        self.findings: list[Finding] = []
        self.languages: dict[str, list[Place]] = {}  # language -> where it is first met in each file
        self.hashes: dict[str, str] = {}
        self.files: dict[str, str] = {}
        self.sheets: Sheets = Sheets()
        self.incomplete: set[str] = set()

    def study(self) -> Study:
        own = {one.name for one in fields(Study)}
        recoded = {}
        for table in TABLES:
            if any(column.field == "coder" for column in table.columns):
                rows = self.values.get(table.name, ())
                self.values[table.name] = tuple(row for row in rows if not row.coder)
                recoded[table.name] = tuple(row for row in rows if row.coder)
        return _by_entry_keys(
            Study(
                languages=self.languages_in_use(),
                hashes=self.hashes,
                files=self.files,
                incomplete=frozenset(self.incomplete),
                recoded={name: rows for name, rows in recoded.items() if rows},
                others={table.name: self.values.get(table.name, ()) for table in TABLES if table.name not in own},
                **{name: values for name, values in self.values.items() if name in own},
            )
        )

    def note_languages(self, source: SourceFile, languages: Mapping[str, int]) -> None:
        for language, line in languages.items():
            self.languages.setdefault(language, []).append(source.place(line))

    def languages_in_use(self) -> tuple[str, ...]:
        """The study's languages; one that a single file has, while others have more, is taken for a misspelling."""
        most = max(map(len, self.languages.values()), default=0)
        spoken = {language: places for language, places in self.languages.items() if len(places) > 1 or most == 1}
        for language in sorted(self.languages.keys() - spoken.keys()):
            message = f"the language '{language}' is written in no other file; it is left out"
            hint = Names(spoken).near(language) or "Write it in every file, or nowhere"
            self.findings.append(Finding(self.languages[language][0], "RB023", message, hint))
        return tuple(spoken)

    def read(self, name: str, cure: str) -> SourceFile | None:
        source, said = read_source(self.root, name, cure)
        self.findings += said
        if source is not None:
            self.hashes[name] = source.digest
        return source

    def workbooks(self, cache: Cache) -> None:
        files = [*(table.file for table in TABLES if table.file.endswith(".csv")), LABELS_FILE]
        self.sheets, said = read_workbooks(self.root, self.data, files, cache)
        self.findings += said

    def data_file(self, file: str, tables: list[Table]) -> None:
        source = self.source(file, _how_to_start(tables), needed=any(table.needed for table in tables))
        if source is None and file not in self.files:
            return  # the study has no such table
        if source is None:
            self.incomplete |= {table.name for table in tables}
        elif file.endswith(".csv"):
            self.csv(source, tables[0])
        else:
            self.yaml(source, tables)

    def source(self, file: str, cure: str, *, needed: bool) -> SourceFile | None:
        """A data file, or the sheet that stands in place of one; None where there is none or it cannot be read."""
        name = f"{self.data}/{file}"
        there = (self.root / name).exists()
        sheet = self.sheets.files.get(file)
        if sheet is not None and there:
            message = f"{name} holds the same table, and is the one that is read"
            self.findings.append(Finding(sheet.place(1), "RB026", message, "Keep one of them"))
        elif sheet is not None:
            self.hashes[sheet.name] = sheet.digest
            self.files[file] = sheet.name
            return sheet
        elif file in self.sheets.refused and not there:
            self.files[file] = self.sheets.refused[file]
            return None
        if not needed and not there:
            return None
        self.files[file] = name
        return self.read(name, cure)

    def csv(self, source: SourceFile, table: Table) -> None:
        grid, said = read_grid(source)
        self.findings += said
        if grid is None or any(finding.code == "RB008" for finding in said):
            self.incomplete.add(table.name)
        if grid is None:
            return
        values, columns, said = rows_of(source, grid, table)
        self.findings += said
        self.note_languages(source, dict.fromkeys(columns.languages, grid.line))
        self.values[table.name] = tuple(values)
        if not all(columns.has(column) for column in table.columns if column.required and column.field in table.key):
            self.incomplete.add(table.name)

    def yaml(self, source: SourceFile, tables: list[Table]) -> None:
        root, whole, said = read_tree(source)
        self.findings += said
        if root is None and not whole:
            self.incomplete |= {table.name for table in tables}
            return
        reader = ItemReader(source)
        settings = SETTINGS if tables[0].file == STUDY_FILE else ()
        if settings and (about := reader.settings(root, settings, About)):
            self.values["about"] = about
        for name, values in reader.read(root, tables, settings).items():
            self.values[name] = tuple(values or ())
            if values is None or not whole:
                self.incomplete.add(name)
        self.findings += reader.findings
        self.note_languages(source, reader.languages)

    def labels(self) -> None:
        source = self.source(LABELS_FILE, "", needed=False)
        if source is not None:
            codes: tuple[Code, ...] = self.values.get("codes", ())
            families = None if "codes" in self.incomplete else {code.parent for code in codes}
            levels: tuple[Level, ...] = self.values.get("levels", ())
            self.values["labels"], said = read_labels(source, families, [level.id for level in levels])
            self.findings += said

    def works(self, name: str, cache: Cache) -> None:
        source = self.read(name, "Export the bibliography there as BibTeX")
        if source is None:
            self.incomplete.add("works")
            return
        works, whole, said = read_works(source, cache)
        self.values["works"] = tuple(works)
        self.findings += said
        if not whole:
            self.incomplete.add("works")

    def citation(self, name: str) -> None:
        source = self.read(name, "It says title, authors, version and licence: https://citation-file-format.github.io")
        if source is None:
            self.incomplete.add("citation")
            return
        self.values["citation"], said = read_citation(source)
        self.findings += said
        if said:
            self.incomplete.add("citation")

    def unknown_files(self) -> None:
        """Say CSV and YAML files of the data folder that are none of the study's."""
        names = Names(dict.fromkeys([*(table.file for table in TABLES), LABELS_FILE]))
        try:
            found = sorted(file.name for file in (self.root / self.data).iterdir())
        except OSError:
            return  # the folder is missing or cannot be read: said for each file
        for name in found:
            ours = name in names or name.startswith((".", "~")) or not name.isprintable()
            if not ours and name.lower().endswith((".csv", ".yaml", ".yml", *OTHER_SUFFIXES)):
                place = SourceFile(f"{self.data}/{name}", "", "").place()
                hint = "Save it as .xlsx, .ods or CSV" if name.lower().endswith(OTHER_SUFFIXES) else names.near(name)
                self.findings.append(Finding(place, "RB020", "the study has no such file; it is not read", hint))


def _by_entry_keys(study: Study) -> Study:
    """The study with each work named by the key of its entry where its data name it by another (``ids``)."""
    changed: dict[str, Any] = {}
    for table in TABLES if study.alias else ():
        fields_of_works = [column.field for column in table.columns if column.refers == WORKS and column.kind.several]
        if fields_of_works and hasattr(study, table.name):
            changed[table.name] = tuple(
                replace(
                    row,
                    **{
                        name: tuple(study.alias.get(key, key) for key in getattr(row, name)) for name in fields_of_works
                    },
                )
                for row in getattr(study, table.name)
            )
    return replace(study, **changed) if changed else study


def _how_to_start(tables: list[Table]) -> str:
    table = tables[0]
    if not table.items:
        columns = [f"{column.name}_<language>" if column.kind.by_language else column.name for column in table.columns]
        return f"Create it with the header row {','.join(columns)}"
    return f"Create it with {' and '.join(f'{table.items}: []' for table in tables)}"
