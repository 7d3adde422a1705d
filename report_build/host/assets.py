"""The style sheets, scripts and templates that a site gets: the engine's in front of Material's, and none in vain."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from mkdocs.structure.files import File, Files
from rjsmin import jsmin

from report_build.findings import Finding, Place
from report_build.labels.quotes import style_rules

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

OVERRIDES = Path(__file__).parent.parent / "theme" / "overrides"
SEARCH_PAGE = "search.html"  # a template of ours; it is no page of the navigation
_OWN = "assets/report"
JOINED = {".css": f"{_OWN}/site.css", ".js": f"{_OWN}/site.js"}
_IN_VAIN = re.compile(r".*\.map|assets/javascripts/(?:lunr|workers)/.*")  # sources for debugging; Material's search
_BETWEEN = {".css": "\n", ".js": ";\n"}
_BLANK = re.compile(r"([{};,])\s*\n\s*")
_COMMENT = re.compile(r"/\*(?s:.*?)\*/\s*")
_SHORTER: Mapping[str, Callable[[str], str]] = {
    ".css": lambda text: _BLANK.sub(r"\1", _COMMENT.sub("", text)),
    ".js": jsmin,
}
_REPLACED = ("search", "offline")  # plug-ins of Material whose work is ours


def add_theme(config: MkDocsConfig) -> list[Finding]:
    """Put the engine's templates in front of the theme's, with one style sheet and one script, each of many.

    What our own search replaces is switched off where the configuration names it; findings say so.
    """
    config.theme.dirs.insert(0, str(OVERRIDES))
    _list_no_icons(config)
    config.theme.static_templates.add(SEARCH_PAGE)
    config.extra_css.insert(0, JOINED[".css"])
    config.extra_javascript.insert(0, JOINED[".js"])
    return list(_replace_search(config))


class WithoutIcons(jinja2.FileSystemLoader):
    """Lists no folder whose name begins with a dot, of which nothing is published: Material has 14,000 icons there."""

    def list_templates(self) -> list[str]:
        found: set[str] = set()
        for folder in self.searchpath:
            for place, folders, names in os.walk(folder, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found.update(Path(place, name).relative_to(folder).as_posix() for name in names)
        return sorted(found)


def _list_no_icons(config: MkDocsConfig) -> None:
    """Let the theme's templates be listed without its icons: a third of a second for every build of a site."""
    made = config.theme.get_env

    def get_env() -> jinja2.Environment:
        environment = made()
        if isinstance(environment.loader, jinja2.FileSystemLoader):
            environment.loader = WithoutIcons(environment.loader.searchpath)
        return environment

    config.theme.get_env = get_env  # type: ignore[method-assign]  # reason: the host offers no other way


def address_of_template(name: str) -> str:
    """Where a template that is no page has its like in another language; the page for wrong addresses has none."""
    return name if name == SEARCH_PAGE else "index.html"


def join_assets(config: MkDocsConfig, files: Files) -> None:
    """Make the style sheet and the script of their parts, which are not published; take out what no page loads."""
    for kind, name in JOINED.items():
        parts = sorted((OVERRIDES / _OWN).glob(f"*{kind}"))
        rules = [*style_rules()] if kind == ".css" else []
        text = _BETWEEN[kind].join([*(part.read_text(encoding="utf-8") for part in parts), *rules])
        if files.get_file_from_path(name) is None:  # an author's own is told of, not written over
            files.append(File.generated(config, name, content=_SHORTER[kind](text)))
    own = {f"{_OWN}/{part.name}" for part in (OVERRIDES / _OWN).iterdir()}
    for file in list(files):
        of_theme = file.src_dir is not None and Path(file.src_dir) != Path(config.docs_dir)
        if of_theme and (file.src_uri in own or _IN_VAIN.fullmatch(file.src_uri)):
            files.remove(file)


def _replace_search(config: MkDocsConfig) -> Iterator[Finding]:
    for name in _REPLACED:
        plugin = config.plugins.get(f"material/{name}") or config.plugins.get(name)
        if plugin is None:
            continue
        plugin.config["enabled"] = False
        hint = f"Take '{name}' out of 'plugins:'"
        yield Finding(
            Place(Path(config.config_file_path).name), "RB689", f"the plug-in '{name}' has nothing left to do", hint
        )
    shims = config.extra.get("polyfills") or []
    if any("iframe-worker" in str(shim) for shim in shims):  # where Material's plug-in came before ours
        config.extra["polyfills"] = [shim for shim in shims if "iframe-worker" not in str(shim)]
