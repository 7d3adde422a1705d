"""``report-build import``: add to a study what was coded in another tool."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from report_build.cli.output import OK, print_error, print_findings
from report_build.errors import UsageError
from report_build.files import write_whole
from report_build.findings import Finding, Place

if TYPE_CHECKING:
    from report_build.importing.project import Project
    from report_build.model.study import Study

_BIBLIOGRAPHIES = {".ris": "ris", ".json": "csljson"}
_SQLITE = (".sqlite3", ".sqlite", ".db", ".qda")


def add_options(added: argparse.ArgumentParser) -> None:
    """The command's options."""
    added.add_argument("file", type=Path, metavar="FILE", help=".qdpx, .qdc, .sqlite3, .qda, .csv, .ris or .json")
    added.add_argument("--into", type=Path, default=Path("data"), metavar="FOLDER", help="default: data")
    added.add_argument("--bibliography", type=Path, default=None, help="default: references.bib beside the folder")
    added.add_argument("--language", default="", help="of the codes and passages; default: the study's first")
    added.add_argument("--voice", default="interviewee", help="who speaks in the passages; default: interviewee")
    added.add_argument("--write", action="store_true", help="write; without it the command says what it would add")


def import_command(options: argparse.Namespace) -> int:
    from report_build.cache import Cache  # noqa: PLC0415  # reason: other commands need none of this
    from report_build.sources import load_study  # noqa: PLC0415  # reason: as above

    file, folder = options.file, options.into.resolve()
    if not file.exists():
        raise UsageError(f"{file} is not there")
    bibliography = options.bibliography or folder.parent / "references.bib"
    study, _ = load_study(folder.parent, cache=Cache(None), data=folder.name, bibliography=bibliography.name)
    if file.suffix.lower() in _BIBLIOGRAPHIES:
        return _works(file, bibliography, study, write=options.write)
    project = _project(file)
    return _coding(project, study, folder, options)


def _project(file: Path) -> Project:
    from report_build.importing.databases import read_database  # noqa: PLC0415  # reason: as above
    from report_build.importing.refi import read_refi  # noqa: PLC0415  # reason: as above
    from report_build.importing.tables import read_table  # noqa: PLC0415  # reason: as above

    suffix = file.suffix.lower()
    if suffix in {".qdpx", ".qdc"}:
        return read_refi(file)
    if suffix in _SQLITE:
        return read_database(file)
    if suffix in {".csv", ".tsv", ".txt"}:
        return read_table(file)
    raise UsageError(f"'{suffix}' is none of the kinds of file that can be imported. Save a spreadsheet as CSV")


def _coding(project: Project, study: Study, folder: Path, options: argparse.Namespace) -> int:
    from report_build.importing.writing import additions  # noqa: PLC0415  # reason: as above

    added = additions(project, study, folder, options.language or study.language, options.voice)
    place = Place(options.file.name)
    findings = [Finding(place, "RB701", told) for told in project.told]
    findings += [Finding(place, "RB702", f"{count} {what}") for what, count in sorted(project.left.items())]
    print_findings(findings, "text", every=True)
    for name, count in sorted(added.counts.items()):
        print(f"{options.into / name}: {count} {'added' if options.write else 'to add'}")
    if not added.counts:
        print("everything is there already")
    elif options.write:
        for name, text in added.texts.items():
            write_whole(folder / name, text)
    else:
        print_error("Nothing is written: --write does that.")
    return OK


def _works(file: Path, bibliography: Path, study: Study, *, write: bool) -> int:
    from report_build.importing.bibliography import entries_of, new_entries  # noqa: PLC0415  # reason: as above

    entries = entries_of(file.read_text(encoding="utf-8-sig"), _BIBLIOGRAPHIES[file.suffix.lower()])
    new = new_entries(entries, study)
    known = len(entries) - len(new)
    print(f"{bibliography.name}: {len(new)} {'added' if write else 'to add'}, {known} there already")
    if write and new:
        text = bibliography.read_text(encoding="utf-8") if bibliography.exists() else ""
        joint = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        write_whole(bibliography, text + joint + "\n\n".join(new.values()) + "\n")
    return OK
