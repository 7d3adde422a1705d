"""Passages of the source: their cards, their counts, and where in the source they stand."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from report_build.displays.shown import shown_cells
from report_build.model.coding import GENERAL, VOICES, Evidence
from report_build.render.blocks import arguments
from report_build.render.blocks.claims import claim_numbers
from report_build.render.blocks.markup import (
    case_name,
    code_name,
    facts,
    level_mark,
    link,
    listing,
    paragraph,
    paragraph_words,
    passages,
    place_words,
    reserved,
    sentence,
    table,
    text,
)
from report_build.render.context import RenderContext, evidence_page

CARD = "card-"  # before a passage's id, the name of the place for its citation
MANY_CARDS = 500  # with more of them, a browser lays each out when it comes into view
_WAYS = ("for", "against", "states")


def evidence_cards(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< evidence-cards [case=…] [section=…] [level=…] >}}``: one card per passage, in file order.

    ``case`` keeps the passages whose card belongs on that programme's page (see :func:`evidence_page`), so that each
    card stands once; ``section`` keeps those from one section of the source.
    """
    args = arguments.read(given, "case", "section", "level")
    case = args.one_of("case", [*ctx.study.case, GENERAL])
    sections = dict.fromkeys(one.section for one in ctx.study.evidence)
    section = args.one_of("section", sections)
    page = f"preuves-{case}.html"
    shown = _tables(ctx)
    return "".join(
        _card(ctx, one, args.level, shown)
        for one in ctx.study.evidence
        if (not section or one.section == section)
        and (not case or evidence_page(ctx.study, one.id) == page or (case in one.cases and not _paged(ctx)))
    )


def _paged(ctx: RenderContext) -> bool:
    return bool(ctx.study.evidence) and evidence_page(ctx.study, ctx.study.evidence[0].id) != "preuves.html"


def _tables(ctx: RenderContext) -> Mapping[tuple[str, str], str]:
    """(case, code) -> the ways to the tables that show this cell."""
    found: dict[tuple[str, str], list[str]] = {}
    for id_, page in ctx.shown_on.items():
        display = ctx.study.display.get(id_)
        if display is not None and display.kind == "table":
            name = f"{ctx.labels('table')} {ctx.labels.number(ctx.numbers[id_])}"
            for cell in shown_cells(ctx.study, display):
                found.setdefault(cell, []).append(link(ctx.links.to(page, id_), escape(name)))
    return {cell: f" ({', '.join(ways)})" for cell, ways in found.items()}


def _card(
    ctx: RenderContext,
    one: Evidence,
    level: int,
    shown: Mapping[tuple[str, str], str],
) -> str:
    anchor = escape(one.id)
    cases = ", ".join(case_name(ctx, case) for case in one.cases)
    codings = listing(
        f"{escape(ctx.labels(f'blocks.bears.{coding.bears}'))} {code_name(ctx, coding.code)}"
        for coding in ctx.study.codings_of.get(one.id, ())
    )
    cells = listing(
        f"{case_name(ctx, cell.case)} × {code_name(ctx, cell.code)}{_colon(ctx)}{level_mark(ctx, cell.level)}"
        f"{shown.get((cell.case, cell.code), '')}"
        for cell in ctx.study.cells_of.get(one.id, ())
    )
    rows = facts(
        (
            (escape(ctx.labels("blocks.who")), _descriptor(ctx, one)),
            (escape(ctx.labels("blocks.cases")), cases),
            (escape(ctx.labels("blocks.codes")), codings),
            (escape(ctx.labels("blocks.place")), place_words(ctx, one.section, one.paragraph)),
            (escape(ctx.labels("blocks.memo")), text(ctx, one.memo)),
            (escape(ctx.labels("blocks.cells")), cells),
            *(
                (escape(ctx.labels(f"claims.card.{way}")), claim_numbers(ctx, ids))
                for way, ids in sorted(
                    ctx.index.resting_on.get(one.id, {}).items(), key=lambda way: _WAYS.index(way[0])
                )
            ),
        )
    )
    cite = reserved(f"{CARD}{one.id}") if ctx.study.citation else ""
    many = " rb-card--one-of-many" if len(ctx.study.evidence) > MANY_CARDS else ""
    codes = " ".join(dict.fromkeys(coding.code for coding in ctx.study.codings_of.get(one.id, ())))
    return (
        f'<article id="{anchor}" class="rb-card{many}" data-voice="{escape(one.voice)}" '
        f'data-case="{escape(" ".join(one.cases))}" data-code="{escape(codes)}" aria-labelledby="{anchor}-head">'
        f'<h{level} id="{anchor}-head">{link(f"#{one.id}", anchor)} '
        f'<span class="rb-voice">{escape(sentence(ctx.labels(f"voice.{one.voice}")))}</span></h{level}>'
        f"{paragraph(text(ctx, one.paraphrase), 'rb-paraphrase')}{rows}{cite}</article>\n"
    )


