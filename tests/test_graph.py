"""What rests on what: both directions, what is missing, and the tree around an id."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from ledger_studies import both, claim, code, paragraph, passage, sound, studies, study, work

from report_build.argument.coverage import coverage, coverage_text
from report_build.argument.graph import Edge, Graph, Node, graph, node_kinds, resolve_id
from report_build.argument.trace import trace
from report_build.labels import Labels
from report_build.model.coding import Section
from report_build.model.study import Study
from report_build.model.text import Origin

FR = Labels("fr")
EN = Labels("en")


def missing(found: Graph) -> list[Node]:
    """What is named and does not exist, sorted."""
    return sorted(found.up.keys() - found.nodes)


def test_the_sound_study_has_every_kind_of_node_and_misses_none() -> None:
    found = graph(sound())
    assert {node.kind for node in found.nodes} == set(node_kinds(sound()))
    assert [node for node in missing(found) if node.kind != "paragraph"] == []


def test_a_claim_rests_on_what_it_names() -> None:
    edges = graph(sound()).rests_on(Node("claim", "c-a"))
    assert edges == (
        Edge("for", Node("evidence", "e1")),
        Edge("asserts", Node("cell", "a/anomie")),
        Edge("case", Node("case", "a")),
    )


def test_a_passage_is_rested_on_by_all_who_name_it() -> None:
    edges = graph(sound()).rested_on_by(Node("evidence", "e1"))
    assert edges == (
        Edge("for", Node("claim", "c-a")),
        Edge("passage", Node("cell", "a/anomie")),
        Edge("passage", Node("coding", "e1/anomie")),
        Edge("passage", Node("relation", "r1")),
    )


def test_a_cell_rests_on_the_codings_of_its_passages_and_not_on_codings_of_the_tables_own_print() -> None:
    down = graph(sound()).rests_on(Node("cell", "b/network"))
    assert [edge.node.id for edge in down if edge.role == "coded"] == ["e2/network"]


def test_displays_show_their_cells_and_their_mechanism() -> None:
    found = graph(sound())
    assert [edge.node.id for edge in found.rests_on(Node("display", "tbl"))] == [
        "a/anomie",
        "a/network",
        "b/anomie",
        "b/network",
    ]
    assert found.rests_on(Node("display", "fig")) == (Edge("draws", Node("code", "loop")),)


def test_what_a_decision_touches_rests_on_it() -> None:
    up = graph(sound()).rested_on_by(Node("decision", "d1"))
    assert up == (Edge("decided", Node("cell", "a/anomie")), Edge("decided", Node("evidence", "e1")))


@given(studies())
def test_both_directions_say_the_same_and_missing_is_what_is_named_only(made: Study) -> None:
    found = graph(made)
    down = {(source, edge) for source, edges in found.down.items() for edge in edges}
    up = {(edge.node, Edge(edge.role, target)) for target, edges in found.up.items() for edge in edges}
    assert down == up
    assert set(missing(found)) == {edge.node for _, edge in down} - found.nodes


@given(studies())
def test_the_order_of_rows_changes_nothing_about_what_rests_on_what(made: Study) -> None:
    shuffled = replace(made, evidence=made.evidence[::-1], codings=made.codings[::-1], claims=made.claims[::-1])
    first, second = graph(made), graph(shuffled)
    assert first.nodes == second.nodes
    assert {node: set(edges) for node, edges in first.down.items()} == {
        node: set(edges) for node, edges in second.down.items()
    }


@given(studies())
def test_every_id_can_be_traced_in_both_languages(made: Study) -> None:
    for node in sorted(graph(made).nodes):
        assert f"{FR(f'ledger.node.{node.kind}')} {node.id}" in trace(made, node.id, FR)
        assert trace(made, f"{node.kind}:{node.id}", EN).count(EN("ledger.trace.up")) == 1


def test_a_trace_reads_as_a_tree() -> None:
    made = study(
        evidence=(passage("e1", paragraph="3"),),
        claims=(claim("c-1", support=("e1", "e9"), references=("becker1985",)),),
        paragraphs=(paragraph("3"),),
    )
    assert trace(made, "c-1", EN).splitlines() == [
        "claim c-1 — material shown; rests on one place in one source",
        "rests on",
        "├─ for · passage e1 — interviewee: what e1 says en",
        "│  ├─ case a — a en",
        "│  └─ is read in · paragraph s1/3 — First words",
        "│     └─ in · section s1 — s1 en",
        "├─ for · passage e9 — missing from the data",
        "├─ cites · reference becker1985 — becker1985",
        "└─ case a — a en",
        "is rested on by: nothing",
    ]


def test_a_cycle_is_unfolded_once() -> None:
    codes = (code("x", "dynamic", start=("y",), end="x"), code("y", "dynamic", start=("x",), end="y"))
    text = trace(study(codes=codes, works=()), "x", FR)
    assert text.splitlines() == [
        "code x — x fr",
        "repose sur",
        "├─ code y — y fr",
        "│  ├─ code x (déjà déplié)",
        "│  └─ code y (déjà déplié)",
        "└─ code x (déjà déplié)",
        "porte",
        "├─ code x (déjà déplié)",
        "└─ code y — y fr",
        "   ├─ code x (déjà déplié)",
        "   └─ code y (déjà déplié)",
    ]


def test_a_long_chain_and_many_rows_are_no_harm() -> None:
    chain = tuple(code(f"k{number}", "subtype", parent=f"k{number + 1}") for number in range(3000))
    assert trace(study(codes=chain), "k0", FR).count("\n") == 3003


def test_an_id_of_several_kinds_gives_a_tree_for_each_and_a_kind_tells_them_apart() -> None:
    made = study(sections=(Section("anomie", 1, both("s"), Origin("data/sections.csv", 2)),), works=(work("anomie"),))
    nodes, near = resolve_id(made, "anomie")
    assert (nodes, near) == ((Node("code", "anomie"), Node("section", "anomie"), Node("reference", "anomie")), ())
    assert resolve_id(made, "section:anomie") == ((Node("section", "anomie"),), ())
    assert trace(made, "anomie", EN).count("is rested on by") == 3


def test_a_mistaken_id_gets_the_nearest() -> None:
    nodes, near = resolve_id(sound(), "anomi")
    assert (nodes, near[0]) == ((), "anomie")
    assert resolve_id(sound(), "code:anomi") == ((), ("code:anomie",))
    assert resolve_id(sound(), "zzzz") == ((), ())
    assert trace(sound(), "zzzz", FR) == ""


def test_coverage_names_what_leads_nowhere() -> None:
    whole = coverage(sound())
    assert whole.by_footing["material"] == ("c-a",)
    assert whole.by_flag["one-passage"] == ("c-a", "c-b")
    assert whole.codes_without_evidence == ("length",)
    open_ends = (whole.evidence_without_claims, whole.silent_paragraphs, whole.claims_without_paragraph)
    assert open_ends == ((), (), ())
    more = replace(
        sound(),
        evidence=(*sound().evidence, passage("e9")),
        paragraphs=(paragraph("e1"), paragraph("e9")),
    )
    found = coverage(more)
    assert found.evidence_without_claims == ("e9",)
    assert found.silent_paragraphs == ("s1/e9",)
    assert found.claims_without_paragraph == ("c-b", "c-t")
    text = coverage_text(found, EN)
    assert "    1  material shown\n       c-a\n" in text
    assert "    1  Evidence without claims\n       e9\n" in text


@given(studies())
def test_every_claim_has_one_footing(made: Study) -> None:
    found = coverage(made)
    listed = [id_ for ids in found.by_footing.values() for id_ in ids]
    assert sorted(listed) == sorted(made.claim)
    assert coverage_text(found, FR)
