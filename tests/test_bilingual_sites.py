"""The built sites of several languages: everything of one is in the others, and each page leads to its counterparts."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest
from bilingual import GERMAN, ids_of, many_languages
from browser_support import pages_of
from conftest import LANGUAGES, ROOT, append, report_build, tree

from report_build import host

pytestmark = pytest.mark.slow

HREFLANG = re.compile(r'<link rel="alternate" href="([^"]+)" hreflang="([^"]+)">')
SWITCH = re.compile(r'<a class="rb-languages__link" href="([^"]+)" hreflang="([^"]+)" lang="\2"')


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study in three languages, strictly built."""
    study = many_languages(tmp_path_factory.mktemp("three") / "study", "de", "en")
    done = report_build("build", "--strict", cwd=study)
    assert done.returncode == 0, done.stderr
    return study


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def check_counterparts(sites: list[Path]) -> None:
    """Every page and every anchor of one language is in the others; so are downloads."""
    first, *others = sites
    for other in others:
        assert pages_of(other) == pages_of(first)
        for name in pages_of(first):
            if name != "404.html":
                assert ids_of(read(first / name)) ^ ids_of(read(other / name)) == set(), name
        downloads = [set(tree(site / "displays")) for site in (first, other)]
        assert downloads[0] == downloads[1]


def check_ways(sites: list[Path]) -> None:
    """Every page names its counterparts, relative to itself, and they name it."""
    languages = [site.name for site in sites]
    for site in sites:
        for name in set(pages_of(site)) - {"404.html"}:
            page = read(site / name)
            assert f'<html lang="{site.name}"' in page
            alternates = {language: address for address, language in HREFLANG.findall(page)}
            assert sorted(alternates) == sorted(languages)
            for language, address in alternates.items():
                assert posixpath.normpath(posixpath.join(site.name, posixpath.dirname(name), address)) == (
                    f"{language}/{name}"
                )
            assert {language for _, language in SWITCH.findall(page)} == set(languages) - {site.name}
            assert all(alternates[language] == address for address, language in SWITCH.findall(page))


def test_every_page_claim_display_and_anchor_is_in_every_language(three: Path) -> None:
    check_counterparts([three / "site" / language for language in ("fr", "de", "en")])
    check_ways([three / "site" / language for language in ("fr", "de", "en")])


def test_the_real_sites_are_counterparts(sites: Path) -> None:
    languages = [sites / language for language in LANGUAGES]
    check_counterparts(languages)
    check_ways(languages)


def test_a_third_language_is_only_data(three: Path) -> None:
    """Pages, columns, labels, a configuration file: no code of the engine knows German."""
    german = {name: page.decode() for name, page in tree(three / "site" / "de").items() if name.endswith(".html")}
    assert "Zwei Lesekreise" in german["index.html"]
    assert f"Collectives by group {GERMAN}" in german["retours.html"]
    assert "Tabelle\u00a01" in german["retours.html"]
    assert "„Was wiederkommen lässt“" in german["index.html"]
    assert f"Evening reading group {GERMAN}" in german["cas-soir.html"]
    assert '<span class="rb-languages__name">Deutsch</span>' in read(three / "site" / "fr" / "index.html")
    engine = (ROOT / "report_build").rglob("*.py")
    assert not [file.name for file in engine if "Deutsch" in read(file) or '"de"' in read(file)]


def test_each_language_has_its_own_search_index(three: Path) -> None:
    found = {language: read(three / "site" / language / "search/index.js") for language in ("fr", "de", "en")}
    assert "Lunchtime" in found["en"]
    assert "Lesekreise" in found["de"]
    assert "Lesekreise" not in found["fr"]


def test_citations_are_in_the_locale_of_the_language(three: Path) -> None:
    assert "Exemple und Essai 2001" in read(three / "site/de/retours.html")
    assert "Exemple and Essai 2001" in read(three / "site/en/retours.html")


