"""The identifier that Software Heritage, and git, give a folder of what it holds: anybody can work it out again."""

from __future__ import annotations

import hashlib
from pathlib import Path


def directory_id(folder: Path) -> str:
    """The SWHID of a folder whose files are all plain, e.g. ``swh:1:dir:…``; empty folders do not count."""
    return f"swh:1:dir:{_tree(folder).hex()}"


def _tree(folder: Path) -> bytes:
    entries = []
    for entry in folder.iterdir():
        name = entry.name.encode()
        if entry.is_dir():
            if any(one.is_file() for one in entry.rglob("*")):
                entries.append((name + b"/", b"40000 " + name + b"\0" + _tree(entry)))
        else:
            entries.append((name, b"100644 " + name + b"\0" + _object("blob", entry.read_bytes())))
    return _object("tree", b"".join(entry for _, entry in sorted(entries)))


def _object(kind: str, content: bytes) -> bytes:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content, usedforsecurity=False).digest()
