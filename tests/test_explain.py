"""``report-build explain``: everything has a meaning, is found by its name, and near names are proposed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import STUDIES, copy_study

from report_build.cache import Cache
from report_build.cli import main
from report_build.displays import DRAWINGS
from report_build.explain import GROUPS, Topic, look_up
from report_build.explain.descriptions import descriptions
from report_build.explain.text import told
from report_build.model.other_files import NAMES
from report_build.model.schema import SETTINGS, TABLES
from report_build.model.study import Study
from report_build.options import OPTIONS
from report_build.plugin import ReportPlugin
from report_build.sources import load_study

EVERY = [topic for group in GROUPS.values() for topic in group.topics()]


@pytest.fixture(scope="module")
def small() -> Study:
    return load_study(STUDIES / "small", cache=Cache(None))[0]


def test_everything_has_a_meaning_in_words() -> None:
    for topic in EVERY:
        if topic.kind == "label":
            continue  # a wording itself
        assert len(topic.about) > 5, topic
        assert topic.about != topic.name.rpartition(".")[2], f"{topic.name}: described by its own name"
        for text in (topic.about, topic.more, *(said for _, said in topic.facts)):
            assert "``" not in text, topic
            assert ":func:" not in text, topic
        for heading, pairs in topic.lists:
            assert heading == "Written" or all(said for _, said in pairs), topic


def test_everything_is_found_by_each_of_its_names() -> None:
    for topic in EVERY:
        for name in topic.names:
            answer = look_up(name)
            assert answer.group or topic in answer.topics, (topic.kind, name)


def test_each_column_and_setting_that_the_schema_has_is_a_topic() -> None:
    names = {topic.name for topic in EVERY}
    assert {f"{table.name}.{column.name}" for table in (*TABLES, NAMES) for column in table.columns} <= names
    assert {column.name for column in SETTINGS} <= names


def test_keys_of_select_are_those_of_the_drawings() -> None:
    assert set(descriptions("key")) == {key for one in DRAWINGS.values() for key in (*one.selects, *one.options)}


def test_a_block_shows_how_it_is_written() -> None:
    for topic in GROUPS["blocks"].topics():
        assert dict(topic.facts)["Written"].startswith(f"{{{{< {topic.name}"), topic.name


def test_the_plug_in_has_the_options_that_are_described() -> None:
    assert [name for name, _ in ReportPlugin.config_scheme] == [one.name for one in OPTIONS]


@pytest.mark.parametrize(
    ("asked", "kind", "name"),
    [
        ("data/evidence.csv", "file", "data/evidence.csv"),
        ("evidence.csv", "file", "data/evidence.csv"),
        ("EVIDENCE.VOICE", "column", "evidence.voice"),
        ("claims.asserts.level", "column", "claims.asserts.level"),
        ("based-on", "setting", "based-on"),
        ("rule RB103", "finding", "RB103"),
        ("unknown-code", "finding", "RB103"),
        ("{{< footing >}}", "block", "footing"),
        ("block:matrix", "block", "matrix"),
        ("report-build build --strict", "option of a command", "build --strict"),
        ("translation stamp", "command", "report-build translation stamp"),
        ("report.csl", "option of the plug-in", "csl"),
        ("label.<id>", "value", "label.<id>"),
        ("blocks.use", "label", "blocks.use"),
        ("private/names.csv", "file", "private/names.csv"),
    ],
)
def test_a_thing_is_found_as_it_stands_somewhere(asked: str, kind: str, name: str) -> None:
    assert (kind, name) in {(topic.kind, topic.name) for topic in look_up(asked).topics}


@pytest.mark.parametrize(
    ("asked", "near"), [("evidence.voic", "evidence.voice"), ("unknown-cod", "unknown-code"), ("relese", "release")]
)
def test_near_names_are_proposed(asked: str, near: str) -> None:
    answer = look_up(asked)
    assert not answer.topics
    assert near in answer.near


@pytest.mark.parametrize("asked", ["", " ", ":", "{{<>}}", "\x00", "x" * 10_000, "block:", "[.*", "tables.x.y", "🌱"])
def test_nonsense_is_no_harm(asked: str, small: Study) -> None:
    assert not look_up(asked, small).topics or asked == ""


def test_a_study_explains_what_is_its_own(small: Study) -> None:
    def first(name: str) -> Topic:
        return look_up(name, small).topics[0]

    code, claim, display = small.codes[0], small.claims[0], small.displays[0]
    assert first(code.id).kind == "code of the study"
    assert first(claim.id).kind == "claim of the study"
    assert first(display.id).kind == "display of the study"
    assert first(small.kinds[0].id).kind == "kind of the study"
    assert first(small.works[0].key).kind == "work"
    table = small.own_tables[0]
    assert first(table.name).lists[0][1][0][0] == table.columns[0].name
    assert look_up(f"{table.name}.{table.columns[0].name}", small).topics
    assert first("count.evidence").about == str(len(small.evidence))
    assert code.id in look_up(code.id[:-1] + "q", small).near


def test_many_of_one_name_stand_a_line_each() -> None:
    text = told(look_up("note").topics)
    assert "codes.note" in text
    assert not re.search(r"^note: ", text, re.MULTILINE)


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = ["-f", str(tmp_path / "mkdocs.yml")]
    assert main(["explain", *nowhere]) == 0
    assert "columns: " in capsys.readouterr().out
    assert main(["explain", *nowhere, "findings"]) == 0
    assert "RB103" in capsys.readouterr().out
    assert main(["explain", *nowhere, "build", "--strict"]) == 0
    assert "Fail on warnings too" in capsys.readouterr().out
    assert main(["explain", *nowhere, "evidence.voic"]) == 1
    said = capsys.readouterr()
    assert (said.out, "evidence.voice" in said.err) == ("", True)
    study = copy_study("nurses", tmp_path / "study")
    assert main(["explain", "-f", str(study / "mkdocs.yml"), "rota"]) == 0
    assert "voice of the study" in capsys.readouterr().out


def test_the_names_of_other_tools_and_books_lead_here() -> None:
    for called, here in descriptions("other name").items():
        assert look_up(here.about).topics or look_up(here.about).group, here
        assert look_up(f"{called}s").topics == look_up(called).topics or called.endswith("s")
    assert look_up("verbatim").topics[0].name == "evidence.quotation"


def test_what_nothing_is_called_is_looked_for_in_what_is_said_of_things() -> None:
    said = look_up("tombstone")
    assert not said.topics
    assert "withdraw --erase" in {topic.name for topic in said.speaking}


def test_an_attribute_of_the_study_is_explained() -> None:
    nurses = load_study(STUDIES / "nurses", cache=Cache(None))[0]
    assert nurses.about.attributes
    for column in nurses.about.attributes:
        assert "attribute of the study" in {topic.kind for topic in look_up(column.name, nurses).topics}
