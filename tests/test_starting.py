"""``report-build new``: each template is released by its own continuous integration, and judged as the report is."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
import yaml
from browser_support import MODES, pages_of, serving
from conftest import ROOT, few, made_once, report_build
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from nu_checker import messages
from publishing import Place, change, commit, exported, git, in_repository
from test_browser import TOO_WIDE, ask_axe, bring_axe, listen, show_as

from report_build import pipeline
from report_build.cache import Cache
from report_build.cli import main
from report_build.commands import parser
from report_build.errors import UsageError
from report_build.starting import TEMPLATES
from report_build.starting.languages import KNOWN
from report_build.starting.study import Beginning, starting_files
from report_build.starting.writing import write_new
from report_build.typography.pages import check_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IN = {"interviews": ("en", "fr"), "documents": ("fr",), "article": ("en", "de"), "empty": ("fr",)}
SAID_OF = "documents"  # the template whose study says all that a title block can show
ORCID = "https://orcid.org/0000-0002-1825-0097"  # of a person whom ORCID made up for examples
INSTALL = "python -m pip install -r requirements.txt"
NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": ""}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each template: the study, and under ``site/`` what its continuous integration released."""
    return made_once(tmp_path_factory, "started", publish_all)[0]


def publish_all(folder: Path) -> str:
    for number, template in enumerate(TEMPLATES):
        place = begun(folder / template, template)
        refused = report_build("release", "0.1.0", cwd=place.study)
        assert "CITATION.cff names nobody yet" in refused.stderr, refused.stderr
        change(place.study, "CITATION.cff", '  - name: "', '  - name: "The team, once called ')
        if template == SAID_OF:
            tell(place.study)
        commit(place.study)
        git(place.study, "tag", "v0.1.0")
        if number < 2:  # the files of both hosts are the same in every template
            steps = of_github(place.study) if number else of_gitlab(place.study)
            said = run(place, steps, {"GITHUB_REF_NAME": "v0.1.0", "CI_COMMIT_TAG": "v0.1.0", "REMOTE": "origin"})
        else:
            done = report_build("release", "0.1.0", "--push", cwd=place.study)
            assert done.returncode == 0, done.stderr
            said = done.stdout + done.stderr
        assert set(re.findall(r"\bRB\d+", said)) <= {"RB154"}, said  # no list of real names is here: told, and right
        exported(place, folder / template / "site")
    return ""


def tell(study: Path) -> None:
    """Let a study say all that a title block can show."""
    change(
        study,
        "CITATION.cff",
        "version: 0.1.0",
        f"""  - family-names: Carberry
    given-names: Josiah
    orcid: {ORCID}
    affiliation: Institute <of> Inventions
abstract: What the papers of two clubs tell.
keywords: [clubs, "minutes & letters"]
version: 0.1.0""",
    )
    with (study / "data/study.yaml").open("a", encoding="utf-8") as told:
        told.write("funding: {fr: Fonds inventé.}\ndata-availability: {fr: 'Voir https://example.org/d.'}\n")
        told.write("ethics: {fr: Rien à dire <b>.}\nconflicts: {fr: Aucun.}\n")


def begun(folder: Path, template: str) -> Place:
    """A study, begun where nobody is known to git, in a repository with an empty remote."""
    study, remote = folder / "study", folder / "remote.git"
    begun = report_build("new", study, "--template", template, "--language", *IN[template], cwd=folder.parent, **NOBODY)
    assert begun.returncode == 0, begun.stderr
    assert "report-build serve" in begun.stdout
    return in_repository(study, remote, ignored="")


def of_github(study: Path) -> list[str]:
    jobs = yaml.safe_load((study / ".github/workflows/publish.yml").read_text(encoding="utf-8"))["jobs"]
    steps = jobs["publish"]["steps"]
    return [step["run"] for step in steps if "run" in step and step.get("if") != "github.ref_type == 'branch'"]


