"""The report and its parts as records for readers' own tools: CSL-JSON, BibTeX and RIS."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_build.model.edition import DOI, Edition, Person, people, said
from report_build.references.files import bibtex_entry, csl_json, ris_record

_SPECIAL = re.compile(r"([&%$#_{}])")
_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Part:
    """What is cited: the whole report (``title`` and ``page`` empty), or a part of it."""

    title: str = ""  # plain text
    page: str = ""  # site-relative address
    anchor: str = ""
    whole: str = "report"  # what the whole report is called in the names of files and in keys

    @property
    def name(self) -> str:
        """A name for files and keys: ``report``, ``method``, ``tbl-ages``."""
        return self.anchor or self.page.removesuffix(".html").replace("/", "-") or self.whole


def csl_item(edition: Edition, part: Part, *, version_words: str) -> dict[str, Any]:
    """A part of the report as a CSL item.

    :param version_words: "version 1.0.0" in the language's words: styles print them where they print no ``version``.
    """
    date = [int(number) for number in edition.date.split("-") if number.isdigit()]
    address = address_of(edition, part)
    item: dict[str, Any] = {
        "id": key_of(edition, part),
        "type": "chapter" if part.title else "report",
        "title": part.title or edition.title,
        "author": [_csl_person(person) for person in edition.authors],
        "issued": {"date-parts": [date]} if date else {},
        "language": edition.language,
        "version": edition.version,
    }
    if part.title:
        item["container-title"] = f"{edition.title}, {version_words}" if version_words else edition.title
    elif version_words:
        item["genre"] = version_words
    if edition.doi:
        item["DOI"] = edition.doi
    if address:
        item["URL"] = address
    return {name: value for name, value in item.items() if value}


def address_of(edition: Edition, part: Part) -> str:
    """Where a part can be read for ever: the DOI for the whole report, if it has one; '' where nothing is known."""
    if not part.title and edition.doi:
        return f"{DOI}{edition.doi}"
    return edition.address(part.page or "index.html", part.anchor)


def key_of(edition: Edition, part: Part) -> str:
    """A citation key that tells versions and languages apart."""
    first = edition.authors[0] if edition.authors else Person(name="report")
    who = _WORDS.sub("", (first.family or " ".join(first.name.split()[:1])).lower())
    return "-".join([f"{who or 'report'}{edition.year}", edition.version, edition.language, part.name])


def _csl_person(person: Person) -> dict[str, str]:
    return {"literal": person.name} if person.name else {"family": person.family, "given": person.given}


_ENTRY_TYPES = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "thesis": "phdthesis",
}
_HELD_IN = {"article-journal": "journal", "chapter": "booktitle"}


def bibtex(item: Mapping[str, Any]) -> str:
    """A CSL item of this module as a BibTeX entry; an entity keeps its name whole."""
    authors = [
        f"{{{_tex(one['literal'])}}}" if "literal" in one else _tex(f"{one['family']}, {one['given']}".strip(", "))
        for one in item.get("author", ())
    ]
    date = item.get("issued", {}).get("date-parts", [[]])[0]
    held = _tex(item.get("container-title", ""))
    fields = {
        "author": " and ".join(authors),
        "title": f"{{{_tex(item.get('title', ''))}}}",
        _HELD_IN.get(item["type"], "series"): f"{{{held}}}",
        "volume": _tex(item.get("volume", "")),
        "number": _tex(item.get("issue", "")),
        "pages": _tex(item.get("page", "")).replace("-", "--"),
        "publisher": _tex(item.get("publisher", "")),
        "year": str(date[0]) if date else "",
        "month": str(date[1]) if len(date) > 1 else "",
        "date": _iso(date) if len(date) > 1 else "",
        "version": item.get("version", ""),
        "note": _tex(item.get("genre", "")),
        "language": item.get("language", ""),
        "issn": item.get("ISSN", ""),
        "doi": item.get("DOI", ""),
        "url": item.get("URL", "").replace("%", r"\%").replace("#", r"\#"),
    }
    return bibtex_entry(_ENTRY_TYPES.get(item["type"], "misc"), item["id"], fields)


def _iso(date: Sequence[int]) -> str:
    return "-".join(f"{number:02}" for number in date)


def _tex(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def records(items: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """File ending -> content: CSL items in the three formats that readers' own tools take."""
    return {"bib": "\n".join(map(bibtex, items)), "ris": "".join(map(ris_record, items)), "json": csl_json(items)}


def _key_of_source(source: Mapping[str, object]) -> str:
    """A citation key of a work that CITATION.cff refers to."""
    year = _year(source)
    who = next((_WORDS.sub("", (person.family or person.name).lower()) for person in people(source)), "")
    return f"{who or 'source'}{year}"


def _year(source: Mapping[str, object]) -> str:
    return (said(source, "date-released") or said(source, "date-published"))[:4] or said(source, "year")


def _language(source: Mapping[str, object]) -> str:
    """The language of a work, where CITATION.cff names one: some styles capitalise English titles alone."""
    named = source.get("languages")
    return str(named[0]) if isinstance(named, list) and len(named) == 1 else ""


def _source_item(source: Mapping[str, object]) -> dict[str, Any]:
    """A work that CITATION.cff refers to, as a CSL item."""
    year = _year(source)
    kinds = {"article": "article-journal", "book": "book", "report": "report", "thesis": "thesis"}
    item: dict[str, Any] = {
        "id": _key_of_source(source),
        "type": kinds.get(said(source, "type"), "document"),
        "title": said(source, "title"),
        "author": [_csl_person(person) for person in people(source)],
        "issued": {"date-parts": [[int(year)]]} if year.isdigit() else {},
        "container-title": said(source, "journal") or said(source, "collection-title"),
        "volume": said(source, "volume"),
        "issue": said(source, "issue"),
        "page": "-".join(filter(None, (said(source, "start"), said(source, "end")))) or said(source, "pages"),
        "publisher": said(source, "publisher"),
        "ISSN": said(source, "issn"),
        "DOI": said(source, "doi"),
        "language": _language(source),
    }
    return {name: value for name, value in item.items() if value}


def source_items(sources: Sequence[Mapping[str, object]]) -> list[dict[str, Any]]:
    """The works that CITATION.cff refers to, as CSL items; those of one author and year are told apart by a number."""
    seen: Counter[str] = Counter()
    items = [_source_item(source) for source in sources]
    for item in items:
        key = item["id"]
        seen[key] += 1
        if seen[key] > 1:
            item["id"] = f"{key}-{seen[key]}"
    return items
