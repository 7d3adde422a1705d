"""How a study asks for the engine that it was started with."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib import metadata

from report_build.archive import zipped

_NAME = "report-build"
_OF_INSTALLATION = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")  # what an installer adds
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


def as_wheel() -> bytes | None:
    """The engine as it is installed here, put into a wheel again: what a study takes along to be built anew anywhere.

    None where it cannot be had: of an installation for development, whose files stand elsewhere.
    """
    found = metadata.distribution(_NAME)
    listed = {file.as_posix(): file for file in found.files or ()}
    kept = [
        name for name in sorted(listed) if ".." not in listed[name].parts and "__pycache__" not in listed[name].parts
    ]
    about = next((name.removesuffix("METADATA") for name in kept if name.endswith(".dist-info/METADATA")), "")
    left_out = {f"{about}{name}" for name in _OF_INSTALLATION}
    if not about or f"{about}WHEEL" not in kept or "report_build/__init__.py" not in kept:
        return None
    files = {name: listed[name].read_binary() for name in kept if name not in left_out}
    record = [f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items()]
    return zipped({**files, f"{about}RECORD": "".join([*record, f"{about}RECORD,,\n"]).encode()})


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _installed() -> tuple[str, str, str]:
    """(version, address, commit) that the engine was installed from; no address where an index gave it."""
    found = metadata.distribution(_NAME)
    told = json.loads(found.read_text("direct_url.json") or "{}")  # as PEP 610 has it
    return found.version, told.get("url", ""), told.get("vcs_info", {}).get("commit_id", "")
