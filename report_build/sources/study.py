"""All sources of a study, read into one value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from report_build.cache import Cache
from report_build.findings import Finding, Place
from report_build.grouping import firsts
from report_build.model.answers import OTHERS_FOLDER
from report_build.model.coding import GENERAL, About, Claim, Evidence, Kind, Level, Source
from report_build.model.description import Column, Table
from report_build.model.own import FOLDER
from report_build.model.schema import LABELS_FILE, SETTINGS, STUDY_FILE, TABLE, TABLES
from report_build.model.study import Script, Study
from report_build.sources.bibtex import read_works
from report_build.sources.citation import read_citation
from report_build.sources.coders import divided
from report_build.sources.columns import rows_of
from report_build.sources.items import ItemReader
from report_build.sources.labels import read_labels
from report_build.sources.other_keys import by_entry_keys
from report_build.sources.others import read_other_reports
from report_build.sources.own_tables import attributed, is_table_name, linked, misnamed, own_table
from report_build.sources.spreadsheets.reading import SUFFIXES
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
    files = dict(_by_file(TABLES))
    first = reading.data_file(STUDY_FILE, files[STUDY_FILE])  # it says what columns others have
    for file, tables in files.items():
        reading.note_languages(first if file == STUDY_FILE else reading.data_file(file, tables))
    reading.own_tables(cache)
    reading.script()
    reading.labels()
    reading.works(bibliography, cache)
    reading.citation(citation)
    reading.other_reports()
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
        self.own: list[Table] = []
        self.attributes: dict[str, tuple[Column, ...]] = {}

    @property
    def about(self) -> About:
        """What ``data/study.yaml`` says of the study."""
        known: About = self.values.get("about", About())
        return known

    def study(self) -> Study:
        own = {one.name for one in fields(Study)}
        recoded = {}
        for table in TABLES:
            if any(column.field == "coder" for column in table.columns):
                counting, others = divided(self.values.get(table.name, ()), table, self.about.coder)
                self.values[table.name], recoded[table.name] = counting, others
        sources: tuple[Source, ...] = self.values.get("sources", ())
        self.values["evidence"] = tuple(_with_cases(self.values.get("evidence", ()), sources))
        return by_entry_keys(
            Study(
                languages=self.languages_in_use(),
                hashes=self.hashes,
                files=self.files,
                incomplete=frozenset(self.incomplete),
                recoded={name: rows for name, rows in recoded.items() if rows},
                own_tables=tuple(self.own),
                attributes=self.attributes,
                others={
                    table.name: self.values.get(table.name, ())
                    for table in (*TABLES, *self.own)
                    if table.name not in own
                },
                **{name: values for name, values in self.values.items() if name in own},
            )
        )

    def note_languages(self, met: Mapping[str, Place]) -> None:
        """Note the languages that a file is written in, and where each is first met."""
        for language, place in met.items():
            self.languages.setdefault(language, []).append(place)

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

    def data_file(self, file: str, tables: list[Table]) -> Mapping[str, Place]:
        """Read a data file; the languages that it is written in, and where each is first met."""
        needed = any(table.needed and not self.has(table.instead) for table in tables)
        source = self.source(file, _how_to_start(tables), needed=needed)
        if source is None and file not in self.files:
            return {}  # the study has no such table
        if source is None:
            self.incomplete |= {table.name for table in tables}
            return {}
        return self.csv(source, tables[0]) if file.endswith(".csv") else self.yaml(source, tables)

    def has(self, table: str) -> bool:
        """Whether the study has the file of a table, or a sheet in its place; '' names none."""
        file = TABLE[table].file if table else ""
        return bool(file) and (file in self.sheets.files or (self.root / self.data / file).exists())

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

    def csv(self, source: SourceFile, table: Table) -> Mapping[str, Place]:
        grid, said = read_grid(source)
        self.findings += said
        if grid is None or any(finding.code == "RB008" for finding in said):
            self.incomplete.add(table.name)
        if grid is None:
            return {}
        told = [one for one in self.about.attributes if one.of == table.name]
        if told:
            table, self.attributes[table.name], said = attributed(source, grid, table, told)
            self.findings += said
        values, columns, said = rows_of(source, grid, table)
        self.findings += said
        self.values[table.name] = tuple(values)
        if not all(columns.has(column) for column in table.columns if column.required and column.field in table.key):
            self.incomplete.add(table.name)
        return dict.fromkeys(columns.languages, source.place(grid.line))

    def yaml(self, source: SourceFile, tables: list[Table]) -> Mapping[str, Place]:
        root, whole, said = read_tree(source)
        self.findings += said
        if root is None and not whole:
            self.incomplete |= {table.name for table in tables}
            return {}
        reader = ItemReader(source)
        settings = SETTINGS if tables[0].file == STUDY_FILE else ()
        if settings and (about := reader.settings(root, settings, About)):
            self.values["about"] = about
        for name, values in reader.read(root, tables, settings).items():
            self.values[name] = tuple(values or ())
            if values is None or not whole:
                self.incomplete.add(name)
        self.findings += reader.findings
        return {language: source.place(line) for language, line in reader.languages.items()}

    def own_workbooks(self, told: Iterable[str], cache: Cache) -> None:
        """The workbooks of ``data/tables``: a table by the name of the file, others by the names of their sheets."""
        folder = f"{self.data}/{FOLDER}"
        books = [file.stem.lower() for file in _files_of(self.root / folder) if file.suffix.lower() in SUFFIXES]
        names = [f"{name}.csv" for name in dict.fromkeys([*told, *books])] if books else []
        found, said = read_workbooks(self.root, folder, names, cache) if books else (Sheets(), [])
        self.findings += said
        self.sheets.files.update({f"{FOLDER}/{file}": sheet for file, sheet in found.files.items()})
        self.sheets.refused.update({f"{FOLDER}/{file}": book for file, book in found.refused.items()})

    def own_tables(self, cache: Cache) -> None:
        """The author's own tables: each file of ``data/tables``, as ``data/study.yaml`` describes it or not."""
        said = firsts((one.name, one) for one in self.about.tables)
        folder = self.root / self.data / FOLDER
        there = [file.name[: -len(".csv")] for file in _files_of(folder) if file.name.lower().endswith(".csv")]
        self.own_workbooks(said, cache)
        sheets = {**self.sheets.refused, **{file: sheet.name for file, sheet in self.sheets.files.items()}}
        there += [file[len(f"{FOLDER}/") : -len(".csv")] for file in sheets if file.startswith(f"{FOLDER}/")]
        for name in dict.fromkeys([*said, *there]):
            file = f"{FOLDER}/{name}.csv"
            path = sheets.get(file, f"{self.data}/{file}")
            if not is_table_name(name):
                place = said[name].origin.at("name") if name in said else Place(path)
                self.findings.append(Finding(place, "RB160", *misnamed(name)))
                continue
            columns = [column.name for column in said[name].columns] if name in said else []
            cure = f"Create it with the header row {','.join(columns) or 'id'}, or take it out"
            source = self.source(file, cure, needed=True)
            grid, problems = read_grid(source) if source is not None else (None, [])
            self.findings += problems
            if source is None or grid is None or any(finding.code == "RB008" for finding in problems):
                self.incomplete.add(name)
            if source is not None and grid is not None:
                table, rows, languages, problems = own_table(source, grid, name, said.get(name), self.languages)
                if "kinds" in self.incomplete:  # what describes the table may stand in the part that could not be read
                    problems = [finding for finding in problems if finding.code != "RB030"]
                self.findings += problems
                self.note_languages(dict.fromkeys(languages, source.place(grid.line)))
                self.own.append(table)
                self.values[name] = rows
        self.own = linked(self.own)

    def labels(self) -> None:
        source = self.source(LABELS_FILE, "", needed=False)
        if source is not None:
            levels: tuple[Level, ...] = self.values.get("levels", ())
            known = None if "codes" in self.incomplete else [level.id for level in levels]
            more = None if "kinds" in self.incomplete else self.own_labels()
            self.values["labels"], said = read_labels(source, known, more)
            self.findings += said

    def script(self) -> None:
        """The author's own drawings, where ``data/study.yaml`` names their file."""
        name = self.about.drawings
        if not name:
            return
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*\.py", name):
            message = f"'{name}' is no Python file of the data folder"
            hint = "Write its name only, e.g. figures.py: letters, digits and _"
            self.findings.append(Finding(self.about.origin.at("drawings"), "RB160", message, hint))
            return
        source = self.read(f"{self.data}/{name}", "Create it, or take drawings: out of study.yaml")
        if source is None:
            self.incomplete.add("displays")  # what they ask for may stand there
        else:
            self.values["script"] = Script(source.name, source.text)

    def own_labels(self) -> list[str]:
        """The labels that the study's own kinds and tables have besides those of every study."""
        kinds: tuple[Kind, ...] = self.values.get("kinds", ())
        parts = [
            f"blocks.part.{name}" for name in (*(kind.id for kind in kinds), *(one.name for one in self.about.tables))
        ]
        parts += [f"display.head.{kind.id}" for kind in kinds]
        values = [
            f"value.{table.name}.{column.name}.{word}"
            for table in self.about.tables
            for column in table.columns
            for word in column.values
        ]
        values += [f"value.{one.of}.{one.name}.{word}" for one in self.about.attributes for word in one.values]
        return [*parts, *values]

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

    def other_reports(self) -> None:
        """What was downloaded of other reports, where a claim answers one of theirs."""
        claims: tuple[Claim, ...] = self.values.get("claims", ())
        if any(claim.answers for claim in claims):
            folder = f"{self.data}/{OTHERS_FOLDER}"
            self.values["other_reports"], said, hashes = read_other_reports(self.root, folder)
            self.findings += said
            self.hashes |= hashes

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
        found += [f"{FOLDER}/{file.name}" for file in _files_of(self.root / self.data / FOLDER)]
        for name in found:
            if name.startswith(f"{FOLDER}/"):
                if not name.lower().endswith((".csv", *SUFFIXES)):
                    place = Place(f"{self.data}/{name}")
                    message, hint = "it is neither CSV nor a workbook; it is not read", "Save it as .xlsx, .ods or CSV"
                    self.findings.append(Finding(place, "RB020", message, hint))
                continue
            ours = name in names or name.startswith((".", "~")) or not name.isprintable()
            if not ours and name.lower().endswith((".csv", ".yaml", ".yml", *OTHER_SUFFIXES)):
                place = SourceFile(f"{self.data}/{name}", "", "").place()
                hint = "Save it as .xlsx, .ods or CSV" if name.lower().endswith(OTHER_SUFFIXES) else names.near(name)
                self.findings.append(Finding(place, "RB020", "the study has no such file; it is not read", hint))


def _files_of(folder: Path) -> list[Path]:
    """The files of a folder that are the study's, sorted; none where there is no such folder."""
    try:
        return [file for file in sorted(folder.iterdir()) if not file.name.startswith((".", "~"))]
    except OSError:
        return []


def _with_cases(passages: Iterable[Evidence], sources: Iterable[Source]) -> Iterable[Evidence]:
    """Passages that name no case speak of those of their source, else of none in particular."""
    cases = {source.id: source.cases or (GENERAL,) for source in sources}
    for one in passages:
        yield one if one.cases or one.source not in cases else replace(one, cases=cases[one.source])


def _how_to_start(tables: list[Table]) -> str:
    table = tables[0]
    if not table.items:
        usual = [column for column in table.columns if column.required or not column.where_used]
        columns = [f"{column.name}_<language>" if column.kind.by_language else column.name for column in usual]
        return f"Create it with the header row {','.join(columns)}"
    return f"Create it with {' and '.join(f'{table.items}: []' for table in tables)}"
