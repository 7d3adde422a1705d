"""Releasing a version: everything that can fail is checked first, then one commit adds it whole.

The publication branch is the only truth; the tag follows it. A release that was cut short is either not on the
branch, then the same command starts anew, or on it, then the same command makes the tag and the push good.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from report_build.errors import ReportError, ToolError
from report_build.metadata.publication import STUDY_FILE
from report_build.model.bibliography import CitationFile
from report_build.model.edition import DEV
from report_build.publish import manifest
from report_build.publish.commit_lines import anchor_line, anchors
from report_build.publish.git import Git
from report_build.publish.remote import Made, Remote, tag_message, tag_of
from report_build.publish.root import Files
from report_build.publish.status import Notice, Record
from report_build.publish.store import LanguageState, Slot, Store
from report_build.publish.swhid import directory_id
from report_build.publish.versions import Version
from report_build.starting.study import names_nobody

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


class Sources(Protocol):
    """A report as it stands in a commit: what publishing asks of it."""

    @property
    def commit(self) -> str:
        """The commit."""

    @property
    def root(self) -> Path:
        """The folder that holds the commit's files, and no other."""

    @property
    def citation(self) -> CitationFile | None:
        """``CITATION.cff``; None where it cannot be read."""

    def build(self, target: Target) -> Built:
        """Build every language strictly; raises what is wrong with the study."""

    def landing_files(
        self, states: Mapping[str, LanguageState], pages: Mapping[str, Iterable[str]]
    ) -> tuple[Files, Mapping[str, Files]]:
        """Files at the root and, by language, beside the versions.

        :param states: the languages as they will be.
        :param pages: language -> pages of a version that is being added.
        """

    def tombstone(self, language: str, path: str, version: Version, notice: Notice) -> bytes:
        """What stands in an erased file's place."""


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did."""

    version: Version
    commit: str  # on the publication branch
    tag: str
    resumed: bool  # the branch held it already; only what was missing after it was made good
    pushed: bool


def require_ready(git: Git) -> str:
    """The commit that is checked out, seen to be all that there is, and that git can commit and tag.

    :raises ReportError: one line why not, and what to do; asked before anything is built.
    """
    head = git.commit_of("HEAD")
    if head is None:
        raise ReportError("there is no commit yet: commit the report first")
    changed = git.run("status", "--porcelain", "-z", "--untracked-files=normal").decode(errors="replace").split("\0")[0]
    if changed:
        raise ReportError(
            f"the work tree differs from its commit ({changed[3:] or changed}): commit or put aside every change "
            "first, so that the version can be rebuilt from its tag"
        )
    require_identity(git)
    if git.setting("tag.gpgsign") or git.setting("tag.forceSignAnnotated"):
        try:
            git.run("commit-tree", "-S", f"{head}^{{tree}}", data=b"Whether tags can be signed\n")
        except ToolError as refused:
            raise ToolError(
                "git is set to sign tags and cannot: give it a key (git config user.signingkey), "
                "or turn it off: git config tag.gpgsign false",
                refused.stderr,
            ) from refused
    return head


def require_identity(git: Git) -> None:
    """:raises ReportError: git does not know whose commits it makes."""
    try:
        git.run("var", "GIT_COMMITTER_IDENT")
        git.run("var", "GIT_AUTHOR_IDENT")
    except ToolError as refused:
        raise ReportError(
            "git does not know in whose name to commit: git config user.name 'Your Name', "
            "and git config user.email you@example.org"
        ) from refused


def release(sources: Sources, store: Store, version: Version, *, remote: Remote | None = None) -> Released:
    """Release a commit as ``version``; with a ``remote``, push branch and tag together.

    Runs inside :meth:`Store.publishing`.

    :raises ReportError: one line why, and what to do; nothing was published, or what was is said.
    """
    git, head, tag = store.git, sources.commit, tag_of(version)
    date = _agreed_date(sources.root, version, sources.citation)
    if remote:
        remote.follow()
    tagged = git.commit_of(f"refs/tags/{tag}") or (remote.tag(tag) if remote else None)
    if tagged not in (None, head):
        raise ReportError(
            f"the tag {tag} stands at another commit ({tagged[:12] if tagged else ''}). "
            "Release from that commit, or take the next version"
        )
    states = store.states()
    done = _released_from(store, states, version)
    if done and done != head:
        raise ReportError(
            f"{version} is released already, from commit {done[:12]}: a released version never changes. "
            f"Publish a correction as {version.next_patch()}, with an entry in the changelog saying what was wrong"
        )
    before = store.tip()
    if not done:
        _require_newer(states, version)
        _add(sources, store, states, version, date=date)
    commit = store.tip() or ""
    made = None if done else Made(commit, before)
    message = _tag_message(store, version)
    standing = anchors(tag_message(git, tag)) if git.commit_of(f"refs/tags/{tag}") else None
    if standing is None or (made and standing and standing != anchors(message)):  # left by one that was taken back
        try:
            git.run("tag", "--annotate", "--force", "--message", message, tag, head)
        except BaseException:
            if made:
                made.take_back(store)  # or a later push would carry the version off without its tag
            raise
        made = replace(made, tag=tag) if made else None
    if remote:
        remote.push(made, version)
    return Released(version, commit, tag, bool(done), bool(remote))


def _tag_message(store: Store, version: Version) -> str:
    """What the tag says: it holds the hash of each manifest, outside the branch that holds the manifests."""
    lines = [f"Version {version}", ""]
    for language in store.languages():
        data = store.file(language, version, manifest.FILE)
        if data is not None and manifest.FILE not in store.erased(language, version):
            lines.append(anchor_line(language, data))
    return "\n".join([*lines, ""])


def _agreed_date(root: Path, version: Version, citation: CitationFile | None) -> str:
    """The release's date, on which CITATION.cff and CHANGELOG.md agree."""
    if citation is None:
        raise ReportError("CITATION.cff is not there or cannot be read: it says which version this is")
    if names_nobody(citation):
        raise ReportError("CITATION.cff names nobody yet: write under 'authors' who made the study, then commit")
    given, date = citation.text("version"), citation.text("date-released")
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


