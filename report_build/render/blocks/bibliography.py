"""The bibliography as readers consult it, and how the report itself is cited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from report_build.model.bibliography import VERIFICATIONS, Work
from report_build.model.text import Text
from report_build.render.blocks import arguments
from report_build.render.blocks.markup import facts, link, reserved, text
from report_build.render.context import RenderContext

HOW_TO_CITE = "how-to-cite"


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
            (escape(ctx.labels("blocks.verification")), verification(ctx, work) if work else ""),
            (escape(ctx.labels("blocks.cited-in")), _cited_in(ctx, key)),
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
    said = ctx.labels(f"blocks.verification.{known}")
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
        name = escape(place.title) + (f" ({ctx.labels.number(again)})" if again > 1 else "")
        found.append(link(ctx.links.to(place.page, place.anchor), name))
    return ", ".join(found)


def how_to_cite(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< how-to-cite >}}``: the report for its coding and displays, the article for its argument."""
    arguments.read(given)
    return reserved(HOW_TO_CITE) if ctx.study.citation else ""
