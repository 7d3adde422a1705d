"""How far coders agree: the measures against known values and a library, and where nothing can be measured."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ledger_studies import BASE, cell, code, coding, passage

from report_build.argument.agreement import _Unit, agreement, cohen, measured
from report_build.argument.agreement_text import agreement_json, agreement_text
from report_build.argument.graph import graph
from report_build.labels import Labels
from report_build.model.study import Study


def units(rows: list[dict[str, str]]) -> list[_Unit]:
    return [_Unit(f"u{number}", ("a",), "c", row) for number, row in enumerate(rows) if len(row) > 1]


def test_cohen_s_kappa_is_that_of_textbooks() -> None:
    assert cohen({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}) == pytest.approx(0.4)
    assert cohen({("yes", "no"): 3, ("no", "yes"): 3}) == -1
    assert cohen({("yes", "yes"): 7}) is None  # nothing varies
    assert cohen({}) is None


ratings = st.lists(
    st.dictionaries(st.sampled_from(["ann", "ben", "eve"]), st.sampled_from("xyz"), min_size=2), min_size=2, max_size=15
)


@given(rows=ratings)
def test_alpha_is_that_of_the_library(rows: list[dict[str, str]]) -> None:
    coders = sorted({coder for row in rows for coder in row})
    places = {value: place for place, value in enumerate(sorted({v for row in rows for v in row.values()}))}
    found = measured(units(rows))
    if len(places) < 2:
        assert found.alpha is None
        assert found.same == 1
        return
    table = [[places[row[coder]] if coder in row else np.nan for row in rows] for coder in coders]
    theirs = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
    assert found.alpha == pytest.approx(theirs)
    if found.low is not None and found.high is not None:
        assert found.low <= found.high <= 1


@given(rows=ratings)
def test_kappa_of_two_coders_is_one_exactly_where_they_agree(rows: list[dict[str, str]]) -> None:
    pairs = [{"ann": row["ann"], "ben": row["ben"]} for row in rows if {"ann", "ben"} <= row.keys()]
    assume(pairs)
    found = measured(units(pairs))
    if found.kappa is not None:
        assert math.isclose(found.kappa, 1) == (found.same == 1)


def coded(*rows: tuple[str, str, str], chosen: str = "") -> Study:
    """A study whose passages e1 to e4 were coded by whom the rows say: passage, code, coder."""
    about = dataclasses.replace(BASE.about, coder=chosen)
    made = [
        dataclasses.replace(coding(one, code_), coder=coder, counts=coder in ("", chosen)) for one, code_, coder in rows
    ]
    return dataclasses.replace(
        BASE,
        about=about,
        codes=(code("anomie"), code("network"), code("never")),
        evidence=tuple(passage(f"e{number}") for number in range(1, 5)),
        codings=tuple(one for one in made if one.counts),
        assessments=(),
        recoded={"codings": tuple(one for one in made if not one.counts)},
    )


def only(study: Study) -> Any:
    (found,) = agreement(study)
    return found


def test_one_coder_has_nobody_to_agree_with() -> None:
    assert agreement(coded(("e1", "anomie", ""), ("e2", "network", ""))) == ()
    assert agreement(coded(("e1", "anomie", "ann"), chosen="ann")) == ()
    assert "One person" in agreement_text((), BASE, Labels("en"))


def test_perfect_agreement_on_what_never_varies_is_undefined() -> None:
    found = only(
        coded(("e1", "anomie", "ann"), ("e1", "anomie", "ben"), ("e2", "anomie", "ann"), ("e2", "anomie", "ben"))
    )
    assert (found.whole.same, found.whole.kappa, found.whole.alpha, found.differences) == (1, None, None, ())
    assert found.whole.units == 2


def test_a_passage_that_one_coder_skipped_counts_for_nothing() -> None:
    rows = [("e1", "anomie", "ann"), ("e1", "anomie", "ben"), ("e2", "network", "ann"), ("e2", "network", "ben")]
    whole = only(coded(*rows)).whole
    assert (whole.units, whole.same, whole.kappa, whole.alpha) == (2, 1, 1, 1)
    assert only(coded(*rows, ("e3", "anomie", "ann"))).whole == whole


def test_a_code_that_nobody_used_is_left_out() -> None:
    found = only(coded(("e1", "anomie", "ann"), ("e1", "network", "ben")))
    assert list(found.codes) == ["anomie", "network"]
    assert found.whole.same == 0
    assert [(one.about, one.code) for one in found.differences] == [("e1", "anomie"), ("e1", "network")]


def test_coders_who_shared_no_passage_are_told_so() -> None:
    found = only(coded(("e1", "anomie", "ann"), ("e2", "network", "ben")))
    assert (found.whole.units, found.whole.same, found.codes) == (0, None, {})
    assert "No passage was coded by two people." in agreement_text([found], BASE, Labels("en"))


def test_the_study_s_own_coding_is_compared_only_with_a_single_other() -> None:
    own = [("e1", "anomie", ""), ("e2", "network", "")]
    assert only(coded(*own, ("e1", "anomie", "ann"))).coders == ("", "ann")
    assert only(coded(*own, ("e1", "anomie", "ann"), ("e1", "anomie", "ben"))).coders == ("ann", "ben")


def test_judgements_are_compared_by_their_levels() -> None:
    mine = (cell("a", "anomie", "marked", ("e1",)), cell("a", "network", "unmarked", ("e1",)))
    theirs = tuple(
        dataclasses.replace(one, coder="ann", counts=False, level=level)
        for one, level in zip(mine, ("marked", "marked"), strict=True)
    )
    study = dataclasses.replace(coded(), assessments=mine, recoded={"assessments": theirs})
    found = only(study)
    assert (found.what, found.whole.units, found.whole.same) == ("assessments", 2, 0.5)
    assert [(one.about, one.code, dict(one.values)) for one in found.differences] == [
        ("a", "network", {"": "unmarked", "ann": "marked"})
    ]
    told = agreement_text([found], study, Labels("fr", study.wordings))
    assert "50" in told
    assert json.loads(agreement_json([found]))[0]["whole"]["same"] == 0.5


def test_the_same_rows_give_the_same_numbers() -> None:
    rows = [("e1", "anomie", "ann"), ("e1", "network", "ben"), ("e2", "anomie", "ann"), ("e2", "anomie", "ben")]
    assert agreement_json([only(coded(*rows))]) == agreement_json([only(coded(*rows))])


def test_other_coders_count_in_agreement_alone() -> None:
    mine = ("e1", "anomie", "ann"), ("e2", "network", "ann")
    found = coded(*mine, ("e1", "network", "ben"), ("e2", "network", "ben"), chosen="ann")
    assert {node.id for node in graph(found).nodes if node.kind == "coding"} == {"e1/anomie", "e2/network"}
    assert len(found.counting("codings")) == len(mine)
    assert len(found.rows("codings")) == 2 * len(mine)
    compared = only(found)
    assert list(compared.kinds) == ["collective"]
    assert compared.kinds["collective"] == compared.whole
