"""The freshness of a language's pages and texts: read, told and stamped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from report_build.errors import ReportError, UsageError
from report_build.excerpts import excerpts
from report_build.files import write_whole
from report_build.findings import Finding, Place
from report_build.model.study import Study
from report_build.sources.text import read_source
from report_build.translation.blocks import blocks_of
from report_build.translation.memory import FOLDER, Memory, read_memory
from report_build.translation.sites import Languages
from report_build.translation.state import PageState, Section, compare, remember, sections_of
from report_build.translation.texts import TextState, compare_texts, translated

_COMMAND = "report-build translation stamp"


@dataclass(frozen=True, slots=True)
class Page:
    """One page in the original and in a translation."""

    name: str  # relative to its language's folder, e.g. "method.md"
    original: str  # path of the file from the study's root
    translation: str
    originals: Mapping[str, Section]
    translations: Mapping[str, Section]
    state: PageState


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is known of one language's translation."""

    language: str
    file: str  # of the memory
    memory: Memory
    pages: Mapping[str, Page] = field(default_factory=dict)
    texts: Mapping[str, TextState] = field(default_factory=dict)  # by data file


def freshness(
    root: Path, languages: Languages, study: Study, language: str, data: str = "data"
) -> tuple[Freshness, list[Finding]]:
    """Compare a language's pages and texts with what they were made from, and say what is not what it was."""
    original = languages.default.language
    name = f"{data}/{FOLDER}/{language}.json"
    source, found = read_source(root, name) if (root / name).exists() else (None, [])
    memory, broken = read_memory(source.text if source else None, name, original, language)
    pages = {page.name: page for page in _pages(root, languages, language, memory)}
    known = Freshness(language, name, memory, pages, compare_texts(study, memory.texts, original, language))
    if broken or (found and source is None):
        return known, [*found, *broken]
    return known, [*found, *_findings(known, data)]


def _pages(root: Path, languages: Languages, language: str, memory: Memory) -> Iterator[Page]:
    sites = {site.language: site for site in languages.sites}
    for name in sorted(languages.written[languages.default.language] & languages.written[language]):
        paths = f"{languages.default.docs}/{name}", f"{sites[language].docs}/{name}"
        files = [read_source(root, path)[0] for path in paths]
        originals, translations = (sections_of(blocks_of(file.text)) if file else {} for file in files)
        yield Page(name, *paths, originals, translations, compare(memory.pages.get(name), originals, translations))


def _findings(known: Freshness, data: str) -> Iterator[Finding]:
    for page in known.pages.values():
        yield from _of_page(page)
    for name, state in known.texts.items():
        for wording, was in state.stale:
            words = excerpts(was, wording.text[known.memory.original])
            message = f"'{wording.key}' was translated when its original was {words[0]}; it is {words[1]}"
            hint = f"Translate it anew, then: {_COMMAND} {data}/{name}"
            yield Finding(wording.at(known.language), "RB502", message, hint)
        if state.unstamped:
            first, count = state.unstamped[0], len(state.unstamped)
            more = f" and {count - 1} more were" if count > 1 else " was"
            message = f"'{first.key}'{more} never stamped as a translation to '{known.language}'"
            yield Finding(first.at(known.language), "RB504", message, f"Look it over, then: {_COMMAND} {data}/{name}")


