"""Whatever a source holds, reading and checking say what is wrong with it, where, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken_inputs import BROKEN, READ_AS_MEANT, Broken

from report_build.cache import Cache
from report_build.check import check_study
from report_build.findings import in_order
from report_build.sources import load_study

GOLDEN = Path(__file__).parent / "golden" / "broken_inputs.txt"


def golden() -> dict[str, list[str]]:
    """Name of a broken input -> its finding lines."""
    parts = GOLDEN.read_text(encoding="utf-8").strip().split("\n\n")
    return {lines[0].removeprefix("# "): lines[1:] for lines in (part.split("\n") for part in parts)}


EXPECTED = golden()


def found(root: Path) -> list[str]:
    study, findings = load_study(root, cache=Cache(None))
    return [str(finding) for finding in in_order([*findings, *check_study(study)])]


def test_the_small_study_is_in_order(small: Path) -> None:
    assert found(small) == []


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_findings_of_a_broken_input(broken: Broken, small: Path) -> None:
    broken.spoil(small / broken.file)
    assert found(small) == EXPECTED[broken.name]


def test_every_broken_input_is_expected_and_named_once() -> None:
    assert sorted(broken.name for broken in BROKEN) == sorted(EXPECTED)
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("broken", READ_AS_MEANT, ids=str)
def test_odd_files_are_read_as_meant(broken: Broken) -> None:
    assert EXPECTED[broken.name] == []
