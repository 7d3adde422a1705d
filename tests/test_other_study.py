"""A study that is nothing like this report's, built with the defaults: none of this report's words stand in its site.

``tests/studies/nurses`` is invented: interviews of the study's own in four hospitals, in English, on no article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import copy_study, report_build
from lxml import html
from test_neutral import WORDS

ALL_WORDS = re.compile(rf"{WORDS.pattern}|\barticles?\b|collecti(?:f|ve)|\bdynamics?\b|interviewee", re.IGNORECASE)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_study("nurses", tmp_path_factory.mktemp("nurses") / "study")
    checked = report_build("check", cwd=root)
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
    built = report_build("build", "--strict", "--site-dir", str(root / "site"), cwd=root)
    assert built.returncode == 0, built.stderr
    return root / "site" / "en"


def said(page: Path) -> Iterator[str]:
    """What a page shows or says in attributes."""
    tree = html.fromstring(page.read_bytes())
    for node in tree.xpath("//script | //style"):
        node.drop_tree()
    yield from map(str, tree.xpath("//text() | //@*"))


def test_its_site_has_none_of_this_report_s_words(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    assert [(page.name, text) for page in pages for text in said(page) if ALL_WORDS.search(text)] == []
    tables = sorted(site.rglob("*.csv"))
    assert [file.name for file in tables if ALL_WORDS.search(file.read_text(encoding="utf-8"))] == []
    names = [file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()]
    assert [name for name in names if ALL_WORDS.search(name)] == []


def test_its_site_says_its_own_words(site: Path) -> None:
    codes = html.fromstring((site / "codes.html").read_bytes()).text_content()
    assert "By hospital" in codes
    birch = html.fromstring((site / "cas-birch.html").read_bytes())
    assert "Practices" in [" ".join(one.itertext()).rstrip("¶ ") for one in birch.iter("h2")]
    assert "Swapping nights" in birch.text_content()
    evidence = html.fromstring((site / "preuves.html").read_bytes()).text_content()
    assert "Nurse" in evidence
    assert "Matron" in evidence


def test_no_page_claims_the_standing_of_a_report_on_others_work(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert html.fromstring(page.read_bytes()).xpath("//*[contains(@class, 'rb-standing')]") == []
