"""``report-build import``: add to a study what was coded in another tool."""

from __future__ import annotations

import argparse
from pathlib import Path

from report_build.cache import Cache
from report_build.cli.output import OK, print_error, print_findings
from report_build.errors import UsageError
from report_build.files import write_whole
from report_build.findings import Finding, Place
from report_build.importing.bibliography import entries_of, new_entries
from report_build.importing.databases import read_database
from report_build.importing.names import names_in
from report_build.importing.project import Project
from report_build.importing.refi import read_refi
from report_build.importing.rows import read_file, with_rows
from report_build.importing.starting import files_to_start
from report_build.importing.tables import read_table, read_workbook
from report_build.importing.writing import additions
from report_build.model.study import Study
from report_build.sources import load_study
from report_build.sources.spreadsheets.reading import SUFFIXES

_BIBLIOGRAPHIES = {".ris": "ris", ".json": "csljson"}
_NAMES = Path("private/names.csv")
_SQLITE = (".sqlite3", ".sqlite", ".db", ".qda")


def import_command(options: argparse.Namespace) -> int:
    file, folder = options.file, options.into.resolve()
    if not file.exists():
        raise UsageError(f"{file} is not there")
    if file.is_dir() and file.suffix.lower() not in _SQLITE:
        raise UsageError(f"{file} is a folder")
    bibliography = options.bibliography or folder.parent / "references.bib"
    study, _ = load_study(folder.parent, cache=Cache(None), data=folder.name, bibliography=bibliography.name)
    if file.suffix.lower() in _BIBLIOGRAPHIES:
        return _works(file, bibliography, study, write=options.write)
    project = _project(file)
    return _coding(project, study, folder, options)


def _project(file: Path) -> Project:
    suffix = file.suffix.lower()
    if suffix in {".qdpx", ".qdc"}:
        return read_refi(file)
    if suffix in _SQLITE:
        return read_database(file)
    if suffix in SUFFIXES:
        return read_workbook(file)
    if suffix in {".csv", ".tsv", ".txt"}:
        return read_table(file)
    raise UsageError(f"'{suffix}' is none of the kinds of file that can be imported")


def _coding(project: Project, study: Study, folder: Path, options: argparse.Namespace) -> int:
    language, root = options.language or study.language, folder.parent
    if not options.language and not study.languages:
        project.told.append(f"texts are written as '{language}': --language names another")
    added = additions(project, study, folder, language, options.voice or _voice(study))
    start = {} if (root / "mkdocs.yml").exists() else files_to_start(project, options.file, language)
    texts = {folder / name: text for name, text in added.texts.items()}
    texts |= {root / name: text for name, text in start.items() if not (root / name).exists()}
    place = Place(options.file.name)
    names = _new_names(project, root, texts)
    findings = [Finding(place, "RB701", told) for told in project.told]
    findings += [Finding(place, "RB702", f"{count} {what}") for what, count in sorted(project.left.items())]
    print_findings(findings, "text", every=True)
    done = "" if options.write else "to be "
    for name in sorted(added.added):
        count, changed = added.added[name], added.updated.get(name, 0)
        if not count + changed:
            continue  # a new study's file, with its first row alone
        print(f"{options.into / name}: {count} {done}added" + (f", {changed} {done}updated" if changed else ""))
    if names:
        print(f"{_NAMES}: {names} {done}added; look them over, give each its pseudonym, and take out what is no name")
    if not texts:
        print("everything is there already")
    elif options.write:
        for path, text in texts.items():
            write_whole(path, text)
    else:
        print_error("Nothing is written: --write does that.")
    return OK


def _voice(study: Study) -> str:
    """Whose words a study's passages are where nobody says: of the first voice that speaks for itself."""
    return next((voice.id for voice in study.voices if voice.ground == "material"), "")


def _new_names(project: Project, root: Path, texts: dict[Path, str]) -> int:
    """Add names of participants to what is to be written, with the line that keeps them from git; how many are new."""
    path = root / _NAMES
    written = read_file(path)
    known = {line.partition(",")[0].strip('" ') for line in written.splitlines()}
    new = [name for name in names_in(project) if name not in known]
    if new:
        texts[path] = with_rows(
            path, ("real", "pseudonym", "kind"), [{"real": name, "kind": "person"} for name in new], {}
        )
        ignored = texts.get(root / ".gitignore") or read_file(root / ".gitignore")
        if not any(line.strip().strip("/") == "private" for line in ignored.splitlines()):
            texts[root / ".gitignore"] = (
                ignored + ("" if not ignored or ignored.endswith("\n") else "\n") + "private/\n"
            )
    return len(new)


def _works(file: Path, bibliography: Path, study: Study, *, write: bool) -> int:
    entries = entries_of(file.read_text(encoding="utf-8-sig"), _BIBLIOGRAPHIES[file.suffix.lower()])
    new = new_entries(entries, study)
    known = len(entries) - len(new)
    print(f"{bibliography.name}: {len(new)} {'added' if write else 'to add'}, {known} there already")
    if write and new:
        text = bibliography.read_text(encoding="utf-8") if bibliography.exists() else ""
        joint = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        write_whole(bibliography, text + joint + "\n\n".join(new.values()) + "\n")
    return OK
