"""Whatever a source holds, reading and checking say what is wrong with it, where, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from broken_inputs import BROKEN, READ_AS_MEANT, Broken
from conftest import copy_study, one_in

from report_build import cli
from report_build.cache import Cache
from report_build.check import check_study
from report_build.check.bibliography import check_bibliography
from report_build.findings import in_order
from report_build.sources import load_study

FINDING = re.compile(r"[^:]+(?::\d+)?: (error|warning|note) RB\d{3} [a-z-]+: ")
GOLDEN = Path(__file__).parent / "golden" / "broken_inputs.txt"


def golden() -> dict[str, list[str]]:
    """Name of a broken input -> its finding lines."""
    parts = GOLDEN.read_text(encoding="utf-8").strip().split("\n\n")
    return {lines[0].removeprefix("# "): lines[1:] for lines in (part.split("\n") for part in parts)}


EXPECTED = golden()


def rewrite(name: str, lines: list[str]) -> None:
    """Put what is found for one broken input into the golden file; run without parallel workers."""
    known = {**golden(), name: lines}
    text = "\n\n".join("\n".join([f"# {name}", *lines]) for name, lines in known.items())
    GOLDEN.write_text(f"{text}\n", encoding="utf-8")


def found(root: Path) -> list[str]:
    study, findings = load_study(root, cache=Cache(None))
    return [str(finding) for finding in in_order([*findings, *check_study(study), *check_bibliography(study)])]


def test_the_small_study_is_in_order(small: Path) -> None:
    assert found(small) == []


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_findings_of_a_broken_input(broken: Broken, small: Path, update_golden: bool) -> None:
    broken.spoil(small / broken.file)
    if update_golden:
        rewrite(broken.name, found(small))
    else:
        assert found(small) == EXPECTED[broken.name]


def test_every_broken_input_is_expected_and_named_once() -> None:
    assert sorted(broken.name for broken in BROKEN) == sorted(EXPECTED)
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("broken", READ_AS_MEANT, ids=str)
def test_odd_files_are_read_as_meant(broken: Broken) -> None:
    assert EXPECTED[broken.name] == []


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with all that it draws in its cache."""
    study = copy_study("small", tmp_path_factory.mktemp("warm") / "study")
    assert cli.main(["check", "-q", "-f", str(study / "mkdocs.yml")]) == 0
    return study


@pytest.mark.slow
@pytest.mark.parametrize("broken", one_in(6, BROKEN))
def test_a_whole_run_survives_a_broken_input(
    broken: Broken, warm: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`report-build check` weaves and builds every page: whatever the sources hold, it ends with the findings."""
    study = tmp_path / "study"
    shutil.copytree(warm, study)
    broken.spoil(study / broken.file)
    code = cli.main(["--debug", "check", "-q", "-f", str(study / "mkdocs.yml")])
    told = capsys.readouterr()
    lines = (told.out + told.err).splitlines()
    assert set(EXPECTED[broken.name]) <= set(lines)
    assert [line for line in lines if not FINDING.match(line)] == []
    assert code == int(any(" note RB" not in line for line in lines))
