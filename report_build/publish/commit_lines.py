"""What a commit of the publication branch, and a version's tag, say of themselves, in lines of their messages.

A file beside the versions, e.g. the root page, stands in no manifest: the message says which bytes the command
wrote. A tombstone is named likewise, so that one which no command put there can be told. A version's annotated
tag holds the hash of each manifest: outside the branch that holds the manifests.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_MANIFEST = re.compile(r"^Manifest of (?P<language>\S+): sha256 (?P<hash>[0-9a-f]{64})$", re.MULTILINE)
_LINE = re.compile(r"^(?P<kind>Landing-File|Tombstone): (?P<object>[0-9a-f]+) (?P<path>.+)$", re.MULTILINE)


def landing_line(path: str, name: str) -> str:
    """:param name: git's name of the file's bytes, or of the tree of ``latest``."""
    return f"Landing-File: {name} {path}"


def tombstone_line(path: str, blob: str) -> str:
    return f"Tombstone: {blob} {path}"


def landing_files(message: str) -> Mapping[str, str]:
    """Path -> git's name of what a command wrote there; empty where no command made the commit."""
    return {line["path"]: line["object"] for line in _LINE.finditer(message) if line["kind"] == "Landing-File"}


def tombstones(messages: str) -> frozenset[tuple[str, str]]:
    """(path, blob) of every tombstone that commands tell of."""
    return frozenset((line["path"], line["object"]) for line in _LINE.finditer(messages) if line["kind"] == "Tombstone")


def anchor_line(language: str, data: bytes) -> str:
    """:param data: the manifest's bytes."""
    return f"Manifest of {language}: sha256 {hashlib.sha256(data).hexdigest()}"


def anchors(message: str) -> Mapping[str, str]:
    """Language -> SHA-256 of its manifest; empty where the tag was made by hand."""
    return {line["language"]: line["hash"] for line in _MANIFEST.finditer(message)}
