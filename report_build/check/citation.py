"""Rules on ``CITATION.cff``, after the Citation File Format 1.2.0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from report_build.check.bibliography import is_doi, is_url
from report_build.check.dates import how_to_date, is_date
from report_build.findings import Finding, Place
from report_build.model.bibliography import CitationFile
from report_build.model.edition import DEV, LATEST
from report_build.suggest import Names

_Findings = Iterator[Finding]

_REQUIRED = ("cff-version", "message", "title", "authors", "version", "date-released")
_OTHERS = (
    *("abstract", "commit", "contact", "doi", "identifiers", "keywords", "license", "license-url"),
    *("preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type", "url"),
)
_FORMATS = ("1.2.0", "1.3.0")
_IDENTIFIER = re.compile(r"[0-9A-Za-z]+(?:[.+-][0-9A-Za-z]+)*")  # of a version, or of a licence
ORCID_CURE = "Write it as in https://orcid.org/0000-0000-0000-0000, checked"
_ORCID = re.compile(r"https://orcid\.org/((?:[0-9]{4}-){3}[0-9]{3}[0-9X])")


def check_citation(citation: CitationFile) -> _Findings:
    """Our own rules, and on lines of which they say nothing the format's schema."""
    ours = [*_check_own(citation)]
    yield from ours
    said = {finding.place.line for finding in ours}
    if citation.root is not None:
        from report_build.check import citation_schema  # noqa: PLC0415  # reason: a study without the file needs none

        file = citation.origin.file
        for finding in citation_schema.check_against_schema(citation.root, file):
            if finding.place.line not in said:
                yield finding
        yield from citation_schema.numbers_cut_short(citation.root, file)


def _check_own(citation: CitationFile) -> _Findings:
    """Presence and form of what the report's title page, addresses and metadata are made from."""
    data, at = citation.data, citation.origin.at
    names = Names([*_REQUIRED, *_OTHERS])
    for key in data:
        if key not in names:
            yield Finding(at(key), "RB223", f"'{key}' is not a key of the format", names.near(key))
    for key in _REQUIRED:
        if data.get(key) in (None, "", []):
            place = at(key) if key in data else at()
            yield Finding(place, "RB220", f"'{key}' is not given", "Add it: pages and metadata are made from it")
    yield from _check_scalars(citation)
    yield from _check_people(data.get("authors"), at("authors"))
    yield from _check_identity(citation)


def _check_scalars(citation: CitationFile) -> _Findings:
    data, at = citation.data, citation.origin.at
    for key in ("cff-version", "message", "title", "version", "date-released", "doi", "url", "type", "abstract"):
        if isinstance(data.get(key), list | Mapping):
            yield Finding(at(key), "RB221", f"'{key}' holds several values, where one is expected", "Write one text")
    version, released, form = (_word(data, key) for key in ("version", "date-released", "cff-version"))
    if form and form not in _FORMATS:
        yield Finding(at("cff-version"), "RB221", f"the format '{form}' is not known", "Write cff-version: 1.2.0")
    if version and (not _IDENTIFIER.fullmatch(version) or len(version) > 40 or version in (DEV, LATEST)):  # noqa: PLR2004  # reason: it is a folder's name
        message = f"the version '{version[:60]}' cannot stand in an address"
        yield Finding(at("version"), "RB221", message, "Write it as in 0.1.0; latest and dev are taken")
    if released and not is_date(released):
        message = f"'{released[:60]}' is not a date"
        yield Finding(at("date-released"), "RB221", message, how_to_date(released))
    if (doi := _word(data, "doi")) and not is_doi(doi):
        yield Finding(at("doi"), "RB221", f"'{doi[:80]}' is not a DOI", "It starts with 10. and holds a slash")
    for key in ("url", "repository", "repository-code", "repository-artifact", "license-url"):
        if (url := _word(data, key)) and not is_url(url):
            message = f"'{url[:80]}' is not an address of a web page"
            yield Finding(at(key), "RB221", message, "Write it in full, as in https://example.org/page")
    licences = data.get("license")
    for licence in licences if isinstance(licences, list) else [licences]:
        if licence is not None and not (isinstance(licence, str) and _IDENTIFIER.fullmatch(licence)):
            message = f"'{str(licence)[:60]}' is not an SPDX licence identifier"
            yield Finding(at("license"), "RB221", message, "Write it as in CC-BY-4.0")


def _word(data: Mapping[str, object], key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _check_people(people: object, place: Place) -> _Findings:
    if people in (None, "", []):
        return  # said as missing
    if not isinstance(people, list):
        yield Finding(place, "RB221", "'authors' is not a list", "Write each after '- '")
        return
    for number, person in enumerate(people, 1):
        if not isinstance(person, Mapping):
            message = f"author {number} is not an entry with keys"
            yield Finding(place, "RB221", message, "Write - name: …, or - family-names: … and given-names: …")
            continue
        if not any(_word(person, key) for key in ("name", "family-names", "given-names", "alias")):
            message = f"author {number} has no name"
            yield Finding(place, "RB221", message, "Write name: … for a group, family-names: … for a person")
        orcid = _word(person, "orcid")
        if _ORCID.fullmatch(orcid) and not _is_orcid(orcid):  # of another form, the schema says so
            message = f"'{orcid}' of author {number} is not an ORCID address"
            yield Finding(place, "RB221", message, ORCID_CURE)


def _is_orcid(text: str) -> bool:
    """Form and check character (ISO 7064, mod 11-2)."""
    match = _ORCID.fullmatch(text)
    if match is None:
        return False
    digits = match[1].replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return digits[-1] == "0123456789X"[(12 - total % 11) % 11]


def _check_identity(citation: CitationFile) -> _Findings:
    """What the report reads is cited in ``references``; its DOI is never the report's own."""
    references = citation.data.get("references")
    theirs = (
        {_word(work, "doi").lower() for work in references if isinstance(work, Mapping)}
        if isinstance(references, list)
        else set()
    )
    identifiers = citation.data.get("identifiers")
    own = [("doi", _word(citation.data, "doi"))]
    if isinstance(identifiers, list):
        own += [("identifiers", _word(one, "value")) for one in identifiers if isinstance(one, Mapping)]
    for key, doi in own:
        if doi and doi.lower() in theirs:
            message = f"the DOI '{doi}' is that of a work in 'references'"
            yield Finding(citation.origin.at(key), "RB222", message, "Leave it there only: it is not the report's own")
