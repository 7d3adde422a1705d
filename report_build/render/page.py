"""A page becomes HTML: each placeholder what it stands for, each block of a generated page what its value says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from markupsafe import Markup

from report_build.findings import Finding
from report_build.index import cross_reference_text
from report_build.model.pages import Block, Citation, ClaimMark, CrossReference, Marker, ParsedPage
from report_build.references.formatted import Piece
from report_build.render.blocks import BLOCKS, BlockError, show_block
from report_build.render.displays import display_html
from report_build.render.pages import GeneratedPage
from report_build.render.templates import render
from report_build.render.view import PageView
from report_build.weave.extension import PLACEHOLDER

_IN_PAGE = re.compile(rf"(<p(?: [^<>]*)?>)\s*{PLACEHOLDER.pattern}\s*</p>|{PLACEHOLDER.pattern}")
_LINK = re.compile(r"</?a\b[^<>]*>")
_UNRESOLVED = Markup('<span class="rb-unresolved">{}</span>')
_REFERENCE = Markup('<a class="rb-reference" href="{}">{}</a>')
_CLAIM = Markup(
    '<a class="rb-claim-marker" href="{}" data-number="{}" data-footing="{}" data-signs="{}"'
    ' title="{}" aria-label="{}"></a>'
)


ShowDisplay = Callable[[str, PageView], Markup]
ShowBlock = Callable[[Mapping[str, str], PageView], Markup]


def show_display(display: str, page: PageView) -> Markup:
    """The HTML of a table or figure: caption with its number, body, note, reading, data, provenance, downloads."""
    return display_html(page.index.drawn[display], page.study.display[display], page)


OWN_BLOCKS: Mapping[str, ShowBlock] = {name: partial(show_block, name) for name in BLOCKS}


def render_written(
    page: ParsedPage,
    view: PageView,
    *,
    display: ShowDisplay = show_display,
    blocks: Mapping[str, ShowBlock] = OWN_BLOCKS,
) -> tuple[str, list[Finding]]:
    """The HTML of a page that an author wrote, and what is wrong with its blocks' arguments.

    A marker that resolves to nothing stays as it was written.

    :param display: makes a display's HTML.
    :param blocks: block name -> what makes its HTML from its arguments; a first unnamed one comes under the name ''.
    """
    findings: list[Finding] = []

    def block(number: int, marker: Block) -> Markup | None:
        """The HTML of a display or block; None where it cannot be shown."""
        if not marker.alone:
            return None
        if marker.name == "display":
            name = marker.arguments[0] if marker.arguments else ""
            shown = (view.index.shown_on.get(name), view.index.shown_by.get(name)) == (page.address, number)
            return display(name, view) if shown else None
        if marker.name not in blocks:
            return None
        given = {**({"": marker.arguments[0]} if marker.arguments else {}), **marker.options}
        try:
            return blocks[marker.name](given, view)
        except BlockError as problem:
            place = page.facts.at(marker.line)
            findings.append(Finding(place, "RB317", f"'{marker.source}': {problem}", problem.hint))
            return None

    def put(found: re.Match[str]) -> str:
        number = int(found[2] or found[3])
        marker = page.facts.markers[number]
        html = block(number, marker) if isinstance(marker, Block) else None
        if html is not None:
            return html
        inline = marker_html(marker, view)
        return f"{found[1]}{inline}</p>" if found[1] else inline

    return _IN_PAGE.sub(put, page.html), findings


def render_generated(
    made: GeneratedPage,
    view: PageView,
    *,
    permalink_title: str | None = None,
    given: Mapping[str, Markup] | None = None,
) -> str:
    """The HTML of a page that no author wrote.

    :param permalink_title: what a heading's own link is called; None where the site has none.
    :param given: block name -> HTML, for blocks that are known only when all other pages are made.
    """

    def show(name: str, arguments: Mapping[str, str]) -> Markup:
        known = (given or {}).get(name)
        return show_block(name, arguments, view) if known is None else known

    return render("pages/generated.html", made=made, page=view, show=show, permalink_title=permalink_title)


def marker_html(marker: Marker, page: PageView) -> Markup:
    """The HTML of a citation, cross-reference or claim's marker; of anything else its source."""
    if isinstance(marker, ClaimMark):
        return _claim_marker(marker, page)
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
    target = index.sections[marker.target]
    return _REFERENCE.format(page.to(target.page, target.anchor), text)


def _claim_marker(marker: ClaimMark, page: PageView) -> Markup:
    if marker.claim not in page.index.claims.numbers:
        return Markup("")
    number = page.number(page.index.claims.numbers[marker.claim])
    label = page.labels("weave.evidence-of-claim", number=number)
    entry = page.index.claims.entries[marker.claim]
    return _CLAIM.format(
        page.claim(marker.claim), number, entry.footing, page.signs(entry), page.strength(entry), label
    )