def test_the_front_page_leads_to_every_language_without_script(three: Path) -> None:
    front = read(three / "site" / "index.html")
    assert re.findall(r'<a href="([^"]+)" hreflang="([^"]+)"', front) == [
        ("fr/index.html", "fr"),
        ("de/index.html", "de"),
        ("en/index.html", "en"),
    ]
    assert "http-equiv" not in front  # a reader without script chooses
    assert '["fr", "de", "en"]' in front


def test_a_page_that_is_missing_falls_back_with_a_notice(tmp_path: Path) -> None:
    study = many_languages(tmp_path / "study", "en")
    (study / "docs/en/retours.md").unlink()
    only = study / "docs/en/glossary.md"
    only.write_text("# Glossary {#sec-glossary}\n\nWords.\n", encoding="utf-8")
    done = report_build("build", cwd=study)
    assert done.returncode == 0, done.stderr
    assert (
        "docs/fr/retours.md: warning RB501 missing-page: the page is not written in 'en', where it stands in its "
        "original language. Translate it in docs/en/retours.md" in done.stderr
    )
    assert "docs/en/glossary.md: warning RB501 missing-page: the page is not written in 'fr'" in done.stderr
    english = read(study / "site/en/retours.html")
    assert "This page has not been translated yet" in english
    assert 'href="../fr/retours.html"' in english
    assert '<div lang="fr">' in english
    assert '<meta name="robots" content="noindex">' in english
    assert ids_of(english) == ids_of(read(study / "site/fr/retours.html"))
    assert {language for _, language in HREFLANG.findall(english)} == {"fr"}
    assert "Cette page n’est pas encore traduite" in read(study / "site/fr/glossary.html")
    assert '"retours.html"' not in read(study / "site/en/search/index.js")


def test_readers_are_told_which_sections_are_stale(tmp_path: Path) -> None:
    study = many_languages(tmp_path / "study", "en")
    page = study / "docs/fr/retours.md"
    page.write_text(read(page).replace("La régularité y aide", "La régularité y aide parfois"), encoding="utf-8")
    title = study / "docs/fr/index.md"
    title.write_text(read(title).replace("## Le midi", "## À midi"), encoding="utf-8")
    lines = read(study / "docs/en/retours.md").count("\n")
    done = report_build("build", cwd=study)
    assert done.returncode == 0, done.stderr
    english = read(study / "site/en/retours.html")
    notice = 'hreflang="fr">The original has changed since this translation</a></small>'
    assert english.count(notice) == 1
    assert f'href="../fr/retours.html#sec-retours" {notice}' in english
    heading = read(study / "site/en/index.html")
    assert re.search(
        rf'<h2 id="sec-midi".*</h2>\n<p><small class="rb-stale"[^>]*><a href="[^"]+#sec-midi" {notice}', heading
    )
    assert "The original has changed" not in read(study / "site/en/methode.html")
    assert "The original has changed" not in read(study / "site/en/search/index.js")
    assert read(study / "docs/en/retours.md").count("\n") == lines
    report_build("translation", "stamp", cwd=study)
    assert report_build("build", "--strict", cwd=study).returncode == 0
    assert notice not in read(study / "site/en/retours.html")


def test_a_slot_deepens_the_way_between_languages(tmp_path: Path) -> None:
    study = many_languages(tmp_path / "study", "en")
    site = tmp_path / "site"
    for config in ("mkdocs.yml", "mkdocs.en.yml"):
        run = host.build(study / config, site=site, slot="1.0.0")
        assert not run.stopped
    french = read(next(site.rglob("fr/**/retours.html")))
    assert dict(reversed(found) for found in HREFLANG.findall(french))["en"] == "../../en/1.0.0/retours.html"


def test_one_language_alone_offers_no_other(tmp_path: Path) -> None:
    study = many_languages(tmp_path / "study", stamped=False)
    append(study / "docs/fr/methode.md", "\nFin.")
    assert report_build("build", "--strict", cwd=study).returncode == 0
    page = read(study / "site/fr/index.html")
    assert "rb-languages__link" not in page
    assert not HREFLANG.findall(page)
