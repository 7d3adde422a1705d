"""A release that is killed at any moment leaves the old state or the whole new one, and the next run makes it good."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import report_build
from publishing import SITE, Place, commit, git, place_in, set_version

pytestmark = pytest.mark.slow

# A release as the command makes it, but for the site, which is built already: what can be cut short is publishing.
RELEASE = """
import shutil, sys
from pathlib import Path
from report_build.cache import Cache
from report_build.pipeline import Sources, read
from report_build.publish import manifest
from report_build.publish.release import Built, release
from report_build.publish.versions import Version

def build(target, folder):
    shutil.copytree(sys.argv[1], folder / "site" / "fr" / target.slot)
    site = folder / "site" / "fr" / target.slot
    return Built({"fr": site}, {"fr": manifest.Manifest.from_json((site / "manifest.json").read_bytes()).pages})

print("ready", flush=True)
citation = read(Sources(Path(".")), Cache(None))[0].citation
print("go", flush=True)
release(Path("."), Version.read("1.1.0"), citation=citation, build=build, around=lambda *_: ({}, {}), remote="origin")
"""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """1.0.0 released, 1.1.0 committed; do not change it."""
    place = place_in(tmp_path_factory.mktemp("killed"))
    place.release("1.0.0")
    set_version(place.study, "1.1.0", "2026-12-01")
    commit(place.study)
    done = report_build("build", "-q", "--slot", "1.1.0", "--site-url", SITE, "-d", "../built", cwd=place.study)
    assert done.returncode == 0, done.stderr
    return place


def copied(place: Place, to: Path) -> Place:
    shutil.copytree(place.study.parent, to, ignore=shutil.ignore_patterns("built", ".cache", "site"))
    there = Place(to / "study", to / "remote.git")
    git(there.study, "remote", "set-url", "origin", str(there.remote))
    return there


def begin(place: Place, built: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RELEASE, str(built / "fr/1.1.0")]
    running = subprocess.Popen(
        command, cwd=place.study, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert running.stdout is not None
    while running.stdout.readline() not in ("go\n", ""):
        pass
    return running


def whole(place: Place, repository: Path, expected: dict[str, str]) -> bool:
    """Whether the branch of a repository has the new version; it has all of it or nothing, and the old one always."""
    local = repository == place.study
    assert place.files("fr/1.0.0", remote=not local) == expected
    listed = git(repository, "show", "gh-pages:fr/versions.json")
    names = git(repository, "ls-tree", "--name-only", "gh-pages:fr").split()
    assert ("1.1.0" in names) == ("1.1.0" in listed) == ("1.1.0" in git(repository, "show", "gh-pages:fr/status.json"))
    return "1.1.0" in names


@pytest.mark.parametrize("seed", range(5))
def test_ten_kills(before: Place, tmp_path: Path, seed: int) -> None:
    built = before.study.parent / "built"
    expected = before.files("fr/1.0.0")
    trial = copied(before, tmp_path / "trial")
    began = time.monotonic()
    _, said = begin(trial, built).communicate()
    lasts = time.monotonic() - began
    new = trial.files("fr/1.1.0")
    assert new, said
    chance = random.Random(seed)
    seen = set()
    for number in range(10):
        place = copied(before, tmp_path / str(number))
        running = begin(place, built)
        time.sleep(chance.uniform(0, lasts))
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        seen.add(whole(place, place.study, expected))
        there = whole(place, place.remote, expected)
        assert there == ("v1.1.0" in git(place.remote, "tag").split())  # branch and tag together, or neither
        if number % 2:  # the next run makes it good; it takes as long again
            finished = begin(place, built)
            _, said = finished.communicate()
            assert finished.returncode == 0, said
            assert whole(place, place.study, expected)
            assert whole(place, place.remote, expected)
            assert place.files("fr/1.1.0") == new
            assert git(place.remote, "rev-list", "--count", "gh-pages") == "2"
        shutil.rmtree(place.study.parent)
    assert False in seen  # some were killed before the branch moved
