"""Pages as Markdown made them before: what a page is made of has not changed, so that it is not read again.

A page's HTML follows from its text, the Markdown extensions and their settings, the names of the files that it may link
to, and what it asks of the data: the names in them, the labels, and the values that it prints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from mkdocs.structure.toc import get_toc

from report_build.cache import Cache, by_value, installed
from report_build.host.log import Listening, engine_log
from report_build.weave import ReportExtension, asked_of

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page
    from mkdocs.structure.toc import AnchorLink

    from report_build.labels import Labels
    from report_build.model.study import Study

_OWN = "markdown.extensions."
# Extensions that make a page of its text and their settings alone: others may read files, clocks or networks.
_PURE = re.compile(
    r"abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|legacy_attrs|legacy_em|md_in_html|meta"
    r"|nl2br|sane_lists|smarty|tables|toc|wikilinks|pymdownx\.(?:arithmatex|betterem|caret|critic|details|extra"
    r"|highlight|inlinehilite|keys|magiclink|mark|progressbar|saneheaders|smartsymbols|striphtml|superfences|tabbed"
    r"|tasklist|tilde)"
)


class Converted:
    """The pages of one build that a former one has converted."""

    def __init__(self, config: MkDocsConfig, files: Files, study: Study, labels: Labels, cache: Cache) -> None:
        self._config, self._files, self._cache = config, files, cache
        names = [(file.src_uri, file.dest_uri, file.inclusion.value) for file in files]
        told = (asked_of(study), labels.language, study.wordings, sorted(names), engine_log.getEffectiveLevel())
        links = (dict(config.validation.links), config.use_directory_urls, config.site_url)
        self._asked: list[str | bytes] = [*installed(), by_value(told), by_value(links)]

    def take_over(self, page: Page, extension: ReportExtension, others: Sequence[object]) -> None:
        """Let a page be what it was made before, or be kept for later builds when it is made.

        :param others: the Markdown extensions that it is made with, but for ours.
        """
        settings = self._settings(others)
        if settings is None:
            return
        render = page.render

        def rendered(config: MkDocsConfig, files: Files) -> None:
            text, about = page.markdown or "", [page.file.src_uri, page.file.url, extension.page_path]
            key: list[str | bytes] = [*self._asked, settings, *about, str(extension.first_line), text]
            known = self._cache.known("markdown", key)
            told = json.loads(known) if known is not None else None
            if told is not None and extension.take(told["found"]):
                self._set(page, told)
                return
            with Listening() as heard:
                render(config, files)
            if not heard.anything:
                told = {"found": extension.told(), **_told(page)}
                self._cache.keep("markdown", key, json.dumps(told, ensure_ascii=False).encode())

        page.render = rendered  # type: ignore[method-assign]  # reason: the host offers no other way

    def _settings(self, extensions: Iterable[object]) -> str | None:
        """The extensions and how they are set; None where one may depend on more than that."""
        names = [one.removeprefix(_OWN) if isinstance(one, str) else "" for one in extensions]
        if not all(map(_PURE.fullmatch, names)):
            return None
        try:
            return json.dumps([names, {name: dict(one) for name, one in self._config.mdx_configs.items()}])
        except (TypeError, ValueError):
            return None  # a function of somebody's has a part in it

    def _set(self, page: Page, told: dict[str, Any]) -> None:
        page.content = told["html"]
        page.toc = get_toc(told["toc"])
        page._title_from_render = told["title"]  # noqa: SLF001  # reason: as the page does itself
        page.present_anchor_ids = set(told["ids"])
        found = {self._files.get_file_from_path(name): links for name, links in told["links"].items()}
        page.links_to_anchors = {file: links for file, links in found.items() if file is not None}


def _told(page: Page) -> dict[str, Any]:
    """What a page's conversion left in it, for JSON."""
    return {
        "html": page.content,
        "toc": [_told_heading(one) for one in page.toc],
        "title": page._title_from_render,  # noqa: SLF001  # reason: nothing else tells it from a title given
        "ids": sorted(page.present_anchor_ids or ()),
        "links": {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
    }


def _told_heading(one: AnchorLink) -> dict[str, Any]:
    return {"name": one.title, "id": one.id, "level": one.level, "children": [*map(_told_heading, one.children)]}
