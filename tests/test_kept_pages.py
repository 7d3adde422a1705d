"""A page that was made before is taken over where it would be made alike, and nowhere else."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from test_previews import sample, view

from report_build.cache import Cache
from report_build.index import Index
from report_build.labels import Labels
from report_build.model.pages import PageFacts, ParsedPage
from report_build.render.kept import FinishedPage, KeptPages
from report_build.render.previews import Made
from report_build.render.reading import PageReading, ProseBlock, SearchSection

READING = PageReading((ProseBlock("sec-a", "a"),), "hash", ("sec-a",), (SearchSection("sec-a", "A", ("a", "b")),))
PAGE = FinishedPage("<h1>A</h1>", READING, "said")
BESIDE: Made = {("claim", "c-one"): "<p>one</p>"}
PARSED = ParsedPage("a.html", "A", "<h1>A</h1>", PageFacts("docs/fr/a.md"))


def index(say: str = "") -> Index:
    return view(sample(say)).index


def test_the_same_page_of_the_same_index_is_taken_over(tmp_path: Path) -> None:
    KeptPages(index(), Cache(tmp_path)).keep(PAGE, BESIDE, PARSED, None)
    again = KeptPages(index(), Cache(tmp_path))
    assert again.page(replace(PARSED), None) == (PAGE, BESIDE)
    assert again.page(replace(PARSED, html="<h1>B</h1>"), None) is None
    assert again.page(PARSED, "¶") is None
    assert KeptPages(index(), Cache(None)).page(PARSED, None) is None


def test_another_study_makes_every_page_anew(tmp_path: Path) -> None:
    KeptPages(index(), Cache(tmp_path)).keep(PAGE, BESIDE, PARSED)
    assert KeptPages(index("another"), Cache(tmp_path)).page(PARSED) is None


@pytest.mark.parametrize("name", [one.name for one in fields(Index) if one.name not in {"study", "labels"}])
def test_whatever_the_index_says_otherwise_makes_every_page_anew(name: str, tmp_path: Path) -> None:
    KeptPages(index(), Cache(tmp_path)).keep(PAGE, BESIDE, PARSED)
    said = replace(index().claims, numbers={"c-one": 7}) if name == "claims" else {"something": "else"}
    other = replace(index(), **{name: said})
    assert KeptPages(other, Cache(tmp_path)).page(PARSED) is None


def test_another_language_has_pages_of_its_own(tmp_path: Path) -> None:
    KeptPages(index(), Cache(tmp_path)).keep(PAGE, BESIDE, PARSED)
    assert KeptPages(replace(index(), labels=Labels("en")), Cache(tmp_path)).page(PARSED) is None
