"""A case's own page, assembled from the data: what was judged, stated and met there, and its passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report_build.index import Index
from report_build.labels import Labels
from report_build.model.coding import MIXED, NOT_STATED, Assessment, Case, Evidence, Relation
from report_build.model.study import Study
from report_build.render.blocks import arguments
from report_build.render.blocks.own_tables import Card, attributes_of, cards_of, tables_on_cards

Judgements = Mapping[str, tuple[Assessment, ...]]
"""Judgements in groups, never confused: ``stated``, ``mixed`` (of which passages differ) and ``not-stated``; all under
``""`` where the source's own tables have them in an order of their own."""


@dataclass(frozen=True, slots=True)
class CaseProfile:
    """What the data say of one case, part by part; a part that says nothing is empty."""

    case: Case
    level: int  # of the headings within a part
    headings: bool  # whether each part but the summary has a heading of its own
    summary: bool = False
    attributes: Card | None = None  # with the summary
    judged: Mapping[str, Judgements] = field(default_factory=dict)  # kind of codes -> what was judged by them
    influences: tuple[Relation, ...] = ()
    cards: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)  # own table -> its rows on the case
    voices: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)  # voice -> passages about the case


def case_profile(index: Index, given: Mapping[str, str]) -> CaseProfile:
    """``{{< case-profile <case> [part=…] [level=…] >}}``: what the data say of one case, whole or in part."""
    args = arguments.read(given, arguments.FIRST, "part", "level")
    case = args.needed(arguments.FIRST, index.study.case)
    known = parts_of(index.study)
    part = args.one_of("part", known)
    parts = [part] if part else [each for each in known if has_part(index.study, case, each)]
    judged: dict[str, Judgements] = {}
    cards: dict[str, tuple[Card, ...]] = {}
    for each in parts:
        if each in _judged(index.study):
            judged[each] = judgements(index.study, case, each)
        elif each in _tables(index.study):
            cards[each] = cards_of(index.study, index.study.table[each], case)
    return CaseProfile(
        index.study.case[case],
        args.level if part else args.level + 1,
        headings=not part,
        summary="summary" in parts,
        attributes=attributes_of(index.study, "cases", index.study.case[case]) if "summary" in parts else None,
        judged=judged,
        influences=_influences(index.study, case) if "influences" in parts else (),
        cards=cards,
        voices=_voices(index.study, case) if "evidence" in parts else {},
    )


def parts_of(study: Study) -> tuple[str, ...]:
    """The parts of a case's page: each kind of codes that it is judged by, each own table, and what every study has."""
    return tuple(dict.fromkeys(("summary", *_judged(study), "influences", *_tables(study), "evidence")))


def part_title(part: str, labels: Labels) -> str:
    """The heading of a part: a label of its own, or what the kind of its codes is called."""
    return labels.get(f"blocks.part.{part}", labels.get(f"blocks.kind.{part}", part))


def _judged(study: Study) -> tuple[str, ...]:
    return tuple(kind.id for kind in study.kind.values() if kind.assessed)


def _tables(study: Study) -> tuple[str, ...]:
    return tuple(table.name for table in tables_on_cards(study))


def judgements(study: Study, case: str, kind: str) -> Judgements:
    """What was judged of codes of a kind in a case, in codebook order.

    Where the source's tables have the codes, as they stand there; else what nothing is said of comes last.
    """
    known, codes = study.assessment, study.codes_of_kind(kind)
    cells = tuple(known[case, code.id] for code in codes if (case, code.id) in known)
    if any(code.tabulated for code in codes):
        return {"": cells} if cells else {}
    groups: dict[str, list[Assessment]] = {"stated": [], "mixed": [], "not-stated": []}
    for cell in cells:
        groups[{MIXED: "mixed", NOT_STATED: "not-stated"}.get(cell.level, "stated")].append(cell)
    return {name: tuple(found) for name, found in groups.items() if found}


def _influences(study: Study, case: str) -> tuple[Relation, ...]:
    return tuple(one for one in study.relations if case in one.cases)


def _voices(study: Study, case: str) -> Mapping[str, tuple[Evidence, ...]]:
    mine = [one for one in study.evidence if case in one.cases]
    groups = {voice: tuple(one for one in mine if one.voice == voice) for voice in study.voice}
    return {voice: passages for voice, passages in groups.items() if passages}


def has_part(study: Study, case: str, part: str) -> bool:
    """Whether the data say anything for a part: headings over nothing mislead."""
    if part in _judged(study):
        return bool(judgements(study, case, part))
    if part in _tables(study):
        return bool(cards_of(study, study.table[part], case))
    found = {"summary": True, "influences": _influences(study, case), "evidence": _voices(study, case)}
    return bool(found[part])
