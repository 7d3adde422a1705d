"""An output never costs a source, nor anything else that the tool did not write; a name in a site is one file's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import append, copy_study, tree
from running import Server

from report_build.cli import main

FOREIGN = "a poem"


def among_other_things(study: Path) -> Path:
    """The small study in a folder where other things lie: a history, real names, notes, a theme's files."""
    copy_study("small", study)
    subprocess.run(["git", "init", "-q", study], check=True)
    for name in ("private/poem.txt", "notes/poem.txt", "../beside/fr/poem.txt", ".github/own.yml", "own/words.txt"):
        (study / name).parent.mkdir(parents=True, exist_ok=True)
        (study / name).write_text(FOREIGN, encoding="utf-8")
    (study / "linked").symlink_to("docs", target_is_directory=True)
    return study


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that no test may change."""
    return among_other_things(tmp_path_factory.mktemp("shared") / "study")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study of the test's own."""
    folder = among_other_things(tmp_path / "study")
    monkeypatch.chdir(folder)
    return folder


def told(study: Path, setting: str, value: str) -> None:
    """Write a setting into the configuration."""
    places = {
        "docs_dir": ("docs_dir: docs/fr", f"docs_dir: {value}"),
        "site_dir": ("site_dir: site/fr", f"site_dir: {value}"),
        "language": ("language: fr", f"language: {value}"),
        "custom_dir": ("name: material", f"name: material\n  custom_dir: {value}"),
    }
    old, new = places.get(setting, ("report: {}", f"report: {{{setting}: {value}}}"))
    config = study / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def all_but_cache(folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree(folder).items() if "/.cache/report-build/" not in f"/{name}"}


def refused(arguments: list[str], study: Path, said: pytest.CaptureFixture[str]) -> str:
    """What a command says that ends before anything is touched."""
    before = all_but_cache(study.parent)
    assert main(arguments) in {1, 2}
    assert all_but_cache(study.parent) == before
    words = said.readouterr().err
    assert "bug in report-build" not in words
    return words


