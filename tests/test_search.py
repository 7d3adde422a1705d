"""Search: what the index holds, and what is found with it, by the same script that readers have."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_support import MODES
from conftest import LANGUAGES, RELEASED, append, copy_study, report_build
from test_browser import ask_axe, bring_axe, show_as
from weaving import weave

from report_build.cache import Cache
from report_build.host.unused_css import without_pictures, without_unused_rules
from report_build.render.reading import read_page
from report_build.search.entries import Entry, FoundPage
from report_build.search.files import search_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUERIES = Path(__file__).parent / "queries"
HOSTILE = "<img src=x onerror=alert(1)>"
MOST_BYTES = 60_000  # compressed, of what is loaded before the first answer
# The script that finds, as search.js loads it, without the field and the list.
FINDER = """async () => {
  const parts = []
  window.rbSearch = (part) => parts.push(part)
  const load = (src) => new Promise((done) => {
    document.head.append(Object.assign(document.createElement("script"), {src, onload: done}))
  })
  for (const src of ["search/index.js", "assets/search/minisearch.js", "assets/search/find.js"]) await load(src)
  for (const src of parts[0].more) await load(src)
  window.finder = rbFind(parts[0])
  for (const part of parts.slice(1)) finder.add(part.entries)
}"""
FIRST = """([query, choice]) => { const found = finder.search(query, choice || {})
  const first = found.items.slice(0, 2).map(({entry}) => `${entry.address}#${entry.anchor}`)
  return {...found, items: undefined, first}
}"""


def queries(language: str) -> Iterator[tuple[str, list[str]]]:
    """What is asked, and the pages that answer it."""
    for line in (QUERIES / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
        query, pages = line.split("\t")
        yield query, pages.split()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The small study with hostile words, a page left out, and Material's plug-ins named; and what its build said."""
    study = copy_study("small", tmp_path_factory.mktemp("search") / "study")
    config = study / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"(\n  report:)", r"\n  offline: {}\n  search: {}\1", text, count=1), encoding="utf-8")
    page = study / "docs/fr/methode.md"
    said = page.read_text(encoding="utf-8")
    page.write_text(f'---\nkeywords: [zyxomme, "{HOSTILE}"]\n---\n\n{said}', encoding="utf-8")
    append(page, f"\nUn mot hostile : `{HOSTILE}` et l’œuvre d’un enseignant, n°17, nº 19 et № 23 à 37°C.")
    (study / "docs/fr/cache.md").write_text("---\nsearch: {exclude: true}\n---\n# Introuvable {#sec-i}\n\nkryptonite\n")
    done = report_build("build", cwd=study)
    assert done.returncode == 0, done.stderr
    return study / "site" / "fr", done.stderr


def test_material_s_search_is_switched_off_and_a_note_says_so(small_site: tuple[Path, str]) -> None:
    site, said = small_site
    assert [name for name in ("search", "offline") if f"RB689 replaced-plugin: the plug-in '{name}'" in said] == [
        "search",
        "offline",
    ]
    assert not (site / "search/search_index.json").exists()
    html = (site / "index.html").read_text(encoding="utf-8")
    assert "unpkg.com" not in html
    assert 'name="search"' not in html
    left = [file.name for file in site.rglob("*") if file.suffix == ".map" or "lunr" in file.as_posix()]
    assert left == []


def test_pages_may_be_left_out_and_have_other_words(small_site: tuple[Path, str]) -> None:
    index = (small_site[0] / "search/index.js").read_text(encoding="utf-8")
    assert "kryptonite" not in index
    assert "zyxomme" in index


@pytest.mark.browser
def test_hostile_words_are_words(small_site: tuple[Path, str], page: Page) -> None:
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto((small_site[0] / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("onerror")
    page.locator(".rb-search__item").first.wait_for()
    assert page.locator(".rb-search__panel img").count() == 0
    assert HOSTILE in page.locator(".rb-search__list").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "choice", "count"),
    [
        *(("oeuvre", None, 1), ("ŒUVRES", None, 1), ("enseignante", None, 1), ("zyxomm", None, 1)),
        *(
            ("n° 17", None, 1),
            ("no 19", None, 1),
            ("№23", None, 1),
            ("nº17", None, 1),
            ("17", None, 1),
            ("37", None, 1),
        ),
        ("kryptonite", None, 0),
    ],
)
def test_words_are_folded_on_both_sides(
    small_site: tuple[Path, str], page: Page, query: str, choice: Any, count: int
) -> None:
    page.goto((small_site[0] / "search.html").as_uri())
    page.evaluate(FINDER)
    assert (page.evaluate(FIRST, [query, choice])["counts"][:1] or [0]) == [count]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_forty_queries_find_their_page_first_or_second(language: str, host: Path, page: Page) -> None:
    page.goto((host / "lire" / language / RELEASED / "search.html").as_uri())
    page.evaluate(FINDER)
    asked = list(queries(language))
    found = {query: page.evaluate(FIRST, [query, None])["first"] for query, _ in asked}
    missed = {
        query: found[query] for query, pages in asked if not {one.split("#")[0] for one in found[query]} & {*pages}
    }
    assert len(asked) >= 40
    assert missed == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_loaded_is_small_and_holds_no_bibtex(language: str, host: Path) -> None:
    folder = host / "lire" / language / RELEASED / "search"
    for file in folder.iterdir():
        assert len(gzip.compress(file.read_bytes())) <= MOST_BYTES, file.name
        assert "@article" not in file.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_the_keyboard_finds_from_a_folder_on_disk(width: int, site: Path, page: Page) -> None:
    asked: list[str] = []
    page.set_viewport_size({"width": width, "height": 800})
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / "index.html").as_uri())
    if width == 360:
        page.locator(".rb-search__open").click()
    else:
        page.keyboard.press("/")
    assert not [url for url in asked if "/search/" in url]  # nothing is loaded before the first key
    page.keyboard.type("réseau d’entraide")
    page.locator(".rb-search__item mark").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert "réseau" in page.evaluate("document.activeElement.textContent").lower()
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == "q"
    page.wait_for_function("/passages/.test(document.querySelector('.rb-search__status').textContent)")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("file://**/reseau.html*")


