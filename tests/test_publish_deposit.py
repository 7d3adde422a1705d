"""The folder for archives: the published bytes, off line and described file by file, and what is not shared."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest
from conftest import tree
from lxml import html
from publishing import Place, change, commit, place_in, placed
from report_with_all import AUTHOR


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small study in two languages with two forms, released and put into deposit/1.0.0."""
    place = place_in(tmp_path_factory.mktemp("deposit"), english=True)
    change(place.study, "mkdocs.yml", "report: {}", "report: {exports: qdc argument}")
    commit(place.study)
    place.release("1.0.0")
    place.run("deposit", "1.0.0")
    return place


def folder(place: Place) -> Path:
    return place.study / "deposit" / "1.0.0"


def test_it_is_the_same_each_time_and_says_its_sums(place: Place, tmp_path: Path) -> None:
    made = tree(folder(place))
    place.run("deposit", "1.0.0", "-o", str(tmp_path / "again"))
    assert tree(tmp_path / "again") == made
    sums = dict(reversed(line.split("  ")) for line in made["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in made.items() if name != "SHA256SUMS"}
    forms = {
        f"{name}-1.0.0-{language}.{ending}"
        for language in ("fr", "en")
        for name, ending in (("argument", "jsonld"), ("report", "qdc"), ("data", "zip"))
    }
    assert set(made) == {*forms, "site-1.0.0.zip", "README.txt", "nakala.csv", "zenodo.json", "SHA256SUMS"}


def test_the_site_is_read_off_line_in_both_languages(place: Place) -> None:
    with ZipFile(folder(place) / "site-1.0.0.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    for language in ("fr", "en"):
        above = f"{language}/1.0.0/"
        assert {name.removeprefix(above) for name in held if name.startswith(above)} == set(place.files(above[:-1]))
    ways = 0
    for name, content in held.items():
        if name.endswith(".html") and not name.endswith("404.html"):  # that page's links begin at a host's root
            for target in local_links(content):
                path = Path("/", name).parent.joinpath(unquote(target)).as_posix()
                parts: list[str] = []
                for part in path.split("/")[1:]:
                    if part == "..":
                        parts.pop()
                    elif part != ".":
                        parts.append(part)
                assert "/".join(parts) in held, (name, target)
                ways += 1
    assert ways > 100


def local_links(content: bytes) -> Iterator[str]:
    for target in html.fromstring(content).xpath(
        "//a/@href | //img/@src | //script/@src | //link[@rel='stylesheet']/@href"
    ):
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc and parts.path:
            yield parts.path


def test_each_file_is_described(place: Place) -> None:
    made = tree(folder(place))
    rows = list(csv.DictReader(io.StringIO(made["nakala.csv"].decode())))
    about = {"README.txt", "nakala.csv", "zenodo.json", "SHA256SUMS"}
    assert {row["file"] for row in rows} == set(made) - about
    for row in rows:
        assert row["sha1"] == hashlib.sha1(made[row["file"]], usedforsecurity=False).hexdigest()
        for name in ("nkl:title", "nkl:creator", "nkl:created", "nkl:type", "dcterms:language", "dcterms:description"):
            assert row[name], (row["file"], name)
    told = json.loads(made["zenodo.json"])["metadata"]
    assert {"title", "creators", "description", "publication_date", "version", "access_right"} <= set(told)
    assert told["version"] == "1.0.0"
    assert {row["nkl:creator"] for row in rows} == {"; ".join(one["name"] for one in told["creators"])}
    read = made["README.txt"].decode()
    assert all(row["file"] in read for row in rows)


def test_what_is_not_released_cannot_be_deposited(place: Place) -> None:
    assert "has no version 9.9.9" in place.run("deposit", "9.9.9", code=1)


def test_people_stand_by_family_names_and_what_is_withheld_is_said_with_its_reason(tmp_path: Path) -> None:
    place = placed(tmp_path, "nurses")
    change(place.study, "CITATION.cff", "  - name: Contributors to the tests\n", AUTHOR)
    commit(place.study)
    place.release("1.0.0")
    place.run("deposit", "1.0.0")
    said = (folder(place) / "README.txt").read_text(encoding="utf-8")
    assert "It was told in confidence." in said
    assert "She may be known by what she tells of one night." in said
    assert "winter list" not in said
    assert "HAL" not in said  # no PDF was made
    assert "Zoé Exemple, version 1.0.0" in said
    told = json.loads((folder(place) / "zenodo.json").read_bytes())["metadata"]
    assert told["creators"] == [{"name": "Exemple, Zoé", "orcid": "0000-0002-1825-0097"}]
