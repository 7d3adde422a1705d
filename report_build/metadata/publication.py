"""What a study became in its pages, for ``study.json``: wordings, prose, drawings and formatted references."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from html import unescape

from report_build.cache import Cache
from report_build.check.claims import ClaimFact, claim_facts
from report_build.metadata.prose import ProseBlock, prose_blocks
from report_build.metadata.study_json import SCHEMA_FILE, Published, study_json, study_schema
from report_build.model.study import Study
from report_build.weave import Woven, WovenPage

STUDY_FILE = "study.json"
_TAG = re.compile(r"<[^<>]*>")


def study_files(
    pages: Sequence[WovenPage],
    woven: Woven,
    study: Study,
    downloads: Mapping[str, bytes],
    cache: Cache,
    *,
    generated: Collection[str],
) -> Mapping[str, bytes]:
    """``study.json`` of one language, and the schema that it keeps.

    :param pages: in reading order; ``woven`` is what they became.
    :param downloads: site-relative address -> bytes of every display's files.
    :param generated: the addresses of pages that no author wrote; they say nothing that the data do not.
    """
    language = woven.context.language
    written = [page for page in pages if page.address not in generated and not page.language]
    published = Published(
        wordings=_wordings(pages, woven, language),
        prose={language: {page.address: _prose(woven.html[page.address], cache) for page in written}},
        drawn=_drawn(study.display, downloads, language),
        formatted={
            key: {language: unescape(" ".join(_TAG.sub("", entry).split()))}
            for key, entry in sorted(woven.context.references.entries.items())
        },
    )
    told = json.dumps(asdict(published), ensure_ascii=False)
    made_of = json.dumps([study.languages, dict(study.hashes), sorted(study.incomplete)])
    made = cache.blob("study", [told, made_of], lambda: study_json(study, published))
    return {STUDY_FILE: made, SCHEMA_FILE: study_schema()}


def _wordings(pages: Sequence[WovenPage], woven: Woven, language: str) -> list[ClaimFact]:
    """Claims as pages word them, each in its page's language, citations in them as readers see them."""
    return [
        replace(fact, text=unescape(woven.text(page.address, fact.text)))
        for page in pages
        for fact in claim_facts([page.facts], page.language or language)
    ]


def _prose(html: str, cache: Cache) -> list[ProseBlock]:
    told = cache.text("prose", [html], lambda: json.dumps([asdict(block) for block in prose_blocks(html)]))
    return [ProseBlock(**block) for block in json.loads(told)]


def _drawn(
    displays: Iterable[str], downloads: Mapping[str, bytes], language: str
) -> dict[str, dict[str, dict[str, str]]]:
    found: dict[str, dict[str, str]] = {id_: {} for id_ in displays}
    for address, content in sorted(downloads.items()):
        name = address.rsplit("/", 1)[-1]
        found.setdefault(name.rsplit(".", 1)[0], {})[name] = sha256(content).hexdigest()
    return {id_: {language: files} for id_, files in found.items()}
