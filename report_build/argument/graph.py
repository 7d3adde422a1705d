"""One graph of what rests on what, over everything in the study that has an id.

A node rests on what it names: should the latter be taken away, the former says something that nothing carries. The
graph is built from the study alone, in time linear in its rows, and holds names that lead nowhere too (they are not
among the nodes), so that what is missing can be asked what rests on it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from report_build.displays import shown_by
from report_build.model.coding import Claim
from report_build.model.study import Study

NODE_KINDS = (
    "claim",
    "evidence",
    "coding",
    "code",
    "case",
    "cell",
    "relation",
    "collective",
    "instrument",
    "reference",
    "display",
    "paragraph",
    "section",
    "decision",
)


class Node(NamedTuple):
    """Something with an id; ids of different kinds may be the same, so that the kind belongs to it."""

    kind: str  # one of NODE_KINDS
    id: str  # a coding is "evidence/code", a cell "case/code", a paragraph "section/paragraph"


class Edge(NamedTuple):
    """One reason why something rests on something else."""

    role: str  # e.g. "for", "against", "asserts", "place"
    node: Node


@dataclass(frozen=True)
class Graph:
    """What rests on what; both directions, each in a fixed order."""

    nodes: frozenset[Node]  # what exists in the study
    down: Mapping[Node, tuple[Edge, ...]] = field(repr=False)  # what a node rests on
    up: Mapping[Node, tuple[Edge, ...]] = field(repr=False)  # what rests on a node

    def rests_on(self, node: Node) -> tuple[Edge, ...]:
        """What a node names; nodes that do not exist in the study included."""
        return self.down.get(node, ())

    def rested_on_by(self, node: Node) -> tuple[Edge, ...]:
        """What names a node, whether it exists or not."""
        return self.up.get(node, ())

    @cached_property
    def missing(self) -> tuple[Node, ...]:
        """What is named and does not exist, sorted."""
        return tuple(sorted(self.up.keys() - self.nodes))


def graph(study: Study) -> Graph:
    """The graph of a study; a row given twice counts once, with all that its rows name."""
    down: dict[Node, dict[Edge, None]] = {}
    nodes: dict[Node, None] = {}
    for source, edge in _edges(study):
        if edge is None:
            nodes[source] = None
        else:
            down.setdefault(source, {})[edge] = None
    named: dict[str, list[Node]] = {}
    for node in nodes:
        named.setdefault(node.id, []).append(node)
    for decision in study.decisions:
        nodes[Node("decision", decision.id)] = None
        for touched in decision.touches:  # what a decision bears on rests on it: of each kind that has this id
            for node in named.get(touched, ()):
                down.setdefault(node, {})[Edge("decided", Node("decision", decision.id))] = None
    up: dict[Node, list[Edge]] = {}
    for source, edges in down.items():
        for edge in edges:
            up.setdefault(edge.node, []).append(Edge(edge.role, source))
    return Graph(
        frozenset(nodes),
        {source: tuple(edges) for source, edges in down.items()},
        {target: tuple(sorted(edges)) for target, edges in up.items()},
    )


def resolve_id(study: Study, text: str) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The nodes that a text names, and where there is none, the nearest ids.

    ``text`` is an id, a cell as ``case/code``, or ``kind:id`` where one id names things of several kinds.
    """
    kind, colon, id_ = text.strip().partition(":")
    known = graph(study).nodes
    if colon and kind in NODE_KINDS:
        wanted = Node(kind, id_)
        if wanted in known:
            return (wanted,), ()
        near = difflib.get_close_matches(id_, sorted(node.id for node in known if node.kind == kind))
        return (), tuple(f"{kind}:{match}" for match in near)
    found = sorted((node for node in known if node.id == text.strip()), key=lambda node: NODE_KINDS.index(node.kind))
    if found:
        return tuple(found), ()
    return (), tuple(difflib.get_close_matches(text.strip(), sorted({node.id for node in known})))


_Line = tuple[Node, Edge | None]  # a node that exists, or one that rests on another


def _rests(source: Node, role: str, kind: str, *ids: str) -> Iterator[_Line]:
    for id_ in ids:
        if id_:
            yield source, Edge(role, Node(kind, id_))


