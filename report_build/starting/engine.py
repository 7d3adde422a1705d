"""How a study asks for the engine that it was started with."""

from __future__ import annotations

import json
from importlib import metadata

_NAME = "report-build"
WHEELS = "wheels"  # folder of the study with the engine, where no public address has it


def requirement() -> str:
    """The line of ``requirements.txt`` by which pip installs this engine."""
    version, address, commit = _installed()
    if commit:
        return f"{_NAME} @ git+{address}@{commit}"
    if address.startswith("https:"):
        return f"{_NAME} @ {address}"
    return f"./{wheel()}" if address else f"{_NAME}=={version}"


def wheel() -> str:
    """The file of the study that holds the engine, where it was installed from this machine."""
    return f"{WHEELS}/{_NAME.replace('-', '_')}-{_installed()[0]}-py3-none-any.whl"


def local_source() -> str:
    """The folder or file of this machine that the engine was installed from; '' where it came from elsewhere."""
    _, address, commit = _installed()
    return address.removeprefix("file://") if address.startswith("file:") and not commit else ""


def _installed() -> tuple[str, str, str]:
    """(version, address, commit) that the engine was installed from; no address where an index gave it."""
    found = metadata.distribution(_NAME)
    told = json.loads(found.read_text("direct_url.json") or "{}")  # as PEP 610 has it
    return found.version, told.get("url", ""), told.get("vcs_info", {}).get("commit_id", "")
