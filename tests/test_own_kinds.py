"""A study with kinds of codes of its own, and with no more files than a study needs."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken_inputs import swap

from report_build.argument.ledger import ledger
from report_build.cache import Cache
from report_build.check import check_study
from report_build.check.claims import check_claims
from report_build.check.own_rules import allowed, without_rules_off
from report_build.findings import Finding, Place
from report_build.labels import Labels
from report_build.model.study import Study
from report_build.sources import load_study

FILES = {
    "data/cases.csv": "case,order,label_en,short_en\nnorth,1,North ward,North\n",
    "data/codebook.yaml": """codes:
  - {code: work, kind: theme, order: 1, label: {en: Work}, definition: {en: What is done on the ward.}}
  - {code: shifts, kind: theme, order: 2, parent: work, label: {en: Shifts}, definition: {en: When it is done.}}
  - {code: nights, kind: theme, order: 3, parent: shifts, label: {en: Nights}, definition: {en: At night.}}
""",
    "data/evidence.csv": "id,cases,voice,paraphrase_en\ne01,north,interviewee,A nurse swaps her night.\n",
    "data/codings.csv": "evidence,code\ne01,work\ne01,shifts\ne01,nights\n",
    "references.bib": "",
    "CITATION.cff": """cff-version: 1.2.0
message: Please cite this.
title: Nights
version: 0.1.0
license: MIT
authors:
  - {given-names: Ann, family-names: Example}
""",
}
KINDS = "kinds:\n  - {kind: theme, label: {en: Themes}, tree: true}\n"


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def read(root: Path) -> tuple[Study, list[str]]:
    study, findings = load_study(root, cache=Cache(None))
    return study, [f"{one.place} {one.code}" for one in (*findings, *check_study(study), *check_claims(study))]


def test_four_files_are_a_study(ward: Path) -> None:
    study, found = read(ward)
    assert [one for one in found if one.startswith("data/")] == []
    kind = study.kind["theme"]
    assert (kind.tree, kind.assessed, kind.steps, kind.of, kind.ends) == (True, False, False, "", "")
    assert [one.bears for one in study.codings] == ["for"] * 3


def test_a_described_kind_holds_for_its_codes(ward: Path) -> None:
    (ward / "data/study.yaml").write_text(KINDS, encoding="utf-8")
    study, found = read(ward)
    assert [one for one in found if one.startswith("data/")] == []
    assert study.wordings["blocks.kind.theme"] == {"en": "Themes"}
    swap("kind: theme, order: 1", "kind: theem, order: 1")(ward / "data/codebook.yaml")
    swap("parent: work", "parent: wrk")(ward / "data/codebook.yaml")
    assert {"data/codebook.yaml:2 RB109", "data/codebook.yaml:3 RB103"} <= set(read(ward)[1])


def test_no_code_stands_below_itself(ward: Path) -> None:
    swap("kind: theme, order: 1", "kind: theme, order: 1, parent: nights")(ward / "data/codebook.yaml")
    lines = [one for one in read(ward)[1] if one.endswith("RB136")]
    assert lines == [f"data/codebook.yaml:{line} RB136" for line in (2, 3, 4)]


def test_each_property_of_a_kind_asks_something(ward: Path) -> None:
    (ward / "data/study.yaml").write_text(
        "kinds:\n"
        "  - {kind: theme, label: {en: Themes}, tree: true, assessed: true}\n"
        "  - {kind: move, label: {en: Moves}, ends: theme}\n"
        "  - {kind: process, label: {en: Processes}, steps: true}\n"
        "  - {kind: variant, label: {en: Variants}, of: theme}\n",
        encoding="utf-8",
    )
    book = ward / "data/codebook.yaml"
    added = "".join(
        f"  - {{code: {kind}-one, kind: {kind}, order: 1, label: {{en: One}}, definition: {{en: One.}}}}\n"
        for kind in ("move", "process", "variant")
    )
    book.write_text(book.read_text(encoding="utf-8") + added, encoding="utf-8")
    (ward / "data/codings.csv").write_text(
        FILES["data/codings.csv"] + "e01,move-one\ne01,process-one\ne01,variant-one\n", encoding="utf-8"
    )
    found = [one for one in read(ward)[1] if one.startswith("data/codebook")]
    assert found == [
        *(f"data/codebook.yaml:{line} RB108" for line in (2, 3, 4)),  # no scale
        "data/codebook.yaml:5 RB136",  # no ends
        "data/codebook.yaml:6 RB125",  # no steps
        "data/codebook.yaml:7 RB136",  # belongs to nothing
    ]


def test_a_voice_gives_a_claim_its_ground(ward: Path) -> None:
    study, _ = read(ward)
    assert [(one.id, one.ground) for one in study.voice.values()] == [("interviewee", "material")]
    voices = "voices:\n  - {voice: nurse, label: {en: nurse}}\n  - {voice: rota, label: {en: rota}, ground: summary}\n"
    (ward / "data/study.yaml").write_text(KINDS + voices, encoding="utf-8")
    assert "data/evidence.csv:2 RB109" in read(ward)[1]
    swap("interviewee", "rota")(ward / "data/evidence.csv")
    (ward / "data/claims.yaml").write_text(
        "claims:\n  - {id: c-swap, kind: empirical, cases: [north], for: [e01], why: {en: She says so.}}\n",
        encoding="utf-8",
    )
    assert ledger(read(ward)[0])["c-swap"].footing == "summary"
    swap("rota", "nurse")(ward / "data/evidence.csv")
    study, found = read(ward)
    assert ledger(study)["c-swap"].footing == "material"
    assert not [one for one in found if one.endswith("RB109")]
    assert study.wordings["voice.nurse"] == {"en": "nurse"}


def test_a_study_says_which_warnings_hold(ward: Path) -> None:
    rules = "rules: {RB405: off, RB406: warning, RB103: off, RB999: off, RB404: silent}\n"
    (ward / "data/study.yaml").write_text(KINDS + rules, encoding="utf-8")
    study, found = read(ward)
    assert [one for one in found if one.startswith("data/study")] == ["data/study.yaml:3 RB109"] * 3
    place = Place("data/evidence.csv", 2)
    said = [Finding(place, code, "is so") for code in ("RB405", "RB406", "RB103")]
    assert without_rules_off(study, said) == said[1:]
    assert allowed(study, said) == said[1:2]
    assert without_rules_off(None, said) == said


def test_a_passage_needs_no_voice(ward: Path) -> None:
    swap("voice,", "")(ward / "data/evidence.csv")
    swap("interviewee,", "")(ward / "data/evidence.csv")
    study, found = read(ward)
    assert [one for one in found if one.startswith("data/")] == []
    assert study.ground(study.evidence[0]) == "material"
    assert Labels("en", study.wordings)(f"voice.{study.evidence[0].voice}") == "source"