def _edges(study: Study) -> Iterator[_Line]:
    yield from _coded(study)
    yield from _judged(study)
    for claim in study.claims:
        yield from _claimed(claim)
    for display in study.displays:
        node = Node("display", display.id)
        yield node, None
        shown = shown_by(study, display)
        yield from _rests(node, "draws", "cell", *(f"{case}/{code}" for case, code in shown.cells))
        for kind, id_ in shown.nodes:
            yield from _rests(node, "draws", kind, id_)
    for work in study.works:
        yield Node("reference", work.key), None
    for section in study.sections:
        yield Node("section", section.id), None
    for paragraph in study.paragraphs:
        node = Node("paragraph", f"{paragraph.section}/{paragraph.paragraph}")
        yield node, None
        yield from _rests(node, "part", "section", paragraph.section)
        for id_ in paragraph.claims:
            yield Node("claim", id_), Edge("made-in", node)


def _coded(study: Study) -> Iterator[_Line]:
    for case in study.cases:
        yield Node("case", case.id), None
    for code in study.codes:
        node = Node("code", code.id)
        yield node, None
        yield from _rests(node, "cites", "reference", *code.sources)
        yield from _rests(node, "code", "code", *code.start, code.end)
        if code.kind == "subtype":
            yield from _rests(node, "code", "code", code.parent)
        for step in code.steps:
            yield from _rests(node, "passage", "evidence", *step.evidence)
            yield from _rests(node, "coded", "coding", *(f"{id_}/{code.id}" for id_ in _words_of(study, step.evidence)))
    for passage in study.evidence:
        node = Node("evidence", passage.id)
        yield node, None
        yield from _rests(node, "programme", "case", *(case for case in passage.cases if case != "general"))
        if passage.section:
            yield from _rests(node, "place", "paragraph", f"{passage.section}/{passage.paragraph}")
    for coding in study.codings:
        node = Node("coding", f"{coding.evidence}/{coding.code}")
        yield node, None
        yield from _rests(node, "passage", "evidence", coding.evidence)
        yield from _rests(node, "code", "code", coding.code)


def _words_of(study: Study, evidence: Iterable[str]) -> Iterator[str]:
    """The passages that need a coding to be judged by; a table's own print is judged as it stands."""
    return (id_ for id_ in evidence if id_ in study.passage and study.passage[id_].voice != "table")


def _judged(study: Study) -> Iterator[_Line]:
    for cell in study.assessments:
        node = Node("cell", f"{cell.case}/{cell.code}")
        yield node, None
        yield from _rests(node, "programme", "case", cell.case)
        yield from _rests(node, "code", "code", cell.code, *cell.subtypes)
        yield from _rests(node, "passage", "evidence", *cell.evidence)
        yield from _rests(node, "coded", "coding", *(f"{id_}/{cell.code}" for id_ in _words_of(study, cell.evidence)))
    for relation in study.relations:
        node = Node("relation", relation.id)
        yield node, None
        yield from _rests(node, "programme", "case", *(case for case in relation.cases if case != "general"))
        yield from _rests(node, "code", "code", relation.condition, relation.target)
        yield from _rests(node, "passage", "evidence", *relation.evidence)
    for collective in study.collectives:
        node = Node("collective", collective.id)
        yield node, None
        yield from _rests(node, "programme", "case", collective.case)
        yield from _rests(node, "code", "code", collective.type, collective.subtype)
        yield from _rests(node, "passage", "evidence", *collective.evidence)
    for instrument in study.fieldwork:
        node = Node("instrument", instrument.id)
        yield node, None
        yield from _rests(node, "passage", "evidence", *instrument.evidence)


def _claimed(claim: Claim) -> Iterator[_Line]:
    node = Node("claim", claim.id)
    yield node, None
    yield from _rests(node, "for", "evidence", *claim.support)
    yield from _rests(node, "against", "evidence", *claim.counter)
    yield from _rests(node, "asserts", "cell", *(f"{what.case}/{what.code}" for what in claim.asserts))
    yield from _rests(node, "cites", "reference", *claim.references)
    yield from _rests(node, "programme", "case", *(case for case in claim.cases if case != "general"))
