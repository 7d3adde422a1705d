"""Previews: what a link leads to, in short; nothing is said that the data do not, and no text becomes markup."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from ledger_studies import both, claim, coding, passage, study
from lxml import html
from markupsafe import escape

from report_build.cache import Cache
from report_build.displays.drawing import SummaryCell, SummaryTable
from report_build.displays.drawn import Drawn
from report_build.displays.rows import Rows
from report_build.index import ClaimIndex, Index, Target
from report_build.labels import Labels
from report_build.model.coding import Claim, Display
from report_build.model.edition import Edition
from report_build.model.pages import Block, Citation, Cite, ClaimMark, CrossReference, PageFacts
from report_build.model.study import Study
from report_build.model.text import Origin
from report_build.references.formatted import References
from report_build.render.blocks import show_block
from report_build.render.previews import PREVIEWS, Shown, appendix, previews_of, said_once, strip
from report_build.render.reading import read_page
from report_build.render.view import PageView

HOSTILE = st.sampled_from(["<script>alert(1)</script>", '" onclick="x', "</template><b>", "&amp;", "{{< value x >}}"])
NO_ROWS = Rows((), (), 0, ())
CLAIM = ClaimMark(3, "c-one", "", "words", "sec-a")
DISPLAY = Display("tbl-a", "table", "matrix", {"kind": "collective"}, both("caption"), both(""), both("reading"),
                  both(""), Origin("data/displays.yaml", 2))  # fmt: skip


def view(made: Study) -> PageView:
    index = Index(
        made,
        Labels("fr"),
        Edition("fr", "fr", {"fr": "T"}, "T", "", "", ()),
        numbers={"tbl-a": 1},
        shown_on={"tbl-a": "b.html"},
        sections={"sec-b": Target("b.html", "Title & more", "sec-b")},
        wordings={"c-one": Target("a.html", "words", "c-one")},
        claims=ClaimIndex.of(made, ["c-one"], {}),
        references=References(labels={"k": "K 1"}, entries={"k": "K, <em>T</em>."}),
    )
    return PageView(index, "a.html")


def sample(say: str = "") -> Study:
    entry = claim("c-one", support=("e1",), counter=("e2",), why=both(f"why {say}"), tension=both(f"tension {say}"))
    rows = (passage("e1", paraphrase=both(f"said {say}")), passage("e2", voice="author-report"))
    return study(
        claims=(entry,), evidence=rows, codings=(coding("e1", "x"), coding("e2", "x", "against")), displays=(DISPLAY,)
    )


def previews(facts: PageFacts, page: PageView) -> dict[str, html.HtmlElement]:
    """What opens beside the page's links, by address, read back from the file that all pages share."""
    shown = Shown(page.index)
    shown.of(previews_of(facts, page))
    text = shown.file()[PREVIEWS].decode()
    short, parts = json.loads("[" + text.removeprefix("rbPreviews(").removesuffix(")\n") + "]")

    def whole(piece: str) -> str:
        return re.sub(r"<(\d+)>", lambda found: whole(parts[int(found[1])]), piece)

    told = {address: whole(part) for address, part in short.items()}
    listed = html.fromstring(str(appendix(facts, page))).xpath("//template/@data-for")
    assert sorted(listed[0].split()) == sorted(told)
    return {address: html.fromstring(part) for address, part in told.items()}


def test_a_claim_s_preview_says_who_speaks_where_and_what_speaks_against() -> None:
    ((address, part),) = previews(PageFacts("docs/fr/a.md", (CLAIM,)), view(sample())).items()
    said = " ".join(part.text_content().split())
    assert address == "claims.html#c-one"
    assert part.get("data-label") == "Affirmation 1"
    for words in (
        "Affirmation 1",
        "Interviewee",
        "said fr",
        "why fr",
        "tension fr",
        "Contre",
        "what e2 says fr",
    ):
        assert words in said
    assert part.xpath(".//a/@href") == ["evidence.html#e1", "evidence.html#e2", "claims.html#c-one"]


def test_previews_and_notes_are_no_part_of_what_search_reads() -> None:
    page = appendix(PageFacts("docs/fr/a.md", (CLAIM,)), view(sample()))
    assert page.count("data-search-exclude") == 2
    assert read_page(page, Cache(None)).sections == ()
    assert appendix(PageFacts("docs/fr/a.md"), view(sample())) == ""


def test_a_citation_s_preview_stands_under_the_link_s_own_address_and_a_cross_reference_leads_on() -> None:
    cites = (Cite("k", "normal"), Cite("unknown", "normal"))
    marks = (Citation(1, "[@k; @unknown]", cites), CrossReference(2, "tbl-a"), CrossReference(3, "sec-b"))
    found = previews(PageFacts("docs/fr/a.md", marks), view(sample()))
    assert list(found) == ["bibliography.html#ref-k"]
    assert "K, T." in found["bibliography.html#ref-k"].text_content()


def test_the_passages_of_a_table_s_cells_have_previews_where_it_is_shown() -> None:
    cell = SummaryCell("Case", "marked", evidence=("e1", "e2", "e-unknown"))
    drawn = Drawn(NO_ROWS, b"", table=SummaryTable("Code", ("Case",), (("X", (cell, None)),)))
    shown = PageFacts("docs/fr/b.md", (Block(4, "display", ("tbl-a",), {}, ""),))
    index = replace(view(sample()).index, drawn={"tbl-a": drawn})
    found = previews(shown, PageView(index, "b.html"))
    assert list(found) == ["evidence.html#e1", "evidence.html#e2"]
    assert "said" in found["evidence.html#e1"].text_content()
    assert appendix(shown, PageView(index, "a.html")) == ""
    figure = replace(index, drawn={"tbl-a": replace(drawn, panels=("<svg/>",))})
    assert appendix(shown, PageView(figure, "b.html")) == ""
    place = '<svg><a class="rb-place" href="rb-link:code:x" data-passages="e2 e-unknown e1"/></svg>'
    figure = replace(index, drawn={"tbl-a": replace(drawn, panels=(place, place))})
    assert {*previews(shown, PageView(figure, "b.html"))} == {"evidence.html#e1", "evidence.html#e2"}


