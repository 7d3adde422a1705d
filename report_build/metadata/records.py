"""The report and its parts as records for readers' own tools: CSL-JSON, BibTeX and RIS."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_build.metadata.edition import DOI, Edition, Person, people, said
from report_build.render.reference_files import ris_lines

_SPECIAL = re.compile(r"([&%$#_{}])")
_WORDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Part:
    """What is cited: the whole report (``title`` and ``page`` empty), or a part of it."""

    title: str = ""  # plain text
    page: str = ""  # site-relative address
    anchor: str = ""

    @property
    def name(self) -> str:
        """A name for files and keys: ``rapport``, ``anomie``, ``tbl-collectifs``."""
        return self.anchor or self.page.removesuffix(".html").replace("/", "-") or "rapport"


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
    who = _WORDS.sub("", (first.family or first.name.split()[0] if first.words else "report").lower())
    return "-".join([f"{who or 'report'}{edition.year}", edition.version, edition.language, part.name])


def _csl_person(person: Person) -> dict[str, str]:
    return {"literal": person.name} if person.name else {"family": person.family, "given": person.given}


def csl_json(item: Mapping[str, Any]) -> str:
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def bibtex(edition: Edition, part: Part, *, version_words: str) -> str:
    """A part of the report as a BibTeX entry; an entity keeps its name whole."""
    authors = [f"{{{_tex(one.name)}}}" if one.name else _tex(one.sorted) for one in edition.authors]
    fields = {
        "author": " and ".join(authors),
        "title": f"{{{_tex(part.title or edition.title)}}}",
        "booktitle": f"{{{_tex(edition.title)}}}" if part.title else "",
        "year": edition.year,
        "month": edition.date[5:7].lstrip("0"),
        "date": edition.date,
        "version": edition.version,
        "note": _tex(version_words),
        "language": edition.language,
        "doi": edition.doi,
        "url": address_of(edition, part).replace("%", r"\%").replace("#", r"\#"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value.strip("{}"))
    return f"@{'incollection' if part.title else 'misc'}{{{key_of(edition, part)},\n{lines}}}\n"


def _tex(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def ris(edition: Edition, item: Mapping[str, Any]) -> str:
    """A CSL item of :func:`csl_item` as RIS."""
    lines = [line for line in ris_lines(item) if not line.startswith("ER") and line]
    if edition.date:
        lines.insert(-1, f"DA  - {edition.date.replace('-', '/')}")
    lines += [f"ET  - {edition.version}", "ER  - ", ""]
    return "".join(f"{line}\r\n" for line in lines)


def source_item(source: Mapping[str, object]) -> dict[str, Any]:
    """A work that CITATION.cff refers to, as a CSL item."""
    year = (said(source, "date-released") or said(source, "date-published"))[:4] or said(source, "year")
    kinds = {"article": "article-journal", "book": "book", "report": "report", "thesis": "thesis"}
    item: dict[str, Any] = {
        "id": "source",
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
    }
    return {name: value for name, value in item.items() if value}
