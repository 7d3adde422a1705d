"""What the cache keeps of readings comes back as it was, and runs nothing."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

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


def test_a_study_that_was_read_before_comes_back(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources, cache = pipeline.Sources(small), Cache(tmp_path / "cache")
    file = small / "data/codings.csv"
    file.write_text(f"{file.read_text(encoding='utf-8')}e01,nonesuch,for\n", encoding="utf-8")
    read = []
    for where in (cache, cache, Cache(None)):
        monkeypatch.setattr(pipeline, "_READ", {})  # as another process has it
        study, findings = pipeline.read(sources, where)
        read.append((study, findings, [one.name for one in study.tables], hash_of_study(study)))
    assert read[0] == read[1] == read[2]
    assert any(finding.code == "RB103" for finding in read[0][1])


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
