"""What a commit of the publication branch says of itself, in lines at the end of its message.

A file beside the versions, e.g. the root page, stands in no manifest: the message says which bytes the command
wrote. A tombstone is named likewise, so that one which no command put there can be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
