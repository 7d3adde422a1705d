"""Releasing a version: everything that can fail is checked first, then one commit adds it whole.

The publication branch is the only truth; the tag follows it. A release that was cut short is either not on the
branch, then the same command starts anew, or on it, then the same command makes the tag and the push good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from report_build.errors import ReportError, ToolError
from report_build.model.bibliography import CitationFile
from report_build.publish.git import Git
from report_build.publish.root import LandingFiles
from report_build.publish.status import Record
from report_build.publish.store import LanguageState, Slot, Store
from report_build.publish.versions import DEV, Version

BRANCH = "gh-pages"
_ENTRY = re.compile(r"^##\s+\[?v?(?P<version>\d+\.\d+\.\d+)\]?[\s(—–-]+(?P<date>\d{4}-\d{2}-\d{2})", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Built:
    """A site built for a version, one folder a language."""

    folders: Mapping[str, Path]  # language -> folder
    pages: Mapping[str, Mapping[str, str]]  # language -> page address -> hash of what the page says


@dataclass(frozen=True, slots=True)
class Target:
    """What a build for the publication branch is built for."""

    slot: str  # a version or "dev"
    commit: str
    previous: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    # ^ language -> path -> bytes of the version before, as far as it is compared with; nothing for the first version

    def put_previous(self, folder: Path) -> Path | None:
        """Lay out the version before as a build takes it; None where there is none."""
        return put_files(folder, self.previous) if self.previous else None


def put_files(folder: Path, files: Mapping[str, Mapping[str, bytes]]) -> Path:
    """Write files as ``<folder>/<language>/<path>``."""
    for language, inner in files.items():
        for path, data in inner.items():
            (folder / language / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / language / path).write_bytes(data)
    return folder


Build = Callable[[Target, Path], Built]


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did."""

    version: Version
    commit: str  # on the publication branch
    tag: str
    resumed: bool  # the branch held it already; only what was missing after it was made good
    pushed: bool


def tag_of(version: Version) -> str:
    return f"v{version}"


def release(
    root: Path,
    version: Version,
    *,
    citation: CitationFile | None,
    build: Build,
    landing_files: LandingFiles,
    branch: str = BRANCH,
    remote: str = "",
) -> Released:
    """Release the commit that is checked out as ``version``; with a ``remote``, push branch and tag together.

    ``build`` builds every language strictly and raises what is wrong; ``landing_files`` gives the files at the root and
    beside the versions from what the branch will hold.

    :raises ReportError: one line why, and what to do; nothing was published, or what was is said.
    """
    git = Git(root)
    head = git.commit_of("HEAD")
    if head is None:
        raise ReportError("there is no commit yet: commit the report first")
    _require_clean(git)
    git.run("var", "GIT_COMMITTER_IDENT")  # or it is missing only after everything is built
    date = _agreed_date(root, version, citation)
    store = Store(git, branch)
    store.require_own_branch()
    tag = tag_of(version)
    with store.publishing() as work:
        if remote:
            follow(git, store, remote)
        tagged = git.commit_of(f"refs/tags/{tag}") or (_tag_on(git, remote, tag) if remote else None)
        if tagged not in (None, head):
            raise ReportError(
                f"the tag {tag} stands at another commit ({tagged[:12] if tagged else ''}). "
                "Release from that commit, or take the next version"
            )
        states = {language: store.read_language(language) for language in store.languages()}
        done = _released_from(store, states, version)
        if done and done != head:
            raise ReportError(
                f"{version} is released already, from commit {done[:12]}: a released version never changes. "
                f"Publish a correction as {version.next_patch()}, with an entry in the changelog saying what was wrong"
            )
        resumed, before = bool(done), store.tip()
        if not resumed:
            _require_newer(states, version)
            _add(store, states, version, work, date=date, head=head, build=build, landing_files=landing_files)
        if git.commit_of(f"refs/tags/{tag}") is None:
            git.run("tag", "-a", tag, "-m", f"Version {version}", head)
        if remote:
            _push(git, store, remote, tag, undo=None if resumed else (before, tagged is None))
        return Released(version, store.tip() or "", tag, resumed, bool(remote))


def _require_clean(git: Git) -> None:
    changed = git.run("status", "--porcelain", "-z").decode(errors="replace").split("\0")[0]
    if changed:
        raise ReportError(
            f"the work tree differs from its commit ({changed[3:] or changed}): commit or put aside every change "
            "first, so that the version can be rebuilt from its tag"
        )


def _agreed_date(root: Path, version: Version, citation: CitationFile | None) -> str:
    """The release's date, on which CITATION.cff and CHANGELOG.md agree."""
    if citation is None:
        raise ReportError("CITATION.cff is not there or cannot be read: it says which version this is")
    given, date = citation.words("version"), citation.words("date-released")
    if given != str(version):
        raise ReportError(f"CITATION.cff says version {given or '(none)'}, not {version}: set 'version' there")
    try:
        log = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    except OSError as missing:
        raise ReportError(f"CHANGELOG.md cannot be read: {missing.strerror}") from missing
    dates = {entry["version"]: entry["date"] for entry in _ENTRY.finditer(log)}
    if str(version) not in dates:
        raise ReportError(f"CHANGELOG.md has no entry for it: add a heading '## {version} - {date or 'YYYY-MM-DD'}'")
    if dates[str(version)] != date:
        raise ReportError(
            f"the dates disagree: CITATION.cff says {date or '(none)'}, CHANGELOG.md {dates[str(version)]}. "
            "Set both alike"
        )
    return date


def _require_newer(states: Mapping[str, LanguageState], version: Version) -> None:
    for state in states.values():
        latest = state.versions.latest
        if latest and version < latest:
            raise ReportError(f"{version} is older than the latest version {latest}: take a version above {latest}")


