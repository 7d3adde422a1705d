"""What the links of a page lead to, in short: previews for the screen, and notes to the page's claims for paper.

Both stand after the page's text. The previews are in a ``<template>``, which no browser shows and no search reads:
the theme's script shows one beside its link, and without it every link leads on by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from report_build.argument.ledger import Entry
from report_build.model.pages import Citation, ClaimMark, CrossReference, PageFacts
from report_build.render.templates import render
from report_build.render.view import PageView


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link leads to, in short."""

    kind: Literal["claim", "work", "display", "section"]
    id: str  # claim, key, display or heading
    address: str  # as the page links to it
    beginning: str = ""  # of a section: its first paragraph


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A claim of a page as its note on paper tells it."""

    entry: Entry
    number: int
    material: tuple[str, ...]  # passages that carry it, else those that state it


def appendix(facts: PageFacts, page: PageView, beginnings: Mapping[str, str]) -> Markup:
    """The notes and previews that follow a page's text; empty where nothing of it leads anywhere.

    :param beginnings: heading id -> the first paragraph below it, of all pages.
    """
    previews = {preview.address: preview for preview in _previews(facts, page, beginnings)}
    if not previews:
        return Markup("")
    return render("pages/appendix.html", page=page, notes=_notes(facts, page), previews=tuple(previews.values()))


def _previews(facts: PageFacts, page: PageView, beginnings: Mapping[str, str]) -> Iterator[Preview]:
    index = page.index
    for mark in facts.markers:
        if isinstance(mark, ClaimMark) and mark.claim in index.claims.entries:
            yield Preview("claim", mark.claim, page.claim(mark.claim))
        elif isinstance(mark, Citation):
            for key in mark.keys:
                if key in index.references.entries:
                    yield Preview("work", key, page.work(key))
        elif isinstance(mark, CrossReference):
            if mark.target in index.shown_on:
                yield Preview("display", mark.target, page.display(mark.target))
            elif mark.target in index.sections:
                target = index.sections[mark.target]
                address = page.to(target.page, target.anchor)
                yield Preview("section", mark.target, address, beginnings.get(mark.target, ""))


def _notes(facts: PageFacts, page: PageView) -> tuple[ClaimNote, ...]:
    """The claims of a page, by number."""
    claims = page.index.claims
    known = {mark.claim for mark in facts.claims if mark.claim in claims.entries}
    notes = []
    for id_ in sorted(known, key=claims.numbers.__getitem__):
        entry = claims.entries[id_]
        material = tuple(one for one in entry.support if one not in entry.statements)
        notes.append(ClaimNote(entry, claims.numbers[id_], material or tuple(entry.statements)))
    return tuple(notes)
