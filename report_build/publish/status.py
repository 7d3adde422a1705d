"""What is known later about released versions: ``status.json``, outside the versions' own files.

A page of an old version asks it which version is the newest, whether its own was withdrawn or corrected, and in
which release the page itself changed next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from report_build.errors import UsageError
from report_build.publish.versions import Version

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """A withdrawal, an erratum or an erasure: what was done, why and when."""

    date: str  # ISO date
    reason: str
    path: str = ""  # of an erasure: the file that gave way to a tombstone
    sha256: str = ""  # of an erasure: the hash of the tombstone
    version: str = ""  # of an erratum: the version that corrects this one


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one version."""

    date: str  # ISO date of the release
    commit: str = ""  # the commit that it was released from
    directory: str = ""  # the SWHID of its folder as it was released
    changed: tuple[str, ...] = ()  # pages that differ from those of the release before, sorted
    withdrawn: Notice | None = None
    errata: tuple[Notice, ...] = ()
    erased: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """The records of all released versions of one language, newest first."""

    records: Mapping[str, Record] = field(default_factory=dict)

    def __post_init__(self) -> None:
        newest_first = sorted(self.records, key=Version.read, reverse=True)
        object.__setattr__(self, "records", {name: self.records[name] for name in newest_first})

    @property
    def latest(self) -> str | None:
        """The newest version that was not withdrawn, else the newest."""
        standing = (name for name, record in self.records.items() if record.withdrawn is None)
        return next(standing, next(iter(self.records), None))

    def with_record(self, version: Version, record: Record) -> Status:
        return replace(self, records={**self.records, str(version): record})

    @classmethod
    def from_json(cls, data: bytes | None) -> Status:
        """:raises ValueError: the file is not a status of a schema known here."""
        if data is None:
            return cls()
        read = json.loads(data)
        if not isinstance(read, dict) or read.get("schema") != SCHEMA:
            raise ValueError(f"status.json is not of schema {SCHEMA}")
        try:
            return cls({name: _record(record) for name, record in read["versions"].items()})
        except (AttributeError, KeyError, TypeError, UsageError) as wrong:
            raise ValueError(f"status.json is not as it was written: {wrong}") from wrong

    def to_json(self) -> bytes:
        """A version a line: the file grows by one with each release."""
        lines = ",\n".join(f"  {_json(name)}: {_json(_told(record))}" for name, record in self.records.items())
        inner = f"{{\n{lines}\n }}" if lines else "{}"
        return f'{{\n "schema": {_json(SCHEMA)},\n "latest": {_json(self.latest)},\n "versions": {inner}\n}}\n'.encode()


_json = json.JSONEncoder(ensure_ascii=False).encode


def _told(record: Record) -> dict[str, object]:
    return {
        "date": record.date,
        "commit": record.commit,
        **({"directory": record.directory} if record.directory else {}),
        "changed": list(record.changed),
        "withdrawn": _notice(record.withdrawn) if record.withdrawn else None,
        "errata": [_notice(notice) for notice in record.errata],
        "erased": [_notice(notice) for notice in record.erased],
    }


def _notice(notice: Notice) -> dict[str, str]:
    return {name: value for name, value in asdict(notice).items() if value or name in ("date", "reason")}


def _record(read: Mapping[str, Any]) -> Record:
    return Record(
        date=read["date"],
        commit=read["commit"],
        directory=read.get("directory", ""),  # versions released before this was kept have none
        changed=tuple(read["changed"]),
        withdrawn=Notice(**read["withdrawn"]) if read["withdrawn"] is not None else None,
        errata=tuple(Notice(**notice) for notice in read["errata"]),
        erased=tuple(Notice(**notice) for notice in read["erased"]),
    )
