"""Claims and their evidence in a real Chromium: one way there and back, by keyboard alone, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_support import pages_of
from lxml import html
from test_browser import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOCUS = "() => document.activeElement.getAttribute('href')"
SEEN = """() => {
  const box = document.querySelector(":target").getBoundingClientRect()
  return box.height > 0 && box.top >= 0 && box.top < innerHeight
}"""
NOTHING_HIDDEN = """() => {
  const [shown, all] = document.querySelector("form.rb-filter output").textContent.match(/\\d+/g)
  return shown === all
}"""
BESIDE = ".rb-beside"
APART = """place => {
  const [own, box] = [place, document.querySelector(".rb-beside")].map((part) => part.getBoundingClientRect())
  return own.top >= 0 && own.bottom <= innerHeight && (own.bottom <= box.top || own.right <= box.left)
}"""
MARKER = "a.rb-claim-marker"


@pytest.fixture(scope="session")
def served(reader: str) -> str:
    return reader


@contextmanager
def reading(browser: Browser, *, scripts: bool) -> Iterator[Page]:
    """A page for somebody without a mouse."""
    context = browser.new_context(java_script_enabled=scripts, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def tab_to(page: Page, wanted: Callable[[str], object], *, within: int = 200) -> str:
    """Press Tab until the focus is on a link that is wanted; its address."""
    passed = []
    for _ in range(within):
        page.keyboard.press("Tab")
        address = str(page.evaluate(FOCUS))
        if wanted(address):
            return address
        passed.append(address)
    pytest.fail(f"{page.url}: no such link within {within} stops of the Tab key: {passed[:12]} …")


def follow(page: Page, wanted: Callable[[str], object], *, within: int = 200) -> str:
    """Go to a link with the Tab key and open it with Enter; the link's address."""
    address = tab_to(page, wanted, within=within)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{address}" if not address.startswith("#") else f"**{address}")
    return address


def claims_of(site: Path) -> list[tuple[str, str]]:
    """(page, claim) of every claim where it is worded."""
    found = []
    for name in pages_of(site):
        tree = html.fromstring((site / name).read_bytes())
        found += [(name, span.get("id")) for span in tree.xpath("//span[@class='rb-claim'][@id]")]
    return found


def open_beside(page: Page, wanted: Callable[[str], object], *, within: int = 200) -> None:
    """Go to a link with the Tab key and open with Enter what it rests on, beside it."""
    tab_to(page, wanted, within=within)
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'rb-beside'")  # the first time its file is asked for


def there_and_back(page: Page, served: str, name: str, claim: str, *, scripts: bool) -> None:
    page.goto(f"{served}/{name}#{claim}")
    if scripts:
        open_beside(page, f"affirmations.html#{claim}".__eq__, within=30)
    follow(page, f"affirmations.html#{claim}".__eq__, within=30)
    assert page.evaluate(SEEN), claim
    card = follow(page, lambda link: re.fullmatch(r"preuves\.html#\w+", link), within=30)
    assert page.evaluate(SEEN), card
    follow(page, f"affirmations.html#{claim}".__eq__, within=60)
    follow(page, f"{name}#{claim}".__eq__, within=5)
    assert page.evaluate(SEEN), claim


def arrive(page: Page, address: str) -> None:
    """Go to a place, which on the page that is open loads nothing; the Tab key goes on from there."""
    page.goto(address)
    assert page.evaluate(SEEN), address


# For each id, the addresses of what the Tab key reaches next from there, once a browser has unfolded what holds the id.
STOPS_AFTER = """([ids, within]) => {
  const stops = "a[href], button, input, select, textarea, summary, [tabindex]"
  return Object.fromEntries(ids.map(id => {
    const from = document.getElementById(id)
    for (let part = from; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true
    if (!from.checkVisibility()) return [id, null]
    const next = [...document.querySelectorAll(stops)].filter(stop => stop.tabIndex >= 0 && !stop.disabled
      && stop.checkVisibility({visibilityProperty: true})
      && from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING)
    return [id, next.slice(0, within).map(stop => stop.getAttribute("href"))]
  }))
}"""


def stops_after(page: Page, address: str, ids: list[str], *, within: int) -> dict[str, list[str]]:
    """For each of a page's places the addresses that the Tab key reaches from there, in order; None for what is hidden.

    It is worked out from the page's order, which is a fiftieth of the work of pressing the key; that the key does so
    is seen by the tests that walk.
    """
    page.goto(address)
    page.evaluate("document.dispatchEvent(new Event('rb-all'))")  # cards that the page puts off
    assert not page.evaluate("[...document.querySelectorAll('[tabindex]')].some(stop => stop.tabIndex > 0)")
    found: dict[str, list[str]] = page.evaluate(STOPS_AFTER, [ids, within])
    assert not [place for place, stops in found.items() if stops is None], address
    return found


