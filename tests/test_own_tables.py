"""The author's own tables: cells as people write them, types that are told or guessed, and what is wrong with them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from conftest import copy_study
from hypothesis import given
from hypothesis import strategies as st
from test_spreadsheets import xlsx

from report_build.cache import Cache
from report_build.check import check_study
from report_build.displays.own import columns_of
from report_build.labels import Labels, numbers
from report_build.model.access import public
from report_build.model.fields import Problem
from report_build.model.measures import MEASURES, number_in
from report_build.model.study import Study
from report_build.sources import load_study
from report_build.typography.mending import mend_sources
from report_build.weave.values import UnknownValueError, value_of


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("decimal", "1234.5", 1234.5),
        ("decimal", "1 234,5", 1234.5),
        ("decimal", "1\u202f234,5", 1234.5),
        ("decimal", "1,234.5", 1234.5),
        ("decimal", "1.234.567,5", 1234567.5),
        ("decimal", "\u22123.5", -3.5),
        ("decimal", "1.234", 1.234),
        ("decimal", ".5", 0.5),
        ("decimal", "2e3", 2000.0),
        ("whole", "12 000", 12000),
        ("whole", "1,234", 1234),
        ("whole", "-7", -7),
        ("year", "2004", 2004),
        ("percentage", "12,5 %", 12.5),
        ("money", "€ 1 200", 1200.0),
        ("money", "1200.50 EUR", 1200.5),
        ("date", "2026-11", "2026-11"),
    ],
)
def test_cells_are_read_as_people_write_them(kind: str, cell: str, value: object) -> None:
    assert MEASURES[kind].bare(cell) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("decimal", "1,234"),  # 1.234 or 1234
        ("decimal", "n/a"),
        ("decimal", "1,2,3"),
        ("decimal", "1.5.2"),
        ("decimal", "1234567890123456"),
        ("decimal", "inf"),
        ("whole", "1.5"),
        ("whole", "1.234"),
        ("year", "20 26"),
        ("date", "22.11.2026"),
        ("date", "2026-02-30"),
        ("percentage", "%"),
    ],
)
def test_what_may_be_read_in_two_ways_or_in_none_is_said(kind: str, cell: str) -> None:
    with pytest.raises(Problem):
        MEASURES[kind].bare(cell)


@given(st.integers(-(10**9), 10**9), st.integers(0, 4), st.sampled_from(["fr", "en", "de", "es"]))
def test_a_number_reads_back_as_it_was_written(whole: int, decimals: int, language: str) -> None:
    value = whole / 10**decimals
    written = numbers.plain(value, language, decimals)
    a_thousand_or_a_decimal = r"\W?\d{1,3}[,.]\d{3}"
    if re.fullmatch(a_thousand_or_a_decimal, written):
        return
    assert number_in(written) == pytest.approx(value)


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3))
def test_what_is_half_way_is_rounded_away_from_nothing(written: Decimal, decimals: int) -> None:
    """By the digits that are written, and not by the binary fraction that stands for them."""
    right = written.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    shown = numbers.plain(float(written), "en", decimals).replace("\u2212", "-").replace(",", "")
    assert shown == (f"{right:f}" if right else f"{abs(right):f}")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [(455.25, 1, "455.3"), (2.675, 2, "2.68"), (-2.5, 0, "\u22123"), (1e-9, None, "0"), (10**30, 1, f"{10**30:,}.0")],
)
def test_numbers_as_tables_of_statistics_have_them(value: float, decimals: int | None, shown: str) -> None:
    assert numbers.plain(value, "en", decimals) == shown


def loaded(tmp_path: Path, tables: str, csv: str) -> tuple[Study, list[str]]:
    root = copy_study("towns", tmp_path / "study")
    data = root / "data"
    said = data / "study.yaml"
    text = said.read_text(encoding="utf-8")
    said.write_text(text[: text.index("tables:")] + tables, encoding="utf-8")
    for old in (data / "tables").iterdir():
        old.unlink()
    (data / "tables" / "plans.csv").write_text(csv, encoding="utf-8")
    (data / "labels.csv").unlink()
    study, findings = load_study(root, cache=Cache(None))
    return study, [f"{one.place} {one.code}" for one in (*findings, *check_study(study))]


def test_types_are_told_from_the_cells_and_that_is_said(tmp_path: Path) -> None:
    head = "case,beds,ratio,share,cost,since,phone,remark"
    csv = f"{head}\ncorlow,120,3.5,12 %,€ 40,2004,0123,good\ndunsey,80,4,9 %,€ 30.5,1999,0456,\n"
    study, said = loaded(tmp_path, "", csv)
    assert [one for one in said if "RB145" not in one] == ["data/tables/plans.csv:1 RB030"]
    kinds = {column.name: column.kind.name for column in study.table["plans"].columns}
    assert kinds == {
        "case": "word",
        "beds": "whole",
        "ratio": "decimal",
        "share": "percentage",
        "cost": "money",
        "since": "year",
        "phone": "word",
        "remark": "word",
    }
    assert study.table["plans"].key == ("case",)
    english = Labels("en", study.wordings)
    assert value_of(study, english, "tables.plans.cost.sum") == "€70.5"
    assert value_of(study, english, "tables.plans.ratio.dunsey") == "4.0"
    assert value_of(study, english, "tables.plans.since.mean") == "2,001.5"
    assert value_of(study, Labels("de", study.wordings), "tables.plans.ratio.mean") == "3,75"
    for wrong in ("tables.plan.beds.sum", "tables.plans.bed.sum", "tables.plans.beds.som", "tables.plans.remark.sum"):
        with pytest.raises(UnknownValueError):
            value_of(study, english, wrong)


@pytest.mark.parametrize(
    ("tables", "csv", "expected"),
    [
        (
            "tables: [{table: plans, columns: [{column: beds, type: whole}]}]",
            "case,beds\ncorlow,many\n",
            "plans.csv:2 RB018",
        ),
        (
            "tables: [{table: plans, columns: [{column: beds, type: hole}]}]",
            "case,beds\ncorlow,1\n",
            "study.yaml:23 RB109",
        ),
        ("tables: [{table: plans, columns: [{column: bed}]}]", "case,beds\ncorlow,1\n", "plans.csv:1 RB010"),
        ("tables: [{table: plans, key: [town]}]", "case,beds\ncorlow,1\n", "study.yaml:23 RB162"),
        ("tables: [{table: plans, card: [town]}]", "case,beds\ncorlow,1\n", "study.yaml:23 RB162"),
        ("tables: [{table: cases}]", "case,beds\ncorlow,1\n", "study.yaml:23 RB160"),
        ("tables: [{table: plans}, {table: plans}]", "case,beds\ncorlow,1\n", "study.yaml:23 RB101"),
        ("tables: [{table: costs}]", "case,beds\ncorlow,1\n", "costs.csv RB001"),
        ("", "case,beds (2020)\ncorlow,1\n", "plans.csv:1 RB161"),
        ("", "case,beds\ncorlo,1\n", "plans.csv:2 RB104"),
        ("tables: [{table: plans, key: [case]}]", "case,beds\ncorlow,1\ncorlow,2\n", "plans.csv:3 RB101"),
        ("tables: [{table: plans, columns: [{column: a, values: [x]}]}]", "case,a\ncorlow,y\n", "plans.csv:2 RB109"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(tables: str, csv: str, expected: str, tmp_path: Path) -> None:
    _, said = loaded(tmp_path, tables, csv)
    assert any(one.endswith(expected) for one in said), said


def test_rows_that_nothing_tells_apart_have_numbers(tmp_path: Path) -> None:
    study, said = loaded(tmp_path, "", "case,beds\ncorlow,1\ncorlow,2\n")
    assert [one for one in said if "RB145" not in one] == ["data/tables/plans.csv:1 RB030"]
    assert [study.table["plans"].id_of(row) for row in study.rows("plans")] == ["1", "2"]


TYPED = "tables: [{table: plans, columns: [{column: case, type: case}, {column: beds, type: whole}, {column: note}]}]"


def test_a_workbook_stands_for_a_table_as_for_any_other(tmp_path: Path) -> None:
    root = copy_study("towns", tmp_path / "study")
    said = root / "data" / "study.yaml"
    text = said.read_text(encoding="utf-8")
    said.write_text(text[: text.index("tables:")] + TYPED, encoding="utf-8")
    folder = root / "data" / "tables"
    for old in folder.iterdir():
        old.unlink()
    rows = [["case", "beds", "note_en", "note_de"], ["corlow", "many", "A.", "B."], ["dunsey", 12, "C.", "D."]]
    (folder / "Plans.xlsx").write_bytes(xlsx({"Sheet1": rows, "notes": [["a"], ["b"]]}))
    study, findings = load_study(root, cache=Cache(None))
    assert [str(one.place) for one in findings if one.code == "RB018"] == ["data/tables/Plans.xlsx:Sheet1!B2"]
    assert [str(one.place) for one in findings if one.code == "RB027"] == ["data/tables/Plans.xlsx:notes!A1"]
    assert [row.beds for row in study.rows("plans")] == [None, 12]
    assert study.files["tables/plans.csv"] == "data/tables/Plans.xlsx"
    assert "data/tables/Plans.xlsx" in study.hashes
    assert columns_of(study, "plans", "en")["beds"][1] == 12
    (folder / "plans.csv").write_text("case,beds,note_en,note_de\ncorlow,1,A.,B.\n", encoding="utf-8")
    study, findings = load_study(root, cache=Cache(None))
    assert [str(one.place) for one in findings if one.code == "RB026"] == ["data/tables/Plans.xlsx:Sheet1!A1"]
    assert [row.beds for row in study.rows("plans")] == [1]
    (folder / "plans.csv").unlink()
    (folder / "Plans.xlsx").write_bytes(b"no workbook")
    study, findings = load_study(root, cache=Cache(None))
    assert [str(one.place) for one in findings if one.code == "RB025"] == ["data/tables/Plans.xlsx"]
    assert not [one for one in findings if one.code == "RB001"]


def test_a_column_may_be_restricted(tmp_path: Path) -> None:
    study, said = loaded(tmp_path, f"restricted: [plans.beds]\n{TYPED}", "case,beds,note_en,note_de\ncorlow,7,A.,B.\n")
    assert not [one for one in said if "RB144" in one]
    assert [row.beds for row in public(study).rows("plans")] == [None]
    assert [row.beds for row in study.rows("plans")] == [7]
    _, said = loaded(tmp_path / "again", f"restricted: [plans.bed]\n{TYPED}", "case,beds\ncorlow,7\n")
    assert [one for one in said if "RB144" in one]


def test_texts_are_mended_and_numbers_are_not(tmp_path: Path) -> None:
    study, _ = loaded(tmp_path, TYPED, "case,beds,note_en,note_de\ncorlow,7,It's so ,B\n")
    root, file = tmp_path / "study", tmp_path / "study/data/tables/plans.csv"
    assert mend_sources(root, {}, tables=study.tables)["data/tables/plans.csv"] == 1
    assert "corlow,7,It’s so ,B\n" in file.read_text(encoding="utf-8")