def _descriptor(ctx: RenderContext, one: Evidence) -> str:
    """What the source says of the speaker's role at this place; never a name."""
    return "; ".join(text(ctx, mention.descriptor) for mention in ctx.study.mentions_of.get(one.id, ()))


def _colon(ctx: RenderContext) -> str:
    return ctx.labels("blocks.colon")


def passage_counts(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< passages >}}``: how many passages speak of each programme, by voice.

    A passage that speaks of two programmes counts for each; the last row counts every passage once.
    """
    arguments.read(given)
    counts: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    for one in ctx.study.evidence:
        totals[one.voice] = totals.get(one.voice, 0) + 1
        for case in one.cases:
            counts[case, one.voice] = counts.get((case, one.voice), 0) + 1
    voices = [voice for voice in VOICES if voice in totals]
    number = ctx.labels.number
    rows = [
        [
            case_name(ctx, case),
            *(number(counts.get((case, voice), 0)) for voice in voices),
            number(sum(counts.get((case, voice), 0) for voice in voices)),
        ]
        for case in (*ctx.study.case, GENERAL)
    ]
    rows.append(
        [
            escape(ctx.labels("blocks.passages.once")),
            *(number(totals[voice]) for voice in voices),
            number(len(ctx.study.evidence)),
        ]
    )
    head = [
        escape(words)
        for words in (
            ctx.labels("blocks.case"),
            *(ctx.labels(f"voice.{voice}") for voice in voices),
            ctx.labels("blocks.total"),
        )
    ]
    return table(ctx.labels("blocks.passages.caption"), head, rows, style="rb-numbers")


def concordance(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< concordance >}}``: each paragraph of the source, the passages coded in it and the claims it leads to."""
    arguments.read(given)
    found: dict[tuple[str, str], list[str]] = {}
    for one in ctx.study.evidence:
        found.setdefault((one.section, one.paragraph), []).append(one.id)
    rows: dict[str, list[list[str]]] = {}
    for place in ctx.study.paragraphs:
        claims = ", ".join(_claim(ctx, claim) for claim in place.claims)
        rows.setdefault(place.section, []).append(
            [
                paragraph_words(ctx.labels, place.paragraph),
                _first_words(ctx, place.begins),
                passages(ctx, found.get((place.section, place.paragraph), ())),
                claims or text(ctx, place.reason),
            ]
        )
    head = [escape(ctx.labels(f"blocks.concordance.{name}")) for name in ("place", "begins", "passages", "claims")]
    order = [
        *(section for section in ctx.study.section if section in rows),
        *(section for section in rows if section not in ctx.study.section),
    ]
    return "".join(
        table(
            ctx.study.section[section].label.of(ctx.language) if section in ctx.study.section else section,
            head,
            rows[section],
            style="rb-concordance",
        )
        for section in order
    )


def _first_words(ctx: RenderContext, words: str) -> str:
    """The source's first words, said to be in its language: that of the data's first column.

    A paragraph that opens with somebody's words shows none of them: what interviewees said is never quoted.
    """
    begins = words.lstrip("–—- \u00a0\u202f")
    if not begins or begins[0] in '«“"':
        return ""
    language = ctx.study.languages[0] if ctx.study.languages else ctx.language
    return f'<span lang="{escape(language)}">{escape(ctx.labels("blocks.first-words", words=begins))}</span>'


def _claim(ctx: RenderContext, claim: str) -> str:
    target = ctx.claims.get(claim)
    return link(ctx.links.to(target.page, target.anchor), escape(claim)) if target else escape(claim)
