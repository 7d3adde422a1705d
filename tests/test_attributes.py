"""Attributes: columns that a study gives its cases and sources, typed, shown, published and withheld as others are."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import copy_study

from report_build.cache import Cache
from report_build.check import check_study
from report_build.displays import rows_for
from report_build.index import Index
from report_build.labels import Labels
from report_build.metadata.data_package import data_package
from report_build.metadata.study_json import read_study_json, study_json, study_schema
from report_build.model.access import public
from report_build.model.edition import Parameters, edition_of
from report_build.model.study import Study
from report_build.publish.compare import compare
from report_build.render.blocks import show_block
from report_build.render.view import PageView
from report_build.sources import load_study
from report_build.weave.values import UnknownValueError, value_of


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    return copy_study("towns", tmp_path / "study")


@pytest.fixture
def nurses(tmp_path: Path) -> Path:
    return copy_study("nurses", tmp_path / "study")


def loaded(root: Path) -> tuple[Study, list[str]]:
    """The study, and where what is wrong with it stands."""
    study, findings = load_study(root, cache=Cache(None))
    return study, [f"{one.place} {one.code}" for one in (*findings, *check_study(study)) if one.severity != "note"]


def put(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def shown(study: Study, language: str, block: str, **given: str) -> str:
    """A block as a page shows it, its tags left out."""
    labels = Labels(language, study.wordings)
    edition = edition_of(study, language, {language: "T"}, Parameters())
    view = PageView(Index(study, labels, edition), "x.html")
    html = show_block(block, given, view)
    return str(html)


def test_values_are_read_and_said_as_each_language_does(towns: Path) -> None:
    study, said = loaded(towns)
    assert said == []
    first = study.case["brackmere"]
    assert (first.area, first.grant, first.flat, first.twin) == (15.75, 2325.0, 85.5, "corlow")  # type: ignore[attr-defined]
    english, german = (Labels(one, study.wordings) for one in ("en", "de"))
    assert value_of(study, english, "tables.cases.grant.brackmere") == "€2,325.00"
    assert value_of(study, german, "tables.cases.grant.brackmere") == "2.325,00\u00a0€"
    assert value_of(study, german, "tables.cases.area.brackmere") == "15,75\u00a0km²"
    assert value_of(study, german, "tables.cases.rank.brackmere") == "Amtsstadt"
    with pytest.raises(UnknownValueError):
        value_of(study, english, "tables.cases.aria.mean")


def test_a_case_s_page_and_the_list_of_sources_show_them(towns: Path, nurses_shown: str) -> None:
    study, _ = loaded(towns)
    case = {"": "brackmere"}
    page = shown(study, "de", "case-profile", **case)
    for said in ("Fläche", "15,75\u00a0km²", "2.325,00\u00a0€", "85,5\u00a0%", "11. Februar 1187", "Corlow"):
        assert said in page, said
    assert "Founded" not in shown(study, "en", "case-profile", **{"": "dunsey"})  # nothing is known of it
    assert "Length" in nurses_shown
    assert "1,002\u00a0min" in nurses_shown


@pytest.fixture
def nurses_shown(tmp_path: Path) -> str:
    study, said = loaded(copy_study("nurses", tmp_path / "nurses"))
    assert said == []
    return shown(study, "en", "sources")


def test_they_are_published_with_their_types_and_compared(towns: Path) -> None:
    study, _ = loaded(towns)
    edition = edition_of(study, "en", {"en": "T"}, Parameters())
    files = data_package(study, edition, Labels("en", study.wordings))
    package = json.loads(files["data/datapackage.json"])
    cases = next(one for one in package["resources"] if one["name"] == "cases")
    kinds = {field["name"]: field["type"] for field in cases["schema"]["fields"]}
    assert {name: kinds[name] for name in ("area", "founded", "grant", "rank")} == {
        "area": "number",
        "founded": "string",
        "grant": "number",
        "rank": "string",
    }
    assert b"brackmere" in files["data/cases.csv"]
    assert b"2325.0" in files["data/cases.csv"]
    before = study_json(study)
    jsonschema.validate(json.loads(before), json.loads(study_schema(study.tables)))
    put(towns / "data/cases.csv", "2325 EUR", "2400 EUR")
    after = study_json(loaded(towns)[0])
    (change,) = compare(read_study_json(before), read_study_json(after)).changes
    assert (change.part, change.id, [one.name for one in change.fields]) == ("cases", "brackmere", ["grant"])


def test_drawings_select_from_cases(towns: Path) -> None:
    put(
        towns / "data/displays.yaml",
        "displays:",
        """displays:
  - id: tbl-towns
    kind: table
    drawing: table
    select: {table: cases, columns: [case, area, grant], sort: -area}
    caption: {en: Towns, de: Städte}
    alt: {en: Towns., de: Städte.}
""",
    )
    study, said = loaded(towns)
    assert said == []
    rows = rows_for(study, study.display["tbl-towns"], "en")
    assert rows.records[0][0] == "lunstead"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("type: decimal, decimals: 2, unit: km²", "type: dezimal", "study.yaml:8 RB109"),
        ("{column: area, type", "{column: area, of: towns, type", "study.yaml:8 RB109"),
        ("{column: area, type", "{column: area, of: sources, type", "cases.csv:1 RB011"),
        ("{column: area, type", "{column: order, type", "study.yaml:8 RB101"),
        ("{column: area, type", "{column: flat, type", "study.yaml:11 RB101"),
        ("{column: area, type", "{column: a b, type", "study.yaml:8 RB161"),
        ("{column: area, type", "{column: areas, type", "cases.csv:1 RB010"),
        ("values: [county, district]", "values: [county, ward]", "cases.csv:3 RB109"),
    ],
)
def test_what_is_wrong_with_them_is_said(old: str, new: str, expected: str, towns: Path) -> None:
    put(towns / "data/study.yaml", old, new)
    _, said = loaded(towns)
    assert any(one.endswith(expected) for one in said), said


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (",15.75,", ",much,", "cases.csv:3 RB018"),
        (",2325 EUR,", ',"2,325",', "cases.csv:3 RB018"),
        (",1187-02-11,", ",11.02.1187,", "cases.csv:3 RB018"),
        (",corlow\n", ",corlo\n", "cases.csv:3 RB104"),
    ],
)
def test_what_is_wrong_with_a_cell_is_said(old: str, new: str, expected: str, towns: Path) -> None:
    put(towns / "data/cases.csv", old, new)
    _, said = loaded(towns)
    assert any(one.endswith(expected) for one in said), said


def test_what_is_restricted_is_withheld(nurses: Path) -> None:
    study, _ = loaded(nurses)
    assert study.source["damson-1"].minutes == 71  # type: ignore[attr-defined]
    everybody = public(study)
    assert everybody.source["damson-1"].minutes is None  # type: ignore[attr-defined]  # its source is restricted
    assert everybody.source["damson-2"].minutes == 1002  # type: ignore[attr-defined]
    put(nurses / "data/study.yaml", "coder: ada", "restricted: [sources.minutes]\ncoder: ada")
    study, said = loaded(nurses)
    assert said == []
    everybody = public(study)
    assert {one.minutes for one in everybody.sources} == {None}  # type: ignore[attr-defined]
    assert "sources.minutes" in everybody.withheld
    assert "1,002" not in shown(everybody, "en", "sources")
