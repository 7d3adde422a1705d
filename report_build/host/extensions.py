"""Which Markdown extensions pages need, and what other plug-ins do to pages before they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import BasePlugin

from report_build.findings import Finding, Place
from report_build.sources.markdown import fenced

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

NEEDED = "attr_list"  # reads {#sec-…} behind a heading: every reference and each other language rests on it
_USED: Mapping[str, re.Pattern[str]] = {  # extension -> how a line begins that is printed as written without it
    NEEDED: re.compile(r"(?!)"),
    "footnotes": re.compile(r"\[\^[^\]\s]+\]:"),
    "def_list": re.compile(r":\s{3}\S"),
    "admonition": re.compile(r"!!! \w"),
    "pymdownx.details": re.compile(r"\?\?\?\+? \w"),
    "md_in_html": re.compile(r"<[a-z][\w-]*(?:\s[^<>]*)?\smarkdown(?:=[^<>]*)?>", re.IGNORECASE),
}
_ALL = {  # extensions that bring others
    "extra": frozenset({NEEDED, "footnotes", "def_list", "md_in_html"}),
    "pymdownx.extra": frozenset({NEEDED, "footnotes", "def_list", "md_in_html"}),
}


def _known(extensions: Sequence[Any]) -> set[str]:
    names = {one.removeprefix("markdown.extensions.") for one in extensions if isinstance(one, str)}
    return names.union(*(_ALL[name] for name in names if name in _ALL))


def with_needed_extension(config: MkDocsConfig) -> list[Finding]:
    """Add the extension that no page can do without, where the configuration does not name it."""
    if NEEDED in _known(config.markdown_extensions):
        return []
    config.markdown_extensions.append(NEEDED)
    return [_added(Place(Path(config.config_file_path).name), "the ids of headings", NEEDED)]


def used_extensions(
    extensions: Sequence[Any], text: str, page: str, first_line: int, told: set[str]
) -> tuple[list[str], list[Finding]]:
    """The extensions that a page is written for and the configuration does not name; findings name each once.

    :param told: what was told of already.
    """
    known, lines = _known(extensions), text.splitlines()
    missing = {name: pattern for name, pattern in _USED.items() if name not in known}
    code = fenced(lines) if missing else ()
    found: dict[str, int] = {}
    for number, line in enumerate(lines if missing else ()):
        for name, pattern in missing.items():
            if (
                name not in found
                and not code[number]
                and pattern.match(line.lstrip(" ") if name != "def_list" else line)
            ):
                found[name] = max(first_line + number, 1)
    findings = []
    for name, place in found.items():
        if name not in told:
            told.add(name)
            findings.append(_added(Place(page, place), "what stands here", name))
    return list(found), findings


def _added(place: Place, what: str, name: str) -> Finding:
    message = f"{what} needs the Markdown extension '{name}', which mkdocs.yml does not name; it was added"
    return Finding(place, "RB688", message, f"Write '{name}: {{}}' under markdown_extensions")


def changed_page(config: MkDocsConfig, page: str, text: str, markdown: str, told: set[str]) -> list[Finding]:
    """A finding, once, where another plug-in changed a page before it is read: lines are not those of the file.

    :param text: the file, with its front matter; ``markdown`` is what came of it.
    """
    if text.rstrip().endswith(markdown.rstrip()) or "changed" in told:
        return []
    told.add("changed")
    names = [name for name, plugin in config.plugins.items() if name != "report" and acts_at(plugin, "page_markdown")]
    who = ", ".join(f"'{name}'" for name in names)
    message = f"{who} changes '{page}', and perhaps other pages, before they are read: findings may name other lines"
    return [
        Finding(
            Place(Path(config.config_file_path).name),
            "RB687",
            message,
            "Switch it off to find a mistake, or let it leave the lines of a page where they are",
        )
    ]


def acts_at(plugin: object, event: str) -> bool:
    """Whether a plug-in, or a module of hooks, does something at an event, e.g. ``page_markdown``."""
    hook = f"on_{event}"
    if not isinstance(plugin, BasePlugin):
        return hasattr(plugin, hook)
    return plugin.config.get("enabled") is not False and getattr(type(plugin), hook) is not getattr(BasePlugin, hook)
