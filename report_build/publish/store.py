"""The store of released versions: the publication branch, read and extended without a checkout.

The branch is the only truth. A change is one commit, written as loose objects first; the branch is moved last and
in one step, so whoever is killed leaves either the old state or the whole new one. What a step costs depends on
the files of the new version, not on how many versions stand there already: their trees are taken over by name.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from report_build.errors import ReportError, ToolError
from report_build.publish import manifest
from report_build.publish.git import FILE_MODE, TREE_MODE, Git, Item
from report_build.publish.status import Status
from report_build.publish.versions import DEV, LATEST, Version, Versions

STALE_AFTER = 3.0  # seconds that a git lock may stand unchanged while we hold the publishing lock
VERSIONS_FILE = "versions.json"
STATUS_FILE = "status.json"
STUDY_FILE = "study.json"


@dataclass(frozen=True, slots=True)
class LanguageState:
    """What stands under ``/<language>/`` in the publication branch."""

    versions: Versions = field(default_factory=Versions)
    status: Status = field(default_factory=Status)


@dataclass(frozen=True, slots=True)
class Slot:
    """A built site to be placed under ``/<language>/<name>/``."""

    language: str
    name: str  # a version or "dev"
    folder: Path


class Store:
    """The publication branch of one repository."""

    def __init__(self, git: Git, branch: str) -> None:
        self.git = git
        self.branch = branch

    @property
    def reference(self) -> str:
        return f"refs/heads/{self.branch}"

    def tip(self) -> str | None:
        """The branch's commit; None where nothing was ever published."""
        return self.git.commit_of(self.reference)

    def require_own_branch(self) -> None:
        """See that the branch is for publications alone, before anything is written to it.

        :raises ReportError: it is checked out somewhere, or holds files of another kind.
        """
        cure = "Publications go to a branch of their own: leave --branch out, or name a new one"
        if self.branch in self.git.branches_in_use():
            raise ReportError(f"the branch {self.branch} is checked out: it holds sources. {cure}")
        names = {item.name for item in self.git.tree(self.reference)}
        if names and ".nojekyll" not in names:
            raise ReportError(f"the branch {self.branch} holds '{min(names)}', which no publication wrote. {cure}")

    def languages(self) -> tuple[str, ...]:
        """The languages that have released or ``dev`` pages."""
        return tuple(
            item.name
            for item in self.git.tree(self.reference)
            if item.kind == "tree" and self.git.file(f"{self.reference}:{item.name}/{VERSIONS_FILE}") is not None
        )

    def read_language(self, language: str) -> LanguageState:
        """The versions and what is known of them; empty where the language was never published.

        :raises ReportError: a list on the branch cannot be read; nothing is written over it.
        """
        place = f"{self.reference}:{language}"
        try:
            return LanguageState(
                Versions.from_json(self.git.file(f"{place}/{VERSIONS_FILE}")),
                Status.from_json(self.git.file(f"{place}/{STATUS_FILE}")),
            )
        except ValueError as unreadable:
            raise ReportError(
                f"the list of versions in {self.branch}:{language}/ cannot be read ({unreadable}). "
                f"Look at it with: git show {self.branch}:{language}/{VERSIONS_FILE}"
            ) from unreadable

    def files(self, language: str, version: Version) -> Mapping[str, str]:
        """The released files of a version: path -> git's blob name; empty where it does not stand there."""
        return self.git.files(f"{self.reference}:{language}/{version}")

    def file(self, language: str, version: Version, path: str) -> bytes | None:
        return self.git.file(f"{self.reference}:{language}/{version}/{path}")

    def pages(self, language: str, version: Version) -> Mapping[str, str]:
        """What each page of a version says, as a hash by page address, from the version's own manifest."""
        data = self.file(language, version, manifest.FILE)
        return {} if data is None else manifest.Manifest.from_json(data).pages

    def for_comparison(self, language: str, version: Version) -> Mapping[str, bytes]:
        """What the next build compares itself with: path below the language's folder -> bytes."""
        files = self.files(language, version)
        wanted = {
            path: name
            for path, name in files.items()
            if path in (STUDY_FILE, manifest.FILE) or (path.startswith("displays/") and path.endswith(".svg"))
        }
        blobs = dict(self.git.blobs(wanted.values()))
        return {path: blobs[name] for path, name in wanted.items()}

    def commit(
        self,
        slots: Sequence[Slot],
        states: Mapping[str, LanguageState],
        root: Mapping[str, bytes],
        language_files: Mapping[str, Mapping[str, bytes]],
        *,
        message: str,
        date: str,
        replaced: Mapping[str, Mapping[str, bytes]] | None = None,
    ) -> str:
        """Write one commit on the branch and move the branch to it; returns the commit.

        ``latest`` becomes the newest version that was not withdrawn: another name of the same tree.
        ``root`` are files at the root, ``language_files`` files beside the versions of a language.
        ``replaced`` (language -> path below it -> bytes) puts a tombstone in a released file's place; it is the
        only way in which a released version's tree changes.

        :raises ReportError: a version among ``slots`` stands there already, or the branch moved meanwhile.
        """
        before = self.tip()
        items = {item.name: item for item in (self.git.tree(before) if before else ())}
        languages = sorted({*states, *(slot.language for slot in slots)})
        for language in languages:
            inner = {item.name: item for item in (self.git.tree(f"{before}:{language}") if before else ())}
            for slot in (slot for slot in slots if slot.language == language):
                if slot.name in inner and slot.name != DEV:
                    raise ReportError(f"{language}/{slot.name} is published already: released pages never change")
                inner[slot.name] = Item(TREE_MODE, "tree", self.git.store_folder(slot.folder), slot.name)
            inner |= self._with_replaced(before, language, (replaced or {}).get(language, {}))
            state = states.get(language, LanguageState())
            standing = state.status.latest
            if standing in inner:
                inner[LATEST] = Item(TREE_MODE, "tree", inner[standing].object, LATEST)
            beside = {
                VERSIONS_FILE: state.versions.to_json(standing),
                STATUS_FILE: state.status.to_json(),
                **language_files.get(language, {}),
            }
            for name, data in beside.items():
                inner[name] = Item(FILE_MODE, "blob", self.git.store_blob(data), name)
            items[language] = Item(TREE_MODE, "tree", self.git.store_tree(inner.values()), language)
        for name, data in root.items():
            items[name] = Item(FILE_MODE, "blob", self.git.store_blob(data), name)
        commit = self.git.store_commit(self.git.store_tree(items.values()), before, message, date)
        self._move(commit, before)
        return commit

    def _with_replaced(self, before: str | None, language: str, files: Mapping[str, bytes]) -> Mapping[str, Item]:
        """The version trees in which some files give way to others, by the folder's name."""
        changed: dict[str, dict[str, str]] = {}
        for path, data in files.items():
            name, inner = path.split("/", 1)
            tree = changed.setdefault(name, dict(self.git.files(f"{before}:{language}/{name}")))
            if inner not in tree:
                raise ReportError(f"{language}/{path} is not a published file")
            tree[inner] = self.git.store_blob(data)
        return {name: Item(TREE_MODE, "tree", self.git.store_files(tree), name) for name, tree in changed.items()}

    def _move(self, commit: str, before: str | None) -> None:
        self._clear_stale_locks()
        try:
            self.git.move_branch(self.branch, commit, before)
        except ToolError as refused:
            if self.tip() != before:
                raise ReportError(
                    f"the branch {self.branch} was moved by somebody else meanwhile; nothing of this was published. "
                    "Run the same command again"
                ) from refused
            raise

    def restore(self, commit: str | None) -> None:
        """Let the branch point to an earlier commit again, or not exist (None): a publication is taken back whole."""
        self._clear_stale_locks()
        now = self.tip()
        if commit is None:
            self.git.run("update-ref", "-d", self.reference, now or "")
        else:
            self.git.move_branch(self.branch, commit, now)

    def _clear_stale_locks(self) -> None:
        """Remove git's locks where a killed git left them: they stand unchanged while we hold our own."""
        folder = self.git.metadata
        for lock in (folder / f"{self.reference}.lock", folder / "packed-refs.lock", *folder.glob("refs/tags/*.lock")):
            began = time.monotonic()
            while lock.exists():
                if time.monotonic() - began > STALE_AFTER:
                    lock.unlink(missing_ok=True)
                    break
                time.sleep(0.1)

    @contextmanager
    def publishing(self) -> Iterator[Path]:
        """Hold the publishing lock; the system lets go of it when we end, however we end. Gives an empty work folder.

        The folder stands under git's own metadata: what a killed run left in it is found and cleared by the next one.

        :raises ReportError: another publishing command is under way in this repository.
        """
        file = self.git.metadata / "report-build-publishing.lock"
        with Path(file).open("a", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as held:
                raise ReportError(
                    "another release or publication is under way in this repository. "
                    "Wait for it to end, then run this again"
                ) from held
            work = self.git.metadata / "report-build-publishing"
            try:
                handle.truncate(0)
                handle.write(f"{os.getpid()}\n")
                handle.flush()
                self._clear_stale_locks()
                _remove(work)
                work.mkdir()
                yield work
            finally:
                _remove(work)
                fcntl.flock(handle, fcntl.LOCK_UN)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
