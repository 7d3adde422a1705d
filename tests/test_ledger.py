"""The footing of claims: what counts as material, and what does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_studies import GROUND_OF, cell, claim, passage, sound, studies, study

from report_build.argument.ledger import FLAGS, FOOTINGS, Entry, ledger
from report_build.labels import Labels
from report_build.model.coding import Assertion, Claim, Evidence
from report_build.model.study import Study

MATERIAL = ("material", "reported", "cited")


def entry(one: Claim, *rows: Evidence, **parts: object) -> Entry:
    return ledger(study(claims=(one,), evidence=rows, **parts))[one.id]


@pytest.mark.parametrize(
    ("voice", "footing"),
    [
        ("interviewee", "material"),
        ("author-report", "reported"),
        ("methods-box", "reported"),
        ("cited-study", "cited"),
        ("table", "summary"),
        ("author-interpretation", "statement"),
    ],
)
def test_each_voice_gives_its_footing(voice: str, footing: str) -> None:
    found = entry(claim(support=("e1",)), passage("e1", voice))
    assert found.footing == footing
    assert found.grounds == {footing: ("e1",)}


def test_the_strongest_ground_is_the_footing_and_all_are_kept() -> None:
    rows = [passage(f"e{number}", voice) for number, voice in enumerate(reversed(GROUND_OF))]
    found = entry(claim(support=tuple(row.id for row in rows)), *rows)
    assert found.footing == "material"
    assert list(found.grounds) == ["material", "reported", "cited", "statement", "summary"]
    assert found.statements == ("e3",)


def test_the_statement_that_makes_the_claim_supports_nothing() -> None:
    words = passage("e2", "author-interpretation")
    alone = entry(claim(support=("e2",)), words)
    assert (alone.footing, alone.flags, alone.passages) == ("statement", ("statement",), 0)
    beside_a_table = entry(claim(support=("e1", "e2")), passage("e1", "table"), words)
    assert (beside_a_table.footing, beside_a_table.flags) == ("statement", ("statement",))
    beside_a_passage = entry(claim(support=("e1", "e2")), passage("e1"), words)
    assert (beside_a_passage.footing, beside_a_passage.flags) == ("material", ("one-passage",))


def test_passages_at_several_places_of_interviews_are_several() -> None:
    def flags(*places: tuple[str, str]) -> tuple[str, ...]:
        rows = [
            passage(f"e{number}", section="", paragraph="", source=source, locator=locator)
            for number, (source, locator) in enumerate(places)
        ]
        return entry(claim(support=tuple(row.id for row in rows)), *rows).flags

    assert flags(("i1", "l. 3"), ("i1", "l. 9")) == flags(("i1", "l. 3"), ("i2", "l. 3")) == ()
    assert flags(("i1", "l. 3"), ("i1", "l. 3")) == flags(("i1", "l. 3")) == ("one-passage",)
    assert flags(("i1", ""), ("i1", "")) == ()  # nothing says that they are one


@pytest.mark.parametrize(
    ("voices", "parts", "footing"),
    [
        # what bears all of it: the firmest of these, and nothing else adds to it
        (("interviewee", "author-interpretation"), ("all", "all"), "material"),
        (("interviewee", "author-interpretation"), ("", ""), "material"),
        (("author-report", "author-interpretation"), ("step", "all"), "statement"),
        (("author-interpretation", "author-report"), ("step", "all"), "reported"),
        (("cited-study", "author-interpretation"), ("context", "all"), "statement"),
        # its steps, where nothing bears all of it: the weakest; a table sums them up
        (("interviewee", "author-report"), ("step", "step"), "reported"),
        (("author-report", "author-interpretation"), ("step", "step"), "statement"),
        (("author-report", "table"), ("step", "step"), "reported"),
        (("table", "table"), ("step", "step"), "summary"),
        # one case: it illustrates what the source generalises, and carries no more than itself
        (("interviewee", "author-interpretation"), ("instance", "all"), "illustrated"),
        (("interviewee", "author-interpretation"), ("instance", "step"), "illustrated"),
        (("interviewee", "author-interpretation"), ("step", "all"), "illustrated"),
        (("author-report", "author-interpretation"), ("instance", "all"), "illustrated"),
        (("cited-study", "author-interpretation"), ("instance", "all"), "statement"),
        (("interviewee", "author-report"), ("instance", "all"), "reported"),
        (("interviewee", "author-report"), ("instance", "step"), "reported"),
        (("interviewee", "author-report"), ("instance", "instance"), "material"),
        (("interviewee", "author-interpretation"), ("context", "context"), ""),
    ],
)
def test_the_footing_is_that_of_the_weakest_necessary_part(
    voices: tuple[str, str], parts: tuple[str, str], footing: str
) -> None:
    named = {id_: part for id_, part in zip(("e1", "e2"), parts, strict=True) if part}
    rows = [passage(id_, voice) for id_, voice in zip(("e1", "e2"), voices, strict=True)]
    assert entry(claim(support=("e1", "e2"), parts=named), *rows).footing == footing
    if footing == "statement":  # of the theoretical kind, a claim owes no material
        idea = claim(support=("e1", "e2"), parts=named, kind="theoretical")
        assert entry(idea, *rows).footing == "theoretical"


@given(st.lists(st.tuples(st.sampled_from(sorted(GROUND_OF)), st.sampled_from(("step", "context"))), min_size=1))
def test_a_further_step_never_makes_the_footing_firmer(said: list[tuple[str, str]]) -> None:
    rows = [passage(f"e{number}", voice) for number, (voice, _) in enumerate(said)]
    parts = {row.id: part for row, (_, part) in zip(rows, said, strict=True)}
    found = [
        entry(claim(support=tuple(row.id for row in rows[:length]), parts=parts), *rows).footing
        for length in range(1, len(rows) + 1)
    ]
    firmness = [FOOTINGS.index(one) for one in found if one not in ("", "summary", "illustrated")]
    assert firmness == sorted(firmness)


def test_rows_cut_from_one_passage_are_one_passage() -> None:
    rows = [passage("e1", paragraph="3", speaker="p"), passage("e2", paragraph="3", speaker="p")]
    assert entry(claim(support=("e1", "e2")), *rows).passages == 1
    rows[1] = passage("e2", paragraph="3", speaker="q")
    assert entry(claim(support=("e1", "e2")), *rows).flags == ()


def test_a_bare_reference_carries_a_general_claim_and_none_that_names_a_programme() -> None:
    general = entry(claim(cases=("general",), references=("becker1985",)))
    assert (general.footing, general.grounds, general.flags) == (
        "cited",
        {"cited": ("becker1985",)},
        ("one-passage",),
    )
    assert entry(claim(cases=("a",), references=("becker1985",))).footing == ""
    assert entry(claim(cases=("general",), references=("nobody1900",))).footing == ""


def test_the_reference_of_a_study_that_a_passage_reports_is_no_second_ground() -> None:
    said = entry(claim(cases=("general",), support=("e1",), references=("becker1985",)), passage("e1", "cited-study"))
    assert said.grounds == {"cited": ("e1", "becker1985")}
    assert (said.passages, said.flags) == (1, ("one-passage",))


def test_a_theoretical_claim_owes_no_material_but_must_lead_somewhere() -> None:
    words = passage("e1", "author-interpretation", ("general",))
    idea = claim(kind="theoretical", cases=("general",))
    assert entry(replace(idea, support=("e1",)), words).footing == "theoretical"
    assert entry(replace(idea, references=("becker1985",))).footing == "theoretical"
    assert entry(replace(idea, support=("e1",)), passage("e1", "cited-study")).footing == "cited"
    assert entry(idea).footing == ""


def test_a_theoretical_claim_that_asserts_a_level_owes_what_an_empirical_one_owes() -> None:
    level = Assertion("a", "anomie", "marked")
    found = entry(
        claim(kind="theoretical", support=("e1",), asserts=(level,)),
        passage("e1", "author-interpretation"),
        assessments=(cell("a", "anomie", "marked", ("e1",)),),
    )
    assert found.footing == "statement"


def test_what_the_author_declares_of_the_procedure_is_a_report_of_it() -> None:
    declared = passage("e1", "author-interpretation", ("general",))
    method = claim(kind="methodological", cases=("general",), support=("e1",))
    assert entry(method, declared).footing == "reported"
    level = (Assertion("a", "anomie", "marked"),)
    cells = (cell("a", "anomie", "marked", ("e1",)),)
    assert entry(replace(method, asserts=level), declared, assessments=cells).footing == "statement"


def test_a_claim_borrows_the_evidence_of_its_cell_only_where_it_has_none_and_the_levels_agree() -> None:
    cells = (cell("a", "anomie", "marked", ("e1",)),)
    says = claim(asserts=(Assertion("a", "anomie", "marked"),))
    found = entry(says, passage("e1"), assessments=cells)
    assert (found.footing, found.support, found.borrowed) == ("material", ("e1",), True)
    own = entry(
        replace(says, support=("e2",)), passage("e1"), passage("e2", "author-interpretation"), assessments=cells
    )
    assert (own.footing, own.support, own.borrowed) == ("statement", ("e2",), False)
    other = entry(replace(says, asserts=(Assertion("a", "anomie", "unmarked"),)), passage("e1"), assessments=cells)
    assert (other.footing, other.disagreements) == ("", ((Assertion("a", "anomie", "unmarked"), cells[0]),))


def test_a_damaged_reading_is_told_of_asserted_cells_and_of_table_rows() -> None:
    damaged = cell("a", "anomie", "marked", ("e1",), legibility="damaged")
    row = passage("e1", "table")
    asserting = claim(support=("e1",), asserts=(Assertion("a", "anomie", "marked"),))
    assert "damaged" in entry(asserting, row, assessments=(damaged,)).flags
    using = claim(support=("e1",))
    assert "damaged" in entry(using, row, assessments=(damaged,)).flags
    whole_table = (damaged, cell("a", "network", "marked", ("e1",)))
    assert "damaged" not in entry(using, row, assessments=whole_table).flags


def test_a_level_that_only_the_table_gives_is_told_even_beside_other_material() -> None:
    cells = (cell("a", "anomie", "marked", ("e2",), basis="table-only"),)
    found = entry(
        claim(support=("e1",), asserts=(Assertion("a", "anomie", "marked"),)),
        passage("e1"),
        passage("e2", "table"),
        assessments=cells,
    )
    assert (found.footing, found.flags) == ("material", ("one-passage", "summary"))


def test_each_programme_has_its_own_share() -> None:
    rows = [
        passage("e1", cases=("a",)),
        passage("e2", "author-interpretation", ("b",)),
        passage("e3", "author-report", ("general",)),
        passage("e4", cases=("a", "b")),
    ]
    found = entry(claim(cases=("a", "b"), support=("e1", "e2", "e3"), counter=("e4",)), *rows)
    assert [(share.case, share.footing, share.support, share.counter) for share in found.shares] == [
        ("a", "material", ("e1",), ("e4",)),
        ("b", "statement", ("e2",), ("e4",)),
        ("general", "reported", ("e3",), ()),
    ]


def test_a_programme_that_gives_nothing_has_an_empty_share() -> None:
    shares = entry(claim(cases=("a", "b"), support=("e1",)), passage("e1")).shares
    assert [(share.case, share.footing) for share in shares] == [("a", "material"), ("b", "")]


@given(studies())
def test_laws(made: Study) -> None:
    found = ledger(made)
    assert list(found) == [one.id for one in made.claims]
    for one in found.values():
        assert one.footing in {*FOOTINGS, ""}
        assert set(one.flags) <= set(FLAGS)
        assert set(one.support) <= set(made.passage)
        voices = {made.passage[id_].voice for id_ in one.support}
        assert (one.footing == "material") == ("interviewee" in voices)
        if one.footing == "statement":
            assert voices <= {"author-interpretation", "table", "nobody"}
        if one.footing == "summary":
            assert voices <= {"table", "nobody"}
        if voices <= {"author-interpretation"} and one.claim.kind == "empirical":
            assert one.footing in {"statement", "summary", "cited", ""}
        assert ("statement" in one.flags) == (one.footing == "statement")
        shared = {id_ for share in one.shares for id_ in share.support}
        named = {case for case in one.claim.cases if case != "general"}
        of_its_cases = {id_ for id_ in one.support if not named or {*named, "general"} & {*made.passage[id_].cases}} - {
            id_ for id_ in one.support if not made.passage[id_].cases
        }
        assert shared == of_its_cases


@given(studies())
def test_more_of_the_authors_own_statements_never_raise_a_footing(made: Study) -> None:
    words = passage("more", "author-interpretation", ("general",))
    more = replace(
        made,
        evidence=(*made.evidence, words),
        claims=tuple(replace(one, support=(*one.support, "more")) for one in made.claims if one.support),
    )
    before = ledger(made)
    for id_, after in ledger(more).items():
        if after.claim.kind != "methodological":
            assert after.passages == before[id_].passages
            if before[id_].footing in MATERIAL or after.footing in MATERIAL:
                assert after.footing == before[id_].footing


@given(studies())
def test_taking_support_away_never_raises_a_footing(made: Study) -> None:
    order = [*MATERIAL, "theoretical"]  # below these there is no material, and none is more than another
    before = ledger(made)
    less = replace(made, claims=tuple(replace(one, support=one.support[1:]) for one in made.claims if one.support[1:]))
    for id_, after in ledger(less).items():
        if after.footing in order:
            assert order.index(after.footing) >= order.index(before[id_].footing)


def test_the_sound_study_rests_on_what_it_should() -> None:
    assert {id_: one.footing for id_, one in ledger(sound()).items()} == {
        "c-a": "material",
        "c-b": "reported",
        "c-t": "theoretical",
    }


def test_every_footing_and_flag_has_its_words() -> None:
    for language in ("fr", "en"):
        labels = Labels(language)
        assert all(labels(f"ledger.footing.{footing}") for footing in (*FOOTINGS, ""))
        assert all(labels(f"ledger.flag.{flag}") for flag in FLAGS)
