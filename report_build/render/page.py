"""A page becomes HTML: each placeholder what it stands for, each block of a generated page what its value says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from report_build.findings import Finding
from report_build.markup import as_attribute
from report_build.model.pages import Block, Citation, ClaimMark, Marker, ParsedPage, PassageMark
from report_build.render.blocks import BLOCKS, BlockError, show_block
from report_build.render.displays import display_html
from report_build.render.markers import marker_html
from report_build.render.pages import GeneratedPage
from report_build.render.templates import render
from report_build.render.view import PageView
from report_build.weave.outline import PLACEHOLDER

_IN_PAGE = re.compile(
    rf"(?P<tag><[a-zA-Z][^<>]*{PLACEHOLDER.pattern}[^<>]*>)"
    rf"|(?P<opening><p(?: [^<>]*)?>)\s*{PLACEHOLDER.pattern}\s*</p>|{PLACEHOLDER.pattern}"
)
_END = "\u0003"  # of a placeholder
_PARAGRAPH = re.compile(r"<p>(?P<text>(?:(?!</?p\b).)*)</p>", re.DOTALL)

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
        if found["tag"]:  # an attribute holds plain text
            plain = view.index.plain_text
            return PLACEHOLDER.sub(lambda part: as_attribute(plain(page.address, part[0])), found["tag"])
        number = int(found[4] or found[5])
        marker = page.facts.markers[number]
        html = block(number, marker) if isinstance(marker, Block) else None
        if html is not None:
            return html
        if isinstance(marker, PassageMark) and found.string.endswith(_END, 0, found.start()):
            marker = replace(marker, follows=True)
        inline = marker_html(marker, view)
        return f"{found['opening']}{inline}</p>" if found["opening"] else inline

    return _IN_PAGE.sub(put, _with_voices(page, view)), findings


def _with_voices(page: ParsedPage, view: PageView) -> str:
    """The page, its paragraphs that report material and nothing else said to do so.

    A paragraph does where each claim in it rests on passages of material, and each passage that it points to is some:
    one that the author of a text speaks in as well, or a work that is cited, is nobody's alone.
    """

    def ground(marker: Marker) -> str:
        if isinstance(marker, ClaimMark):
            entry = view.index.claims.entries.get(marker.claim)
            return entry.footing or "none" if entry else "none"
        if isinstance(marker, PassageMark):
            return view.study.ground(view.study.passage[marker.passage])
        return "work" if isinstance(marker, Citation) else ""

    def told(found: re.Match[str]) -> str:
        grounds = {ground(page.facts.markers[int(part[1])]) for part in PLACEHOLDER.finditer(found["text"])} - {""}
        return f'<p data-ground="material">{found["text"]}</p>' if grounds == {"material"} else found[0]

    return _PARAGRAPH.sub(told, page.html)


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
