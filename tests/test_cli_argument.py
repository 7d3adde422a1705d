"""``report-build trace`` and ``report-build coverage``, as their users run them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import append, report_build

from report_build.argument.coverage import coverage, coverage_text
from report_build.argument.graph import graph
from report_build.argument.trace import trace
from report_build.cache import Cache
from report_build.labels import Labels
from report_build.sources import load_study


def test_trace_prints_the_tree_around_an_id(small: Path) -> None:
    study, _ = load_study(small, cache=Cache(None))
    claim = next(iter(study.claim))
    done = report_build("trace", claim, cwd=small)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == trace(study, claim, Labels("fr", study.wordings))
    assert all(id_ in done.stdout for id_ in study.claim[claim].support)


def test_trace_knows_every_kind_of_id(small: Path) -> None:
    study, _ = load_study(small, cache=Cache(None))
    first = {node.kind: node for node in sorted(graph(study).nodes, reverse=True)}
    assert len(first) >= 8
    for kind, node in first.items():
        labels = Labels("en", study.wordings)
        assert trace(study, f"{kind}:{node.id}", labels).startswith(labels(f"ledger.node.{kind}"))


def test_an_unknown_id_is_a_wrong_use_and_the_nearest_are_named(small: Path) -> None:
    study, _ = load_study(small, cache=Cache(None))
    claim = next(iter(study.claim))
    done = report_build("trace", f"{claim}x", cwd=small)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"report-build: nothing in the study has the id '{claim}x'. Did you mean '{claim}'")
    done = report_build("trace", "?!", cwd=small)
    assert (done.returncode, done.stderr) == (2, "report-build: nothing in the study has the id '?!'.\n")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_coverage_is_told_in_a_language(language: str, small: Path) -> None:
    study, _ = load_study(small, cache=Cache(None))
    done = report_build("coverage", "--language", language, cwd=small)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == coverage_text(coverage(study), Labels(language, study.wordings))


def test_a_broken_study_is_traced_as_far_as_it_goes_and_said_to_be_broken(small: Path) -> None:
    append(small / "data/codings.csv", "e01,pasage,for")
    done = report_build("coverage", cwd=small)
    assert done.returncode == 0
    assert done.stderr == "report-build: the study has 1 error; report-build check names them\n"
    assert done.stdout


def test_away_from_a_study_both_are_a_wrong_use(tmp_path: Path) -> None:
    for command in (("trace", "e01"), ("coverage",)):
        done = report_build(*command, cwd=tmp_path)
        assert done.returncode == 2
        assert "mkdocs.yml is not there" in done.stderr


def test_commands_read_the_sources_that_the_configuration_names(small: Path) -> None:
    """The folder of the data and the bibliography may have other names: what is asked is answered from there."""
    asked = (("trace", "e01"), ("coverage",), ("agreement",), ("explain", "e01"), ("display", "tbl-collectifs"))
    before = [report_build(*words, cwd=small) for words in asked]
    (small / "data").rename(small / "coding")
    (small / "references.bib").rename(small / "works.bib")
    config = small / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("report: {}", "report: {data: coding, bibliography: works.bib}"), encoding="utf-8")
    after = [report_build(*words, cwd=small) for words in asked]
    told = [(one.returncode, one.stdout.replace("coding/", "data/"), one.stderr) for one in after]
    assert told == [(one.returncode, one.stdout, one.stderr) for one in before]
    assert "e01" in after[0].stdout
    passages = small / "coding/evidence.csv"
    passages.write_text(passages.read_text(encoding="utf-8").replace("de midi ne", "de midi ; ne"), encoding="utf-8")
    assert "coding/evidence.csv: mended in 1 place" in report_build("check", "--fix", cwd=small).stderr
