"""What machines read of a released version, read by the programs that people use for it."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import rispy
from browser_support import serving
from conftest import ROOT
from publishing import SITE, change, commit, exported, git, place_in
from pybtex.database import parse_file, parse_string
from pyld import jsonld

from report_build.model.edition import Edition, Parameters, Person, license_url
from report_build.references.files import ris_record
from report_build.references.records import Part, bibtex, csl_item, source_items

pytestmark = pytest.mark.slow

TITLE = "Deux cercles de lecture : une étude d'essai"
AUTHORS = ["Contributors to the tests"]
VERSION, DATE = "1.0.0", "2026-11-22"
DOI, DOI_OF_ALL = "10.1234/report.100", "10.1234/report"
SOURCE_DOI = "10.1234/source"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The root of a published report in two languages, at version 1.0.0, with both DOIs and a hostile cell."""
    folder = tmp_path_factory.mktemp("metadata")
    place = place_in(folder, english=True)
    identifiers = f"identifiers:\n  - type: doi\n    value: {DOI}\n    description: The DOI of version 1.0.0.\n"
    change(place.study, "CITATION.cff", "license: MIT\n", f"license: CC-BY-4.0\ndoi: {DOI_OF_ALL}\n{identifiers}")
    change(place.study, "CITATION.cff", "    year: 2019\n", f"    year: 2019\n    doi: {SOURCE_DOI}\n")
    commit(place.study)
    said = place.release(VERSION, code=0)
    assert said == "" or "1.0.0 was added" in said
    return exported(place, folder / "web")


