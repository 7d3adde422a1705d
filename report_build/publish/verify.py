"""Verifying a published version: its bytes against its own manifest, and against a rebuild from its tag."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from report_build.errors import ReportError, ToolError
from report_build.publish import manifest
from report_build.publish.release import put_files
from report_build.publish.store import Store
from report_build.publish.versions import Version

Why = Literal["altered", "missing", "unlisted", "erased", "rebuilt otherwise"]


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A file that is not what the manifest says."""

    language: str
    path: str
    why: Why
    told: str = ""  # of an erased file: the reason and date that status.json gives

    @property
    def openly(self) -> bool:
        """Whether the difference was made openly: a tombstone in a file's place, told of in ``status.json``."""
        return self.why == "erased"


def verify(store: Store, version: Version) -> list[Difference]:
    """Hash every file of a published version and hold it to its manifest, language by language.

    :raises ReportError: the version is not published, or has no manifest that can be read.
    """
    found: list[Difference] = []
    languages = [name for name in store.languages() if version in store.read_language(name).versions.released]
    if not languages:
        raise ReportError(f"{version} is not published on {store.branch}. Known: {_known(store)}")
    for language in languages:
        told = store.read_language(language).status.records[str(version)].erased
        tombstones = {notice.path: notice for notice in told}
        listed = manifest_of(store, language, version).outputs
        files = dict(store.files(language, version))
        files.pop(manifest.FILE, None)
        blobs = dict(store.git.blobs(files.values()))
        for path in sorted({*listed, *files}):
            if path not in files:
                found.append(Difference(language, path, "missing"))
                continue
            digest = hashlib.sha256(blobs[files[path]]).hexdigest()
            if path in tombstones and digest == tombstones[path].sha256:
                notice = tombstones[path]
                found.append(Difference(language, path, "erased", f"{notice.date}: {notice.reason}"))
            elif path not in listed:
                found.append(Difference(language, path, "unlisted"))
            elif digest != listed[path]:
                found.append(Difference(language, path, "altered"))
    return found


def manifest_of(store: Store, language: str, version: Version) -> manifest.Manifest:
    """:raises ReportError: it is not there or cannot be read."""
    data = store.file(language, version, manifest.FILE)
    try:
        if data is None:
            raise ValueError("it is not there")  # noqa: TRY301  # reason: told of in one place, below
        return manifest.Manifest.from_json(data)
    except ValueError as wrong:
        raise ReportError(f"{store.branch}:{language}/{version}/{manifest.FILE} cannot be read: {wrong}") from wrong


def _known(store: Store) -> str:
    if store.tip() is None:
        return f"none; if it is on a remote: git fetch REMOTE {store.branch}:{store.branch}"
    versions = {version for name in store.languages() for version in store.read_language(name).versions.released}
    return ", ".join(map(str, sorted(versions, reverse=True))) or "none"


def rebuild(
    store: Store, version: Version, tag: str, *, say: Callable[[str], None] = lambda _: None
) -> list[Difference]:
    """Check out the tag, install its pinned requirements, build it anew and compare every byte.

    The tag's own engine builds; what depended on where the release went comes from the manifest's parameters.

    :raises ToolError: the tag's requirements cannot be installed or its engine fails; with the tool's own words.
    """
    commit = store.git.commit_of(f"refs/tags/{tag}")
    if commit is None:
        raise ReportError(f"there is no tag {tag} here: fetch it with: git fetch --tags")
    languages = [name for name in store.languages() if version in store.read_language(name).versions.released]
    with TemporaryDirectory(prefix="report-build-verify-") as folder:
        place = Path(folder)
        sources, site = place / "sources", place / "site"
        say(f"checking out {tag}")
        with tarfile.open(fileobj=BytesIO(store.git.run("archive", "--format=tar", commit))) as archive:
            archive.extractall(sources, filter="data")
        sources /= store.git.prefix  # a study may share its repository
        python = _install(sources, place / "environment", say)
        parameters = manifest_of(store, languages[0], version).parameters
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
            for language in languages
            for difference in _compare(store, language, version, manifest.hashes(site / language / str(version)))
        ]


def _install(sources: Path, environment: Path, say: Callable[[str], None]) -> Path:
    say("installing its pinned requirements")
    _run([sys.executable, "-m", "venv", str(environment)], sources)
    python = environment / "bin" / "python"
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    _run([*pip, "--require-hashes", "--no-compile", "-r", "requirements.txt"], sources)
    _run([*pip, "--no-deps", "--no-build-isolation", "."], sources)
    return python


def _run(command: Sequence[str], folder: Path) -> None:
    outcome = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if outcome.returncode:
        raise ToolError(
            f"the version could not be rebuilt: {' '.join(command[1:4])} … failed",
            (outcome.stderr or outcome.stdout).strip(),
        )


def _compare(store: Store, language: str, version: Version, rebuilt: Mapping[str, str]) -> list[Difference]:
    """Every byte of the rebuild against what the manifest says was released, the manifest itself excepted."""
    listed = manifest_of(store, language, version).outputs
    paths = {*listed, *rebuilt} - {manifest.FILE}
    return [
        Difference(language, path, "rebuilt otherwise")
        for path in sorted(paths)
        if listed.get(path) != rebuilt.get(path)
    ]
