"""Other names of works, capital letters, and number signs: what people write is found as meant, or said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from weaving import STUDY, page, work

from report_build.check.pages import check_pages
from report_build.findings import Finding
from report_build.host.runs import link_cure
from report_build.model.pages import Citation
from report_build.model.study import Study
from report_build.sources.front_matter import front_matter_findings
from report_build.sources.text import SourceFile, read_source
from report_build.sources.trees import read_tree

WITH_ALIASES = replace(STUDY, works=(*STUDY.works, work("essai2001", 20, title="T", ids="vieux, essai-01")))


def findings_on(text: str, study: Study = WITH_ALIASES) -> list[Finding]:
    return check_pages(study, [page("page.html", text, study).facts], blocks=())


@pytest.mark.parametrize(
    "text", ["[@vieux, p. 3]", "[voir @weber1995; @essai-01]", "@vieux [p. 3] le dit", "@essai-01"]
)
def test_a_work_is_cited_by_its_other_keys(text: str) -> None:
    (mark,) = [one for one in page("page.html", text, WITH_ALIASES).facts.citations if isinstance(one, Citation)]
    assert "essai2001" in {cite.key for cite in mark.cites}
    assert not [one for one in findings_on(text) if one.code == "RB301" or "essai2001" in one.message]


def test_an_alias_never_hides_an_entry() -> None:
    study = replace(STUDY, works=(*STUDY.works, work("neuf", 20, ids="weber1995,x"), work("autre", 30, ids="x")))
    assert study.alias == {"x": "neuf"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("@Fig-un", "fig-un"), ("@Tbl-deux", "tbl-deux"), ("@Sec-ici", "sec-ici"), ("@Weber1995", "weber1995")],
)
def test_capital_letters_lead_to_the_name_meant(written: str, meant: str) -> None:
    (found,) = [one for one in findings_on(f"## Ici {{#sec-ici}}\n\nVoir {written}.") if one.code == "RB301"]
    assert found.place.line == 3
    assert found.hint == f"Did you mean '{meant}'?"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: Le prêt no #2 suffit\n", 1),
        ("a:\n  - un\n  - le #deux\n", 3),
        ("a: {b: c}\nd: une ligne\n  et #l'autre\n", 3),
    ],
)
def test_a_number_sign_that_ends_a_text_is_found(text: str, line: int) -> None:
    _, _, findings = read_tree(SourceFile("data/a.yaml", text, ""))
    assert [(one.place.line, one.code) for one in findings] == [(line, "RB029")]


@pytest.mark.parametrize(
    "text", ["a: b # dit-on\n", 'a: "no #2"\n', "a: b ##\n", "a: b #----\n", "# c\na: C#\n", "a: |\n  x #y\n"]
)
def test_comments_and_quoted_texts_are_no_findings(text: str) -> None:
    assert read_tree(SourceFile("data/a.yaml", text, ""))[2] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntitle: Essai no #2\n---\n\nTexte.\n", 1),
        ("---\nicon: a\ntitle: A #b c\n---\n", 1),
        ("---\ntitle: Essai # dit-on\n---\n", 0),
        ('---\ntitle: "Essai no #2"\n---\n', 0),
    ],
)
def test_a_title_cut_short_by_a_number_sign_is_found(text: str, found: int) -> None:
    assert [one.code for one in front_matter_findings(text, "docs/fr/a.md")] == ["RB319"] * found


@pytest.mark.parametrize("link", ["déjà vu.md", "d%C3%A9j%C3%A0%20vu.md", "déjà vu.md#sec-a"])
def test_a_link_to_a_file_that_only_looks_the_same_has_a_cure(link: str, tmp_path: Path) -> None:
    (tmp_path / normalize("NFD", "déjà vu.md")).write_text("", encoding="utf-8")
    words = f"Doc file 'index.md' contains a link '{link}', but the target is not found among documentation files"
    assert "typing the same letters" in link_cure(tmp_path, words)
    assert link_cure(tmp_path, words.replace("vu", "lu")) == ""
    assert link_cure(tmp_path, words.replace("index.md", "no/index.md")) == ""


@pytest.mark.parametrize("name", ["docs/a.md", "data/labels.csv", "references.bib"])
def test_texts_are_composed_at_the_door(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(normalize("NFD", "évoquées, œuvre, ñ"), encoding="utf-8")
    source, findings = read_source(tmp_path, name)
    assert source
    assert (source.text, findings) == ("évoquées, œuvre, ñ", [])
