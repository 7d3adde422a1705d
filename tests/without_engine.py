"""Every page's article, made where neither an engine nor its theme can be imported.

``python without_engine.py REPORT OUT CONFIG…``
It knows what a site's configuration says, and leaves all else to the pipeline. What an engine does to a text before the
pipeline sees it is here in a few lines: front matter is taken off, links to sources become links to pages.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

ENGINES = ("mkdocs", "properdocs", "material")
sys.modules.update(dict.fromkeys(ENGINES))  # importing one of them, or what is below it, fails from here on

import markdown  # noqa: E402
import yaml  # noqa: E402
from markdown.extensions import Extension  # noqa: E402
from markdown.treeprocessors import Treeprocessor  # noqa: E402

from report_build import pipeline  # noqa: E402
from report_build.cache import Cache  # noqa: E402
from report_build.index import Addresses  # noqa: E402
from report_build.labels import Labels  # noqa: E402
from report_build.model.edition import Parameters, edition_of  # noqa: E402
from report_build.model.pages import ParsedPage  # noqa: E402
from report_build.render.pages import generated_pages  # noqa: E402
from report_build.weave import ReportExtension, first_line_of  # noqa: E402

Settings = dict[str, Any]
BEFORE = ("toc", "tables", "fenced_code")  # extensions that an engine always has


class PageLinks(Extension, Treeprocessor):
    """``temps.md#sec-x`` becomes ``temps.html#sec-x``."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  # reason: the host's name for it
        md.treeprocessors.register(self, "page-links", 0)

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            parts = urlsplit(link.get("href", ""))
            if not parts.scheme and not parts.netloc and parts.path.endswith(".md"):
                link.set("href", parts._replace(path=f"{parts.path.removesuffix('.md')}.html").geturl())


def settings_of(file: Path) -> Settings:
    """A configuration with what it inherits: mappings are merged, all else is replaced."""
    own: Settings = yaml.safe_load(file.read_text(encoding="utf-8"))
    return merged(settings_of(file.parent / own["INHERIT"]), own) if "INHERIT" in own else own


def merged(one: Settings, other: Settings) -> Settings:
    both = {name for name in one.keys() & other.keys() if isinstance(one[name], dict) and isinstance(other[name], dict)}
    return {**one, **other, **{name: merged(one[name], other[name]) for name in both}}


def leaves(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for item in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from leaves(item)


def articles(root: Path, file: str) -> tuple[str, dict[str, str]]:
    """The language of a site, and the HTML of its pages by address."""
    settings = settings_of(root / file)
    language = str(settings["theme"]["language"])
    sources = pipeline.Sources(root)
    study, _ = pipeline.read(sources, Cache(None))
    labels = Labels(language, study.wordings)
    made = {page.address: page for page in generated_pages(study, labels, Addresses.of(study))}
    extensions = settings["markdown_extensions"]
    parsed, placed = [], list(leaves(settings["nav"]))
    placed += [page.source for group in (("cases",), ("materials", "edition")) for page in made.values()
               if page.group in group and page.source not in placed]  # fmt: skip
    for name in placed:
        address = f"{name.removesuffix('.md')}.html"
        if address in made:
            parsed.append(ParsedPage(address, made[address].title, "", made[address].facts))
            continue
        path = f"{settings['docs_dir']}/{name}"
        text, _ = pipeline.read_page(root, path)
        _, front, body = text.split("---\n", 2)
        body = body.lstrip("\n")
        extension = ReportExtension(path, study, labels, first_line=first_line_of(body, text))
        html = markdown.Markdown(
            extensions=[*dict.fromkeys((*BEFORE, *extensions)), extension, PageLinks()],
            extension_configs={name: given for name, given in extensions.items() if given},
        ).convert(body)
        parsed.append(ParsedPage(address, str(yaml.safe_load(front)["title"]), html, extension.facts))
    titles = {}
    for each in sorted(root.glob("mkdocs*.yml"), key=lambda one: len(one.name)):
        own = yaml.safe_load(each.read_text(encoding="utf-8"))
        its = settings_of(each)["theme"]["language"]
        titles[its] = own["site_name"] if "INHERIT" in own else pipeline.short_title(study)
    given = settings["plugins"]["report"]
    edition = edition_of(study, language, titles, Parameters(), data_license=given["data_license"])
    title = settings["markdown_extensions"]["toc"]["permalink_title"]
    content = pipeline.Content(parsed, made, study, labels, edition, Cache(None), lambda _: None)
    site, _ = pipeline.make_site(content, permalink_title=title)
    return language, {address: page.html for address, page in site.pages.items()}


if __name__ == "__main__":
    found = dict(articles(Path(sys.argv[1]), name) for name in sys.argv[3:])
    assert not any(sys.modules.get(name) for name in ENGINES)
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")
