"""What a page's claims, cells and citations rest on, in short: for the screen, and as notes to its claims for paper.

Both stand after the page's text. The first are in a ``<template>``, which no browser shows and no search reads: the
theme's script opens one beside what rests on it, and without it every link leads on by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from report_build.argument.ledger import Entry
from report_build.model.pages import Block, Citation, ClaimMark, PageFacts
from report_build.render.templates import render
from report_build.render.view import PageView


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link leads to, in short."""

    kind: Literal["claim", "work", "passage"]
    id: str  # of the claim, work or passage
    address: str  # as the page links to it


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A claim of a page as its note on paper tells it."""

    entry: Entry
    number: int
    material: tuple[str, ...]  # passages that carry it, else those that state it


def appendix(facts: PageFacts, page: PageView) -> Markup:
    """The notes and previews that follow a page's text; empty where nothing of it rests on anything."""
    previews = {preview.address: preview for preview in _previews(facts, page)}
    if not previews:
        return Markup("")
    return render("pages/appendix.html", page=page, notes=_notes(facts, page), previews=tuple(previews.values()))


def strip(page: PageView) -> Markup:
    """What the claims that a page words rest on, as one line of marks; empty where it words none."""
    index = page.index
    entries = [
        one
        for id_, one in index.claims.entries.items()
        if id_ in index.wordings and index.wordings[id_].page == page.address
    ]
    return render("pages/strip.html", page=page, entries=entries) if entries else Markup("")


def _previews(facts: PageFacts, page: PageView) -> Iterator[Preview]:
    index = page.index
    for mark in facts.markers:
        if isinstance(mark, ClaimMark) and mark.claim in index.claims.entries:
            yield Preview("claim", mark.claim, page.claim(mark.claim))
        elif isinstance(mark, Citation):
            for key in mark.keys:
                if key in index.references.entries:
                    yield Preview("work", key, page.work(key))
        elif isinstance(mark, Block) and mark.name == "display" and mark.arguments:
            for id_ in _passages_of_cells(page, mark.arguments[0]):
                yield Preview("passage", id_, page.evidence(id_))


def _passages_of_cells(page: PageView, display: str) -> Iterator[str]:
    """The passages that the cells of a table rest on, where this page shows it; a figure's data lead to the cards."""
    drawn = page.index.drawn.get(display)
    if drawn and drawn.table and not drawn.panels and page.index.shown_on.get(display) == page.address:
        yield from (id_ for id_ in drawn.table.passages if id_ in page.study.passage)


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
