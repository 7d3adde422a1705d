"""The hash of a version's manifest in its annotated tag: what holds a version outside the publication branch."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

_LINE = re.compile(r"^Manifest of (?P<language>\S+): sha256 (?P<hash>[0-9a-f]{64})$", re.MULTILINE)


def anchor_line(language: str, data: bytes) -> str:
    """:param data: the manifest's bytes."""
    return f"Manifest of {language}: sha256 {hashlib.sha256(data).hexdigest()}"


def anchors(message: str) -> Mapping[str, str]:
    """Language -> SHA-256 of its manifest; empty where the tag was made by hand."""
    return {line["language"]: line["hash"] for line in _LINE.finditer(message)}
