"""Three hundred spoilt studies: no traceback, no mistake of the engine, no hang, each finding with its place."""

from __future__ import annotations

from pathlib import Path

from mutants import Mutants

SEED = 20261126


def test_every_mutant_ends_in_findings(tmp_path: Path, thorough: bool) -> None:
    mutants = Mutants(SEED, tmp_path)
    wrong = [str(one) for one in mutants.run(5000 if thorough else 300, builds=thorough)]
    assert wrong == []
    assert len(mutants.codes) > 40
