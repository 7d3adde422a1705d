"""The only door to git: a few plumbing commands on one repository, without a checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from report_build.errors import ReportError, ToolError

FILE_MODE = "100644"
TREE_MODE = "040000"
LINK_MODE = "120000"
ABSENT = "0" * 40  # what update-ref takes for "the branch must not exist yet"
# what a machine may have set and a file's bytes must not depend on
_AS_COMMITTED = {
    "core.autocrlf": "false",
    "core.eol": "lf",
    "core.symlinks": "true",
    "core.attributesFile": os.devnull,
}
Kind = Literal["blob", "tree", "commit"]  # a commit is a submodule
_FULL = re.compile(r"No space left on device|Out of diskspace|Disk quota exceeded")
_UNWRITTEN = re.compile(r"unable to (?:write|create)|write error|unable to add", re.IGNORECASE)
_ELSEWHERE = "from promisor remote"  # what a partial clone has not
# Set by git where it runs a hook: they name the hook's repository, not that of a study elsewhere.
_OF_A_HOOK = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE", "GIT_COMMON_DIR"),
    *("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
)
_LITTLE = 1 << 20  # bytes below which a disk counts as full where git does not say why it could not write
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+(?=@)|(?<=\?)[^\s'\"]+")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a git tree."""

    mode: str
    kind: Kind
    object: str
    name: str


def without_credentials(text: str) -> str:
    """A message or address in which no user name, password or token of an address stands."""
    return _CREDENTIALS.sub("…", text)


