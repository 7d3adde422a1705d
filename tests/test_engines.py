"""MkDocs and ProperDocs, each by itself and the one against the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ENGINE, LANGUAGES, ROOT, lacking, report_build, tree

ENGINES = ("mkdocs", "properdocs")
NAMES = re.compile(rb"generator|mkdocs|properdocs", re.IGNORECASE)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn, where it is installed."""
    name = str(request.param)
    if find_spec(name) is None:
        lacking(f"the engine {name}")
    return name


def runs(*, asked: str = "", option: str = "", absent: str = "", first: str = "") -> str:
    """Which engine a process of its own runs, or the last line of what it says instead."""
    given = ["--engine", option] if option else []
    code = f"""
import sys
sys.modules.update(dict.fromkeys({absent.split()!r}))
{first}
from report_build import cli
from report_build.cli import explaining
def codes(_options):
    from report_build import host
    from mkdocs.config import load_config
    assert sys.modules[load_config.__module__.partition(".")[0]].__name__ == host.ENGINE
    print(host.ENGINE)
    return 0
explaining.codes = codes
cli.main({[*given, "codes"]!r})
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "REPORT_BUILD_ENGINE": asked},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return (done.stdout or done.stderr).strip().splitlines()[-1]


def test_the_engine_is_the_one_asked_for(engine: str) -> None:
    assert runs(asked=engine) == runs(option=engine) == engine
    assert runs(asked="mkdocs", option=engine) == engine


def test_the_engine_is_else_the_one_installed(engine: str) -> None:
    other = next(name for name in ENGINES if name != engine)
    assert runs(absent=other) == engine


def test_the_engine_that_loaded_us_stays(engine: str) -> None:
    loading = {"mkdocs": "import mkdocs", "properdocs": "import properdocs.replacement"}[engine]
    other = next(name for name in ENGINES if name != engine)
    assert runs(first=loading, asked=other) == engine


def test_an_engine_that_is_not_there_is_said_with_its_cure() -> None:
    assert runs(asked="hugo") == (
        "report-build: there is no engine 'hugo': REPORT_BUILD_ENGINE and --engine know mkdocs and properdocs"
    )
    cure = "report-build: the engine {} is not installed: python -m pip install {}"
    for name in ENGINES:
        assert runs(asked=name, absent=name) == cure.format(name, name)
    assert runs(absent=" ".join(ENGINES)) == cure.format("mkdocs", "mkdocs")


@pytest.mark.slow
def test_both_engines_give_the_same_bytes(sites: Path, tmp_path: Path) -> None:
    """Every file of the real report, in both languages; where a manifest lists tools, it lists those installed."""
    other = next(name for name in ENGINES if name != ENGINE)
    if find_spec(other) is None:
        lacking(f"the engine {other}")
    done = report_build("--engine", other, "build", "-q", "--site-dir", tmp_path, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    one, two = tree(sites), tree(tmp_path)
    assert sorted(one) == sorted(two)
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.slow
def test_a_page_names_no_engine_and_no_version_of_one(sites: Path) -> None:
    """Another engine, or a later theme, could else never make a released page again."""
    for language in LANGUAGES:
        for page in sorted((sites / language).rglob("*.html")):
            head = page.read_bytes().partition(b"</head>")[0]
            named = {found.group() for found in NAMES.finditer(head)}
            assert not named, f"{page.relative_to(sites).as_posix()}: {named}"
    assert b'"mkdocs"' in (sites / LANGUAGES[0] / "manifest.json").read_bytes()
