"""All pages of one language, from the index to HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from report_build.cache import Cache
from report_build.findings import Finding, in_order
from report_build.index import Index
from report_build.model.pages import ParsedPage
from report_build.render.entries import with_entries_as_text, with_entries_later
from report_build.render.page import render_generated, render_written
from report_build.render.pages import GeneratedPage
from report_build.render.previews import Shown, appendix, previews_of, strip
from report_build.render.reading import PageReading, read_page, said_hash
from report_build.render.title_block import title_block
from report_build.render.view import PageView, joined


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page as it is published, without what the theme puts around it."""

    html: str
    reading: PageReading  # of its text, without the marks above it and what follows it
    said: str  # hash of all that it says, under its title


def render_pages(
    pages: Sequence[ParsedPage],
    generated: Mapping[str, GeneratedPage],
    index: Index,
    cache: Cache,
    *,
    permalink_title: str | None = None,
) -> tuple[Mapping[str, FinishedPage], Mapping[str, bytes], list[Finding]]:
    """Every page by its address, the file that they share, and what is wrong with the arguments of blocks.

    The page that compares versions is left out: see :func:`render_last`.

    :param pages: all pages in reading order.
    :param generated: those that no author wrote, by address.
    :param permalink_title: what a heading's own link is called; None where the site has none.
    """
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for page in pages:
        view = PageView(index, page.address)
        if page.address == index.addresses.comparison and page.address in generated:
            continue
        if page.address in generated:
            texts[page.address] = render_generated(generated[page.address], view, permalink_title=permalink_title)
        else:
            texts[page.address], wrong = render_written(page, view)
            findings += wrong
    readings = {
        address: read_page(with_entries_as_text(html) if address in generated else html, cache)
        for address, html in texts.items()
    }
    finished: dict[str, FinishedPage] = {}
    shown = Shown(index)
    for page in pages:
        if page.address in texts:
            view, reading = PageView(index, page.address), readings[page.address]
            more = joined("\n", filter(None, (title_block(view), appendix(page.facts, view))))
            beside = [shown.html(preview) for preview in previews_of(page.facts, view)]
            more_said = read_page("\n".join([more, *beside]), cache).said if more else ""
            said = said_hash(index.titles[page.address], reading.said, more_said)
            above = strip(view)
            text = texts[page.address].replace("</h1>", f"</h1>\n{above}", 1) if above else texts[page.address]
            text = with_entries_later(text) if page.address in generated else text
            finished[page.address] = FinishedPage(f"{text}\n{more}" if more else text, reading, said)
    return finished, shown.file(), in_order(findings)


def render_last(
    made: GeneratedPage, index: Index, cache: Cache, comparison: Markup, *, permalink_title: str | None = None
) -> FinishedPage:
    """The page that compares this version with the one before: it is known when all others are made."""
    html = render_generated(
        made, PageView(index, made.address), permalink_title=permalink_title, given={"comparison": comparison}
    )
    return FinishedPage(html, read_page(html, cache), "")
