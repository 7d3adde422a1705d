"""Markers in the texts of the data: woven where pages show a text, said where they would be published raw."""

from __future__ import annotations

from dataclasses import replace

from weaving import FRENCH, NO_CACHE, STUDY, edition_in

from report_build.check.pages import used_in_data
from report_build.findings import Finding
from report_build.index import make_index
from report_build.labels import Labels
from report_build.model.study import Study
from report_build.model.text import Text
from report_build.references.formatting import format_references
from report_build.render.view import PageView
from report_build.weave.data import as_drawn, check_data_texts, cited_in_data

CAPTION = "Selon [@weber1995, p. 3, cité par @alter2000], {{< value count.cases words >}} & <b>, comme @alter2000"


def captioned(caption: str, labels: Labels = FRENCH) -> Study:
    shown = replace(STUDY.displays[0], caption=Text({labels.language: caption}))
    return replace(STUDY, displays=(shown, *STUDY.displays[1:]))


def findings(caption: str) -> list[tuple[str, str]]:
    found: list[Finding] = list(check_data_texts(captioned(caption), FRENCH))
    assert all(str(one.place) == "data/displays.yaml:1" for one in found)
    return [(one.code, one.message) for one in found]


def test_pages_weave_what_data_says() -> None:
    study = captioned(CAPTION)
    references, _ = format_references(study, cited_in_data(study, FRENCH), FRENCH, NO_CACHE)
    index = make_index([], study, FRENCH, edition_in(FRENCH), drawn={}, references=references)
    view = PageView(index, "a.html")
    said = str(view.text(study.displays[0].caption))
    assert "@" not in said
    assert "deux &amp; &lt;b&gt;" in said
    assert said.count('href="bibliography.html#ref-alter2000"') == 2
    plain = "Selon (Weber, 1995, p. 3, cité par Alter, 2000), deux & <b>, comme Alter (2000)"
    assert view.plain(CAPTION).replace("\u00a0", " ") == plain
    drawn = as_drawn(study.displays[0], study, FRENCH)
    assert drawn.caption["fr"] == "Selon Weber 1995; Alter 2000, deux & <b>, comme Alter 2000"


def test_what_data_cites_is_cited() -> None:
    assert used_in_data(captioned("Selon @alter2000")) == ["alter2000", "weber1995"]


def test_what_cannot_be_woven_is_said() -> None:
    assert findings(CAPTION) == []
    assert findings("a@exemple.org, le compte @autre") == []
    assert findings("[@weber1995; @webber]") == [("RB301", "'webber' is not in references.bib")]
    assert findings("[@webber]") == [("RB301", "'webber' is not in references.bib")]
    assert findings("voir @tbl-n") == [("RB302", "'tbl-n' is no target: there is no display of that id")]
    assert findings("cf.@weber1995") == [("RB320", "'.@weber1995' stands in pages as it is written")]
    assert [code for code, _ in findings("{{< display tbl-un >}}")] == ["RB320"]
    assert [code for code, _ in findings("[mot]{.claim #c-un}")] == ["RB320"]