def _released_from(store: Store, states: Mapping[str, LanguageState], version: Version) -> str:
    """The commit that a version was released from; '' where it is not released."""
    for language, state in states.items():
        if version in state.versions.released:
            commit = state.status.records[str(version)].commit
            if not commit:
                raise ReportError(
                    f"{store.branch}:{language}/status.json does not say what {version} was released from"
                )
            return commit
    return ""


def _add(
    store: Store,
    states: Mapping[str, LanguageState],
    version: Version,
    work: Path,
    *,
    date: str,
    head: str,
    build: Build,
    landing_files: LandingFiles,
) -> None:
    latest = max((state.versions.latest for state in states.values() if state.versions.latest), default=None)
    before = {language: store.for_comparison(language, latest) for language in states} if latest else {}
    built = build(Target(str(version), head, before), work)
    after = {
        language: LanguageState(
            states.get(language, LanguageState()).versions.with_release(version),
            states.get(language, LanguageState()).status.with_record(
                version, Record(date, head, _changed(store, language, latest, built))
            ),
        )
        for language in built.folders
    }
    root, beside = landing_files({**states, **after}, built.pages)
    slots = [Slot(language, str(version), path) for language, path in built.folders.items()]
    store.commit(slots, after, root, beside, message=f"Release {version}\n\nFrom {head}.\n", date=date)


def _changed(store: Store, language: str, latest: Version | None, built: Built) -> tuple[str, ...]:
    """Pages that say something else than in the version before, new and vanished ones included."""
    if latest is None:
        return ()
    before = store.pages(language, latest)
    now = built.pages[language]
    return tuple(sorted(page for page in {*before, *now} if before.get(page) != now.get(page)))


def follow(git: Git, store: Store, remote: str) -> None:
    """Bring the local publication branch up to the remote's.

    :raises ReportError: they went different ways; nothing is changed.
    """
    listed = git.output("ls-remote", remote, store.reference)
    if not listed:
        return
    git.run("fetch", "--quiet", "--no-tags", remote, store.reference)
    theirs, ours = git.output("rev-parse", "FETCH_HEAD"), store.tip()
    if ours is None or (ours != theirs and git.asks("merge-base", "--is-ancestor", ours, theirs)):
        git.move_branch(store.branch, theirs, ours)
    elif ours != theirs and not git.asks("merge-base", "--is-ancestor", theirs, ours):
        raise ReportError(
            f"{store.branch} here and on {remote} went different ways. Keep the published one: "
            f"git branch -f {store.branch} FETCH_HEAD, then run this again"
        )


def _tag_on(git: Git, remote: str, tag: str) -> str | None:
    """The commit that a tag names on the remote; None where it is not there."""
    listed = git.output("ls-remote", remote, f"refs/tags/{tag}", f"refs/tags/{tag}^{{}}").splitlines()
    return listed[-1].split()[0] if listed else None  # that of an annotated tag comes second, peeled


def _push(git: Git, store: Store, remote: str, tag: str, undo: tuple[str | None, bool] | None) -> None:
    """Send branch and tag together, or neither; what this run made is taken back where the remote refuses.

    ``undo`` is the branch's commit before this run and whether this run made the tag; None: it made neither.
    """
    names = [f"{store.reference}:{store.reference}"]
    names += [] if _tag_on(git, remote, tag) else [f"refs/tags/{tag}"]  # continuous integration releases from a tag
    try:
        git.run("push", "--quiet", "--atomic", remote, *names)
    except ToolError as refused:
        if undo:
            before, tagged_here = undo
            store.restore(before)
            if tagged_here:
                git.run("tag", "-d", tag)
        raise ToolError(
            f"{remote} did not take the release, so nothing was released, here or there. "
            "If somebody else published meanwhile, run this again: it starts from what is published",
            refused.stderr,
        ) from refused


def publish_dev(
    root: Path, *, build: Build, landing_files: LandingFiles, branch: str = BRANCH, remote: str = ""
) -> str:
    """Replace ``/<language>/dev/`` with a build of the commit that is checked out; returns the branch's new commit.

    :raises ReportError: as :func:`release`; released versions are never touched.
    """
    git = Git(root)
    head = git.commit_of("HEAD")
    if head is None:
        raise ReportError("there is no commit yet: commit the report first")
    _require_clean(git)
    store = Store(git, branch)
    store.require_own_branch()
    with store.publishing() as work:
        if remote:
            follow(git, store, remote)
        states = {language: store.read_language(language) for language in store.languages()}
        before = store.tip()
        newest = max((state.versions.latest for state in states.values() if state.versions.latest), default=None)
        known = {language: store.for_comparison(language, newest) for language in states} if newest else {}
        built = build(Target(DEV, head, known), work)
        after = {
            language: replace(state, versions=state.versions.with_dev())
            for language in built.folders
            for state in [states.get(language, LanguageState())]
        }
        root_files, beside = landing_files({**states, **after}, {})
        slots = [Slot(language, DEV, path) for language, path in built.folders.items()]
        date = git.output("show", "-s", "--format=%cs", head)
        commit = store.commit(slots, after, root_files, beside, message=f"Publish dev\n\nFrom {head}.\n", date=date)
        if remote:
            push_branch(store, remote, before)
        return commit


def push_branch(store: Store, remote: str, before: str | None) -> None:
    """Send the publication branch; where the remote refuses, take it back to ``before``.

    :raises ToolError: refused, in the remote's own words.
    """
    try:
        store.git.run("push", "--quiet", remote, f"{store.reference}:{store.reference}")
    except ToolError as refused:
        store.restore(before)
        raise ToolError(
            f"{remote} did not take it, so nothing was published. If somebody else published meanwhile, run this again",
            refused.stderr,
        ) from refused
