"""The bibliography as readers consult it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_build.index import Index, Target
from report_build.model.bibliography import Work
from report_build.references.files import bibtex_of
from report_build.render.blocks import arguments


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work with its entry in the list, what was verified of it, and where it is cited."""

    key: str
    work: Work | None  # None where references.bib has no such entry
    bibtex: str  # for the reader to copy; '' without a work
    cited_in: tuple[tuple[Target, int], ...]  # section, and how many sections of its page came so far


def bibliography(index: Index, given: Mapping[str, str]) -> tuple[CitedWork, ...]:
    """``{{< bibliography >}}``: every cited work: entry, what was verified, where it is cited, its BibTeX."""
    arguments.read(given)
    works = index.study.work
    return tuple(
        CitedWork(
            key,
            works.get(key),
            bibtex_of(works[key]).strip() if key in works else "",
            _counted(index.cited_on.get(key, ())),
        )
        for key in index.references.entries
    )


def _counted(places: tuple[Target, ...]) -> tuple[tuple[Target, int], ...]:
    seen: dict[str, int] = {}
    found = []
    for place in places:
        seen[place.page] = seen.get(place.page, 0) + 1
        found.append((place, seen[place.page]))
    return tuple(found)
