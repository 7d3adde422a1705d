"""Resolving: what is known once every page has been read."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import markdown
from effort import calls
from markupsafe import Markup
from weaving import EXTENSIONS, FRENCH, NO_WORKS, STUDY, page, parse, weave, work

from report_build.index import Target
from report_build.labels import Labels
from report_build.model.pages import ParsedPage
from report_build.model.text import Text
from report_build.weave import ReportExtension, first_line_of


def test_the_index_of_all_pages() -> None:
    first = page(
        "a.html",
        "# Un {#sec-un}\n\n@weber1995 et [@alter2000; @weber1995]\n\n## Deux @weber1995 {#sec-deux}\n\n[@weber1995]\n",
    )
    second = page("b.html", "[Selon @weber1995]{.claim #c-un} [@nul].\n\n{{< display fig-un >}}\n")
    woven, _ = weave([first, second])
    one, two = Target("a.html", "Un", "sec-un"), Target("a.html", "Deux Weber (1995)", "sec-deux")
    assert woven.index.sections == {"sec-un": one, "sec-deux": two}
    assert woven.index.cited_on == {
        "weber1995": (one, two, Target("b.html", "Page b.html", "")),
        "alter2000": (one,),
    }
    assert woven.index.wordings == {"c-un": Target("b.html", "Selon Weber (1995)", "c-un")}
    assert woven.index.numbers == {"fig-un": 1}
    assert woven.index.shown_on == {"fig-un": "b.html"}
    assert list(woven.index.references.entries) == ["alter2000", "weber1995"]


def test_numbers_follow_the_order_of_pages_and_count_each_kind() -> None:
    pages = [
        page("z.html", "{{< display tbl-deux >}}\n\n{{< display fig-un >}}\n", NO_WORKS),
        page("a.html", "{{< display tbl-un >}}\n", NO_WORKS),
    ]
    assert weave(pages, NO_WORKS)[0].index.numbers == {"tbl-deux": 1, "fig-un": 1, "tbl-un": 2}
    assert weave(pages[::-1], NO_WORKS)[0].index.numbers == {"tbl-un": 1, "tbl-deux": 2, "fig-un": 1}


def test_titles_of_contents_say_what_headings_say() -> None:
    text = "# Selon @weber1995 & moi {#sec-a}\n\n## <b>Brut</b> [@sec-a] {{< value count.cases words >}} {#sec-b}\n"
    extension = ReportExtension("docs/fr/a.md", STUDY, FRENCH)
    host = markdown.Markdown(extensions=[*EXTENSIONS, extension])
    html = host.convert(text)
    woven, _ = weave([ParsedPage("a.html", "Titre", html, extension.facts)])
    tokens = [host.toc_tokens[0], *host.toc_tokens[0]["children"]]  # type: ignore[attr-defined]
    assert [woven.index.plain_text("a.html", unescape(token["name"])) for token in tokens] == [
        "Selon Weber (1995) & moi",
        "Brut «\u00a0Selon Weber (1995) & moi\u00a0» deux",
    ]
    assert woven.index.plain_text("inconnue.html", "Titre") == "Titre"


def test_a_page_at_another_depth_links_back() -> None:
    deep = replace(page("a.html", "@sec-b @weber1995 @fig-un\n"), address="sous/a.html")
    flat = page("b.html", "# B {#sec-b}\n\n{{< display fig-un >}}\n")
    html = weave([deep, flat])[0].html["sous/a.html"]
    assert re.findall(r'href="([^"]*)"', html) == [
        "../b.html#sec-b",
        "../bibliography.html#ref-weber1995",
        "../b.html#fig-un",
    ]


def test_claims_have_markers_once_the_site_has_a_ledger() -> None:
    pages = [page("a.html", "[Un]{.claim #c-un} [Deux]{.claim #c-deux} [encore]{.claim of=c-un}\n", NO_WORKS)]
    assert "rb-claim-marker" not in weave(pages, replace(NO_WORKS, claims=()))[0].html["a.html"]
    html = weave(pages, NO_WORKS)[0].html["a.html"]
    assert re.findall(r'rb-claim-marker" href="([^"]*)"', html) == ["claims.html#c-un"] * 2  # c-deux is in no ledger


def test_a_claim_s_mark_says_its_strength_in_signs_and_in_words() -> None:
    pages = [page("a.html", "[Un]{.claim #c-un}.\n", NO_WORKS)]
    woven = weave(pages, NO_WORKS)[0]
    entry, html = woven.index.claims.entries["c-un"], woven.html["a.html"]
    assert f'data-footing="{entry.footing}"' in html
    assert ('data-signs="one-passage"' in html) == ("one-passage" in entry.flags)
    assert 'title="Affirmation 1\u00a0: Sans fondement"></a>' in html  # its name for ears, too
    assert "</span><a" in html  # nothing between claim, mark and stop that a line could break at
    assert "</a>." in html


def test_a_passage_is_pointed_to_by_a_mark_that_says_who_speaks() -> None:
    study = replace(NO_WORKS, evidence=(replace(NO_WORKS.evidence[0], id="e7", paraphrase=Text(fr="<b> dit-elle")),))
    ways = (
        "Un mot @e7.", "Un mot\n@e7.", "Un mot [@e7].", "Un mot [e7](evidence.md#e7).", "Un mot [](../evidence.md#e7)."
    )  # fmt: skip
    marks = set()
    for way in ways:
        html = weave([page("a.html", f"{way}\n", study)], study)[0].html["a.html"]
        marks.add(html)
    assert len(marks) == 1
    (html,) = marks
    assert re.search(
        r'<p data-ground="material">Un mot<a class="rb-passage" href="evidence.html#e7" data-\w+="e7" [^<>]*></a>\.',
        html,
    )
    assert ': &lt;b&gt; dit-elle"' in html
    both = weave([page("a.html", "Un mot [@e7; @e7]. [Elle dit](evidence.md#e7), `@e7` \\@e7\n", study)], study)[0]
    assert re.sub(r' (?:href|data-\w+|title|aria-label)="[^"]*"', "", both.html["a.html"]) == (
        '<p>Un mot<a class="rb-passage"></a><a class="rb-passage rb-passage--next"></a>.'
        ' <a class="rb-passage-link">Elle dit</a>, <code>@e7</code> @e7</p>'
    )
    mixed = [page("a.html", "Un mot @e7. [Autre]{.claim #c-un}.\n", study)]
    assert "<p>Un mot" in weave(mixed, study)[0].html["a.html"]  # more voices than one: none has its rule
    works = replace(study, works=(work("e7"),))  # where a work has the same name, it is cited
    assert "rb-passage" not in weave([page("a.html", "Un mot @e7.\n", works)], works)[0].html["a.html"]


def test_english_pages_speak_english() -> None:
    labels = Labels("en")
    pages = [page("a.html", "# A {#sec-a}\n\n{{< display tbl-un >}}\n\n@tbl-un, @sec-a [@alter2000].\n", labels=labels)]
    html = weave(pages, labels=labels)[0].html["a.html"]
    assert ">Table\u00a01</a>" in html
    assert ">“A”</a>" in html
    assert ">Alter 2000</a>" in html


def test_what_a_block_says_is_not_read_again() -> None:
    pages = [page("a.html", "@sec-a {{< value label.hostile >}}\n\n{{< echo >}}\n\n# A {#sec-a}\n", NO_WORKS)]
    echo = {"echo": lambda given, view: Markup("<p>\x02rb:0\x03 @sec-a {{< echo >}}</p>")}
    woven, _ = weave(pages, NO_WORKS, blocks=echo)
    assert "<p>\x02rb:0\x03 @sec-a {{< echo >}}</p>" in woven.html["a.html"]


def test_work_grows_with_the_text() -> None:
    def effort(text: str) -> int:
        return calls(lambda: parse(text, NO_WORKS, extensions={"attr_list": {}}))

    for piece in (
        "]{.claim #c} ",
        "[a]{.claim #c-a} ",
        "@a ",
        "[@a; @b] ",
        "{{< a ",
        "{{< value count.cases >}} ",
        "# @a\n\n",
    ):
        short, long = (effort(piece * count) for count in (250, 1000))
        assert long < 6 * short, piece  # four times the text; four squared is 16


def test_where_markdown_begins_in_a_page() -> None:
    body = "# Titre\n\nMot\n"
    assert first_line_of(body, body) == 1
    assert first_line_of(body, f"---\ntitle: T\n---\n\n\n{body}") == 6
    assert first_line_of(body.rstrip("\n"), f"---\ntitle: T\n---\n{body}\n\n") == 4


def test_cells_name_their_columns_where_a_small_window_has_no_room_for_all() -> None:
    table = "| A | B & *b* | @tbl-un | D |\n|---|---|---|---|\n| 1 | 2 | 3 | |\n\n{{< display tbl-un >}}\n"
    html = weave([page("a.html", table, NO_WORKS)], NO_WORKS)[0].html["a.html"]
    assert "<table data-stack" in html
    assert re.findall(r'<td data-label="([^"]*)">(.*?)</td>', html) == [
        ("B &amp; b", "2"), ("Tableau\u00a01", "3"), ("D", ""),
    ]  # fmt: skip
    three = "| A | B | C |\n|---|---|---|\n| 1 | 2 | {} |\n"
    assert "data-stack" not in parse(three.format("3"), NO_WORKS)[0]
    assert "data-stack" in parse(three.format("mot " * 20), NO_WORKS)[0]
