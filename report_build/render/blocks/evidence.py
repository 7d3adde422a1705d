"""Evidence cards, where the passages come from, and where each paragraph of the source leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from report_build.argument.coverage import claims_by_paragraph
from report_build.displays import shown_by
from report_build.displays.cells import head
from report_build.grouping import grouped
from report_build.index import Index
from report_build.labels.quotes import OPENING
from report_build.model.cards import CARDS_A_PAGE, CardPage, card_pages
from report_build.model.coding import GENERAL, Assessment, Coding, Evidence, Paragraph, Source, Speaker
from report_build.model.description import Column
from report_build.render.blocks import arguments
from report_build.render.blocks.own_tables import fact_html
from report_build.render.view import PageView

MANY_CARDS = 500  # with more of them, a browser lays each out when it comes into view
_WAYS = ("for", "against", "states")


@dataclass(frozen=True, slots=True)
class Card:
    """A passage with all that was made of it."""

    passage: Evidence
    speakers: tuple[Speaker, ...]  # how the source presents who speaks there; never a name
    codings: tuple[Coding, ...]
    cells: tuple[tuple[Assessment, tuple[str, ...]], ...]  # assessments that rest on it, and the tables that show them
    claims: Mapping[str, tuple[str, ...]]  # how claims use it: ``for``, ``against``, ``states`` -> claim ids


@dataclass(frozen=True, slots=True)
class Cards:
    cards: tuple[Card, ...]
    level: int  # of a card's heading
    many: bool  # whether the study has so many that a browser had better lay them out as they come into view


def evidence_cards(index: Index, given: Mapping[str, str]) -> Cards:
    """``{{< evidence-cards [case=…] [part=…] [section=…] [source=…] [level=…] >}}``: one card a passage.

    ``case`` keeps the passages whose card belongs on that case's pages, so that each card stands once, and ``part``
    those of one of these pages; ``section`` keeps those from one section of the source, ``source`` those from one
    source.
    """
    study = index.study
    args = arguments.read(given, "case", "part", "section", "source", "level")
    passages = passages_of_page(index, args)
    section = args.one_of("section", dict.fromkeys(one.section for one in study.evidence))
    source = args.one_of("source", dict.fromkeys(one.source for one in study.evidence if one.source))
    tables = _tables(index)
    shown = [
        one for one in passages if (not section or one.section == section) and (not source or one.source == source)
    ]
    if len(shown) > CARDS_A_PAGE:
        raise arguments.BlockError(
            f"{len(shown)} cards are too many for a page", f"Choose by case, part or section, at most {CARDS_A_PAGE}"
        )
    return Cards(tuple(_card(index, one, tables) for one in shown), args.level, many=len(study.evidence) > MANY_CARDS)


def quotation(index: Index, given: Mapping[str, str]) -> Evidence:
    """``{{< quotation ID >}}``: what a passage says, word for word and in its own language, with its source.

    A passage without a quotation is told in the study's words; of one that is restricted, readers learn why.
    """
    passages = index.study.passage
    return passages[arguments.read(given, arguments.FIRST).needed(arguments.FIRST, passages)]


def passages_of_page(index: Index, args: arguments.Arguments) -> Sequence[Evidence]:
    """The passages that ``case`` and ``part`` name; all where neither is given."""
    study = index.study
    case = args.one_of("case", [*study.case, GENERAL])
    pages = card_pages(study)
    if not case:
        return study.evidence
    if len(pages) == 1:
        return [one for one in study.evidence if case in one.cases]
    own = [page for page in pages if page.case == case]
    part = args.one_of("part", [str(page.part) for page in own])
    return [one for page in own if part in ("", str(page.part)) for one in page.passages]


def _tables(index: Index) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """(case, code) -> the tables that show this cell."""
    shown = (index.study.display[id_] for id_ in index.shown_on)
    tables = (display for display in shown if display.kind == "table")
    return grouped((cell, table.id) for table in tables for cell in shown_by(index.study, table).cells)


def _card(index: Index, one: Evidence, tables: Mapping[tuple[str, str], tuple[str, ...]]) -> Card:
    study = index.study
    used = index.claims.resting_on.get(one.id, {})
    return Card(
        one,
        study.mentions_of.get(one.id, ()),
        study.codings_of.get(one.id, ()),
        tuple((cell, tables.get((cell.case, cell.code), ())) for cell in study.cells_of.get(one.id, ())),
        {way: used[way] for way in _WAYS if way in used},
    )


def evidence_pages(index: Index, given: Mapping[str, str]) -> tuple[CardPage, ...]:
    """``{{< evidence-pages >}}``: the pages of cards of a study that has too many for one."""
    arguments.read(given)
    return tuple(page for page in card_pages(index.study) if page.case)


@dataclass(frozen=True, slots=True)
class PassageCounts:
    """How many passages speak of each case, by voice."""

    voices: tuple[str, ...]
    rows: Mapping[str, tuple[int, ...]]  # case, or "general" -> passages by voice; one of two cases counts for each
    once: tuple[int, ...]  # passages by voice, each counted once


def passages(index: Index, given: Mapping[str, str]) -> PassageCounts:
    """``{{< passages >}}``: how many passages speak of each case, by voice.

    A passage that speaks of two cases counts for each; the last row counts every passage once.
    """
    arguments.read(given)
    passages = index.study.evidence
    voices = tuple(voice for voice in index.study.voice if any(one.voice == voice for one in passages))
    rows = {
        case: tuple(sum(one.voice == voice and case in one.cases for one in passages) for voice in voices)
        for case in (*index.study.case, GENERAL)
    }
    return PassageCounts(voices, rows, tuple(sum(one.voice == voice for one in passages) for voice in voices))


@dataclass(frozen=True, slots=True)
class Sources:
    """What was coded, and how many passages of each."""

    rows: tuple[tuple[Source, int], ...]
    columns: tuple[str, ...]  # the fields that some source has
    attributes: tuple[Column, ...] = ()  # the study's own columns in which some source has something

    def heads(self, page: PageView) -> list[str]:
        """What heads the study's own columns."""
        return [head(column, page.labels) for column in self.attributes]

    def said(self, page: PageView, source: Source) -> list[str | Markup]:
        """What a source has in them."""
        table = page.study.table["sources"]
        return [fact_html(page, table, column, getattr(source, column.field)) for column in self.attributes]


