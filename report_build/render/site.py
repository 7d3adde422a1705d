"""All pages of one language, from the index to HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup

from report_build.cache import Cache
from report_build.findings import Finding, in_order
from report_build.index import Index
from report_build.model.pages import ParsedPage
from report_build.render.entries import with_entries_as_text, with_entries_later
from report_build.render.kept import FinishedPage, KeptPages
from report_build.render.page import render_generated, render_written
from report_build.render.pages import GeneratedPage
from report_build.render.previews import Shown, appendix, previews_of, strip
from report_build.render.reading import read_page, said_hash
from report_build.render.title_block import title_block
from report_build.render.view import PageView, joined


def render_pages(
    pages: Sequence[ParsedPage],
    generated: Mapping[str, GeneratedPage],
    index: Index,
    cache: Cache,
    *,
    permalink_title: str | None = None,
    between: Callable[[], None] = lambda: None,
) -> tuple[Mapping[str, FinishedPage], Mapping[str, bytes], list[Finding]]:
    """Every page by its address, the file that they share, and what is wrong with the arguments of blocks.

    The page that compares versions is left out: see :func:`render_last`.

    :param pages: all pages in reading order.
    :param generated: those that no author wrote, by address.
    :param permalink_title: what a heading's own link is called; None where the site has none.
    :param between: is called before each page.
    """
    kept, shown = KeptPages(index, cache), Shown(index)
    finished: dict[str, FinishedPage] = {}
    findings: list[Finding] = []
    for page in pages:
        made = generated.get(page.address)
        if made and page.address == index.addresses.comparison:
            continue
        between()
        made_from = (page, made, permalink_title)
        if known := kept.page(*made_from):
            finished[page.address], beside = known
            shown.add(beside)
            continue
        view = PageView(index, page.address)
        wrong: list[Finding] = []
        if made:
            html = render_generated(made, view, permalink_title=permalink_title)
        else:
            html, wrong = render_written(page, view)
        html = str(html)  # what is marked as HTML would escape what is put into it
        reading = read_page(with_entries_as_text(html) if made else html, cache)
        more = _more(page, view)
        beside = shown.of(previews_of(page.facts, view))
        more_said = read_page("\n".join([more, *beside.values()]), cache).said if more else ""
        html = _with_strip(html, view)
        html = with_entries_later(html) if made else html
        said = said_hash(index.titles[page.address], reading.said, more_said)
        finished[page.address] = FinishedPage(_followed(html, more), reading, said)
        findings += wrong
        if not wrong:
            kept.keep(finished[page.address], beside, *made_from)
    return finished, shown.file(), in_order(findings)


def render_written_pages(
    pages: Sequence[ParsedPage], index: Index, cache: Cache
) -> tuple[Mapping[str, FinishedPage], Mapping[str, bytes], list[Finding]]:
    """Authors’ pages for forms alone: as readers have them, without what opens beside links, and no shared file."""
    finished: dict[str, FinishedPage] = {}
    findings: list[Finding] = []
    for page in pages:
        view = PageView(index, page.address)
        html, wrong = render_written(page, view)
        html = str(html)
        shown = _followed(_with_strip(html, view), _more(page, view))
        finished[page.address] = FinishedPage(shown, read_page(html, cache), "")
        findings += wrong
    return finished, {}, in_order(findings)


def _more(page: ParsedPage, view: PageView) -> Markup:
    """What follows a page's text."""
    return joined("\n", filter(None, (title_block(view), appendix(page.facts, view))))


def _with_strip(html: str, view: PageView) -> str:
    """A page with the marks of its claims below its title."""
    above = strip(view)
    return html.replace("</h1>", f"</h1>\n{above}", 1) if above else html


def _followed(html: str, more: Markup) -> str:
    return f"{html}\n{more}" if more else html


def render_last(
    made: GeneratedPage, index: Index, cache: Cache, comparison: Markup, *, permalink_title: str | None = None
) -> FinishedPage:
    """The page that compares this version with the one before: it is known when all others are made."""
    html = render_generated(
        made, PageView(index, made.address), permalink_title=permalink_title, given={"comparison": comparison}
    )
    return FinishedPage(html, read_page(html, cache), "")