def of_gitlab(study: Path) -> list[str]:
    jobs = yaml.safe_load((study / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    steps: list[str] = jobs["release"]["script"]
    return steps


def run(place: Place, steps: list[str], variables: Mapping[str, str]) -> str:
    """Run steps as a host's shell does; what they install is here."""
    programs = place.study.parent / "bin"
    programs.mkdir()
    command = programs / "report-build"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m report_build "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    environment = {**os.environ, **variables, "PATH": f"{programs}:{os.environ['PATH']}"}
    assert INSTALL in steps
    said = ""
    for step in steps:
        if step != INSTALL:
            done = subprocess.run(
                ["sh", "-e", "-c", step], cwd=place.study, env=environment, capture_output=True, text=True, check=False
            )
            said += done.stdout + done.stderr
            assert done.returncode == 0, said
    return said


def versions(published: Path, template: str) -> list[Path]:
    return [published / template / "site" / language / "0.1.0" for language in IN[template]]


@pytest.mark.slow
@pytest.mark.parametrize("template", TEMPLATES)
def test_each_template_is_released(published: Path, template: str) -> None:
    for site in versions(published, template):
        home = html.fromstring((site / "index.html").read_bytes())
        assert home.get("lang") == site.parent.name
        assert home.xpath("string(//h1)").startswith("Study")
        assert json.loads((site / "manifest.json").read_bytes())["parameters"]["slot"] == "0.1.0"


@pytest.mark.slow
def test_the_title_block_says_what_is_told_and_nothing_else(published: Path) -> None:
    site = versions(published, SAID_OF)[0]
    (block,) = html.fromstring((site / "index.html").read_bytes()).xpath("//section[@class='rb-title']")
    rows = {" ".join(row.findtext("dt").split()): row.find("dd") for row in block.iter("div")}
    assert list(rows) == [
        *("Par", "Résumé", "Mots-clés", "Financement", "Disponibilité des données", "Éthique", "Conflits d’intérêts")
    ]
    assert rows["Par"].xpath("string(.//li[2])").startswith("Josiah Carberry ORCID 0000-0002-1825-0097")
    assert rows["Par"].xpath(".//li[2]/a/@href") == [ORCID]
    assert "Institute <of> Inventions" in rows["Par"].text_content()
    assert rows["Mots-clés"].text_content() == "clubs · minutes & letters"
    assert rows["Disponibilité des données"].xpath("a/@href") == ["https://example.org/d"]
    assert rows["Éthique"].text_content() == "Rien à dire <b>."
    assert "rb-title__row" not in (site / "method.html").read_text(encoding="utf-8")
    (plain,) = html.fromstring((versions(published, "empty")[0] / "index.html").read_bytes()).xpath(
        "//section[@class='rb-title']"
    )
    assert [term.text for term in plain.iter("dt")] == ["Par"]


@pytest.mark.slow
def test_machines_are_told_what_the_title_block_says(published: Path) -> None:
    page = html.fromstring((versions(published, SAID_OF)[0] / "index.html").read_bytes())
    meta = {node.get("name"): node.get("content") for node in page.iter("meta")}
    assert meta["citation_author_institution"] == "Institute <of> Inventions"
    assert meta["citation_author_orcid"] == ORCID
    assert meta["DC.description"] == "What the papers of two clubs tell."
    assert meta["DCTERMS.accessRights"] == "Voir https://example.org/d."
    (script,) = page.xpath("//script[@type='application/ld+json']/text()")
    report = json.loads(script)["@graph"][0]
    assert report["author"][1]["affiliation"] == {"@type": "Organization", "name": "Institute <of> Inventions"}
    assert report["funding"] == {"@type": "Grant", "description": "Fonds inventé."}
    assert report["conditionsOfAccess"] == meta["DCTERMS.accessRights"]
    assert [part["text"] for part in report["hasPart"]] == ["Rien à dire <b>.", "Aucun."]


@pytest.mark.slow
def test_no_template_asks_anything_but_our_commands_of_ci(published: Path) -> None:
    study = published / "empty" / "study"
    jobs = yaml.safe_load((study / ".github/workflows/publish.yml").read_text(encoding="utf-8"))["jobs"]
    pipeline = yaml.safe_load((study / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    lines = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    lines += [line for name in ("check", "dev", "release") for line in pipeline[name]["script"]]
    ours = [line.split(" > ")[0] for line in lines if line != INSTALL]
    assert len(ours) == 8
    for line in ours:
        program, *arguments = line.replace('"', "").split()
        assert program == "report-build"
        parser().parse_args(arguments)  # ends where it does not know one


def judged(published: Path) -> list[Path]:
    """The written pages of every template, and each kind of generated page once."""
    found: dict[str, Path] = {}
    for site in (versions(published, template)[0] for template in TEMPLATES):
        for name in pages_of(site):
            written = name in ("index.html", "method.html")
            found.setdefault(f"{site if written else ''}{name.partition('-')[0]}", site / name)
    return [page for page in found.values() if page.name != "404.html"]


@pytest.mark.slow
@pytest.mark.browser
def test_pages_of_every_template_are_accessible_and_fit_a_phone(
    published: Path, browser: Browser, *, thorough: bool
) -> None:
    found: dict[str, Any] = {}
    with serving(published) as address:
        context = browser.new_context(reduced_motion="reduce")
        wrong = listen(context, address)
        tab = context.new_page()
        for number, page in enumerate(judged(published)[:: 1 if thorough else 3]):
            name = page.relative_to(published).as_posix()
            tab.goto(f"{address}/{name}")
            bring_axe(tab)
            show_as(tab, *MODES[number % 4])
            if said := ask_axe(tab):
                found[name] = said
            tab.set_viewport_size({"width": 320, "height": 640})
            if wide := tab.evaluate(TOO_WIDE):
                found[f"{name}, 320"] = wide
        context.close()
    assert found == {}
    assert wrong == []


@pytest.mark.slow
def test_the_nu_checker_finds_nothing_that_bare_material_lacks(
    published: Path, java: str, said_of_material: set[str]
) -> None:
    pages = judged(published)
    assert {page.relative_to(published).parts[0] for page in pages} == set(TEMPLATES)
    assert set(messages(java, *pages)) - said_of_material == set()


@pytest.mark.slow
def test_a_wheel_alone_begins_and_builds_a_study(tmp_path: Path) -> None:
    """Installed in an environment of its own, without the repository. Its dependencies are this environment's, by a
    ``.pth`` file: what is tried is that the wheel holds all of the engine, not that an index holds the rest.
    """
    source, wheels, environment = tmp_path / "source", tmp_path / "built", tmp_path / "environment"
    shutil.copytree(ROOT / "report_build", source / "report_build", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

    def done(*command: str | Path, cwd: Path = tmp_path) -> str:
        ran = subprocess.run(
            [*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False, encoding="utf-8"
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    done(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, source)
    shutil.rmtree(source)
    with ZipFile(next(wheels.iterdir())) as wheel_file:
        held = {name for name in wheel_file.namelist() if name.startswith("report_build/")}
    engine = {file.relative_to(ROOT).as_posix() for file in (ROOT / "report_build").rglob("*") if file.is_file()}
    assert {name for name in engine - held if "__pycache__" not in name} == {"report_build/templates/README.md"}
    done(sys.executable, "-m", "venv", "--without-pip", environment)
    python = environment / "bin/python"
    done(*pip, "--python", python, "install", "--no-deps", "--no-index", next(wheels.iterdir()))
    own = Path(done(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    here = subprocess.check_output(
        [sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    (own / "dependencies.pth").write_text(here, encoding="utf-8")
    assert str(own) in done(python, "-c", "import report_build; print(report_build.__file__)")
    command = environment / "bin/report-build"
    told = done(command, "new", "study", "--template", "documents", "--author", "A Team")
    assert "RB704" not in told
    study = tmp_path / "study"
    wheel = next(wheels.iterdir()).name
    assert f"./wheels/{wheel}" in (study / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert (study / "wheels" / wheel).is_file()
    said = done(command, "build", "--strict", cwd=study)
    assert "0 errors, 0 warnings, 0 notes" in said
    assert (study / "site/en/index.html").is_file()


@pytest.mark.parametrize("there", ["file.txt", ".hidden", "data/"])
def test_a_folder_that_is_not_empty_is_left_as_it_is(
    there: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / there).mkdir() if there.endswith("/") else (folder / there).touch()
    assert main(["new", str(folder)]) == 2
    assert f"{folder} is not empty" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == [there.strip("/")]
    assert main(["new", str(tmp_path / "study" / there)]) == (2 if "." in there else 0)


def test_an_empty_folder_or_repository_is_begun_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "init", "-q")
    monkeypatch.chdir(tmp_path)
    assert main(["new", ".", "--template", "empty", "--author", "Noor Example"]) == 0
    assert (tmp_path / "mkdocs.yml").is_file()
    assert Path.cwd() == tmp_path


@pytest.mark.parametrize("there", [True, False])
def test_what_cannot_be_written_whole_is_not_written(there: bool, tmp_path: Path) -> None:
    folder = tmp_path / "above" / "study"
    if there:
        folder.mkdir(parents=True)

    def fail(root: Path) -> None:
        assert (root / "a").is_file()
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_new(folder, {"a": "1", "b/c": "2"}, fail)
    assert (list(folder.iterdir()) if there else list(tmp_path.iterdir())) == []


def test_languages_without_words_are_told_and_unknown_ones_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "one"), "--language", "en", "es", "--author", "A Team"]) == 0
    said = capsys.readouterr().err
    assert re.search(r"mkdocs\.es\.yml: note RB703 .*pages and rows are in English.* \d+ labels", said)
    assert (tmp_path / "one/docs/es/index.md").is_file()
    assert main(["new", str(tmp_path / "two"), "--language", "tlh"]) == 2
    assert "'tlh' is no language that pages can be in" in capsys.readouterr().err
    assert not (tmp_path / "two").exists()


WORDS = st.text(st.characters(blacklist_categories=("C", "Z")), min_size=1, max_size=12)


@few(25)
@given(title=st.lists(WORDS, min_size=1, max_size=4).map(" ".join), name=WORDS.filter(lambda name: "," not in name))
def test_titles_and_names_stay_what_they_are(title: str, name: str) -> None:
    files = starting_files("empty", Beginning(title, ("en", "fr"), (f"Kim {name}",), date(2026, 11, 26)))
    citation = yaml.safe_load(files["CITATION.cff"])
    assert citation["title"] == title
    assert citation["authors"] == [{"family-names": name, "given-names": "Kim"}]
    assert yaml.safe_load(files["mkdocs.fr.yml"])["site_name"] == title


def test_every_text_stands_in_every_known_language() -> None:
    for template in TEMPLATES:
        by_language = {one: starting_files(template, Beginning("T", (one,), (), date(2026, 11, 26))) for one in KNOWN}
        shapes = {
            language: sorted(name.replace(f"/{language}/", "/") for name in files)
            for language, files in by_language.items()
        }
        assert len({json.dumps(shape) for shape in shapes.values()}) == 1
        for name in ("docs/{}/index.md", "docs/{}/method.md"):
            markers = [
                sorted(re.findall(r"\{#sec-\S+?\}|\{\{<.*?>\}\}|\.claim #\S+?\}", files[name.format(language)]))
                for language, files in by_language.items()
            ]
            assert markers[0] == markers[1] == markers[2]


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_has_findings_in_any_language(template: str, tmp_path: Path) -> None:
    files = starting_files(template, Beginning("T", KNOWN, (), date(2026, 11, 26)))
    write_new(tmp_path / "study", files)
    _, findings = pipeline.read(pipeline.Sources(tmp_path / "study"), Cache(None))
    for language in KNOWN:
        for name in (f"docs/{language}/index.md", f"docs/{language}/method.md"):
            findings += check_page(files[name], name, language, Cache(None))
    assert findings == []


def test_an_empty_study_has_header_rows_alone() -> None:
    files = starting_files("empty", Beginning("T", ("en",), (), date(2026, 11, 26)))
    tables = {name: text for name, text in files.items() if name.endswith(".csv")}
    assert {len(list(io.StringIO(text))) for text in tables.values()} == {1}
    with pytest.raises(UsageError, match="is no folder"):
        write_new(Path(__file__), files)
