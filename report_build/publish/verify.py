"""Verifying a published version: its bytes against its own manifest, and against a rebuild from its tag."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from report_build.errors import ReportError, ToolError
from report_build.model.edition import DEV, LATEST
from report_build.model.other_files import REQUIREMENTS
from report_build.publish import commit_lines, manifest
from report_build.publish.commit_lines import anchors
from report_build.publish.git import FILE_MODE
from report_build.publish.release import put_files
from report_build.publish.remote import tag_message, tag_of
from report_build.publish.store import OF_HOSTS, ROOT_FILES, Store
from report_build.publish.versions import Version

Why = Literal[
    "altered",
    "missing",
    "unlisted",
    "erased",
    "rebuilt otherwise",
    "no plain file",
    "not what a command wrote",
    "moved",
]


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """What is not as the commands left it."""

    path: str  # on the branch, or the tag's name
    why: Why
    told: str = ""  # what it should be; of an erased file: the reason and date that status.json gives

    @property
    def openly(self) -> bool:
        """Whether the difference was made openly: a tombstone in a file's place, told of in ``status.json``."""
        return self.why == "erased"


def verify(store: Store, version: Version) -> tuple[list[Difference], list[str]]:
    """Hold a published version to its manifests, these to the tag, and what stands beside the versions to the commits.

    Returns what differs, and remarks on what could not be asked.

    :raises ReportError: the version is not published, or has no manifest that can be read.
    """
    languages = [name for name in store.languages() if version in store.read_language(name).versions.released]
    if not languages:
        raise ReportError(f"{version} is not published on {store.branch}. Known: {_known(store)}")
    found: list[Difference] = []
    notes: list[str] = []
    if store.git.output("rev-parse", "--is-shallow-repository") == "true":
        notes.append("this clone holds a part of the history: tombstones were not traced to the commands that put them")
        written = None
    else:
        written = commit_lines.tombstones(store.git.output("log", "--format=%B", store.reference))
    for language in languages:
        found += _against_manifest(store, language, version, written)
        if store.manifest(language, version) is None:
            notes.append(f"the manifest in {language}/{version} was erased: nothing says what its files were")
    found += _against_tag(store, languages, version, notes)
    found += _beside_versions(store)
    if foreign := [*_foreign(store)]:
        notes.append(
            f"no command of ours wrote {', '.join(foreign)}: see that what stands beside the versions is yours"
        )
    return found, notes


def _against_manifest(
    store: Store, language: str, version: Version, written: frozenset[tuple[str, str]] | None
) -> Iterator[Difference]:
    """Every file of a version in one language, its mode and its bytes.

    :param written: (path, blob) of the tombstones that commands put; None where that is not known.
    """
    tombstones = {notice.path: notice for notice in store.read_language(language).status.records[str(version)].erased}
    told = store.manifest(language, version)
    entries = store.git.entries(f"{store.reference}:{language}/{version}")
    if told is None and manifest.FILE not in tombstones:
        raise ReportError(f"{store.branch}:{language}/{version}/{manifest.FILE} is not there")
    listed = told.outputs if told else None
    blobs = dict(store.git.blobs(item.object for item in entries.values() if item.kind == "blob"))
    for path in sorted({*(listed or ()), *entries}):
        place = f"{language}/{version}/{path}"
        if path not in entries:
            yield Difference(place, "missing")
            continue
        item = entries[path]
        if item.mode != FILE_MODE:
            yield Difference(place, "no plain file", f"its mode is {item.mode}")
        if item.kind != "blob":
            continue
        digest = hashlib.sha256(blobs[item.object]).hexdigest()
        notice = tombstones.get(path)
        if notice and digest == notice.sha256:
            if written is None or (place, item.object) in written:
                yield Difference(place, "erased", f"{notice.date}: {notice.reason}")
            else:
                yield Difference(place, "not what a command wrote", "a tombstone that no command put there")
        elif path == manifest.FILE or listed is None:
            continue
        elif path not in listed:
            yield Difference(place, "unlisted")
        elif digest != listed[path]:
            yield Difference(place, "altered")