@pytest.mark.parametrize(
    ("out", "named"),
    [
        *((out, "docs/fr") for out in ("docs", "docs/fr", "docs/fr/site", "linked", "Docs/fr/x")),
        *((out, "study") for out in (".", "..", "/")),
        *((out, "data") for out in ("data", "data/tables", "data/../data/x", "DATA")),
        (".git", ".git"),
        (".git/site", ".git"),
        ("notes", "notes/poem.txt"),
        (".github", ".github/own.yml"),
        ("../beside", "beside/fr/poem.txt"),
        ("references.bib", "references.bib"),
        ("private", "private"),
    ],
)
@pytest.mark.parametrize("command", [["build", "-q", "-d"], ["display", "tbl-collectifs", "--out"], ["export", "-o"]])
def test_no_command_writes_where_something_else_lies(
    command: list[str], out: str, named: str, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [*command[:1], "-f", str(shared / "mkdocs.yml"), *command[1:]]
    words = refused([*command, str(shared / out)], shared, capsys)
    assert f"'{(shared / out).resolve()}' cannot be written to" in words
    assert named in words.partition("cannot be written to")[2]


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("site_dir", "data", "data"),
        ("site_dir", "data/site", "data"),
        ("site_dir", "../beside/fr", "poem.txt"),
        ("site_dir", "notes", "poem.txt"),
        ("site_dir", ".git/site", ".git"),
        ("site_dir", "own", "words.txt"),
        ("cache", "docs/fr", "docs/fr"),
        ("cache", "data", "data"),
        ("cache", ".", "study"),
        ("cache", "notes", "poem.txt"),
        ("cache", ".git/cache", ".git"),
        ("data", "../beside", "beside"),
        ("bibliography", "../beside/fr/poem.txt", "poem.txt"),
        ("docs_dir", "../beside", "beside"),
        ("docs_dir", "data", "data"),
        ("custom_dir", "data", "data"),
        ("custom_dir", ".", "study"),
        ("custom_dir", "docs", "docs"),
        ("custom_dir", "private", "private"),
        ("slot", "../../data", "../../data"),
        ("language", "../../data", "../../data"),
    ],
)
def test_no_setting_costs_a_source(
    setting: str, value: str, named: str, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the site where the configuration puts it, as the engine's own command builds it."""
    told(study, setting, value)
    config = study / "mkdocs.yml"
    if setting == "site_dir":
        from report_build import host  # noqa: PLC0415  # reason: the command gives a folder of its own

        before = tree(study.parent)
        found = host.build(config, site=None).findings
        words = "\n".join(map(str, found))
        assert tree(study.parent) == before
    else:
        words = refused(["build", "-q"], study, capsys)
    code = "RB699" if setting == "language" else "RB697"
    line = next(line for line in words.splitlines() if code in line)
    assert line.startswith("mkdocs.yml:")
    assert named in line


@pytest.mark.parametrize(("language", "cure"), [("en-GB", "language: en"), ("fr-FR", "language: fr"), ("xx", "It has")])
def test_a_language_that_the_theme_lacks_is_told(
    language: str, cure: str, study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(study, "language", language)
    words = refused(["build", "-q"], study, capsys)
    assert (
        f"mkdocs.yml:7: error RB699 unknown-site-language: the theme has no texts in the language '{language}'" in words
    )
    assert cure in words


def test_a_misspelt_form_is_told_before_a_release(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(study, "exports", "epub docxx")
    words = refused(["check", "-q"], study, capsys)
    assert "RB686 unknown-form: there is no form 'docxx' to export to. Did you mean 'docx'?" in words
    assert "'epub'" not in words


def test_a_site_is_built_again_where_it_was_built(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where a build was cut off, a display stands beside it, or its folder is otherwise the tool's."""
    assert main(["display", "tbl-collectifs"]) == 0
    assert main(["build", "-q"]) == 0
    page = (study / "docs/fr/retours.md").read_text(encoding="utf-8")
    append(study / "docs/fr/retours.md", "[@nobody1999]")
    assert main(["build", "-q"]) == 1  # the site is cleared, and not made
    (study / "docs/fr/retours.md").write_text(page, encoding="utf-8")
    assert main(["build", "-q"]) == 0
    made = tree(study / "site")
    assert main(["display", "tbl-collectifs", "--out", "site/fr/displays"]) == 0
    assert main(["build", "-q"]) == 0
    assert tree(study / "site") == made
    assert not [name for name in made if ".report-build" in name]
    capsys.readouterr()
    for strange in ("site/fr/own.txt", "site/own.txt", "site/fr/data/.hidden", "site/fr/displays/link"):
        (study / strange).symlink_to("../../../data") if strange.endswith("link") else (study / strange).touch()
        assert strange in refused(["build", "-q"], study, capsys)
        (study / strange).unlink()
    (study / "site/index.html").write_text(FOREIGN, encoding="utf-8")
    assert "site/index.html" in refused(["build", "-q"], study, capsys)


NAMES = {  # file among the pages -> what it takes the place of
    "study.json": "study.json",
    "Manifest.JSON": "manifest.json",
    "data.zip": "data.zip",
    "data": "data/",
    "preuves.md": "preuves.html",
    "cas-midi.html": "cas-midi.html",
    "codes.html/note.txt": "codes.html",
    "displays/tbl-collectifs.csv": "displays/tbl-collectifs.csv",
    "404.md": "404.html",
    "sitemap.xml": "sitemap.xml",
    "assets/report/report.css": "assets/report/report.css",
    "assets/report/site.css": "assets/report/site.css",
    "search.html": "search.html",
    "assets/images/favicon.png": "assets/images/favicon.png",
    "Methode.md": "Methode.html",
    "methode.html": "methode.html",
    "rapport.md": "citations/rapport.bib",
    "tbl-collectifs.md": "citations/tbl-collectifs.bib",
}


@pytest.fixture
def taking(study: Path) -> Path:
    """The study with files whose names are taken, some on Windows only."""
    for number, name in enumerate([*NAMES, "con.md", "a:b.txt"]):
        file = study / "docs/fr" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"# Titre {number} {{#sec-taken-{number}}}\n", encoding="utf-8")
    return study


def test_a_name_in_the_site_is_one_files(taking: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = refused(["check", "-q", "--no-cache"], taking, capsys)
    lines = {line.partition(":")[0]: line for line in words.splitlines() if "RB698" in line}
    pairs = {name: lines.get(f"docs/fr/{name}", "") for name in NAMES}
    twins = {"Methode.md", "methode.html"}  # of which the first stands
    assert {name for name, line in pairs.items() if not line} <= twins
    for name, taken in NAMES.items():
        assert f"takes the place of '{taken}" in pairs[name] or name in twins, pairs[name]
    assert "methode" in lines["docs/fr/methode.md"] or "methode" in pairs["methode.html"]
    for name in ("con.md", "a:b.txt"):
        assert f"docs/fr/{name}: warning RB680" in words


def test_a_server_says_so_too(study: Path) -> None:
    (study / "docs/fr/preuves.md").write_text("# Preuves {#sec-mine}\n", encoding="utf-8")
    with Server(study) as server:
        server.shows("takes the place of")
        told(study, "language", "fr-FR")
        server.shows("RB699")


def test_a_template_that_is_not_there(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = study / "docs/fr/retours.md"
    for template in ("missing.html", "../../data/cases.csv", "main.html\n  bad: [", "."):
        text = page.read_text(encoding="utf-8")
        page.write_text(f"---\ntitle: Retours\ntemplate: {template}\n---\n\n{text}", encoding="utf-8")
        words = refused(["check", "-q", "--no-cache"], study, capsys)
        assert "docs/fr/retours.md:3: error RB321 unknown-template" in words or "RB319" in words
        page.write_text(text, encoding="utf-8")


def test_a_theme_of_ones_own_is_welcome(study: Path) -> None:
    shutil.rmtree(study / "own")
    (study / "own").mkdir()
    (study / "own/plain.html").write_text("{% extends 'main.html' %}", encoding="utf-8")
    told(study, "custom_dir", "own")
    page = study / "docs/fr/retours.md"
    page.write_text(f"---\ntemplate: plain.html\n---\n\n{page.read_text(encoding='utf-8')}", encoding="utf-8")
    assert main(["build", "-q"]) == 0


def test_no_address_runs_a_script_and_no_page_asks_another_host(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, config = study / "docs/fr/retours.md", study / "mkdocs.yml"
    first = append(page, "\n[a](javascript:alert(1)) [b]( JavaScript:x 'y') <VBSCRIPT:x> ![c](data:text/html,x)")
    append(page, '\n<a href="&#106;avascript:x">d</a> [e](file:///etc/passwd)')
    nav = "nav:\n  - index.md\n  - Suite: [methode.md, retours.md, {Lien: 'javascript:x'}]"
    last = append(config, nav)
    words = refused(["check", "-q", "--no-cache"], study, capsys)
    told = [line.split(": error")[0] for line in words.splitlines() if "RB323" in line]
    assert {f"docs/fr/retours.md:{first}", f"docs/fr/retours.md:{first + 2}", f"mkdocs.yml:{last}"} <= set(told)
    assert len(told) >= 6
    shutil.copy(Path(__file__).parent / "studies/small/docs/fr/retours.md", page)
    config.write_text(config.read_text(encoding="utf-8").replace(nav, "").replace("font: false", "font: {text: X}"))
    line = append(page, "\n![f](https://example.org/f.png) [g](https://example.org/g) <https://example.org/h>")
    assert main(["build", "-q", "--strict"]) == 1
    words = capsys.readouterr().err
    assert (
        f"docs/fr/retours.md:{line}: warning RB322 outside-request: the page asks another host for 'https://example.org/f.png'"
        in words
    )
    assert "fonts.googleapis.com" in words
    assert "example.org/g'" not in words


def test_aliases_without_end_are_told_at_once(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = "".join(f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    line = append(study / "mkdocs.yml", f"extra:\n  a0: &a0 [x]\n{names}")
    words = refused(["build", "-q"], study, capsys)
    place = next(each for each in words.splitlines() if "RB015" in each)
    assert place.startswith("mkdocs.yml:")
    assert int(place.split(":")[1]) <= line


@pytest.mark.skipif(os.name != "posix", reason="the limit is a Unix shell's")
def test_a_machine_without_room_is_no_bug(study: Path) -> None:
    command = f"ulimit -f 64; exec {sys.executable} -m report_build build -q --no-cache"
    run = subprocess.run(["sh", "-c", command], cwd=study, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "the machine refused '" in run.stderr
    assert "bug in report-build" not in run.stderr


def test_the_study_is_whole(tmp_path: Path) -> None:
    """What the tests above rest on: without such files and settings the study builds."""
    assert main(["check", "-q", "-f", str(copy_study("small", tmp_path / "plain") / "mkdocs.yml")]) == 0
