"""A case's own page, assembled from the data, and the concrete collectives met there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from report_build.index import Index
from report_build.labels import Labels
from report_build.model.coding import MIXED, NOT_STATED, Assessment, Case, Collective, Evidence, Relation
from report_build.model.study import Study
from report_build.render.blocks import arguments

_FIRST = ("summary", "collectives", "dynamics", "conditions")
_LAST = ("influences", "met", "evidence")
_NAMED = {"collective", "dynamic", "condition"}  # the kinds of codes whose parts have names of their own


@dataclass(frozen=True, slots=True)
class CaseProfile:
    """What the data say of one case, part by part; a part that says nothing is empty."""

    case: Case
    level: int  # of the headings within a part
    headings: bool  # whether each part but the summary has a heading of its own
    summary: bool = False
    judged: Mapping[str, tuple[Assessment, ...]] = field(default_factory=dict)  # part -> judgements
    conditions: Mapping[str, tuple[Assessment, ...]] = field(default_factory=dict)  # stated, mixed, not-stated
    influences: tuple[Relation, ...] = ()
    met: tuple[Collective, ...] = ()
    voices: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)  # voice -> passages about the case


def case_profile(index: Index, given: Mapping[str, str]) -> CaseProfile:
    """``{{< case-profile <case> [part=…] [level=…] >}}``: what the data say of one case, whole or in part."""
    args = arguments.read(given, arguments.FIRST, "part", "level")
    case = args.needed(arguments.FIRST, index.study.case)
    known = parts_of(index.study)
    part = args.one_of("part", known)
    parts = [part] if part else [each for each in known if has_part(index.study, case, each)]
    found: dict[str, object] = {}
    for each in parts:
        found |= _read(index.study, case, each)
    found["judged"] = {name: found.pop(name) for name in known if name in _judged(index.study) and name in found}
    level = args.level if part else args.level + 1
    return CaseProfile(index.study.case[case], level, headings=not part, **found)  # type: ignore[arg-type]


def parts_of(study: Study) -> tuple[str, ...]:
    """The parts of a case's page; what was judged by codes of a kind is a part of its own."""
    return (*_FIRST, *(name for name in _judged(study) if name not in {*_FIRST, *_LAST}), *_LAST)


def part_title(part: str, labels: Labels) -> str:
    """The heading of a part: a label of its own, or what the kind of its codes is called."""
    return labels.get(f"blocks.part.{part}", labels.get(f"blocks.kind.{part}", part))


def _judged(study: Study) -> tuple[str, ...]:
    """The parts that list judgements one by one."""
    kinds = (kind.id for kind in study.kind.values() if kind.assessed and kind.id not in _NAMED)
    return ("collectives", "dynamics", *kinds)


def _read(study: Study, case: str, part: str) -> Mapping[str, object]:
    """What the data say for a part."""
    return _READERS[part](study, case) if part in _READERS else {part: _cells(study, case, part)}


def _cells(study: Study, case: str, kind: str) -> tuple[Assessment, ...]:
    """What was judged of codes of a kind in a case, in codebook order."""
    known = study.assessment
    return tuple(known[case, code.id] for code in study.codes_of_kind(kind) if (case, code.id) in known)


def _conditions(study: Study, case: str) -> Mapping[str, tuple[Assessment, ...]]:
    """Conditions in three groups, never confused: stated, of which passages differ, and not stated."""
    groups: dict[str, list[Assessment]] = {"stated": [], "mixed": [], "not-stated": []}
    for cell in _cells(study, case, "condition"):
        groups[{MIXED: "mixed", NOT_STATED: "not-stated"}.get(cell.level, "stated")].append(cell)
    return {name: tuple(cells) for name, cells in groups.items() if cells}


def _voices(study: Study, case: str) -> Mapping[str, tuple[Evidence, ...]]:
    mine = [one for one in study.evidence if case in one.cases]
    groups = {voice: tuple(one for one in mine if one.voice == voice) for voice in study.voice}
    return {voice: passages for voice, passages in groups.items() if passages}


_READERS: Mapping[str, Callable[[Study, str], Mapping[str, object]]] = {
    "summary": lambda _study, _case: {"summary": True},
    "collectives": lambda study, case: {"collectives": _cells(study, case, "collective")},
    "dynamics": lambda study, case: {"dynamics": _cells(study, case, "dynamic")},
    "conditions": lambda study, case: {"conditions": _conditions(study, case)},
    "influences": lambda study, case: {"influences": tuple(one for one in study.relations if case in one.cases)},
    "met": lambda study, case: {"met": tuple(one for one in study.collectives if one.case == case)},
    "evidence": lambda study, case: {"voices": _voices(study, case)},
}


def has_part(study: Study, case: str, part: str) -> bool:
    """Whether the data say anything for a part: headings over nothing mislead."""
    return any(_read(study, case, part).values())


@dataclass(frozen=True, slots=True)
class CollectivesMet:
    collectives: tuple[Collective, ...]
    level: int  # of their headings


def collectives_met(index: Index, given: Mapping[str, str]) -> CollectivesMet:
    """``{{< collectives-met [case] [level=…] >}}``: the concrete collectives, of one case or of all."""
    args = arguments.read(given, arguments.FIRST, "level")
    case = args.one_of(arguments.FIRST, index.study.case)
    return CollectivesMet(tuple(one for one in index.study.collectives if not case or one.case == case), args.level)
