"""What a spreadsheet writes where it failed is no value."""

from __future__ import annotations

import pytest

from report_build.sources.tables import read_grid
from report_build.sources.text import SourceFile


@pytest.mark.parametrize(
    "cell",
    [
        "#N/A",
        "#REF!",
        "#VALEUR!",
        "#DIV/0!",
        "#NOM ?",
        "#NAME?",
        "#BEZUG!",
        "#¿NOMBRE?",
        "#N/D",
        "#ERROR!",
        "########",
        "Err:502",
        "Loading...",
    ],
)
def test_errors_are_found_with_their_line(cell: str) -> None:
    _, findings = read_grid(SourceFile("data/a.csv", f"id,note\na,mot\nb,{cell}\n", ""))
    assert [(str(one.place), one.code) for one in findings] == [("data/a.csv:3", "RB024")]
    assert f"'{cell}' in column 'note'" in findings[0].message


@pytest.mark.parametrize("cell", ["=VLOOKUP(A1;B:C;2;0)", "=RECHERCHEV(A1;B1;2)", "=A2&B2", "=$B$4"])
def test_a_formula_in_place_of_its_value_is_found(cell: str) -> None:
    _, findings = read_grid(SourceFile("data/a.csv", f'id;note\na;mot\nb;"{cell}"\n', ""))
    assert "RB024" in [one.code for one in findings]
    assert f"'{cell}' in column 'note' is a spreadsheet's formula" in findings[-1].message


@pytest.mark.parametrize(
    "cell",
    [
        "#METOO!",
        "=",
        "= égal à",
        "=> suite",
        "=SOMME(1) est le mot",
        "####a",
        "Loading",
        "#",
        "# N/A",
        "voir #REF! ici",
        "#mot",
    ],
)
def test_what_only_looks_like_one_stays(cell: str) -> None:
    assert read_grid(SourceFile("data/a.csv", f"id,note\na,{cell}\n", ""))[1] == []
