"""Citations and bibliography, with the real pandoc and the real styles."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

import pytest
from conftest import few
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string
from weaving import FRENCH, NO_CACHE, STUDY, work

from report_build.cache import Cache
from report_build.labels import Labels
from report_build.model.bibliography import Work
from report_build.model.study import Study
from report_build.references.clusters import Cite, parse_cluster
from report_build.references.csl import csl_data
from report_build.references.files import reference_files
from report_build.references.formatted import Piece, References
from report_build.references.formatting import format_references
from report_build.references.inlines import html_of, inlines_of
from report_build.references.languages import mark_titles

ENGLISH = Labels("en")
AFPA = "{Association nationale pour la formation professionnelle des adultes}"


def study(*works: Work) -> Study:
    return Study(languages=("fr", "en"), works=works)


def by_source(clusters: Iterable[str]) -> dict[tuple[Cite, ...], str]:
    """Citations as written, parsed."""
    return {parse_cluster(cluster, {}): cluster for cluster in clusters}


@dataclass(frozen=True)
class Formatted(References):
    """References whose citations stand under what was written, as HTML."""

    html: Mapping[str, str] = field(default_factory=dict)


def html_of_pieces(pieces: Iterable[Piece]) -> str:
    return "".join(
        f'<a href="#ref-{escape(piece.key)}">{piece.html}</a>' if piece.key else piece.html for piece in pieces
    )


def formatted(clusters: list[str], of: Study, labels: Labels = FRENCH) -> Formatted:
    sources = by_source(clusters)
    found, findings = format_references(of, sources, labels, NO_CACHE)
    assert findings == []
    html = {sources[cites]: html_of_pieces(pieces) for cites, pieces in found.citations.items()}
    return Formatted(found.citations, found.labels, found.entries, found.own, html)


@pytest.mark.parametrize(
    ("cluster", "cites"),
    [
        ("@a", [Cite("a", "narrative")]),
        ("@a [p. 3]", [Cite("a", "narrative", "", "p. 3")]),
        ("[@a]", [Cite("a", "normal")]),
        ("[-@a]", [Cite("a", "suppress")]),
        ("[voir @a, p. 3; aussi -@b]", [Cite("a", "normal", "voir", ", p. 3"), Cite("b", "suppress", "aussi", "")]),
        ("[voir ; @a, p. 3; chap. 5]", [Cite("a", "normal", "voir ;", ", p. 3; chap. 5")]),
        ("[@smith:2000a/b.c, 3]", [Cite("smith:2000a/b.c", "normal", "", ", 3")]),
        ("[@{o'brien\"x}.]", [Cite("o'brien\"x", "normal", "", ".")]),
        ("[@été-2000.]", [Cite("été-2000", "normal", "", ".")]),
        ("[moi@exemple.org]", []),
        ("[a]", []),
        ("a @b", []),
    ],
)
def test_clusters_are_read_as_pandoc_reads_them(cluster: str, cites: list[Cite]) -> None:
    assert list(parse_cluster(cluster, {})) == cites


def test_each_language_has_its_style() -> None:
    clusters = ["[voir @alter2000; @weber1995, p. 12]", "@weber1995 [p. 3]", "[-@weber1995]"]
    french, english = (formatted(clusters, STUDY, words) for words in (FRENCH, ENGLISH))
    alter, weber = '<a href="#ref-alter2000">', '<a href="#ref-weber1995">'
    assert french.html == {
        clusters[0]: f"(voir {alter}Alter, 2000</a>\u00a0; {weber}Weber, 1995, p.\u00a012</a>)",
        clusters[1]: f"Weber ({weber}1995, p.\u00a03</a>)",
        clusters[2]: f"({weber}1995</a>)",
    }
    assert english.html == {
        clusters[0]: f"(voir {alter}Alter 2000</a>; {weber}Weber 1995:12</a>)",
        clusters[1]: f"Weber ({weber}1995:3</a>)",
        clusters[2]: f"({weber}1995</a>)",
    }
    assert french.labels == {"alter2000": "Alter, 2000", "weber1995": "Weber, 1995"}
    assert english.labels == {"alter2000": "Alter 2000", "weber1995": "Weber 1995"}
    assert french.entries == {
        "alter2000": '<span class="smallcaps">Alter N.</span>, 2000, <em>L’innovation ordinaire</em>.',
        "weber1995": '<span class="smallcaps">Weber M.</span>, 1995, <em>Économie et société</em>, Pocket.',
    }
    assert english.entries == {
        "alter2000": "Alter, Norbert. 2000. <em>L’innovation ordinaire</em>.",
        "weber1995": "Weber, Max. 1995. <em>Économie et société</em>. Pocket.",
    }


def test_works_that_the_data_cite_are_formatted_too() -> None:
    assert list(formatted([], STUDY).entries) == ["weber1995"]  # a source of the codebook


def test_another_language_takes_the_default_style_or_the_one_that_its_labels_name() -> None:
    default = formatted(["[@alter2000]"], STUDY, Labels("de")).html["[@alter2000]"]
    assert default == '(<a href="#ref-alter2000">Alter 2000</a>)'
    german = Labels("de", {"weave.csl-style": {"de": "revue-francaise-de-sociologie"}})
    assert formatted(["[@alter2000]"], STUDY, german).html["[@alter2000]"] == default.replace(" 2", ", 2")


def test_a_style_that_does_not_exist_is_a_finding() -> None:
    labels = Labels("fr", {"weave.csl-style": {"fr": "nulle-part"}})
    found, findings = format_references(STUDY, by_source(["[@alter2000]"]), labels, NO_CACHE)
    assert list(found.entries) == ["alter2000", "weber1995"]  # in the language's own style
    assert [str(finding).partition(". ")[0] for finding in findings] == [
        "data/labels.csv: error RB240 unknown-style: there is no CSL style 'nulle-part'"
    ]


def test_further_authors_are_nobody_called_others() -> None:
    many = work("a", 1, "article", author="Un, Anne and Deux, Bea and others", title="T", journal="J", year="2002")
    one = work("b", 2, author="Un, Anne and others", title="U", year="2003")
    french = formatted(["@a", "[@b]"], study(many, one))
    english = formatted(["@a", "[@b]"], study(many, one), ENGLISH)
    assert french.html["@a"] == 'Un, Deux et al. (<a href="#ref-a">2002</a>)'
    assert english.html["[@b]"] == '(<a href="#ref-b">Un et al. 2003</a>)'
    assert english.entries["b"] == "Un, Anne et al. 2003. <em>U</em>."
    text = json.dumps([french.entries, english.entries, french.labels, english.labels])
    assert "others" not in text.lower()
    assert ".." not in text


def test_a_genre_is_in_the_language_s_words_as_the_study_writes_them(tmp_path: Path) -> None:
    of = study(work("a", 1, "phdthesis", author="Un, Anne", title="T", year="2002", pubstate="inpress"))
    own = Labels("fr", {"weave.genre.phdthesis": {"fr": "thèse {d’État} & 50 % \\foo"}})
    cache = Cache(tmp_path)
    items, kept = [], []
    for labels in (own, ENGLISH):
        items.append(csl_data(of, ["a"], labels, cache)[0]["a"])
        kept.append(sorted(tmp_path.rglob("*")))
    assert [item["genre"] for item in items] == ["thèse {d’État} & 50 % \\foo", "PhD thesis"]
    assert [item["status"] for item in items] == ["sous presse", "in press"]
    assert kept[0] == kept[1] != []  # read once for both languages


def test_a_title_that_nobody_knows_is_said_to_be_unknown() -> None:
    works = (
        work("a", 1, "report", author=AFPA, year="2002"),
        work("b", 2, "article", author="Un, Anne", year="2003"),
        work("c", 3, "article", author="Un, Anne", year="2004", journal="Revue"),
    )
    french, english = formatted([], study(*works)), formatted(["[@a; @b; @c]"], study(*works), ENGLISH)
    assert french.entries == {}  # nothing is cited
    assert english.entries == {
        "a": "Association nationale pour la formation professionnelle des adultes. 2002. [title not identified].",
        "b": "Un, Anne. 2003. [title not identified].",
        "c": "Un, Anne. 2004. [title not identified]. <em>Revue</em>.",
    }
    french = formatted(["[@a; @b; @c]"], study(*works))
    assert french.entries["b"] == '<span class="smallcaps">Un A.</span>, 2003, [titre non identifié].'
    assert not any("s.\u00a0t" in entry or ",." in entry for entry in french.entries.values())


def test_an_institution_stays_whole() -> None:
    found = formatted(["@a"], study(work("a", author="{Centre and Sons of Example}", title="T", year="2001")))
    assert found.html["@a"] == 'Centre and Sons of Example (<a href="#ref-a">2001</a>)'


def test_titles_are_in_the_studys_language_unless_they_say_otherwise() -> None:
    works = (
        work("a", author="Un, Anne", title="La vie en ligne", year="2001"),
        work("b", author="Un, Bea", title="Life on the line", year="2001", langid="english"),
    )
    entries = formatted(["[@a; @b]"], study(*works), ENGLISH).entries
    assert entries["a"] == "Un, Anne. 2001. <em>La vie en ligne</em>."
    assert entries["b"] == "Un, Bea. 2001. <em>Life on the Line</em>."


def test_a_studys_own_fields_are_not_handed_on() -> None:
    noted = work(
        "a", author="Un, Anne", title="T", year="2001", verification="uncertain", note="Vu nulle part", abstract="x"
    )
    assert formatted(["[@a]"], study(noted)).entries["a"] == '<span class="smallcaps">Un A.</span>, 2001, <em>T</em>.'


def test_hostile_words_are_words() -> None:
    title = "<script>alert(1)</script> & 100% of #1_a \\emph{b} <i onclick=x>"
    hostile = work("a'b\"<i>", author="{<b>Un</b>}", title=title, year="2001", url="javascript:alert(1)")
    cluster = "[<img src=x> @{a'b\"<i>}, p. <b>3</b>]"
    found = formatted([cluster], study(hostile))
    anchor = '<a href="#ref-a&#x27;b&quot;&lt;i&gt;">'
    assert found.html[cluster].startswith(f"(&lt;img src=x&gt; {anchor}&lt;b&gt;Un&lt;/b&gt;, 2001")
    entry = found.entries["a'b\"<i>"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 100% of #1_a <em>b</em> &lt;i onclick=x&gt;" in entry
    assert "javascript" not in entry


def test_works_of_one_author_and_year_are_told_apart() -> None:
    works = [work(key, author="Un, Anne", title=title, year="2001") for key, title in (("x", "B"), ("y", "A"))]
    found = formatted(["[@x]", "[@y]"], study(*works))
    assert found.labels == {"x": "Un, 2001b", "y": "Un, 2001a"}


def test_clusters_with_unknown_works_are_left_out() -> None:
    found = formatted(["[@alter2000; @nul]", "@nul", "[@alter2000]", "[rien]"], STUDY)
    assert list(found.html) == ["[@alter2000]"]


def test_what_pandoc_would_not_read_is_read_with_all_its_words() -> None:
    works = (
        work("a", 3, "comment", author="Un, Anne", title="T", year="2001"),
        work("b", 7, author="Un, Bea", title="\\begin{x} Titre perdu", year="2002"),
        work("c", 9, author="Un, Cléo", title="U", year="2003"),
    )
    found, findings = format_references(study(*works), by_source(["[@a]", "[@b]", "[@c]"]), ENGLISH, NO_CACHE)
    assert findings == []
    assert found.entries == {
        "a": "Un, Anne. 2001. “T.”",
        "b": "Un, Bea. 2002. <em>x Titre perdu</em>.",
        "c": "Un, Cléo. 2003. <em>U</em>.",
    }


def test_the_order_of_asking_changes_nothing() -> None:
    clusters = ["[@weber1995]", "@alter2000", "[@alter2000; @weber1995]"]
    assert formatted(clusters, STUDY) == formatted([*reversed(clusters), clusters[0]], STUDY)


def test_nothing_new_starts_no_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    real = subprocess.run

    def counted(command: list[str], **options: object) -> object:
        calls.append(command)
        return real(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", counted)
    cache = Cache(tmp_path)
    clusters = [*by_source(["[@alter2000]", "@weber1995"])]
    first = format_references(STUDY, clusters, FRENCH, cache)
    assert len(calls) == 2  # reading the entries, then formatting all clusters at once
    assert format_references(STUDY, [*reversed(clusters)], FRENCH, cache) == first
    assert reference_files(STUDY, ["alter2000", "weber1995"], FRENCH, cache)
    uncited = replace(STUDY, works=(*STUDY.works, work("neuf", author="N", title="Neuf")))
    assert format_references(uncited, clusters, FRENCH, cache) == first
    assert len(calls) == 2
    format_references(STUDY, clusters, ENGLISH, cache)
    assert len(calls) == 3  # the entries are read once for all languages
    assert all("--sandbox" in command for command in calls)


_field = st.text(st.characters(codec="utf-8"), max_size=30) | st.lists(
    st.sampled_from(
        ["\\", "{", "}", "$", "%", "&", "#", "_", "^", "~", "\\'e", " and ", ",", "<b>", "\\emph{", '"', "@"]
    ),
    max_size=8,
).map("".join)


@few(10)
@given(st.lists(st.tuples(_field, _field, _field), min_size=1, max_size=4))
@example([("", "", "{\\}")])  # a brace that BibTeX counts, and pandoc does not
@example([("", "", "\\\\\\"), ("A", "\\\\\\\\\\", "\\")])  # an odd number of them escapes the brace that ends a field
def test_any_field_is_formatted_and_never_markup(fields: list[tuple[str, str, str]]) -> None:
    works = [work(f"k{n}", author=one, title=two, year=three) for n, (one, two, three) in enumerate(fields)]
    found, _ = format_references(study(*works), by_source(f"[@k{n}]" for n in range(len(works))), FRENCH, NO_CACHE)
    assert set(found.entries) == {one.key for one in works}
    for html in (*found.entries.values(), *map(html_of_pieces, found.citations.values()), *found.labels.values()):
        assert "<b>" not in html


@pytest.mark.parametrize("field", ["url", "title", "note"])
@pytest.mark.parametrize("end", ["\\", "\\\\", "\\\\\\", "a\\\\\\"])
def test_a_field_that_ends_with_backslashes_costs_no_other_work(field: str, end: str) -> None:
    works = (work("a", author="A", year="2001", **{"title": "T", field: f"x{end}"}), work("b", author="B", title="U"))
    found, findings = format_references(study(*works), by_source(["[@a]", "[@b]"]), FRENCH, NO_CACHE)
    assert set(found.entries) == {"a", "b"}
    assert [one.code for one in findings] == []
    readers = reference_files(study(*works), ["a", "b"], FRENCH, NO_CACHE)["references.bib"].decode()
    assert list(parse_string(readers, "bibtex").entries) == ["a", "b"]


def test_files_for_readers_tools() -> None:
    works = (
        work(
            "b",
            1,
            "article",
            author="de La Tour, Anne and others",
            title="Un \\emph{titre}",
            journal="Revue",
            year="2002",
            volume="3",
            number="4",
            pages="5--9",
            doi="10.1000/1",
            file="/home/moi/x.pdf",
            verification="known",
        ),
        work("a", 9, "report", author=AFPA, year="2001"),
    )
    files = reference_files(study(*works), ["b", "a", "nul", "b"], FRENCH, NO_CACHE)
    assert files["references.bib"].decode() == (
        "@report{a,\n  author = {" + AFPA + "},\n  year = {2001},\n}\n\n"
        "@article{b,\n  author = {de La Tour, Anne and others},\n  title = {Un \\emph{titre}},\n  journal = {Revue},\n"
        "  year = {2002},\n  volume = {3},\n  number = {4},\n  pages = {5--9},\n  doi = {10.1000/1},\n"
        "  verification = {known},\n}\n"
    )
    assert files["references.ris"].decode().split("\r\n") == [
        "TY  - RPRT",
        "ID  - a",
        f"AU  - {AFPA[1:-1]}",
        "PY  - 2001",
        "LA  - fr",
        "ER  - ",
        "",
        "TY  - JOUR",
        "ID  - b",
        "AU  - La Tour, Anne de",
        "PY  - 2002",
        "TI  - Un titre",
        "T2  - Revue",
        "VL  - 3",
        "IS  - 4",
        "DO  - 10.1000/1",
        "LA  - fr",
        "SP  - 5",
        "EP  - 9",
        "ER  - ",
        "",
        "",
    ]
    items = json.loads(files["references.json"])
    assert [item["id"] for item in items] == ["a", "b"]
    assert items[1]["author"] == [{"family": "La Tour", "given": "Anne", "dropping-particle": "de"}]
    assert items[1]["title"] == "Un <i>titre</i>"


def test_inlines_are_escaped_and_links_show_where_they_lead() -> None:
    assert inlines_of("voir *a b* <c>") == [
        {"t": "Str", "c": "voir"},
        {"t": "Space"},
        {"t": "Emph", "c": [{"t": "Str", "c": "a"}, {"t": "Space"}, {"t": "Str", "c": "b"}]},
        {"t": "Space"},
        {"t": "Str", "c": "<c>"},
    ]
    assert html_of(inlines_of("voir *a b* <c>")) == "voir <em>a b</em> &lt;c&gt;"

    def link(text: str, address: str) -> str:
        return html_of([{"t": "Link", "c": [["", [], []], [{"t": "Str", "c": text}], [address, ""]]}])

    assert link("https://a.b/?c&d", "https://a.b/?c&d") == '<a href="https://a.b/?c&amp;d">https://a.b/?c&amp;d</a>'
    assert link("Titre", "https://a.b/") == "Titre"
    assert link("1995", "#ref-x") == '<a href="#ref-x">1995</a>'
    assert link("javascript:x", "javascript:x") == "javascript:x"


def test_a_title_in_another_language_than_the_page_says_which() -> None:
    of = study(
        work("fr1", title="{L'économie & le « don » : une étude}", langid="french", journal="Revue française"),
        work("en1", title="{The gift}", langid="english"),
        work("unsaid", title="{Sans langue}"),
    )
    cited = ["[@fr1]", "[@en1]", "[@unsaid]"]
    english = formatted(cited, of, ENGLISH).entries
    assert re.search(r'<span lang="fr[^"]*">L’économie &amp; le .*étude</span>', english["fr1"])
    assert "lang=" not in english["en1"] + english["unsaid"]
    french = formatted(cited, of).entries
    assert re.search(r'<span lang="en[^"]*">The gift</span>', french["en1"], re.IGNORECASE)
    assert "lang=" not in french["fr1"] + french["unsaid"]


@pytest.mark.parametrize(
    ("html", "title", "marked"),
    [
        (
            "Ego A., <em>Ego: A study</em>, Paris.",
            "Ego: a Study",
            'Ego A., <em><span lang="en">Ego: A study</span></em>, Paris.',
        ),
        ("<em>One <b>two</b></em>", "One two", '<em><span lang="en">One <b>two</b></span></em>'),
        ("<em><i>One</i> two</em>", "One two", '<em><span lang="en"><i>One</i> two</span></em>'),
        ("<em>One</em> two", "One two", '<span lang="en"><em>One</em> two</span>'),
        ("<em>x One</em> two", "One two", "<em>x One</em> two"),  # no span may cross a tag
        ("Stands in outstanding work", "stand", "Stands in outstanding work"),  # no part of a longer word
        ("A &lt; B &amp; c", "A < B & C", '<span lang="en">A &lt; B &amp; c</span>'),
        ("anything", "", "anything"),
    ],
)
def test_only_the_title_itself_is_marked(html: str, title: str, marked: str) -> None:
    assert mark_titles(html, {"title": title, "language": "en"}, "fr") == marked


@given(st.text(alphabet="ab <>&;e\u0301ß\"'/", max_size=30), st.text(alphabet="ab eß", max_size=6))
def test_marking_a_title_changes_no_words(text: str, title: str) -> None:
    html = escape(text)
    found = mark_titles(html, {"title": title, "language": "en"}, "fr")
    assert re.sub(r"</?span[^>]*>", "", found) == html
