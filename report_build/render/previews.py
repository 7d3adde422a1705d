"""What the links of a page lead to, in short: previews for the screen, and notes to the page's claims for paper.

Both stand after the page's text. The previews are in a ``<template>``, which no browser shows and no search reads:
the theme's script shows one beside its link, and without it every link leads on by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape

from report_build.argument.ledger import Entry
from report_build.model.coding import Evidence
from report_build.model.pages import Citation, ClaimMark, CrossReference, PageFacts
from report_build.render.blocks.bibliography import verification
from report_build.render.blocks.claims import flags_of, footing_of
from report_build.render.blocks.markup import (
    case_words,
    code_words,
    link,
    listing,
    paragraph,
    place_words,
    sentence,
    text,
)
from report_build.render.context import RenderContext

_PARAGRAPH = re.compile(r"<p(?: [^<>]*)?>(.*?)</p>", re.DOTALL)
_HEADING = re.compile(r"<h[1-6]\b")
_TAG = re.compile(r"<[^<>]*>")
_LONG = 320  # characters of a section's beginning


def with_previews(html: str, facts: PageFacts, ctx: RenderContext, pages: Mapping[str, str]) -> str:
    """A page with its previews and its notes.

    :param ctx: of this page.
    :param pages: address -> the resolved HTML of every page, for the beginnings of sections.
    """
    shown = dict.fromkeys(mark.claim for mark in facts.claims if mark.claim in ctx.index.entries)
    parts = dict(_previews(facts, ctx, pages))
    if not parts:
        return html
    stored = "".join(
        f'<div data-for="{escape(address)}" data-label="{escape(label)}">{inner}</div>'
        for address, (label, inner) in parts.items()
    )
    return (
        f"{html}\n{_notes(ctx, shown) if shown else ''}"
        f'<template class="rb-previews" lang="{escape(ctx.language)}" data-search-exclude>{stored}</template>\n'
    )


def _previews(facts: PageFacts, ctx: RenderContext, pages: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Address as the page links to it -> name and HTML of its preview."""
    for mark in facts.markers:
        if isinstance(mark, ClaimMark) and mark.claim in ctx.index.entries:
            yield ctx.claim(mark.claim), _claim(ctx, ctx.index.entries[mark.claim])
        elif isinstance(mark, Citation):
            for key in mark.keys:
                if key in ctx.references.entries:
                    yield ctx.work(key), _work(ctx, key)
        elif isinstance(mark, CrossReference):
            if mark.target in ctx.shown_on:
                yield ctx.links.to(ctx.shown_on[mark.target], mark.target), _display(ctx, mark.target)
            elif mark.target in ctx.sections:
                target = ctx.sections[mark.target]
                html = pages.get(target.page, "")
                yield ctx.links.to(target.page, target.anchor), _section(ctx, mark.target, html)


def _label(ctx: RenderContext, title: str) -> str:
    return ctx.labels("claims.preview") + ctx.labels("blocks.colon") + title


def _claim(ctx: RenderContext, entry: Entry) -> tuple[str, str]:
    labels, claim = ctx.labels, entry.claim
    title = labels("claims.claim", number=labels.number(ctx.index.numbers[claim.id]))
    flags = flags_of(ctx, entry)
    parts = [
        f'<p><span class="rb-preview__title">{escape(title)}</span> · {footing_of(ctx, entry)} {flags}</p>',
        _passages(ctx, (id_ for id_ in entry.support if id_ not in entry.statements)),
        _led(ctx, "claims.statements", _passages(ctx, entry.statements)),
        _led(ctx, "claims.why", text(ctx, claim.why)),
        _led(ctx, "claims.counter", _passages(ctx, entry.counter)),
        _led(ctx, "claims.tension", text(ctx, claim.tension)),
        paragraph(link(ctx.claim(claim.id), escape(labels("claims.preview.more")))),
    ]
    return _label(ctx, title), "".join(parts)


def _led(ctx: RenderContext, label: str, inner: str) -> str:
    """What a preview says under a label of its own; a list stands below it, a text beside it."""
    lead = f'<span class="rb-preview__lead">{escape(ctx.labels(label))}{ctx.labels("blocks.colon").rstrip()}</span>'
    if not inner:
        return ""
    return f"<p>{lead}</p>{inner}" if inner.startswith("<ul") else f"<p>{lead} {inner}</p>"