def name_of_committer(folder: Path) -> str:
    """The name that git signs commits with there; '' where it has none, or there is no git."""
    if name := os.environ.get("GIT_AUTHOR_NAME", "").strip():
        return name
    try:
        found = subprocess.run(["git", "config", "--get", "user.name"], cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        return ""
    return found.stdout.decode(errors="replace").strip() if found.returncode == 0 else ""


class Git:
    """git, run in one repository; a failure is a :class:`ToolError` that carries git's own words."""

    def __init__(self, folder: Path) -> None:
        """:param folder: any folder of the work tree, e.g. that of a study which shares its repository.
        :raises ToolError: there is no repository, or git does not trust it.
        """
        self._folder = folder
        self.folder = self._top()
        self.metadata = (folder / self.output("rev-parse", "--git-common-dir")).resolve()
        self.prefix = self.output("rev-parse", "--show-prefix")  # of the folder in the repository: "", or "study/"
        self._folder = self.folder  # git names things as seen from where it runs: always from the top

    def _top(self) -> Path:
        try:
            top = self.output("rev-parse", "--show-toplevel")
        except ToolError as refused:
            if "dubious ownership" in refused.stderr:
                raise ReportError(
                    f"git does not trust the repository of {self._folder.name}/, which another user owns. If you do: "
                    f"git config --global --add safe.directory {self._folder}"
                ) from refused
            if "not a git repository" in refused.stderr:
                raise ReportError(
                    f"{self._folder.name}/ is in no git repository: versions live in a branch of one. "
                    "Begin one with: git init, then commit the report"
                ) from refused
            if "work tree" in refused.stderr:
                raise ReportError(f"{self._folder.name}/ is in no work tree of its git repository") from refused
            raise
        return Path(top)

    def run(self, *arguments: str, data: bytes = b"", environment: Mapping[str, str] | None = None) -> bytes:
        """The standard output of one git command.

        :raises ToolError: it refused.
        :raises ReportError: git is not installed, or the disk is full.
        """
        outcome = self._start(arguments, data, environment)
        if outcome.returncode:
            raise self._failure(arguments, outcome)
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
            raise self._failure(arguments, outcome)
        return outcome.returncode == 0

    def setting(self, name: str) -> bool:
        """Whether a yes-or-no setting of git's is on."""
        return (
            self.asks("config", "--type=bool", "--get", name)
            and self.output("config", "--type=bool", "--get", name) == "true"
        )

    def _start(
        self, arguments: Sequence[str], data: bytes, environment: Mapping[str, str] | None
    ) -> subprocess.CompletedProcess[bytes]:
        around = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
        settings = {**around, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **(environment or {})}
        try:
            return subprocess.run(
                ["git", *arguments], cwd=self._folder, input=data, capture_output=True, env=settings, check=False
            )
        except FileNotFoundError as missing:
            raise ReportError(
                "git is not installed, and versions live in a branch of git's. Install it, then run this again"
            ) from missing

    def _failure(self, arguments: Sequence[str], outcome: subprocess.CompletedProcess[bytes]) -> ReportError:
        """What to raise for a command that failed: a plain sentence where the cause is known, else git's own words."""
        said = without_credentials(outcome.stderr.decode(errors="replace").strip())
        little = shutil.disk_usage(self._folder).free < _LITTLE
        if _FULL.search(said) or (little and _UNWRITTEN.search(said)):
            return ReportError("the disk is full: git could not write its objects. Make room, then run this again")
        if _ELSEWHERE in said:
            return ToolError(
                "this clone holds a part of the repository and cannot fetch the rest, so that nothing was written: "
                "run this again when its remote can be reached",
                said,
            )
        name = next(one for one in arguments if not one.startswith("-") and "=" not in one)
        return ToolError(f"git {name} failed", said)

    def require_leave_to_write(self) -> None:
        """:raises ReportError: a folder where git keeps versions cannot be written to; asked before anything is built.

        Such folders come of one command run as another user, or of a disk that is mounted read-only.
        """
        objects = self.metadata / "objects"
        refs = [self.metadata / "refs" / name for name in (".", "heads", "tags")]
        for folder in (self.metadata, objects, *refs, *objects.glob("??"), self.metadata / "logs" / "refs" / "heads"):
            if folder.is_dir() and not os.access(folder, os.W_OK):
                name = Path(self.metadata.name, folder.relative_to(self.metadata)).as_posix()
                raise ReportError(
                    f"{name}/, where git keeps versions, cannot be written to: it is another user's, or its disk is "
                    "read-only. Give yourself leave to write there, then run this again"
                )

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
        return self.listing(found) if found else ()

    def listing(self, name: str) -> tuple[Item, ...]:
        """The entries of a tree or commit that is known to be there, by git's name for it."""
        return tuple(_items(self.run("ls-tree", "--full-tree", "-z", name)))

    def files(self, place: str) -> Mapping[str, str]:
        """Every file below a tree: path relative to it -> blob name; empty where the place does not exist."""
        return {path: item.object for path, item in self.entries(place).items() if item.kind == "blob"}

    def entries(self, place: str) -> Mapping[str, Item]:
        """Every entry below a tree that is no tree itself, by path: files, links, submodules."""
        found = self._find(place)
        if not found:
            return {}
        return {item.name: item for item in _items(self.run("ls-tree", "--full-tree", "-r", "-z", found))}

    def file(self, place: str) -> bytes | None:
        """The bytes of a file, e.g. ``gh-pages:fr/versions.json``; None where it does not exist."""
        found = self._find(place)
        return self.run("cat-file", "blob", found) if found else None

    def is_there(self, place: str) -> bool:
        """Whether anything stands at a place, e.g. ``gh-pages:mkdocs.yml``."""
        return bool(self._find(place))

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

    def branches_in_use(self) -> Mapping[str, Path]:
        """The branches that are checked out, each with the work tree of the repository that has it."""
        found: dict[str, Path] = {}
        branch, where = "", Path()
        for line in self.output("worktree", "list", "--porcelain").splitlines():
            word, _, rest = line.partition(" ")
            if word == "worktree":
                where = Path(rest)
            elif word == "branch":
                branch = rest.removeprefix("refs/heads/")
                found[branch] = where
            elif word == "prunable":  # its folder is gone
                found.pop(branch, None)
        return found

    def require_room_for(self, branch: str) -> None:
        """:raises ReportError: the name of another branch goes on where this one's ends: git can have one of them."""
        below = self.output("for-each-ref", "--count=1", "--format=%(refname:short)", f"refs/heads/{branch}/")
        if below:
            raise ReportError(
                f"git can have no branch {branch} beside {below}: rename that one, or name another --branch"
            )

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

    def export(self, commit: str, folder: Path) -> None:
        """Write the files of a commit into a new folder, the same bytes whatever is set on this machine.

        :raises ReportError: a link in it leads out of the repository.
        """
        environment = {"GIT_INDEX_FILE": f"{folder}.index"}
        self.run("read-tree", "--no-sparse-checkout", commit, environment=environment)
        settings = [part for name, value in _AS_COMMITTED.items() for part in ("-c", f"{name}={value}")]
        folder.mkdir(parents=True)
        self.run(*settings, "checkout-index", "--all", "--quiet", f"--prefix={folder}/", environment=environment)
        top = folder.resolve()
        for path, item in self.entries(commit).items():
            if item.mode == LINK_MODE and not (folder / path).resolve().is_relative_to(top):
                raise ReportError(f"{path} is a link that leads out of the repository: commit the file itself there")

    # Writing objects: nothing refers to them until a branch is moved -------------------------------------------------

    def store_folder(self, folder: Path) -> str:
        """Write a folder's files as one tree; returns its name. Modes are those of plain files."""
        files = sorted(file for file in folder.rglob("*") if file.is_file())
        paths = "".join(f"{file.as_posix()}\n" for file in files).encode()
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
        lines = b"".join(
            f"{item.mode} {item.kind} {item.object}\t{item.name}\0".encode(errors="surrogateescape") for item in items
        )
        return self.run("mktree", "-z", "--missing", data=lines).decode().strip()

    def store_commit(self, tree: str, parent: str | None, message: str, date: str) -> str:
        """Write a commit; ``date`` is an ISO date, so that the same release gives the same commit."""
        parents = ("-p", parent) if parent else ()
        stamp = {"GIT_AUTHOR_DATE": f"{date}T12:00:00Z", "GIT_COMMITTER_DATE": f"{date}T12:00:00Z"}
        return self.run("commit-tree", tree, *parents, data=message.encode(), environment=stamp).decode().strip()

    def move_branch(self, branch: str, commit: str, before: str | None) -> None:
        """Let a branch point to a commit, if it still points to ``before`` (None: if it does not exist yet)."""
        self.run("update-ref", f"refs/heads/{branch}", commit, before or ABSENT)

    def store_tree_with(self, tree: str, path: str, blob: str) -> str:
        """Write a tree that differs from another by one file's bytes; every other entry stays as it is."""
        head, _, rest = path.partition("/")
        items = {item.name: item for item in self.listing(tree)}
        inner = self.store_tree_with(items[head].object, rest, blob) if rest else ""
        items[head] = Item(TREE_MODE, "tree", inner, head) if rest else Item(FILE_MODE, "blob", blob, head)
        return self.store_tree(items.values())


def _items(listing: bytes) -> Iterator[Item]:
    for line in listing.split(b"\0"):
        if line:
            about, name = line.split(b"\t", 1)
            mode, kind, thing = about.decode().split()
            yield Item(mode, cast("Kind", kind), thing, name.decode(errors="surrogateescape"))
