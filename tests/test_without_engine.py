"""Everything of value is finished before the engine: what an engine adds is the frame around each article."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import LANGUAGES, ROOT

from report_build.host.whitespace import without_whitespace


@pytest.mark.slow
def test_every_article_is_the_same_without_an_engine(sites: Path, tmp_path: Path, *, thorough: bool) -> None:
    """In the translation, which needs its original as well."""
    out = tmp_path / "articles.json"
    names = ["mkdocs.en.yml", "mkdocs.yml"] if thorough else ["mkdocs.en.yml"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/without_engine.py"), str(ROOT), str(out), *names],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text(encoding="utf-8"))
    assert sorted(found) == (sorted(LANGUAGES) if thorough else ["en"])
    for language, articles in found.items():
        pages = {page.name for page in (sites / language).glob("*.html")} - {"404.html", "search.html"}
        assert set(articles) == pages
        other = [
            name
            for name, html in articles.items()
            if without_whitespace(html).strip() not in (sites / language / name).read_text(encoding="utf-8")
        ]
        assert not other, f"{language}: {other}"
        assert all("<h1" in html for html in articles.values())
