"""What publishing must never do: lose a version, write over sources, or take what it cannot read for absent."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from publishing import Place, change, commit, copy_of, git, in_repository, place_in, second_version, set_version

from report_build.cli.publishing import tell_of_names
from report_build.errors import ReportError, ToolError
from report_build.publish.git import Git
from report_build.publish.status import Record, Status
from report_build.publish.store import LanguageState, Store
from report_build.publish.versions import Version

OTHER = ("-c", "user.name=Other", "-c", "user.email=other@example.invalid")
NO_VERSIONS = Status().to_json().decode()


@pytest.fixture
def published(once: Place, tmp_path: Path) -> Place:
    """1.0.0 released; to be changed."""
    return copy_of(once, tmp_path / "copy")


def in_a_sub_folder(folder: Path) -> Place:
    """The small study as one of several things in its repository."""
    alone = place_in(folder)
    shutil.rmtree(alone.study / ".git")
    top = folder / "repository"
    (top / "papers").mkdir(parents=True)
    study = Path(shutil.move(alone.study, top / "papers" / "study"))
    (top / "README.md").write_text("Several studies.\n", encoding="utf-8")
    in_repository(top, alone.remote, ignored="")
    return Place(study, alone.remote)


def test_a_study_in_a_sub_folder_keeps_every_version(tmp_path: Path) -> None:
    """Whether it is released from its own folder or from above it."""
    place = in_a_sub_folder(tmp_path)
    above = Place(place.study.parent.parent, place.remote)
    of_study = ("-f", "papers/study/mkdocs.yml")
    place.release("1.0.0")
    first = place.files("fr/1.0.0")
    second_version(place)
    above.release("1.1.0", *of_study)
    assert place.files("fr/1.0.0") == first
    place.run("publish", "dev", "--push", "--quiet")
    place.run("withdraw", "1.0.0", "--reason", "a wrong table", "--push")
    assert place.files("fr/1.0.0") == first
    listed = place.files("fr")
    assert {path.split("/")[0] for path in listed} >= {"1.0.0", "1.1.0", "latest", "dev", "versions.json"}
    assert "its bytes are those of its manifest" in above.run("verify", "1.0.0", *of_study)
    assert "its bytes are those of its manifest" in place.run("verify", "1.1.0")
    git(above.study, "rev-parse", "v1.1.0")


@pytest.mark.parametrize("branch", ["main", "sources"])
def test_a_branch_that_holds_sources_is_refused(branch: str, tmp_path: Path) -> None:
    place = place_in(tmp_path)
    git(place.study, "branch", "sources")
    git(place.study, "branch", "old/pages")
    before = git(place.study, "rev-parse", branch)
    for command in (["release", "1.0.0", "--quiet"], ["publish", "dev", "--quiet"]):
        said = place.run(*command, "--branch", branch, code=1)
        assert f"the branch {branch} " in said
        assert "Publications go to a branch of their own" in said
        assert "Traceback" not in said
    assert git(place.study, "rev-parse", branch) == before
    assert git(place.study, "status", "--porcelain") == ""
    if branch == "sources":
        return
    said = place.run("release", "1.0.0", "--quiet", "--branch", "old", code=1)
    assert "git can have no branch old beside old/pages" in said
    for name in ("../x", "", "a b", "x.lock", "HEAD"):
        said = place.run("publish", "dev", "--quiet", "--branch", name, code=1)
        assert said.startswith(f"report-build: git can have no branch called '{name}'. Publications go to")


def test_what_cannot_be_read_is_not_taken_for_absent(published: Place) -> None:
    place = published
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


def refused(place: Place, words: str, *, code: int = 1) -> str:
    """A release refuses in one sentence that holds these words, before anything is built or written."""
    before = git(place.study, "for-each-ref")
    said = place.run("release", "1.0.0", "--push", "--quiet", code=code)
    assert words in said.splitlines()[0], said
    assert "Traceback" not in said
    assert "internal" not in said
    assert git(place.study, "for-each-ref") == before
    return said


def test_a_repository_that_cannot_take_a_release_is_told_of_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_in(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    git(place.study, "config", "tag.gpgsign", "true")
    git(place.study, "config", "gpg.program", "false")
    refused(place, "git is set to sign tags and cannot: give it a key")
    git(place.study, "config", "tag.gpgsign", "false")
    git(place.study, "config", "user.useConfigOnly", "true")
    git(place.study, "config", "--unset", "user.email")
    refused(place, "git does not know in whose name to commit: git config user.name")
    shutil.move(place.study / ".git", tmp_path / "elsewhere")
    said = place.run("release", "1.0.0", "--quiet", code=1)
    assert said == (
        "report-build: study/ is in no git repository: versions live in a branch of one. "
        "Begin one with: git init, then commit the report\n"
    )


@contextmanager
def as_nobody() -> Iterator[None]:
    """What is asked meanwhile is asked as a user without any rights; as root, who may write everywhere."""
    if os.getuid():
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="rights differ there")
@pytest.mark.parametrize("name", ["", "refs/tags", "objects/{object}"])
def test_where_git_may_not_write_is_told_before_anything_is_built(name: str) -> None:
    with TemporaryDirectory(dir="/tmp") as folder:  # which nobody may look into, unlike a folder of the tests' own
        top = Path(folder)
        top.chmod(0o755)
        git(top, "init", "-q")
        known = Git(top)
        made = known.store_blob(b"something")
        for path in top.rglob("*"):
            path.chmod(0o777)
        known.require_leave_to_write()
        shut = known.metadata / name.format(object=made[:2])
        shut.chmod(0o555)
        told = f"{Path('.git', shut.relative_to(known.metadata)).as_posix()}/, where git keeps versions, cannot be"
        with as_nobody(), pytest.raises(ReportError, match=re.escape(told)):
            known.require_leave_to_write()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    known = Git(tmp_path)
    tree = known.store_files({"a": known.store_blob(b"something")})
    with pytest.raises(ReportError, match=r"^the disk is full: git could not write") as told:
        known.run("-c", f"alias.full=!git ls-tree {tree} >/dev/full", "full")
    assert not isinstance(told.value, ToolError)


def test_a_repository_that_git_does_not_trust_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_in(tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = place.run("release", "1.0.0", "--quiet", code=1)
    assert said.startswith("report-build: git does not trust the repository of study/")
    assert len(said.splitlines()) == 1


def foreign(study: Path, files: dict[str, str]) -> None:
    """A branch gh-pages that somebody else wrote, with nothing of the sources in it."""
    folder = study.parent / "foreign"
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    git(folder, "init", "-q", "-b", "gh-pages")
    git(folder, "add", "--all")
    git(folder, *OTHER, "commit", "-q", "-m", "foreign")
    git(study, "fetch", "-q", str(folder), "gh-pages:gh-pages")


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({".nojekyll": "", "fr": "a file"}, "gh-pages:fr is not what a publication writes"),
        ({".nojekyll": "", "fr/versions.json": "{}"}, "gh-pages:fr/versions.json is not what"),
        ({".nojekyll": "", "fr/versions.json": "[]", "fr/status.json": "[]"}, "gh-pages:fr/status.json cannot be read"),
        (
            {".nojekyll": "", "fr/versions.json": "[]", "fr/status.json": NO_VERSIONS, "fr/1.0.0": "x"},
            "gh-pages:fr/1.0.0 is not what a publication writes",
        ),
        (
            {".nojekyll": "", "fr/versions.json": "[]", "fr/status.json": NO_VERSIONS, "fr/1.0.0/x": "x"},
            "gh-pages:fr/ holds 1.0.0, which versions.json or status.json there does not list",
        ),
        ({".nojekyll": "", "404.html/page": "x"}, "gh-pages:404.html is not what a publication writes"),
        ({"src/main.c": "x"}, "the branch gh-pages holds 'src'"),
        ({".nojekyll": "", "mkdocs.yml": "x"}, "the branch gh-pages holds sources: mkdocs.yml"),
    ],
)
def test_what_others_wrote_is_not_written_over(files: dict[str, str], words: str, tmp_path: Path) -> None:
    study = tmp_path / "study"
    study.mkdir()
    git(study, "init", "-q", "-b", "main")
    git(study, *OTHER, "commit", "-q", "--allow-empty", "-m", "first")
    foreign(study, files)
    with pytest.raises(ReportError, match=re.escape(words)):
        Store(Git(study), "gh-pages").require_own_branch(["fr"], ["mkdocs.yml"])


def test_a_branch_that_is_looked_at_in_another_folder_is_let_go_of(tmp_path: Path) -> None:
    study, looked_at = tmp_path / "study", tmp_path / "site"
    study.mkdir()
    git(study, "init", "-q", "-b", "main")
    git(study, *OTHER, "commit", "-q", "--allow-empty", "-m", "first")
    foreign(study, {".nojekyll": ""})
    store = Store(Git(study), "gh-pages")
    git(study, "worktree", "add", "-q", "../site", "gh-pages")
    with pytest.raises(ReportError, match=r"is checked out in .*site, and would change under it") as said:
        store.require_own_branch(["fr"], ["mkdocs.yml"])
    assert f"git -C {looked_at} checkout --detach" in str(said.value)
    git(looked_at, "checkout", "-q", "--detach")
    store.require_own_branch(["fr"], ["mkdocs.yml"])
    git(looked_at, "checkout", "-q", "gh-pages")
    shutil.rmtree(looked_at)
    store.require_own_branch(["fr"], ["mkdocs.yml"])  # the folder is gone


def test_what_others_wrote_elsewhere_stays(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    foreign(place.study, {".nojekyll": "", "CNAME": "report.example\n"})
    place.run("release", "1.0.0", "--quiet")
    tip = git(place.study, "rev-parse", "gh-pages")
    items = git(place.study, "ls-tree", tip).splitlines()
    other = git(place.study, "hash-object", "-w", "CITATION.cff")
    inner = f"100644 blob {other}\tversions.json"
    tree = Git(place.study).run("mktree", data=f"{inner}\n".encode()).decode().strip()
    items += [f"040000 tree {tree}\tmine", f"160000 commit {'1' * 40}\tmodule"]
    whole = Git(place.study).run("mktree", "--missing", data=("\n".join(items) + "\n").encode()).decode().strip()
    made = git(place.study, "commit-tree", whole, "-p", tip, "-m", "beside")
    git(place.study, "update-ref", "refs/heads/gh-pages", made)
    place.run("withdraw", "1.0.0", "--reason", "a wrong table", "-q")
    after = git(place.study, "ls-tree", "gh-pages")
    assert f"160000 commit {'1' * 40}\tmodule" in after
    assert f"040000 tree {tree}\tmine" in after
    assert "CNAME" in after
    place.run("verify", "1.0.0")


def test_a_release_is_built_from_its_commit_alone(tmp_path: Path) -> None:
    """Ignored, hidden and falsely unchanged files are no part of a commit, nor are the line ends of a machine."""
    place = place_in(tmp_path)
    (place.study / ".gitignore").write_text("site/\n.cache/\nignored.*\n", encoding="utf-8")
    commit(place.study, "ignore")
    (place.study / "docs/fr/ignored.md").write_text("# Secret {#sec-secret}\n", encoding="utf-8")
    (place.study / "docs/fr/ignored.txt").write_text("secret", encoding="utf-8")
    git(place.study, "update-index", "--assume-unchanged", "docs/fr/methode.md")
    change(place.study, "docs/fr/methode.md", "codés un à un", "codés deux à deux")
    git(place.study, "config", "core.autocrlf", "true")
    place.release("1.0.0")
    assert not [path for path in place.files("fr/1.0.0") if "ignored" in path]
    page = place.read("fr/1.0.0/methode.html")
    assert "codés un à un" in page
    manifest = place.read("fr/1.0.0/manifest.json")
    assert sha256(git_bytes(place, "main:docs/fr/methode.md")).hexdigest() in manifest
    assert "its bytes are those of its manifest" in place.run("verify", "1.0.0")
    git(place.study, "config", "status.showUntrackedFiles", "no")
    (place.study / "docs/fr/untracked.md").write_text("# U {#sec-u}\n", encoding="utf-8")
    assert "docs/fr/untracked.md" in place.release("1.0.0", code=1)


def git_bytes(place: Place, name: str) -> bytes:
    data = Git(place.study).file(name)
    assert data is not None
    return data


def test_a_link_out_of_the_repository_is_refused(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    (place.study / "docs/fr/b.txt").symlink_to("/proc/self/environ")
    commit(place.study, "link out")
    refused(place, "docs/fr/b.txt is a link that leads out of the repository")
    git(place.study, "rm", "-q", "docs/fr/b.txt")
    head = git(place.study, "rev-parse", "HEAD")
    git(place.study, "update-index", "--add", "--cacheinfo", f"160000,{head},docs/fr/lib")
    (place.study / "docs/fr/lib").mkdir()
    git(place.study, "commit", "-q", "-m", "submodule")
    refused(place, "docs/fr/lib is a submodule, and no commit holds its files")


def test_a_tag_that_cannot_be_made_leaves_no_version_behind(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    (place.study / ".git/refs/tags/v1.0.0").mkdir()
    (place.study / ".git/refs/tags/v1.0.0/stands").write_text(git(place.study, "rev-parse", "HEAD"), encoding="utf-8")
    place.run("release", "1.0.0", "--quiet", code=1)
    assert "gh-pages" not in git(place.study, "branch")
    shutil.rmtree(place.study / ".git/refs/tags/v1.0.0")
    place.release("1.0.0")


def test_what_was_cut_off_before_its_push_is_taken_up(published: Place) -> None:
    place = published
    reason = ("--reason", "a wrong table", "--date", "2026-12-10")
    for act in (["withdraw", "1.0.0", *reason], ["withdraw", "1.0.0", "--erratum", *reason]):
        place.run(*act)  # as one that was cut off
        here = git(place.study, "rev-parse", "gh-pages")
        assert "already" in place.run(*act, code=1)
        assert "already" in place.run(*act, "--push")
        assert git(place.remote, "rev-parse", "gh-pages") == git(place.study, "rev-parse", "gh-pages") == here
        assert "nothing is left to do" in place.run(*act, "--push", code=1)
    assert place.read("fr/status.json").count("a wrong table") == 2


def test_what_readers_would_be_told_wrongly_is_refused(published: Place) -> None:
    before = git(published.study, "rev-parse", "gh-pages")
    for more, words, code in (
        (["--erratum", "--corrected-by", "9.9.9"], "9.9.9 is not published on gh-pages", 1),
        (["--erratum", "--corrected-by", "1.0.0"], "1.0.0 cannot be corrected by itself", 1),
        (["--date", "2026-13-45"], "--date '2026-13-45' is no day: write it as YYYY-MM-DD", 2),
    ):
        assert words in published.run("withdraw", "1.0.0", "--reason", "a wrong table", *more, code=code)
    assert git(published.study, "rev-parse", "gh-pages") == before


def test_a_partial_clone_whose_remote_is_out_of_reach_writes_nothing(published: Place, tmp_path: Path) -> None:
    git(published.remote, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=tree:0", f"file://{published.remote}", str(clone))
    git(clone, "branch", "-q", "gh-pages", "origin/gh-pages")
    published.remote.rename(tmp_path / "away")
    with pytest.raises(ToolError, match=r"^this clone holds a part of the repository and cannot fetch the rest"):
        Store(Git(clone), "gh-pages").languages()


def test_a_token_in_an_address_is_never_printed(tmp_path: Path) -> None:
    place = place_in(tmp_path)
    for address in (
        "https://me:s3cr3t@localhost:1/x.git",
        "https://s3cr3t@localhost:1/x.git",
        "http://localhost:1/x.git?private_token=s3cr3t",
    ):
        said = place.run("publish", "dev", "--quiet", "--push", address, code=1)
        assert "s3cr3t" not in said, said


def test_an_undo_leaves_the_commits_of_others(published: Place) -> None:
    place = published
    store = Store(Git(place.study), "gh-pages")
    before = store.tip()
    assert before is not None
    tree = git(place.study, "rev-parse", "gh-pages^{tree}")
    made = store.git.store_commit(tree, before, "ours", "2026-11-23")
    theirs = store.git.store_commit(tree, made, "theirs", "2026-11-24")
    store.git.move_branch("gh-pages", theirs, before)
    assert not store.take_back(made, before)
    assert store.tip() == theirs


def test_a_list_that_lost_a_version_is_not_written_on(published: Place) -> None:
    place = published
    store = Store(Git(place.study), "gh-pages")
    with pytest.raises(ReportError, match=r"gh-pages:fr/ holds 1\.0\.0, which versions\.json or status\.json"):
        store.commit([], {"fr": LanguageState()}, {}, {}, message="nothing", date="2026-11-23")
    known = store.read_language("fr")
    earlier = Version(0, 9, 0)
    more = LanguageState(
        known.versions.with_release(earlier), known.status.with_record(earlier, Record("2026-11-01", ""))
    )
    with pytest.raises(ReportError, match=r"gh-pages:fr/ lists 0\.9\.0, whose pages do not stand there"):
        store.commit([], {"fr": more}, {}, {}, message="nothing", date="2026-11-23")


def test_real_names_that_cannot_be_looked_for_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "-q")
    known = Git(tmp_path)
    tell_of_names(tmp_path, known)
    assert capsys.readouterr().err == ""  # a study that never had a list of them
    (tmp_path / ".gitignore").write_text("private/\n", encoding="utf-8")
    tell_of_names(tmp_path, known)
    said = capsys.readouterr().err
    assert said.startswith("private/names.csv: note RB154 names-elsewhere: there is no such file here")
    (tmp_path / "private").mkdir()
    (tmp_path / "private/names.csv").write_text("real,pseudonym\n", encoding="utf-8")
    tell_of_names(tmp_path, known)
    assert capsys.readouterr().err == ""
