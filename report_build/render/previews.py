"""What a page's claims, cells and citations rest on, in short: for the screen, and as notes to its claims for paper.

The notes stand after the page's text. The others are in one file for all pages, each once: the theme's script asks for
it when a reader first reaches for one, and opens it beside what rests on it; without it every link leads on by itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from markupsafe import Markup

from report_build.argument.ledger import Entry
from report_build.displays.figures.svgs import passages_of
from report_build.index import Index
from report_build.model.pages import Block, Citation, ClaimMark, PageFacts, PassageMark
from report_build.render.templates import render
from report_build.render.view import PageView

_REPEATED = (  # what stands in several previews, the longest first: passages, words with the tags after them, tags
    re.compile(r"<li data-ground=.*?</li>", re.DOTALL),
    re.compile(r"[^<>]*(?:<[a-z/][^<>]*>)+"),
    re.compile(r"(?:<[a-z/][^<>]*>)+"),
)
PREVIEWS = "assets/report/previews.js"
Kind = Literal["claim", "work", "passage"]
Made = Mapping[tuple[Kind, str], str]  # (kind, id) of what opens beside a link -> its HTML


@dataclass(frozen=True, slots=True)
class Preview:
    """What a link leads to, in short."""

    kind: Kind
    id: str  # of the claim, work or passage
    address: str  # as the page links to it


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A claim of a page as its note on paper tells it."""

    entry: Entry
    number: int
    material: tuple[str, ...]  # passages that carry it, else those that state it


def previews_of(facts: PageFacts, page: PageView) -> tuple[Preview, ...]:
    """What opens beside the links of a page, each once."""
    return tuple({preview.address: preview for preview in _previews(facts, page)}.values())


def appendix(facts: PageFacts, page: PageView) -> Markup:
    """The notes that follow a page's text, and where its previews are; empty where nothing of it rests on anything."""
    previews = previews_of(facts, page)
    if not previews:
        return Markup("")
    return render("pages/appendix.html", page=page, notes=_notes(facts, page), previews=previews, file=PREVIEWS)


class Shown:
    """The previews of a site, made once for all pages, their links as a page at the site's root has them."""

    def __init__(self, index: Index) -> None:
        self._root = PageView(index, "")
        self._made: dict[tuple[Kind, str], str] = {}

    def of(self, previews: Iterable[Preview]) -> Made:
        """The HTML of previews."""
        asked = {(preview.kind, preview.id): preview for preview in previews}
        for key, preview in asked.items():
            if key not in self._made:
                self._made[key] = str(render("pages/preview.html", page=self._root, preview=preview))
        return {key: self._made[key] for key in asked}

    def add(self, made: Made) -> None:
        """Take over what was made before."""
        self._made.update(made)

    def file(self) -> Mapping[str, bytes]:
        """The script that brings all that was made, by the address that it is told of; nothing where none was."""
        ways = {"claim": self._root.claim, "work": self._root.work, "passage": self._root.evidence}
        made = {ways[kind](id_): html for (kind, id_), html in sorted(self._made.items())}
        told, parts = said_once(list(made.values()))
        written = (
            json.dumps(one, ensure_ascii=False, separators=(",\n", ":"))
            for one in (dict(zip(made, told, strict=True)), parts)
        )
        return {PREVIEWS: f"rbPreviews({','.join(written)})\n".encode(errors="backslashreplace")} if made else {}


def said_once(told: list[str]) -> tuple[list[str], list[str]]:
    """Pieces of HTML, what several have replaced by its number, as ``<217>``, in the list that comes second.

    Nothing else in a page looks like that: no tag begins with a digit, and ``<`` in text is written ``&lt;``.
    """
    parts: list[str] = []
    for pattern in _REPEATED:
        times = Counter(chain(*map(pattern.findall, chain(told, parts))))
        often = [one for one, count in times.items() if count > 1 and len(one) > len("<217>")]
        often.sort(key=lambda one: (-times[one], one))  # the shortest numbers for what stands most often
        numbers = {one: f"<{number}>" for number, one in enumerate(often, start=len(parts))}

        def short(piece: str, pattern: re.Pattern[str] = pattern, numbers: Mapping[str, str] = numbers) -> str:
            return pattern.sub(lambda found: numbers.get(found[0], found[0]), piece)

        told, parts = [*map(short, told)], [*map(short, parts), *often]
    return told, parts


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
        elif isinstance(mark, PassageMark):
            yield Preview("passage", mark.passage, page.evidence(mark.passage))
        elif isinstance(mark, Citation):
            for key in mark.keys:
                if key in index.references.entries:
                    yield Preview("work", key, page.work(key))
        elif isinstance(mark, Block) and mark.name == "display" and mark.arguments:
            for id_ in _passages_of_display(page, mark.arguments[0]):
                yield Preview("passage", id_, page.evidence(id_))


def _passages_of_display(page: PageView, display: str) -> Iterator[str]:
    """The passages of a table's cells or a figure's places, where this page shows it; a figure's data lead to cards."""
    drawn = page.index.drawn.get(display)
    if drawn and drawn.table and page.index.shown_on.get(display) == page.address:
        found = chain(*map(passages_of, drawn.panels)) if drawn.panels else drawn.table.passages
        yield from (id_ for id_ in found if id_ in page.study.passage)


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
