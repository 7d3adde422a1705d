"""What the plug-in needs of MkDocs' objects: configuration, files, navigation, pages, templates."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import jinja2
from markupsafe import Markup
from mkdocs.structure.files import File, Files
from mkdocs.structure.toc import get_toc

from report_build.cache import Cache
from report_build.findings import Place
from report_build.host.configuration import UNREADABLE, read_settings
from report_build.markup import as_attribute, as_content, as_text
from report_build.model.other_files import REQUIREMENTS
from report_build.model.pages import Heading, Searched
from report_build.render.kept import FinishedPage
from report_build.render.pages import GeneratedPage
from report_build.render.templates import TemplateCache
from report_build.translation.sites import LanguageSite

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink


def root_of(config: MkDocsConfig) -> Path:
    """The study's root: the folder of the configuration file."""
    return Path(config.config_file_path).resolve().parent


def language_of(config: MkDocsConfig) -> str:
    """The language of the pages, as the theme is told."""
    return str(config.theme.get("language") or config.theme.locale.language)


def as_html(text: str) -> str:
    """A text that MkDocs' and the theme's templates print as it is: they escape nothing."""
    return as_attribute(as_text(text))


def source_name(config: MkDocsConfig, file: File) -> str:
    """The page's source as findings name it: relative to the study's root, e.g. ``docs/fr/types.md``."""
    return f"{source_folder(config)}/{file.src_uri}"


def source_folder(config: MkDocsConfig) -> str:
    """The folder of the pages, relative to the study's root."""
    return Path(os.path.relpath(Path(config.docs_dir).resolve(), root_of(config))).as_posix()


def place_of_option(config: MkDocsConfig, name: str) -> Place:
    """Where an option of ours stands: in the configuration file, or in the one that it inherits from."""
    own = Path(config.config_file_path)
    for file in (own, own.with_name(f"{own.name.partition('.')[0]}{own.suffix}")):
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        if found := re.search(rf"^\s+{name}\s*:", text, re.MULTILINE):
            return Place(file.name, text.count("\n", 0, found.end()) + 1)
    return Place(own.name)


def served_at(config_file: Path) -> str:
    """The address that the configuration file gives a server, or MkDocs' own."""
    return _setting(config_file, "dev_addr") or "127.0.0.1:8000"


def configured_address(config_file: Path) -> str:
    """The address above the languages as the configuration file has it; '' where it has none."""
    return _setting(config_file, "site_url")


def _setting(config_file: Path, name: str) -> str:
    try:
        return str(read_settings(config_file, inherited=False).get(name) or "")
    except UNREADABLE:
        return ""  # building says what is wrong with the file


def place(config: MkDocsConfig, address: str, slot: str) -> None:
    """Tell MkDocs where the site will stand, and the theme that there are versions beside it.

    :param address: of the site's folder; '' where it is not known: then pages carry no canonical address.
    """
    config.site_url = address
    if slot:
        config.extra.setdefault("version", {"provider": "mike"})  # the form of versions.json that the selector reads


def inputs(config: MkDocsConfig) -> list[Path]:
    """The files, besides the coded data, that a build reads: pages, configuration, pinned requirements."""
    root = root_of(config)
    docs = {root / site.docs for site in language_sites(Path(config.config_file_path))} | {Path(config.docs_dir)}
    pages = [
        file
        for folder in sorted(docs)
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]
    requirements = (root / name for name in REQUIREMENTS)
    return [*pages, *sorted(root.glob("mkdocs*.yml")), *filter(Path.is_file, requirements)]


def language_sites(config_file: Path) -> list[LanguageSite]:
    """The languages of a report: ``mkdocs.yml``, the default one, then ``mkdocs.<language>.yml`` by name.

    A file that cannot be read has no language here; building it says why.
    """
    first = config_file.with_name(f"{config_file.name.partition('.')[0]}{config_file.suffix}")
    files = [first, *sorted(first.parent.glob(f"{first.stem}.*{first.suffix}"))] if first.is_file() else [config_file]
    sites: dict[str, LanguageSite] = {}
    for file in files:
        site = _language_site(file)
        if site is not None:
            sites.setdefault(site.language, site)
    return list(sites.values())


def _language_site(file: Path) -> LanguageSite | None:
    try:
        own = read_settings(file, inherited=False)
        config = read_settings(file) if "INHERIT" in own else own
    except UNREADABLE:
        return None
    theme = config.get("theme")
    language = theme.get("language") if isinstance(theme, dict) else None
    docs = Path(os.path.relpath(file.parent / str(config.get("docs_dir") or "docs"), file.parent)).as_posix()
    title = own.get("site_name") if "INHERIT" in own else None
    return LanguageSite(str(language or "en"), file.name, docs, str(title or ""))


def set_extensions(config: MkDocsConfig, extensions: Sequence[object]) -> None:
    """Give the page that is converted next these Markdown extensions: MkDocs shares one list among all pages."""
    config["markdown_extensions"] = list(extensions)


def keep_titles_as_text(nav: Navigation) -> None:
    """Titles of the navigation's sections and links are text: themes print them as they are."""
    items = [*nav.items]
    while items:
        item = items.pop()
        if not item.is_page:
            item.title = as_html(str(item.title))
        items += item.children or []


