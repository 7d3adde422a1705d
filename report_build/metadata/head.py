"""What a page's head tells machines: Highwire tags, Dublin Core, JSON-LD and FAIR Signposting links.

Google Scholar indexes one record a page: the tags stand on the default language's home page alone, under the report's
own title, so that neither a translation nor the source article gets a second record. The links are those of the
Signposting profile (signposting.org/FAIR) as ``<link>`` elements, which a static host can serve.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_build.index import ExportedFile
from report_build.metadata.linked_data import Node, without_empty
from report_build.model.edition import DOI, LATEST, Edition, Person, doi_of_source, people, said

HOME = "index.html"
SCHEMA = "https://schema.org/"
FORMATS = {"bib": "application/x-bibtex", "ris": "application/x-research-info-systems"}
PDF = "application/pdf"
CSL_TYPE = "application/vnd.citationstyles.csl+json"
_SAID = {"ethics": "Ethics", "conflicts": "Conflicts of interest"}  # which no property of schema.org is for


@dataclass(frozen=True, slots=True)
class HeadOf:
    """The page that a head is written for."""

    address: str  # site-relative
    title: str  # plain text
    records: str  # its citation's files without their ending, site-relative, e.g. "citations/method"
    description: str = ""


Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's head tells machines, as attributes of its elements."""

    elements: tuple[tuple[str, Attributes], ...]  # (tag, attributes) in order
    json_ld: str  # no "<" in it, so that no text can end the script it stands in


def head(
    edition: Edition, page: HeadOf, data: Mapping[str, str], exports: Mapping[str, ExportedFile] | None = None
) -> Head:
    """The elements for a page's ``<head>``.

    :param data: the data package's files, site-relative address -> media type.
    :param exports: the report in other forms, by site-relative address.
    """
    forms = exports or {}
    items = {**data, **{address: one.media_type for address, one in forms.items()}}
    elements = (
        *_highwire(edition, page, forms),
        *_dublin_core(edition, page),
        *_signposting(edition, page, items),
    )
    written = json.dumps(json_ld(edition, page, data, forms), ensure_ascii=False, separators=(",", ":")).replace(
        "<", "\\u003c"
    )
    return Head(elements, written)


def _meta(name: str, content: str) -> Iterator[tuple[str, Attributes]]:
    if content:
        yield "meta", {"name": name, "content": content}


def _highwire(edition: Edition, page: HeadOf, exports: Mapping[str, ExportedFile]) -> Iterator[tuple[str, Attributes]]:
    if page.address != HOME or edition.language != edition.default or not edition.released:
        return
    yield from _meta("citation_title", edition.title)
    for person in edition.authors:
        yield from _meta("citation_author", person.sorted)
        yield from _meta("citation_author_institution", person.affiliation)
        yield from _meta("citation_author_orcid", person.orcid)
    yield from _meta("citation_publication_date", edition.date.replace("-", "/"))
    yield from _meta("citation_language", edition.language)
    yield from _meta("citation_doi", edition.doi)
    yield from _meta("citation_public_url", edition.address(HOME))
    pdf = next((address for address, one in exports.items() if one.media_type == PDF), "")
    yield from _meta("citation_pdf_url", edition.address(pdf) if pdf else "")
    yield from _meta("citation_keywords", "; ".join(edition.keywords))


def _dublin_core(edition: Edition, page: HeadOf) -> Iterator[tuple[str, Attributes]]:
    yield from _link("schema.DC", "http://purl.org/dc/elements/1.1/")
    yield from _link("schema.DCTERMS", "http://purl.org/dc/terms/")
    home = page.address == HOME
    yield from _meta("DC.title", edition.title if home else page.title)
    for person in edition.authors:
        yield from _meta("DC.creator", person.sorted)
    if home:
        yield from _meta("DC.description", edition.abstract)
        yield from _meta("DC.subject", "; ".join(edition.keywords))
        yield from _meta("DCTERMS.accessRights", edition.statements.get("availability", ""))
    yield from _meta("DC.date", edition.date)
    yield from _meta("DC.language", edition.language)
    yield from _meta("DC.type", "Text")
    yield from _meta("DC.identifier", edition.cite_as if home else edition.address(page.address))
    source = doi_of_source(edition)
    yield from _meta("DC.source", f"{DOI}{source}" if source else "")
    yield from _meta("DCTERMS.isPartOf", "" if home else edition.cite_as or edition.title)
    yield from _meta("DCTERMS.hasVersion", edition.version)


def _link(rel: str, href: str, **given: str) -> Iterator[tuple[str, Attributes]]:
    if href:
        yield "link", {"rel": rel, "href": href, **{name: value for name, value in given.items() if value}}


def _up(page: HeadOf) -> str:
    return "../" * page.address.count("/")


def _signposting(edition: Edition, page: HeadOf, data: Mapping[str, str]) -> Iterator[tuple[str, Attributes]]:
    """``cite-as`` and versions need permanent addresses; the others work relative to the page."""
    home = page.address == HOME
    here = edition.address(page.address)
    if edition.released:
        yield from _link("cite-as", edition.cite_as if home else here)
    for person in edition.authors:
        yield from _link("author", person.orcid)
    yield from _link("type", f"{SCHEMA}{'Report' if home else 'WebPage'}")
    if home:
        yield from _link("type", f"{SCHEMA}AboutPage")
    base = edition.address() or _up(page)
    for ending, kind in (*FORMATS.items(), ("json", CSL_TYPE)):
        yield from _link("describedby", f"{base}{page.records}.{ending}", type=kind)
    if home:
        for address, kind in data.items():
            rel = "describedby" if address.endswith("datapackage.json") else "item"
            yield from _link(rel, f"{base}{address}", type=kind)
        yield from _link("license", edition.license_url)
    if here:
        yield from _link("latest-version", edition.address(page.address, slot=LATEST))
    if here and edition.parameters.previous:
        yield from _link("predecessor-version", edition.address(page.address, slot=edition.parameters.previous))


