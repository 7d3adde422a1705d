"""Rules on the argument, each with its whole message, and the law that nothing can be taken away unseen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from ledger_studies import both, cell, claim, code, coding, display, paragraph, passage, relation, sound, studies, study

from report_build.check.claims import ClaimFact, check_claims, check_shown, claim_facts
from report_build.findings import Place
from report_build.model.coding import Assertion
from report_build.model.pages import Block, ClaimMark, PageFacts
from report_build.model.study import Study
from report_build.model.text import Origin

MARKED = Assertion("a", "anomie", "marked")


def said(made: Study, facts: list[ClaimFact] | None = None, code_: str = "") -> list[str]:
    found = [*check_claims(made, facts), *check_shown(made, ())]
    return [str(finding) for finding in found if finding.code.startswith(code_ or "RB")]


def wording(id_: str, text: str = "text", language: str = "fr", line: int = 3, *, restates: bool = False) -> ClaimFact:
    return ClaimFact(id_, restates, text, language, Place(f"docs/{language}/page.md", line))


def with_claim(made: Study, id_: str, **changes: Any) -> Study:
    return replace(made, claims=tuple(replace(one, **changes) if one.id == id_ else one for one in made.claims))


WORDINGS = [wording("c-a", line=1), wording("c-b", "Il semble que", line=2), wording("c-t", line=3)]


def test_nothing_is_said_of_a_sound_study() -> None:
    assert said(sound()) == []
    assert said(sound(), WORDINGS) == []


def test_a_claim_in_a_page_must_be_in_the_ledger() -> None:
    assert said(sound(), [*WORDINGS, wording("c-z", line=9)], "RB401") == [
        "docs/fr/page.md:9: error RB401 unknown-claim: 'c-z' is not in data/claims.yaml. Did you mean 'c-t'?"
    ]
    assert said(sound(), [*WORDINGS, wording("gain-de-temps", line=9)], "RB401") == [
        "docs/fr/page.md:9: error RB401 unknown-claim: 'gain-de-temps' is not in data/claims.yaml. Add it to the ledger"
    ]


def test_a_claim_of_the_ledger_must_be_in_a_page_of_each_language() -> None:
    facts = [*WORDINGS[1:], wording("c-a", restates=True), wording("c-a", language="en"), wording("c-t", language="en")]
    assert said(sound(), facts, "RB402") == [
        (
            "data/claims.yaml:2: error RB402 unworded-claim: 'c-a' is worded in no page in 'fr'. "
            "Mark its sentence: [...]{.claim #c-a}, or take it out of the ledger"
        ),
        (
            "data/claims.yaml:2: error RB402 unworded-claim: 'c-b' is worded in no page in 'en'. "
            "Mark its sentence: [...]{.claim #c-b}, or take it out of the ledger"
        ),
    ]


def test_a_claim_says_why_its_evidence_bears_on_it() -> None:
    assert said(with_claim(sound(), "c-a", why=both(""))) == [
        (
            "data/claims.yaml:2: error RB403 claim-without-why: 'c-a' does not say why its evidence bears on it. "
            "Write the analytic note, 'why'"
        )
    ]


def test_a_claim_needs_a_footing() -> None:
    hint = "List under 'for' what it rests on, the author's own statement included, or take the claim out"
    assert said(study(claims=(claim("c-1"),)), code_="RB404") == [
        f"data/claims.yaml:2: error RB404 claim-without-footing: 'c-1' rests on no evidence and no reference. {hint}"
    ]
    assert said(study(claims=(claim("c-1", references=("becker1985",)),)), code_="RB404") == [
        (
            "data/claims.yaml:2: error RB404 claim-without-footing: 'c-1' names 'a' and rests on works alone, "
            f"which speak of no case. {hint}"
        )
    ]


def test_evidence_that_no_claim_uses() -> None:
    made = replace(sound(), evidence=(*sound().evidence, passage("e9")))
    assert said(made) == [
        (
            "data/evidence.csv:2: warning RB405 unused-evidence: 'e9' is used by no claim. "
            "List it in a claim, for or against; or let passages stand that no claim needs: rules: {RB405: off}"
        )
    ]


def test_an_assessment_that_nothing_shows() -> None:
    shown = replace(
        sound(),
        assessments=tuple(
            replace(one, level="marked") if (one.case, one.code) == ("a", "length") else one
            for one in sound().assessments
        ),
    )
    assert said(shown, code_="RB406") == [
        (
            "data/assessments.csv:2: warning RB406 unshown-assessment: 'a/length' is assessed 'marked', "
            "and no claim or display shows it. Assert it in a claim, or select it in a display"
        )
    ]
    asserted = with_claim(shown, "c-a", asserts=(MARKED, Assertion("a", "length", "marked")))
    assert said(asserted, code_="RB406") == []
    one_case = replace(sound(), displays=(display("tbl", "matrix", kind="collective", cases=["a"]),))
    assert [line.split(": ")[0] for line in said(one_case, code_="RB406")] == ["data/assessments.csv:2"] * 2


@pytest.mark.parametrize(
    ("options", "left"), [({}, 0), ({"kind": "collective"}, 0), ({"kind": "dynamic"}, 2), (None, 2)]
)
def test_what_a_matrix_on_a_page_shows_is_shown(options: dict[str, str] | None, left: int) -> None:
    block = () if options is None else (Block(3, "matrix", (), options, "{{< matrix >}}"),)
    one_case = replace(sound(), displays=(display("tbl", "matrix", kind="collective", cases=["a"]),))
    found = [one.code for one in check_shown(one_case, [PageFacts("docs/fr/page.md", markers=block)])]
    assert found == ["RB406"] * left


def test_support_from_other_cases_than_the_claim_names() -> None:
    made = with_claim(sound(), "c-a", support=("e1", "e2", "e3"), counter=("e4",))
    hint = "Name the case, or take the passage out"
    assert said(made, code_="RB407") == [
        f"data/claims.yaml:2: error RB407 evidence-of-other-case: 'c-a' names 'a', and its evidence '{id_}' "
        f"comes from 'b'. {hint}"
        for id_ in ("e2",)
    ]
    made = with_claim(sound(), "c-b", asserts=(MARKED,))
    assert said(made, code_="RB407") == [
        (
            "data/claims.yaml:2: error RB407 evidence-of-other-case: 'c-b' names 'b', and asserts a level of 'a'. "
            "Name the case under 'cases'"
        )
    ]


def test_a_programme_that_is_named_gives_evidence() -> None:
    made = with_claim(sound(), "c-b", cases=("a", "b"))
    assert said(made, code_="RB408") == [
        (
            "data/claims.yaml:2: warning RB408 case-without-evidence: 'c-b' names 'a', and no evidence "
            "for it comes from there. Add evidence, assert its level, or take the case out"
        )
    ]
    assert said(with_claim(made, "c-b", support=("e2", "e3")), code_="RB408") == []


def test_a_claim_against_an_assessment_needs_a_tension_and_a_note() -> None:
    against = {"asserts": (Assertion("a", "anomie", "unmarked"),)}
    made = with_claim(sound(), "c-a", **against)
    start = (
        "data/claims.yaml:2: error RB409 unacknowledged-tension: 'c-a' asserts 'unmarked' of a/anomie, which is "
        "assessed 'marked' (data/assessments.csv:2). Mend one, or acknowledge it in "
    )
    assert said(made, code_="RB409") == [f"{start}'tension'"]
    made = with_claim(made, "c-a", tension=both("the prose says otherwise"))
    assert said(made, code_="RB409") == [f"{start}a note on the assessment"]
    noted = tuple(replace(one, note=both("note")) for one in made.assessments)
    assert said(replace(made, assessments=noted), code_="RB409") == []


def test_a_passage_both_for_and_against_needs_a_tension() -> None:
    made = with_claim(sound(), "c-a", counter=("e1",))
    assert said(made) == [
        (
            "data/claims.yaml:2: error RB409 unacknowledged-tension: 'c-a' lists 'e1' both for and against. "
            "Keep one, or acknowledge it in 'tension'"
        )
    ]
    assert said(with_claim(made, "c-a", tension=both("ambivalent"))) == []


@pytest.mark.parametrize("text", ["Il SEMBLE\u00a0que", "cela semble", "« semble »", "sem\u00adble"])
def test_a_hedge_is_found_however_it_is_set(text: str) -> None:
    assert said(sound(), [WORDINGS[0], wording("c-b", text, line=2), WORDINGS[2]]) == []


@pytest.mark.parametrize("text", ["C’est sûr", "des semblables", "ressemble", ""])
def test_a_hedge_that_a_wording_lost(text: str) -> None:
    message = (
        "error RB410 lost-hedge: 'c-b' lost its hedge: none of 'semble' is in its wording. "
        "The source says it with this reservation: keep it"
    )
    facts = [WORDINGS[0], wording("c-b", text, line=2), WORDINGS[2]]
    assert said(sound(), facts) == [f"docs/fr/page.md:2: {message}"]
    restated = [*WORDINGS, wording("c-b", text, line=7, restates=True)]
    assert said(sound(), restated) == [f"docs/fr/page.md:7: {message}"]


def test_a_hedge_of_several_words_and_apostrophes() -> None:
    made = with_claim(sound(), "c-b", hedge={"fr": ("plus de chance", "n’est pas sûr"), "en": ("may",)})
    assert said(made, [WORDINGS[0], wording("c-b", "a plus\nde  chance", line=2), WORDINGS[2]]) == []
    assert said(made, [WORDINGS[0], wording("c-b", "Il n'est pas sûr", line=2), WORDINGS[2]]) == []


def test_what_the_source_says_with_a_reservation_is_claimed_with_one() -> None:
    hint = "Add the hedging words that the page keeps"
    hedged = replace(
        sound(),
        assessments=tuple(
            replace(one, force="conditional") if one.evidence == ("e1",) else one for one in sound().assessments
        ),
    )
    assert said(hedged, code_="RB411") == [
        (
            "data/claims.yaml:2: warning RB411 missing-hedge: 'c-a' rests on a/anomie (conditional), "
            f"and has no hedge. {hint}"
        )
    ]
    no_assertion = with_claim(hedged, "c-a", asserts=())
    assert said(no_assertion, code_="RB411") == []  # a relation says the same passage plainly
    only_hedged = replace(no_assertion, relations=(relation("r1", ("e1",), force="hedged"),))
    assert said(only_hedged, code_="RB411") == [
        (
            "data/claims.yaml:2: warning RB411 missing-hedge: 'c-a' rests on e1 (conditional in a/anomie), "
            f"and has no hedge. {hint}"
        )
    ]
    kept = with_claim(only_hedged, "c-a", hedge={"fr": ("peut",), "en": ("may",)})
    assert said(kept, code_="RB411") == []


def test_a_hedge_stands_in_every_language() -> None:
    made = with_claim(sound(), "c-b", hedge={"fr": ("semble",)})
    assert said(made) == [
        (
            "data/claims.yaml:2: warning RB411 missing-hedge: 'c-b' has hedging words in another language and none "
            "in 'en'. Add the words that the page keeps"
        )
    ]


def test_paragraphs_lead_to_claims_by_their_passages_or_say_why_not() -> None:
    made = replace(
        sound(), paragraphs=(paragraph("e1"), paragraph("e2", "a reason"), paragraph("e5", "none"), paragraph("e9"))
    )
    assert said(with_claim(made, "c-a", counter=("e2",), tension=both("yes")), code_="RB41") == [
        (
            "data/claims.yaml:2: error RB414 claim-without-paragraph: no paragraph of the source leads to 'c-t'. "
            "List a passage from where the source makes it"
        ),
        (
            "data/paragraphs.csv:2: error RB412 silent-paragraph: paragraph 's1/e9' leads to no claim, and gives "
            "no reason. List one of its passages for or against a claim, or say why it makes none"
        ),
        (
            "data/paragraphs.csv:2: error RB413 reason-with-claims: paragraph 's1/e2' leads to 'c-a' and "
            "'c-b', and gives a reason to make none. Keep one of the two"
        ),
    ]
    borrowing = with_claim(sound(), "c-a", support=())  # rests on the cell that it asserts
    assert said(borrowing, code_="RB41") == []
    broken = replace(made, incomplete=frozenset({"claims"}))
    assert said(broken, code_="RB41") == []


def test_whoever_judges_by_a_passage_has_coded_it_so() -> None:
    made = replace(sound(), codings=())
    hint = "Code the passage in data/codings.csv"
    assert said(made) == [
        (
            "data/assessments.csv:2: error RB415 uncoded-ground: 'a/anomie' rests on 'e1', which is not coded with "
            f"'anomie'. {hint}"
        ),
        (
            "data/assessments.csv:2: error RB415 uncoded-ground: 'b/network' rests on 'e2', which is not coded with "
            f"'network'. {hint}"
        ),
        (
            "data/codebook.yaml:2: error RB415 uncoded-ground: 'loop' rests on 'e3', which is not coded with "
            f"'loop'. {hint}"
        ),
        (
            "data/relations.csv:2: error RB415 uncoded-ground: 'r1' rests on 'e1', which is not coded with "
            f"'length' or 'anomie'. {hint}"
        ),
        (
            "data/tables/pairs.csv:2: error RB415 uncoded-ground: 'g1' rests on 'e2', which is not coded with "
            f"'network'. {hint}"
        ),
    ]


def test_a_subtype_is_coded_unless_only_the_table_has_it() -> None:
    made = study(
        codes=(code("anomie"), code("chosen", "subtype", parent="anomie")),
        evidence=(passage("e1"),),
        codings=(coding("e1", "anomie"),),
        assessments=(cell("a", "anomie", "marked", ("e1",), subtypes=("chosen",)),),
    )
    assert said(made, code_="RB415") == [
        (
            "data/assessments.csv:2: error RB415 uncoded-ground: 'a/anomie' has the subtype 'chosen', "
            "with which none of its evidence is coded. Code the passage in data/codings.csv"
        )
    ]
    table_only = replace(made, assessments=(replace(made.assessments[0], basis="table-only"),))
    assert said(table_only, code_="RB415") == []


def test_a_missing_cell_names_the_claims_and_displays_that_rest_on_it() -> None:
    made = replace(sound(), assessments=tuple(one for one in sound().assessments if one.evidence != ("e1",)))
    hint = "Add the row to data/assessments.csv"
    assert said(made, code_="RB416") == [
        "data/claims.yaml:2: error RB416 missing-ground: 'c-a' rests on 'a/anomie', which no assessment gives. " + hint,
        "data/displays.yaml:2: error RB416 missing-ground: 'tbl' rests on 'a/anomie', which no assessment gives. "
        + hint,
    ]
    none = said(replace(sound(), assessments=()), code_="RB416")
    assert [line.count("'") // 2 for line in none] == [2, 5]


def test_findings_stand_at_the_line_of_what_they_speak_of() -> None:
    lines = Origin("data/claims.yaml", 10, {"support": 14, "counter": 15, "asserts.1": 13, "why": 16, "hedge": 17})
    made = with_claim(
        sound(),
        "c-a",
        origin=lines,
        support=("e2",),
        counter=("e4",),
        asserts=(MARKED, Assertion("b", "network", "unmarked")),
        why=both(""),
        hedge={"fr": ("peut",)},
    )
    found = [(finding.code, finding.place.line) for finding in check_claims(made) if finding.place.line >= 10]
    assert found == [("RB407", 13), ("RB409", 13), ("RB407", 14), ("RB403", 16), ("RB411", 17)]


def test_a_broken_file_is_not_held_against_the_others() -> None:
    parts = ("evidence", "codings", "assessments", "claims", "paragraphs", "works", "codes", "cases", "displays")
    for part in parts:
        gone: dict[str, Any] = {part: (), "incomplete": frozenset({part})}
        broken = replace(sound(), **gone)
        assert said(broken, WORDINGS) == [], part


@given(studies())
def test_any_study_can_be_checked_and_findings_are_sorted(made: Study) -> None:
    facts = [wording(one.id, "it may") for one in made.claims]
    found = check_claims(made, facts)
    assert found == sorted(set(found))
    assert all("\n" not in str(finding) for finding in found)


def test_the_facts_of_pages_become_wordings() -> None:
    page = PageFacts(
        "docs/fr/x.md",
        (ClaimMark(3, "c-a", "", "A"), ClaimMark(5, "", "c-b", "B"), ClaimMark(7, "", "", "C")),
    )
    assert claim_facts([page], "fr") == [
        ClaimFact("c-a", restates=False, text="A", language="fr", place=Place("docs/fr/x.md", 3)),
        ClaimFact("c-b", restates=True, text="B", language="fr", place=Place("docs/fr/x.md", 5)),
    ]


def test_parts_name_passages_that_the_claim_lists_and_a_reason_stands_alone() -> None:
    made = with_claim(sound(), "c-a", parts={"e1": "all", "e3": "step"}, no_counter_evidence=both("None."))
    assert [line.partition(": ")[2] for line in said(made, code_="RB417")] == [
        (
            "error RB417 unlisted-part: 'parts' of 'c-a' names 'e3', listed neither for nor against it. "
            "List the passage, or take it out of 'parts'"
        )
    ]
    assert said(made, code_="RB418") == []
    assert len(said(with_claim(made, "c-a", counter=("e4",)), code_="RB418")) == 1
