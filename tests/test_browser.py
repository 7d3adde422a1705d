"""The released report in a real Chromium: accessible in every mode, self-sufficient, fit for phones and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_support import MODES, pages_of, serving
from conftest import LANGUAGES, RELEASED, append, copy_study, judge, report_build
from lxml import html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN_AXE = """async (tags) => (await axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
  rules: {"label-content-name-mismatch": {enabled: true}},
})).violations.flatMap(found => found.nodes.map(node => `${found.id}: ${node.target} ${node.html.slice(0, 160)}`))"""
# Half of axe's time goes into reading the same few colours again for every element below every word.
REMEMBER_COLOURS = """() => {
  const Color = axe.commons.color.Color, parse = Color.prototype.parseString, known = new Map()
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, parse.call(new Color(), text))
    const color = known.get(text)
    for (const part of ["r", "g", "b", "alpha"]) this[part] = color[part]
    return this
  }
}"""
# axe keeps the private parts of its colours in weak maps, which costs it a third of its time: here they are kept on the
# colours themselves, as axe's own source has them before it is compiled for old browsers.
OWN_PARTS = """() => {
  const [WeakMap, WeakSet] = [window.WeakMap, window.WeakSet]
  window.restore = () => Object.assign(window, {WeakMap, WeakSet})
  window.WeakMap = class {
    #at = Symbol()
    get(key) { return key[this.#at] }
    has(key) { return this.#at in key }
    set(key, value) { key[this.#at] = value; return this }
  }
  window.WeakSet = class {
    #at = Symbol()
    has(key) { return this.#at in key }
    add(key) { key[this.#at] = true; return this }
  }
}"""
SCHEME_IS = "scheme => document.body.dataset.mdColorScheme === scheme"
PARTS = 2
SMALLEST_TEXT = """() => [...document.querySelectorAll("figure svg text")]
  .filter(text => text.textContent.trim() && text.checkVisibility())
  .map(text => [parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().a), text.textContent])
  .sort((a, b) => a[0] - b[0])[0]"""
TOO_WIDE = """() => {
  const limit = document.documentElement.clientWidth
  const scrolled = [...document.querySelectorAll(".rb-scroll, .md-typeset__scrollwrap, pre > code")]
    .filter(node => node.scrollWidth > node.clientWidth + 1 && !node.querySelector(".rb-data, .rb-grid"))
  const wide = document.scrollingElement.scrollWidth <= limit ? [] : [...document.body.querySelectorAll("*")]
    .filter(node => node.getBoundingClientRect().right > limit + 1)
  return [...scrolled, ...wide].slice(0, 5).map(node => node.outerHTML.slice(0, 99))
}"""


@pytest.fixture(scope="module", params=LANGUAGES)
def version(request: pytest.FixtureRequest, host: Path) -> Path:
    """The folder of the released version in one language."""
    return host / "lire" / str(request.param) / RELEASED


@pytest.fixture(scope="module")
def served(version: Path, host: Path) -> Iterator[str]:
    """The address of a version, from a sub-path of a web host that has all that was published."""
    with serving(host) as address:
        yield f"{address}/{version.relative_to(host).as_posix()}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe says of the whole page."""
    bring_axe(page)
    return ask_axe(page)


def bring_axe(page: Page) -> None:
    """Put axe into a page. Cards far down are laid out as well, which a browser does once they are near."""
    page.add_style_tag(content="* { content-visibility: visible !important }")
    page.evaluate(OWN_PARTS)
    page.evaluate(judge("axe-core/axe.min.js").read_text(encoding="utf-8"))
    page.evaluate("restore()")
    page.evaluate(REMEMBER_COLOURS)


def ask_axe(page: Page) -> list[str]:
    """Every rule on every part, in the mode that the page is shown in."""
    found: list[str] = page.evaluate(RUN_AXE, TAGS)
    return found


def readable(site: Path) -> list[str]:
    """All pages but the one for wrong addresses, which only stands right at the root of its host."""
    return [name for name in pages_of(site) if name != "404.html"]


def mode_of(language: str, number: int) -> tuple[Any, int]:
    """In which colours and width a page is asked: the next that is asked in its language in others.

    :param number: the page's place among the pages.
    """
    return MODES[number // 2 % 4] if language == LANGUAGES[0] else MODES[3 - number // 2 % 4]


def asked(site: Path, part: int, *, thorough: bool) -> list[tuple[int, str]]:
    """(place, page) of one part of a language's pages; every other page is asked in the other language alone."""
    numbered = [*enumerate(readable(site))]
    if not thorough:
        numbered = numbered[LANGUAGES.index(site.parent.name) :: len(LANGUAGES)]
    return numbered[part::PARTS]


def show_as(page: Page, scheme: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(SCHEME_IS, arg={"light": "default", "dark": "slate"}[scheme])


@pytest.mark.parametrize("part", range(PARTS))  # for parallel test processes
def test_every_page_is_accessible_fits_a_phone_and_asks_nothing_of_others(
    part: int, version: Path, served: str, browser: Browser, *, thorough: bool
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    wrong = listen(context, served)
    tab = context.new_page()
    found: dict[str, list[str]] = {}
    wider: dict[str, list[str]] = {}
    smallest: dict[str, tuple[float, str]] = {}
    for number, name in asked(version, part, thorough=thorough):
        modes = MODES if thorough else [mode_of(version.parent.name, number)]
        tab.set_viewport_size({"width": modes[0][1], "height": 900})
        tab.emulate_media(color_scheme=modes[0][0])
        tab.goto(f"{served}/{name}")
        bring_axe(tab)
        for scheme, width in modes:
            show_as(tab, scheme, width)
            if said := ask_axe(tab):
                found[f"{name}, {scheme}, {width}"] = said
        if least := tab.evaluate(SMALLEST_TEXT):
            smallest[name] = least
        tab.set_viewport_size({"width": 320, "height": 640})
        if wide := tab.evaluate(TOO_WIDE):
            wider[name] = wide
    context.close()
    assert found == {}
    assert wrong == []
    assert wider == {}
    assert {name: least for name, least in smallest.items() if least[0] < 9} == {}
    names = [name for _, name in asked(version, part, thorough=thorough)]
    assert smallest.keys() == {name for name in names if has_drawn_text(version / name)}


def listen(context: BrowserContext, served: str) -> list[str]:
    """What goes wrong in a browser from now on: requests elsewhere, refusals, errors."""
    wrong: list[str] = []

    def requested(request: Request) -> None:
        if not request.url.startswith((served.split("/lire/", maxsplit=1)[0], "data:")):
            wrong.append(request.url)

    def answered(response: Response) -> None:
        if response.status >= 400:
            wrong.append(f"{response.status} {response.url}")

    def logged(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(message.text)

    context.on("request", requested)
    context.on("response", answered)
    context.on("console", logged)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    return wrong


def test_no_passage_is_a_number_alone_but_where_the_data_are_shown(version: Path) -> None:
    numbers = {
        name
        for name in readable(version)
        if re.search(r"<a [^<>]*>\s*e\d+\s*</a>", (version / name).read_text(encoding="utf-8"))
    }
    assert numbers == {"preuves.html", "methode-donnees.html"}  # the cards, and the concordance with the article


def has_drawn_text(page: Path) -> bool:
    return bool(html.fromstring(page.read_bytes()).xpath("//figure//svg//text"))


def test_the_page_for_wrong_addresses_is_accessible(version: Path, sites: Path, browser: Browser) -> None:
    """In both colours and both widths, two of the four ways in each language."""
    language = version.parent.name
    with serving(sites / language) as address:  # a host that has this language alone
        context = browser.new_context(reduced_motion="reduce")
        tab = context.new_page()
        for scheme, width in MODES[::3] if language == LANGUAGES[0] else MODES[1:3]:
            tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # reason: a word of two
            tab.set_viewport_size({"width": width, "height": 900})
            tab.goto(f"{address}/404.html")
            assert violations(tab) == []
        tab.locator("article a").click()
        assert tab.url == f"{address}/index.html"
        context.close()


def test_planted_violations_are_found(reader: str, page: Page) -> None:
    planted = {
        "color-contrast": '<p style="color:#999;background:#aaa">pâle</p>',
        "image-alt": '<img src="x.png">',
        "td-headers-attr": '<table><tr><td headers="nowhere">1</td></tr></table>',
    }
    page.goto(f"{reader}/index.html")
    page.evaluate(
        "html => document.querySelector('article').insertAdjacentHTML('beforeend', html)", "".join(planted.values())
    )
    assert sorted(said.split(":")[0] for said in violations(page)) == [*planted]


def test_a_repository_is_a_link_and_never_asked(tmp_path: Path, page: Page) -> None:
    study = copy_study("small", tmp_path / "study")
    append(study / "mkdocs.yml", "repo_url: https://github.com/squidfunk/mkdocs-material")
    report_build("build", "-q", cwd=study)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((study / "site" / "fr" / "index.html").as_uri(), wait_until="networkidle")
    assert page.locator(".md-source").first.get_attribute("href") == "https://github.com/squidfunk/mkdocs-material"
    assert [address for address in asked if not address.startswith("file:")] == []


def test_the_palette_follows_the_reader_and_stays(reader: str, page: Page) -> None:
    page.goto(f"{reader}/index.html")
    page.locator("form[data-md-component=palette] label:visible").click()
    chosen = page.evaluate("document.body.dataset.mdColorScheme")
    page.goto(f"{reader}/methode.html")
    assert page.evaluate("document.body.dataset.mdColorScheme") == chosen


def test_the_summary_prints_on_one_page_without_chrome(served: str, page: Page) -> None:
    page.goto(f"{served}/resume.html")
    printed = page.pdf(format="A4", prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    for chrome in (".md-header", ".md-sidebar--primary", ".md-footer", ".headerlink"):
        assert page.locator(chrome).first.is_hidden(), chrome
    assert page.locator("h1").is_visible()
