"""A marker becomes HTML, as the page that shows it links from where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from report_build.index import cross_reference_text
from report_build.model.pages import Citation, ClaimMark, CrossReference, Float, Marker, PassageMark
from report_build.references.formatted import Piece
from report_build.render.templates import sentence

if TYPE_CHECKING:
    from report_build.render.view import PageView

_LINK = re.compile(r"</?a\b[^<>]*>")
_UNRESOLVED = Markup('<span class="rb-unresolved">{}</span>')
_REFERENCE = Markup('<a class="rb-reference" href="{}">{}</a>')
_CLAIM = Markup('<a class="rb-claim-marker" href="{}" data-number="{}" data-footing="{}"{} title="{}"></a>')
_PASSAGE = Markup(
    '<a class="rb-passage{}" href="{}" data-passage="{}" data-voice="{}" data-ground="{}"'
    ' title="{}" aria-label="{}"></a>'
)


def marker_html(marker: Marker, page: PageView) -> Markup:
    """The HTML of a citation, cross-reference or claim's marker; of anything else its source."""
    if isinstance(marker, ClaimMark):
        return _claim_marker(marker, page)
    if isinstance(marker, PassageMark):
        return _passage_mark(marker, page)
    if isinstance(marker, Float):
        return _float(marker, page)
    html = Markup("")
    if isinstance(marker, CrossReference):
        html = _cross_reference(marker, page)
    elif isinstance(marker, Citation):
        html = _citation(marker, page)
    else:
        return _UNRESOLVED.format(marker.source)
    html = html or _UNRESOLVED.format(marker.source)
    return html if marker.linked else Markup(_LINK.sub("", html))  # noqa: S704  # reason: of what was escaped


def _citation(marker: Citation, page: PageView) -> Markup:
    pieces = page.index.references.citations.get(marker.cites, ())
    html = Markup("").join(_cited(piece, page) for piece in pieces)
    return Markup('<span class="rb-citation">{}</span>').format(html) if html else Markup("")


def _cited(piece: Piece, page: PageView) -> Markup:
    """A piece of a citation; links lead to the bibliography's page, and name the work for previews."""
    html = Markup(piece.html)  # noqa: S704  # reason: formatted by us
    return Markup('<a class="rb-work-link" href="{}">{}</a>').format(page.work(piece.key), html) if piece.key else html


def _cross_reference(marker: CrossReference, page: PageView) -> Markup:
    index = page.index

    def title(section: str) -> str:
        return index.sections[section].title if section in index.sections else ""

    text = cross_reference_text(marker, index.study, index.labels, index.numbers, title)
    if not text:
        return Markup("")
    if marker.target in index.shown_on:
        return _REFERENCE.format(page.display(marker.target), text)
    if marker.target in index.float_on:
        return _REFERENCE.format(page.to(index.float_on[marker.target], marker.target), text)
    target = index.sections[marker.target]
    return _REFERENCE.format(page.to(target.page, target.anchor), text)


def _float(marker: Float, page: PageView) -> Markup:
    """The number of a figure or table of the author's own; an equation with its number."""
    number = page.index.numbers.get(marker.id) if marker.id else None
    if marker.kind != "equation":
        known = page.labels(marker.kind) if number is None else f"{page.labels(marker.kind)} {page.number(number)}"
        return Markup('<span class="rb-number">{}</span>').format(known)
    made = Markup(marker.html)  # noqa: S704  # reason: made by weave/equations.py
    if number is None:
        return Markup('<span class="rb-equation">{}</span>').format(made)
    numbered = Markup('<span class="rb-equation" id="{}">{} <span class="rb-equation-number">({})</span></span>')
    return numbered.format(marker.id, made, page.number(number))


def _claim_marker(marker: ClaimMark, page: PageView) -> Markup:
    if marker.claim not in page.index.claims.numbers:
        return Markup("")
    number = page.number(page.index.claims.numbers[marker.claim])
    entry = page.index.claims.entries[marker.claim]
    signs = Markup(' data-signs="{}"').format(" ".join(entry.signs)) if entry.signs else ""
    return _CLAIM.format(page.claim(marker.claim), number, entry.footing, signs, page.named_strength(entry))


def _passage_mark(marker: PassageMark, page: PageView) -> Markup:
    if not marker.linked or not marker.shown:
        return Markup("")
    passage = page.study.passage[marker.passage]
    voice = page.labels.get(f"voice.{passage.voice}", passage.voice)
    label = page.labels("weave.passage", id=passage.id, voice=voice, words=page.opening_of(passage))
    ground = page.study.ground(passage)
    style = " rb-passage--next" if marker.follows else ""
    return _PASSAGE.format(style, page.evidence(passage.id), passage.id, passage.voice, ground, sentence(voice), label)
