"""Releasing, withdrawing, verifying and comparing, with the real command in real repositories with a real remote."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import ENGINE, ROOT, lacking, one_in
from publishing import SITE, Place, change, commit, copy_of, git, place_in, set_version

from report_build.model.other_files import REQUIREMENTS
from report_build.publish.feed import feed
from report_build.publish.status import Notice, Record, Status

pytestmark = pytest.mark.slow


def test_a_release_leaves_the_one_before_as_it_was(once: Place, twice: Place) -> None:
    assert twice.files("fr/1.0.0") == once.files("fr/1.0.0")


def test_the_comparison_names_exactly_what_was_changed(twice: Place) -> None:
    said = twice.run("compare", "1.0.0", "1.1.0")
    assert said.startswith("1.0.0 -> 1.1.0: 3 changes\n  assessments changed: soir/noyau\n")
    whole = json.loads(twice.run("compare", "1.0.0", "1.1.0", "--format", "json"))
    assert [(one["part"], one["kind"], one["id"]) for one in whole["changes"]] == [
        ("assessments", "changed", "soir/noyau"),
        ("claims", "changed", "c-passage"),
        ("prose", "changed", "fr/methode.html#sec-methode-1"),
    ]
    assert whole["changes"][0]["fields"] == [{"name": "level", "before": "marked", "after": "strongly-marked"}]
    assert {(one["part"], one["id"]) for one in whole["consequences"]} == {
        ("displays", "fig-dynamiques"),
        ("displays", "tbl-collectifs"),
    }
    page = twice.read("fr/1.1.0/comparaison.html")
    assert "3 changements" in page
    assert 'id="page-methode"' in page
    assert 'src="comparison/fig-dynamiques.svg"' in page
    assert (
        twice.files("fr/1.1.0")["comparison/fig-dynamiques.svg"]
        == twice.files("fr/1.0.0")["displays/fig-dynamiques.svg"]
    )
    assert "il n’y a rien à quoi la comparer" in twice.read("fr/1.0.0/comparaison.html")


def test_a_comparison_reads_nothing_but_two_files(twice: Place, tmp_path: Path) -> None:
    for name in ("1.0.0", "1.1.0"):
        (tmp_path / f"{name}.json").write_text(twice.read(f"fr/{name}/study.json"), encoding="utf-8")
    away = Place(tmp_path, twice.remote)
    assert away.run("compare", "1.0.0.json", "1.1.0.json").startswith("1.0.0 -> 1.1.0: 3 changes\n")
    assert away.run("compare", "1.1.0.json", "1.1.0.json") == "1.1.0 -> 1.1.0: 0 changes\n"


def test_selector_status_feed_sitemap_and_root_know_both(twice: Place) -> None:
    listed = json.loads(twice.read("fr/versions.json"))
    assert [(one["version"], one["aliases"]) for one in listed] == [("1.1.0", ["latest"]), ("1.0.0", [])]
    status = json.loads(twice.read("fr/status.json"))
    assert status["latest"] == "1.1.0"
    assert "methode.html" in status["versions"]["1.1.0"]["changed"]
    folder = git(twice.remote, "rev-parse", "gh-pages:fr/1.1.0")
    assert status["versions"]["1.1.0"]["directory"] == f"swh:1:dir:{folder}"
    assert "index.html" not in status["versions"]["1.1.0"]["changed"]
    entries = ET.fromstring(twice.read("fr/feed.xml")).findall("{http://www.w3.org/2005/Atom}entry")
    titles = [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries]
    assert titles == ["Version 1.1.0", "Version 1.0.0"]
    assert f"{SITE}fr/1.1.0/index.html" in twice.read("sitemap.xml")
    assert twice.files("fr/latest") == twice.files("fr/1.1.0")
    assert 'href="fr/latest/index.html"' in twice.read("index.html")
    assert 'href="latest/index.html"' in twice.read("fr/index.html")
    assert set(git(twice.remote, "ls-tree", "--name-only", "gh-pages").split()) == {
        ".nojekyll",
        "404.html",
        "fr",
        "index.html",
        "sitemap.xml",
    }
    assert git(twice.remote, "tag") == "v1.0.0\nv1.1.0"
    assert git(twice.remote, "rev-list", "--count", "gh-pages") == "2"


def test_a_released_page_says_where_it_stands_for_ever(twice: Place) -> None:
    page = twice.read("fr/1.0.0/methode.html")
    assert f'<link rel="canonical" href="{SITE}fr/1.0.0/methode.html">' in page
    assert "noindex" not in page
    manifest = json.loads(twice.read("fr/1.1.0/manifest.json"))
    parameters = manifest["parameters"]
    assert "evidence=preuves.html" in parameters.pop("pages")
    assert parameters == {
        "slot": "1.1.0",
        "commit": git(twice.study, "rev-parse", "v1.1.0^{commit}"),
        "site_url": SITE,
        "previous": "1.0.0",
    }
    assert "previous/fr/study.json" in manifest["inputs"]
    assert "docs/fr/methode.md" in manifest["inputs"]


def test_what_is_published_is_what_was_built(twice: Place) -> None:
    said = twice.run("verify", "1.0.0")
    assert said == "1.0.0: its bytes are those of its manifest\n"  # and nothing is remarked
    assert "2.0.0 is not published on gh-pages. Known: 1.1.0, 1.0.0" in twice.run("verify", "2.0.0", code=1)


@pytest.fixture
def place(twice: Place, tmp_path: Path) -> Place:
    """1.0.0 and 1.1.0 released; to be changed."""
    return copy_of(twice, tmp_path / "copy")


def test_what_was_altered_is_named(place: Place) -> None:
    git(place.study, "checkout", "-q", "gh-pages")
    change(place.study, "fr/1.0.0/methode.html", "Méthode", "Methode")
    (place.study / "fr/1.0.0/codes.html").unlink()
    (place.study / "fr/1.0.0/added.html").write_text("x", encoding="utf-8")
    commit(place.study, "tamper")
    git(place.study, "checkout", "-q", "main")
    assert place.run("verify", "1.0.0", "-q", code=1).splitlines() == [
        "fr/1.0.0/added.html: unlisted",
        "fr/1.0.0/codes.html: missing",
        "fr/1.0.0/methode.html: altered",
    ]


def refused(place: Place, version: str, words: str) -> None:
    """The command refuses, in one line, and the branch is as before."""
    before = git(place.remote, "rev-parse", "gh-pages")
    lines = place.release(version, code=1).splitlines()
    assert len(lines) == 1, lines
    assert words in lines[0]
    assert git(place.remote, "rev-parse", "gh-pages") == git(place.study, "rev-parse", "gh-pages") == before


def test_a_version_is_released_once_and_in_order(place: Place) -> None:
    change(place.study, "docs/fr/methode.md", "relus", "relus deux fois")
    refused(place, "1.1.0", "the work tree differs from its commit (docs/fr/methode.md)")
    refused(place, "1.2.0", "the work tree differs")
    commit(place.study)
    refused(place, "1.1.0", "the tag v1.1.0 stands at another commit")
    git(place.study, "tag", "-d", "v1.1.0")
    git(place.remote, "tag", "-d", "v1.1.0")
    refused(place, "1.1.0", "a released version never changes. Publish a correction as 1.1.1")
    refused(place, "1.2.0", "CITATION.cff says version 1.1.0, not 1.2.0")
    set_version(place.study, "1.0.5", "2026-12-02")
    commit(place.study)
    refused(place, "1.0.5", "1.0.5 is older than the latest version 1.1.0")
    set_version(place.study, "1.2.0", "2026-12-03")
    change(place.study, "CHANGELOG.md", "2026-12-03", "2026-12-04")
    commit(place.study)
    refused(place, "1.2.0", "the dates disagree: CITATION.cff says 2026-12-03, CHANGELOG.md 2026-12-04")
    assert "is not a version of the form X.Y.Z" in place.release("1.2", code=2)


def test_findings_end_a_release_before_anything_is_published(place: Place) -> None:
    change(place.study, "docs/fr/methode.md", "relus", "relus [@nonesuch1999]")
    set_version(place.study, "1.2.0", "2026-12-03")
    commit(place.study)
    said = place.release("1.2.0", "--format", "github", code=1)
    assert "::error file=docs/fr/methode.md,line=3,title=RB301" in said
    assert git(place.study, "tag") == "v1.0.0\nv1.1.0"


def test_a_warning_ends_a_release_unless_the_study_allows_it(place: Place) -> None:
    (place.study / "data" / "plans.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    set_version(place.study, "1.2.0", "2026-12-03")
    commit(place.study)
    assert "RB020" in place.release("1.2.0", code=1)
    change(place.study, "data/study.yaml", "based-on:", "rules: {RB020: warning}\nbased-on:")
    commit(place.study)
    assert "allowed by data/study.yaml: data/plans.csv: warning RB020" in place.release("1.2.0")


def test_continuous_integration_releases_from_a_tag_that_stands(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    git(place.study, "tag", "-a", "v1.0.0", "-m", "by hand")
    git(place.study, "push", "-q", "origin", "main", "v1.0.0")
    git(place.study, "checkout", "-q", "v1.0.0")
    place.release("1.0.0")
    assert "stood there already" in place.release("1.0.0")
    assert git(place.remote, "rev-list", "--count", "gh-pages") == "1"


def test_a_remote_that_refuses_gets_neither_branch_nor_tag(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    hook = place.remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho closed today >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    said = place.release("1.0.0", code=1)
    assert "origin did not take it: nothing was published, here or there" in said
    assert "closed today" in said
    assert git(place.study, "tag") == git(place.remote, "tag") == git(place.remote, "branch") == ""
    assert "gh-pages" not in git(place.study, "branch")
    hook.unlink()
    place.release("1.0.0")


def test_of_two_simultaneous_releases_one_wins_and_nothing_is_lost(twice: Place, tmp_path: Path) -> None:
    one = copy_of(twice, tmp_path / "copy")
    shutil.copytree(one.study, tmp_path / "other")
    other = Place(tmp_path / "other", one.remote)
    for place, version in ((one, "1.2.0"), (other, "1.3.0")):
        set_version(place.study, version, "2026-12-05")
        commit(place.study)
    command = [sys.executable, "-m", "report_build", "release", "--push", "-q", "--site-url", SITE]
    running = [
        subprocess.Popen([*command, version], cwd=place.study, stderr=subprocess.PIPE, text=True)
        for place, version in ((one, "1.2.0"), (other, "1.3.0"))
    ]
    said = [process.communicate()[1] for process in running]
    codes = [process.returncode for process in running]
    assert sorted(codes) in ([0, 1], [0, 0]), said  # one after the other is fine, too
    released = {entry["version"] for entry in json.loads(one.read("fr/versions.json"))}
    for code, version, words in zip(codes, ("1.2.0", "1.3.0"), said, strict=True):
        assert (version in released) == (code == 0)
        if code:
            assert "Run this again" in words or "is older than the latest" in words or "a version above" in words
    assert released >= {"1.0.0", "1.1.0"}
    if codes == [0, 1]:
        assert other.release("1.3.0")
    for version in ("1.0.0", "1.1.0"):
        assert one.files(f"fr/{version}") == twice.files(f"fr/{version}")


def test_dev_replaces_nothing_but_dev(place: Place) -> None:
    before = place.files("")
    change(place.study, "docs/fr/methode.md", "relus", "relus deux fois")
    commit(place.study)
    for _ in range(2):
        place.run("publish", "dev", "--push", "-q", "--site-url", SITE)
    after = place.files("")
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in changed if not path.startswith("fr/dev/")} == {"fr/versions.json"}
    page = place.read("fr/dev/methode.html")
    assert '<meta name="robots" content="noindex">' in page
    assert "ne se cite pas" in page
    assert "citation_title" not in place.read("fr/dev/index.html")
    assert [one["version"] for one in json.loads(place.read("fr/versions.json"))] == ["1.1.0", "1.0.0", "dev"]


def test_a_withdrawn_version_keeps_its_bytes_and_says_why(place: Place) -> None:
    before = place.files("fr/1.1.0")
    place.run("withdraw", "1.1.0", "--reason", "wrong table", "--date", "2026-12-10", "--push", "-q")
    assert place.files("fr/1.1.0") == before
    assert place.files("fr/latest") == place.files("fr/1.0.0")
    status = json.loads(place.read("fr/status.json"))
    assert status["versions"]["1.1.0"]["withdrawn"] == {"date": "2026-12-10", "reason": "wrong table"}
    assert "retirée\u00a0: wrong table" in place.read("fr/feed.xml")
    place.run("verify", "1.1.0")
    assert "is withdrawn already" in place.run("withdraw", "1.1.0", "--reason", "x", code=1)
    assert "a reason is needed" in place.run("withdraw", "1.0.0", "--reason", " ", code=1)
    place.run("withdraw", "1.0.0", "--erratum", "--reason", "a slip", "--corrected-by", "1.1.0", "--date", "2026-12-11")


def test_a_tombstone_is_the_one_open_exception(place: Place) -> None:
    before = place.files("fr/1.1.0")
    reason = ("--reason", "a person asked", "--date", "2026-12-10", "--push", "-q")
    place.run("withdraw", "1.1.0", "--erase", "preuves.html", "data/speakers.csv", *reason)
    after = place.files("fr/1.1.0")
    assert {path for path in before if before[path] != after[path]} == {"preuves.html", "data/speakers.csv"}
    assert place.files("fr/latest") == after
    assert "a person asked" in place.read("fr/1.1.0/preuves.html")
    said = place.run("verify", "1.1.0")
    assert "fr/1.1.0/preuves.html: erased (2026-12-10: a person asked)" in said
    assert "nothing was erased" in place.run("withdraw", "1.1.0", "--erase", "none.html", "--reason", "x", code=1)


def test_a_feed_s_ids_do_not_depend_on_the_address() -> None:
    status = Status({"1.0.0": Record("2026-01-01", withdrawn=Notice("2026-02-01", "wrong"))})
    titles = {"release": "R {version}", "withdrawn": "W {version}: {reason}"}
    told = [feed(status, title="T", author="A", language="fr", site_url=url, titles=titles) for url in ("", SITE)]
    ids = [[element.text for element in ET.fromstring(one).iter("{http://www.w3.org/2005/Atom}id")] for one in told]
    assert ids[0] == ids[1]
    assert b"W 1.0.0: wrong" in told[0]


@pytest.mark.parametrize("released_by", one_in(2, ["mkdocs", "properdocs"]))
def test_what_one_engine_released_the_other_builds_anew(released_by: str, tmp_path: Path) -> None:
    if find_spec("properdocs") is None:
        lacking("the engine properdocs")
    rebuilt_by = "mkdocs" if released_by == "properdocs" else "properdocs"
    place = place_in(tmp_path)
    place.run("--engine", released_by, "release", "1.0.0", "--push", "--quiet", "--site-url", SITE)
    verify = ("--engine", rebuilt_by, "verify", "1.0.0", "--rebuild", "--python", sys.executable)
    assert f"and of a rebuild from its tag by {rebuilt_by}" in place.run(*verify)
    if released_by == ENGINE:  # once is enough
        change(place.study, "docs/fr/methode.md", "codés un à un", "codés trois par trois")
        commit(place.study, "another text")
        git(
            place.study,
            "tag",
            "-f",
            "-a",
            "-m",
            git(place.study, "tag", "-l", "--format=%(contents)", "v1.0.0"),
            "v1.0.0",
        )
        assert "fr/1.0.0/methode.html: rebuilt otherwise" in place.run(*verify, code=1)


@pytest.mark.thorough  # installs every requirement anew
def test_a_version_is_rebuilt_from_its_tag_with_what_it_pins(tmp_path: Path) -> None:
    """By an engine, besides, that its requirements do not name."""
    if find_spec("properdocs") is None:
        lacking("the engine properdocs")
    place = place_in(tmp_path)
    for name in ("report_build", "pyproject.toml", *REQUIREMENTS, "LICENSE", "README.md"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place.study / name)
    (place.study / ".gitignore").write_text("site/\n.cache/\n__pycache__/\n*.egg-info/\nbuild/\n", encoding="utf-8")
    commit(place.study, "with the engine")
    place.run("--engine", "mkdocs", "release", "1.0.0", "--push", "--quiet", "--site-url", SITE)
    said = place.run("--engine", "properdocs", "verify", "1.0.0", "--rebuild")
    assert "installing properdocs, which they do not name" in said
    assert "and of a rebuild from its tag by properdocs" in said