def _of_page(page: Page) -> Iterator[Finding]:
    state = page.state
    stamp = f"{_COMMAND} {page.translation}"
    if not state.stamped:
        message = f"the page was never stamped as a translation of {page.original}"
        yield Finding(Place(page.translation), "RB504", message, f"Look it over, then: {stamp}")
    for one in state.stale:
        place, named = Place(page.translation, one.section.line), _named(one.section)
        if one.now is None:
            message = f"the original of {named} was taken out of {page.original}"
            yield Finding(place, "RB502", message, f"Take it out, too, then: {stamp}")
            continue
        (was, now), at = excerpts(one.was, one.is_), f"{page.original}:{one.now.line}"
        message = f"{named} was translated when its original at {at} had {was}; it has {now}"
        if not one.was:
            message = f"the original of {named} at {at} has since been given {now}"
        elif not one.is_:
            message = f"the original of {named} at {at} has since lost {was}"
        yield Finding(place, "RB502", message, f"Translate it anew, then: {stamp}")
    for section in state.untranslated:
        message = f"{_named(section)} is not in {page.translation}"
        yield Finding(Place(page.original, section.line), "RB503", message, f"Translate it there, then: {stamp}")
    for section in state.unstamped if state.stamped else ():
        message = f"{_named(section)} was written since the page was stamped"
        yield Finding(Place(page.translation, section.line), "RB504", message, f"Look it over, then: {stamp}")
    yield from _anchors(page)


def _named(section: Section) -> str:
    return f"the section '{section.id}'" if section.id else "what stands before the first heading"


def _anchors(page: Page) -> Iterator[Finding]:
    """Ids that only one of a page's two languages has; those of untranslated sections were told."""
    sides = [
        (page.original, page.originals, page.translation),
        (page.translation, page.translations, page.original),
    ]
    given = {path: _ids(sections.values()) for path, sections, _ in sides}
    told = set(_ids(page.state.untranslated))
    for path, _, other in sides:
        for id_, line in given[path].items():
            if id_ not in given[other] and id_ not in told:
                message = f"'{id_}' is not in {other}"
                yield Finding(Place(path, line), "RB506", message, "Give it to what says the same there")


def _ids(sections: Iterable[Section]) -> Mapping[str, int]:
    """Ids that sections give, of headings, claims and displays, and their lines."""
    blocks = [block for section in sections for block in section.blocks]
    return {id_: block.line for block in blocks for id_ in sorted(block.ids)}


# Stamping


def stamp(known: Freshness, study: Study, names: Collection[str] = ()) -> Memory:
    """Say that pages and texts, as they are, render their original, as it is.

    :param names: pages (``method``, ``method.md`` or a path that ends so) and data files; none: everything, and pages
        that are there no more are forgotten.
    :raises UsageError: there is no such page or data file.
    """
    memory = known.memory
    texts = translated(study, memory.original, known.language)
    pages, files = _chosen(known, texts, names)
    for name in pages:
        page = known.pages[name]
        memory = memory.with_page(name, remember(page.originals, page.translations))
    for file in files:
        memory = memory.with_texts(file, texts.get(file, {}))
    return memory if names else memory.without(frozenset(memory.pages) - set(known.pages))


def _chosen(known: Freshness, texts: Collection[str], names: Collection[str]) -> tuple[list[str], list[str]]:
    if not names:
        return list(known.pages), sorted({*texts, *known.memory.texts})
    pages, files = [], []
    for name in names:
        path = name.replace("\\", "/")
        page = next((own for own in known.pages if f"/{path}" in (f"/{own}", f"/{own.removesuffix('.md')}")), None)
        page = page or next(
            (one.name for one in known.pages.values() if path.endswith((one.original, one.translation))), None
        )
        file = next((file for file in texts if f"/{path}".endswith(f"/{file}")), None)
        if page:
            pages.append(page)
        elif file:
            files.append(file)
        else:
            raise UsageError(
                f"there is no page or data file '{name}' in both '{known.memory.original}' and '{known.language}'"
            )
    return pages, files


def write_memory(root: Path, known: Freshness, memory: Memory) -> bool:
    """Write the memory's file, whole or not at all; False where it says the same already.

    :raises ReportError: what is there cannot be read, and would be lost.
    """
    path = root / known.file
    if path.exists():
        text = path.read_text(encoding="utf-8", errors="replace")
        _, broken = read_memory(text, known.file, memory.original, memory.language)
        if broken:
            raise ReportError(str(broken[0]))
        if text == memory.to_json():
            return False
    write_whole(path, memory.to_json())
    return True
