"""The tree around one id: what it rests on and what rests on it, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from report_build.argument.graph import Edge, Graph, Node, graph, resolve_id
from report_build.argument.ledger import Entry, ledger
from report_build.displays.wording import influence_told
from report_build.grouping import firsts
from report_build.labels import Labels
from report_build.model.coding import BEARINGS
from report_build.model.study import Study, once
from report_build.model.text import Text

_WIDTH = 88  # characters of a node's own words, so that a line stays a line


def trace(study: Study, id_: str, labels: Labels) -> str:
    """What an id rests on and what rests on it, each thing unfolded once, however often it is met.

    An id that names things of several kinds gets a tree for each; one that names nothing gets no text: ask
    :func:`report_build.argument.graph.resolve_id` for the nearest ids.
    """
    nodes, _ = resolve_id(study, id_)
    known = graph(study)
    title = _titles(study, labels)
    return "\n".join(_trees(known, title, node, labels) for node in nodes)


def _trees(known: Graph, title: Callable[[Node], str], node: Node, labels: Labels) -> str:
    lines = [title(node)]
    for heading, ways in (("down", known.rests_on), ("up", known.rested_on_by)):
        nothing = "" if ways(node) else labels("blocks.colon") + labels("ledger.trace.nothing")
        lines.append(labels(f"ledger.trace.{heading}") + nothing)
        for prefix, edge, seen in _walk(node, ways):
            label = labels.get(f"ledger.role.{edge.role}", edge.role)
            kind = labels.get(f"ledger.node.{edge.node.kind}", edge.node.kind)
            name = f"{kind} {edge.node.id}"
            if edge.node not in known.nodes:
                told = f"{name} — {labels('ledger.trace.missing')}"
            else:
                told = f"{name} {labels('ledger.trace.above')}" if seen else title(edge.node)
            lines.append(f"{prefix}{told}" if label == kind else f"{prefix}{label} · {told}")
    return "\n".join(lines) + "\n"


def _walk(start: Node, ways: Callable[[Node], tuple[Edge, ...]]) -> Iterator[tuple[str, Edge, bool]]:
    """The lines below a node, depth first: indentation, edge, and whether its node was unfolded before.

    Without recursion, so that a long chain is no harm; linear in the edges, so that a dense study is none either.
    """
    unfolded = {start}
    edges = ways(start)
    stack = [("", edge, place == len(edges) - 1) for place, edge in enumerate(edges)][::-1]
    while stack:
        indent, edge, last = stack.pop()
        # what a coding joins stands beside it already, in either direction
        below = () if edge.node.kind == "coding" else ways(edge.node)
        seen = edge.node in unfolded and bool(below)
        yield indent + ("└─ " if last else "├─ "), edge, seen
        if below and not seen:
            unfolded.add(edge.node)
            inner = indent + ("   " if last else "│  ")
            stack += [(inner, next_, place == len(below) - 1) for place, next_ in enumerate(below)][::-1]


def _titles(study: Study, labels: Labels) -> Callable[[Node], str]:
    """What names a node on one line: its kind, its id, and its own words cut short."""
    entries = ledger(study)
    rows = _rows(study)

    def title(node: Node) -> str:
        told = " ".join(_own_words(study, entries, rows, node, labels).split())
        cut = told if len(told) <= _WIDTH else told[: _WIDTH - 1].rstrip() + "…"
        return f"{labels.get(f'ledger.node.{node.kind}', node.kind)} {node.id}" + (f" — {cut}" if cut else "")

    return title


def _own_words(study: Study, entries: Mapping[str, Entry], rows: Mapping[Node, Any], node: Node, labels: Labels) -> str:
    language = labels.language
    first, _, second = node.id.partition("/")
    match node.kind:
        case "claim":
            entry = entries[node.id]
            flags = (labels(f"ledger.flag.{flag}") for flag in entry.flags)
            return labels("list.semicolon").join((labels(f"ledger.footing.{entry.footing}"), *flags))
        case "evidence":
            passage = study.passage[node.id]
            voice = labels.get(f"voice.{passage.voice}", passage.voice)
            return f"{voice}{labels('blocks.colon')}{passage.words.of(language)}"
        case "coding":
            bears = next((coding.bears for coding in study.codings_of.get(first, ()) if coding.code == second), "")
            return labels(f"ledger.role.{bears}") if bears in BEARINGS else bears
        case "cell":
            cell = study.assessment[first, second]
            level = study.level.get(cell.level)
            return level.label.of(language) if level else cell.level
        case "relation":
            return influence_told(study, rows[node], labels)
        case "reference":
            return study.work[node.id].fields.get("title", "").replace("{", "").replace("}", "")
        case _:
            return _title_of(rows[node], _title_fields(study)[node.kind], language)


@once
def _title_fields(study: Study) -> Mapping[str, str]:
    """Kind of node -> the attribute that names a row of it."""
    return {table.node_kind: table.title_field for table in study.tables if table.node_kind}


def _title_of(row: Any, attribute: str, language: str) -> str:
    title = getattr(row, attribute) if attribute else ""
    return title.of(language) if isinstance(title, Text) else str(title)


def _rows(study: Study) -> Mapping[Node, Any]:
    """Every row that is a node; of rows with the same id the first."""
    tables = (table for table in study.tables if table.node_kind)
    return firsts((Node(one.node_kind, one.id_of(row)), row) for one in tables for row in study.counting(one.name))
