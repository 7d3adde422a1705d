"""Small studies made of values, and strategies for arbitrary ones, for the tests of ledger, graph and claims."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from builders import row
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
    Source,
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
    row(Voice, id=voice, label=Text(en=voice), ground=ground, signs=voice == "table")
    for voice, ground in GROUND_OF.items()
)


def both(text: str) -> Text:
    return Text(fr=f"{text} fr", en=f"{text} en") if text else Text()


def case(id_: str, order: int = 1) -> Case:
    return row(Case, id=id_, order=order, label=both(id_), short=both(id_), summary=both("summary"), line=order + 1)


def code(id_: str, kind: str = "collective", **other: Any) -> Code:
    texts = {"label": both(id_), "definition": both("d"), "use": both("u"), "avoid": both("a")}
    scale = ("marked", "unmarked", "not-stated")
    return row(Code, **{"id": id_, "kind": kind, "order": 1, "scale": scale, "tabulated": True, **texts, **other})


def passage(id_: str, voice: str = "interviewee", cases: tuple[str, ...] = ("a",), **other: Any) -> Evidence:
    rest = {"section": "s1", "paragraph": id_, "paraphrase": both(f"what {id_} says")}
    return row(Evidence, **{"id": id_, "cases": cases, "voice": voice, **rest, **other})


def coding(evidence: str, code_: str, bears: str = "for", line: int = 2) -> Coding:
    return row(Coding, evidence=evidence, code=code_, bears=bears, line=line)


def cell(case_: str, code_: str, level: str = "marked", evidence: tuple[str, ...] = (), **other: Any) -> Assessment:
    return row(Assessment, case=case_, code=code_, level=level, evidence=evidence, **other)


def relation(id_: str, evidence: tuple[str, ...], **other: Any) -> Relation:
    rest = {"condition": "length", "target": "anomie", "cases": ("a",)}
    return row(Relation, **{"id": id_, "evidence": evidence, **rest, **other})


def claim(id_: str = "c-1", kind: str = "empirical", cases: tuple[str, ...] = ("a",), **other: Any) -> Claim:
    return row(Claim, **{"id": id_, "kind": kind, "cases": cases, "why": both("why"), **other})


def display(id_: str, drawing: str, **select: object) -> Display:
    texts = {"caption": both(id_), "note": both("n"), "reading": both("r"), "alt": both("alt")}
    kind = "table" if drawing == "matrix" else "figure"
    return row(Display, id=id_, kind=kind, drawing=drawing, select=select, **texts)


def work(key: str) -> Work:
    return Work(key, "book", {"title": f"{{{key}}}"}, Origin("references.bib", 1))


def paragraph(id_: str, reason: str = "", section: str = "s1") -> Paragraph:
    return row(Paragraph, section=section, paragraph=id_, begins="First words", reason=both(reason))


LEVELS = tuple(
    row(Level, id=id_, symbol=symbol, label=both(id_), words=both(id_))
    for id_, symbol in (("marked", "+"), ("unmarked", ""), ("not-stated", ""))
)
BASE = Study(
    languages=("fr", "en"),
    about=About("article"),
    voices=VOICES,
    cases=(case("a", 1), case("b", 2)),
    levels=LEVELS,
    codes=(code("anomie"), code("network"), code("length", "condition")),
    sections=(row(Section, id="s1", order=1, label=both("s1")),),
    works=(work("becker1985"),),
)


def study(**parts: Any) -> Study:
    """The base study with some of its parts replaced."""
    return replace(BASE, **parts)


def sound() -> Study:
    """A study in which everything leads somewhere: no rule on claims has anything to say."""
    rows = (
        passage("e1", "interviewee", ("a",), speaker="p", source="i1"),
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
        speakers=(row(Speaker, speaker="p", name="P.", case="a", evidence="e1", descriptor=both("clerk")),),
        sources=(row(Source, id="i1", kind="interview", label=both("i1"), cases=("a",)),),
        evidence=rows,
        codings=codings,
        assessments=assessments,
        relations=(relation("r1", ("e1",)),),
        **own_table(id="g1", case="b", label=both("label"), type="network", evidence=("e2",)),
        fieldwork=(
            row(
                Instrument,
                id="f1",
                kind="interviews",
                label=both("f1"),
                count=3,
                medium=both("talk"),
                evidence=("e2",),
            ),
        ),
        claims=(
            claim("c-a", support=("e1",), asserts=(Assertion("a", "anomie", "marked"),)),
            claim("c-b", cases=("b",), support=("e2", "e4"), hedge={"fr": ("semble",), "en": ("seems", "may")}),
            claim("c-t", kind="theoretical", cases=("general",), support=("e3",), references=("becker1985",)),
        ),
        displays=(display("tbl", "matrix", kind="collective"), display("fig", "process", process="loop")),
        decisions=(
            row(
                Decision,
                id="d1",
                date="2026-01-01",
                by="us",
                doubt=both("doubt"),
                readings=both("r"),
                decision=both("d"),
                touches=("e1", "a/anomie"),
            ),
        ),
        paragraphs=(
            *(paragraph(id_) for id_ in ("e1", "e2", "e3", "e4")),
            paragraph("e5", "a transition"),
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
    paragraphs = [paragraph(id_) for id_ in draw(st.lists(st.sampled_from("1234"), unique=True))]
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
            display("fig", "strip"),
            display("odd", "unheard-of"),
        ),
    )