def _passages(ctx: RenderContext, ids: Iterable[str]) -> str:
    known = (ctx.study.passage[id_] for id_ in ids if id_ in ctx.study.passage)
    items = "".join(f'<li data-voice="{escape(one.voice)}">{_passage(ctx, one)}</li>' for one in known)
    return f"<ul>{items}</ul>" if items else ""


def _passage(ctx: RenderContext, one: Evidence) -> str:
    """Who speaks, where, what, with which codes, and the way to the card: one link, one stop of the Tab key."""
    where = ", ".join(case_words(ctx, case) for case in one.cases)
    codes = ", ".join(
        code_words(ctx, coding.code)
        + (f" ({escape(ctx.labels('claims.preview.against'))})" if coding.bears == "against" else "")
        for coding in ctx.study.codings_of.get(one.id, ())
    )
    coded = f"{escape(ctx.labels('claims.preview.codes'))}{ctx.labels('blocks.colon')}{codes}. " if codes else ""
    card = link(ctx.evidence(one.id), escape(ctx.labels("claims.preview.card", id=one.id)))
    return (
        f'<span class="rb-voice">{escape(sentence(ctx.labels(f"voice.{one.voice}")))}</span> · {where}'
        f'<span class="rb-preview__said">{text(ctx, one.paraphrase)}</span>'
        f'<span class="rb-preview__place">{place_words(ctx, one.section, one.paragraph)}. {coded}{card}</span>'
    )


def _work(ctx: RenderContext, key: str) -> tuple[str, str]:
    known = ctx.study.work.get(key)
    said = paragraph(verification(ctx, known), "rb-preview__lead") if known else ""
    more = paragraph(link(ctx.work(key), escape(ctx.labels("claims.preview.work"))))
    title = unescape(_TAG.sub("", ctx.references.labels.get(key, key)))
    return _label(ctx, title), f"<div>{ctx.references.entries[key]}</div>{said}{more}"


def _display(ctx: RenderContext, id_: str) -> tuple[str, str]:
    display = ctx.study.display[id_]
    title = f"{ctx.labels(display.kind)} {ctx.labels.number(ctx.numbers[id_])}"
    place = ctx.links.to(ctx.shown_on[id_], id_)
    return _label(ctx, title), (
        f'<p><span class="rb-preview__title">{escape(title)}</span> {text(ctx, display.caption)}</p>'
        f"{paragraph(text(ctx, display.reading), 'rb-preview__lead')}"
        f"{paragraph(link(place, escape(ctx.labels('claims.preview.display'))))}"
    )


def _section(ctx: RenderContext, id_: str, html: str) -> tuple[str, str]:
    target = ctx.sections[id_]
    place = ctx.links.to(target.page, target.anchor)
    return _label(ctx, target.title), (
        f'<p class="rb-preview__title">{escape(target.title)}</p>{paragraph(escape(_beginning(html, target.anchor)))}'
        f"{paragraph(link(place, escape(ctx.labels('claims.preview.section'))))}"
    )


def _beginning(html: str, anchor: str) -> str:
    """The first paragraph below a heading, as plain text, cut at a blank where it is long; '' where none follows it."""
    start = html.find(f'id="{escape(anchor)}"')
    after = html.find(">", start)
    if start < 0 or after < 0:
        return ""
    here = html[after : after + 20_000]
    end = _HEADING.search(here)
    found = _PARAGRAPH.search(here[: end.start()] if end else here)
    said = " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""
    return said if len(said) <= _LONG else said[:_LONG].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _notes(ctx: RenderContext, claims: Iterable[str]) -> str:
    """On paper: the claims of a page by number, what carries each, and the cards' identifiers."""
    labels, numbers = ctx.labels, ctx.index.numbers
    entries = sorted((ctx.index.entries[id_] for id_ in claims), key=lambda entry: numbers[entry.claim.id])
    lines = []
    for entry in entries:
        material = [id_ for id_ in entry.support if id_ not in entry.statements]
        against = f" ; {labels('claims.preview.against')} {', '.join(entry.counter)}" if entry.counter else ""
        said = labels(f"ledger.footing.{entry.footing}")
        named = ", ".join(material) or ", ".join(entry.statements)
        found = labels("blocks.colon") + named if named else ""
        lines.append(f"{labels.number(numbers[entry.claim.id])}. {escape(sentence(said) + found + against)}")
    head = escape(f"{labels('claims.notes')}. {labels('claims.notes.where')}")
    return (
        f'<div class="rb-claim-notes" lang="{escape(ctx.language)}" data-search-exclude>'
        f"<p>{head}</p>{listing(lines)}</div>\n"
    )