def _against_tag(store: Store, languages: Sequence[str], version: Version, notes: list[str]) -> Iterator[Difference]:
    """The version's tag: it names the commit of the release, and holds each manifest's hash outside the branch."""
    tag = tag_of(version)
    commit = store.git.commit_of(f"refs/tags/{tag}")
    if commit is None:
        notes.append(f"the tag {tag} is not here, so that the manifests were held to nothing: git fetch --tags")
        return
    for language in languages:
        record = store.read_language(language).status.records[str(version)]
        if record.commit != commit:
            yield Difference(tag, "moved", f"it names {commit[:12]}; {language} was released from {record.commit[:12]}")
    known = anchors(tag_message(store.git, tag))
    if not known:
        notes.append(f"the tag {tag} was made by hand: it holds no hash of the manifests")
        return
    for language in sorted({*known, *languages}):
        data = store.file(language, version, manifest.FILE)
        if manifest.FILE in store.erased(language, version):
            continue
        digest = hashlib.sha256(data).hexdigest() if data is not None else ""
        if digest != known.get(language):
            yield Difference(f"{language}/{version}/{manifest.FILE}", "altered", f"the tag {tag} holds another hash")


def _beside_versions(store: Store) -> Iterator[Difference]:
    """What stands beside the versions, against what the newest command wrote there."""
    tip = store.tip() or ""
    there = store.landing_items(tip)
    message = store.git.output("log", "-1", "--grep=^Landing-File: ", "--format=%B", tip)
    wrong = {}
    for path, name in commit_lines.landing_files(message).items():
        if path not in there:
            wrong[path] = Difference(path, "missing")
        elif there[path].object != name:
            wrong[path] = Difference(path, "not what a command wrote")
    for path, item in there.items():
        if path.endswith(f"/{LATEST}"):
            language = path.split("/")[0]
            standing = store.read_language(language).status.latest
            inner = {one.name: one.object for one in store.git.tree(f"{tip}:{language}")}
            if standing and item.object != inner.get(standing):
                wrong.setdefault(path, Difference(path, "altered", f"it is not {standing}"))
        elif item.mode != FILE_MODE:
            wrong.setdefault(path, Difference(path, "no plain file", f"its mode is {item.mode}"))
    yield from wrong.values()


def _foreign(store: Store) -> Iterator[str]:
    """What stands beside the versions and their lists, and may change what readers see: a worker, redirections."""
    tip = store.tip() or ""
    ours = {*store.landing_items(tip), *ROOT_FILES, *OF_HOSTS, *store.languages()}
    for item in store.git.tree(tip):
        if item.name not in ours:
            yield item.name
    for language in store.languages():
        versions = {*map(str, store.read_language(language).versions.released), DEV, LATEST}
        for item in store.git.tree(f"{tip}:{language}"):
            if item.name not in versions and f"{language}/{item.name}" not in ours:
                yield f"{language}/{item.name}"


def _known(store: Store) -> str:
    if store.tip() is None:
        return f"none; if it is on a remote: git fetch REMOTE {store.branch}:{store.branch}"
    versions = {version for name in store.languages() for version in store.read_language(name).versions.released}
    return ", ".join(map(str, sorted(versions, reverse=True))) or "none"


