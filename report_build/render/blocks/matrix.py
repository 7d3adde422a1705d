"""Cases and codes side by side: what was judged, what speaks against it, and which tensions are acknowledged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_build.argument.ledger import Entry
from report_build.index import Index
from report_build.model.coding import GENERAL, Assessment, Code
from report_build.render.blocks import arguments


@dataclass(frozen=True, slots=True)
class MatrixCode:
    """The rows of one code: its cells by case, and below them what speaks against it."""

    code: Code
    cells: tuple[Assessment | None, ...]  # one a case, in order
    against: Mapping[str, tuple[str, ...]]  # case, or "general" -> passages coded against; empty where there is none
    tensions: tuple[Entry, ...]  # claims about the code that acknowledge one


@dataclass(frozen=True, slots=True)
class MatrixOfKind:
    kind: str
    codes: tuple[MatrixCode, ...]


def matrix(index: Index, given: Mapping[str, str]) -> tuple[MatrixOfKind, ...]:
    """``{{< matrix [kind=…] >}}``: every judged code of a kind (or all) by case, a table for each kind.

    Below a code, a row of its own for the passages that speak against it, and one for each tension that a claim about
    it acknowledges.
    """
    assessed = [kind.id for kind in index.study.kind.values() if kind.assessed]
    kind = arguments.read(given, "kind").one_of("kind", assessed)
    kinds = [each for each in ([kind] if kind else assessed) if index.study.codes_of_kind(each)]
    return tuple(
        MatrixOfKind(each, tuple(_rows(index, code) for code in index.study.codes_of_kind(each))) for each in kinds
    )


def _rows(index: Index, code: Code) -> MatrixCode:
    study = index.study
    against = [one.evidence for one in study.codings if one.code == code.id and one.bears == "against"]
    met = {
        case: tuple(id_ for id_ in against if id_ in study.passage and case in study.passage[id_].cases)
        for case in (*study.case, GENERAL)
    }
    cells = tuple(study.assessment.get((case, code.id)) for case in study.case)
    return MatrixCode(code, cells, met if against else {}, _tensions(index, code))


def _tensions(index: Index, code: Code) -> tuple[Entry, ...]:
    """Claims about the code, or that a passage coded with it speaks against, which acknowledge a tension."""
    coded = {one.evidence for one in index.study.codings if one.code == code.id}
    return tuple(
        entry
        for entry in index.claims.entries.values()
        if any(entry.claim.tension.values())
        and (any(what.code == code.id for what in entry.claim.asserts) or coded.intersection(entry.counter))
    )