class Head(HTMLParser):
    """Links, metas and JSON-LD of a page."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.metas: list[tuple[str, str]] = []
        self.data: dict[str, Any] = {}
        self._in_data = False
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link":
            self.links.append((given.get("rel", ""), given.get("href", "")))
        if tag == "meta" and "name" in given:
            self.metas.append((given["name"], given.get("content", "")))
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data = json.loads(data)
            self._in_data = False

    def meta(self, name: str) -> list[str]:
        return [content for known, content in self.metas if known == name]

    def link(self, rel: str) -> list[str]:
        return [href for known, href in self.links if known == rel]


def version(site: Path, language: str = "fr") -> Path:
    return site / language / VERSION


def test_the_citation_files_are_valid(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    for file in (ROOT / "CITATION.cff", place.study / "CITATION.cff"):
        command = [str(Path(sys.executable).with_name("cffconvert")), "--validate", "-i", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "valid" in done.stdout


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_data_package_is_valid(site: Path, language: str) -> None:
    descriptor = version(site, language) / "data/datapackage.json"
    command = [sys.executable, "-W", "ignore", "-m", "frictionless", "validate", str(descriptor), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    errors = [error for task in report["tasks"] for error in task["errors"]]
    assert report["valid"], [*errors, *report["errors"]]
    told = json.loads(descriptor.read_text(encoding="utf-8"))
    assert (told["title"], told["version"], told["created"][:10]) == (TITLE, VERSION, DATE)
    assert [one["title"] for one in told["contributors"]] == AUTHORS
    assert told["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    assert len(report["tasks"]) > 20
    assert not [one for one in told["resources"] for each in one["schema"]["fields"] if each["type"] == "list"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_data_page_gives_every_file_of_data_and_an_archive_of_them(site: Path, language: str) -> None:
    edition = version(site, language)
    page = (edition / "donnees.html").read_text(encoding="utf-8")
    given = {name for name in re.findall(r'<a href="([^"]+)" download', page) if not name.startswith("citations/")}
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    published = {name for name in manifest["outputs"] if name.startswith("data/")}
    others = {"data.zip", "study.json", "study.schema.json", *(f"references.{kind}" for kind in ("bib", "ris", "json"))}
    others |= {f"schemas/{name}.schema.json" for name in ("claims", "codebook", "displays", "study")}
    assert given == published | others
    assert all((edition / name).is_file() for name in given)
    with ZipFile(edition / "data.zip") as packed:
        assert packed.testzip() is None
        assert set(packed.namelist()) == published | {name for name in others if name.startswith("references.")}
        assert all(packed.read(name) == (edition / name).read_bytes() for name in packed.namelist())
    size = -(-(edition / "data.zip").stat().st_size // 1000)
    assert ">data.zip</code></a></th>" in page
    assert f"{size}\u00a0{'ko' if language == 'fr' else 'kB'}" in page


def test_every_tool_reads_the_same_title_authors_version_and_date(site: Path) -> None:
    folder = version(site) / "citations"
    (entry,) = parse_file(str(folder / "rapport.bib")).entries.values()
    names = [" ".join(person.last_names).strip("{}") for person in entry.persons["author"]]
    assert names == AUTHORS
    assert entry.fields["title"].strip("{}") == TITLE
    assert (entry.fields["version"], entry.fields["date"], entry.fields["doi"]) == (VERSION, DATE, DOI)
    (record,) = rispy.loads((folder / "rapport.ris").read_text(encoding="utf-8"))
    assert (record["title"], record["authors"], record["edition"]) == (TITLE, AUTHORS, VERSION)
    assert record["date"] == DATE.replace("-", "/")
    assert record["doi"] == DOI
    (item,) = json.loads((folder / "rapport.json").read_text(encoding="utf-8"))
    assert (item["title"], item["version"], item["DOI"]) == (TITLE, VERSION, DOI)
    assert [one["literal"] for one in item["author"]] == AUTHORS
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}
    head = Head(version(site) / "index.html")
    assert head.meta("citation_title") == head.meta("DC.title") == [TITLE]
    assert head.meta("citation_author") == head.meta("DC.creator") == AUTHORS
    assert head.meta("citation_publication_date") == [DATE.replace("-", "/")]
    assert head.meta("DC.date") == [DATE]
    report, data = head.data["@graph"]
    for node, people in ((report, "author"), (data, "creator")):
        assert (node["name"], node["version"], node["datePublished"]) == (TITLE, VERSION, DATE)
        assert [one["name"] for one in node[people]] == AUTHORS
    about = json.loads((version(site) / "study.json").read_text(encoding="utf-8"))["about"]
    assert (about["title"], about["version"], about["date"]) == (TITLE, VERSION, DATE)


def test_every_page_s_records_can_be_read(site: Path) -> None:
    folder = version(site) / "citations"
    bib = "".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.bib")))
    entries = parse_string(bib, "bibtex").entries
    records = [one for file in folder.glob("*.ris") for one in rispy.loads(file.read_text(encoding="utf-8"))]
    items = [one for file in folder.glob("*.json") for one in json.loads(file.read_text(encoding="utf-8"))]
    cards = {one["id"] for one in records if re.search(r"-e\d+$", one["id"])}
    assert cards
    assert entries.keys() == {one["id"] for one in items} == {one["id"] for one in records} - cards
    assert len(list(folder.glob("*.bib"))) > 10
    for record in records:
        assert record["authors"] == (["Modèle, Anne"] if record["doi"] == SOURCE_DOI else AUTHORS)
    (table,) = json.loads((folder / "tbl-collectifs.json").read_text(encoding="utf-8"))
    assert table["title"].startswith("Tableau 1")
    assert table["URL"] == f"{SITE}fr/{VERSION}/retours.html#tbl-collectifs"


def test_every_card_is_cited_where_it_stands(site: Path) -> None:
    cards = [
        one.split('"')[0]
        for one in (version(site) / "preuves.html").read_text(encoding="utf-8").split('<article id="')[1:]
    ]
    folder = version(site) / "citations"
    items = rispy.loads((folder / "preuves--cards.ris").read_text(encoding="utf-8"))
    assert {one["urls"][0] for one in items} == {f"{SITE}fr/{VERSION}/preuves.html#{card}" for card in cards}
    assert len({one["id"] for one in items}) == len(items) == len(cards) > 5


def test_every_version_leads_to_the_latest_without_a_script(site: Path) -> None:
    page = (version(site) / "methode.html").read_text(encoding="utf-8")
    assert 'href="../latest/methode.html"' in page
    assert "../1.0.0/" not in page  # nothing stood before it


def test_only_the_default_language_s_home_page_has_scholar_tags(site: Path) -> None:
    with_tags = {
        page.relative_to(site).as_posix()
        for language in ("fr", "en")
        for page in version(site, language).glob("*.html")
        if "citation_title" in page.read_text(encoding="utf-8")
    }
    assert with_tags == {f"fr/{VERSION}/index.html"}
    assert SOURCE_DOI not in Head(version(site) / "index.html").meta("citation_doi")


def test_the_json_ld_says_what_is_based_on_what(site: Path) -> None:
    def loader(_url: str, _options: Mapping[str, object]) -> dict[str, Any]:
        vocabulary = {"@context": {"@vocab": "https://schema.org/"}}
        return {"contextUrl": None, "documentUrl": _url, "document": vocabulary, "contentType": "application/ld+json"}

    for language in ("fr", "en"):
        for page in sorted(version(site, language).glob("*.html")):
            data = Head(page).data
            if page.name not in ("404.html", "search.html"):
                assert jsonld.expand(data, {"documentLoader": loader}), page
    french, english = (Head(version(site, one) / "index.html").data["@graph"] for one in ("fr", "en"))
    assert [node["@type"] for node in french] == ["Report", "Dataset"]
    assert french[0]["isBasedOn"][0]["sameAs"] == f"https://doi.org/{SOURCE_DOI}"
    assert english[0]["translationOfWork"]["@id"] == french[0]["@id"]
    assert "translationOfWork" not in french[0]
    assert french[0]["identifier"] == [f"https://doi.org/{DOI}", f"https://doi.org/{DOI_OF_ALL}"]
    assert french[0]["isPartOf"]["version"] == VERSION
    assert french[1]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {one["contentUrl"].rsplit(".", 1)[1] for one in french[1]["distribution"]} == {"csv", "json"}


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield f"{address}/"


def test_signposts_lead_to_identifier_licence_items_and_versions(site: Path, server: str) -> None:
    program = (
        "import json, sys; from signposting import find_signposting_html as find; found = find(sys.argv[1]); "
        "told = lambda links: sorted(str(link.target) for link in links); "
        "print(json.dumps({'cite': str(found.citeAs.target), 'license': str(found.license.target), "
        "'items': told(found.items), 'types': told(found.types), 'described': told(found.describedBy)}))"
    )
    command = [sys.executable, "-W", "ignore", "-c", program, f"{server}fr/{VERSION}/index.html"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["cite"] == f"https://doi.org/{DOI}"
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["types"] == ["https://schema.org/AboutPage", "https://schema.org/Report"]
    base = f"{SITE}fr/{VERSION}/"
    assert f"{base}data/cases.csv" in found["items"]
    assert f"{base}citations/rapport.bib" in found["described"]
    for address in (*found["items"], *found["described"]):
        assert (site / address.removeprefix(SITE)).is_file(), address
    head = Head(version(site) / "methode.html")
    assert head.link("cite-as") == head.link("canonical") == [f"{base}methode.html"]
    assert head.link("latest-version") == [f"{SITE}fr/latest/methode.html"]


def test_published_csv_starts_no_formula(site: Path) -> None:
    symbols = {"++", "+"}
    for file in version(site).rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as opened:
            cells = [cell for row in csv.reader(opened) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+-@" and cell and cell not in symbols], file


def test_the_cite_page_tells_version_from_all_versions_and_the_report_from_the_article(site: Path) -> None:
    page = (version(site) / "citer.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page)
    assert f"DOI de cette version https://doi.org/{DOI} " in text
    assert f"DOI de toutes les versions https://doi.org/{DOI_OF_ALL}" in text
    assert "Lire à plusieurs : une enquête imaginaire" in text
    assert "Contributors to the tests, 2026, « Deux cercles de lecture" in " ".join(text.split())
    english = (version(site, "en") / "retours.html").read_text(encoding="utf-8")
    assert "Contributors to the tests. 2026. “" in english
    assert TITLE.replace("'", "’") in (version(site, "en") / "citer.html").read_text(encoding="utf-8")
    assert f"{SITE}en/{VERSION}/retours.html#fig-dynamiques" in english


PEOPLE = (Person("Modèle", "Anne & Co"), Person(name="Les {Amis}"))


def test_hostile_names_stay_names_in_every_format() -> None:
    edition = Edition(
        "fr", "fr", {"fr": "T"}, "50 % de $x_1 & <b>", "1.0.0", DATE, PEOPLE, parameters=Parameters("1.0.0")
    )
    part = Part("A # b", "a.html")
    item = csl_item(edition, part, version_words="version 1.0.0")
    (entry,) = parse_string(bibtex(item), "bibtex").entries.values()
    assert len(entry.persons["author"]) == 2
    (record,) = rispy.loads(ris_record(item))
    assert record["authors"] == ["Modèle, Anne & Co", "Les {Amis}"]
    assert record["title"] == "A # b"


def test_works_of_one_author_and_year_keep_apart() -> None:
    work = {"title": "T", "year": 2019, "authors": [{"family-names": "Modèle"}]}
    assert [item["id"] for item in source_items([work, work, {**work, "year": 2020}])] == [
        "modle2019",
        "modle2019-2",
        "modle2020",
    ]


@pytest.mark.parametrize(
    ("spdx", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("MIT", "https://spdx.org/licenses/MIT.html"),
        ("", ""),
    ],
)
def test_a_licence_has_an_address(spdx: str, address: str) -> None:
    assert license_url(spdx) == address


def test_without_an_address_pages_name_none(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    assert "no permanent address" in place.run("release", VERSION, "-q")
    page = git(place.study, "show", f"gh-pages:fr/{VERSION}/methode.html")
    assert 'rel="canonical"' not in page
    assert 'rel="cite-as"' not in page
    assert 'rel="describedby" href="citations/methode.bib"' in page
