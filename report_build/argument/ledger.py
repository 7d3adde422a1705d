"""What each claim rests on: its footing, computed from the coding and never typed.

The rule
========

A claim's *support* is the evidence that its entry lists under ``for``. A claim that lists none and asserts levels
borrows the evidence of the cells that it asserts, where the coding gives the same level. Nothing else is borrowed: a
claim that adds a cause to a level does not inherit the standing of that level.

The footing is that of the *whole* claim: of its weakest necessary part. ``parts`` of the claim says what of it each
passage bears; a passage that is not in it bears the whole.

- Passages that bear ``all`` of it carry the whole: the firmest of them gives the footing, and nothing else adds to it.
- Where none does, its ``step`` passages carry it together: the weakest gives the footing. A summary beside other
  steps sums them up, and weakens nothing.
- An ``instance`` is a case that the claim generalises, and carries no whole but its own: it gives the footing only
  where nothing else is listed, and of what its own case contributes.
- A ``context`` sets the scene and carries nothing.

Each supporting passage is material, or it is not, by the ground of the voice that speaks in it
(``voices`` of ``data/study.yaml``):

``material``
    a passage in which somebody who was met speaks, or a document that was seen: material shown.
``illustrated``
    the whole is the source's own statement, which generalises a case that is shown or reported, or of which material
    shows one part.
``reported``
    the source tells what was found, or how the inquiry was set up: material reported, not shown.
``cited``
    a study by others: a passage of that ground, or a bare reference of a claim that is not theoretical and names no
    case. A work about somewhere else is no material on these cases, so that a bare reference alone does not carry a
    claim that names one.
``theoretical``
    no material, and none is owed: the claim is of the theoretical kind, asserts no level, and leads to where the
    source states it or to the works that it is thought with.
``statement``
    asserted, no material shown: the source's own statements carry the whole, alone or besides a summary. Such a
    statement makes the claim, it does not support it, so that it never adds to other grounds and never counts as a
    passage. The one exception is a claim of the methodological kind that asserts no level: what somebody declares
    about their own procedure is a report of it.
``summary``
    nothing but a table of the source, which sums up judgements and shows no material: a passage of that ground, or a
    level that the claim asserts and that the coding has from the table alone.

Firmer means earlier in this order; all grounds that were met are kept beside the footing. A claim of the theoretical
kind that asserts a level owes what an empirical claim owes: the kind is typed, the footing is not.

Several rows cut from one passage are one passage: a speaker's words at one place of a source (its paragraph or
locator), or that place without any speaker.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from report_build.model.coding import GENERAL, Assertion, Assessment, Claim, Evidence
from report_build.model.study import Study, once

FOOTINGS = ("material", "illustrated", "reported", "cited", "theoretical", "statement", "summary")
MATERIAL = ("material", "reported", "cited")  # grounds that are material, firmest first
FLAGS = ("one-passage", "damaged", "summary", "statement")


@dataclass(frozen=True, slots=True)
class Share:
    """What one case contributes to a claim, for and against."""

    case: str  # a case id, or "general" for evidence of no case in particular
    footing: str  # by the same rule, on this case's own evidence; "" where it has none that carries the claim
    support: tuple[str, ...]
    counter: tuple[str, ...]

    @property
    def carries(self) -> bool:
        """Whether it stands among what carries the claim: unless it only speaks against it."""
        return bool(self.support) or not self.counter


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim with what it rests on."""

    claim: Claim
    footing: str  # one of FOOTINGS, "" where nothing carries the claim
    grounds: Mapping[str, tuple[str, ...]]  # kind of ground, strongest first -> evidence ids, bibliography keys
    support: tuple[str, ...]  # evidence ids, borrowed ones where ``borrowed``
    borrowed: bool  # whether the support is that of the asserted cells
    passages: int  # places of the source and works that are material, tables left out: rows of one place are one
    flags: tuple[str, ...]  # of FLAGS: what a reader should be warned of
    shares: tuple[Share, ...]  # of the cases named, in their order, "general" last; of all where none is named
    disagreements: tuple[tuple[Assertion, Assessment], ...]  # where the coding gives another level than the claim

    @property
    def counter(self) -> tuple[str, ...]:
        return self.claim.counter

    @property
    def signs(self) -> tuple[str, ...]:
        """What a claim's mark says beside its footing: that one passage carries it, that something speaks against."""
        single = ("one-passage",) if "one-passage" in self.flags else ()
        return (*single, "against") if self.counter else single

    @property
    def cards(self) -> int:
        """How many cards are listed in its support, the author's statements apart."""
        return len(self.support) - len(self.statements)

    @property
    def statements(self) -> tuple[str, ...]:
        """The source's statements that make the claim: listed, and no support."""
        return self.grounds.get("statement", ())


@once
def ledger(study: Study) -> Mapping[str, Entry]:
    """Every claim's entry by id, in the order of ``data/claims.yaml``; names that lead nowhere are left out."""
    return {claim.id: _entry(study, claim) for claim in study.claim.values()}


def named_cases(claim: Claim) -> tuple[str, ...]:
    """The cases that a claim names; none where it speaks of no case in particular."""
    return tuple(case for case in claim.cases if case != GENERAL)


