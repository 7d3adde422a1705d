"""The ledger of claims as readers consult it: what carries each claim, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from report_build.argument.coverage import coverage
from report_build.argument.ledger import Entry, Share
from report_build.model.coding import CLAIM_KINDS, VOICES
from report_build.model.text import Text
from report_build.render.blocks import arguments
from report_build.render.blocks.markup import (
    case_name,
    citations,
    code_name,
    facts,
    heading,
    level_mark,
    link,
    listing,
    paragraph,
    passages,
    sentence,
    table,
    text,
)
from report_build.render.context import RenderContext, Target


def claim_counts(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< claim-counts >}}``: how many claims have each footing, and which are to be read with reservation."""
    arguments.read(given)
    labels, found = ctx.labels, coverage(ctx.study)
    number = labels.number
    head = [escape(labels(f"claims.counts.{name}")) for name in ("footing", "count", "which")]
    rows = [
        [escape(labels(f"ledger.footing.{footing}")), number(len(ids)), claim_numbers(ctx, ids)]
        for footing, ids in found.by_footing.items()
        if ids
    ]
    rows.append([escape(labels("claims.counts.total")), number(len(ctx.study.claim)), ""])
    flags = [
        [escape(labels(f"ledger.flag.{flag}")), number(len(ids)), claim_numbers(ctx, ids)]
        for flag, ids in found.by_flag.items()
    ]
    return (
        table(labels("claims.counts.caption"), head, rows, style="rb-claim-counts")
        + paragraph(escape(labels("claims.counts.how")))
        + table(
            labels("claims.counts.flags"),
            [escape(labels("claims.counts.flag")), *head[1:]],
            flags,
            style="rb-claim-counts",
        )
    )


def claims(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< claims [level=…] >}}``: every claim under the page that words it, in reading order."""
    args = arguments.read(given, "level")
    pages: dict[str, list[Entry]] = {}
    for id_, entry in ctx.index.entries.items():
        pages.setdefault(ctx.claims[id_].page if id_ in ctx.claims else "", []).append(entry)
    return "".join(
        heading(args.level, f"sec-affirmations-{page.removesuffix('.html') or 'none'}", _page_title(ctx, page))
        + "".join(_entry(ctx, entry, args.level + 1) for entry in entries)
        for page, entries in pages.items()
    )


def claim_numbers(ctx: RenderContext, ids: Iterable[str]) -> str:
    """Claims by their numbers, in order, each linked to its entry in the ledger."""
    numbers = ctx.index.numbers
    known = sorted((id_ for id_ in dict.fromkeys(ids) if id_ in numbers), key=lambda id_: numbers[id_])
    return ", ".join(link(ctx.claim(id_), ctx.labels.number(numbers[id_])) for id_ in known)


def flags_of(ctx: RenderContext, entry: Entry) -> str:
    """What a reader should be warned of, as small labels."""
    return " ".join(
        f'<span class="rb-caveat">{escape(sentence(ctx.labels(f"ledger.flag.{flag}")))}</span>' for flag in entry.flags
    )


def footing_of(ctx: RenderContext, entry: Entry) -> str:
    """The footing in words, with how many distinct passages carry it."""
    footing = sentence(ctx.labels(f"ledger.footing.{entry.footing}"))
    if not entry.passages:
        return escape(footing)
    return escape(ctx.labels.choose("claims.footing.passages", entry.passages, footing=footing))


def _page_title(ctx: RenderContext, page: str) -> str:
    """The title of a page: that of the first of its headings."""
    first = next((target for target in ctx.sections.values() if target.page == page), None)
    return link(ctx.links.to(page), escape(first.title)) if first else escape(ctx.labels("claims.elsewhere"))


def _entry(ctx: RenderContext, entry: Entry, level: int) -> str:
    labels, claim = ctx.labels, entry.claim
    anchor = escape(claim.id)
    title = labels("claims.claim", number=labels.number(ctx.index.numbers[claim.id]))
    rows = facts(
        (
            (escape(labels("claims.footing")), footing_of(ctx, entry)),
            (escape(labels("claims.kind")), _kind(ctx, claim.kind)),
            (escape(labels("claims.about")), ", ".join(case_name(ctx, case) for case in claim.cases)),
            (escape(labels("claims.asserts")), listing(_asserted(ctx, entry))),
            (escape(labels("claims.support")), _support(ctx, entry)),
            (escape(labels("claims.counter")), _counter(ctx, entry)),
            (escape(labels("claims.statements")), passages(ctx, entry.statements)),
            (escape(labels("claims.references")), citations(ctx, claim.references)),
            (escape(labels("claims.why")), text(ctx, claim.why)),
            (escape(labels("claims.hedge")), _hedge(ctx, claim.hedge)),
            (escape(labels("claims.tension")), text(ctx, claim.tension)),
            (escape(labels("claims.disagreement")), listing(_disagreements(ctx, entry))),
            (escape(labels("claims.restated")), _restated(ctx, claim.id)),
        )
    )
    return (
        f'<article id="{anchor}" class="rb-entry rb-ledger" aria-labelledby="{anchor}-head">'
        f'<h{level} id="{anchor}-head">{link(f"#{claim.id}", escape(title))}</h{level}>'
        f"{_wording(ctx, claim.id)}{paragraph(flags_of(ctx, entry), 'rb-caveats')}{rows}</article>\n"
    )


def _wording(ctx: RenderContext, claim: str) -> str:
    target = ctx.claims.get(claim)
    if target is None:
        return ""
    back = link(ctx.links.to(target.page, target.anchor), escape(ctx.labels("claims.in-place")))
    return paragraph(f'{escape(target.title)} <span class="rb-back">{back}</span>', "rb-wording")


def _kind(ctx: RenderContext, kind: str) -> str:
    return escape(ctx.labels(f"claims.kind.{kind}") if kind in CLAIM_KINDS else kind)


def _asserted(ctx: RenderContext, entry: Entry) -> Iterable[str]:
    colon = ctx.labels("blocks.colon")
    for what in entry.claim.asserts:
        yield f"{_cell(ctx, what.case, what.code)}{colon}{level_mark(ctx, what.level)}"


def _cell(ctx: RenderContext, case: str, code: str) -> str:
    return f"{case_name(ctx, case)} × {code_name(ctx, code)}"


def _support(ctx: RenderContext, entry: Entry) -> str:
    lines = listing(
        _share(ctx, share, [id_ for id_ in share.support if id_ not in entry.statements], alone=len(entry.shares) == 1)
        for share in entry.shares
        if share.support or not share.counter
    )
    return lines + (paragraph(escape(ctx.labels("claims.borrowed")), "rb-remark") if entry.borrowed else "")


def _share(ctx: RenderContext, share: Share, ids: list[str], *, alone: bool) -> str:
    """What one programme gives, with its own footing, which is the claim's where there is but one programme."""
    said = ctx.labels(f"ledger.footing.{share.footing}") if share.footing else ctx.labels("claims.none-from-here")
    found = voiced(ctx, ids)
    name = case_name(ctx, share.case) + (f" ({escape(said)})" if not alone or not found else "")
    return name + (ctx.labels("blocks.colon") + found if found else "")


