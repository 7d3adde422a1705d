"""Nothing that something rests on can be taken away unseen: check fails, and names what rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from conftest import ROOT, STUDIES
from ledger_studies import sound

from report_build.argument.graph import Graph, Node, graph
from report_build.cache import Cache
from report_build.check.claims import ClaimFact, check_claims
from report_build.check.study import check_study
from report_build.findings import Finding, Place, fails
from report_build.model.study import Study
from report_build.model.text import Origin
from report_build.sources import load_study

PARTS = {"evidence": "evidence", "codings": "coding", "assessments": "cell", "claims": "claim", "works": "reference"}
SAMPLE = 12
DRAWN = {"evidence", "relation", "instrument"}  # a figure that draws whatever there is rests on no single one of these


@cache
def loaded(root: Path) -> Study:
    return load_study(root, cache=Cache(None))[0]


def checked(study: Study, facts: list[ClaimFact]) -> set[Finding]:
    return {*check_study(study), *check_claims(study, facts)}


def facts_of(study: Study) -> list[ClaimFact]:
    """Pages that word every claim, with every hedge."""
    return [
        ClaimFact(
            claim.id,
            restates=False,
            text=" ".join(claim.hedge.get(language, ())),
            language=language,
            place=Place(f"docs/{language}/page.md", line),
        )
        for language in study.languages
        for line, claim in enumerate(study.claims, 1)
    ]


def node_of(part: str, row: Any) -> Node:
    match part:
        case "codings":
            return Node("coding", "/".join(filter(None, (row.evidence, row.code, row.coder))))
        case "assessments":
            return Node("cell", "/".join(filter(None, (row.case, row.code, row.coder))))
        case "works":
            return Node("reference", row.key)
        case _:
            return Node(PARTS[part], row.id)


def origins(study: Study) -> dict[Node, Origin]:
    """Where everything that can rest on something stands."""
    found: dict[Node, Origin] = {node_of(part, row): row.origin for part in PARTS for row in study.rows(part)}
    parts = {"code": "codes", "relation": "relations", "instrument": "fieldwork"}
    parts |= {table.node_kind: table.name for table in study.own_tables if table.key}
    for kind, part in {**parts, "display": "displays", "decision": "decisions"}.items():
        found |= {Node(kind, study.table[part].id_of(row)): row.origin for row in study.rows(part)}
    return found | {Node("paragraph", f"{row.section}/{row.paragraph}"): row.origin for row in study.paragraphs}


def dependants(known: Graph, node: Node) -> Iterator[Node]:
    """What rests on a row: by the graph, and the rows that record a decision on it."""
    for edge in known.rested_on_by(node):
        if not (edge.role == "draws" and node.kind in DRAWN):
            yield edge.node
    for edge in known.rests_on(node):
        if edge.role == "decided" and [other.id for other in known.nodes].count(node.id) == 1:
            yield edge.node


def names(finding: Finding, node: Node, origin: Origin) -> bool:
    """Whether a finding stands at something, or says its id."""
    lines = {origin.line, *origin.fields.values()}
    return (finding.place.file == origin.file and finding.place.line in lines) or f"'{node.id}'" in str(finding)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("root", [STUDIES / "small", ROOT], ids=["small", "report"])
def test_what_is_taken_away_is_missed_by_all_that_rests_on_it(root: Path, part: str, *, thorough: bool) -> None:
    """A seeded sample of a large table's rows; ``--thorough`` takes each row away once."""
    study = loaded(root)
    facts = facts_of(study)
    before = checked(study, facts)
    places = origins(study)
    known = graph(study)
    needed = part == "claims"  # by the pages that word them, whatever else rests on them
    rows = [row for row in getattr(study, part) if needed or set(dependants(known, node_of(part, row)))]
    assert rows, f"nothing rests on any of {part}"
    if not thorough:
        rows = Random(part).sample(rows, min(len(rows), SAMPLE))
    for row in rows:
        needing = set(dependants(known, node_of(part, row)))
        less: dict[str, Any] = {part: tuple(one for one in getattr(study, part) if one is not row)}
        told = checked(replace(study, **less), facts) - before
        assert fails(told), f"{node_of(part, row)} is gone, and nothing is said"
        for node in needing:
            assert any(names(finding, node, places[node]) for finding in told), (
                f"{node} lost {node_of(part, row)} unseen"
            )
        if part == "claims":
            for fact in facts:
                if fact.id == row.id:
                    assert any(finding.place == fact.place for finding in told)


def test_what_carries_the_last_of_something_is_missed_too() -> None:
    """Where one of several would do, no single one is rested on, but the last one is."""
    study = sound()
    for row in study.codings:
        told = set(check_claims(replace(study, codings=tuple(one for one in study.codings if one is not row))))
        assert fails(told)
