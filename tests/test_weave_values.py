"""What ``{{< value path >}}`` stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weaving import FRENCH, STUDY

from report_build.labels import Labels
from report_build.weave.values import UnknownValueError, value_of


@pytest.mark.parametrize(
    ("path", "french", "english"),
    [
        ("fieldwork.apprenants", "25", "25"),
        ("fieldwork.interviews.total", "35", "35"),
        ("fieldwork.en-ligne", "40", "40"),
        ("fieldwork.en-ligne.population", "plus de 200", "more than 200"),
        ("fieldwork.vagues", "environ 3", "about 3"),
        ("count.cases", "2", "2"),
        ("count.evidence", "3", "3"),
        ("count.evidence.interviewee", "2", "2"),
        ("count.codes.condition", "1", "1"),
        ("count.references", "2", "2"),
        ("count.decisions", "0", "0"),
        ("level.atelier.reseau", "marqué", "marked"),
        ("label.atelier", "Atelier & fils", "Atelier & fils"),
        ("label.frein", "Le frein", "The frein"),
        ("label.marked", "marqué", "marked"),
    ],
)
def test_paths(path: str, french: str, english: str) -> None:
    assert value_of(STUDY, FRENCH, path) == french
    assert value_of(STUDY, Labels("en"), path) == english


@pytest.mark.parametrize(
    ("path", "french", "english"),
    [
        ("count.evidence", "trois", "three"),
        ("fieldwork.vagues", "environ trois", "about three"),
        ("fieldwork.apprenants", "25", "25"),  # above twenty: in figures
        ("level.atelier.reseau", "marqué", "marked"),
    ],
)
def test_numbers_in_letters(path: str, french: str, english: str) -> None:
    assert value_of(STUDY, FRENCH, path, ["words"]) == french
    assert value_of(STUDY, Labels("en"), path, ["words"]) == english


def test_every_number_up_to_twenty_has_letters_in_both_languages() -> None:
    for words in (FRENCH, Labels("en")):
        assert len({words(f"weave.number.{number}") for number in range(21)}) == 21


@given(st.lists(st.sampled_from(["fieldwork", "count", "level", "label", "total", "interviews", "evidence", "", "x"])))
def test_any_path_is_a_text_or_said_to_be_unknown(parts: list[str]) -> None:
    path = ".".join(parts)
    try:
        said = value_of(STUDY, FRENCH, path)
    except UnknownValueError as problem:
        said = problem.what
    assert said
    assert "\n" not in said
