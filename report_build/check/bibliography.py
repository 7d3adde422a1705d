"""Rules on the entries of the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from report_build.check.rules import listed
from report_build.findings import Finding
from report_build.model.bibliography import VERIFICATIONS, Work
from report_build.model.study import Study
from report_build.suggest import Names

_Findings = Iterator[Finding]

_NAMES, _YEAR = ("author", "editor"), ("year", "date")
_REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {  # entry type -> fields, of each group one at least
    "article": (("author",), ("title",), ("journal", "journaltitle"), _YEAR),
    "book": (_NAMES, ("title",), ("publisher",), _YEAR),
    "mvbook": (_NAMES, ("title",), ("publisher",), _YEAR),
    "collection": (_NAMES, ("title",), ("publisher",), _YEAR),
    "proceedings": (("title",), _YEAR),
    "incollection": (("author",), ("title",), ("booktitle",), ("publisher",), _YEAR),
    "inbook": (("author",), ("title", "chapter"), ("booktitle", "title"), ("publisher",), _YEAR),
    "inproceedings": (("author",), ("title",), ("booktitle",), _YEAR),
    "conference": (("author",), ("title",), ("booktitle",), _YEAR),
    "report": (_NAMES, ("title",), ("institution", "publisher"), _YEAR),
    "techreport": (_NAMES, ("title",), ("institution", "publisher"), _YEAR),
    "thesis": (("author",), ("title",), ("institution", "school"), _YEAR),
    "phdthesis": (("author",), ("title",), ("institution", "school"), _YEAR),
    "mastersthesis": (("author",), ("title",), ("institution", "school"), _YEAR),
    "unpublished": (("author",), ("title",)),
    "online": (("title",), ("url", "doi")),
    "dataset": (("title",), _YEAR),
    "software": (("title",), _YEAR),
    "booklet": (("title",),),
    "manual": (("title",),),
    "misc": (("title",),),
}
_KEY = re.compile(r"[A-Za-z0-9_]+(?:[:.+-][A-Za-z0-9_]+)*")
_YEAR_FORM = re.compile(r"\[?(\d{4})\]?(?:[-/]\S*)?")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_ADDRESS = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)
_FIRST_PRINT = 1450
_LAST_YEAR = 2100  # only where CITATION.cff has no date: checks look at no clock
_ESCAPED = re.compile(r"\\([_%&#~$])")


def check_bibliography(study: Study) -> _Findings:
    """Keys, types, required fields, years, identifiers and verification of every entry."""
    types = Names(_REQUIRED)
    latest = _latest_year(study)
    dois: dict[str, str] = {}
    for work in study.works:
        if len(work.key) > 60 or not _KEY.fullmatch(work.key):  # noqa: PLR2004  # reason: as long as any other id
            message = f"the key '{work.key}' cannot stand in a citation and an address"
            yield Finding(work.origin.at(), "RB214", message, "Use letters, digits and single hyphens, as in dubar1998")
        if work.type not in types:
            message = f"'@{work.type}' is not an entry type of BibTeX or biblatex"
            yield Finding(work.origin.at(), "RB212", message, types.near(work.type) or "Use @misc")
        yield from _check_verification(work)
        yield from _check_fields(work)
        yield from _check_year(work, latest)
        yield from _check_identifiers(work)
        yield from _check_names(work)
        doi = _text(work, "doi").lower()
        if doi and dois.setdefault(doi, work.key) != work.key:
            message = f"'{work.key}' has the DOI of '{dois[doi]}'"
            yield Finding(work.origin.at("doi"), "RB215", message, "Keep one of the entries, or correct the DOI")


def _text(work: Work, field: str) -> str:
    """A field without its protecting braces and LaTeX's escapes."""
    return _ESCAPED.sub(r"\1", work.fields.get(field, "").replace("{", "").replace("}", "")).strip()


def _check_verification(work: Work) -> _Findings:
    if not work.verification:
        message = f"'{work.key}' does not say how far it is verified"
        yield Finding(work.origin.at(), "RB209", message, f"Add verification = {{{'|'.join(VERIFICATIONS)}}}")
    elif work.verification not in VERIFICATIONS:
        message = f"'{work.verification}' is not a verification status"
        hint = Names(VERIFICATIONS).near(work.verification) or f"Values: {', '.join(VERIFICATIONS)}"
        yield Finding(work.origin.at("verification"), "RB210", message, hint)