def _entry(study: Study, claim: Claim) -> Entry:
    asserted = [(what, study.assessment[what.case, what.code]) for what in claim.asserts if _known(study, what)]
    borrowed = not claim.support
    lent = (id_ for what, cell in asserted if what.level == cell.level for id_ in cell.evidence)
    listed = lent if borrowed else (id_ for id_ in claim.support if claim.parts.get(id_) != "context")
    support = [study.passage[id_] for id_ in dict.fromkeys(listed) if id_ in study.passage]
    works = (
        [] if claim.kind == "theoretical" or named_cases(claim) else [k for k in claim.references if k in study.work]
    )
    table_cell = any(cell.basis == "table-only" for _, cell in asserted)
    grounds = _grounds(study, claim, support, works)
    footing = _footing(study, claim, grounds, table_cell=table_cell)
    material = [passage for passage in support if _ground(study, claim, passage) not in {"statement", "summary"}]
    passages = len({_place(passage) for passage in material})
    if not any(study.ground(passage) == "cited" for passage in material):
        passages += len(works)  # beside a passage on a study, its reference is no further ground
    marked = {
        "one-passage": passages == 1
        and footing in (*MATERIAL, "illustrated")
        and not _procedural(claim),  # saying it once is enough
        "damaged": _damaged(study, claim, support, asserted),
        "summary": footing == "summary" or table_cell,
        "statement": footing == "statement",
    }
    return Entry(
        claim=claim,
        footing=footing,
        grounds=grounds,
        support=tuple(passage.id for passage in support),
        borrowed=borrowed and bool(support),
        passages=passages,
        flags=tuple(flag for flag in FLAGS if marked[flag]),
        shares=_shares(study, claim, support),
        disagreements=tuple((what, cell) for what, cell in asserted if what.level != cell.level),
    )


def _place(passage: Evidence) -> tuple[str, ...]:
    """What rows that were cut from one passage share; a passage that does not say where it stands is one by itself."""
    where = (passage.section, passage.paragraph, passage.locator)
    return (passage.source, *where, passage.speaker) if any(where) else (passage.id,)


def _known(study: Study, what: Assertion) -> bool:
    return (what.case, what.code) in study.assessment


def _ground(study: Study, claim: Claim, passage: Evidence) -> str:
    """The kind of ground that a passage is for this claim; a voice that does not exist is no ground."""
    ground = study.ground(passage)
    return "reported" if ground == "statement" and _procedural(claim) else ground


def _procedural(claim: Claim) -> bool:
    return claim.kind == "methodological" and not claim.asserts


def _grounds(
    study: Study, claim: Claim, support: Iterable[Evidence], works: Iterable[str]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {kind: [] for kind in FOOTINGS}
    for passage in support:
        if ground := _ground(study, claim, passage):
            found[ground].append(passage.id)
    found["cited"] += works
    return {kind: tuple(ids) for kind, ids in found.items() if ids}


def _footing(study: Study, claim: Claim, grounds: Mapping[str, tuple[str, ...]], *, table_cell: bool = False) -> str:
    carried_by = _carrying(claim, grounds)
    for kind in MATERIAL:
        if kind in carried_by:
            return kind
    if "statement" in carried_by and _illustrated(claim, grounds):
        return "illustrated"
    argued = "statement" in carried_by or any(key in study.work for key in claim.references)
    if claim.kind == "theoretical" and not claim.asserts and argued:
        return "theoretical"
    if "statement" in carried_by:
        return "statement"
    return "summary" if table_cell or "summary" in carried_by else ""


def _carrying(claim: Claim, grounds: Mapping[str, tuple[str, ...]]) -> Collection[str]:
    """The kinds of ground that carry the whole: of what bears all of it; else the weakest of its steps."""
    borne: dict[str, list[str]] = {}  # part of the claim -> kinds of ground, firmest first
    for kind, ids in grounds.items():
        for part in {claim.parts.get(id_, "all") for id_ in ids}:
            borne.setdefault(part, []).append(kind)
    if "all" not in borne and "step" in borne:
        weighed = [kind for kind in borne["step"] if kind != "summary"]
        return (weighed or borne["step"])[-1:]
    return borne.get("all", borne.get("instance", ()))


def _illustrated(claim: Claim, grounds: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a case is shown or reported of what the source generalises, or material shown of one part."""
    shown = {claim.parts.get(id_) for id_ in grounds.get("material", ())}
    reported = {claim.parts.get(id_) for id_ in grounds.get("reported", ())}
    return bool(shown & {"instance", "step"}) or "instance" in reported


def _damaged(
    study: Study, claim: Claim, support: Iterable[Evidence], asserted: Sequence[tuple[Assertion, Assessment]]
) -> bool:
    """Whether an asserted cell is damaged; of a claim that asserts none, whether a table row it uses says only such."""
    if asserted:
        return any(cell.legibility == "damaged" for _, cell in asserted)
    cases = named_cases(claim)
    for passage in support:
        if study.is_print(passage):
            read = [cell for cell in study.cells_of.get(passage.id, ()) if not cases or cell.case in cases]
            if read and all(cell.legibility == "damaged" for cell in read):
                return True
    return False


def _shares(study: Study, claim: Claim, support: Sequence[Evidence]) -> tuple[Share, ...]:
    counter = [study.passage[id_] for id_ in claim.counter if id_ in study.passage]
    met = {case for passage in (*support, *counter) for case in passage.cases}
    wanted = {*claim.cases, GENERAL} & {*claim.cases, *met} if named_cases(claim) else met
    shares = []
    for case in (*study.case, GENERAL):
        if case in wanted:
            own = [passage for passage in support if case in passage.cases]
            against = tuple(passage.id for passage in counter if case in passage.cases)
            footing = _footing(study, claim, _grounds(study, claim, own, ())) if own else ""
            shares.append(Share(case, footing, tuple(passage.id for passage in own), against))
    return tuple(shares)
