"""The codebook and the mechanisms: what each code means, when to use it, and what was found with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_build.index import Index
from report_build.model.coding import BEARINGS, Assessment, Code, Relation
from report_build.model.study import Study
from report_build.render.blocks import arguments


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code with all that was found with it."""

    code: Code
    cells: tuple[Assessment, ...]  # what was judged of it, in the order of the cases
    met_in: tuple[Assessment, ...]  # of a subtype: the cells where it was met
    evidence: Mapping[str, tuple[str, ...]]  # bearing -> passages coded with it
    relations: tuple[Relation, ...]  # stated influences that it is an end of
    asserting: tuple[str, ...]  # claims that assert a level of it
    resting: tuple[str, ...]  # claims that passages coded with it support or contradict


@dataclass(frozen=True, slots=True)
class Codebook:
    entries: tuple[CodeEntry, ...]
    level: int  # of their headings


def codebook(index: Index, given: Mapping[str, str]) -> Codebook:
    """``{{< codebook [kind=…] [level=…] >}}``: every code of a kind (or all, by kind) in codebook order."""
    args = arguments.read(given, "kind", "level")
    kind = args.one_of("kind", index.study.kind)
    passages = _passages_by_code(index)
    codes = [code for each in ([kind] if kind else index.study.kind) for code in index.study.codes_of_kind(each)]
    return Codebook(tuple(_entry(index, code, passages.get(code.id, {})) for code in codes), args.level)


def _passages_by_code(index: Index) -> Mapping[str, Mapping[str, list[str]]]:
    """Code -> bearing -> the passages coded with it."""
    found: dict[str, dict[str, list[str]]] = {}
    for coding in index.study.codings:
        found.setdefault(coding.code, {}).setdefault(coding.bears, []).append(coding.evidence)
    return found


def _entry(index: Index, code: Code, passages: Mapping[str, Sequence[str]]) -> CodeEntry:
    study = index.study
    claims = index.claims.entries
    return CodeEntry(
        code,
        tuple(study.assessment[case, code.id] for case in study.case if (case, code.id) in study.assessment),
        tuple(cell for cell in study.assessments if code.id in cell.subtypes),
        {bears: tuple(passages.get(bears, ())) for bears in BEARINGS},
        tuple(one for one in study.relations if code.id in (one.condition, one.target)),
        tuple(id_ for id_, entry in claims.items() if any(what.code == code.id for what in entry.claim.asserts)),
        tuple(_resting(index, passages)),
    )


def _resting(index: Index, passages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for id_ in (id_ for ids in passages.values() for id_ in ids):
        for way, claims in index.claims.resting_on.get(id_, {}).items():
            yield from claims if way != "states" else ()


def processes(study: Study) -> tuple[Code, ...]:
    """The codes of the kinds that are processes, in codebook order."""
    return tuple(code for kind in study.kind.values() if kind.steps for code in study.codes_of_kind(kind.id))


def mechanism(index: Index, given: Mapping[str, str]) -> Code:
    """``{{< mechanism <id> >}}``: the steps of one mechanism, in order, with who acts in each."""
    args = arguments.read(given, arguments.FIRST)
    known = [code.id for code in processes(index.study)]
    return index.study.code[args.needed(arguments.FIRST, known)]


@dataclass(frozen=True, slots=True)
class Mechanisms:
    codes: tuple[Code, ...]
    level: int


def mechanisms(index: Index, given: Mapping[str, str]) -> Mechanisms:
    """``{{< mechanisms [level=…] >}}``: every mechanism with its definition and steps."""
    args = arguments.read(given, "level")
    return Mechanisms(processes(index.study), args.level)
