"""The forms by which readers narrow down the evidence cards (never by speaker) and the claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from report_build.argument.ledger import FOOTINGS, Entry
from report_build.index import Index
from report_build.model.coding import GENERAL
from report_build.render.blocks import arguments
from report_build.render.blocks.evidence import passages_of_page

NONE = "none"  # of a claim that has no footing


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the form: options by group, and how many cards each option has; those that have none are absent."""

    name: str  # as the cards have it in their data: "case", "voice", "code", "footing", "flag" or "bears"
    groups: Mapping[str, Mapping[str, int]]  # group, '' for none -> value -> cards


@dataclass(frozen=True, slots=True)
class Filter:
    """A form: without the theme's script it is not shown, and everything is."""

    what: Literal["cards", "claims"]
    choices: tuple[Choice, ...]
    cards: int  # on the page, or claims


def evidence_filter(index: Index, given: Mapping[str, str]) -> Filter:
    """``{{< evidence-filter [case=…] [part=…] >}}``: the filter of the cards on the page that these name.

    The script of the theme makes it work; without a script it is not shown, and all cards are.
    """
    study = index.study
    cards = passages_of_page(index, arguments.read(given, "case", "part"))
    cases = Counter(each for one in cards for each in dict.fromkeys(one.cases))
    voices = Counter(one.voice for one in cards)
    codes = Counter(code for one in cards for code in {each.code for each in study.codings_of.get(one.id, ())})
    by_kind = {kind: _met(codes, [code.id for code in study.codes_of_kind(kind)]) for kind in study.kind}
    return Filter(
        "cards",
        (
            Choice("case", {"": _met(cases, [*study.case, GENERAL])}),
            Choice("voice", {"": _met(voices, list(study.voice))}),
            Choice("code", {kind: found for kind, found in by_kind.items() if found}),
        ),
        len(cards),
    )


def claims_filter(index: Index, given: Mapping[str, str]) -> Filter:
    """``{{< claims-filter >}}``: the filter of the claims, by footing, reservation, case, and what speaks against."""
    arguments.read(given)
    entries = index.claims.entries.values()
    footings = Counter(one.footing or NONE for one in entries)
    flags = Counter(flag for one in entries for flag in one.flags)
    cases = Counter(each for one in entries for each in dict.fromkeys(one.claim.cases))
    bears = Counter(bearing(one) for one in entries)
    choices = (
        Choice("footing", {"": _met(footings, [*FOOTINGS, NONE])}),
        Choice("flag", {"": _met(flags, list(flags))}),
        Choice("case", {"": _met(cases, [*index.study.case, GENERAL])}),
        Choice("bears", {"": _met(bears, ["for", "against"])}),
    )
    return Filter("claims", tuple(one for one in choices if one.groups[""]), len(entries))


def bearing(entry: Entry) -> str:
    """Whether any passage speaks against a claim."""
    return "against" if entry.counter else "for"


def _met(counts: Mapping[str, int], order: list[str] | tuple[str, ...]) -> Mapping[str, int]:
    return {value: counts[value] for value in order if counts.get(value)}
