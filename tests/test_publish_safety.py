"""What publishing must never do: lose a version, write over sources, or take what it cannot read for absent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from publishing import Place, change, commit, git, place_in, second_version, set_version

from report_build.errors import ToolError
from report_build.publish.git import Git


def in_a_sub_folder(folder: Path) -> Place:
    """The small study as one of several things in its repository."""
    alone = place_in(folder)
    shutil.rmtree(alone.study / ".git")
    top = folder / "repository"
    (top / "papers").mkdir(parents=True)
    study = Path(shutil.move(alone.study, top / "papers" / "study"))
    (top / "README.md").write_text("Several studies.\n", encoding="utf-8")
    git(top, "init", "-q", "-b", "main")
    git(top, "config", "user.name", "Test")
    git(top, "config", "user.email", "test@example.invalid")
    git(top, "remote", "add", "origin", str(alone.remote))
    commit(top, "first")
    return Place(study, alone.remote)


def test_a_study_in_a_sub_folder_keeps_every_version(tmp_path: Path) -> None:
    place = in_a_sub_folder(tmp_path)
    place.release("1.0.0")
    first = place.files("fr/1.0.0")
    second_version(place)
    place.release("1.1.0")
    assert place.files("fr/1.0.0") == first
    place.run("publish", "dev", "--push", "--quiet")
    place.run("withdraw", "1.0.0", "--reason", "a wrong table", "--push")
    assert place.files("fr/1.0.0") == first
    listed = place.files("fr")
    assert {path.split("/")[0] for path in listed} >= {"1.0.0", "1.1.0", "latest", "dev", "versions.json"}
    assert "its bytes are those of its manifest" in place.run("verify", "1.0.0")
    assert "its bytes are those of its manifest" in place.run("verify", "1.1.0")
    git(place.study.parent.parent, "rev-parse", "v1.1.0")


def test_a_study_in_a_sub_folder_is_released_from_above_it(tmp_path: Path) -> None:
    place = in_a_sub_folder(tmp_path)
    above = Place(place.study.parent.parent, place.remote)
    config = "papers/study/mkdocs.yml"
    above.run("release", "1.0.0", "--push", "--quiet", "-f", config)
    second_version(place)
    above.run("release", "1.1.0", "--push", "--quiet", "-f", config)
    assert {path.split("/")[0] for path in place.files("fr")} >= {"1.0.0", "1.1.0", "latest"}
    assert "its bytes are those of its manifest" in above.run("verify", "1.0.0", "-f", config)


@pytest.mark.parametrize("branch", ["main", "sources"])
def test_a_branch_that_holds_sources_is_refused(branch: str, tmp_path: Path) -> None:
    place = place_in(tmp_path)
    git(place.study, "branch", "sources")
    before = git(place.study, "rev-parse", branch)
    for command in (["release", "1.0.0", "--quiet"], ["publish", "dev", "--quiet"]):
        said = place.run(*command, "--branch", branch, code=1)
        assert f"the branch {branch} " in said
        assert "Publications go to a branch of their own" in said
        assert "Traceback" not in said
    assert git(place.study, "rev-parse", branch) == before
    assert git(place.study, "status", "--porcelain") == ""


def test_what_cannot_be_read_is_not_taken_for_absent(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    place.release("1.0.0")
    tip = git(place.study, "rev-parse", "gh-pages")
    tree = git(place.study, "rev-parse", "gh-pages:fr")
    objects = place.study / ".git" / "objects"
    (objects / tree[:2] / tree[2:]).unlink()
    with pytest.raises(ToolError):
        Git(place.study).file("gh-pages:fr/versions.json")
    set_version(place.study, "1.1.0", "2026-12-01")
    change(place.study, "docs/fr/methode.md", "codés un à un", "codés un à un, puis relus")
    commit(place.study, "second")
    said = place.run("release", "1.1.0", "--quiet", code=1)
    assert "git ls-tree failed" in said
    assert git(place.study, "rev-parse", "gh-pages") == tip


def test_absent_is_absent(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    known = Git(place.study)
    assert known.commit_of("gh-pages") is None
    assert known.tree("gh-pages") == ()
    assert known.files("main:nowhere") == {}
    assert known.file("main:docs/nowhere.md") is None
    assert known.file("main:CITATION.cff") is not None
