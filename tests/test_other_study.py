"""A study that is nothing like this report's, built with the defaults: none of this report's words stand in its site.

``tests/studies/nurses`` is invented: interviews of the study's own in four hospitals, in English, on no article.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from browser_support import said_on
from conftest import report_build, tree
from lxml import html
from publishing import Place, change, commit, exported, git, placed, set_version
from test_neutral import WORDS

from report_build.errors import ReportError
from report_build.publish.store import Slot, _require_public
from report_build.publish.texts import texts_of

ALL_WORDS = re.compile(rf"{WORDS.pattern}|\barticles?\b|collecti(?:f|ve)|\bdynamics?\b|interviewee", re.IGNORECASE)


HIDDEN = ("old quarrel", "winter list", "told in confidence of", "withheld remark", "no one is within call")
QUOTED = '"Four hours - and then the street wakes me..." she says'
SPANISH = "Me quedo: si no lo cuento yo, nadie lo sabe."


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The study, checked clean and released twice: the second time with one passage more that is restricted."""
    made = placed(tmp_path_factory.mktemp("nurses"), "nurses")
    change(made.study, "mkdocs.yml", "report: {}", "report: {exports: argument qdpx}")
    commit(made.study)
    checked = report_build("check", "--fix", cwd=made.study)
    assert (checked.returncode, checked.stdout) == (0, ""), checked.stderr
    assert git(made.study, "status", "--porcelain") == ""  # --fix mends nothing that was said
    made.release("1.0.0")
    set_version(made.study, "1.1.0", "2026-11-23")
    change(made.study, "data/evidence.csv", "is worth it.,,,", "is worth it.,,restricted,She took it back.")
    commit(made.study)
    made.release("1.1.0")
    return made


