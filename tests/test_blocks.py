"""Blocks: every one renders, in every language, what the data say and nothing that the data could smuggle in."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from builders import TABLE_OF, row
from conftest import few
from hypothesis import given
from hypothesis import strategies as st
from ledger_studies import VOICES
from lxml import html
from own_tables import own_table

from report_build.catalogue import RULES
from report_build.check.rules import tables_in_use
from report_build.index import CARDS_A_PAGE, Addresses, ClaimIndex, ExportedFile, Index, Target
from report_build.labels import Labels, own_labels
from report_build.model.bibliography import CitationFile, Work
from report_build.model.coding import (
    Assertion,
    Assessment,
    Case,
    Claim,
    Code,
    Coding,
    Decision,
    Display,
    Evidence,
    Instrument,
    Kind,
    Level,
    Paragraph,
    Relation,
    Section,
    Speaker,
    Step,
)
from report_build.model.edition import Parameters, edition_of
from report_build.model.study import Study
from report_build.model.text import Origin, Text
from report_build.references.formatted import References
from report_build.render.blocks import BLOCKS, BlockError, show_block
from report_build.render.page import render_generated
from report_build.render.pages import generated_pages
from report_build.render.view import PageView

AT = Origin("data/x.csv", 2)
ARGUMENTS: Mapping[str, Mapping[str, str]] = {
    "case-profile": {"": "north"},
    "mechanism": {"": "loop"},
    "quotation": {"": "e01"},
    "reference": {"": "commands"},
    "table-cards": {"": "pairs"},
}


def study_of(say: str = "words", more_evidence: int = 0) -> Study:
    """A small study with every kind of value in it; ``say`` stands wherever its authors write freely."""
    both = Text(fr=f"{say} fr", en=f"{say} en")
    scale = ("strong", "mixed", "not-stated")

    def said(value: type, **given: object) -> Any:
        """A row whose authors wrote in every text that they may write."""
        texts = {column.field: both for column in TABLE_OF[value].columns if column.kind.by_language}
        return row(value, **{**texts, **given})

    def code(name: str, kind: str, **more: object) -> Code:
        return said(Code, **{"id": name, "kind": kind, "order": 1, "tabulated": True, **more})

    def cell(case: str, name: str, level: str, *evidence: str) -> Assessment:
        basis, force = ("stated", "hedged") if evidence else ("", "")
        return said(Assessment, case=case, code=name, level=level, evidence=evidence, basis=basis, force=force)

    def passage(
        name: str, cases: tuple[str, ...], voice: str, section: str, paragraph: str, **more: object
    ) -> Evidence:
        where = {"section": section, "paragraph": paragraph}
        return said(Evidence, **{"id": name, "cases": cases, "voice": voice, "memo": Text(), **where, **more})

    touched = ("e01", "alone", "north", "north/alone", "tbl-a", "c-one", "aron1960", say)
    fields = {"verification": "uncertain", "verification_note": say}
    article = {"title": say, "journal": say, "year": 2005, "doi": "10.1/x", "authors": [{"family-names": say}]}
    return Study(
        languages=("fr", "en"),
        voices=VOICES,
        cases=tuple(said(Case, id=name, order=order) for order, name in enumerate(("north", "south"))),
        levels=tuple(said(Level, id=name, symbol="++" if name == "strong" else "") for name in scale),
        codes=(
            code("alone", "collective", scale=scale, sources=("aron1960",)),
            code("apart", "subtype", parent="alone"),
            code("leaving", "dynamic", scale=scale, parent="undoing", start=("alone",), end="alone"),
            code("length", "condition", scale=scale),
            code("silence", "condition", scale=scale),
            code("loop", "mechanism", steps=(Step(both, both, ("e01",)),)),
        ),
        speakers=(said(Speaker, speaker="s1", name="Zebulon", case="north", evidence="e01"),),
        **own_table(id="pair", case="north", label=both, type="alone", evidence=("e01",)),
        evidence=(
            passage("e01", ("north",), "interviewee", "one", "1", speaker="s1", memo=both),
            passage("e02", ("north", "south"), "author-report", "one", "n4"),
            passage("e03", ("general",), "table", "two", "table"),
            *(
                passage(f"x{number}", (("north", "south", "general")[number % 3],), "table", "two", "3")
                for number in range(more_evidence)
            ),
        ),
        codings=(
            said(Coding, evidence="e01", code="alone"),
            said(Coding, evidence="e02", code="length", bears="against"),
        ),
        assessments=(
            cell("north", "alone", "strong", "e01", "e02"),
            cell("north", "leaving", "not-stated"),
            cell("north", "length", "mixed", "e02"),
            cell("north", "silence", "not-stated"),
        ),
        relations=(
            said(
                Relation,
                id="r1",
                condition="length",
                influence="hinders",
                target="alone",
                cases=("north",),
                evidence=("e02",),
            ),
        ),
        fieldwork=(said(Instrument, id="talks", kind="interviews", count=42, results="traces", evidence=("e01",)),),
        claims=(
            said(
                Claim,
                id="c-one",
                cases=("north",),
                asserts=(Assertion("north", "alone", "strong"),),
                support=("e01",),
                tension=Text(),
                no_counter_evidence=Text(),
            ),
        ),
        displays=(said(Display, id="tbl-a", kind="table", drawing="matrix", select={"kind": "collective"}),),
        decisions=(said(Decision, id="d1", date="2026-11-22", by=say, touches=touched),),
        sections=(said(Section, id="one", order=1), said(Section, id="two", order=2)),
        paragraphs=(
            said(Paragraph, section="one", paragraph="1", begins=f"It {say}", reason=Text()),
            said(Paragraph, section="one", paragraph="n4", begins="It"),
        ),
        works=(Work("aron1960", "book", fields, AT),),
        citation=CitationFile(
            {
                "title": say,
                "authors": [{"name": say}],
                "date-released": "2026-11-22",
                "version": "1.0.0",
                "references": [article],
            },
            AT,
        ),
    )


def view(study: Study, language: str = "fr", page: str = "codes.html") -> PageView:
    own = {name: f"cited {name}" for name in ("report", "part", "source-0")} if study.citation else {}
    index = Index(
        study,
        Labels(language, study.wordings),
        edition_of(study, language, {"fr": "T", "en": "T"}, Parameters("1.0.0")),
        titles={"evidence.html": "Preuves"},
        numbers={"tbl-a": 1} if study.displays else {},
        shown_on={"tbl-a": "types.html"} if study.displays else {},
        wordings={"c-one": Target("types.html", "a claim", "c-one")},
        claims=ClaimIndex.of(study, ["c-one"], {"c-one": (Target("resume.html", "Summary", "sec-resume"),)}),
        references=References(labels={"aron1960": "Aron 1960"}, entries={"aron1960": "Aron, <em>Work</em>."}, own=own),
        exports={"exports/report.pdf": ExportedFile("pdf", "application/pdf", 1234)} if study.citation else {},
        cited_on={"aron1960": (Target("types.html", "Types", "cite-1"), Target("types.html", "Types", "cite-2"))},
    )
    return PageView(index, page)


def rendered(study: Study, language: str = "fr") -> Iterator[tuple[str, str]]:
    for name in BLOCKS:
        yield name, show_block(name, ARGUMENTS.get(name, {}), view(study, language))


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_block_says_something_of_a_full_study(name: str, language: str) -> None:
    more = CARDS_A_PAGE if name == "evidence-pages" else 0  # it says nothing where all cards stand on one page
    inner = show_block(name, ARGUMENTS.get(name, {}), view(study_of(more_evidence=more), language))
    assert html.fromstring(f"<div>{inner}</div>").text_content().strip()


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_of_an_empty_study_is_empty_or_a_frame(name: str) -> None:
    if name in ARGUMENTS and name != "reference":  # which tells of the engine
        with pytest.raises(BlockError, match="is not a value of the first argument"):
            show_block(name, ARGUMENTS[name], view(Study()))
    else:
        html.fromstring(f"<div>{show_block(name, ARGUMENTS.get(name, {}), view(Study()))}</div>")


@pytest.mark.parametrize("name", BLOCKS)
def test_no_identifier_stands_twice_in_a_block(name: str) -> None:
    inner = show_block(name, ARGUMENTS.get(name, {}), view(study_of()))
    ids = html.fromstring(f"<div>{inner}</div>").xpath("//@id")
    assert len(ids) == len(set(ids))


HOSTILE = st.text(st.sampled_from("<>&\"'`{}[]()@#*_=+-.\\/! azé\u202f"), max_size=12) | st.sampled_from(
    ["<script>alert(1)</script>", '" onmouseover="x', "</style>", "<!--", "&lt;", "{{< status >}}", "]]>"]
)


@cache
def _rendered_calm() -> dict[str, str]:
    return dict(rendered(study_of("calm")))


@few(15)  # each shows every block
@given(HOSTILE)
def test_texts_of_the_data_never_become_markup(say: str) -> None:
    plain = _rendered_calm()
    for name, inner in rendered(study_of(say)):
        tags = [(node.tag, sorted(node.keys())) for node in html.fromstring(f"<div>{inner}</div>").iter()]
        calm = [(node.tag, sorted(node.keys())) for node in html.fromstring(f"<div>{plain[name]}</div>").iter()]
        assert say.strip() == "" or tags == calm, name


def test_no_name_of_a_speaker_is_shown() -> None:
    assert not [name for name, inner in rendered(study_of()) if "Zebulon" in inner]


@pytest.mark.parametrize("name", BLOCKS)
def test_an_unknown_argument_is_said(name: str) -> None:
    with pytest.raises(BlockError, match="the argument 'colour' is not known to this block"):
        show_block(name, {**ARGUMENTS.get(name, {}), "colour": "red"}, view(study_of()))


def test_a_misspelt_value_is_said_with_the_near_one() -> None:
    with pytest.raises(BlockError, match="'norht' is not a value of the first argument") as said:
        show_block("case-profile", {"": "norht"}, view(study_of()))
    assert said.value.hint == "Did you mean 'north'?"
    with pytest.raises(BlockError, match="the first argument is missing"):
        show_block("mechanism", {}, view(study_of()))


def test_a_card_holds_what_is_known_of_a_passage() -> None:
    inner = show_block("evidence-cards", {"section": "one"}, view(study_of(), "en", "evidence.html"))
    cards = html.fromstring(f"<div>{inner}</div>").xpath("article")
    assert [card.get("id") for card in cards] == ["e01", "e02"]
    said = [" ".join(row.text_content().split()) for row in cards[1].xpath(".//dl/div")]
    assert said == [
        "Case words en, words en",
        "Codes Speaks against words en words en",  # the code, and the remark on it
        "Place in the source words en, note 4",
        "Judgements that rest on it words en × words en: ++ words en (Table 1) words en × words en: words en",
    ]
    assert cards[0].xpath(".//h3/a/@href") == ["#e01"]
    assert "codes.html#code-alone" in cards[0].xpath(".//dd//a/@href")


@pytest.mark.parametrize(
    ("by", "language", "said"),
    [
        ("contributors", "fr", "contributeurs du rapport"),
        ("contributors", "en", "contributors to the report"),
        ("Ada <Ada>", "en", "Ada <Ada>"),
    ],
)
def test_who_decided_is_said_in_the_language_of_the_page(by: str, language: str, said: str) -> None:
    study = study_of()
    study = dataclasses.replace(study, decisions=(dataclasses.replace(study.decisions[0], by=by),))
    inner = show_block("decisions", {}, view(study, language))
    assert f"{said}, 2026-11-22" in html.fromstring(f"<div>{inner}</div>").text_content()


@pytest.mark.parametrize("more", [0, CARDS_A_PAGE])
def test_every_passage_has_its_card_once_and_where_links_lead(more: int) -> None:
    study = study_of(more_evidence=more)
    where: dict[str, list[str]] = {}
    for page in generated_pages(study, Labels("fr"), Addresses()):
        if page.address.startswith("evidence"):
            inner = render_generated(page, view(study, "fr", page.address))
            for card in html.fromstring(f"<div>{inner}</div>").xpath("//article/@id"):
                where.setdefault(str(card), []).append(f"{page.address}#{card}")
    elsewhere = view(study, "fr", "index.html")
    assert where == {one.id: [elsewhere.evidence(one.id)] for one in study.evidence}


@pytest.mark.parametrize(("more", "words"), [(CARDS_A_PAGE * 3, 1), (300, 2000), (4, 400_000)])
def test_no_page_of_cards_grows_without_bound(more: int, words: int) -> None:
    """Whichever cases the cards belong to: by their number, and by what they hold."""
    study = study_of(more_evidence=more)
    long = tuple(dataclasses.replace(one, memo=Text(fr="<mot> " * words, en="")) for one in study.evidence)
    study = dataclasses.replace(study, evidence=long)
    pages = generated_pages(study, Labels("fr"), Addresses())
    for page in (one for one in pages if one.address != Addresses().comparison):
        made = render_generated(page, view(study, "fr", page.address))
        cards = made.count("<article id=")
        assert cards <= CARDS_A_PAGE
        assert len(made.encode()) < 1_400_000 or cards <= 1  # a single card is not cut


def test_generated_pages_are_the_fixed_ones_and_know_only_our_blocks() -> None:
    pages = generated_pages(study_of(), Labels("fr"), Addresses())
    assert [page.address for page in pages] == [
        "case-north.html", "case-south.html", "claims.html", "evidence.html", "codes.html", "bibliography.html",
        "data.html", "cite.html", "comparison.html",
    ]  # fmt: skip
    called = {
        name for page in pages for name, _ in (*page.blocks, *(one for part in page.sections for one in part.blocks))
    }
    assert called - {"comparison"} <= set(BLOCKS)  # that one is known only when all other pages are made
    ids = [heading.id for page in pages for heading in page.facts.headings]
    assert len(ids) == len(set(ids))


@given(HOSTILE)
def test_a_title_of_the_data_is_text_on_its_page(say: str) -> None:
    made = generated_pages(study_of(say), Labels("fr"), Addresses())[0]
    page = html.fromstring(f"<div>{render_generated(made, view(study_of(say)), permalink_title='')}</div>")
    assert page.xpath("string(//h1)").split() == f"{say} fr¶".split()


def test_an_absent_language_is_said_in_the_markup() -> None:
    study = study_of()
    case = dataclasses.replace(study.cases[0], summary=Text(fr="résumé", en=""))
    ctx = view(dataclasses.replace(study, cases=(case,)), "en")
    assert show_block("case-profile", {"": "north", "part": "summary"}, ctx).strip() == (
        '<p class="rb-case-summary"><span lang="fr">résumé</span></p>'
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verification_note_fr": "vue", "verification_note_en": "seen"}, "vue"),
        ({"verification_note_en": "seen"}, '<span lang="en">seen</span>'),
        ({"verification_note": "vue {AFPA}"}, "vue AFPA"),
        ({}, ""),
    ],
)
def test_a_work_says_how_far_it_was_verified(fields: dict[str, str], said: str) -> None:
    study = study_of()
    work = dataclasses.replace(study.works[0], fields={"verification": "confirmed", **fields})
    inner = show_block("bibliography", {}, view(dataclasses.replace(study, works=(work,))))
    mark = '<span class="rb-verified rb-verified--confirmed">notice vue</span>'
    assert f"<dd>{mark} {said}".strip() + "</dd>" in inner


@pytest.mark.parametrize(
    ("begins", "shown"),
    [("– de plus, elle", "« de plus, elle… »"), ("« Je ne", ""), ("– « Je ne", ""), ("", "")],
)
def test_what_was_said_is_not_quoted_to_find_a_paragraph(begins: str, shown: str) -> None:
    study = study_of()
    place = dataclasses.replace(study.paragraphs[0], begins=begins)
    table = html.fromstring(show_block("concordance", {}, view(dataclasses.replace(study, paragraphs=(place,)))))
    assert table.xpath("string(.//tbody/tr/td[1])").replace("\u00a0", " ") == shown


def test_counts_of_passages_add_up() -> None:
    table = html.fromstring(show_block("passages", {}, view(study_of(more_evidence=7), "en")))
    rows = [[int(cell.text) for cell in row.xpath("td")] for row in table.xpath(".//tbody/tr")]
    assert all(sum(row[:-1]) == row[-1] for row in rows)
    assert rows[-1][-1] == 10
    assert sum(row[-1] for row in rows[:-1]) == 11  # e02 speaks of two programmes


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_dictionary_describes_every_column_that_is_read(language: str) -> None:
    own = row(Kind, id="collective", label="C", assessed=True)
    study = dataclasses.replace(study_of(), kinds=(own,))
    described = html.fromstring(show_block("data-dictionary", {}, view(study, language)))
    for each, listed in zip(tables_in_use(study), described.xpath("//table"), strict=True):
        names = [name.removesuffix("_*") for name in listed.xpath("tbody/tr/th/code/text()")]
        columns = each.told_columns(study.rows(each.name))
        assert names == [column.name for column in columns]
        for column, shown in zip(columns, listed.xpath("tbody/tr"), strict=True):
            assert shown.xpath("td[2]/code/text()") == list(each.told_values(column, study.rows(each.name)))
            kept_back = Labels(language)("blocks.dictionary.unpublished")
            assert (kept_back in shown.text_content()) is not column.published


def test_every_code_of_a_finding_is_listed() -> None:
    table = html.fromstring(show_block("finding-codes", {}, view(study_of())))
    assert table.xpath(".//tbody/tr/th/code/text()") == sorted(RULES)


def test_labels_of_blocks_say_everything_in_both_languages() -> None:
    rows = {key: row for key, row in own_labels().items() if key.startswith("blocks.")}
    assert len(rows) > 100
    assert not [key for key, row in rows.items() if not row["fr"] or not row["en"]]
    spaced = [key for key, row in rows.items() for sign in ";!?:»" if f" {sign}" in row["fr"].replace(" : ", "")]
    assert spaced == []
