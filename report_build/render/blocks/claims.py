"""The ledger of claims as readers consult it: what carries each claim, and what speaks against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from report_build.argument.coverage import coverage
from report_build.argument.ledger import FOOTINGS, Entry
from report_build.grouping import grouped
from report_build.index import Index
from report_build.render.blocks import arguments


@dataclass(frozen=True, slots=True)
class ClaimCounts:
    """How many claims have each footing, and which are to be read with reservation."""

    footings: Mapping[str, tuple[str, ...]]  # footing -> claim ids
    flags: Mapping[str, tuple[str, ...]]  # reservation -> claim ids
    total: int


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims, by the page that words them."""

    pages: Mapping[str, tuple[Entry, ...]]  # page address, '' for claims that no page words -> claims
    level: int  # of the pages' headings

    @staticmethod
    def title_of(index: Index, page: str) -> str:
        """The title of a page: that of the first of its headings; '' for no page."""
        return next((target.title for target in index.sections.values() if target.page == page), "")


@dataclass(frozen=True, slots=True)
class Footing:
    """What all claims rest on, as marks in reading order, and how many wear each mark."""

    pages: Mapping[str, tuple[Entry, ...]]  # page address -> the claims that it words
    footings: Mapping[str, int]  # footing -> how many claims
    signs: Mapping[str, tuple[str, int]]  # what a mark says beside its footing -> a footing to show it on, how many


def footing(index: Index, given: Mapping[str, str]) -> Footing:
    """``{{< footing >}}``: a mark for every claim that a page words, linked to it, and the key to the marks."""
    arguments.read(given)
    pages = _by_page(index)
    pages.pop("", None)
    shown = [entry for entries in pages.values() for entry in entries]
    counts = Counter(entry.footing for entry in shown)
    wearing = {sign: [entry for entry in shown if sign in entry.signs] for sign in ("one-passage", "against")}
    signs = {sign: (met[0].footing, len(met)) for sign, met in wearing.items() if met}
    return Footing(
        pages,
        {name: counts[name] for name in (*FOOTINGS, "") if counts[name]},
        signs,
    )


def claim_example(index: Index, given: Mapping[str, str]) -> Entry | None:
    """``{{< claim-example [ID] >}}``: one claim, its mark and its evidence, open: how to read all the others.

    Where no claim is named, the first that passages carry and others speak against, else the first there is.
    """
    entries = index.claims.entries
    named = arguments.read(given, arguments.FIRST).one_of(arguments.FIRST, entries)
    telling = (one for one in entries.values() if one.support and one.counter)
    return entries[named] if named else next(telling, next(iter(entries.values()), None))


def claim_counts(index: Index, given: Mapping[str, str]) -> ClaimCounts:
    """``{{< claim-counts >}}``: how many claims have each footing, and which are to be read with reservation."""
    arguments.read(given)
    found = coverage(index.study)
    footings = {footing: tuple(ids) for footing, ids in found.by_footing.items() if ids}
    flags = {flag: tuple(ids) for flag, ids in found.by_flag.items()}
    return ClaimCounts(footings, flags, len(index.study.claim))


def claims(index: Index, given: Mapping[str, str]) -> Claims:
    """``{{< claims [level=…] >}}``: every claim under the page that words it, in reading order."""
    args = arguments.read(given, "level")
    return Claims(_by_page(index), args.level)


def _by_page(index: Index) -> dict[str, tuple[Entry, ...]]:
    """The address of a page, '' for none -> the claims that it words."""
    worded = {id_: place.page for id_, place in index.wordings.items()}
    return grouped((worded.get(id_, ""), entry) for id_, entry in index.claims.entries.items())
