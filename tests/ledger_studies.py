"""Small studies made of values, and strategies for arbitrary ones, for the tests of ledger, graph and claims."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from own_tables import own_table

from report_build.model.bibliography import Work
from report_build.model.coding import (
    BEARINGS,
    CLAIM_KINDS,
    FORCES,
    LEGIBILITIES,
    About,
    Assertion,
    Assessment,
    Case,
    Claim,
    Code,
    Coding,
    Decision,
    Display,
    Evidence,
    Instrument,
    Level,
    Paragraph,
    Relation,
    Section,
    Speaker,
    Step,
    Voice,
)
from report_build.model.study import Study
from report_build.model.text import Origin, Text

GROUND_OF = {
    "interviewee": "material",
    "author-report": "reported",
    "author-interpretation": "statement",
    "cited-study": "cited",
    "table": "summary",
    "methods-box": "reported",
}
VOICES = tuple(
    Voice(voice, Text(en=voice), ground, Origin("data/study.yaml", line), signs=voice == "table")
    for line, (voice, ground) in enumerate(GROUND_OF.items(), 2)
)


def both(text: str) -> Text:
    return Text(fr=f"{text} fr", en=f"{text} en") if text else Text()


def case(id_: str, order: int = 1) -> Case:
    return Case(id_, order, both(id_), both(id_), both("summary"), Origin("data/cases.csv", order + 1))


def code(id_: str, kind: str = "collective", **other: Any) -> Code:
    texts = {"label": both(id_), "definition": both("d"), "use": both("u"), "avoid": both("a"), "note": both("")}
    lists: dict[str, Any] = {"sources": (), "scale": ("marked", "unmarked", "not-stated"), "start": (), "steps": ()}
    rest = {"parent": "", "end": "", "tabulated": True, "origin": Origin("data/codebook.yaml", 3)}
    return Code(id=id_, kind=kind, order=1, **{**texts, **lists, **rest, **other})


def passage(id_: str, voice: str = "interviewee", cases: tuple[str, ...] = ("a",), **other: Any) -> Evidence:
    rest: dict[str, Any] = {"speaker": "", "section": "s1", "paragraph": id_, "memo": both("")}
    rest |= {"paraphrase": both(f"what {id_} says"), "origin": Origin("data/evidence.csv", 2)}
    return Evidence(id=id_, cases=cases, voice=voice, **{**rest, **other})


def coding(evidence: str, code_: str, bears: str = "for", line: int = 2) -> Coding:
    return Coding(evidence, code_, bears, Origin("data/codings.csv", line))


def cell(case_: str, code_: str, level: str = "marked", evidence: tuple[str, ...] = (), **other: Any) -> Assessment:
    rest: dict[str, Any] = {"subtypes": (), "legibility": "clear", "basis": "stated", "force": "plain"}
    rest |= {"note": both(""), "origin": Origin("data/assessments.csv", 2)}
    return Assessment(case=case_, code=code_, level=level, evidence=evidence, **{**rest, **other})


def relation(id_: str, evidence: tuple[str, ...], **other: Any) -> Relation:
    rest: dict[str, Any] = {"condition": "length", "influence": "favours", "target": "anomie", "cases": ("a",)}
    rest |= {"force": "plain", "note": both(""), "origin": Origin("data/relations.csv", 2)}
    return Relation(id=id_, evidence=evidence, **{**rest, **other})


def claim(id_: str = "c-1", kind: str = "empirical", cases: tuple[str, ...] = ("a",), **other: Any) -> Claim:
    rest: dict[str, Any] = {"asserts": (), "support": (), "counter": (), "references": (), "hedge": {}}
    rest |= {"why": both("why"), "tension": both(""), "origin": Origin("data/claims.yaml", 2)}
    return Claim(id=id_, kind=kind, cases=cases, **{**rest, **other})


def display(id_: str, drawing: str, **select: object) -> Display:
    texts = {"caption": both(id_), "note": both("n"), "reading": both("r"), "alt": both("alt")}
    kind = "table" if drawing == "matrix" else "figure"
    return Display(id=id_, kind=kind, drawing=drawing, select=select, origin=Origin("data/displays.yaml", 2), **texts)


def work(key: str) -> Work:
    return Work(key, "book", {"title": f"{{{key}}}"}, Origin("references.bib", 1))


def paragraph(id_: str, claims: tuple[str, ...] = (), reason: str = "", section: str = "s1") -> Paragraph:
    return Paragraph(section, id_, "First words", claims, both(reason), Origin("data/paragraphs.csv", 2))


LEVELS = tuple(
    Level(id_, symbol, both(id_), both(id_), Origin("data/codebook.yaml", 1))
    for id_, symbol in (("marked", "+"), ("unmarked", ""), ("not-stated", ""))
)
BASE = Study(
    languages=("fr", "en"),
    about=About("article"),
    voices=VOICES,
    cases=(case("a", 1), case("b", 2)),
    levels=LEVELS,
    codes=(code("anomie"), code("network"), code("length", "condition")),
    sections=(Section("s1", 1, both("s1"), Origin("data/sections.csv", 2)),),
    works=(work("becker1985"),),
)


def study(**parts: Any) -> Study:
    """The base study with some of its parts replaced."""
    return replace(BASE, **parts)


def sound() -> Study:
    """A study in which everything leads somewhere: no rule on claims has anything to say."""
    origin = Origin("data/x.csv", 2)
    rows = (
        passage("e1", "interviewee", ("a",), speaker="p"),
        passage("e2", "author-report", ("b",)),
        passage("e3", "author-interpretation", ("general",)),
        passage("e4", "table", ("b",)),
    )
    codings = (coding("e1", "anomie", line=2), coding("e2", "network", line=3), coding("e3", "loop", line=4))
    step = Step(both("learner"), both("asks"), ("e3",))
    assessments = (
        cell("a", "anomie", "marked", ("e1",)),
        cell("a", "network", "not-stated", basis="", force=""),
        cell("a", "length", "not-stated", basis="", force=""),
        cell("b", "anomie", "unmarked", ("e4",), basis="table-only"),
        cell("b", "network", "marked", ("e2", "e4")),
        cell("b", "length", "not-stated", basis="", force=""),
    )
    return study(
        codes=(*BASE.codes, code("loop", "mechanism", steps=(step,), scale=())),
        speakers=(Speaker("p", "P.", "a", "e1", both("clerk"), origin),),
        evidence=rows,
        codings=codings,
        assessments=assessments,
        relations=(relation("r1", ("e1",)),),
        **own_table(origin, id="g1", case="b", label=both("label"), type="network", evidence=("e2",)),
        fieldwork=(
            Instrument(
                "f1", "interviews", both("f1"), 3, "=", None, "", both("talk"), "reported", ("e2",), both(""), origin
            ),
        ),
        claims=(
            claim("c-a", support=("e1",), asserts=(Assertion("a", "anomie", "marked"),)),
            claim("c-b", cases=("b",), support=("e2", "e4"), hedge={"fr": ("semble",), "en": ("seems", "may")}),
            claim("c-t", kind="theoretical", cases=("general",), support=("e3",), references=("becker1985",)),
        ),
        displays=(display("tbl", "matrix", kind="collective"), display("fig", "loop", mechanism="loop")),
        decisions=(
            Decision("d1", "2026-01-01", "us", both("doubt"), both("r"), both("d"), ("e1", "a/anomie"), origin),
        ),
        paragraphs=(
            paragraph("e1", ("c-a",)),
            paragraph("e2", ("c-b", "c-t")),
            paragraph("e3", (), "a transition"),
            paragraph("e4", (), "a table"),
        ),
    )


IDS = [f"e{number}" for number in range(6)]
CELLS = [(case_, code_) for case_ in "ab" for code_ in ("anomie", "network", "length")]


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Arbitrary studies, broken ones included: names may lead nowhere, rows may come twice."""
    some_ids = st.lists(st.sampled_from([*IDS, "lost"]), max_size=4).map(tuple)
    some_cases = st.lists(st.sampled_from(["a", "b", "general"]), max_size=2, unique=True).map(tuple)
    levels = st.sampled_from(["marked", "unmarked", "not-stated"])
    evidence = [
        passage(
            id_, draw(st.sampled_from([*GROUND_OF, "nobody"])), draw(some_cases), paragraph=draw(st.sampled_from("123"))
        )
        for id_ in draw(st.lists(st.sampled_from(IDS), max_size=6, unique=True))
    ]
    codings = draw(
        st.lists(st.builds(coding, st.sampled_from(IDS), st.sampled_from(["anomie", "x"]), st.sampled_from(BEARINGS)))
    )
    cells = [
        cell(
            *place,
            draw(levels),
            draw(some_ids),
            legibility=draw(st.sampled_from(LEGIBILITIES)),
            basis=draw(st.sampled_from(["stated", "inferred", "table-only", ""])),
            force=draw(st.sampled_from([*FORCES, ""])),
        )
        for place in draw(st.lists(st.sampled_from(CELLS), unique=True))
    ]
    assertion = st.builds(
        lambda place, level: Assertion(place[0], place[1], level), st.sampled_from([*CELLS, ("a", "x")]), levels
    )
    claims = [
        claim(
            f"c-{number}",
            draw(st.sampled_from(CLAIM_KINDS)),
            draw(some_cases),
            asserts=draw(st.lists(assertion, max_size=2).map(tuple)),
            support=draw(some_ids),
            counter=draw(some_ids),
            references=draw(st.lists(st.sampled_from(["becker1985", "lost"]), max_size=2).map(tuple)),
            tension=both(draw(st.sampled_from(["", "yes"]))),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    paragraphs = [
        paragraph(id_, draw(st.lists(st.sampled_from(["c-0", "c-1", "c-9"]), max_size=2).map(tuple)))
        for id_ in draw(st.lists(st.sampled_from("1234"), unique=True))
    ]
    relations = [relation(f"r{number}", draw(some_ids)) for number in range(draw(st.integers(0, 2)))]
    return study(
        evidence=tuple(evidence),
        codings=tuple(codings),
        assessments=tuple(cells),
        claims=tuple(claims),
        paragraphs=tuple(paragraphs),
        relations=tuple(relations),
        displays=(
            display("tbl", "matrix", kind="collective"),
            display("fig", "provenance"),
            display("odd", "unheard-of"),
        ),
    )
