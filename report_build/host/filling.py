"""A page of MkDocs gets what the index and the templates made of it: titles, text, what is wrong on top."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from report_build.findings import Finding
from report_build.host.banner import banner
from report_build.host.objects import set_content, set_meta, set_outline, set_titles
from report_build.render.templates import render
from report_build.translation import own_name

if TYPE_CHECKING:
    from mkdocs.structure.pages import Page

    from report_build.host.state import Build
    from report_build.index import Index
    from report_build.pipeline import Site


def name_page(build: Build, page: Page, index: Index) -> None:
    """Give a page its titles, what is said of it and its table of contents."""
    address = page.file.url
    plain = partial(index.plain_text, address)
    set_meta(page, plain)
    set_titles(page, plain, build.parsing[address].facts.headings if address in build.parsing else ())
    if address not in build.parsing:
        set_outline(page, build.generated[page.file.src_uri].facts.headings)


def fill_page(build: Build, page: Page, site: Site, *, serving: bool) -> None:
    """Give a page its text."""
    source = page.file.src_uri
    set_content(page, site.pages[page.file.url])
    if source in build.fallback_pages:
        _show_fallback(build, page, serving=serving)
    elif source in build.notices:
        page.content = build.notices[source].in_html(page.content or "")


def _show_fallback(build: Build, page: Page, *, serving: bool) -> None:
    language = build.fallback_pages[page.file.src_uri].language
    told = {
        "way": "" if serving else build.languages.way(language, page.file.src_uri),
        "name": own_name(language, build.study_labels),
    }
    content = Markup(page.content or "")  # noqa: S704  # reason: a page as it was made
    page.content = render("pages/fallback.html", content=content, language=language, labels=build.labels, **told)


def put_on_top(build: Build, page: Page, said: Sequence[Finding]) -> None:
    """Put what is wrong on top of a page."""
    html = banner(said, build.labels, stale=build.stale, nothing=build.study is None)
    page.content = html + ((page.content or "") if build.study else "")
