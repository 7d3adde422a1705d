"""What a study became in its pages, for ``study.json``: wordings, prose, drawings and formatted references."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from report_build.cache import Cache, by_value
from report_build.check.claims import ClaimFact, claim_facts
from report_build.index import Index
from report_build.markup import without_markup
from report_build.metadata.study_json import SCHEMA_FILE, Published, study_json, study_schema
from report_build.model.pages import ParsedPage
from report_build.model.text import on_one_line
from report_build.render.reading import PageReading

STUDY_FILE = "study.json"


def study_files(
    pages: Sequence[ParsedPage],
    readings: Mapping[str, PageReading],
    index: Index,
    downloads: Mapping[str, bytes],
    cache: Cache,
) -> Mapping[str, bytes]:
    """``study.json`` of one language, and the schema that it keeps.

    :param pages: those that authors wrote, in reading order; ``readings`` is what they became, by address.
    :param downloads: site-relative address -> bytes of every display's files.
    """
    study, language = index.study, index.language
    own = [page for page in pages if not page.language]
    published = Published(
        wordings=_wordings(pages, index),
        prose={language: {page.address: list(readings[page.address].blocks) for page in own}},
        drawn=_drawn(study.display, downloads, language),
        formatted={
            key: {language: on_one_line(without_markup(entry))}
            for key, entry in sorted(index.references.entries.items())
        },
    )
    made_of = json.dumps([study.languages, dict(study.hashes), sorted(study.incomplete), study.public])
    made = cache.blob("study", [by_value(published), made_of], lambda: study_json(study, published, cache))
    return {STUDY_FILE: made, SCHEMA_FILE: study_schema(study.tables)}


def _wordings(pages: Sequence[ParsedPage], index: Index) -> list[ClaimFact]:
    """Claims as pages word them, each in its page's language, citations in them as readers see them."""
    return [
        replace(fact, text=index.plain_text(page.address, fact.text))
        for page in pages
        for fact in claim_facts([page.facts], page.language or index.language)
    ]


def _drawn(
    displays: Iterable[str], downloads: Mapping[str, bytes], language: str
) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, str]] = {id_: {} for id_ in displays}
    for address, content in sorted(downloads.items()):
        name = address.rsplit("/", 1)[-1]
        found.setdefault(name.rsplit(".", 1)[0], {})[name] = sha256(content).hexdigest()
    return {id_: {language: files} for id_, files in found.items()}
