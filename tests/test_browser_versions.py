"""Released versions in a real browser, from a sub-path of a server and from a folder on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser_support import serving
from conftest import made_once
from publishing import commit, exported, place_in, second_version

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose ``lire/`` is the published report: 1.0.0, 1.1.0, an erratum to 1.0.0, and dev."""
    folder, _ = made_once(tmp_path_factory, "versions", publish)
    return folder / "web"


def publish(folder: Path) -> str:
    place = place_in(folder, english=True)
    place.release("1.0.0")
    second_version(place)
    place.run("translation", "stamp")
    commit(place.study)
    place.release("1.1.0")
    reason = ("--reason", "une coquille", "--corrected-by", "1.1.0", "--date", "2026-12-02", "--push", "-q")
    place.run("withdraw", "1.0.0", "--erratum", *reason)
    place.run("publish", "dev", "--push", "-q")
    (folder / "web").mkdir()
    exported(place, folder / "web" / "lire")
    return ""


@pytest.fixture(scope="module")
def server(web: Path) -> Iterator[str]:
    with serving(web) as address:
        yield f"{address}/lire/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda request: wrong.append(request.url) if "report.example" in request.url else None)
    yield opened
    context.close()
    assert not wrong


def test_the_root_leads_to_the_latest_version(page: Page, server: str) -> None:
    page.goto(server)
    page.wait_for_url(f"{server}fr/latest/index.html")
    page.goto(f"{server}en/")
    page.wait_for_url(f"{server}en/latest/index.html")


def test_an_old_page_names_the_newest_and_says_whether_it_changed(page: Page, server: str) -> None:
    page.goto(f"{server}fr/1.0.0/methode.html")
    banner = page.locator(".rb-edition")
    banner.wait_for(state="visible")
    said = " ".join(banner.inner_text().split())
    assert "La plus récente est la version 1.1.0, du 2026-12-01" in said
    assert "Erratum du 2026-12-02 : une coquille" in said
    banner.get_by_role("link", name="Cette page a changé dans la version 1.1.0").click()
    page.wait_for_url("**/fr/1.1.0/comparaison.html#page-methode")
    assert "puis relus" in page.locator("#page-methode ~ ul").first.inner_text()
    page.goto(f"{server}fr/1.0.0/index.html")
    page.locator(".rb-edition").wait_for(state="visible")
    assert "Cette page n’a pas changé depuis." in page.locator(".rb-edition").inner_text()


def test_the_newest_has_no_banner_and_dev_always_has_one(page: Page, server: str) -> None:
    for slot in ("1.1.0", "latest"):
        with page.expect_response("**/status.json"):
            page.goto(f"{server}fr/{slot}/methode.html")
        page.wait_for_load_state("networkidle")
        assert page.locator(".rb-edition").is_hidden()
    page.goto(f"{server}fr/dev/methode.html")
    assert "ne se cite pas" in page.locator(".rb-edition").inner_text()
    page.get_by_text("Lire la dernière version publiée").click()
    page.wait_for_url("**/fr/latest/methode.html")


def choose(page: Page, version: str) -> None:
    """Choose a version in the selector, by keyboard."""
    page.locator(".md-version__current").focus()
    page.locator(".md-version__link", has_text=version).focus()
    page.keyboard.press("Enter")


def test_language_and_version_switch_independently_and_stay_on_the_page(page: Page, server: str) -> None:
    page.goto(f"{server}fr/1.0.0/methode.html")
    page.locator("a[hreflang=en]").first.click()
    page.wait_for_url("**/en/1.0.0/methode.html*")
    choose(page, "1.1.0")
    page.wait_for_url("**/en/1.1.0/methode.html*")
    page.locator("a[hreflang=fr]").first.click()
    page.wait_for_url("**/fr/1.1.0/methode.html*")
    choose(page, "dev")
    page.wait_for_url("**/fr/dev/methode.html*")
    choose(page, "1.0.0")
    page.wait_for_url("**/fr/1.0.0/methode.html*")


def test_a_wrong_address_leads_back_into_the_report(page: Page, server: str, web: Path) -> None:
    page.set_content((web / "lire/404.html").read_text(encoding="utf-8"))
    assert page.locator("a").first.get_attribute("href") == "/lire/fr/latest/index.html"


def test_a_citation_can_be_copied(browser: Browser, server: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], locale="fr-FR")
    page = context.new_page()
    page.goto(f"{server}fr/1.0.0/methode.html")
    page.locator("details.rb-imprint > summary").click()
    page.locator("[data-copies=citer-page]").click()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied.endswith("https://report.example/lire/fr/1.0.0/methode.html")
    assert "Contributors to the tests, 2026" in copied
    context.close()


def test_a_card_is_copied_as_a_record_of_its_own(browser: Browser, server: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], locale="fr-FR")
    page = context.new_page()
    page.goto(f"{server}fr/1.0.0/preuves.html")
    card = page.locator("article.rb-card").nth(1)
    id_ = card.get_attribute("id")
    card.get_by_text("Citer cette fiche").click()
    cited = card.locator(".rb-cite__text p").inner_text()
    assert f"« Passage codé {id_} »" in cited.replace("\u00a0", " ").replace("\u202f", " ")
    assert card.locator(".rb-place").inner_text() in cited
    assert f"1.0.0/preuves.html#{id_}" in cited
    for name, told in (("BibTeX", "url = {"), ("RIS", "UR  - "), ("CSL-JSON", '"URL": "')):
        card.get_by_role("button", name=name, exact=True).click()
        card.get_by_text("Copié").first.wait_for()
        copied = str(page.evaluate("navigator.clipboard.readText()"))
        address = f"https://report.example/lire/fr/1.0.0/preuves.html#{id_}"
        assert told + address in copied.replace("\\#", "#")
        assert "rbcardid" not in copied
    card.get_by_text("Citer cette fiche").click()
    assert card.locator(".rb-cite__text").count() == 0
    context.close()


def test_a_version_opens_from_a_folder_with_search_and_ways_to_its_neighbours(page: Page, web: Path) -> None:
    page.goto((web / "lire/fr/1.0.0/methode.html").as_uri())
    assert page.locator(".rb-edition").is_hidden()
    page.locator("a[hreflang=en]").first.click()
    page.wait_for_url("file://**/en/1.0.0/methode.html*")
    page.goto((web / "lire/fr/1.1.0/methode.html").as_uri())
    page.get_by_role("link", name="Version précédente : 1.0.0").click()
    page.wait_for_url("file://**/fr/1.0.0/methode.html")
    page.locator(".rb-versions").get_by_role("link", name="dernière version").click()
    page.wait_for_url("file://**/fr/latest/methode.html")
    page.goto((web / "lire/fr/1.1.0/index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("cercles")
    page.locator(".rb-search__title a").first.wait_for()
    page.goto((web / "lire/index.html").as_uri())
    page.wait_for_url("file://**/fr/latest/index.html")
