"""The bibliography as readers consult it, and how the report itself is cited."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from report_build.model.bibliography import VERIFICATIONS, Work
from report_build.model.text import Text
from report_build.render.blocks import arguments
from report_build.render.blocks.markup import facts, link, paragraph, text
from report_build.render.context import RenderContext


def bibliography(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< bibliography >}}``: every cited work: entry, what was verified, where it is cited, its BibTeX."""
    arguments.read(given)
    entries = "".join(
        f'<li id="ref-{escape(key)}" class="rb-work"><div class="rb-work__entry">{entry}</div>{_about(ctx, key)}</li>\n'
        for key, entry in ctx.references.entries.items()
    )
    return f'<ul class="rb-works">{entries}</ul>' if entries else ""


def _about(ctx: RenderContext, key: str) -> str:
    work = ctx.study.work.get(key)
    known = facts(
        (
            (escape(ctx.words("blocks.verification")), verification(ctx, work) if work else ""),
            (escape(ctx.words("blocks.cited-in")), _cited_in(ctx, key)),
        )
    )
    if not work:
        return known
    return known + _details(work.raw.strip())


def _details(source: str) -> str:
    return f'<details><summary>BibTeX</summary><pre tabindex="0"><code>{escape(source)}</code></pre></details>'


def verification(ctx: RenderContext, work: Work) -> str:
    """How far a work could be verified, in words, with what was found."""
    status = work.verification
    known = status if status in VERIFICATIONS else "none"
    said = ctx.words(f"blocks.verification.{known}")
    return f'<span class="rb-verified rb-verified--{known}">{escape(said)}</span> {_note(ctx, work)}'.strip()


def _note(ctx: RenderContext, work: Work) -> str:
    """What was found about the work: ``verification_note_<language>``, else another language's, else one of none."""
    prefix = "verification_note_"
    notes = {name.removeprefix(prefix): value for name, value in work.fields.items() if name.startswith(prefix)}
    notes = {language: re.sub(r"[{}]", "", note) for language, note in notes.items()}
    if any(notes.values()):
        return text(ctx, Text(notes))
    return escape(re.sub(r"[{}]", "", work.fields.get("verification_note", "")))


def _cited_in(ctx: RenderContext, key: str) -> str:
    seen: dict[str, int] = {}
    found = []
    for place in ctx.cited_on.get(key, ()):
        seen[place.page] = seen.get(place.page, 0) + 1
        again = seen[place.page]
        name = escape(place.title) + (f" ({ctx.words.number(again)})" if again > 1 else "")
        found.append(link(ctx.links.to(place.page, place.anchor), name))
    return ", ".join(found)


def how_to_cite(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< how-to-cite >}}``: the report for its coding and displays, the article for its argument."""
    arguments.read(given)
    if ctx.study.citation is None:
        return ""
    data = ctx.study.citation.data
    words = ctx.words
    parts = [
        paragraph(escape(words("blocks.cite.report")), "rb-cite__for"),
        copied(reference(data, ctx), "report-citation", ctx),
        _details(bibtex(data)),
    ]
    for number, source in enumerate(_listed(data, "references"), start=1):
        parts.append(paragraph(escape(words("blocks.cite.source")), "rb-cite__for"))
        parts.append(copied(reference(source, ctx), f"source-citation-{number}", ctx))
    return f'<div class="rb-cite" data-edition>{"".join(parts)}</div>'


def copied(inner: str, anchor: str, ctx: RenderContext) -> str:
    """A citation (HTML) under an id of its own, with a button that copies its text."""
    label = escape(ctx.words("blocks.copy"))
    done = escape(ctx.words("blocks.copied"))
    return (
        f'<blockquote class="rb-cite__text"><p id="{anchor}">{inner}</p>'
        f'<button type="button" class="rb-cite__copy" data-copies="{anchor}" data-done="{done}" hidden>{label}</button>'
        f"</blockquote>"
    )


def reference(data: Mapping[str, object], ctx: RenderContext) -> str:
    """A work described as in CITATION.cff, as one line of HTML: who, when, title, where, version, identifier."""
    year = _said(data, "date-released")[:4] or _said(data, "year")
    kind = "title" if not data.get("journal") else "article"
    journal = _said(data, "journal")
    details = [
        f"{_people(data, ctx)}{f' ({escape(year)})' if year else ''}",
        ctx.words(f"blocks.cite.{kind}", title=escape(_said(data, "title"))),
        f"<cite>{escape(journal)}</cite>" if journal else "",
        escape(ctx.words("blocks.cite.version", version=_said(data, "version"))) if data.get("version") else "",
        *(escape(_said(data, name)) for name in ("volume", "issue") if data.get(name)),
        _address(data),
    ]
    return ", ".join(detail for detail in details if detail) + "."


def _address(data: Mapping[str, object]) -> str:
    doi = _said(data, "doi")
    address = f"https://doi.org/{doi}" if doi else _said(data, "url") or _said(data, "repository-code")
    return link(address, escape(address)) if re.match(r"https?://", address) else escape(address)


def _people(data: Mapping[str, object], ctx: RenderContext) -> str:
    return escape(ctx.words("list.and").join(_names(data)))


def _names(data: Mapping[str, object]) -> Sequence[str]:
    return [
        _said(person, "name") or f"{_said(person, 'given-names')} {_said(person, 'family-names')}".strip()
        for person in _listed(data, "authors")
    ]


def _listed(data: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    value = data.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _said(data: Mapping[str, object], name: str) -> str:
    value = data.get(name)
    return "" if value is None else str(value)


def bibtex(data: Mapping[str, object]) -> str:
    """The report as a BibTeX entry; an author that is an entity keeps its name whole."""
    authors = [
        f"{{{_said(person, 'name')}}}"
        if person.get("name")
        else f"{_said(person, 'family-names')}, {_said(person, 'given-names')}"
        for person in _listed(data, "authors")
    ]
    fields = {
        "author": " and ".join(authors),
        "title": _said(data, "title"),
        "year": _said(data, "date-released")[:4],
        "version": _said(data, "version"),
        "doi": _said(data, "doi"),
        "url": _said(data, "url"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{report,\n{lines}}}"