def json_ld(
    edition: Edition, page: HeadOf, data: Mapping[str, str], exports: Mapping[str, ExportedFile] | None = None
) -> Node:
    """The page as schema.org: the home page is the report and its dataset, any other a page of the report."""
    here = edition.address(page.address)
    if page.address == HOME:
        graph = [
            {**_report(edition), **_encodings(edition, exports or {})},
            *([_dataset(edition, data)] if data else []),
        ]
        return {"@context": SCHEMA, "@graph": graph}
    node: Node = {
        "@context": SCHEMA,
        "@type": "WebPage",
        "@id": here,
        "url": here,
        "name": page.title,
        "description": page.description,
        "inLanguage": edition.language,
        "datePublished": edition.date,
        "version": edition.version,
        "author": _people(edition.authors),
        "isPartOf": _about(edition, edition.language),
    }
    return without_empty(node)


def _id(edition: Edition, language: str) -> str:
    address = edition.address(HOME, language=language)
    return f"{address}#report" if address else ""


def _about(edition: Edition, language: str) -> Node:
    """A short mention of the report in one language."""
    name = edition.title if language == edition.default else edition.titles.get(language) or edition.title
    return without_empty(
        {
            "@type": "Report",
            "@id": _id(edition, language),
            "name": name,
            "inLanguage": language,
            "version": edition.version,
            "url": edition.address(HOME, language=language),
        }
    )


def _report(edition: Edition) -> Node:
    own = edition.titles.get(edition.language, "")
    node = {
        **_about(edition, edition.language),
        "name": edition.title,
        "alternateName": own if own and not edition.title.startswith(own) else "",
        "author": _people(edition.authors),
        "datePublished": edition.date,
        "abstract": edition.abstract,
        "keywords": list(edition.keywords),
        "identifier": [f"{DOI}{doi}" for doi in (edition.doi, edition.doi_of_all) if doi],
        "isBasedOn": [_source(source) for source in edition.sources],
        "translationOfWork": _about(edition, edition.default) if edition.language != edition.default else {},
        "workTranslation": [_about(edition, one) for one in edition.languages if one != edition.default]
        if edition.language == edition.default
        else [],
        "isPartOf": _whole(edition),
        "funding": {"@type": "Grant", "description": edition.statements["funding"]}
        if "funding" in edition.statements
        else {},
        "conditionsOfAccess": edition.statements.get("availability", ""),
        "hasPart": [
            {"@type": "WebPageElement", "name": name, "text": edition.statements[key]}
            for key, name in _SAID.items()
            if key in edition.statements
        ],
    }
    return without_empty(node)


def _encodings(edition: Edition, exports: Mapping[str, ExportedFile]) -> Node:
    """The report in other forms."""
    base = edition.address() or ""
    forms = [
        {
            "@type": "MediaObject",
            "contentUrl": f"{base}{address}",
            "encodingFormat": one.media_type,
            "contentSize": f"{one.size} B",
        }
        for address, one in exports.items()
    ]
    return {"encoding": forms} if forms else {}


def _whole(edition: Edition) -> Node:
    """The version that the report in this language is part of, in all its languages."""
    return without_empty(
        {
            "@type": "CreativeWork",
            "name": edition.title,
            "version": edition.version,
            "identifier": f"{DOI}{edition.doi}" if edition.doi else "",
            "url": edition.parameters.site,
        }
    )


def _dataset(edition: Edition, data: Mapping[str, str]) -> Node:
    home = edition.address(HOME)
    base = edition.address() or ""
    return without_empty(
        {
            "@type": "Dataset",
            "@id": f"{home}#dataset" if home else "",
            "name": edition.title,
            "description": edition.abstract or edition.title,
            "version": edition.version,
            "datePublished": edition.date,
            "creator": _people(edition.authors),
            "license": edition.license_url,
            "keywords": list(edition.keywords),
            "inLanguage": list(edition.languages),
            "isPartOf": {"@id": _id(edition, edition.language)} if home else {},
            "isBasedOn": [_source(source) for source in edition.sources],
            "isAccessibleForFree": True,
            "distribution": [
                {"@type": "DataDownload", "contentUrl": f"{base}{address}", "encodingFormat": kind}
                for address, kind in data.items()
            ],
        }
    )


def _source(source: Mapping[str, object]) -> Node:
    doi = said(source, "doi")
    kind = "ScholarlyArticle" if said(source, "type") == "article" else "CreativeWork"
    journal = said(source, "journal")
    return without_empty(
        {
            "@type": kind,
            "@id": f"{DOI}{doi}" if doi else "",
            "name": said(source, "title"),
            "author": _people(people(source)),
            "datePublished": (said(source, "date-released") or said(source, "date-published"))[:4]
            or said(source, "year"),
            "isPartOf": {"@type": "Periodical", "name": journal, "issn": said(source, "issn")} if journal else {},
            "sameAs": f"{DOI}{doi}" if doi else "",
        }
    )


def _people(persons: Sequence[Person]) -> list[Node]:
    return [
        without_empty(
            {
                "@type": "Organization" if one.name else "Person",
                "name": one.display_name,
                "@id": one.orcid,
                "affiliation": {"@type": "Organization", "name": one.affiliation} if one.affiliation else {},
            }
        )
        for one in persons
    ]