def rebuild(
    store: Store,
    version: Version,
    tag: str,
    *,
    program: str = "",
    python: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[Difference]:
    """Check out the tag, install its pinned requirements, build it anew and compare every byte.

    The tag's own ``report_build`` builds; what depended on where the release went comes from the manifest's parameters.

    :param program: the package that makes the sites, where one is asked for (``REPORT_BUILD_ENGINE``): a release can be
        built anew by one that its requirements do not name, and that was not there when it was made.
    :param python: an interpreter that has what the tag needs, in place of one made with its pinned requirements.

    :raises ToolError: the tag's requirements cannot be installed or its engine fails; with the tool's own words.
    """
    commit = store.git.commit_of(f"refs/tags/{tag}")
    if commit is None:
        raise ReportError(f"there is no tag {tag} here: fetch it with: git fetch --tags")
    languages = [name for name in store.languages() if version in store.read_language(name).versions.released]
    told = {language: store.manifest(language, version) for language in languages}
    parameters = next((one.parameters for one in told.values() if one), None)
    if parameters is None:
        raise ReportError(f"the manifests of {version} were erased: nothing says how it was built")
    with TemporaryDirectory(prefix="report-build-verify-") as folder:
        place = Path(folder)
        sources, site = place / "sources", place / "site"
        say(f"checking out {tag}")
        store.git.export(commit, sources)
        sources /= store.git.prefix  # a study may share its repository
        tools = next(one.tools for one in told.values() if one)
        python = python or _install(sources, place / "environment", program, tools, say)
        before = parameters.get("previous", "")
        say("building")
        command = [str(python), "-m", "report_build", "build", "--strict", "--quiet", "--site-dir", str(site)]
        command += ["--slot", str(version), "--commit", parameters.get("commit", "")]
        command += ["--site-url", parameters.get("site_url", "")]
        if before:
            files = {language: store.for_comparison(language, Version.read(before)) for language in languages}
            command += ["--previous", str(put_files(place / "previous", files))]
        _run(command, sources)
        return [
            difference
            for language, one in told.items()
            if one is not None
            for difference in _compare(
                f"{language}/{version}", one.outputs, manifest.hashes(site / language / str(version))
            )
        ]


def _install(
    sources: Path, environment: Path, program: str, tools: Mapping[str, str], say: Callable[[str], None]
) -> Path:
    """An interpreter with what a release asks for.

    :param tools: package -> the version that made the release: they are installed where no hashes pin the requirements.
    :raises ReportError: the release does not say what it asks for.
    """
    asked = _asked(sources)
    pinned = "--hash=" in asked.read_text(encoding="utf-8")
    say("installing its pinned requirements" if pinned else "installing what it asks for, as its manifest has it")
    _run([sys.executable, "-m", "venv", str(environment)], sources)
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    if pinned:
        _run([*pip, "--require-hashes", "--no-compile", "-r", asked.name], sources)
    else:
        known = environment / "made-with.txt"
        made = {
            name: tool for name, tool in tools.items() if tool != "absent" and name not in {"report-build", program}
        }
        lines = "".join(f"{name}=={tool}\n" for name, tool in made.items())
        known.write_text(lines, encoding="utf-8", newline="\n")
        _run([*pip, "--no-compile", "-r", asked.name, "-c", str(known)], sources)
    if (sources / "report_build").is_dir():
        _run([*pip, "--no-deps", "--no-build-isolation", "."], sources)
    if program and program not in _pinned(asked):
        say(f"installing {program}, which they do not name")
        _run([*pip, "--no-compile", f"{program}=={here}" if (here := _version_here(program)) else program], sources)
    return python


def _asked(sources: Path) -> Path:
    """The file with all that a release asks for: the first of ``REQUIREMENTS`` that it has.

    :raises ReportError: it has none.
    """
    for name in REQUIREMENTS:
        if (sources / name).is_file():
            return sources / name
    raise ReportError(f"the release has no {REQUIREMENTS[-1]}, which would say what builds it: name a --python")


def _pinned(asked: Path) -> frozenset[str]:
    """The packages that a file of requirements pins."""
    text = asked.read_text(encoding="utf-8")
    return frozenset(name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE))


def _version_here(package: str) -> str:
    try:
        return installed_version(package)
    except PackageNotFoundError:
        return ""


def _run(command: Sequence[str], folder: Path) -> None:
    outcome = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if outcome.returncode:
        raise ToolError(
            f"the version could not be rebuilt: {' '.join(command[1:4])} … failed",
            (outcome.stderr or outcome.stdout).strip(),
        )


def _compare(place: str, listed: Mapping[str, str], rebuilt: Mapping[str, str]) -> list[Difference]:
    """Every byte of the rebuild against what the manifest says was released, the manifest itself excepted."""
    paths = {*listed, *rebuilt} - {manifest.FILE}
    return [
        Difference(f"{place}/{path}", "rebuilt otherwise")
        for path in sorted(paths)
        if listed.get(path) != rebuilt.get(path)
    ]
