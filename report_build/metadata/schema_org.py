"""What a page tells machines in the terms of schema.org, as JSON-LD; for the rest see ``templates/pages/head.html``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from report_build.index import ExportedFile
from report_build.metadata.linked_data import Node, without_empty
from report_build.model.edition import DOI, Edition, Person, people, said

HOME = "index.html"
SCHEMA = "https://schema.org/"
_SAID = {"ethics": "Ethics", "conflicts": "Conflicts of interest"}  # which no property of schema.org is for


def json_ld(
    edition: Edition,
    address: str,
    title: str,
    description: str,
    *,
    data: Mapping[str, str],
    exports: Mapping[str, ExportedFile],
) -> str:
    """A page: the home page is the report and its dataset, any other a page of the report.

    There is no "<" in it, so that no text can end the script it stands in.

    :param data: the data package's files, site-relative address -> media type.
    :param exports: the report in other forms, by site-relative address.
    """
    node = _home(edition, data, exports) if address == HOME else _page(edition, address, title, description)
    return json.dumps(node, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _home(edition: Edition, data: Mapping[str, str], exports: Mapping[str, ExportedFile]) -> Node:
    report = {**_report(edition), **_encodings(edition, exports)}
    return {"@context": SCHEMA, "@graph": [report, *([_dataset(edition, data)] if data else [])]}


def _page(edition: Edition, address: str, title: str, description: str) -> Node:
    here = edition.address(address)
    return without_empty(
        {
            "@context": SCHEMA,
            "@type": "WebPage",
            "@id": here,
            "url": here,
            "name": title,
            "description": description,
            "inLanguage": edition.language,
            "datePublished": edition.date,
            "version": edition.version,
            "author": _people(edition.authors),
            "isPartOf": _about(edition, edition.language),
        }
    )


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
