"""Laws of the publication branch, in real throw-away repositories."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_build.errors import ReportError, ToolError, UsageError
from report_build.publish.git import Git
from report_build.publish.remote import Remote
from report_build.publish.status import Notice, Record, Status
from report_build.publish.store import LanguageState, Slot, Store
from report_build.publish.versions import Version, Versions

versions = st.builds(Version, *[st.integers(0, 40)] * 3)
words = st.text(max_size=20)
notices = st.builds(Notice, date=words, reason=words, path=words, sha256=words, version=words)
records = st.builds(
    Record,
    date=words,
    commit=words,
    changed=st.lists(words, max_size=3).map(tuple),
    withdrawn=st.none() | notices,
    errata=st.lists(notices, max_size=2).map(tuple),
    erased=st.lists(notices, max_size=2).map(tuple),
)


def repository(folder: Path) -> Git:
    folder.mkdir(parents=True)
    for command in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "Test"],
        ["config", "user.email", "test@example.invalid"],
        ["commit", "-q", "--allow-empty", "-m", "start"],
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return Git(folder)


def built(folder: Path, files: dict[str, str]) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder


def release(store: Store, folder: Path, name: str, language: str = "fr") -> str:
    state = store.read_language(language)
    version = Version.read(name)
    after = LanguageState(
        state.versions.with_release(version), state.status.with_record(version, Record(date="2026-11-22"))
    )
    return store.commit(
        [Slot(language, name, folder)],
        {language: after},
        {"index.html": b"root"},
        {language: {"feed.xml": b"<feed/>"}},
        message=f"Release {name}",
        date="2026-11-22",
    )


@given(st.lists(versions), st.booleans())
def test_the_list_of_versions_reads_back_what_it_wrote(released: list[Version], dev: bool) -> None:
    listed = Versions(dev=dev)
    for version in released:
        listed = listed.with_release(version)
    assert Versions.from_json(listed.to_json()) == listed
    assert listed.latest == max(released, default=None)


def test_entries_of_others_stay_in_the_list() -> None:
    kept = Versions.from_json(b'[{"version": "autumn", "title": "Autumn", "aliases": []}]').with_release(
        Version(1, 0, 0)
    )
    assert b'"autumn"' in kept.to_json()


@given(st.dictionaries(versions.map(str), records, max_size=4))
def test_the_status_reads_back_what_it_wrote(known: dict[str, Record]) -> None:
    assert Status.from_json(Status(known).to_json()) == Status(known)


@pytest.mark.parametrize("words", ["1", "1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.0 ", "", "1.0.-1"])
def test_only_plain_versions_are_versions(words: str) -> None:
    with pytest.raises(UsageError):
        Version.read(words)


def test_the_latest_is_never_a_withdrawn_version_while_another_stands() -> None:
    gone = Record("2026-02-01", withdrawn=Notice("2026-03-01", "wrong table"))
    assert Status({"1.0.0": Record("2026-01-01"), "1.1.0": gone}).latest == "1.0.0"
    assert Status({"1.1.0": gone}).latest == "1.1.0"


def test_a_release_adds_its_files_and_leaves_all_others(tmp_path: Path) -> None:
    store = Store(repository(tmp_path / "r"), "gh-pages")
    assert store.tip() is None
    assert store.read_language("fr") == LanguageState()
    first = built(tmp_path / "one", {"index.html": "un", "displays/t.csv": "a,b", "a/b/c.txt": "x"})
    release(store, first, "1.0.0")
    before = store.files("fr", Version(1, 0, 0))
    assert set(before) == {"index.html", "displays/t.csv", "a/b/c.txt"}
    release(store, built(tmp_path / "two", {"index.html": "deux"}), "1.1.0")
    assert store.files("fr", Version(1, 0, 0)) == before
    assert store.file("fr", Version(1, 1, 0), "index.html") == b"deux"
    assert store.git.file("gh-pages:fr/latest/index.html") == b"deux"
    assert store.languages() == ("fr",)
    assert store.read_language("fr").versions.released == (Version(1, 1, 0), Version(1, 0, 0))
    assert store.git.output("log", "--format=%s", "-1", "gh-pages") == "Release 1.1.0"


def test_a_published_version_is_never_replaced(tmp_path: Path) -> None:
    store = Store(repository(tmp_path / "r"), "gh-pages")
    folder = built(tmp_path / "one", {"index.html": "un"})
    tip = release(store, folder, "1.0.0")
    with pytest.raises(ReportError, match=r"fr/1.0.0 is published already"):
        release(store, folder, "1.0.0")
    assert store.tip() == tip


def test_the_branch_is_not_moved_when_somebody_else_moved_it(tmp_path: Path) -> None:
    store = Store(repository(tmp_path / "r"), "gh-pages")
    tip = release(store, built(tmp_path / "one", {"index.html": "un"}), "1.0.0")
    other = store.git.store_commit(store.git.output("rev-parse", f"{tip}^{{tree}}"), tip, "elsewhere", "2026-11-23")
    with pytest.raises(ToolError):
        store.git.move_branch("gh-pages", other, "f" * 40)
    assert store.tip() == tip


def test_a_list_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    store = Store(repository(tmp_path / "r"), "gh-pages")
    store.commit([], {}, {}, {"fr": {}}, message="nothing", date="2026-11-22")
    release(store, built(tmp_path / "one", {"index.html": "un"}), "1.0.0")
    state = store.read_language("fr")
    tip = store.commit([], {"fr": state}, {}, {"fr": {"versions.json": b"{"}}, message="broken", date="2026-11-22")
    with pytest.raises(ReportError, match="cannot be read"):
        store.read_language("fr")
    assert store.tip() == tip


def test_a_lock_left_by_a_killed_git_is_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(repository(tmp_path / "r"), "gh-pages")
    release(store, built(tmp_path / "one", {"index.html": "un"}), "1.0.0")
    monkeypatch.setattr("report_build.publish.store.STALE_AFTER", 0.2)
    lock = store.git.metadata / "refs/heads/gh-pages.lock"
    lock.write_bytes(b"")
    release(store, built(tmp_path / "two", {"index.html": "deux"}), "1.1.0")
    assert not lock.exists()


def test_two_publications_do_not_run_at_once(tmp_path: Path) -> None:
    store = Store(repository(tmp_path / "r"), "gh-pages")
    with store.publishing(), pytest.raises(ReportError, match="under way"), Store(store.git, "gh-pages").publishing():
        pass
    with store.publishing():
        assert (store.git.metadata / "report-build-publishing.lock").read_text(encoding="utf-8").strip() == str(
            os.getpid()
        )


def test_a_tombstone_replaces_one_file_and_no_other(tmp_path: Path) -> None:
    store = Store(repository(tmp_path / "r"), "gh-pages")
    release(store, built(tmp_path / "one", {"index.html": "un", "data/x.csv": "secret"}), "1.0.0")
    state = {"fr": store.read_language("fr")}
    taken = {"fr": {"1.0.0/data/x.csv": b"taken down"}}
    store.commit([], state, {}, {}, message="Erase", date="2026-11-23", replaced=taken)
    assert store.file("fr", Version(1, 0, 0), "data/x.csv") == b"taken down"
    assert store.file("fr", Version(1, 0, 0), "index.html") == b"un"
    missing = {"fr": {"1.0.0/none": b""}}
    with pytest.raises(ReportError, match=r"fr/1.0.0/none is not a published file"):
        store.commit([], state, {}, {}, message="Erase", date="2026-11-23", replaced=missing)


def test_branches_that_parted_are_told_of_in_terms_of_versions(tmp_path: Path) -> None:
    git = repository(tmp_path / "r")
    store = Store(git, "gh-pages")
    first = release(store, built(tmp_path / "one", {"index.html": "un"}), "1.0.0")
    release(store, built(tmp_path / "two", {"index.html": "deux"}), "1.1.0")
    theirs = git.output("clone", "-q", "--bare", ".", str(tmp_path / "remote")) or str(tmp_path / "remote")
    git.move_branch("gh-pages", first, store.tip())
    release(store, built(tmp_path / "three", {"index.html": "trois"}), "1.1.0")
    said = r"then release yours as a version above 1\.1\.0: 1\.1\.0 there is another than here"
    with pytest.raises(ReportError, match=said):
        Remote(store, theirs).follow()
    git.move_branch("gh-pages", first, store.tip())
    release(store, built(tmp_path / "four", {"index.html": "quatre"}), "1.2.0")
    with pytest.raises(ReportError, match=r"then release 1\.2\.0 anew$"):
        Remote(store, theirs).follow()
    with pytest.raises(ToolError, match=r"^the remote nowhere cannot be read, and nothing was published"):
        Remote(store, "nowhere").follow()
