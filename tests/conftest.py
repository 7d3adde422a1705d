"""What tests share: the small study, real builds of it, a real server, and a real browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import settings
from warm import Warm

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet
    from playwright.sync_api import Browser
    from publishing import Place

ROOT = Path(__file__).parent.parent
LANGUAGES = ("fr", "en")  # of the real report
RELEASED = "1.0.0"  # as which the real report is released for browsers
STUDIES = Path(__file__).parent / "studies"
settings.register_profile("sample", deadline=None, max_examples=40)  # a busy machine is no finding
settings.register_profile("thorough", deadline=None, max_examples=400)
settings.load_profile("sample")
ENGINE = os.environ.get("REPORT_BUILD_ENGINE") or "mkdocs"  # with which the suite runs
IN_CI = os.environ.get("CI") == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what is found into tests/golden/")
    parser.addoption("--thorough", action="store_true", help="ask of everything what is else asked of a sample")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--thorough"):
        settings.load_profile("thorough")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes and seldom breaks is asked with ``--thorough`` alone: once a week, and before a release."""
    if not config.getoption("--thorough"):
        left = [item for item in items if item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


_warm: list[Warm] = []  # the process that runs commands for these tests
_caches: list[Callable[[str], Path]] = []  # name of a study -> what its cache begins with
_BEGINNINGS = {"--engine", "serve"}  # said before a process begins, or ended by signals
_AT_ONCE = re.compile("PYTHON.*|LANG|LC_.*|TZ|MPL.*|REPORT_BUILD_ENGINE")  # variables that decide how a process begins


@pytest.fixture(scope="session", autouse=True)
def _commands_start_warm(tmp_path_factory: pytest.TempPathFactory, *, thorough: bool) -> Iterator[None]:
    """Commands are forked, and studies come with what building them once has left in their cache."""
    if not thorough and hasattr(os, "fork"):
        _warm.append(Warm({**os.environ, "PYTHONWARNINGS": "default"}))
        _caches.append(partial(_cache_of, tmp_path_factory))
    yield
    _caches.clear()
    while _warm:
        _warm.pop().end()


def _cache_of(tmp_path_factory: pytest.TempPathFactory, name: str) -> Path:
    """What the cache of a study has once it was built, the small one in its two languages."""

    def make(folder: Path) -> str:
        from bilingual import add_language  # noqa: PLC0415  # reason: it is made of what stands here

        study = copy_study(name, folder / "study", cold=True)
        if name == "small":
            add_language(study, "en")
        return report_build("build", "-q", "--site-dir", folder / "site", cwd=study).stderr

    folder, said = made_once(tmp_path_factory, f"cache-of-{name}", make)
    assert (folder / "study" / ".cache").is_dir(), said
    return folder / "study" / ".cache"


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files shall be rewritten with what a test finds, for the author to read as a diff."""
    return bool(request.config.getoption("--update-golden"))


def one_in(number: int, parameters: Sequence[object]) -> list[ParameterSet]:
    """Parameters of a test of which every so-manieth is always asked, and the others with ``--thorough`` alone."""
    marks = [() if place % number == 0 else (pytest.mark.thorough,) for place in range(len(parameters))]
    return [pytest.param(one, marks=mark, id=str(one)) for one, mark in zip(parameters, marks, strict=True)]


def few(examples: int) -> settings:
    """So many examples of a law that takes long to try, and ten times as many with ``--thorough``."""
    return settings(max_examples=examples * settings.default.max_examples // 40)


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether tests that take a sample shall take all: each page in every mode, each row deleted."""
    return bool(request.config.getoption("--thorough"))


def lacking(what: str) -> None:
    """Skip for want of a program, loudly; in continuous integration nothing may be skipped."""
    if IN_CI:
        pytest.fail(f"{what} is missing, and in CI no test may skip: .ci/run installs it", pytrace=False)
    pytest.skip(f"*** NOT TESTED: {what} is missing on this machine ***")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """In CI, a skip of any other kind fails as well."""
    if IN_CI and call.excinfo is not None and call.excinfo.errisinstance(pytest.skip.Exception):
        error = pytest.fail.Exception(f"skipped in CI: {item.nodeid}: {call.excinfo.value}", pytrace=False)
        call.excinfo = pytest.ExceptionInfo.from_exc_info((type(error), error, None))


def browser_path() -> str | None:
    """Chromium as the machine has it; without its own windows, where Debian packs it so, it takes a third less work."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the machine has it."""
    path = browser_path()
    if path is None:
        lacking("Chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # reason: costs a third of a second

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


def judge(name: str) -> Path:
    """A file of one of the judges that come from npm: ``tests/judges/package.json`` names them."""
    path = ROOT / "tests/judges/node_modules" / name
    if not path.is_file():
        lacking(f"{name.partition('/')[0]} (npm ci --ignore-scripts --prefix tests/judges)")
    return path


@pytest.fixture(scope="session")
def java() -> str:
    """A Java runtime, for the Nu HTML checker."""
    path = shutil.which("java")
    if path is None:
        lacking("a Java runtime")
    assert path is not None
    return path


@pytest.fixture(scope="session")
def said_of_material(java: str, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the Nu HTML checker says of plain pages by Material alone."""

    def make(folder: Path) -> str:
        from nu_checker import bare_site, messages  # noqa: PLC0415  # reason: it is made of what stands here

        return "\n".join(messages(java, *bare_site(folder).glob("*.html")))

    return {*made_once(tmp_path_factory, "material-alone", make)[1].splitlines()}


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the real sites as anybody builds them, a folder for each language in it."""

    def make(folder: Path) -> str:
        return report_build("build", "--site-dir", folder, "-q", cwd=ROOT).stderr

    built, said = made_once(tmp_path_factory, "real-site", make)
    assert all((built / language / "index.html").is_file() for language in LANGUAGES), said
    return built


@pytest.fixture(scope="session")
def host(sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a web host has of the real report, released as :data:`RELEASED`: ``lire/<language>/<version>/``.

    It is made after the sites, whose cache it then finds full.
    """
    assert sites.is_dir()

    def make(folder: Path) -> str:
        from publishing import released  # noqa: PLC0415  # reason: it is made of what stands here

        return released(ROOT, RELEASED, folder / "lire")

    folder, said = made_once(tmp_path_factory, "real-host", make)
    assert all((folder / "lire" / language / RELEASED / "index.html").is_file() for language in LANGUAGES), said
    return folder


@pytest.fixture(scope="session")
def site(host: Path) -> Path:
    """The folder of the real report's released version in French, its original language."""
    return host / "lire" / "fr" / RELEASED


@pytest.fixture(scope="session")
def reader(site: Path) -> Iterator[str]:
    """The address of that version, from a sub-path of a web host."""
    from browser_support import serving  # noqa: PLC0415  # reason: only tests with a browser need it

    with serving(site.parents[2]) as address:
        yield f"{address}/lire/fr/{RELEASED}"


@dataclass(frozen=True)
class Forms:
    """A study in French with all its forms, and its site."""

    study: Path
    folder: Path  # of the forms
    site: Path


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """The small study with a page that has everything, in all its forms, and its site."""

    def make(folder: Path) -> str:
        from report_with_all import with_everything  # noqa: PLC0415  # reason: only these tests need it

        study = with_everything(copy_study("small", folder / "study"))
        exported = report_build("export", "--output", folder / "out", "--quiet", cwd=study)
        built = report_build("build", "--site-dir", folder / "site", "--quiet", cwd=study)
        return exported.stderr + built.stderr

    folder, said = made_once(tmp_path_factory, "forms", make)
    made = Forms(folder / "study", folder / "out" / "fr", folder / "site" / "fr")
    assert (made.folder / "report.pdf").is_file(), said
    assert (made.site / "index.html").is_file(), said
    return made


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small study, released as 1.0.0; tests change copies of it."""

    def make(folder: Path) -> str:
        from publishing import place_in  # noqa: PLC0415  # reason: it is made of what stands here

        return place_in(folder).release("1.0.0")

    return _place(*made_once(tmp_path_factory, "released-once", make))


@pytest.fixture(scope="session")
def twice(once: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same, released as 1.1.0 after that; tests change copies of it."""

    def make(folder: Path) -> str:
        from publishing import copy_of, second_version  # noqa: PLC0415  # reason: as above

        place = copy_of(once, folder)
        second_version(place)
        return place.release("1.1.0")

    return _place(*made_once(tmp_path_factory, "released-twice", make))


def _place(folder: Path, said: str) -> Place:
    from publishing import Place, git  # noqa: PLC0415  # reason: as above

    place = Place(folder / "study", folder / "remote.git")
    assert "gh-pages" in git(place.remote, "branch"), said
    return place


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The forms of the small study are always asked, those of this report with ``--thorough`` or ``make forms``."""
    if "forms_of" in metafunc.fixturenames:
        report = LANGUAGES if metafunc.config.getoption("--thorough") else ()
        metafunc.parametrize("forms_of", ["small", *report], scope="session")


@pytest.fixture(scope="session")
def any_forms(forms_of: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Forms:
    """All forms of the small study, or of this report in one of its languages."""
    if forms_of == "small":
        of_small: Forms = request.getfixturevalue("forms")
        return of_small

    def make(folder: Path) -> str:
        return report_build("export", "--output", folder, "--quiet", cwd=ROOT).stderr

    folder, said = made_once(tmp_path_factory, "forms-of-the-report", make)
    assert (folder / forms_of / "report.pdf").is_file(), said
    return Forms(ROOT, folder / forms_of, request.getfixturevalue("sites") / forms_of)


def ledger_of(study: Path) -> dict[str, set[str]]:
    """Claim -> the passages for and against it, without those that are no more than its context."""
    claims = yaml.safe_load((study / "data" / "claims.yaml").read_text(encoding="utf-8"))["claims"]
    return {
        one["id"]: {
            passage
            for passage in [*(one.get("for") or []), *(one.get("against") or [])]
            if one.get("parts", {}).get(passage) != "context"
        }
        for one in claims
    }


def made_once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
    """A folder that parallel test processes share, and what its making said; one makes it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    log = shared.with_name(f"{name}.log")
    try:
        shared.mkdir()
    except FileExistsError:
        _wait_for(log)
    else:
        said = ""
        try:
            said = make(shared)
        finally:
            log.write_text(said, encoding="utf-8")
    return shared, log.read_text(encoding="utf-8")


def _wait_for(file: Path) -> None:
    for _ in range(3000):
        if file.exists():
            return
        time.sleep(0.1)
    pytest.fail(f"another test process did not make {file.stem} within five minutes")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small study, to be spoilt."""
    return copy_study("small", tmp_path / "study")


def copy_study(name: str, to: Path, *, cold: bool = False) -> Path:
    """A copy of a study fixture; one without a configuration of its own gets the project's, in French.

    :param cold: without a cache. Else it has what building the study once left there, unless all is asked for.
    """
    shutil.copytree(STUDIES / name, to, ignore=shutil.ignore_patterns(".cache", "site"))
    if not (to / "mkdocs.yml").exists():
        shutil.copy(ROOT / "mkdocs.yml", to / "mkdocs.yml")
    if _caches and not cold:
        shutil.copytree(_caches[0](name), to / ".cache")
    return to


def report_build(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    words = [*map(str, arguments)]
    patience = 300 if "--rebuild" not in words else 1800
    whole = {**os.environ, "PYTHONWARNINGS": "default", **environment}
    if _warm and not any(map(_AT_ONCE.fullmatch, environment)) and not _BEGINNINGS.intersection(words):
        return _warm[0].run(words, cwd, whole, patience)
    return subprocess.run(
        [sys.executable, "-m", "report_build", *words],
        cwd=cwd,
        env=whole,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=patience,
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: path -> bytes."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def append(file: Path, text: str) -> int:
    """Add a line at the end of a file; returns its number."""
    before = file.read_text(encoding="utf-8")
    file.write_text(f"{before}{text}\n", encoding="utf-8")
    return before.count("\n") + text.count("\n") + 1
