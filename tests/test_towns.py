"""Documents and numbers of twelve towns, in English and German, released twice, verified, compared.

``tests/studies/towns`` is invented: own tables with decimals, money and dates, all generic drawings, two of its own.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from browser_support import said_on
from lxml import html
from publishing import Place, change, commit, exported, placed, set_version
from test_neutral import WORDS

from report_build.cache import Cache
from report_build.labels import own_labels
from report_build.metadata.study_json import study_schema
from report_build.sources import load_study

ALL_WORDS = re.compile(
    rf"{WORDS.pattern}|\barticles?\b|artikel\b|collecti(?:f|ve)|\bdynamics?\b|interview", re.IGNORECASE
)


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Released as 1.0.0, then with another budget as 1.1.0."""
    place = placed(tmp_path_factory.mktemp("towns"), "towns")
    assert "0 errors, 0 warnings" in place.run("check")
    place.release("1.0.0")
    change(place.study, "data/tables/plans.csv", "890000", "900000")
    set_version(place.study, "1.1.0", "2026-11-23")
    commit(place.study)
    place.release("1.1.0")
    return place


@pytest.fixture(scope="module")
def published(towns: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the host of the releases has."""
    return exported(towns, tmp_path_factory.mktemp("published") / "site")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de"])
def test_its_site_has_no_words_of_another_study(published: Path, language: str) -> None:
    files = [file for file in (published / language / "1.1.0").rglob("*") if file.is_file()]
    pages = [file for file in files if file.suffix == ".html"]
    assert len(pages) > 15
    assert [(file.name, text) for file in pages for text in said_on(file) if ALL_WORDS.search(text)] == []
    assert [file.name for file in files if ALL_WORDS.search(file.relative_to(published).as_posix())] == []


@pytest.mark.slow
def test_the_german_site_shows_no_label_of_the_engine_in_english(published: Path) -> None:
    rows = own_labels().values()
    german = {row.get("de", "") for row in rows}
    english = {row["en"] for row in rows if "{" not in row["en"]} - german
    english = {words for words in english if re.search(r"^[A-Z]\w{3}| ", words)}  # the others are names in code as well
    shown = {
        text.strip() for file in (published / "de/1.1.0").rglob("*.html") for text in said_on(file, "code", "a[@lang]")
    }
    assert len(shown & german) > 100
    assert sorted(shown & english) == []


@pytest.mark.slow
def test_numbers_are_written_as_each_language_does(published: Path) -> None:
    english, german = ((published / one / "1.1.0" / "index.html").read_text(encoding="utf-8") for one in ("en", "de"))
    for page, numbers in (
        (english, ("€900,000", "11.8%")),
        (german, ("900.000\u00a0€", "11,8\u00a0%", "11,91\u00a0km")),
    ):
        assert [number for number in numbers if number not in page] == []
        drawn = html.fromstring(page.encode()).xpath("//figure[contains(@class, 'rb-display')]")
        assert len(drawn) == 9
        assert all(one.xpath(".//*[@role='img']/@aria-label")[0] for one in drawn if "rb-figure" in one.get("class"))


@pytest.mark.slow
def test_the_releases_are_verified_and_compared(towns: Place) -> None:
    towns.run("verify", "1.1.0")
    whole = json.loads(towns.run("compare", "1.0.0", "1.1.0", "--format", "json"))
    changes = [(one["part"], one["id"], [field["name"] for field in one["fields"]]) for one in whole["changes"]]
    assert ("plans", "elverholt", ["budget"]) in changes
    assert {one["id"] for one in whole["consequences"]} >= {"fig-budgets", "tbl-plans", "tbl-costs"}


@pytest.mark.slow
def test_its_tables_are_published_with_their_types(towns: Place, published: Path) -> None:
    folder = published / "en" / "1.1.0"
    package = json.loads((folder / "data" / "datapackage.json").read_bytes())
    plans = next(one for one in package["resources"] if one["name"] == "plans")
    kinds = [field["type"] for field in plans["schema"]["fields"]]
    assert kinds == ["string", "string", "integer", "number", "number", "number", "string", "string"]
    study, _ = load_study(towns.study, cache=Cache(None))
    assert (folder / "study.schema.json").read_bytes() == study_schema(study.tables)
    assert {row["id"] for row in json.loads((folder / "study.json").read_bytes())["plans"]} == set(study.case)
