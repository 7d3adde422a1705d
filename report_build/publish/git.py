"""The only door to git: a few plumbing commands on one repository, without a checkout."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from report_build.errors import ToolError

FILE_MODE = "100644"
TREE_MODE = "040000"
ABSENT = "0" * 40  # what update-ref takes for "the branch must not exist yet"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a git tree."""

    mode: str
    kind: Literal["blob", "tree"]
    object: str
    name: str


class Git:
    """git, run in one repository; a failure is a :class:`ToolError` that carries git's own words."""

    def __init__(self, folder: Path) -> None:
        """:param folder: any folder of the work tree, e.g. that of a study which shares its repository.
        :raises ToolError: there is no repository, or git does not trust it.
        """
        self._folder = folder
        self.folder = Path(self.output("rev-parse", "--show-toplevel"))
        self.metadata = (folder / self.output("rev-parse", "--git-common-dir")).resolve()
        self.prefix = self.output("rev-parse", "--show-prefix")  # of the folder in the repository: "", or "study/"
        self._folder = self.folder  # git names things as seen from where it runs: always from the top

    def run(self, *arguments: str, data: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """The standard output of one git command.

        :raises ToolError: git is not installed, or refused.
        """
        outcome = self._start(arguments, data, environment)
        if outcome.returncode:
            raise ToolError(f"git {arguments[0]} failed", outcome.stderr.decode(errors="replace").strip())
        return outcome.stdout

    def output(self, *arguments: str) -> str:
        """The output of one git command as stripped text."""
        return self.run(*arguments).decode(errors="surrogateescape").strip()

    def asks(self, *arguments: str) -> bool:
        """Whether a git command that answers by its exit code says yes (0) rather than no (1).

        :raises ToolError: any other exit code: git failed, which is no answer.
        """
        outcome = self._start(arguments, b"", None)
        if outcome.returncode not in (0, 1):
            raise ToolError(f"git {arguments[0]} failed", outcome.stderr.decode(errors="replace").strip())
        return outcome.returncode == 0

    def _start(
        self, arguments: Sequence[str], data: bytes, environment: Mapping[str, str] | None
    ) -> subprocess.CompletedProcess[bytes]:
        settings = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(environment or {})}
        try:
            return subprocess.run(
                ["git", *arguments], cwd=self._folder, input=data, capture_output=True, env=settings, check=False
            )
        except FileNotFoundError as missing:
            raise ToolError("git is not installed: releases live in a git branch", str(missing)) from missing

    # Reading ---------------------------------------------------------------------------------------------------------

    def commit_of(self, name: str) -> str | None:
        """The commit that a branch, tag or revision names; None where there is no such name.

        :raises ToolError: the name is there and its commit cannot be read.
        """
        known = self._start(("rev-parse", "--verify", "--quiet", name), b"", None)
        if known.returncode:
            return None
        return self.output("rev-parse", "--verify", f"{name}^{{commit}}")

    def tree(self, place: str) -> tuple[Item, ...]:
        """The entries of a tree, e.g. ``gh-pages:fr``; empty where the place does not exist."""
        found = self._find(place)
        return tuple(_items(self.run("ls-tree", "--full-tree", "-z", found))) if found else ()

    def files(self, place: str) -> Mapping[str, str]:
        """Every file below a tree: path relative to it -> blob name; empty where the place does not exist."""
        found = self._find(place)
        if not found:
            return {}
        return {item.name: item.object for item in _items(self.run("ls-tree", "--full-tree", "-r", "-z", found))}

    def file(self, place: str) -> bytes | None:
        """The bytes of a file, e.g. ``gh-pages:fr/versions.json``; None where it does not exist."""
        found = self._find(place)
        return self.run("cat-file", "blob", found) if found else None

    def _find(self, place: str) -> str:
        """The object at a place; '' where there is none, which the trees above it say.

        :raises ToolError: a tree on the way cannot be read, so that nothing is known of what stands in it.
        """
        name, colon, path = place.partition(":")
        commit = self.commit_of(name)
        if commit is None or not colon:
            return commit or ""
        listed = list(_items(self.run("ls-tree", "--full-tree", "-z", commit, path)))
        return next((item.object for item in listed if item.name == path), "")

    def branches_in_use(self) -> frozenset[str]:
        """The branches that are checked out, in this work tree or another of the repository."""
        lines = self.output("worktree", "list", "--porcelain").splitlines()
        return frozenset(line.removeprefix("branch refs/heads/") for line in lines if line.startswith("branch "))

    def blobs(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """(blob name, bytes) for each blob, by one git process."""
        wanted = list(dict.fromkeys(names))
        output = self.run("cat-file", "--batch", data="".join(f"{name}\n" for name in wanted).encode())
        at = 0
        for name in wanted:
            end = output.index(b"\n", at)
            size = int(output[at:end].split()[2])
            yield name, output[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    # Writing objects: nothing refers to them until a branch is moved -------------------------------------------------

    def store_folder(self, folder: Path) -> str:
        """Write a folder's files as one tree; returns its name. Modes are those of plain files."""
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        paths = "".join(f"{file}\n" for file in files).encode()
        names = self.run("hash-object", "-w", "--no-filters", "--stdin-paths", data=paths).decode().split()
        return self.store_files(
            {file.relative_to(folder).as_posix(): name for file, name in zip(files, names, strict=True)}
        )

    def store_files(self, files: Mapping[str, str]) -> str:
        """Write a tree of files given as path -> blob name; returns its name."""
        here = [Item(FILE_MODE, "blob", blob, path) for path, blob in files.items() if "/" not in path]
        folders: dict[str, dict[str, str]] = {}
        for path, blob in files.items():
            if "/" in path:
                head, rest = path.split("/", 1)
                folders.setdefault(head, {})[rest] = blob
        below = [Item(TREE_MODE, "tree", self.store_files(inner), name) for name, inner in folders.items()]
        return self.store_tree([*here, *below])

    def store_blob(self, data: bytes) -> str:
        return self.run("hash-object", "-w", "--stdin", data=data).decode().strip()

    def store_tree(self, items: Iterable[Item]) -> str:
        """Write a tree of objects that are there: git is not asked to look each of them up again."""
        lines = b"".join(f"{item.mode} {item.kind} {item.object}\t{item.name}".encode() + b"\0" for item in items)
        return self.run("mktree", "-z", "--missing", data=lines).decode().strip()

    def store_commit(self, tree: str, parent: str | None, message: str, date: str) -> str:
        """Write a commit; ``date`` is an ISO date, so that the same release gives the same commit."""
        parents = ("-p", parent) if parent else ()
        stamp = {"GIT_AUTHOR_DATE": f"{date}T12:00:00Z", "GIT_COMMITTER_DATE": f"{date}T12:00:00Z"}
        return self.run("commit-tree", tree, *parents, data=message.encode(), environment=stamp).decode().strip()

    def move_branch(self, branch: str, commit: str, before: str | None) -> None:
        """Let a branch point to a commit, if it still points to ``before`` (None: if it does not exist yet)."""
        self.run("update-ref", f"refs/heads/{branch}", commit, before or ABSENT)


def _items(listing: bytes) -> Iterator[Item]:
    for line in listing.split(b"\0"):
        if line:
            about, name = line.split(b"\t", 1)
            mode, kind, thing = about.decode().split()
            yield Item(mode, "tree" if kind == "tree" else "blob", thing, name.decode(errors="surrogateescape"))