@given(HOSTILE)
def test_no_text_of_the_data_becomes_markup(say: str) -> None:
    page = appendix(PageFacts("docs/fr/a.md", (CLAIM,)), view(sample(say)))
    part = previews(PageFacts("docs/fr/a.md", (CLAIM,)), view(sample(say)))["claims.html#c-one"]
    assert f"said {say} fr" in part.text_content()
    assert not part.xpath(".//script | .//b | .//@onclick")
    assert page.count("<template") == page.count("</template>") == 1


def test_an_author_s_own_statement_is_listed_apart_from_support() -> None:
    made = sample()
    made = replace(made, evidence=(replace(made.evidence[0], voice="author-interpretation"), made.evidence[1]))
    part = previews(PageFacts("docs/fr/a.md", (CLAIM,)), view(made))["claims.html#c-one"]
    assert "affirmé, aucun matériau montré" in part.text_content().lower()
    assert "sans que ce soit un appui" in part.text_content()


def test_all_claims_stand_as_marks_that_lead_to_their_words() -> None:
    shown = view(sample())
    index = replace(shown.index, titles={"a.html": "A & more"})
    page = html.fromstring(show_block("footing", {}, PageView(index, "b.html")))
    (mark,) = page.xpath("//a[@class='rb-sign']")
    entry = index.claims.entries["c-one"]
    assert mark.get("href") == "a.html#c-one"
    assert (mark.get("data-footing"), mark.get("data-signs")) == ("material", "one-passage against")
    assert mark.get("title").endswith(shown.strength(entry))  # its name, since it holds no words
    assert "un passage contre" in shown.strength(entry)
    assert "A & more" in page.text_content()
    assert 'href="#c-one"' in strip(shown)
    assert strip(PageView(index, "b.html")) == ""


def test_claims_are_numbered_as_they_are_worded_and_the_others_follow() -> None:
    claims: tuple[Claim, ...] = tuple(claim(id_) for id_ in ("c-a", "c-b", "c-c"))
    index = ClaimIndex.of(study(claims=claims), ["c-c", "c-unknown", "c-a"], {})
    assert index.numbers == {"c-c": 1, "c-a": 2, "c-b": 3}
    assert list(index.entries) == ["c-c", "c-a", "c-b"]


def test_what_rests_on_a_passage_is_known_both_ways() -> None:
    index = view(sample()).index
    assert index.claims.resting_on == {"e1": {"for": ("c-one",)}, "e2": {"against": ("c-one",)}}


def test_claims_are_filtered_by_footing_reservation_case_and_what_speaks_against() -> None:
    entries = (
        claim("c-one", support=("e1",), counter=("e2",), cases=("a",)),
        claim("c-two", support=("e2",), cases=("a", "b")),
        claim("c-bare", cases=()),
    )
    page = view(replace(sample(), claims=entries))
    shown = html.fromstring(f"<div>{show_block('claims-filter', {}, page)}{show_block('claims', {}, page)}</div>")
    articles = {one.get("id"): one for one in shown.iter("article")}
    assert articles.keys() == {"c-one", "c-two", "c-bare"}
    told = {select.get("name"): select.xpath("option[@value!='']") for select in shown.iter("select")}
    assert told.keys() == {"footing", "flag", "case", "bears"}
    for name, options in told.items():
        assert options, name
        for option in options:  # each says how many claims the script will find by it
            found = [one for one in articles.values() if option.get("value") in (one.get(f"data-{name}") or "").split()]
            assert option.text == f"{option.get('data-label')} ({len(found)})", name
    assert [one.get("value") for one in told["bears"]] == ["for", "against"]
    assert articles["c-one"].get("data-bears") == "against"
    assert "none" in [one.get("value") for one in told["footing"]]  # of the claim that nothing carries


def test_one_claim_stands_open_as_an_example() -> None:
    page = view(replace(sample(), claims=(claim("c-two", support=("e1",)), *sample().claims)))
    given = html.fromstring(str(show_block("claim-example", {"": "c-two"}, page)))
    assert "tension" not in given.text_content()
    chosen = html.fromstring(str(show_block("claim-example", {}, page)))  # the first that something speaks against
    assert [one.get("href") for one in chosen.xpath(".//a[@class='rb-sign']")] == ["#c-one"]
    for said in ("words", "said", "why", "tension"):
        assert said in chosen.text_content()
    assert str(show_block("claim-example", {}, view(replace(sample(), claims=())))).strip() == ""


TAGS = st.sampled_from(("<li data-ground=x>", "</li>", "<b>", "</b>", '<a href="#7">'))
WORDS = st.text(st.sampled_from("ab <>&17li/'\n"), max_size=40).map(lambda words: str(escape(words)))


@given(st.lists(WORDS | TAGS, max_size=60), st.integers(1, 9))
def test_what_previews_share_is_told_once_and_comes_back_as_it_was(pieces: list[str], size: int) -> None:
    told = ["".join(pieces[start : start + size]) for start in range(0, len(pieces), size)]
    short, parts = said_once(told)

    def whole(piece: str) -> str:
        return re.sub(r"<(\d+)>", lambda found: whole(parts[int(found[1])]), piece)

    assert [whole(piece) for piece in short] == told
    assert len(set(parts)) == len(parts)