def _add(sources: Sources, store: Store, states: Mapping[str, LanguageState], version: Version, *, date: str) -> None:
    latest = max((state.versions.latest for state in states.values() if state.versions.latest), default=None)
    built = sources.build(Target(str(version), sources.commit, _before(store, states, latest)))
    after = {
        language: LanguageState(
            states.get(language, LanguageState()).versions.with_release(version),
            states.get(language, LanguageState()).status.with_record(
                version,
                Record(
                    date,
                    sources.commit,
                    directory_id(built.folders[language]),
                    _changed(store, language, latest, built),
                ),
            ),
        )
        for language in built.folders
    }
    root, beside = sources.landing_files({**states, **after}, built.pages)
    slots = [Slot(language, str(version), path) for language, path in built.folders.items()]
    message = f"Release {version}\n\nFrom {sources.commit}.\n"
    store.commit(slots, after, root, beside, message=message, date=date)


def _before(
    store: Store, states: Mapping[str, LanguageState], latest: Version | None
) -> Mapping[str, Mapping[str, bytes]]:
    """The version that a build is compared with, by language; nothing where what says which it is was erased."""
    found = {language: store.for_comparison(language, latest) for language in states} if latest else {}
    known = any(name in files for files in found.values() for name in (STUDY_FILE, manifest.FILE))
    return found if known else {}


def _changed(store: Store, language: str, latest: Version | None, built: Built) -> tuple[str, ...]:
    """Pages that say something else than in the version before, new and vanished ones included."""
    if latest is None:
        return ()
    before = store.pages(language, latest)
    now = built.pages[language]
    pages = {page for page in {*before, *now} if before.get(page) != now.get(page)}
    return tuple(sorted(page for page in pages if before.get(page) != ""))  # an erased manifest does not tell


def publish_dev(sources: Sources, store: Store, *, remote: Remote | None = None) -> str:
    """Replace ``/<language>/dev/`` with a build of a commit; returns the branch's new commit.

    Runs inside :meth:`Store.publishing`.

    :raises ReportError: as :func:`release`; released versions are never touched.
    """
    if remote:
        remote.follow()
    states = store.states()
    before, head = store.tip(), sources.commit
    newest = max((state.versions.latest for state in states.values() if state.versions.latest), default=None)
    built = sources.build(Target(DEV, head, _before(store, states, newest)))
    after = {
        language: replace(state, versions=state.versions.with_dev())
        for language in built.folders
        for state in [states.get(language, LanguageState())]
    }
    root, beside = sources.landing_files({**states, **after}, {})
    slots = [Slot(language, DEV, path) for language, path in built.folders.items()]
    date = store.git.output("show", "-s", "--format=%cs", head)
    commit = store.commit(slots, after, root, beside, message=f"Publish dev\n\nFrom {head}.\n", date=date)
    if remote:
        remote.push(Made(commit, before))
    return commit