def on_each(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Page -> its places."""
    found: dict[str, list[str]] = {}
    for name, place in pairs:
        found.setdefault(name, []).append(place)
    return found


@pytest.mark.parametrize("scripts", [False, True])
def test_from_every_claim_its_evidence_is_reached_and_the_way_back(
    *, scripts: bool, site: Path, served: str, browser: Browser
) -> None:
    claims = claims_of(site)
    assert len(claims) >= 50
    with reading(browser, scripts=scripts) as page:
        for name, ids in on_each(claims).items():
            for claim, stops in stops_after(page, f"{served}/{name}", ids, within=30).items():
                assert f"affirmations.html#{claim}" in stops, claim
        listed = stops_after(page, f"{served}/affirmations.html", [claim for _, claim in claims], within=30)
        cards = {}
        for name, claim in claims:
            assert f"{name}#{claim}" in listed[claim][:5], claim
            passages = [link for link in listed[claim] if link and re.fullmatch(r"preuves\.html#\w+", link)]
            cards[claim] = passages[0].partition("#")[2]
        ways_back = stops_after(page, f"{served}/preuves.html", [*dict.fromkeys(cards.values())], within=60)
        for claim, card in cards.items():
            assert f"affirmations.html#{claim}" in ways_back[card], claim


@pytest.mark.parametrize("scripts", [False, True])
def test_the_same_way_is_walked_with_and_without_scripts(
    *, scripts: bool, site: Path, served: str, browser: Browser
) -> None:
    with reading(browser, scripts=scripts) as page:
        for name, claim in [*dict(claims_of(site)).items()][scripts::8]:  # one of a page
            there_and_back(page, served, name, claim, scripts=scripts)


def marked_cells(site: Path) -> dict[str, list[str]]:
    """Page and table -> for each marked cell the way to the first passage that it rests on."""
    found: dict[str, list[str]] = {}
    for name in pages_of(site):
        tree = html.fromstring((site / name).read_bytes())
        for table in tree.xpath("//figure[contains(@class, 'rb-table')]"):
            place = f"{name}#{table.get('id')}"
            for cell in table.xpath(".//td[contains(@data-level, 'marked') and @data-level != 'unmarked']"):
                links = cell.xpath(".//span[@class='rb-evidence']//a/@href")
                assert links, f"{place}: a marked cell without evidence"
                found.setdefault(place, []).append(str(links[0]))
    return found


def test_from_every_marked_cell_its_evidence_is_reached_and_the_way_back(
    site: Path, served: str, browser: Browser
) -> None:
    cells = marked_cells(site)
    assert sum(map(len, cells.values())) >= 12
    with reading(browser, scripts=False) as page:
        for place, links in cells.items():
            name, table = place.split("#")
            stops = iter(stops_after(page, f"{served}/{name}", [table], within=1000)[table])
            assert [link for link in links if link not in stops] == []  # in the order of the Tab key
        for place, links in cells.items():
            cards = [link.partition("#")[2] for link in dict.fromkeys(links)]
            for card, back in stops_after(page, f"{served}/preuves.html", cards, within=80).items():
                assert place in back, card


def test_from_a_cell_the_way_is_walked(site: Path, served: str, browser: Browser) -> None:
    """With scripts; without them it is the way of links that the test above reads and the one of claims walks."""
    with reading(browser, scripts=True) as page:
        for place, links in marked_cells(site).items():
            arrive(page, f"{served}/{place}")
            open_beside(page, links[0].__eq__)
            follow(page, links[0].__eq__)
            assert page.evaluate(SEEN), links[0]
            follow(page, place.__eq__, within=80)
            assert page.evaluate(SEEN), place


def first_marker(page: Page, served: str) -> None:
    page.goto(f"{served}/anomie.html#c-anomie-definition")
    tab_to(page, "affirmations.html#c-anomie-definition".__eq__, within=10)


def test_enter_opens_beside_the_claim_and_escape_gives_the_focus_back(served: str, page: Page) -> None:
    first_marker(page, served)
    marker, beside = page.locator(MARKER).first, page.locator(BESIDE)
    assert beside.count() == 0
    page.keyboard.press("Enter")
    beside.wait_for()
    assert page.url.endswith("anomie.html#c-anomie-definition")
    assert marker.get_attribute("aria-expanded") == "true"
    assert marker.get_attribute("aria-controls") == beside.get_attribute("id")
    for said in ("Affirmation", "Étude citée", "paragraphe 1", "Pourquoi"):
        assert said in beside.inner_text().replace("\u00a0", " ")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.rb-beside') !== null")
    page.keyboard.press("Escape")
    assert beside.count() == 0
    assert page.evaluate(FOCUS) == "affirmations.html#c-anomie-definition"
    assert marker.get_attribute("aria-expanded") == "false"


def test_the_next_claim_is_one_press_away_and_escape_leads_to_its_mark(served: str, page: Page) -> None:
    first_marker(page, served)
    page.keyboard.press("Enter")
    second = page.locator(MARKER).nth(1).get_attribute("href")
    page.get_by_role("button", name="Suivant").press("Enter")
    assert page.locator(MARKER).nth(1).get_attribute("aria-expanded") == "true"
    assert page.locator(MARKER).first.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS) == second
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Précédent").press("Enter")
    assert page.get_by_role("button", name="Précédent").is_disabled()


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_a_place_of_a_figure_opens_all_its_passages_and_leads_to_the_next(width: int, served: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{served}/dynamiques.html")
    places = page.locator("#fig-influences a.rb-place").filter(visible=True)
    number = next(at for at, one in enumerate(places.all()) if " " in str(one.get_attribute("data-passages")))
    place, beside = places.nth(number), page.locator(BESIDE)
    place.press("Enter")
    beside.wait_for()
    assert page.url.endswith("dynamiques.html")
    passages = str(place.get_attribute("data-passages")).split()
    assert beside.locator(".rb-preview__said").count() == len(passages)
    for at in (number, number + 1):
        assert places.nth(at).get_attribute("aria-expanded") == "true"
        page.wait_for_function(APART, arg=places.nth(at).element_handle())
        page.get_by_role("button", name="Suivant").press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUS) == places.nth(number + 2).get_attribute("href")


def first_words(page: Page, number: int) -> tuple[float, float]:
    """Where a claim's sentence begins in the window: its box as a whole may begin with other words."""
    claim = page.locator("span.rb-claim").nth(number)
    claim.scroll_into_view_if_needed()
    x, y = claim.evaluate("claim => { const row = claim.getClientRects()[0]; return [row.left + 8, row.top + 8] }")
    return float(x), float(y)


def test_what_is_open_is_pinned_and_a_pointer_that_passes_opens_nothing(served: str, page: Page) -> None:
    page.goto(f"{served}/anomie.html")
    beside = page.locator(BESIDE)
    page.mouse.move(*first_words(page, 1))
    page.wait_for_timeout(400)
    assert beside.count() == 0
    page.mouse.click(*first_words(page, 1))  # anywhere in the sentence
    beside.wait_for()
    page.mouse.move(2, 2)
    page.locator("h1").click()
    page.wait_for_timeout(400)
    assert beside.is_visible()
    page.mouse.click(*first_words(page, 1))
    assert beside.count() == 0
    page.locator(MARKER).nth(1).click()
    page.get_by_role("button", name="Fermer").click()
    assert beside.count() == 0


OVERLAPS = """async ([first, step]) => {
  const faults = []
  const height = innerHeight, width = document.documentElement.clientWidth
  const links = [...document.querySelectorAll("a[data-rb-opens]")].filter(link => link.checkVisibility())
  for (const [number, link] of links.entries()) {
    if (number % step !== first) continue
    link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true})) // in a drawing it has no click()
    while (!document.querySelector(".rb-beside")) await new Promise(done => setTimeout(done, 5)) // its file, at first
    const box = document.querySelector(".rb-beside").getBoundingClientRect()
    const rows = [...document.querySelectorAll(".rb-open"), link].flatMap(part => [...part.getClientRects()])
    const style = getComputedStyle(document.querySelector(".rb-beside")).position
    const wrong = text => faults.push(`${link.getAttribute("href")}: ${text}`)
    for (const row of rows) {
      if (row.left < box.right - 1 && box.left < row.right - 1 && row.top < box.bottom - 1 && box.top < row.bottom - 1)
        wrong("covered")
    }
    if (rows[0].top < 0 || rows[0].top > height) wrong("out of sight")
    if (box.left < 0 || box.right > width + 1 || box.width < 180) wrong(`from ${box.left} to ${box.right}`)
    if (style === "absolute" && Math.abs(box.top - rows[0].top) > 2) wrong("not level with the first line")
    if (style === "fixed" && (box.height > height / 2 || rows.some(row => row.bottom > box.top + 1))) wrong("too high")
    const between = link.closest("svg") ? "fixed" : "static" // a drawing is not pushed apart
    if (style !== {1280: "absolute", 820: between, 390: "fixed"}[innerWidth]) wrong(style)
  }
  return {opened: links.length, faults}
}"""
WINDOWS = ((1280, 800), (820, 1100), (390, 844))


def test_evidence_never_covers_what_rests_on_it(site: Path, served: str, page: Page, *, thorough: bool) -> None:
    """Every claim, citation and cell in one of three windows, each page in all of them; ``--thorough``: each in all."""
    opened = 0
    for name in sorted({name for name, _ in claims_of(site)} | {place.split("#")[0] for place in marked_cells(site)}):
        page.goto(f"{served}/{name}")
        for number, (width, height) in enumerate(WINDOWS):
            page.set_viewport_size({"width": width, "height": height})
            found = page.evaluate(OVERLAPS, [0, 1] if thorough else [number, len(WINDOWS)])
            assert found["faults"] == [], (name, width)
        opened += found["opened"]
    assert opened >= 150


def test_with_touch_alone_from_a_sentence_to_its_passage(site: Path, browser: Browser) -> None:
    """From a folder on disk, where less works than over a server."""
    context = browser.new_context(
        viewport={"width": 390, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto((site / "anomie.html").as_uri())
    page.touchscreen.tap(*first_words(page, 2))
    page.locator(BESIDE).wait_for()
    page.get_by_role("button", name="Suivant").tap()
    assert page.locator(MARKER).nth(3).get_attribute("aria-expanded") == "true"
    page.get_by_role("button", name="Fermer").tap()
    assert page.locator(BESIDE).count() == 0
    page.locator(MARKER).nth(2).tap()
    page.locator(f"{BESIDE} a[href^='preuves.html#']").first.tap()
    page.wait_for_url("**/preuves.html#e*")
    context.close()


def test_on_paper_claims_have_numbers_and_notes_and_nothing_floats(served: str, page: Page) -> None:
    first_marker(page, served)
    page.keyboard.press("Enter")
    page.locator(BESIDE).wait_for()
    page.emulate_media(media="print")
    assert not page.locator(BESIDE).is_visible()
    number = page.locator(MARKER).first.get_attribute("data-number")
    printed = page.locator(MARKER).first.evaluate("link => getComputedStyle(link, '::after').content")
    assert number is not None
    assert printed == f'"\u2060{number}"'  # a word joiner: never alone on a line
    notes = page.locator(".rb-claim-notes")
    assert notes.is_visible()
    assert f"{number}. " in notes.inner_text()
    page.emulate_media(media="screen")
    assert not notes.is_visible()


def open_evidence(page: Page, address: str) -> None:
    page.goto(f"{address}/anomie.html")
    page.locator(MARKER).nth(1).click()
    page.locator(BESIDE).wait_for(state="visible")


def set_filter(page: Page, address: str) -> None:
    page.goto(f"{address}/preuves.html?voice=interviewee&case=universite")
    page.locator("form.rb-filter fieldset:enabled").wait_for()


@pytest.mark.parametrize(
    ("prepare", "scheme", "width"),
    [(open_evidence, "light", 1280), (open_evidence, "dark", 360), (set_filter, "dark", 360)],
)
def test_nothing_is_wrong_with_evidence_open_or_a_filter_set(
    prepare: Callable[[Page, str], None], scheme: Any, width: int, served: str, browser: Browser
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    prepare(page, served)
    assert violations(page) == []
    context.close()


def shown_cards(page: Page) -> int:
    return page.locator("article.rb-card:visible").count()


def output(page: Page) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", page.locator("form.rb-filter output").inner_text())]


@pytest.mark.parametrize("facets", [("case", "code"), ("voice",)])
def test_a_filter_counts_what_it_shows_and_is_kept_in_the_address(
    facets: tuple[str, ...], served: str, site: Path, page: Page
) -> None:
    """Some over a server, and one from a folder on disk."""
    address = served if len(facets) > 1 else site.as_uri()
    page.goto(f"{address}/preuves.html")
    page.evaluate("document.dispatchEvent(new Event('rb-all'))")  # those that the page puts off
    every = page.locator("article.rb-card").count()
    assert output(page) == [every, every]
    for facet in facets:
        page.locator(".rb-filter button").click()
        page.wait_for_function(NOTHING_HIDDEN)  # the form is empty first, and counted anew after that
        option = page.locator(f"select[name={facet}] option").nth(2)
        expected = int(re.findall(r"\((\d+)\)", option.inner_text())[0])
        page.select_option(f"select[name={facet}]", index=2)
        assert output(page) == [expected, every]
        assert shown_cards(page) == expected
        page.wait_for_url(f"**?{facet}=*")
        page.reload()
        assert output(page) == [expected, every]
        assert shown_cards(page) == expected
    page.locator(".rb-filter button").click()
    page.select_option("select[name=voice]", index=1)
    for option in page.locator("select[name=case] option[value]:not([value=''])").all():
        promised = int(re.findall(r"\((\d+)\)", option.inner_text())[0])
        page.select_option("select[name=case]", value=option.get_attribute("value"))
        assert output(page)[0] == promised == shown_cards(page)
    assert [select.get_attribute("name") for select in page.locator(".rb-filter select").all()] == [
        "case", "voice", "code",
    ]  # fmt: skip


def test_words_are_found_without_their_accents(served: str, page: Page) -> None:
    page.goto(f"{served}/preuves.html")
    page.locator("input[name=words]").press_sequentially("reseau isole")
    found = output(page)[0]
    assert 0 < found == shown_cards(page)
    for text in page.locator("article.rb-card:visible").all_text_contents():
        assert "réseau" in text.lower()
        assert re.search("isol[eé]", text.lower())
    page.locator("input[name=words]").fill("emploi 2005")  # stands in every card's citation of the article
    assert output(page)[0] == 0


def test_a_link_to_a_card_shows_it_whatever_was_chosen(site: Path, page: Page) -> None:
    address = (site / "preuves.html").as_uri()
    page.goto(f"{address}?voice=interviewee#e01")
    assert page.locator("#e01").is_visible()
    page.goto(f"{address}?voice=nobody")
    assert output(page)[0] == output(page)[1]


def test_without_scripts_all_cards_and_no_filter_are_there(served: str, site: Path, browser: Browser) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/preuves.html")
    cards = len(html.fromstring((site / "preuves.html").read_bytes()).xpath("//article[contains(@class, 'rb-card')]"))
    assert shown_cards(page) == cards > 0
    assert not page.locator(".rb-filter").is_visible()
    page.locator(".rb-card__cite a").last.click()
    pattern = page.locator("details.rb-imprint .rb-cite__text").last
    assert "« Passage codé … »" in pattern.inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    assert not page.get_by_text("rbcardid").first.is_visible()
    context.close()


def test_cards_that_are_put_off_are_there_as_soon_as_they_are_needed(served: str, site: Path, browser: Browser) -> None:
    source = (site / "preuves.html").read_text(encoding="utf-8")
    ids = html.fromstring(source).xpath("//article[contains(@class, 'rb-card')]/@id")
    page = browser.new_page()
    cards = page.locator("article.rb-card")
    page.goto(f"{served}/preuves.html")
    assert page.evaluate("document.querySelectorAll('*').length") <= 4000
    assert cards.count() < len(ids)
    page.evaluate("id => { location.hash = id }", ids[-1])  # as a link does
    page.wait_for_function("id => document.querySelector(':target')?.id === id", arg=ids[-1])
    assert page.locator(f"#{ids[-1]}").bounding_box()["y"] < page.viewport_size["height"]  # type: ignore[index]
    assert cards.evaluate_all("all => all.map(one => one.id)") == ids
    page.goto("about:blank")
    page.goto(f"{served}/preuves.html#{ids[-1]}")
    assert cards.count() == len(ids)
    for event in ("new Event('beforeprint')", "new KeyboardEvent('keydown', {key: 'f', ctrlKey: true})"):
        page.goto(f"{served}/preuves.html")
        page.evaluate(f"dispatchEvent({event})")
        assert cards.count() == len(ids)
    page.goto(f"{served}/preuves.html")
    page.mouse.wheel(0, 300)
    page.wait_for_function("all => document.querySelectorAll('article.rb-card').length === all", arg=len(ids))
    page.close()


def test_evidence_is_not_for_search_engines(site: Path) -> None:
    tree = html.fromstring((site / "preuves.html").read_bytes())
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert html.fromstring((site / "affirmations.html").read_bytes()).xpath("//meta[@name='robots']") == []
