"""A project of REFI-QDA that others made becomes a study: every passage and coding, by the project file itself."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections import Counter
from importlib.metadata import files
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import report_build

from report_build.cache import Cache
from report_build.sources import load_study

Q = "{urn:QDA-XML:project:1.0}"
Coded = tuple[str, str, str]  # passage, name of a code ('' for a passage without one), coder


def sample() -> Path:
    """The project that the wheel of qdapy carries."""
    (file,) = (one for one in files("qdapy") or () if one.name == "sample.qdpx")
    return Path(str(file.locate()))


def by_the_file(project: Path) -> Counter[Coded]:
    """What a project says, read here by the standard alone: offsets count characters."""
    with ZipFile(project) as archive:
        root = ET.fromstring(archive.read("project.qde"))
        names = {one.get("guid"): one.get("name") or "" for one in root.iter() if one.tag in (f"{Q}Code", f"{Q}User")}
        found: Counter[Coded] = Counter()
        for source in root.iter(f"{Q}TextSource"):
            path = source.get("plainTextPath", "").removeprefix("internal://")
            text = archive.read(f"sources/{path}").decode() if path else source.findtext(f"{Q}PlainTextContent", "")
            for passage in source.iter(f"{Q}PlainTextSelection"):
                said = text[int(passage.get("startPosition", "")) : int(passage.get("endPosition", ""))]
                codings = list(passage.iter(f"{Q}Coding"))
                for coding in codings:
                    code = coding.find(f"{Q}CodeRef")
                    assert code is not None
                    found[said, names[code.get("targetGUID")], names[coding.get("creatingUser")]] += 1
                if not codings:
                    found[said, "", ""] += 1
    return found


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("qdpx") / "study"
    run = report_build(
        "import", str(sample()), "--into", str(root / "data"), "--language", "de", "--write", cwd=root.parent
    )
    assert run.returncode == 0, run.stderr
    return root


def test_every_passage_and_coding_has_come(begun: Path) -> None:
    study, findings = load_study(begun, cache=Cache(None))
    assert not [one for one in findings if one.severity == "error"]
    come: Counter[Coded] = Counter()
    for passage in study.evidence:
        given = [one for one in study.rows("codings") if one.evidence == passage.id]
        for coding in given:
            come[passage.quotation["de"], study.code[coding.code].label["de"], coding.coder] += 1
        if not given:
            come[passage.quotation["de"], "", ""] += 1
    expected = by_the_file(sample())
    assert expected.total() > 5
    assert come == expected


def test_the_study_checks_builds_and_shows_every_passage(begun: Path) -> None:
    run = report_build("build", "--no-cache", cwd=begun)
    assert run.returncode == 0, run.stderr
    assert "0 errors" in run.stderr
    pages = " ".join(page.read_text(encoding="utf-8") for page in (begun / "site").rglob("*.html"))
    shown = " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", pages)).split())
    codes = (begun / "site/de/codes.html").read_text(encoding="utf-8")
    assert [re.sub("<[^<>]*>|¶", "", one).strip() for one in re.findall("<h2.*?</h2>", codes)] == [
        "Themen"
    ]  # no empty table
    for said, code, _ in by_the_file(sample()):
        assert " ".join(said.split()) in shown
        assert code in shown