@pytest.mark.slow
@pytest.mark.browser
def test_a_search_has_an_address_of_its_own(reader: str, page: Page) -> None:
    page.goto(f"{reader}/temps.html")
    page.keyboard.press("/")
    page.keyboard.type("abandon")
    page.locator(".rb-search__item").first.wait_for()
    page.keyboard.press("Enter")  # as without a script: the page of all results
    page.wait_for_url("**/search.html?q=abandon")
    page.locator(".rb-search__kinds button", has_text="Passages").click()
    page.wait_for_url("**/search.html?q=abandon&kind=passage")
    shown = page.locator(".rb-search__title").all_inner_texts()
    assert shown
    assert all(title.startswith("Passage e") for title in shown)
    page.locator(".rb-search__choices select[name=case]").select_option(index=1)
    page.wait_for_url("**/search.html?q=abandon&kind=passage&case=*")
    page.reload()
    page.locator(".rb-search__item").first.wait_for()
    assert len(page.locator(".rb-search__title").all()) <= len(shown)


@pytest.mark.slow
@pytest.mark.browser
def test_without_a_script_the_field_leads_to_a_page_that_says_so(reader: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{reader}/temps.html")
    page.locator(".rb-search input").fill("abandon")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=abandon")
    assert "a besoin d’un script" in page.locator("main").inner_text()
    assert page.locator(".rb-search__ways a[href$='affirmations.html']").is_visible()
    context.close()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), MODES[::3])
def test_an_open_search_is_accessible(scheme: str, width: int, reader: str, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    for name in ("glossaire.html", "search.html?q=entraide"):
        page.goto(f"{reader}/{name}")
        show_as(page, scheme, width)
        if "?" not in name:
            (page.locator(".rb-search__open") if width < 900 else page.locator(".rb-search input")).click()
            page.keyboard.type("entraide")
        page.locator(".rb-search__item").first.wait_for()
        bring_axe(page)
        assert ask_axe(page) == []
    context.close()


def test_the_passages_of_a_large_study_come_in_parts() -> None:
    index = weave([])[0].index
    pages = [FoundPage("evidence.html", "Preuves")]
    found = [Entry("page", "evidence.html", "", "", "")]
    found += [Entry("passage", "evidence.html", f"e{number}", "", f"mot {number}") for number in range(4500)]
    files = search_files(pages, found, index)
    assert [*files] == ["search/index.js", *(f"search/later-{number}.js" for number in (1, 2, 3))]
    told = json.loads(files["search/index.js"][len("rbSearch(") : -2])
    assert told["more"] == [*files][1:]


def test_what_blocks_show_of_the_data_is_not_found_twice() -> None:
    page = '<h1 id="a">A</h1><p>prose</p><section class="rb-entry"><h3 id="d">D</h3><p>donnée</p></section><p>suite</p>'
    sections = read_page(page, Cache(None)).sections
    assert [(one.id, one.paragraphs) for one in sections] == [("", ("prose", "suite"))]


def test_a_sheet_keeps_what_pages_and_scripts_name_and_what_cannot_be_told() -> None:
    sheet = '.a,.b .c{x:y}@media print{.b{x:y}}@font-face{x:y}.c:not(.b){content:"}.b{"}a[href]{x:url(a;b)}'
    kept = '.a{x:y}@font-face{x:y}.c:not(.b){content:"}.b{"}a[href]{x:url(a;b)}'
    assert without_unused_rules(sheet, {"a", "c"}) == kept
    assert without_unused_rules(sheet, {"a", "b", "c"}) == sheet
    broken = ".a{x:y"
    assert without_unused_rules(broken, set()) == broken
    coloured = "[data-md-color-accent=red]{x:1}[data-md-color-accent=custom] .a,[data-md-color-scheme=slate] .a{x:2}"
    pictures = ':root{--a:url("data:x;(\\")");--b:url(y);c:d}'
    assert without_pictures(pictures, {"--b"}) == ":root{--b:url(y);c:d}"
    assert (
        without_unused_rules(coloured, {"a", "data-md-color-accent=custom"}) == "[data-md-color-accent=custom] .a{x:2}"
    )
