"""What a spreadsheet writes where it failed is no value."""

from __future__ import annotations

import pytest

from report_build.sources.tables import read_grid
from report_build.sources.text import SourceFile


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#VALEUR!", "#DIV/0!", "#NOM ?", "#NAME?"])
def test_errors_are_found_with_their_line(cell: str) -> None:
    _, findings = read_grid(SourceFile("data/a.csv", f"id,note\na,mot\nb,{cell}\n", ""))
    assert [(str(one.place), one.code) for one in findings] == [("data/a.csv:3", "RB024")]
    assert f"'{cell}' in column 'note'" in findings[0].message


@pytest.mark.parametrize("cell", ["#", "# N/A", "voir #REF! ici", "#mot"])
def test_what_only_looks_like_one_stays(cell: str) -> None:
    assert read_grid(SourceFile("data/a.csv", f"id,note\na,{cell}\n", ""))[1] == []
