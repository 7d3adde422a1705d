"""The workbooks of a data folder, each sheet in place of the CSV file whose name it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from report_build.cache import Cache
from report_build.findings import Finding, Place
from report_build.sources.spreadsheets.archive import RefusedError
from report_build.sources.spreadsheets.reading import SUFFIXES, read_sheets
from report_build.sources.spreadsheets.sheet import Sheet
from report_build.sources.text import SourceFile, read_bytes
from report_build.suggest import Names

OTHER_SUFFIXES = (".xls", ".xlsm", ".xlsb", ".fods", ".numbers", ".tsv")  # that people have, and that are not read


@dataclass(frozen=True, slots=True)
class Sheets:
    """What workbooks hold of a study."""

    files: dict[str, SourceFile] = field(default_factory=dict)  # CSV file as the schema names it -> its sheet
    refused: dict[str, str] = field(default_factory=dict)  # CSV file -> path of the workbook that could not be read


def read_workbooks(root: Path, data: str, files: Sequence[str], cache: Cache) -> tuple[Sheets, list[Finding]]:
    """Read every workbook of a data folder.

    A workbook named like a table (``codings.xlsx``) holds it in the sheet of that name, else in its first one that is
    not hidden. Other sheets stand for the tables that they are named like, in whichever workbook they are.

    :param files: names of the CSV files that a sheet can stand for.
    """
    found, findings = Sheets(), list[Finding]()
    stems = {PurePosixPath(file).stem.lower(): file for file in files}
    for path in _workbooks(root / data):
        name = f"{data}/{path.name}"
        raw, said = read_bytes(root, name)
        findings += said
        own = stems.get(path.stem.lower(), "")
        try:
            sheets = [] if raw is None else read_sheets(raw, path.suffix.lower(), cache)
        except RefusedError as error:
            findings.append(Finding(Place(name), "RB025", error.message, error.hint))
            raw, sheets = None, []
        if raw is None:
            if own:
                found.refused[own] = name
            continue
        digest = sha256(raw).hexdigest()
        chosen = _chosen(sheets, stems, own)
        for sheet in sheets:
            source = SourceFile(name, "", digest, sheet)
            file = chosen.get(sheet.name, "")
            if not file and sheet.rows:
                hint = Names(stems).near(sheet.name.lower()) or "Name it like a table, or leave it"
                findings.append(Finding(source.place(1), "RB027", f"the sheet '{sheet.name}' is not read", hint))
            elif file in found.files:
                message = f"{found.files[file].place(1)} holds the same table, and is the one that is read"
                findings.append(Finding(source.place(1), "RB026", message, "Keep one of them"))
            elif file:
                found.files[file] = source
    return found, findings


def _workbooks(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return  # the folder is missing or cannot be read: said for each file
    for path in paths:
        if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~")) and path.name.isprintable():
            yield path


def _chosen(sheets: Sequence[Sheet], stems: dict[str, str], own: str) -> dict[str, str]:
    """Name of a sheet -> the file that it stands for."""
    chosen = {sheet.name: stems[name] for sheet in sheets if (name := sheet.name.strip().lower()) in stems}
    if own and own not in chosen.values():
        first = next((one for one in sheets if not one.hidden and one.name not in chosen), None)
        if first is not None:
            chosen[first.name] = own
    return chosen
