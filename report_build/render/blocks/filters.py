"""The form by which readers narrow the evidence cards down: by case, voice and code, never by speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from report_build.index import Index
from report_build.model.coding import GENERAL
from report_build.render.blocks import arguments
from report_build.render.blocks.evidence import passages_of_page


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of the form: options by group, and how many cards each option has; those that have none are absent."""

    name: str  # "case", "voice" or "code"
    groups: Mapping[str, Mapping[str, int]]  # group, '' for none -> value -> cards


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    choices: tuple[Choice, ...]
    cards: int  # on the page


def evidence_filter(index: Index, given: Mapping[str, str]) -> EvidenceFilter:
    """``{{< evidence-filter [case=…] [part=…] >}}``: the filter of the cards on the page that these name.

    The script of the theme makes it work; without a script it is not shown, and all cards are.
    """
    study = index.study
    cards = passages_of_page(index, arguments.read(given, "case", "part"))
    cases = Counter(each for one in cards for each in dict.fromkeys(one.cases))
    voices = Counter(one.voice for one in cards)
    codes = Counter(code for one in cards for code in {each.code for each in study.codings_of.get(one.id, ())})
    by_kind = {kind: _met(codes, [code.id for code in study.codes_of_kind(kind)]) for kind in study.kind}
    return EvidenceFilter(
        (
            Choice("case", {"": _met(cases, [*study.case, GENERAL])}),
            Choice("voice", {"": _met(voices, list(study.voice))}),
            Choice("code", {kind: found for kind, found in by_kind.items() if found}),
        ),
        len(cards),
    )


def _met(counts: Mapping[str, int], order: list[str] | tuple[str, ...]) -> Mapping[str, int]:
    return {value: counts[value] for value in order if counts.get(value)}
