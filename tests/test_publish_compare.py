"""Laws of comparing two versions, and of telling whether a page says something else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

import pytest
from conftest import STUDIES
from hypothesis import given
from hypothesis import strategies as st

from report_build.cache import Cache
from report_build.index import Index
from report_build.labels import Labels
from report_build.metadata.study_json import PARTS, Snapshot, read_study_json, study_json
from report_build.model.edition import Edition, Parameters
from report_build.model.study import Study
from report_build.publish.compare import Comparison, compare
from report_build.publish.comparison_page import FigureFiles, address_of, anchor_of, comparison_html, differences
from report_build.render.reading import read_page, said_hash
from report_build.sources import load_study

WORDS = Labels("fr")
texts = st.text(max_size=30)
values = st.none() | st.integers() | texts | st.lists(texts, max_size=2)
records = st.fixed_dictionaries({"label": values, "note": values})
parts = st.dictionaries(
    st.sampled_from([part for part in PARTS if part not in ("prose", "claims")]),
    st.dictionaries(st.text("abc/", min_size=1, max_size=3), records, max_size=4),
    max_size=4,
)


def snapshot(
    version: str,
    given_parts: dict[str, dict[str, dict[str, Any]]],
    prose: Sequence[tuple[str, str]] = (),
) -> Snapshot:
    whole: dict[str, Any] = {"schema_version": "1.0", "about": {"version": version}}
    for name, rows in given_parts.items():
        whole[name] = [{"id": id_, **row} for id_, row in rows.items()]
    whole["prose"] = [
        {"id": f"fr/{page}#{number}", "language": "fr", "page": page, "text": text}
        for number, (page, text) in enumerate(prose)
    ]
    return read_study_json(json.dumps(whole).encode())


@given(parts, st.lists(st.tuples(st.sampled_from(["a.html", "b.html"]), texts), max_size=5))
def test_a_version_differs_in_nothing_from_itself(given_parts: Any, prose: Any) -> None:
    found = compare(snapshot("1.0.0", given_parts, prose), snapshot("1.0.1", given_parts, prose))
    assert found == Comparison("1.0.0", "1.0.1", (), ())


@given(parts, parts)
def test_what_is_added_one_way_is_removed_the_other(one: Any, other: Any) -> None:
    there = compare(snapshot("1.0.0", one), snapshot("2.0.0", other))
    back = compare(snapshot("2.0.0", other), snapshot("1.0.0", one))
    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert [(change.part, turned[change.kind], change.id) for change in there.changes] == [
        (change.part, change.kind, change.id) for change in back.changes
    ]


def test_a_moved_paragraph_is_no_change_and_an_added_one_touches_no_other() -> None:
    before = [("a.html", "un"), ("a.html", "deux"), ("a.html", "trois"), ("b.html", "quatre")]
    moved = [before[1], before[2], before[0], before[3]]
    assert compare(snapshot("1", {}, before), snapshot("2", {}, moved)).changes == ()
    more = [("a.html", "zéro"), *before]
    (change,) = compare(snapshot("1", {}, before), snapshot("2", {}, more)).changes
    assert (change.kind, change.page, change.fields[0].after) == ("added", "a.html", "zéro")


@pytest.fixture(scope="module")
def study() -> Study:
    return load_study(STUDIES / "small", cache=Cache(None))[0]


def test_the_real_thing_compares_with_itself(study: Study) -> None:
    found = read_study_json(study_json(study))
    assert compare(found, found).changes == ()


def told(comparison: Comparison, study: Study, *changed: str) -> str:
    """The comparison as its page tells it."""
    edition = Edition("fr", "fr", {"fr": "T"}, "T", "", "", ())
    return comparison_html(comparison, Index(study, WORDS, edition), figures=FigureFiles(), changed_pages=changed)


@given(st.sampled_from(["<script>alert(1)</script>", "a & b", '"quoted"', "{{< x >}}"]), texts)
def test_two_texts_in_one_have_every_word_of_both(hostile: str, other: str) -> None:
    pieces = differences(hostile, other)
    assert "".join(text for kind, text in pieces if kind != "put").split() == hostile.split()
    assert "".join(text for kind, text in pieces if kind != "struck").split() == other.split()


def test_hostile_records_are_told_as_text(study: Study) -> None:
    evil = {"<b>x</b>": {"label": "<img src=x onerror=y>", "note": None}}
    worse = {"<b>x</b>": {"label": "<script>alert(1)</script>", "note": "{{< x >}}"}}
    added = compare(snapshot("1.0.0", {"cases": {}}), snapshot("1.1.0", {"cases": evil, "codes": evil}))
    changed = compare(snapshot("1.0.0", {"cases": evil}), snapshot("1.1.0", {"cases": worse}))
    for comparison in (added, changed):
        html = told(comparison, study, "a.html")
        assert not any(tag in html for tag in ("<img", "<b>", "<script"))
        assert 'id="page-a"' in html


def test_a_page_is_named_alike_by_its_file_and_its_address() -> None:
    assert address_of("docs/fr/anomie.md", "fr") == address_of("anomie.html", "fr") == "anomie.html"
    assert anchor_of("anomie.html") == "page-anomie"


def test_only_a_released_version_is_called_the_first(study: Study) -> None:
    def shown(slot: str) -> str:
        edition = Edition("en", "en", {"en": "T"}, "T", "1.0.0", "", (), parameters=Parameters(slot=slot))
        return comparison_html(None, Index(study, Labels("en"), edition), figures=FigureFiles(), changed_pages=())

    assert "the first published version" in shown("1.0.0")
    for slot in ("", "dev"):
        assert "first published" not in shown(slot)
        assert "not a released version" in shown(slot)


def page_hash(title: str, html: str) -> str:
    return said_hash(title, read_page(html, Cache(None)).said)


def test_a_page_changes_with_what_it_says_not_with_how_it_is_set() -> None:
    page = '<p id="a" class="x">Un <a href="b.html">mot</a></p><img alt="un cercle" src="c.svg">'
    known = page_hash("T", page)
    assert page_hash("T", page.replace('id="a" class="x"', 'id="b"').replace("Un <a", "Un\n  <a")) == known
    assert page_hash("T", f'{page}<div class="rb-cite" data-edition><p>version 2</p><br><img alt="x"></div>') == known
    for old, new in (("mot", "mots"), ("b.html", "c.html"), ("un cercle", "un carré")):
        assert page_hash("T", page.replace(old, new)) != known
    assert page_hash("U", page) != known


@given(st.text(), st.text())
def test_what_stands_after_an_edition_s_part_still_counts(one: str, other: str) -> None:
    first, second = (f"<div data-edition><p>x</div><p>{escape(text)}</p>" for text in (one, other))
    same = " ".join(one.split()) == " ".join(other.split())
    assert (page_hash("T", first) == page_hash("T", second)) == same
