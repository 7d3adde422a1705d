"""Switching language in a real Chromium, over http, from a sub-path and from a folder on disk: the place is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import pages_of, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WAYS = ("sub-path", "file")
SECTIONS = """() => [...document.querySelectorAll("article :is(h2, h3, h4)[id]")].map(heading => heading.id)"""
SECTION_IN_VIEW = """() => [...document.querySelectorAll("article :is(h1, h2, h3, h4, h5, h6)[id]")]
  .filter(heading => heading.getBoundingClientRect().top < innerHeight / 3).pop()?.id"""


@pytest.fixture(scope="module", params=WAYS)
def root(request: pytest.FixtureRequest, sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address above the languages."""
    if request.param == "file":
        yield sites.as_uri()
        return
    folder, below = tmp_path_factory.mktemp("host"), "some/where/deep"
    (folder / below).parent.mkdir(parents=True)
    (folder / below).symlink_to(sites)
    with serving(folder) as address:
        yield f"{address}/{below}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def switch(page: Page, language: str) -> None:
    page.locator(f"a[data-rb-language][hreflang={language}]").click()
    page.wait_for_url(f"**/{language}/**")
    page.wait_for_load_state("load")


def test_switching_twice_comes_back_from_any_page(root: str, page: Page, sites: Path, *, thorough: bool) -> None:
    answers: list[str] = []
    page.on("response", lambda response: response.status < 400 or answers.append(response.url))
    names = [name for name in pages_of(sites / "fr") if name != "404.html"]
    way = "file:" in root  # each page in one of the ways: the bytes are the same in both
    for name in names[way :: len(WAYS) * (1 if thorough else 4)]:
        page.goto(f"{root}/fr/{name}")
        switch(page, "en")
        assert page.url == f"{root}/en/{name}"
        assert page.evaluate("document.documentElement.lang") == "en"
        switch(page, "fr")
        assert page.url == f"{root}/fr/{name}"
    assert answers == []


PLACES = (
    "anomie.html#sec-anomie-situations",
    "cas-entreprise.html#collective-e-collegues",
    "anomie.html#c-anomie-definition",
    "types.html#tbl-collectifs",
)


def test_switching_twice_comes_back_to_any_place(root: str, page: Page) -> None:
    """To a section of a page that is written, and of one that is made; to a claim; to a table."""
    way = "file:" in root  # not the same places in every way
    for place in PLACES[way :: len(WAYS)]:
        page.goto(f"{root}/fr/{place}")
        switch(page, "en")
        assert page.url == f"{root}/en/{place}"
        assert page.evaluate("document.querySelector(':target').checkVisibility()")
        switch(page, "fr")
        assert page.url == f"{root}/fr/{place}"


def test_scrolling_is_followed(sites: Path, page: Page) -> None:
    """The section in view counts, not the one that the address named."""
    root = sites.as_uri()
    page.goto(f"{root}/fr/temps.html")
    sections: list[str] = page.evaluate(SECTIONS)
    named, seen = sections[0], sections[len(sections) // 2]
    page.goto(f"{root}/fr/temps.html#{named}")
    page.evaluate(f"scrollTo({{top: document.getElementById({seen!r}).offsetTop - 100, behavior: 'instant'}})")
    in_view = page.evaluate(SECTION_IN_VIEW)
    assert in_view != named
    switch(page, "en")
    assert page.url == f"{root}/en/temps.html#{in_view}"


def test_without_script_the_switch_leads_to_the_same_page(root: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{root}/fr/anomie.html#sec-anomie-situations")
    switch(tab, "en")
    assert tab.url == f"{root}/en/anomie.html"
    tab.goto(f"{root}/index.html")
    tab.locator("a[hreflang=en]").click()
    assert tab.url == f"{root}/en/index.html"
    context.close()


@pytest.mark.parametrize(
    ("asked", "led"), [("en-GB", "en"), ("fr-CA", "fr"), ("ja-JP", "fr"), ("en", "en"), ("enm", "fr")]
)
def test_the_front_page_leads_to_the_readers_own_language(asked: str, led: str, sites: Path, browser: Browser) -> None:
    context = browser.new_context(locale=asked)
    tab = context.new_page()
    tab.goto((sites / "index.html").as_uri())
    tab.wait_for_url(f"{sites.as_uri()}/{led}/index.html")
    context.close()


def test_at_the_root_of_a_host_languages_are_switched_too(page: Page, sites: Path) -> None:
    with serving(sites) as address:
        page.goto(f"{address}/")
        page.wait_for_url(f"{address}/*/index.html")
        page.goto(f"{address}/fr/preuves.html#e07")
        for language in ("en", "fr"):
            switch(page, language)
            assert page.url == f"{address}/{language}/preuves.html#e07"


def test_the_switch_stays_in_reach_on_a_phone(sites: Path, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    tab = context.new_page()
    tab.goto((sites / "en/anomie.html").as_uri())
    link = tab.locator("a[data-rb-language]")
    assert link.is_visible()
    shown = link.locator(".rb-languages__code")
    assert (shown.is_visible(), shown.inner_text().lower()) == (True, "fr")
    box = link.bounding_box()
    assert box is not None
    assert box["width"] < 60  # the language's whole name is for ears
    assert min(box["width"], box["height"]) >= 24  # WCAG 2.2, 2.5.8
    context.close()