def add_file(config: MkDocsConfig, files: Files, name: str, content: str | bytes) -> None:
    """Add a generated file; one that the author wrote under the same name stands."""
    if files.get_file_from_path(name) is None:
        files.append(File.generated(config, name, content=content))


def bytes_of(files: Files, name: str) -> bytes | None:
    """What a file beside the pages holds; None where the author wrote none of that name."""
    file = files.get_file_from_path(name)
    return None if file is None or file.is_documentation_page() else file.content_bytes


def add_to_navigation(config: MkDocsConfig, title: str, names: Iterable[str]) -> None:
    """Append a section with those pages that the author's navigation does not place; without one MkDocs lists all."""
    if config.nav is not None:
        placed = set(_leaves(config.nav))
        rest = [name for name in names if name not in placed]
        if rest:
            config.nav = [*config.nav, {title: rest}]


def _leaves(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for item in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _leaves(item)


def pages_in_reading_order(nav: Navigation, files: Files) -> list[Page]:
    """Pages as the navigation has them, then the others by path."""
    rest = sorted(
        (file for file in files.documentation_pages() if file.page is not None and file.page not in nav.pages),
        key=lambda file: file.src_uri,
    )
    return [*nav.pages, *(file.page for file in rest if file.page is not None)]


def set_content(page: Page, finished: FinishedPage) -> None:
    """Give a page its final HTML, and MkDocs' check of anchors the ids that stand in it."""
    page.content = finished.html
    page.present_anchor_ids = set(finished.reading.ids)


def set_titles(page: Page, plain: Callable[[str], str], headings: Sequence[Heading] = ()) -> None:
    """Give a page its final title, and those of its headings.

    :param plain: puts plain text in place of the markers in a title. Titles are HTML to MkDocs and its themes.
    :param headings: those of the page; Markdown's table of contents has lost the no-break spaces in them.
    """
    texts = {heading.id: heading.text for heading in headings}
    titles = {" ".join(text.split()): text for text in texts.values()}
    title = as_text(str(page.title))
    page.title = as_content(plain(titles.get(title, title)))
    _name_in_navigation(page, page.meta.get("nav_title"))
    for item in _all_items(page.toc):
        item.title = as_content(plain(texts.get(item.id, as_text(item.title))))


def set_meta(page: Page, plain: Callable[[str], str]) -> None:
    """Put plain text in place of the markers in what a page says of itself in its front matter."""
    page.meta.update({name: plain(said) for name, said in page.meta.items() if isinstance(said, str)})
    if isinstance(page.meta.get("title"), str):
        page.meta["title"] = as_html(page.meta["title"])  # themes print it as it is


def searched(page: Page) -> Searched:
    """How a page is searched for, as its front matter says; what makes no sense there is left to the theme."""
    words, told = page.meta.get("keywords") or "", page.meta.get("search")
    if isinstance(words, list):
        words = ", ".join(map(str, words))
    told = told if isinstance(told, dict) else {}
    boost = told.get("boost", 1)
    usable = isinstance(boost, int | float) and 0 < boost < math.inf
    return Searched(str(words), float(boost) if usable else 1.0, excluded=bool(told.get("exclude")))


def _name_in_navigation(page: Page, short: object) -> None:
    """Call a page by a short name in lists of pages; the window, the citation and the search keep its title."""
    if isinstance(short, str) and short.strip():
        page.meta.setdefault("title", str(page.title))
        page.title = as_content(short.strip())


def begin_generated(page: Page, made: GeneratedPage, report: str) -> None:
    """Give a page that no author wrote its titles, and keep it from search engines where it shall not be found.

    :param report: its title.
    """
    page.title = as_content(made.title)
    page.meta["description"] = made.lead or " · ".join(filter(None, (made.title, report)))
    if made.nav_title and made.nav_title != made.title:
        page.meta["nav_title"] = made.nav_title
    if not made.for_search_engines:
        page.meta["robots"] = "noindex"


def set_outline(page: Page, headings: Sequence[Heading]) -> None:
    """Give a generated page its table of contents."""
    tokens: list[dict[str, object]] = []
    for heading in headings:
        token = {"level": heading.level, "id": heading.id, "name": as_content(heading.text), "children": []}
        top = tokens[0]["children"] if tokens and heading.level > 1 else tokens
        cast("list[dict[str, object]]", top).append(token)
    page.toc = get_toc(tokens)  # type: ignore[arg-type]  # reason: a private type of its module


def permalink_title(config: MkDocsConfig) -> str | None:
    """What a heading's own link is called; None where headings have none."""
    toc = config.mdx_configs.get("toc") or {}
    return str(toc.get("permalink_title") or "") if toc.get("permalink") else None


def _all_items(toc: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for item in toc:
        yield item
        yield from _all_items(item.children)


def keep_templates(env: jinja2.Environment, cache: Cache) -> None:
    """Keep the theme's compiled templates between builds: compiling Material's is a third of a small build."""
    env.bytecode_cache = TemplateCache(cache)
    # The theme's filter that takes tags away shall leave text, not make markup again of what was escaped.
    env.filters["striptags"] = lambda value: Markup(as_attribute(Markup(value).striptags()))  # noqa: S704  # reason: escaped
