"""One graph of what rests on what, over everything in the study that has an id.

A node rests on what it names: should the latter be taken away, the former says something that nothing carries. The
graph is built from the study alone, in time linear in its rows, and holds names that lead nowhere too (they are not
among the nodes), so that what is missing can be asked what rests on it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from report_build.displays import shown_by
from report_build.grouping import grouped
from report_build.model.coding import GENERAL
from report_build.model.description import Column
from report_build.model.parts import NO_EDGE
from report_build.model.schema import WORKS
from report_build.model.study import Study, once

REFERENCE = "reference"  # the node of a work of the bibliography
# The order in which a node's grounds are told; roles of further tables come before where things stand.
ROLES = ("for", "against", "asserts", "draws", "passage", "coded", "code", "cites", "", "case", "place", "part")


class Node(NamedTuple):
    """Something with an id; ids of different kinds may be the same, so that the kind belongs to it."""

    kind: str  # one of :func:`node_kinds`
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


@once
def node_kinds(study: Study) -> tuple[str, ...]:
    """The kinds of nodes of a study's graph, in the order in which they are told."""
    return (*(table.node_kind for table in study.tables if table.node_kind), REFERENCE)


@once
def graph(study: Study) -> Graph:
    """The graph of a study; a row given twice counts once, with all that its rows name."""
    down: dict[Node, dict[Edge, None]] = {}
    nodes: dict[Node, None] = {}
    for source, edge in _edges(study):
        if edge is None:
            nodes[source] = None
        else:
            down.setdefault(source, {})[edge] = None
    named = grouped((node.id, node) for node in nodes)
    for decision in study.decisions:
        for touched in decision.touches:  # what a decision bears on rests on it: of each kind that has this id
            for node in named.get(touched, ()):
                if node.kind != "decision":
                    down.setdefault(node, {})[Edge("decided", Node("decision", decision.id))] = None
    up = grouped((edge.node, Edge(edge.role, source)) for source, edges in down.items() for edge in edges)
    return Graph(
        frozenset(nodes),
        {source: tuple(sorted(edges, key=_rank)) for source, edges in down.items()},
        {target: tuple(sorted(edges)) for target, edges in up.items()},
    )


def _rank(edge: Edge) -> int:
    return ROLES.index(edge.role if edge.role in ROLES else "") + len(ROLES) * (edge.role == "decided")


def resolve_id(study: Study, text: str) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The nodes that a text names, and where there is none, the nearest ids.

    ``text`` is an id, a cell as ``case/code``, or ``kind:id`` where one id names things of several kinds.
    """
    kind, colon, id_ = text.strip().partition(":")
    known = graph(study).nodes
    if colon and kind in node_kinds(study):
        wanted = Node(kind, id_)
        if wanted in known:
            return (wanted,), ()
        near = difflib.get_close_matches(id_, sorted(node.id for node in known if node.kind == kind))
        return (), tuple(f"{kind}:{match}" for match in near)
    kinds = node_kinds(study)
    found = sorted((node for node in known if node.id == text.strip()), key=lambda node: kinds.index(node.kind))
    if found:
        return tuple(found), ()
    return (), tuple(difflib.get_close_matches(text.strip(), sorted({node.id for node in known})))


_Line = tuple[Node, Edge | None]  # a node that exists, or one that rests on another


def _rests(source: Node, role: str, kind: str, *ids: str) -> Iterator[_Line]:
    for id_ in ids:
        if id_:
            yield source, Edge(role, Node(kind, id_))


def _edges(study: Study) -> Iterator[_Line]:
    for table in study.tables:
        if table.node_kind:
            for row in study.counting(table.name):  # other coders' rows measure agreement; nothing rests on them
                node = Node(table.node_kind, table.id_of(row))
                yield node, None
                yield from _named_by(study, node, row, table.columns)
    for work in study.works:
        yield Node(REFERENCE, work.key), None
    yield from _computed(study)


def _named_by(study: Study, node: Node, row: Any, columns: Iterable[Column]) -> Iterator[_Line]:
    """What a row, or an item within it, names by its columns."""
    for column in columns:
        value = getattr(row, column.field)
        for part in value if column.kind.columns else ():
            yield from _named_by(study, node, part, column.kind.columns)
        kind, role = _target(study, column)
        for id_ in column.kind.words_in(value) if kind else ():
            if not (column.refers == "cases" and id_ == GENERAL):
                yield node, Edge(role, Node(kind, id_))


def _target(study: Study, column: Column) -> tuple[str, str]:
    """The kind of node that a column refers to and the role of that; '' where the graph leaves it out."""
    if not column.refers or column.role == NO_EDGE:
        return "", ""
    if column.refers == WORKS:
        return REFERENCE, column.role or "cites"
    table = study.table[column.refers]
    return table.node_kind, column.role or table.role or table.node_kind


def _computed(study: Study) -> Iterator[_Line]:
    """What follows from several columns at once."""
    for code in study.codes:
        node = Node("code", code.id)
        asked = study.kind.get(code.kind)
        if asked is not None and (asked.of or asked.tree):
            yield from _rests(node, "code", "code", code.parent)
        for step in code.steps:
            yield from _rests(node, "coded", "coding", *(f"{id_}/{code.id}" for id_ in _words_of(study, step.evidence)))
    for passage in study.evidence:
        if passage.section:
            place = f"{passage.section}/{passage.paragraph}"
            yield from _rests(Node("evidence", passage.id), "place", "paragraph", place)
    for cell in study.assessments:
        node = Node("cell", f"{cell.case}/{cell.code}")
        yield from _rests(node, "coded", "coding", *(f"{id_}/{cell.code}" for id_ in _words_of(study, cell.evidence)))
    for claim in study.claims:
        node = Node("claim", claim.id)
        yield from _rests(node, "asserts", "cell", *(f"{what.case}/{what.code}" for what in claim.asserts))
    for display in study.displays:
        node, shown = Node("display", display.id), shown_by(study, display)
        yield from _rests(node, "draws", "cell", *(f"{case}/{code}" for case, code in shown.cells))
        for kind, id_ in shown.nodes:
            yield from _rests(node, "draws", kind, id_)


def _words_of(study: Study, evidence: Iterable[str]) -> Iterator[str]:
    """The passages that need a coding to be judged by; a table's own print is judged as it stands."""
    return (id_ for id_ in evidence if id_ in study.passage and not study.is_print(study.passage[id_]))
