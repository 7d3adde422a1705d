"""What a configuration may not ask for: paths that cost a source or something else, and languages without words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.utils import get_theme_dir

from report_build.cache import USUAL
from report_build.findings import Finding, Place
from report_build.host.configuration import UNREADABLE, read_settings
from report_build.host.objects import language_of, root_of
from report_build.pipeline import Sources
from report_build.publish import outputs

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

PRIVATE = "private"
_READ = {"data": "data", "bibliography": "references.bib", "citation": "CITATION.cff"}  # options that name sources
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # as in BCP 47
_SLOT = re.compile(r"[A-Za-z0-9]+([.+-][A-Za-z0-9]+)*")


def sources_of(config_file: Path, *, cache: bool = True) -> list[Path]:
    """The files and folders that a study is made from, whichever language's configuration names them.

    A configuration that cannot be read names none; building it says why.

    :param cache: whether to count the folder of what was computed before.
    """
    root = config_file.resolve().parent
    sources = [root / PRIVATE]
    for file in [config_file, *sorted(root.glob("mkdocs*.yml")), *sorted(root.glob("properdocs*.yml"))]:
        sources.append(root / file.name)
        try:
            config = read_settings(file)
        except UNREADABLE:
            config = {}
        theme, ours = config.get("theme"), _options(config.get("plugins"))
        sources += [root / str(config.get("docs_dir") or "docs")]
        sources += [root / str(ours.get(name) or usual) for name, usual in _READ.items()]
        if cache and ours.get("cache", True):
            sources.append(root / str(ours.get("cache") or "/".join(USUAL)))
        if isinstance(theme, dict) and theme.get("custom_dir"):
            sources.append(root / str(theme["custom_dir"]))
    return [one for one in dict.fromkeys(sources) if not root.is_relative_to(one.resolve())]  # such are refused by name


def study_sources(config_file: Path) -> Sources:
    """Where a study's sources are, as a configuration says; where they usually are, if it cannot be read."""
    try:
        ours = _options(read_settings(config_file).get("plugins"))
    except UNREADABLE:
        ours = {}
    named = {name: str(ours[name]) for name in (*_READ, "csl") if ours.get(name)}
    return Sources(config_file.resolve().parent, **named)


def _options(plugins: object) -> Mapping[str, Any]:
    """Our plug-in's options, in whichever form the plug-ins are listed."""
    for listed in plugins if isinstance(plugins, list) else [plugins]:
        given = listed.get("report") if isinstance(listed, dict) else None
        if isinstance(given, dict):
            return given
    return {}


def unsafe_paths(config: MkDocsConfig, options: Mapping[str, Any], *, serving: bool) -> list[Finding]:
    """What would read outside the study, publish its data as they lie, or write over what the tool did not write."""
    file = Path(config.config_file_path)
    return [
        Finding(Place(file.name, _line(file, name)), "RB697", problem, cure)
        for name, problem, cure in _unsafe(config, options, serving=serving)
    ]


def _unsafe(config: MkDocsConfig, options: Mapping[str, Any], *, serving: bool) -> Iterator[tuple[str, str, str]]:
    """(setting, what is wrong with it, cure)."""
    root, docs = root_of(config), Path(config.docs_dir).resolve()
    read = {"docs_dir": docs, **{name: (root / options[name]).resolve() for name in _READ}}
    for name, path in read.items():
        if not path.is_relative_to(root):
            yield name, f"'{path}' is outside the study, '{root}'", "Put it there, or a copy of it"
    for name, path in {**read, PRIVATE: root / PRIVATE}.items():
        if name != "docs_dir" and path.is_relative_to(docs):
            yield name, f"'{path}' is in the pages' folder, '{docs}': it would be published as it lies", "Move it out"
    custom = config.theme.custom_dir and Path(config.theme.custom_dir).resolve()
    for name, path in {**read, PRIVATE: root / PRIVATE, "configuration": Path(config.config_file_path)}.items():
        if custom and (path.is_relative_to(custom) or (custom.is_relative_to(path) and name != "configuration")):
            problem = f"'{custom}' and the study's '{path}' are not apart: it would be published as a file of the theme"
            yield "custom_dir", problem, "Give the theme's files a folder of their own"
    if options["slot"] and not _SLOT.fullmatch(options["slot"]):
        yield "slot", f"'{options['slot']}' cannot be a folder of the site", "Name a version, latest or dev"
    file = Path(config.config_file_path)
    if options["cache"]:
        problem = outputs.refusal_as_cache(root / options["cache"], sources_of(file, cache=False))
        if problem:
            yield "cache", problem, ""
    if not serving and (problem := outputs.refusal(Path(config.site_dir), sources_of(file))):
        yield "site_dir", problem, ""


def _line(file: Path, name: str) -> int:
    """Where a setting stands in the configuration; 0 where it is not written there."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return 0
    setting = re.compile(rf"(.*[\s{{,])?{name}\s*:")
    return next((number for number, text in enumerate(lines, 1) if setting.match(text)), 0)


def unknown_language(config: MkDocsConfig) -> list[Finding]:
    """A finding where the theme has no texts in the pages' language: it would end in a missing template."""
    language, known = language_of(config), _known_languages(config)
    if language in known or (not known and _LANGUAGE.fullmatch(language)):
        return []
    file = Path(config.config_file_path)
    near = language.partition("-")[0].lower()
    cure = f"Write language: {near}" if near in known else f"It has {', '.join(known)}"
    problem = f"the theme has no texts in the language '{language}'"
    return [Finding(Place(file.name, _line(file, "language")), "RB699", problem, cure)]


def show_in_known_language(config: MkDocsConfig) -> None:
    """Under ``serve``, let the theme speak English where it does not know the pages' language."""
    if unknown_language(config):
        config.theme["language"] = "en"


def theme_languages() -> list[str]:
    """The languages that the theme of a new study has texts in."""
    return _languages_in([get_theme_dir("material")])


def _known_languages(config: MkDocsConfig) -> list[str]:
    return _languages_in(config.theme.dirs)


def _languages_in(themes: Iterable[str]) -> list[str]:
    folders = [Path(folder) / "partials/languages" for folder in themes]
    return sorted({file.stem for folder in folders if folder.is_dir() for file in folder.glob("*.html")})
