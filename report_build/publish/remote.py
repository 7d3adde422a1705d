"""The remote that a publication branch is pushed to: following it, and pushing branch and tags together."""

from __future__ import annotations

from dataclasses import dataclass

from report_build.errors import ReportError, ToolError
from report_build.publish.git import Git, without_credentials
from report_build.publish.store import Store
from report_build.publish.versions import Version


def tag_of(version: Version) -> str:
    return f"v{version}"


def tag_message(git: Git, tag: str) -> str:
    """What a tag says; '' where it is not there, or names a commit without a word of its own."""
    return git.run("for-each-ref", "--format=%(contents)", f"refs/tags/{tag}").decode(errors="replace")


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made here, to be taken back where the remote refuses it."""

    commit: str  # on the publication branch
    before: str | None  # the branch's commit before it
    tag: str = ""  # the tag that it made; "" where it made none

    def take_back(self, store: Store) -> bool:
        """Whether it could be: not where the branch was moved on meanwhile."""
        if not store.take_back(self.commit, self.before):
            return False
        if self.tag:
            store.git.run("tag", "-d", self.tag)
        return True


class Remote:
    """A remote repository, by its name or address."""

    def __init__(self, store: Store, name: str) -> None:
        """:raises ReportError: it is no name or address."""
        if name.startswith("-"):
            raise ReportError(f"'{name}' is no remote: give the name or address of one after --push")
        self._store, self._git, self._name = store, store.git, name
        self._tip: str | None = None  # the branch there, when it was last looked at

    def __str__(self) -> str:
        return without_credentials(self._name)

    def follow(self) -> None:
        """Bring the local publication branch up to the remote's.

        :raises ReportError: they went different ways; nothing is changed.
        """
        theirs, ours = self._fetch(), self._store.tip()
        if theirs is None or theirs == ours:
            return
        if ours is None or self._git.asks("merge-base", "--is-ancestor", ours, theirs):
            self._git.move_branch(self._store.branch, theirs, ours)
        elif not self._git.asks("merge-base", "--is-ancestor", theirs, ours):
            raise ReportError(self._parted())

    def _parted(self) -> str:
        """What to do where the branch here and there went different ways, in terms of versions."""
        branch = self._store.branch
        here, there = _released(self._store), self._released_there()
        other = {version for version in here & there if self._trees(self._store, version) != self._trees_there(version)}
        tags = " ".join(f"+refs/tags/{tag}:refs/tags/{tag}" for tag in map(tag_of, sorted(other)))
        theirs = f"git fetch {self} +{branch}:{branch} {tags}".rstrip()
        said = (
            f"{branch} here and on {self} went different ways: here it holds {_list(here)}, there {_list(there)}. "
            f"What is published counts: {theirs}, then "
        )
        if other:
            return f"{said}release yours as a version above {max(there)}: {_list(other)} there is another than here"
        if here - there:
            return f"{said}release {_list(here - there)} anew"
        return f"{said}run this again"

    def _trees_there(self, version: Version) -> set[str]:
        return self._trees(Store(self._git, self._store.branch, at=self._tip or ""), version)

    @staticmethod
    def _trees(store: Store, version: Version) -> set[str]:
        """What a version is, in all languages, by git's names for it."""
        return {
            f"{language} {item.object}"
            for language in store.languages()
            for item in store.git.tree(f"{store.reference}:{language}")
            if item.name == str(version)
        }

    def holds(self) -> bool:
        """Whether the remote had the branch as it stands here when it was last looked at."""
        return self._tip == self._store.tip()

    def tag(self, tag: str) -> str | None:
        """The commit that a tag names there; None where it is not there."""
        listed = self._git.output("ls-remote", self._name, f"refs/tags/{tag}", f"refs/tags/{tag}^{{}}").splitlines()
        return listed[-1].split()[0] if listed else None  # that of an annotated tag comes second, peeled

    def push(self, made: Made | None, version: Version | None = None) -> None:
        """Send the branch, and the tags of all released versions that lack theirs there, or nothing at all.

        :param made: what this run made; it is taken back where the remote refuses.
        :param version: the version that this run releases.
        :raises ReportError: a version here has no tag; or refused, with what to do next.
        """
        reference = self._store.reference
        try:
            tags = [f"refs/tags/{tag}" for tag in self._tags_to_send()]
            self._git.run("push", "--quiet", "--atomic", self._name, f"{reference}:{reference}", *tags)
        except ToolError as refused:
            undone = made is None or made.take_back(self._store)
            raise ToolError(
                f"{self} did not take it: {self._next(version, undone=undone)}", refused.stderr
            ) from refused
        except BaseException:
            if made is not None:
                made.take_back(self._store)
            raise

    def _tags_to_send(self) -> list[str]:
        here, there = _released(self._store), self._released_there()
        listed = self._git.output("ls-remote", "--tags", self._name).splitlines()
        known = {line.split("\t")[1].removeprefix("refs/tags/") for line in listed}
        found = []
        for version in sorted(here):
            tag = tag_of(version)
            if tag in known:
                continue
            if self._git.commit_of(f"refs/tags/{tag}") is not None:
                found.append(tag)
            elif version not in there:
                raise ReportError(
                    f"{version} stands on {self._store.branch} here without its tag {tag}, and {self} lacks it: "
                    f"nothing was pushed. Finish it first: report-build release {version} --push"
                )
        return found

    def _next(self, version: Version | None, *, undone: bool) -> str:
        """What became of a refused push, and what to do."""
        taken_back = "nothing was published, here or there" if undone else "it stands on the branch here, not there"
        before = self._tip
        try:
            after = self._fetch()
        except ToolError:
            return f"{taken_back}. Its own words follow; mend that, then run this again"
        if before == after:
            return f"{taken_back}. Its own words follow; mend that, then run this again"
        there = self._released_there()
        said = f"{taken_back}. Meanwhile somebody else published there, which now holds {_list(there)}"
        if version is None:
            return f"{said}. Run this again: it starts from what is published"
        if version in there:
            return f"{said}. {version} is theirs: release yours as a version above {max(there)}"
        if there and max(there) > version:
            return f"{said}. {version} is older than the latest now: release yours as a version above {max(there)}"
        return f"{said}. Run this again: {version} then comes after those"

    def _fetch(self) -> str | None:
        """The branch's commit there, fetched; None where there is no such branch."""
        reference = f"refs/heads/{self._store.branch}"
        try:
            listed = self._git.output("ls-remote", self._name, reference)
        except ToolError as refused:
            raise ToolError(
                f"the remote {self} cannot be read, and nothing was published: see that its name or address is right "
                "(git remote -v) and that you may read there. Its own words follow",
                refused.stderr,
            ) from refused
        if listed:
            self._git.run("fetch", "--quiet", "--no-tags", self._name, reference)
        self._tip = self._git.output("rev-parse", "FETCH_HEAD") if listed else None
        return self._tip

    def _released_there(self) -> set[Version]:
        return _released(Store(self._git, self._store.branch, at=self._tip)) if self._tip else set()


def _released(store: Store) -> set[Version]:
    if store.tip() is None:
        return set()
    return {version for language in store.languages() for version in store.read_language(language).versions.released}


def _list(versions: set[Version]) -> str:
    return ", ".join(map(str, sorted(versions))) or "no version"
