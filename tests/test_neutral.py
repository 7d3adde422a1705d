"""The engine knows no study: what is this report's own stands in ``data/`` and ``docs/`` alone."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

import report_build
from report_build.cache import Cache
from report_build.displays import DRAWINGS
from report_build.index import Addresses
from report_build.model.coding import PAGES
from report_build.model.study import Study
from report_build.sources import load_study

ROOT = Path(__file__).parent.parent
ENGINE = Path(report_build.__file__).parent
WRITTEN = {".py", ".csv", ".html", ".xml", ".css", ".js", ".md", ".typ"}
# What the study is about, and what it calls its cases, its source and those who speak in it. The word "article" alone
# is also an element of HTML, a type of BibTeX and what a study can be based on.
WORDS = re.compile(
    r"programmes?\b|on-line training|formations?\b|anomi[ea]|micro-?communit|micro-communaut|mutual[- ]aid|entraide"
    r"|collectifs-|-collectifs|ma[iî]trise|metzger|e-trainer|learners?\b|teachers?\b|apprenants?\b|enseignants?\b"
    r"|\bthe article|article[’']s\b|\bl[’']article|third person|troisième personne|personnes interviewées",
    re.IGNORECASE,
)
# What the engine calls pages, files and ids, in one language for all: the words of others stand in labels and studies.
NAMES = re.compile(
    r"(?<![\w-])(?:preuves|affirmations|donnees|bibliographie|citer|comparaison|rapport|fiches|suites|cas-)(?![\w’])"
)
GENERAL_WORDS = {"types"}  # ids of the study's that are words of everyone's


def texts() -> list[tuple[str, int, str]]:
    """Every line that somebody wrote in the engine: file, number, text."""
    return [
        (file.relative_to(ENGINE).as_posix(), number, line)
        for file in sorted(ENGINE.rglob("*"))
        if file.suffix in WRITTEN
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    ]


def test_the_engine_has_none_of_this_study_s_words() -> None:
    found = [f"{file}:{number}: {line.strip()}" for file, number, line in texts() if WORDS.search(line)]
    assert found == []


def test_the_engine_has_none_of_this_study_s_ids() -> None:
    study, _ = load_study(ROOT, cache=Cache(None))
    ids = {*study.case, *study.code, *study.display, *study.claim, *study.section} - GENERAL_WORDS
    assert len(ids) > 100
    wanted = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(ids)))})(?![\w-])")
    assert [f"{file}:{number}: {line.strip()}" for file, number, line in texts() if wanted.search(line)] == []


def test_pages_files_and_ids_have_neutral_names() -> None:
    named = [(file, number, line) for file, number, line in texts() if not file.endswith(".csv")]
    assert [f"{file}:{number}: {line.strip()}" for file, number, line in named if NAMES.search(line)] == []
    assert asdict(Addresses.of(Study(languages=("fr",)))) == {
        **{name: f"{name}.html" for name in PAGES if name not in {"case", "report"}},
        "case_prefix": "case-",
        "report": "report",
    }


def test_drawings_have_neutral_names() -> None:
    generic = {"bars", "dots", "matrix", "pivot", "scatter", "table", "timeline"}
    assert set(DRAWINGS) == {*generic, "states", "influences", "process", "units", "strip"}


@pytest.mark.parametrize("word", ["The training programmes", "Lieu dans l’article", "e.g. tbl-collectifs", "L'anomie"])
def test_the_words_are_found_where_they_stand(word: str) -> None:
    assert WORDS.search(word)
