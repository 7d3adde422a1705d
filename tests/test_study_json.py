"""study.json: it keeps its schema, reads back as it was, and says the same study in the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # reason: a test needs no stubs for one call
import pytest
from conftest import ROOT, STUDIES
from hypothesis import given
from hypothesis import strategies as st
from ledger_studies import claim, display, passage, sound, studies, study, work

from report_build.cache import Cache
from report_build.check.claims import ClaimFact
from report_build.errors import ReportError
from report_build.findings import Place
from report_build.metadata.study_json import (
    PARTS,
    SCHEMA_VERSION,
    Published,
    read_study_json,
    snapshot,
    study_json,
    study_schema,
)
from report_build.model.bibliography import CitationFile
from report_build.model.study import Study
from report_build.model.text import Origin, Text
from report_build.render.reading import ProseBlock
from report_build.sources import load_study

SCHEMA = jsonschema.Draft202012Validator(json.loads(study_schema()))
HASH = "0" * 64


def fact(id_: str, text: str, language: str = "fr", *, restates: bool = False, line: int = 1) -> ClaimFact:
    return ClaimFact(id_, restates, text, language, Place(f"docs/{language}/page.md", line))


PUBLISHED = Published(
    wordings=(fact("c-a", "Une phrase."), fact("c-a", "A sentence.", "en"), fact("c-a", "Encore.", restates=True)),
    prose={"fr": {"page.html": (ProseBlock("sec-z", "Z"), ProseBlock("sec-a", "A"))}, "en": {"page.html": ()}},
    drawn={"tbl": {"fr": {"displays/tbl.csv": HASH}}},
    formatted={"becker1985": {"fr": "Becker 1985."}},
)


def errors(data: bytes, made: Study | None = None) -> list[str]:
    schema = jsonschema.Draft202012Validator(json.loads(study_schema(made.tables))) if made else SCHEMA
    return [f"{error.json_path}: {error.message}" for error in schema.iter_errors(json.loads(data))]


def test_the_schema_is_one_and_describes_every_part() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA.schema)
    assert SCHEMA.schema["required"] == ["$schema", "schema_version", "about", *PARTS]


def test_a_published_study_keeps_the_schema_and_reads_back() -> None:
    cited = CitationFile(
        {"title": "T", "version": "1.0.0", "date-released": date(2026, 1, 2)}, Origin("CITATION.cff", 1)
    )
    made = replace(sound(), citation=cited, hashes={"data/x.csv": HASH}, labels={"table": {"fr": "Tableau"}})
    data = study_json(made, PUBLISHED)
    assert errors(data, made) == []
    found = read_study_json(data)
    assert found == snapshot(made, PUBLISHED)
    assert found.about == {
        "title": "T",
        "version": "1.0.0",
        "doi": "",
        "date": "2026-01-02",
        "languages": ("fr", "en"),
        "sources": {"data/x.csv": HASH},
    }
    assert list(found.parts["prose"]) == ["fr/page.html#sec-z", "fr/page.html#sec-a"]
    assert found.parts["displays"]["tbl"]["drawn"] == {"fr": {"displays/tbl.csv": HASH}}
    assert found.parts["references"]["becker1985"]["formatted"] == {"fr": "Becker 1985."}
    assert found.parts["assessments"]["a/anomie"]["level"] == "marked"
    said = found.parts["claims"]["c-a"]
    assert said["footing"] == "material"
    assert said["for"] == ("e1",)
    assert said["wording"] == {
        "fr": {"page": "docs/fr/page.md", "text": "Une phrase."},
        "en": {"page": "docs/en/page.md", "text": "A sentence."},
    }
    assert said["restated"] == {"fr": ({"page": "docs/fr/page.md", "text": "Encore."},)}


@pytest.mark.parametrize("root", [STUDIES / "small", ROOT], ids=["small", "report"])
def test_studies_as_authors_write_them_keep_the_schema(root: Path) -> None:
    made, _ = load_study(root, cache=Cache(None))
    data = study_json(made)
    assert errors(data, made) == []
    assert read_study_json(data) == snapshot(made)
    assert {row["id"] for row in json.loads(data)["evidence"]} == set(made.passage)


@given(studies())
def test_any_study_reads_back_as_it_was(made: Study) -> None:
    data = study_json(made, PUBLISHED)
    assert read_study_json(data) == snapshot(made, PUBLISHED)


@given(studies(), st.randoms(use_true_random=False))
def test_moving_rows_changes_no_byte(made: Study, chance: Any) -> None:
    def mixed(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        found = [replace(row, origin=Origin("elsewhere.csv", chance.randrange(99))) for row in rows]
        chance.shuffle(found)
        return tuple(found)

    unique = replace(made, codings=tuple({(c.evidence, c.code): c for c in made.codings}.values()))
    moved = replace(
        unique,
        evidence=mixed(unique.evidence),
        codings=mixed(unique.codings),
        assessments=mixed(unique.assessments),
        claims=mixed(unique.claims),
        works=mixed(unique.works),
        paragraphs=mixed(unique.paragraphs),
    )
    assert study_json(moved) == study_json(unique)


def test_a_change_is_told_where_it_is() -> None:
    before = snapshot(sound())
    changed = replace(sound(), evidence=(*sound().evidence[:3], replace(sound().evidence[3], cases=("a",))))
    after = snapshot(changed)
    told = {
        (part, id_)
        for part in PARTS
        for id_ in {**before.parts[part], **after.parts[part]}
        if before.parts[part].get(id_) != after.parts[part].get(id_)
    }
    assert told == {("evidence", "e4"), ("claims", "c-b")}  # the claim's shares by programme changed with it


@given(st.text(), st.text())
def test_any_text_survives(words: str, more: str) -> None:
    row = replace(passage("e1"), paraphrase=Text(fr=words, en=more))
    found = read_study_json(study_json(study(evidence=(row,))))
    assert found.parts["evidence"]["e1"]["paraphrase"] == {"fr": words, "en": more}


def test_even_a_lone_surrogate_survives() -> None:
    row = replace(passage("e1"), paraphrase=Text(fr="\ud800 \\ud800"))
    data = study_json(study(evidence=(row,)))
    assert read_study_json(data).parts["evidence"]["e1"]["paraphrase"] == {"fr": "\ud800 \\ud800"}


def test_what_yaml_reads_beyond_json_becomes_text() -> None:
    shown = display("d", "process", since=date(2026, 1, 1), share=float("nan"), nested={1: [True, None, 1.5]})
    data = study_json(study(displays=(shown,)))
    assert errors(data) == []
    assert read_study_json(data).parts["displays"]["d"]["select"] == {
        "since": "2026-01-01",
        "share": "nan",
        "nested": {"1": (True, None, 1.5)},
    }


def test_of_rows_with_one_id_the_first_stands() -> None:
    twice = study(evidence=(passage("e1", section="s1"), passage("e1", section="s2")), works=(work("k"), work("k")))
    found = read_study_json(study_json(twice))
    assert [row["section"] for row in found.parts["evidence"].values()] == ["s1"]
    assert len(found.parts["references"]) == 1


def test_nobody_can_change_a_snapshot() -> None:
    found = snapshot(study(claims=(claim("c-1"),)))
    with pytest.raises(TypeError):
        found.parts["claims"]["c-1"]["kind"] = "x"  # type: ignore[index]
    why = found.parts["claims"]["c-1"]["why"]
    assert isinstance(why, Mapping)
    with pytest.raises(TypeError):
        why["fr"] = "x"  # type: ignore[index]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "study.json cannot be read: "),
        (b"\xff", "study.json cannot be read: "),
        (b"[]", "study.json names no schema version: it is no study that report-build has published"),
        (
            b'{"schema_version": 1}',
            "study.json names no schema version: it is no study that report-build has published",
        ),
        (
            b'{"schema_version": "2.0", "about": {}}',
            f"study.json has schema 2.0, and this engine reads {SCHEMA_VERSION}. Update report-build",
        ),
        (
            b'{"schema_version": "1.0", "about": {}, "claims": [{"kind": "x"}]}',
            "study.json is damaged: 'claims' is no list of records with ids",
        ),
        (
            b'{"schema_version": "1.0", "about": {}, "claims": 3}',
            "study.json is damaged: 'claims' is no list of records with ids",
        ),
    ],
)
def test_what_is_no_study_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(ReportError) as caught:
        read_study_json(data)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_part_that_a_later_schema_adds_is_kept() -> None:
    found = read_study_json(b'{"schema_version": "1.7", "about": {}, "memos": [{"id": "m1", "text": "t"}]}')
    assert found.parts["memos"] == {"m1": {"id": "m1", "text": "t"}}
    assert found.parts["claims"] == {}
