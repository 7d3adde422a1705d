"""A release that is killed at any moment leaves the old state or the whole new one, and the next run makes it good."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import one_in, report_build
from publishing import SITE, Place, commit, copy_of, git, set_version
from warm import Warm

pytestmark = pytest.mark.slow

WORDS = ("release", "1.1.0", "--push", "--quiet", "--site-url", SITE)


@pytest.fixture(scope="module")
def before(once: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """1.0.0 released, 1.1.0 committed; do not change it."""
    place = copy_of(once, tmp_path_factory.mktemp("killed") / "before")
    set_version(place.study, "1.1.0", "2026-12-01")
    commit(place.study)
    return place


@pytest.fixture(scope="module")
def whole(before: Place, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], float]:
    """What a release that nobody kills publishes, and how long it takes."""
    folder = tmp_path_factory.mktemp("whole")
    for number in range(2):  # of the second alone one can say how long another one takes
        trial = copy_of(before, folder / str(number))
        began = time.monotonic()
        said = release(trial)
        took = time.monotonic() - began
    new = trial.files("fr/1.1.0")
    assert new, said
    return new, took


@pytest.fixture(scope="module")
def forks() -> Iterator[Warm]:
    """A process that begins releases without importing anything anew: what is killed is their work."""
    forks = Warm(dict(os.environ))
    yield forks
    forks.end()


def release(place: Place) -> str:
    """Run it to its end; what it said."""
    return report_build(*WORDS, cwd=place.study).stderr


def holds(place: Place, repository: Path, old: dict[str, str], new: dict[str, str]) -> bool:
    """Whether the branch of a repository has the new version; it has all of it or nothing, and the old one always."""
    local = repository == place.study
    assert place.files("fr/1.0.0", remote=not local) == old
    listed = git(repository, "show", "gh-pages:fr/versions.json")
    names = git(repository, "ls-tree", "--name-only", "gh-pages:fr").split()
    there = "1.1.0" in names
    assert there == ("1.1.0" in listed) == ("1.1.0" in git(repository, "show", "gh-pages:fr/status.json"))
    assert not there or place.files("fr/1.1.0", remote=not local) == new
    return there


@pytest.mark.parametrize("seed", range(3))
def test_kills(
    before: Place, whole: tuple[dict[str, str], float], forks: Warm, tmp_path: Path, seed: int, *, thorough: bool
) -> None:
    new, lasts = whole
    old = before.files("fr/1.0.0")
    chance = random.Random(seed)
    ended = []
    for number in range(12 if thorough else 2):
        place = copy_of(before, tmp_path / str(number))
        running = forks.begin([*WORDS], place.study, dict(os.environ))
        late = chance.choice([chance.uniform(0, 1), chance.uniform(0.7, 1)])  # publishing comes last
        time.sleep(lasts * (late if number else late / 2))  # one of them in time for sure
        with suppress(ProcessLookupError):  # it has ended
            os.killpg(running.pid, signal.SIGKILL)
        ended.append(running.to_its_end(60).returncode)
        holds(place, place.study, old, new)
        there = holds(place, place.remote, old, new)
        assert there == ("v1.1.0" in git(place.remote, "tag").split())  # branch and tag together, or neither
        if number == seed % 2:  # the next run makes it good; it takes as long again
            said = release(place)
            assert holds(place, place.study, old, new), said
            assert holds(place, place.remote, old, new), said
            assert git(place.remote, "rev-list", "--count", "gh-pages") == "2"
            assert not (place.study / ".git" / "report-build-publishing").exists()
        shutil.rmtree(place.study.parent)
    assert -signal.SIGKILL in ended  # not all of them were too late


@pytest.mark.parametrize("largest", one_in(2, [10_000, 30_000, 60_000]))
def test_a_disk_that_takes_no_more(
    before: Place, whole: tuple[dict[str, str], float], tmp_path: Path, largest: int
) -> None:
    """Every write beyond a size fails, as on a full disk: nothing is published, and the next run makes it good."""
    new, _ = whole
    old = before.files("fr/1.0.0")
    place = copy_of(before, tmp_path / "full")
    limited = ["sh", "-c", f'ulimit -f {largest // 512}; exec "$@"', "sh", sys.executable, "-m", "report_build", *WORDS]
    done = subprocess.run(limited, cwd=place.study, capture_output=True, text=True, check=False)
    assert done.returncode not in (0, None)
    assert "Traceback" not in done.stderr
    assert not holds(place, place.study, old, new)
    assert not holds(place, place.remote, old, new)
    said = release(place)
    assert holds(place, place.remote, old, new), said
