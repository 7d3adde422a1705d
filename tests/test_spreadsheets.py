"""Workbooks in place of CSV files: the same study, the same findings with their cells, no harm from hostile ones."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from report_build.cache import Cache
from report_build.check import check_study
from report_build.findings import Finding
from report_build.model.study import Study
from report_build.sources import load_study
from report_build.sources.spreadsheets.archive import RefusedError
from report_build.sources.spreadsheets.reading import read_sheets
from report_build.sources.spreadsheets.sheet import letters
from report_build.sources.tables import read_grid
from report_build.sources.text import SourceFile, read_source

SMALL = Path(__file__).parent / "studies" / "small"
Rows = Sequence[Sequence[Any]]
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def ods_cell(value: object) -> str:
    match value:
        case None | "":
            return "<table:table-cell/>"
        case bool():
            return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
        case int() | float():
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        case dt.date():
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        case str() if value.startswith("#"):
            kind = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
            return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
        case _:
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
            return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'


def ods(sheets: Mapping[str, Rows], *, definitions: str = "", more: str = "") -> bytes:
    """As LibreOffice writes one: the rest of each sheet is one blank row, repeated to its end."""
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    tables = "".join(
        f'<table:table table:name="{escape(name)}">'
        + "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
        + f"{more}{rest}</table:table>"
        for name, rows in sheets.items()
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{definitions}<office:document-content {NAMES}>'
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        }
    )


def packed(members: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


MAKERS: dict[str, Callable[[Mapping[str, Rows]], bytes]] = {".xlsx": xlsx, ".ods": ods}
both = pytest.mark.parametrize("suffix", MAKERS)


def in_workbooks(root: Path, suffix: str, *, together: bool) -> Path:
    """A copy of the small study, its CSV files as one workbook or as one each."""
    shutil.copytree(SMALL, root)
    sheets: dict[str, Rows] = {}
    for file in sorted((root / "data").glob("*.csv")):
        source, _ = read_source(root, f"data/{file.name}")
        assert source
        grid, _ = read_grid(source)
        assert grid
        sheets[file.stem] = [grid.columns, *(row.cells for row in grid.rows)]
        file.unlink()
    for name, some in (
        {"study": sheets}.items() if together else {name: {name: sheets[name]} for name in sheets}.items()
    ):
        (root / "data" / f"{name}{suffix}").write_bytes(MAKERS[suffix](some))
    return root


def bare(value: Any) -> Any:
    """A value without the places that it was read from."""
    if dataclasses.is_dataclass(value):
        names = [one.name for one in dataclasses.fields(value) if one.name not in ("origin", "hashes", "files")]
        return {name: bare(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [bare(one) for one in value]
    return getattr(value, "fields", value) if hasattr(value, "origin") else value


@both
@pytest.mark.parametrize("together", [True, False])
def test_a_study_is_the_same_from_workbooks(suffix: str, together: bool, tmp_path: Path) -> None:
    known, _ = load_study(SMALL, cache=Cache(None))
    root = in_workbooks(tmp_path / "s", suffix, together=together)
    cache = Cache(tmp_path / "cache")
    study, findings = load_study(root, cache=cache)
    assert findings == []
    assert bare(study) == bare(known)
    assert list(check_study(study)) == list(check_study(known)) == []
    in_sheets = {read for file, read in study.files.items() if file.endswith(".csv") and "/" not in file}
    assert in_sheets == {name for name in study.hashes if name.endswith(suffix)}
    again, _ = load_study(root, cache=cache)  # from what was kept
    assert again == study
    assert again.evidence[1].origin.at("section") == study.evidence[1].origin.at("section")


def findings_on(sheets: Mapping[str, Rows], suffix: str, root: Path, name: str = "codings") -> list[Finding]:
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    (root / "data" / "codings.csv").unlink(missing_ok=True)
    (root / "data" / f"{name}{suffix}").write_bytes(MAKERS[suffix](sheets))
    study, findings = load_study(root, cache=Cache(None))
    return [*findings, *check_study(study)]


HEADER = ("evidence", "code", "bears")


@both
@pytest.mark.parametrize(
    ("sheet", "row", "found"),
    [
        ("codings", ("e01", "no-code", "for"), ("data/codings{}:codings!B3", "RB103")),
        ("codings", ("e01", "#N/A", "for"), ("data/codings{}:codings!B3", "RB024")),
        ("codings", ("e01", "passage", "perhaps"), ("data/codings{}:codings!C3", "RB109")),
        ("Feuille 1", ("e99", "passage", "for"), ("data/codings{}:'Feuille 1'!A3", "RB105")),
        ("codings", ("e01", "passage", "for", "beside"), ("data/codings{}:codings!D1", "RB011")),
        ("codings", ("e01", "passage\u2028", "for"), ("data/codings{}:codings!B3", "RB005")),
    ],
)
def test_findings_name_the_cell(
    suffix: str, sheet: str, row: Sequence[str], found: tuple[str, str], tmp_path: Path
) -> None:
    place, code = found
    said = findings_on({sheet: [HEADER, ("e01", "heure-fixe", "for"), row]}, suffix, tmp_path / "s")
    assert (place.format(suffix), code) in {(str(one.place), one.code) for one in said}
    assert all(one.place.line == int(one.place.cell[-1]) for one in said if one.code == code)


@both
def test_cells_become_the_text_that_a_csv_would_hold(suffix: str) -> None:
    day, moment = dt.date(2024, 3, 12), dt.datetime.fromisoformat("2024-03-12 10:30")
    written = [8, 8.0, 1.5, 0.1 + 0.2, -3, True, False, day, moment, "12/03/2024", " deux\nlignes ", "e\u0301"]
    (sheet,) = read_sheets(MAKERS[suffix]({"a": [written]}), suffix, Cache(None))
    said = ["8", "8", "1.5", "0.3", "-3", "true", "false", "2024-03-12", "2024-03-12 10:30:00", "12/03/2024"]
    assert list(sheet.rows[0][1]) == [*said, "deux\nlignes", "é"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [(8, "00", "08"), (1.1, "0.00", "1.10"), (8, "0.00", "8"), (0.5, "0%", "50%"), (1234.5, "#,##0.00", "1234.5")],
)
def test_leading_zeros_and_decimals_of_a_format_stay(value: float, form: str, text: str) -> None:
    book = Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = form
    out = BytesIO()
    book.save(out)
    (sheet,) = read_sheets(out.getvalue(), ".xlsx", Cache(None))
    assert sheet.rows == ((1, (text,)),)


def test_formulas_without_value_and_merged_cells_are_said() -> None:
    book = Workbook()
    book.active["A1"], book.active["B2"] = "id", "=1+1"
    book.active["A3"] = "merged"
    book.active.merge_cells("A3:B5")
    out = BytesIO()
    book.save(out)
    (sheet,) = read_sheets(out.getvalue(), ".xlsx", Cache(None))
    assert [(one.row, one.column, one.code) for one in sheet.problems] == [(2, 1, "RB024"), (3, 0, "RB028")]
    cell = '<table:table-cell table:formula="of:=1" table:number-rows-spanned="2"/>'
    raw = ods({"a": [["id"]]}, more=f"<table:table-row>{cell}</table:table-row>")
    (sheet,) = read_sheets(raw, ".ods", Cache(None))
    assert [(one.row, one.column, one.code) for one in sheet.problems] == [(2, 0, "RB024"), (2, 0, "RB028")]


@both
def test_which_sheet_stands_for_which_table_is_said(suffix: str, tmp_path: Path) -> None:
    rows = [HEADER, ("e01", "passage", "for")]
    sheets = {"brouillon": [["x"]], "Codings": rows, "vide": []}
    found = findings_on(sheets, suffix, tmp_path / "a", "travail")
    assert [(str(one.place), one.code) for one in found if one.place.file.startswith("data/travail")] == [
        (f"data/travail{suffix}:brouillon!A1", "RB027")
    ]
    (tmp_path / "a/data/codings.csv").write_text("evidence,code\ne01,passage\n", encoding="utf-8")
    study, found = load_study(tmp_path / "a", cache=Cache(None))
    assert [one.message for one in found if one.code == "RB026"] == [
        "data/codings.csv holds the same table, and is the one that is read"
    ]
    assert len(study.codings) == 1
    (tmp_path / "a/data/codings.csv").unlink()
    (tmp_path / "a/data/codings.xlsx").write_bytes(xlsx({"Feuil1": [*rows, ("e02", "passage", "for")]}))
    study, found = load_study(tmp_path / "a", cache=Cache(None))
    assert [str(one.place) for one in found if one.code == "RB026"] == [f"data/travail{suffix}:Codings!A1"]
    assert len(study.codings) == 2


def broken(study: Study, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    assert "codings" in study.incomplete
    return [(str(one.place), one.code) for one in findings]


BOMB = "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384' "
HOSTILE = {
    "nothing": b"",
    "text": b"evidence,code\n",
    "old or locked": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "cut off": xlsx({"a": [["x"]]})[:-200],
    "other archive": packed({"a.txt": "x"}),
    "large": packed({"xl/worksheets/sheet1.xml": b"\0" * 60_000_000}),
    "entities": ods({"a": [["x"]]}, definitions='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
    "laughs": ods({"a": [["x"]]}, definitions='<!DOCTYPE a [<!ENTITY b "bbbbbb"><!ENTITY c "&b;&b;&b;">]>'),
    "another encoding": packed({"content.xml": "<?xml version='1.0' encoding='UTF-16'?><a/>".encode("utf-16")}),
    "macros": packed({"xl/vbaProject.bin": b"x", "[Content_Types].xml": "<Types/>"}),
    "locked": packed({"META-INF/manifest.xml": "<a><manifest:encryption-data/></a>", "content.xml": "<a/>"}),
    "no sheets": packed({"content.xml": "<a/>", "[Content_Types].xml": "<Types/>"}),
    "parts": packed({f"{number}.xml": "<a/>" for number in range(2_100)}),
}


@both
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_workbooks_are_refused(kind: str, suffix: str, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "s")
    (tmp_path / "s/data/codings.csv").unlink()
    name = f"data/codings{suffix}"
    (tmp_path / "s" / name).write_bytes(HOSTILE[kind])
    study, findings = load_study(tmp_path / "s", cache=Cache(None))
    assert broken(study, findings) == [(name, "RB025")]


def test_repeated_cells_do_not_fill_the_memory() -> None:
    raw = ods(
        {"a": [["x"]]}, more=f"{BOMB}office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>"
    )
    with pytest.raises(RefusedError, match="more than"):
        read_sheets(raw, ".ods", Cache(None))


def members(raw: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


WHOLE = {suffix: members(made({"codings": [HEADER, ("e01", "passage", 8)]})) for suffix, made in MAKERS.items()}


@given(st.sampled_from([*WHOLE]), st.data())
def test_a_damaged_workbook_is_read_or_refused(suffix: str, data: st.DataObject) -> None:
    parts = dict(WHOLE[suffix])
    name = data.draw(st.sampled_from([*parts]))
    part = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    raw = packed({**parts, name: bytes(part)})
    with contextlib.suppress(RefusedError):
        assert isinstance(read_sheets(raw, suffix, Cache(None)), list)


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_workbooks_that_are_not_read_are_said(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "s")
    for name in ("codings.xls", "notes.xlsm", "~$codings.xlsx", ".~lock.codings.xlsx#"):
        (tmp_path / "s/data" / name).write_bytes(b"x")
    _, findings = load_study(tmp_path / "s", cache=Cache(None))
    assert [(str(one.place), one.code) for one in findings] == [
        ("data/codings.xls", "RB020"),
        ("data/notes.xlsm", "RB020"),
    ]


def test_a_sheet_is_a_source_like_any_other() -> None:
    (sheet,) = read_sheets(xlsx({"a": [["id"], ["b"]]}), ".xlsx", Cache(None))
    assert str(SourceFile("data/x.xlsx", "", "", sheet).place(2, 1)) == "data/x.xlsx:a!B2"
