"""What the cache keeps of readings comes back as it was, and runs nothing."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, append, copy_study

from report_build import pipeline
from report_build.cache import Cache, as_it_was, as_told
from report_build.model import kept
from report_build.model.pages import (
    FACTS,
    Block,
    Citation,
    Cite,
    ClaimMark,
    CrossReference,
    Float,
    Heading,
    Image,
    PageFacts,
    PassageMark,
    Value,
)
from report_build.render.kept import hash_of_study

FOUND = PageFacts(
    "docs/fr/a.md",
    (
        Citation(3, "[voir @a; -@b]", (Cite("a", "normal", prefix="voir "), Cite("b", "suppress")), linked=False),
        CrossReference(4, "tbl-a", bare=True),
        PassageMark(5, "e01", follows=True),
        Block(6, "evidence", ("a",), {"case": "b"}, "{{< evidence a case=b >}}", alone=True),
        ClaimMark(7, "c-a", "", "\u0002rb:0\u0003", answers=("https://report.example/#c-b",)),
        Float(8, "fig-a", "figure", "A"),
    ),
    (Value(9, "count.nonesuch", "counts nothing", "?"),),
    (Heading(1, 1, "sec-a", "A", explicit=True),),
    (Image(2, "a.png"),),
    ((3, "{{< a"),),
    ((4, "@b"),),
    ((5, "$$"),),
)


def test_what_was_found_in_a_page_comes_back() -> None:
    assert as_it_was(json.loads(json.dumps(as_told(FOUND))), FACTS) == FOUND


@pytest.mark.parametrize("name", ["small", "nurses", "trilingual", "report"])
def test_a_study_that_was_read_before_comes_back(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ROOT if name == "report" else copy_study(name, tmp_path / "study")
    sources, cache = pipeline.Sources(folder), Cache(tmp_path / "cache")
    if name == "small":
        append(folder / "data/codings.csv", "e01,nonesuch,for")
    anew, read = [], []

    def reads(*given: Any) -> Any:
        anew.append(given)
        return read_anew(*given)

    read_anew = pipeline._read_anew
    monkeypatch.setattr(pipeline, "_read_anew", reads)
    for where in (cache, cache, Cache(None)):
        monkeypatch.setattr(pipeline, "_READ", {})  # as another process has it
        study, findings = pipeline.read(sources, where)
        read.append((study, findings, [one.name for one in study.tables], hash_of_study(study)))
    assert read[0] == read[1] == read[2]
    assert len(anew) == 2  # the second time it came from the cache
    assert any(finding.code == "RB103" for finding in read[0][1]) == (name == "small")


class Hostile:
    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.file,)


def test_bytes_that_are_no_study_run_nothing(tmp_path: Path) -> None:
    file = tmp_path / "made"
    for value in (Hostile(file), ({"languages": Hostile(file)}, (), {}), kept.as_bytes, 7, ()):
        assert kept.from_bytes(pickle.dumps(value)) is None
    assert kept.from_bytes(b"") is None
    assert not file.exists()
