"""The list of released versions as a value, in the form that Material's version selector reads."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from report_build.errors import UsageError
from report_build.model.edition import DEV, LATEST

_FORM = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def is_version(name: str) -> bool:
    """Whether a name has the form X.Y.Z."""
    return _FORM.fullmatch(name) is not None


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version X.Y.Z; ordered by its numbers."""

    major: int
    minor: int
    patch: int

    @classmethod
    def read(cls, words: str) -> Version:
        """:raises UsageError: not of the form X.Y.Z with plain numbers."""
        match = _FORM.fullmatch(words)
        if not match:
            raise UsageError(f"{words!r} is not a version of the form X.Y.Z, such as 1.0.0")
        return cls(*map(int, match.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def next_patch(self) -> Version:
        return replace(self, patch=self.patch + 1)


@dataclass(frozen=True, slots=True)
class Versions:
    """Released versions, newest first, and whether a ``dev`` build stands beside them.

    Entries of ``versions.json`` that are not ours are kept as they are, after ours.
    """

    released: tuple[Version, ...] = ()
    dev: bool = False
    foreign: tuple[str, ...] = ()  # entries as JSON text

    @property
    def latest(self) -> Version | None:
        return self.released[0] if self.released else None

    @classmethod
    def from_json(cls, data: bytes | None) -> Versions:
        """Read ``versions.json``; None (no such file yet) is an empty list.

        :raises ValueError: the file is not a list of versions.
        """
        if data is None:
            return cls()
        entries = json.loads(data)
        if not isinstance(entries, list):
            raise ValueError("versions.json is not a list")  # noqa: TRY004  # reason: bad content, not a bad argument
        released, dev, foreign = [], False, []
        for entry in entries:
            name = entry.get("version") if isinstance(entry, dict) else None
            if isinstance(name, str) and _FORM.fullmatch(name):
                released.append(Version.read(name))
            elif name == DEV:
                dev = True
            else:
                foreign.append(json.dumps(entry, ensure_ascii=False, sort_keys=True))
        return cls(tuple(sorted(set(released), reverse=True)), dev, tuple(foreign))

    def to_json(self, standing: str | None = None) -> bytes:
        """``standing`` is the version that ``latest`` leads to, where it is not the newest."""
        latest = standing or str(self.latest)
        entries: list[object] = [
            {"version": str(version), "title": str(version), "aliases": [LATEST] if str(version) == latest else []}
            for version in self.released
        ]
        if self.dev:
            entries.append({"version": DEV, "title": DEV, "aliases": []})
        entries.extend(json.loads(entry) for entry in self.foreign)
        return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode()

    def with_release(self, version: Version) -> Versions:
        return replace(self, released=tuple(sorted({*self.released, version}, reverse=True)))

    def with_dev(self) -> Versions:
        return replace(self, dev=True)