def _counter(ctx: RenderContext, entry: Entry) -> str:
    colon = ctx.labels("blocks.colon")
    return listing(
        f"{case_name(ctx, share.case)}{colon}{voiced(ctx, share.counter)}" for share in entry.shares if share.counter
    )


def voiced(ctx: RenderContext, ids: Iterable[str]) -> str:
    """Passages grouped by the voice that speaks in them, each linked to its card."""
    known = [ctx.study.passage[id_] for id_ in ids if id_ in ctx.study.passage]
    groups = ((voice, [one.id for one in known if one.voice == voice]) for voice in VOICES)
    return " ; ".join(
        f'<span class="rb-voices" data-voice="{voice}"><span class="rb-voice">{escape(ctx.labels(f"voice.{voice}"))}'
        f"</span> {passages(ctx, found)}</span>"
        for voice, found in groups
        if found
    )


def _hedge(ctx: RenderContext, hedge: Mapping[str, tuple[str, ...]]) -> str:
    return text(ctx, Text({language: ", ".join(said) for language, said in hedge.items()}))


def _disagreements(ctx: RenderContext, entry: Entry) -> Iterable[str]:
    for what, cell in entry.disagreements:
        yield ctx.labels(
            "claims.disagreement.says",
            place=_cell(ctx, what.case, what.code),
            claimed=level_mark(ctx, what.level),
            coded=level_mark(ctx, cell.level),
        )


def _restated(ctx: RenderContext, claim: str) -> str:
    return ", ".join(
        link(ctx.links.to(place.page, place.anchor), escape(_named(ctx, place)))
        for place in ctx.index.restated.get(claim, ())
    )


def _named(ctx: RenderContext, place: Target) -> str:
    return place.title or ctx.labels("claims.in-place")
