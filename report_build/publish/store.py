"""The store of released versions: the publication branch, read and extended without a checkout.

The branch is the only truth. A change is one commit, written as loose objects first; the branch is moved last and
in one step, so whoever is killed leaves either the old state or the whole new one. What a step costs depends on
the files of the new version, not on how many versions stand there already: their trees are taken over by name.
"""

from __future__ import annotations

import os
import shlex
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from report_build.errors import ReportError, ToolError
from report_build.metadata.publication import STUDY_FILE
from report_build.model.access import PUBLIC_EDITION
from report_build.model.edition import DEV, LATEST
from report_build.publish import manifest
from report_build.publish.commit_lines import landing_line, tombstone_line
from report_build.publish.git import FILE_MODE, TREE_MODE, Git, Item
from report_build.publish.lock import leave_lock, take_lock
from report_build.publish.outputs import PUBLISHING
from report_build.publish.status import Status
from report_build.publish.versions import Version, Versions, is_version

STALE_AFTER = 3.0  # seconds that a git lock may stand unchanged while we hold the publishing lock
VERSIONS_FILE = "versions.json"
STATUS_FILE = "status.json"
ROOT_FILES = (".nojekyll", "404.html", "index.html", "sitemap.xml")  # beside the languages
LANGUAGE_FILES = ("index.html", "feed.xml", VERSIONS_FILE, STATUS_FILE)  # beside a language's versions
Read = TypeVar("Read", Versions, Status)
# what may stand on a branch before the first publication: files that hosts read or write there
OF_HOSTS = {".domains", ".gitattributes", ".nojekyll", ".well-known", "CNAME", "README.md", "robots.txt"}


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

    def __init__(self, git: Git, branch: str, *, at: str = "") -> None:
        """:param at: a commit to read, e.g. one fetched from a remote, in place of the branch's own."""
        self.git = git
        self.branch = branch
        self.reference = at or f"refs/heads/{branch}"

    def tip(self) -> str | None:
        """The branch's commit; None where nothing was ever published."""
        return self.git.commit_of(self.reference)

    def require_own_branch(self, languages: Iterable[str], sources: Iterable[str]) -> None:
        """See that the branch is for publications alone, before anything is built for it or written to it.

        :param languages: of the report: what stands under their names must be publications of ours.
        :param sources: names that only a branch of sources holds, e.g. ``mkdocs.yml``.
        :raises ReportError: git takes no such name, it is in use, holds sources, or what others put in our places.
        """
        cure = "Publications go to a branch of their own: leave --branch out, or name a new one"
        if self.branch in ("", "HEAD") or not self.git.asks("check-ref-format", self.reference):
            raise ReportError(f"git can have no branch called '{self.branch}'. {cure}")
        if (where := self.git.branches_in_use().get(self.branch)) is not None:
            if where.resolve() == self.git.folder.resolve():
                raise ReportError(f"the branch {self.branch} is checked out: it holds sources. {cure}")
            folder = shlex.quote(str(where))
            away = f"git -C {folder} checkout --detach"
            message = f"the branch {self.branch} is checked out in {where}, and would change under it. Let go of it: "
            raise ReportError(f"{message}{away}. To see there what was published since: {away} {self.branch}")
        tip = self.tip()
        if tip is None:
            return
        items = {item.name: item for item in self.git.tree(tip)}
        for name in sources:
            if self.git.is_there(f"{tip}:{name}"):
                raise ReportError(f"the branch {self.branch} holds sources: {name}. {cure}")
        if self.git.asks("merge-base", "HEAD", tip):
            raise ReportError(f"the branch {self.branch} grew out of the sources' own. {cure}")
        self._require_room(items, tip, languages)
        if not self.languages() and not items.keys() <= OF_HOSTS:
            name = min(items.keys() - OF_HOSTS)
            raise ReportError(f"the branch {self.branch} holds '{name}', which no publication of ours wrote. {cure}")

    def _require_room(self, items: Mapping[str, Item], tip: str, languages: Iterable[str]) -> None:
        """See that nothing but what publications wrote stands where they write."""
        wrong = [name for name in ROOT_FILES if name in items and items[name].kind != "blob"]
        for language in (name for name in languages if name in items):
            if items[language].kind != "tree":
                wrong.append(language)
                continue
            inner = {item.name: item.kind for item in self.git.tree(f"{tip}:{language}")}
            wrong += [f"{language}/{name}" for name in LANGUAGE_FILES if inner.get(name, "blob") != "blob"]
            wrong += [
                f"{language}/{name}"
                for name, kind in inner.items()
                if kind != "tree" and (name in {LATEST, DEV} or is_version(name))
            ]
            if VERSIONS_FILE not in inner or STATUS_FILE not in inner:
                wrong.append(f"{language}/{min(inner, default='')}")
        if wrong:
            raise ReportError(
                f"{self.branch}:{wrong[0]} is not what a publication writes in this place, and is not written over. "
                "Move it away on that branch, or publish to another with --branch"
            )
        for language in self.languages():
            versions = {item.name for item in self.git.tree(f"{tip}:{language}") if is_version(item.name)}
            self._require_listed(language, versions, versions, self.read_language(language))

    def languages(self) -> tuple[str, ...]:
        """The languages that have released or ``dev`` pages: folders with both lists that every publication writes."""
        return tuple(
            item.name
            for item in self.git.tree(self.reference)
            if item.kind == "tree"
            and {VERSIONS_FILE, STATUS_FILE}
            <= {one.name for one in self.git.listing(item.object) if one.kind == "blob"}
        )

    def read_language(self, language: str) -> LanguageState:
        """The versions and what is known of them; empty where the language was never published.

        :raises ReportError: a list on the branch cannot be read; nothing is written over it.
        """
        versions = self._read_list(language, VERSIONS_FILE, Versions.from_json)
        return LanguageState(versions, self._read_list(language, STATUS_FILE, Status.from_json))

    def states(self) -> dict[str, LanguageState]:
        """What stands under each language."""
        return {language: self.read_language(language) for language in self.languages()}

    def _read_list(self, language: str, name: str, read: Callable[[bytes | None], Read]) -> Read:
        try:
            return read(self.git.file(f"{self.reference}:{language}/{name}"))
        except ValueError as unreadable:
            raise ReportError(
                f"the list of versions in {self.branch}:{language}/{name} cannot be read ({unreadable}). "
                f"Put an earlier one back: git log {self.branch} -- {language}/{name}"
            ) from unreadable

    def files(self, language: str, version: Version) -> Mapping[str, str]:
        """The released files of a version: path -> git's blob name; empty where it does not stand there."""
        return self.git.files(f"{self.reference}:{language}/{version}")

    def file(self, language: str, version: Version, path: str) -> bytes | None:
        return self.git.file(f"{self.reference}:{language}/{version}/{path}")

    def manifest(self, language: str, version: Version) -> manifest.Manifest | None:
        """A version's own manifest; None where it does not stand there, or was erased openly.

        :raises ReportError: it is there and cannot be read.
        """
        data = self._unless_erased(language, version, manifest.FILE)
        try:
            return None if data is None else manifest.Manifest.from_json(data)
        except ValueError as wrong:
            raise ReportError(f"{self.branch}:{language}/{version}/{manifest.FILE} cannot be read: {wrong}") from wrong

    def pages(self, language: str, version: Version) -> Mapping[str, str]:
        """What each page of a version says, as a hash by page address; '' where its manifest was erased."""
        told = self.manifest(language, version)
        if told is not None:
            return told.pages
        return dict.fromkeys((path for path in self.files(language, version) if path.endswith(".html")), "")

    def erased(self, language: str, version: Version) -> frozenset[str]:
        """The paths of a version where a tombstone stands."""
        record = self.read_language(language).status.records.get(str(version))
        return frozenset(notice.path for notice in record.erased) if record else frozenset()

    def _unless_erased(self, language: str, version: Version, path: str) -> bytes | None:
        return None if path in self.erased(language, version) else self.file(language, version, path)

    def whole(self, language: str, version: Version) -> Mapping[str, bytes]:
        """Every file of a version, as it stands."""
        return self._contents(self.files(language, version))

    def for_comparison(self, language: str, version: Version) -> Mapping[str, bytes]:
        """What the next build compares itself with: path below the language's folder -> bytes; nothing erased."""
        gone = self.erased(language, version)

        def wanted(path: str) -> bool:
            drawn = path.startswith("displays/") and path.endswith(".svg")
            return path not in gone and (drawn or path in (STUDY_FILE, manifest.FILE))

        return self._contents({path: name for path, name in self.files(language, version).items() if wanted(path)})

    def _contents(self, files: Mapping[str, str]) -> Mapping[str, bytes]:
        """Path -> bytes of files that are given by git's names for them."""
        blobs = dict(self.git.blobs(files.values()))
        return {path: blobs[name] for path, name in files.items()}

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

        The message goes on with a line for each file beside the versions, and each tombstone: ``verify`` reads them.

        :raises ReportError: a version among ``slots`` stands there already, one would be lost, or the branch moved
            meanwhile.
        """
        before = self.tip()
        items = {item.name: item for item in (self.git.tree(before) if before else ())}
        languages = sorted({*states, *(slot.language for slot in slots)})
        lines: list[str] = []
        for language in languages:
            inner = {item.name: item for item in (self.git.tree(f"{before}:{language}") if before else ())}
            for slot in (slot for slot in slots if slot.language == language):
                if slot.name in inner and slot.name != DEV:
                    raise ReportError(f"{language}/{slot.name} is published already: released pages never change")
                _require_public(slot)
                inner[slot.name] = Item(TREE_MODE, "tree", self.git.store_folder(slot.folder), slot.name)
            inner |= self._with_replaced(inner, language, (replaced or {}).get(language, {}), lines)
            state = states.get(language, LanguageState())
            self._require_all(language, inner, state, before)
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
        tree = self.git.store_tree(items.values())
        lines += [landing_line(path, item.object) for path, item in self.landing_items(tree).items()]
        message = "\n".join([message.rstrip(), "", *lines, ""])
        commit = self.git.store_commit(tree, before, message, date)
        self._move(commit, before)
        return commit

    def landing_items(self, tree: str) -> Mapping[str, Item]:
        """What stands beside the versions in a commit or tree, by path: landing files, lists, each ``latest``."""
        items = self.git.listing(tree)
        found = {item.name: item for item in items if item.name in ROOT_FILES}
        for folder in (item for item in items if item.kind == "tree"):
            inner = {item.name: item for item in self.git.listing(folder.object)}
            if {VERSIONS_FILE, STATUS_FILE} <= inner.keys():
                found |= {f"{folder.name}/{name}": inner[name] for name in (*LANGUAGE_FILES, LATEST) if name in inner}
        return found

    def _require_all(self, language: str, inner: Mapping[str, Item], state: LanguageState, before: str | None) -> None:
        """See that no version is lost that the branch's tree or lists have: whatever happened, nothing is dropped."""
        there = {name for name in inner if is_version(name)}
        known = set(there)
        if before is not None and language in Store(self.git, self.branch, at=before).languages():
            told = Store(self.git, self.branch, at=before).read_language(language)
            known |= {str(version) for version in told.versions.released} | told.status.records.keys()
        self._require_listed(language, there, known, state)

    def _require_listed(self, language: str, there: set[str], known: set[str], state: LanguageState) -> None:
        """See that folders and lists have the same versions.

        :param there: the versions that have a folder.
        :param known: those, and the ones that the lists had before.
        """
        listed = {str(version) for version in state.versions.released} & state.status.records.keys()
        earlier = f"git log {self.branch} -- {language}/"
        if lost := sorted(known - listed):
            raise ReportError(
                f"{self.branch}:{language}/ holds {', '.join(lost)}, which {VERSIONS_FILE} or {STATUS_FILE} there does "
                f"not list: nothing was published. Put the lists of an earlier commit back: {earlier}{VERSIONS_FILE}"
            )
        if gone := sorted(listed - there):
            raise ReportError(
                f"{self.branch}:{language}/ lists {', '.join(gone)}, whose pages do not stand there: nothing was "
                f"published. Put them back from an earlier commit: {earlier}{gone[0]}"
            )

    def _with_replaced(
        self, inner: Mapping[str, Item], language: str, files: Mapping[str, bytes], lines: list[str]
    ) -> Mapping[str, Item]:
        """The version trees in which some files give way to tombstones, by the folder's name."""
        changed: dict[str, str] = {}
        for path, data in files.items():
            name, below = path.split("/", 1)
            if name not in inner or below not in self.git.files(f"{self.reference}:{language}/{name}"):
                raise ReportError(f"{language}/{path} is not a published file")
            blob = self.git.store_blob(data)
            lines.append(tombstone_line(f"{language}/{path}", blob))
            changed[name] = self.git.store_tree_with(changed.get(name, inner[name].object), below, blob)
        return {name: Item(TREE_MODE, "tree", tree, name) for name, tree in changed.items()}

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

    def take_back(self, made: str, before: str | None) -> bool:
        """Undo a commit of this run: the branch points to ``before`` again, or does not exist (None).

        Whether it was undone: not where somebody moved the branch on meanwhile, whose commit stays.
        """
        self._clear_stale_locks()
        if self.tip() != made:
            return False
        if before is None:
            self.git.run("update-ref", "-d", self.reference, made)
        else:
            self.git.move_branch(self.branch, before, made)
        return True

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

        :raises ReportError: another publishing command is under way in this repository, or it cannot be written to.
        """
        self.git.require_leave_to_write()
        file = self.git.metadata / f"{PUBLISHING}.lock"
        try:
            opened = file.open("a", encoding="utf-8")
        except OSError as refused:
            raise ReportError(f"git's own folder, .git, cannot be written to: {refused.strerror}") from refused
        with opened as handle:
            try:
                take_lock(handle)
            except OSError as held:
                raise ReportError(
                    "another release or publication is under way in this repository. "
                    "Wait for it to end, then run this again"
                ) from held
            work = self.git.metadata / PUBLISHING
            try:
                handle.truncate(0)
                handle.write(f"{os.getpid()}\n")
                handle.flush()
                self._clear_stale_locks()
                if work.exists():
                    shutil.rmtree(work)
                work.mkdir()
                yield work
            finally:
                if work.exists():
                    shutil.rmtree(work)
                leave_lock(handle)


def _require_public(slot: Slot) -> None:
    """:raises ReportError: the folder holds what only the study's team may see."""
    file = slot.folder / manifest.FILE
    told = manifest.Manifest.from_json(file.read_bytes()).parameters if file.exists() else {}
    if told.get("edition", PUBLIC_EDITION) != PUBLIC_EDITION:
        raise ReportError(f"{slot.language}/{slot.name} is a restricted edition, which is never published")
