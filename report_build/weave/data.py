"""Markers in the texts of the data: captions, notes, readings, what a claim rests on, and all the others.

Pages weave them where they show such a text as text; a name, which also stands in titles, menus and drawings, is plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from report_build.check.pages import prose_of, raw_cure
from report_build.findings import Finding, Place
from report_build.model.pages import Citation, Cite, CrossReference, PassageMark
from report_build.model.text import Text
from report_build.references.clusters import parse_cluster
from report_build.suggest import Names
from report_build.weave.texts import CLUSTER, TARGET, may_hold_markers, pieces, raw_in_text

if TYPE_CHECKING:
    from report_build.labels import Labels
    from report_build.model.coding import Display
    from report_build.model.study import Study

_NAMES = frozenset({"label", "short", "alt", "words", "actor", "medium", "members", "place", "entry"})


def cited_in_data(study: Study, labels: Labels) -> set[tuple[Cite, ...]]:
    """Works that the texts of the data cite together."""
    return {
        piece.cites
        for _, said in prose_of(study)
        for piece in pieces(said, study, labels)
        if isinstance(piece, Citation)
    }


def as_drawn(display: Display, study: Study, labels: Labels) -> Display:
    """A display whose caption stands in an image file, as a drawing's title: plain, before pages are known."""

    def plain(said: str) -> str:
        parts = pieces(said, study, labels) if "@" in said or "{{<" in said else (said,)
        return "".join(part if isinstance(part, str) else _plainly(part, study, labels) for part in parts)

    return replace(display, caption=Text({language: plain(said) for language, said in display.caption.items()}))


def _plainly(piece: Citation | CrossReference | PassageMark, study: Study, labels: Labels) -> str:
    """Names and years of the works cited, as they are written; of a display what it is; of a passage nothing."""
    if isinstance(piece, PassageMark):
        return ""
    if isinstance(piece, CrossReference):
        return labels(study.display[piece.target].kind) if piece.target in study.display else piece.target
    fields = [study.work[cite.key].fields for cite in piece.cites if cite.key in study.work]
    told = [f"{re.sub('[{}]', '', one.get('author', '').partition(',')[0])} {one.get('year', '')}" for one in fields]
    return "; ".join(map(str.strip, told))


def check_data_texts(study: Study, labels: Labels) -> Iterator[Finding]:
    """Markers in the data's texts that lead nowhere (RB301, RB302), or that are published as written (RB320)."""
    for table in study.tables:
        for row in study.rows(table.name):
            for name, part, text in table.texts_of(row):
                for language, said in text.items():
                    if not may_hold_markers(said):
                        continue
                    place = row.origin.at_language(name, language)
                    if (part or name) in _NAMES:
                        yield from _raw(said, study, place)
                    else:
                        yield from _unwoven(said, study, labels, place)


def _unwoven(said: str, study: Study, labels: Labels, place: Place) -> Iterator[Finding]:
    for piece in pieces(said, study, labels):
        named = piece.target if isinstance(piece, CrossReference) else "sec-"
        if not named.startswith("sec-") and named not in study.display and "displays" not in study.incomplete:
            message = f"'{named}' is no target: there is no display of that id"
            yield Finding(place, "RB302", message, Names(study.display).near(named))
        clusters = (
            [parse_cluster(found, study.alias) for found in CLUSTER.findall(piece)] if isinstance(piece, str) else []
        )
        for cite in chain.from_iterable([piece.cites] if isinstance(piece, Citation) else clusters):
            if cite.key not in study.work and not TARGET.fullmatch(cite.key) and "works" not in study.incomplete:
                message = f"'{cite.key}' is not in references.bib"
                near = Names((*study.work, *study.display)).near(cite.key)
                yield Finding(place, "RB301", message, near or "Take the brackets away.")
        if isinstance(piece, str):
            yield from _raw(piece, study, place)


def _raw(said: str, study: Study, place: Place) -> Iterator[Finding]:
    for source in dict.fromkeys(raw_in_text(said, study)):
        yield Finding(place, "RB320", f"'{source}' stands in pages as it is written", raw_cure(source))
