"""All forms of a language as they were made of the same before: then nothing is drawn, formatted or set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Self

from report_build.cache import Cache, by_value, installed
from report_build.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class KeptForms:
    """The files of one run, and what it found, in the cache."""

    cache: Cache
    key: Sequence[str | bytes]

    @classmethod
    def of(cls, cache: Cache, *made_from: object) -> Self:
        """:param made_from: all that the files are made from besides the engine and what is installed."""
        return cls(cache, [*installed(), by_value(made_from)])

    def files(self) -> tuple[Mapping[str, bytes], list[Finding]] | None:
        """Address -> file, and what is to be said of them; None where they have to be made."""
        known = self.cache.known("forms", self.key)
        if known is None:
            return None
        told = json.loads(known)
        files = {address: self.cache.known("form", [hashed]) for address, hashed in told["files"].items()}
        found = [Finding(**{**one, "place": Place(**one["place"])}) for one in told["findings"]]
        whole = {address: content for address, content in files.items() if content is not None}
        return (whole, found) if len(whole) == len(files) else None

    def keep(self, files: Mapping[str, bytes], findings: Sequence[Finding]) -> None:
        """Keep what was made for later runs."""
        hashes = {address: sha256(content).hexdigest() for address, content in files.items()}
        for address, hashed in hashes.items():
            self.cache.keep("form", [hashed], files[address])
        told = {"files": hashes, "findings": [asdict(one) for one in findings]}
        self.cache.keep("forms", self.key, json.dumps(told, ensure_ascii=False).encode())