def sources(index: Index, given: Mapping[str, str]) -> Sources:
    """``{{< sources >}}``: every source, with how many passages were coded in it."""
    arguments.read(given)
    coded = Counter(one.source for one in index.study.evidence)
    rows = tuple((source, coded[source.id]) for source in index.study.source.values())
    told = [name for name in ("cases", "date", "work") if any(getattr(one, name) for one, _ in rows)]
    restricted = any(index.study.is_restricted(one) for one, _ in rows)
    own = tuple(
        column
        for column in index.study.attributes.get("sources", ())
        if any(getattr(one, column.field) not in (None, "", (), {}) for one, _ in rows)
    )
    return Sources(rows, (*told, "access") if restricted else tuple(told), own)


@dataclass(frozen=True, slots=True)
class ConcordanceRow:
    """A paragraph of the source: the passages cut from it and the claims that it leads to, or why it leads to none."""

    paragraph: Paragraph
    begins: str  # its first words; '' where it opens with somebody's, which are never quoted
    passages: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concordance:
    sections: Mapping[str, tuple[ConcordanceRow, ...]]  # section id -> its paragraphs, in the source's order
    language: str  # of the source's first words: that of the data's first column


_Places = Mapping[tuple[str, str], tuple[str, ...]]  # a section and a paragraph of it -> ids


def _concordance_row(place: Paragraph, passages: _Places, claims: _Places) -> ConcordanceRow:
    key = (place.section, place.paragraph)
    return ConcordanceRow(place, _first_words(place.begins), passages.get(key, ()), claims.get(key, ()))


def concordance(index: Index, given: Mapping[str, str]) -> Concordance:
    """``{{< concordance >}}``: each paragraph of the source, the passages coded in it and the claims it leads to."""
    arguments.read(given)
    study = index.study
    found = grouped(((one.section, one.paragraph), one.id) for one in study.evidence)
    made = claims_by_paragraph(study)
    rows = grouped((one.section, _concordance_row(one, found, made)) for one in study.paragraphs)
    order = [
        *(section for section in study.section if section in rows),
        *(section for section in rows if section not in study.section),
    ]
    language = study.languages[0] if study.languages else index.language
    return Concordance({section: rows[section] for section in order}, language)


def _first_words(begins: str) -> str:
    words = begins.lstrip("–—- \u00a0\u202f")
    return "" if words[:1] in {*OPENING, '"'} else words
