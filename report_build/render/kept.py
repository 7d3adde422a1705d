"""Pages as they were made before, from the same page and the same index.

A page is made from what its author wrote and from what the index answers. Where both are what they were, by value, it
is not made again: while an author edits one page, all others stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any

from report_build.cache import Cache, by_value, installed
from report_build.findings import Finding
from report_build.index import Index
from report_build.model.access import public
from report_build.model.kept import as_bytes, from_bytes
from report_build.model.study import Study, once
from report_build.render.previews import Made
from report_build.render.reading import PageReading, reading_from


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page as it is published, without what the theme puts around it."""

    html: str
    reading: PageReading  # of its text, without the marks above it and what follows it
    said: str  # hash of all that it says, under its title


class KeptPages:
    """The pages of one index that a former build has left in the cache."""

    def __init__(self, index: Index, cache: Cache) -> None:
        self._cache = cache
        self._asked = hash_of_index(index)

    def page(self, *made_from: object) -> tuple[FinishedPage, Made] | None:
        """A page and what opens beside it; None where it has to be made.

        :param made_from: all that the page is made from besides the index.
        """
        known = self._cache.known("page", [self._asked, by_value(made_from)])
        if known is None:
            return None
        told = json.loads(known)
        made = {(kind, id_): html for kind, id_, html in told["beside"]}
        return FinishedPage(told["html"], reading_from(told["reading"]), told["said"]), made

    def keep(self, page: FinishedPage, beside: Made, *made_from: object) -> None:
        """Keep a page for later builds."""
        told = {**asdict(page), "beside": [[*key, html] for key, html in beside.items()]}
        self._cache.keep("page", [self._asked, by_value(made_from)], json.dumps(told, ensure_ascii=False).encode())


def hash_of_index(index: Index) -> str:
    """A hash of every field of the index, and of those of its parts that remember what they were asked."""
    told: dict[str, Any] = {name: value for name, value in fields_of(index).items() if name != "labels"}
    told |= {"study": hash_of_study(index.study), "claims": fields_of(index.claims), "language": index.language}
    return sha256(by_value(told)).hexdigest()


@once
def hash_of_study(study: Study) -> bytes:
    """A hash of every field of a study."""
    return sha256(by_value(fields_of(study))).digest()


class KeptStudy:
    """A study as it was read and checked before, from the same files."""

    def __init__(self, cache: Cache, *read_from: str) -> None:
        """:param read_from: all that it is read from: a hash of the files, and what they are called."""
        self._cache, self._key = cache, [*read_from, *installed()]

    def known(self) -> tuple[Study, list[Finding]] | None:
        """The study and what is wrong with it; None where it has to be read."""
        kept = self._cache.known("study-read", self._key)
        found = from_bytes(kept) if kept is not None else None
        if found is None:
            return None
        study, findings, hashes = found
        for one, name in ((public(study), "public"), (study, "whole")):
            one.known[hash_of_study.__wrapped__] = hashes[name]  # type: ignore[attr-defined]  # reason: wraps sets it
        return study, [*findings]

    def keep(self, study: Study, findings: Iterable[Finding]) -> None:
        """Keep it for later runs, with the hashes that its pages are kept by."""
        hashes = {"whole": hash_of_study(study), "public": hash_of_study(public(study))}
        self._cache.keep("study-read", self._key, as_bytes(study, findings, hashes))


def fields_of(value: Any) -> Mapping[str, Any]:
    """What a value is made of, without what it remembers of questions it was asked."""
    return {one.name: getattr(value, one.name) for one in fields(value)}