def _check_fields(work: Work) -> _Findings:
    lacking = [
        " or ".join(group)
        for group in _REQUIRED.get(work.type, ())
        if not any(work.fields.get(field, "").strip("{} ") for field in group)
    ]
    if lacking:
        verified = work.verification == "confirmed"
        message = f"'{work.key}' is {_a(work.verification)} @{work.type} without {', '.join(lacking)}"
        hint = "Fill them in from the work itself" if verified else "Fill them in once the work has been seen"
        yield Finding(work.origin.at(), "RB205" if verified else "RB206", message, hint)


def _a(verification: str) -> str:
    article = "an" if verification[:1] in "aeiou" else "a"
    return f"{article} {verification}" if verification else "an unverified"


def _latest_year(study: Study) -> int:
    released = study.citation.words("date-released") if study.citation else ""
    return int(released[:4]) + 1 if re.match(r"[0-9]{4}-", released) else _LAST_YEAR


def _check_year(work: Work, latest: int) -> _Findings:
    for field in _YEAR:
        text = _text(work, field)
        match = _YEAR_FORM.fullmatch(text)
        if text and not (match and text.isascii() and _FIRST_PRINT <= int(match[1]) <= latest):
            message = f"'{text[:40]}' is not a likely {field} of '{work.key}'"
            yield Finding(work.origin.at(field), "RB207", message, "Write four digits, or leave the field out")


def _check_identifiers(work: Work) -> _Findings:
    doi = _text(work, "doi")
    if doi and not is_doi(doi):
        bare = _DOI_ADDRESS.sub("", doi, count=1)
        hint = (
            f"Write the DOI alone: {bare}" if bare != doi and is_doi(bare) else "It starts with 10. and holds a slash"
        )
        yield Finding(work.origin.at("doi"), "RB208", f"'{doi[:80]}' is not a DOI", hint)
    isbns = [part for part in re.split(r"[,;]", _text(work, "isbn")) if part.strip()]
    if len(isbns) == 1 and all(len(part) >= 10 for part in isbns[0].split()):  # noqa: PLR2004  # reason: digits of an ISBN
        isbns = isbns[0].split()  # as Zotero joins several
    for isbn in isbns:
        if not is_isbn(isbn):
            message = f"'{isbn.strip()[:40]}' is not an ISBN: its check digit or its length is wrong"
            yield Finding(work.origin.at("isbn"), "RB208", message, "Copy it again from the work, or leave it out")
    issn = _text(work, "issn")
    if issn and not is_issn(issn):
        message = f"'{issn[:40]}' is not an ISSN: its check digit or its length is wrong"
        yield Finding(work.origin.at("issn"), "RB208", message, "Copy it again from the work, or leave it out")
    url = _text(work, "url")
    if url and not is_url(url):
        message = f"'{url[:80]}' is not an address of a web page"
        yield Finding(work.origin.at("url"), "RB208", message, "Write it in full, as in https://example.org/page")


def _check_names(work: Work) -> _Findings:
    for field in _NAMES:
        names = work.fields.get(field, "").split()
        if names[-2:] == ["and", "others"]:
            message = f"the {field}s of '{work.key}' end with 'and others'"
            yield Finding(work.origin.at(field), "RB213", message, "Name them all once the work has been seen")
    unbalanced = [field for field, text in work.fields.items() if not _is_balanced(text)]
    if unbalanced:
        message = f"the braces in {listed(unbalanced)} of '{work.key}' do not pair"
        yield Finding(work.origin.at(unbalanced[0]), "RB216", message, "Write one closing brace for each opening one")


def _is_balanced(text: str) -> bool:
    depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if mark == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def is_doi(text: str) -> bool:
    """Whether a text has a DOI's form."""
    return _DOI.fullmatch(text) is not None


def is_isbn(text: str) -> bool:
    """Whether a text is an ISBN of 10 or 13 digits whose check digit is right (ISO 2108)."""
    digits = re.sub(r"[\s-]", "", text).upper()
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    if re.fullmatch(r"97[89][0-9]{10}", digits):
        return sum((3 if index % 2 else 1) * int(digit) for index, digit in enumerate(digits)) % 10 == 0
    return False


def is_issn(text: str) -> bool:
    """Whether a text is an ISSN whose check digit is right (ISO 3297)."""
    digits = text.replace("-", "").upper()
    if not re.fullmatch(r"[0-9]{4}-?[0-9]{3}[0-9Xx]", text):
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(weight * value for weight, value in zip(range(8, 0, -1), values, strict=True)) % 11 == 0


def is_url(text: str) -> bool:
    """Whether a text is the full address of a page on the web."""
    try:
        parts = urlsplit(text)
        named = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in named.strip(".") and not re.search(r"[\s<>\"]", text)
