"""The steps of both continuous integrations, run against a bare repository that stands for the host."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from publishing import Place, change, git, place_in

from report_build.cli.site_url import from_environment

WORKFLOW = ROOT / ".github/workflows/publish.yml"
MACHINES = ROOT / ".github/workflows/machines.yml"
PIPELINE = ROOT / ".gitlab-ci.yml"
TESTS = "make test-properdocs"
SET_UP = {  # these install; what they install is here
    "make ready",
    "make ready-to-release",
    *(f"{root}{step}" for root in ("", "sudo --preserve-env=PATH ") for step in (".ci/run", TESTS)),
}


def workflow() -> dict[str, Any]:
    return dict(yaml.safe_load(WORKFLOW.read_text(encoding="utf-8")))


def pipeline() -> dict[str, Any]:
    return dict(yaml.safe_load(PIPELINE.read_text(encoding="utf-8")))


def steps(job: str) -> list[str]:
    """What a job of either runs, in order."""
    there = workflow()["jobs"].get(job, {})
    return [step["run"] for step in there.get("steps", ()) if "run" in step]


def run(place: Place, lines: list[str], variables: Mapping[str, str], code: int = 0) -> str:
    """Run steps as the host's shell does, the environment as in the project's own install."""
    (place.study / ".venv/bin").mkdir(parents=True, exist_ok=True)
    command = place.study / ".venv/bin/report-build"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m report_build "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    ignored = place.study / ".git/info/exclude"
    ignored.write_text(".venv/\npublic/\ncode-quality.json\n", encoding="utf-8")
    said = ""
    for line in lines:
        if line in SET_UP:
            continue
        done = subprocess.run(
            ["sh", "-e", "-c", line],
            cwd=place.study,
            env={**os.environ, **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        said += done.stdout + done.stderr
        assert done.returncode == code, said
    return said


def author(name: str) -> dict[str, str]:
    people = ("GIT_AUTHOR", "GIT_COMMITTER")
    return {f"{who}_{what}": name for who in people for what in ("NAME", "EMAIL")}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = place_in(tmp_path)
    git(made.study, "push", "-q", "origin", "main")
    git(made.study, "config", "--unset", "user.name")
    git(made.study, "config", "--unset", "user.email")
    return made


GITHUB = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "Someone/report", **author("someone")}


@pytest.mark.slow
def test_github_s_steps_check_publish_and_release(place: Place) -> None:
    assert run(place, steps("check"), GITHUB) == ""
    run(place, steps("dev"), GITHUB)
    assert "fr/dev/index.html" in git(place.remote, "ls-tree", "-r", "--name-only", "gh-pages")
    git(place.study, "tag", "v1.0.0")
    git(place.study, "push", "-q", "origin", "v1.0.0")
    git(place.study, "checkout", "-q", "v1.0.0")
    said = run(place, steps("release"), {**GITHUB, "GITHUB_REF_NAME": "v1.0.0"})
    assert "1.0.0: its bytes are those of its manifest" in said
    assert 'rel="canonical" href="https://someone.github.io/report/fr/1.0.0/index.html"' in place.read(
        "fr/1.0.0/index.html"
    )
    assert "dev" in {entry["version"] for entry in json.loads(place.read("fr/versions.json"))}


@pytest.mark.slow
def test_gitlab_s_steps_check_publish_release_and_serve(place: Place) -> None:
    jobs = pipeline()
    host = {
        **author("someone"),
        "CI_PAGES_URL": "https://someone.pages.example/report",
        "REMOTE": str(place.remote),
        "CI_REPOSITORY_URL": str(place.remote),
        "CI_COMMIT_TAG": "v1.0.0",
    }
    run(place, jobs["check"]["script"], host)
    assert json.loads((place.study / "code-quality.json").read_text(encoding="utf-8")) == []
    run(place, jobs["dev"]["script"], host)
    git(place.study, "tag", "v1.0.0")
    git(place.study, "push", "-q", "origin", "v1.0.0")
    run(place, jobs["release"]["script"], host)
    run(place, jobs["pages"]["script"], host)
    page = (place.study / "public/fr/1.0.0/index.html").read_text(encoding="utf-8")
    assert "https://someone.pages.example/report/fr/1.0.0/index.html" in page
    assert (place.study / "public/fr/latest/index.html").read_text(encoding="utf-8") == page


@pytest.mark.slow
def test_findings_are_told_on_their_lines(place: Place) -> None:
    change(place.study, "docs/fr/methode.md", "un à un", "un à un [@nonesuch1999]")
    assert "::error file=docs/fr/methode.md,line=3,title=RB301" in run(place, steps("check")[1:], GITHUB, code=1)
    run(place, pipeline()["check"]["script"][1:], {}, code=1)
    entries = json.loads((place.study / "code-quality.json").read_text(encoding="utf-8"))
    assert entries[0]["location"] == {"path": "docs/fr/methode.md", "lines": {"begin": 3}}
    assert entries[0]["severity"] == "major"
    assert entries[0]["fingerprint"]


def test_the_workflow_asks_for_the_least_and_names_released_versions() -> None:
    known = workflow()
    assert known["permissions"] == {}
    for name, job in known["jobs"].items():
        publishes = name in ("dev", "release")
        assert job["permissions"] == {"contents": "write" if publishes else "read"}
        for step in job["steps"]:
            assert "uses" not in step or re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
            if step.get("uses", "").startswith("actions/checkout") and not publishes:
                assert step["with"]["persist-credentials"] is False


def test_steps_call_only_the_project_s_own_commands() -> None:
    lines = [line for job in workflow()["jobs"] for line in steps(job)]
    lines += [line for name in ("check", "test", "pythons", "dev", "release") for line in pipeline()[name]["script"]]
    assert lines
    assert all(line in SET_UP or line.startswith(".venv/bin/report-build ") for line in lines)


def test_every_python_that_the_project_allows_is_tried() -> None:
    known = yaml.safe_load(MACHINES.read_text(encoding="utf-8"))
    job = known["jobs"]["build"]
    pythons = [f"3.{minor}" for minor in range(11, 15)]
    assert job["strategy"]["matrix"]["python"] == pythons
    assert known["permissions"] == {}
    assert job["permissions"] == {"contents": "read"}
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert all(line.startswith(("python -m pip install ", "report-build ")) for line in commands)
    assert not any(set("&|;$><") & set(line) for line in commands)  # a shell's syntax, which differs by system
    others = pipeline()["pythons"]["parallel"]["matrix"][0]["PYTHON_VERSION"]
    assert [pipeline()["default"]["image"].removeprefix("python:").removesuffix("-bookworm"), *others] == pythons


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, ""),
        ({"GITHUB_REPOSITORY": "a/b"}, ""),
        ({"GITHUB_REPOSITORY": "A/b", "GITHUB_SERVER_URL": "https://github.com"}, "https://a.github.io/b/"),
        ({"GITHUB_REPOSITORY": "a/a.github.io", "GITHUB_SERVER_URL": "https://github.com"}, "https://a.github.io/"),
        ({"GITHUB_REPOSITORY": "a/b", "GITHUB_SERVER_URL": "https://forge.example"}, ""),
        ({"CI_PAGES_URL": "https://a.gitlab.example/b"}, "https://a.gitlab.example/b"),
    ],
)
def test_no_address_is_made_up(environment: dict[str, str], address: str) -> None:
    assert from_environment(environment) == address


def test_all_that_tests_take_a_sample_of_is_asked_each_week() -> None:
    told = yaml.safe_load((ROOT / ".github/workflows/weekly.yml").read_text(encoding="utf-8"))
    assert told[True]["schedule"]  # YAML takes the key "on" for a truth value
    assert told["jobs"]["thorough"]["steps"][-1]["run"].endswith(" TESTS=--thorough .ci/run")
    outer = {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS"}  # of a `make test TESTS=…` that runs this test
    asked = subprocess.run(
        ["make", "--dry-run", "test"],
        cwd=ROOT,
        env={**{name: value for name, value in os.environ.items() if name not in outer}, "TESTS": "--thorough"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.search(r"bin/pytest .* --thorough$", asked.stdout, re.MULTILINE)
