"""What `verify` tells of a published branch that no command left as it is, in a real repository."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from publishing import Place, commit, copy_of, git

pytestmark = pytest.mark.slow


@pytest.fixture
def place(twice: Place, tmp_path: Path) -> Place:
    """1.0.0 and 1.1.0 released; to be changed."""
    return copy_of(twice, tmp_path / "copy")


def by_hand(place: Place, change: Callable[[Path], object]) -> None:
    """Change the branch as no command of ours would."""
    git(place.study, "checkout", "-q", "gh-pages")
    change(place.study)
    commit(place.study, "by hand")
    git(place.study, "checkout", "-q", "main")


def append(path: str) -> Callable[[Path], object]:
    return lambda branch: (branch / path).write_bytes((branch / path).read_bytes() + b"\n")


@pytest.mark.parametrize("path", ["index.html", "404.html", "fr/index.html", "fr/versions.json", "fr/status.json"])
def test_what_stands_beside_the_versions(path: str, place: Place) -> None:
    by_hand(place, append(path))
    assert place.run("verify", "1.0.0", "-q", code=1) == f"{path}: not what a command wrote\n"


def test_what_others_put_beside_the_versions_is_named(place: Place) -> None:
    by_hand(place, lambda branch: [(branch / name).write_text("x") for name in ("sw.js", "CNAME", "fr/.htaccess")])
    said = place.run("verify", "1.0.0")
    (foreign,) = re.findall("no command of ours wrote (.*): see", said)
    assert foreign.removeprefix(".cache, ") == "sw.js, fr/.htaccess"  # the cache of the study that the test changed


def test_latest_that_is_another_version(place: Place) -> None:
    def older(branch: Path) -> None:
        shutil.rmtree(branch / "fr/latest")
        shutil.copytree(branch / "fr/1.0.0", branch / "fr/latest")

    by_hand(place, older)
    assert place.run("verify", "1.1.0", "-q", code=1) == "fr/latest: not what a command wrote\n"


def test_a_file_s_mode(place: Place) -> None:
    by_hand(place, lambda branch: (branch / "fr/1.0.0/index.html").chmod(0o755))
    said = place.run("verify", "1.0.0", "-q", code=1)
    assert said == "fr/1.0.0/index.html: no plain file (its mode is 100755)\n"


def test_a_page_altered_together_with_its_hash(place: Place) -> None:
    def forge(branch: Path) -> None:
        page, manifest = branch / "fr/1.0.0/methode.html", branch / "fr/1.0.0/manifest.json"
        before = sha256(page.read_bytes()).hexdigest()
        page.write_bytes(page.read_bytes() + b"\n")
        after = sha256(page.read_bytes()).hexdigest()
        manifest.write_text(manifest.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")

    by_hand(place, forge)
    said = place.run("verify", "1.0.0", "-q", code=1)
    assert said == "fr/1.0.0/manifest.json: altered (the tag v1.0.0 holds another hash)\n"


def test_a_tombstone_that_no_command_put(place: Place) -> None:
    def forge(branch: Path) -> None:
        (branch / "fr/1.0.0/methode.html").write_bytes(b"gone")
        status = json.loads((branch / "fr/status.json").read_bytes())
        status["versions"]["1.0.0"]["erased"] = [
            {"date": "2026-12-01", "reason": "r", "path": "methode.html", "sha256": sha256(b"gone").hexdigest()}
        ]
        (branch / "fr/status.json").write_text(json.dumps(status), encoding="utf-8")

    by_hand(place, forge)
    lines = place.run("verify", "1.0.0", "-q", code=1).splitlines()
    assert "fr/1.0.0/methode.html: not what a command wrote (a tombstone that no command put there)" in lines


def test_a_moved_tag(place: Place) -> None:
    message = git(place.study, "for-each-ref", "--format=%(contents)", "refs/tags/v1.0.0")
    old, new = git(place.study, "rev-parse", "v1.0.0^{commit}"), git(place.study, "rev-parse", "main")
    git(place.study, "tag", "-f", "-a", "-m", message, "v1.0.0", "main")
    said = place.run("verify", "1.0.0", "-q", code=1)
    assert said == f"v1.0.0: moved (it names {new[:12]}; fr was released from {old[:12]})\n"


def test_a_tag_that_is_not_here_is_said(place: Place) -> None:
    git(place.study, "tag", "-d", "v1.0.0")
    said = place.run("verify", "1.0.0")
    assert "the tag v1.0.0 is not here, so that the manifests were held to nothing: git fetch --tags" in said


def test_what_was_erased_never_makes_a_later_command_fail(place: Place) -> None:
    reason = ("--reason", "a person asked", "--date", "2026-12-10", "--push", "-q")
    place.run("withdraw", "1.1.0", "--erase", "study.json", "manifest.json", *reason)
    said = place.run("verify", "1.1.0")
    assert "fr/1.1.0/study.json: erased (2026-12-10: a person asked)" in said
    assert "the manifest in fr/1.1.0 was erased" in said
    assert "study.json of 1.1.0 was erased" in place.run("compare", "1.0.0", "1.1.0", code=1)
    place.run("withdraw", "1.1.0", "--erratum", "--reason", "a slip", "--push", "-q")
    for path in ("CITATION.cff", "CHANGELOG.md"):
        file = place.study / path
        file.write_text(file.read_text(encoding="utf-8").replace("1.1.0", "1.2.0"), encoding="utf-8")
    commit(place.study, "third")
    place.release("1.2.0")
    assert "its bytes are those of its manifest" in place.run("verify", "1.2.0")


def test_erasing_says_where_the_passages_still_stand(place: Place) -> None:
    said = place.run("withdraw", "1.1.0", "--erase", "preuves.html", "--reason", "a person asked")
    assert "fr/1.1.0/study.json still holds" in said
    assert "fr/1.0.0/preuves.html still holds" in said
    assert "fr/1.1.0/preuves.html" not in said
    assert "tombstone in 1.1.0 already" in place.run(
        "withdraw", "1.1.0", "--erase", "preuves.html", "--reason", "again", code=1
    )
