"""Where pages lead, and what they ask for: no script in an address, nothing from another host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.nav import Link, Navigation

from report_build.findings import Finding, Place
from report_build.host.objects import as_html, keep_titles_as_text, source_name
from report_build.markup import as_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_TAG = re.compile(r"<([a-zA-Z][\w-]*)\s([^<>]*)>")
_ADDRESS = re.compile(
    r"(?<![\w-])(href|src|srcset|poster|data|action|formaction)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+)", re.IGNORECASE
)
_SCRIPT = re.compile(
    r"[\x00-\x20]*(?:javascript|vbscript|file|data(?!:image/(?:png|jpeg|gif|webp);))\s*:", re.IGNORECASE
)
_OUTSIDE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
_ASKING = frozenset({"audio", "embed", "iframe", "img", "input", "object", "script", "source", "track", "video"})
_ASKING_LINK = re.compile(
    r"\brel\s*=\s*[\"']?[^\"'>]*(?:stylesheet|icon|preload|preconnect|prefetch|manifest)", re.IGNORECASE
)
_ASKING_TAG = "link that asks"
_MAY_ASK = re.compile(rf"<(link|{'|'.join(sorted(_ASKING))})\s([^<>]*)>", re.IGNORECASE)
_REFUSED = "the address '{}' would run or open what is no page"
_CURE = "Write the address of a page or file, or of a web page in full"


def unsafe_links(config: MkDocsConfig, pages: Iterable[Page], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Findings on the addresses in what authors wrote that hold a script.

    :param texts: of the pages' sources, by name.
    """
    for page in pages:
        name = source_name(config, page.file)
        for _, attribute, address in _addresses(page.content or "") if name in texts else ():
            if attribute != "srcset" and _SCRIPT.match(address):
                yield Finding(Place(name, _line(texts[name], address)), "RB323", _REFUSED.format(address), _CURE)


def unsafe_navigation(nav: Navigation, config: MkDocsConfig) -> list[Finding]:
    """Findings on such addresses in the navigation; they lead nowhere then. Its titles are text: themes escape none."""
    findings: list[Finding] = []
    file = Path(config.config_file_path)
    keep_titles_as_text(nav)
    items = [*nav.items]
    while items:
        item = items.pop()
        if isinstance(item, Link) and _SCRIPT.match(item.url):
            line = _line(file.read_text(encoding="utf-8", errors="replace"), item.url)
            findings.append(Finding(Place(file.name, line), "RB323", _REFUSED.format(item.url), _CURE))
            item.url = "#"
        items += item.children or []
    for page in nav.pages:
        page.edit_url = as_html(page.edit_url) if page.edit_url else page.edit_url
    return [*findings, *_unsafe_settings(config)]


def _unsafe_settings(config: MkDocsConfig) -> list[Finding]:
    """Findings on such addresses in what the theme prints beside the pages; the names there are text."""
    findings: list[Finding] = []
    file = Path(config.config_file_path)

    def safe(said: object) -> object:
        if not isinstance(said, str):
            return said
        if not _SCRIPT.match(said):
            return as_html(said)
        line = _line(file.read_text(encoding="utf-8", errors="replace"), said)
        findings.append(Finding(Place(file.name, line), "RB323", _REFUSED.format(said), _CURE))
        return "#"

    for name in ("repo_name", "repo_url"):
        config[name] = safe(config[name])
    if "homepage" in config.extra:
        config.extra["homepage"] = safe(config.extra["homepage"])
    social = config.extra.get("social")
    for one in social if isinstance(social, list) else ():
        if isinstance(one, dict):
            one.update({name: safe(one[name]) for name in ("link", "name") if name in one})
    return findings


def outside_requests(
    config: MkDocsConfig, page: Page, html: str, texts: Mapping[str, str], told: set[str]
) -> Iterator[Finding]:
    """Findings on what a whole page, the theme's part of it included, would ask other hosts for.

    :param texts: of the pages' sources, by name.
    :param told: addresses that were told of: what the theme asks for is told of one page.
    """
    name = source_name(config, page.file)
    for tag, attribute, address in _addresses(html, _MAY_ASK):
        asks = tag == _ASKING_TAG or (tag in _ASKING and attribute in {"src", "srcset", "poster", "data"})
        if asks and address not in told and _OUTSIDE.match(address):
            told.add(address)
            place = Place(name, _line(texts.get(name, ""), address))
            cure = "Put a copy among the pages; in mkdocs.yml, write font: false for the theme"
            yield Finding(place, "RB322", f"the page asks another host for '{address}'", cure)


def _addresses(html: str, tags: re.Pattern[str] = _TAG) -> Iterator[tuple[str, str, str]]:
    """(tag, attribute, address) of each address in a page."""
    for tag in tags.finditer(html):
        name = tag[1].lower()
        if name == "link" and _ASKING_LINK.search(tag[2]):
            name = _ASKING_TAG
        for found in _ADDRESS.finditer(tag[2]):
            yield name, found[1].lower(), as_text(found[2].strip("\"'"))


def _line(text: str, words: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if words in line), 0)
