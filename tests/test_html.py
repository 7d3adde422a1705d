"""The real sites' HTML: valid, every link and anchor there, no host named but where a reader may follow it."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browser_support import pages_of
from conftest import LANGUAGES, ROOT
from lxml import etree, html
from nu_checker import messages

pytestmark = pytest.mark.slow

Parsed = dict[str, html.HtmlElement]
FETCHED = {  # what a <link> may be that a browser acts upon by itself
    "stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload", "prefetch",
    "prerender", "preconnect", "dns-prefetch", "next", "prev",
}  # fmt: skip


@pytest.fixture(scope="module")
def parsed(sites: Path) -> Parsed:
    """Every page of every language, and the one above them that leads to each."""
    return {name: html.document_fromstring((sites / name).read_bytes()) for name in pages_of(sites)}


@pytest.fixture
def pages(parsed: Parsed) -> Parsed:
    """The pages of the report."""
    found = {name: page for name, page in parsed.items() if name != "index.html"}
    assert {name.partition("/")[0] for name in found} == set(LANGUAGES)
    return found


def language_of(page: str) -> str:
    return page.partition("/")[0]


def test_every_link_and_anchor_leads_somewhere(sites: Path, parsed: Parsed) -> None:
    ids = {name: set(page.xpath("//@id")) for name, page in parsed.items()}
    broken = []
    for name, page in parsed.items():
        for address in page.xpath("//@href | //@src"):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            page_file = sites / name
            start = sites / language_of(name) if parts.path.startswith("/") else page_file.parent
            target = (start / unquote(parts.path).lstrip("/")).resolve() if parts.path else page_file
            found = target.relative_to(sites).as_posix() if target.is_relative_to(sites) else ""
            anchor = unquote(parts.fragment)
            missing = anchor and found in ids and anchor not in ids[found] and not anchor.startswith("__")
            if not target.is_file() or missing:
                broken.append(f"{name}: {address}")
    assert broken == []


def test_no_identifier_stands_twice(parsed: Parsed) -> None:
    twice = {
        name: sorted({one for one in found if found.count(one) > 1})
        for name, page in parsed.items()
        if len(found := page.xpath("//@id")) != len(set(found))
    }
    assert twice == {}


def test_no_host_is_named_but_for_readers_and_catalogues(parsed: Parsed) -> None:
    """Hosts stand in links that a reader may follow, and as identifiers in metadata, which no browser fetches."""
    named = []
    for name, page in parsed.items():
        for node in page.iter(etree.Element):
            if node.tag == "meta" or (node.tag == "link" and FETCHED.isdisjoint(node.get("rel", "").split())):
                continue
            named += [
                f"{name}: <{node.tag} {attribute}={value}>"
                for attribute, value in node.items()
                if (node.tag, attribute) != ("a", "href") and re.search(r"(?:^|[^:\w])//\w|\w://", value)
                if not attribute.startswith("xmlns")
            ]
            if node.tag in {"script", "style"} and node.get("type") != "application/ld+json":
                named += [f"{name}: {found}" for found in re.findall(r"https?://\S+|[\"'(]//\w\S*", node.text or "")]
    assert named == []


def test_headings_descend_one_level_at_a_time(pages: Parsed) -> None:
    jumps = []
    for name, page in pages.items():
        levels = [
            int(node.tag[1])
            for node in page.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
        ]
        assert levels.count(1) == 1, name
        jumps += [name for before, after in pairwise(levels) if after > before + 1]
    assert jumps == []


def test_lists_of_pages_have_the_short_names_and_pages_their_titles(pages: Parsed) -> None:
    for name, short, title in (
        ("fr/types.html", "Trois types", "Trois types pour décrire"),
        ("en/types.html", "Three types", "Three types for describing"),
    ):
        here = pages[name].xpath("//nav//a[contains(@class, 'md-nav__link--active')]")
        assert {" ".join(one.text_content().split()) for one in here} == {short}
        assert pages[name].xpath("string(//h1)").startswith(title)
        assert pages[name].xpath("string(//title)").startswith(title)


def test_every_page_says_what_the_report_is(pages: Parsed) -> None:
    for name, page in pages.items():
        said = {"fr": "évalué par les pairs", "en": "neither peer-reviewed nor endorsed"}[language_of(name)]
        assert said in page.xpath("string(//article)"), name
        assert page.get("lang") == language_of(name)


def test_no_page_names_a_speaker(parsed: Parsed) -> None:
    rows = csv.DictReader((ROOT / "data" / "speakers.csv").read_text(encoding="utf-8").splitlines())
    names = {row["name"] for row in rows}
    assert names
    shown = [
        (name, one) for name, page in parsed.items() for one in names if re.search(rf"\b{one}\b", page.text_content())
    ]
    assert shown == []


def test_the_nu_checker_finds_nothing_that_bare_material_lacks(
    sites: Path, java: str, said_of_material: set[str], tmp_path: Path
) -> None:
    """But for what is wrong with a page that stands among the report's."""
    page = tmp_path / "wrong.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><i id=a></i><i id=a></i>", encoding="utf-8")
    found = set(messages(java, page, *(sites / name for name in pages_of(sites)))) - said_of_material
    assert found == {"error: Duplicate ID “a”.", "warning: The first occurrence of ID “a” was here."}