@pytest.fixture(scope="module")
def site(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return exported(place, tmp_path_factory.mktemp("published") / "site") / "en" / "1.1.0"


def everything_in(folder: Path) -> dict[str, str]:
    """Path -> all that each file says, what is packed in it too."""
    return {name: "\n".join(texts_of(name, content)) for name, content in tree(folder).items()}


def test_what_is_restricted_is_in_no_published_file(site: Path) -> None:
    said = everything_in(site)
    assert [name for name, text in said.items() for words in HIDDEN if words in text] == []
    assert [name for name, text in said.items() if "half an hour. worth it" in text] == []  # since this version
    card = html.fromstring((site / "evidence.html").read_bytes()).get_element_by_id("n06").text_content()
    assert "This passage is withheld: She may be known by what she tells of one night." in " ".join(card.split())
    assert "Being alone" in card


def test_a_quotation_stays_as_it_was_said_wherever_it_is_published(site: Path) -> None:
    files = tree(site)
    for name, words in (
        ("evidence.html", f'<blockquote class="rb-quotation" lang="es"><p>{SPANISH}</p>'),
        ("assets/report/previews.js", rf"<q class=\"rb-quotation\" lang=\"es\">{SPANISH}</q>"),
        ("study.json", json.dumps(SPANISH, ensure_ascii=False)),
        ("study.json", json.dumps(QUOTED)),
        ("data/evidence.csv", SPANISH),
        ("data/evidence.csv", QUOTED.replace('"', '""')),
        ("exports/argument.jsonld", json.dumps(QUOTED)),
    ):
        assert words in files[name].decode(), name
    with zipfile.ZipFile(io.BytesIO(next(data for name, data in files.items() if name.endswith(".qdpx")))) as project:
        texts = [project.read(name).decode() for name in project.namelist() if name.endswith(".txt")]
    assert any(QUOTED in text for text in texts)
    assert any(SPANISH in text for text in texts)


def test_its_pages_have_the_names_that_it_gives(site: Path) -> None:
    names = {page.stem for page in site.glob("*.html")}
    hospitals = {f"hospital-{name}" for name in ("alder", "birch", "cedar", "damson")}
    given = {"evidence", "claims", "codes", "data", "references", "cite", "changes"}
    assert names == {"index", "404", "search", *given, *hospitals}
    assert "changes.html" in (site / "index.html").read_text(encoding="utf-8")


def test_it_is_verified_and_compared(place: Place) -> None:
    assert "its bytes are those of its manifest" in place.run("verify", "1.0.0")
    told = place.run("compare", "1.0.0", "1.1.0")
    assert "evidence changed: n04" in told


def test_the_restricted_edition_has_everything_and_says_so_on_every_page(place: Place, tmp_path: Path) -> None:
    out = tmp_path / "team"
    place.run("build", "--edition", "restricted", "--site-dir", str(out))
    cards = " ".join(html.fromstring((out / "en/evidence.html").read_bytes()).text_content().split())
    for words in ("the old quarrel", "the winter list", "A withheld remark of the coder."):
        assert words in cards
    for page in (out / "en").rglob("*.html"):
        tree_of_page = html.fromstring(page.read_bytes())
        assert tree_of_page.xpath("//*[@class='rb-restricted']"), page.name
        assert tree_of_page.xpath("//meta[@name='robots']/@content") == ["noindex"], page.name
    with pytest.raises(ReportError, match="never published"):
        _require_public(Slot("en", "1.2.0", out / "en"))
    assert "never published" in place.run("build", "--edition", "restricted", "--slot", "dev", code=2)


def test_released_addresses_stay(place: Place, tmp_path: Path) -> None:
    study = tmp_path / "study"
    shutil.copytree(place.study, study)
    change(study, "data/study.yaml", "evidence: evidence", "evidence: passages")
    set_version(study, "1.2.0", "2026-11-24")
    commit(study)
    refused = report_build("release", "1.2.0", "--quiet", cwd=study)
    assert refused.returncode == 1
    assert "addresses are fixed once released" in refused.stderr
    assert "pages: {evidence: evidence}" in refused.stderr


def test_a_real_name_ends_check_and_release(place: Place, tmp_path: Path) -> None:
    study = tmp_path / "study"
    shutil.copytree(place.study, study)
    (study / "private").mkdir()
    (study / "private/names.csv").write_text("real,pseudonym,kind\nRos,Kim,exact\n", encoding="utf-8")
    checked = report_build("check", cwd=study)
    assert checked.returncode == 1
    assert re.search(r"data/evidence.csv:3: error RB151 real-name: the real name on line 2", checked.stderr)
    set_version(study, "1.2.0", "2026-11-24")
    commit(study)
    refused = report_build("release", "1.2.0", "--quiet", cwd=study)
    assert refused.returncode == 1
    assert "RB151" in refused.stderr
    assert "Ros" not in checked.stderr + refused.stderr
    git(study, "add", "--force", "private/names.csv")
    git(study, "commit", "-q", "-m", "names")
    assert "real names belong in no commit" in report_build("release", "1.2.0", cwd=study).stderr


def test_its_site_has_none_of_this_report_s_words(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    assert [(page.name, text) for page in pages for text in said_on(page) if ALL_WORDS.search(text)] == []
    tables = sorted(site.rglob("*.csv"))
    assert [file.name for file in tables if ALL_WORDS.search(file.read_text(encoding="utf-8"))] == []
    names = [file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()]
    assert [name for name in names if ALL_WORDS.search(name)] == []


def test_its_site_says_its_own_words(site: Path) -> None:
    codes = html.fromstring((site / "codes.html").read_bytes()).text_content()
    assert "By hospital" in codes
    birch = html.fromstring((site / "hospital-birch.html").read_bytes())
    assert "Practices" in [" ".join(one.itertext()).rstrip("¶ ") for one in birch.iter("h2")]
    assert "Swapping nights" in birch.text_content()
    evidence = html.fromstring((site / "evidence.html").read_bytes()).text_content()
    assert "Nurse" in evidence
    assert "Matron" in evidence


def test_no_page_claims_the_standing_of_a_report_on_others_work(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert html.fromstring(page.read_bytes()).xpath("//*[contains(@class, 'rb-standing')]") == []
