"""Rules on the entries of the bibliography."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from report_build.check.dates import how_to_date
from report_build.check.people import check_people
from report_build.check.rules import listed
from report_build.files import engine_table
from report_build.findings import Finding
from report_build.markup import as_text
from report_build.model.bibliography import VERIFICATIONS, Work
from report_build.model.fields_of_works import ARCHIVES, FORMATTED, KEPT, archive_of, is_known, may_be_published
from report_build.model.study import Study
from report_build.sources.bibtex_dates import DATES, exists, unread_month
from report_build.sources.latex import doi_of, resolved, verbatim
from report_build.suggest import Names

_Findings = Iterator[Finding]

# Entry type -> fields, of each group one at least. The types are those of BibTeX and of biblatex's manual (2.1).
_REQUIRED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    kind: tuple(tuple(group.split("|")) for group in required.split())
    for kind, required in engine_table(__file__, "entry_types.csv")
}
_CANNOT_BE_CITED = re.compile(r"[\s{}\[\]]|^(?:tbl|fig|sec)-")
_EDTF = re.compile(
    r"(?:(?:(?:\.\.|open|unknown|)/)?-?\d{3}[\dX](?:-(?:\d{2}|XX)(?:-(?:\d{2}|XX))?)?(?:T[\d:+Z-]+)?[?~%]?"
    r"|-?\d{2}XX|-?\d{4})(?:/(?:\.\.|open|unknown|-?\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?)?)?"
)
# Years as title pages and reference managers have them: [1905], 1988-1990, 1988/90, 1988-, ca. 1920.
_YEARS = re.compile(
    r"(?:(?:c|ca|circa|vers|env)\.? ?)?\[?(?:(?:c|ca)\.? ?)?(\d{4})\??\]?(?:\s*[-/–—]+\s*(?:\d{2}|\d{4})?)?"
)
_WHOLE_DAY = r"\d{4}-\d{2}-\d{2}"
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})(?![0-9])")
_SEASONS = range(21, 25)  # of EDTF
_ONE_DAY = re.compile(r"(\d{4})-\d{1,2}(?:-\d{1,2})?")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_SHORT_DOI = re.compile(r"10/[a-z0-9]+", re.IGNORECASE)
_LIKE = 0.8  # how like two names are of which one is the other mistyped
_FIRST_PRINT = 1450
_LAST_YEAR = 2100  # only where CITATION.cff has no date: checks look at no clock
_NOT_LATEX = frozenset({"url", "doi", "eprint", "file", "options", "langid", "keywords", "ids", "crossref", "xdata"})


def check_bibliography(study: Study, cited: Collection[str] | None = None) -> _Findings:
    """Keys, types, fields, dates, names, identifiers, LaTeX and verification of every entry.

    :param cited: keys that anything cites; None counts all as cited. What is wrong with an entry that nothing cites is
        a note (RB228): readers never see it.
    """
    for work in study.works:
        if cited is not None and work.key in cited and work.type in ("set", "xdata"):
            message = f"'{work.key}' is a @{work.type}, which is no work by itself, and is cited"
            yield Finding(work.origin.at(), "RB205", message, "Cite the works that it names")
    for finding, work in _on_entries(study):
        if cited is None or work.key in cited or finding.severity == "note":
            yield finding
        else:
            yield replace(finding, code="RB228")


def _on_entries(study: Study) -> Iterator[tuple[Finding, Work]]:
    latest = _latest_year(study)
    names = Names((*FORMATTED, *KEPT))
    types = Names(_REQUIRED)
    dois: dict[str, tuple[str, object]] = {}
    for work in study.works:
        for check in _CHECKS:
            yield from ((finding, work) for finding in check(work))
        if work.type not in types:
            message = f"'@{work.type}' is not an entry type of BibTeX or biblatex"
            yield Finding(work.origin.at(), "RB212", message, types.near(work.type) or "Use @misc"), work
        yield from ((finding, work) for finding in _check_dates(work, latest))
        yield from ((finding, work) for finding in _check_unknown(work, names))
        doi, place = doi_of(work.fields.get("doi", "")).lower(), work.origin.at("doi")
        if doi:
            first, where = dois.setdefault(doi, (work.key, place))
            if first != work.key and where != place:  # two chapters may take theirs from one volume
                message = f"'{work.key}' has the DOI of '{first}'"
                yield Finding(place, "RB215", message, "Keep one of the entries, or correct the DOI"), work


def _text(work: Work, field: str) -> str:
    """A field without its protecting braces and LaTeX's escapes."""
    return verbatim(work.fields.get(field, ""))


def _check_key(work: Work) -> _Findings:
    if found := _CANNOT_BE_CITED.search(work.key):
        sign = found[0]
        what = f"begins like a display's, '{sign}'" if len(sign) > 1 else f"holds '{sign}'"
        message = f"the key '{work.key}' cannot be cited: it {what}"
        yield Finding(work.origin.at(), "RB214", message, "Write one without, as in dubar1998")


def _check_verification(work: Work) -> _Findings:
    if work.type in ("xdata", "set"):
        return
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


def _check_unknown(work: Work, names: Names) -> _Findings:
    """Fields that nothing is known of: mistyped, or of a tool that is not known."""
    for name, text in work.fields.items():
        if is_known(name) or not text.strip("{} "):
            continue
        near = names.near(name)
        if near and _may_be_mistyped(name, near.split("'")[1], work):
            yield Finding(work.origin.at(name), "RB217", f"the field '{name}' of '{work.key}' is not known", near)
        else:
            message = f"the field '{name}' of '{work.key}' is not known: it is neither shown nor published"
            yield Finding(work.origin.at(name), "RB218", message, "Delete it, or name it as BibTeX or biblatex do")


def _may_be_mistyped(name: str, near: str, work: Work) -> bool:
    """Whether a field is another one mistyped: very like it, and no name of its own that has that one in it."""
    if len(name) < 5 or SequenceMatcher(None, name, near).ratio() < _LIKE:  # noqa: PLR2004  # reason: shorter ones are like any
        return False
    own = near in name and (len(name) > len(near) + 1 or work.fields.get(near, "").strip("{} "))
    return not own  # bibdate, journal-url; fjournal beside journal


def _latest_year(study: Study) -> int:
    released = study.citation.text("date-released") if study.citation else ""
    return int(released[:4]) + 1 if re.match(r"[0-9]{4}-", released) else _LAST_YEAR


def _check_dates(work: Work, latest: int) -> _Findings:
    for field in ("date", "year"):
        text = _text(work, field)
        if text and not _is_likely(text, latest):
            message = f"'{text[:40]}' is not a likely {field} of '{work.key}'"
            cure = how_to_date(text, "Write four digits, or a date as in 2003-09-15")
            hint = f"{cure}; it is shown as written until then"
            yield Finding(work.origin.at(field), "RB207", message, hint)
    for field in DATES:
        text = _text(work, field)
        if not text or (field == "date" and not re.search(_WHOLE_DAY, text)):
            continue
        known = text.isascii() and (field == "date" or _EDTF.fullmatch(text) or _ONE_DAY.fullmatch(text))
        if not known:
            message = f"'{text[:40]}' is not a date that can be read as the {field} of '{work.key}'"
            yield Finding(work.origin.at(field), "RB207", message, how_to_date(text, "Write it as in 2003-09-15"))
        elif not exists(text):
            message = f"'{text[:40]}', the {field} of '{work.key}', stands in no calendar"
            yield Finding(work.origin.at(field), "RB207", message, "Look the day up again")
    if field := unread_month(work.fields):
        message = f"'{_text(work, field)[:40]}' is not a {field} that can be read, of '{work.key}'"
        hint = "Write a number or a name, as in month = {3} or {March}; it is left out until then"
        yield Finding(work.origin.at(field), "RB207", message, hint)
    date, year = (_text(work, field)[:4] for field in ("date", "year"))
    if date.isdigit() and year.isdigit() and date != year:
        message = f"'{work.key}' says the date {_text(work, 'date')[:40]} and the year {_text(work, 'year')[:40]}"
        yield Finding(work.origin.at("year"), "RB207", message, "Keep one of them; the date stands")


def _is_likely(text: str, latest: int) -> bool:
    years = [int(year) for year in re.findall(r"[0-9]{4}", text)]
    if not re.sub(r"[–—]", "-", text).isascii():
        return False
    if _EDTF.fullmatch(text) and (text.startswith("-") or not years):
        return True  # before our era, or a decade or century alone
    for year, month in _MONTH.findall(text):
        in_calendar = int(month) <= 12 or int(month) in _SEASONS  # noqa: PLR2004  # reason: months
        if not in_calendar and (len(text) > len("1988-90") or month <= year[2:]):
            return False
    known = _EDTF.fullmatch(text) or _YEARS.fullmatch(text) or _ONE_DAY.fullmatch(text)
    return bool(known and years and _FIRST_PRINT <= years[0] <= latest)


def _check_identifiers(work: Work) -> _Findings:
    doi = doi_of(work.fields.get("doi", ""))
    if doi and not is_doi(doi):
        hint = "Copy it again from the work: it starts with 10. and holds a slash; it is not shown until then"
        yield Finding(work.origin.at("doi"), "RB208", f"'{doi[:80]}' is not a DOI", hint)
    for field, name, right in (("isbn", "ISBN", is_isbn), ("issn", "ISSN", is_issn)):
        for number in _numbers(_text(work, field), shortest=8 if field == "issn" else 10):
            if not right(number):
                message = f"'{number[:40]}' is not an {name}: its check digit or its length is wrong"
                yield Finding(work.origin.at(field), "RB208", message, "Copy it again from the work, or leave it out")
    if _text(work, "eprint") and archive_of(work.fields) not in ARCHIVES and not (doi or _text(work, "url")):
        message = (
            f"the eprint of '{work.key}' is not shown: no address is known of the archive '{archive_of(work.fields)}'"
        )
        yield Finding(
            work.origin.at("eprint"), "RB218", message, f"Name it (eprinttype: {listed(ARCHIVES)}), or add its url"
        )
    url = _text(work, "url")
    if url and not is_url(url):
        message = f"'{url[:80]}' is not an address of a web page"
        yield Finding(work.origin.at("url"), "RB208", message, "Write it in full, as in https://example.org/page")


def _numbers(text: str, shortest: int) -> list[str]:
    """Several ISBN or ISSN as reference managers join them, without what they say of each: "(paperback)"."""
    bare = re.sub(
        r"\([^()]*\)|\[[^\[\]]*\]|\b(?:e-?)?IS[BS]N(?:-1[03])?:?|[^\W\d_]{2,}:", " ", text, flags=re.IGNORECASE
    )
    bare = re.sub("[‐-―−]", "-", bare)
    parts = [part.strip() for part in re.split(r"[,;/]|\band\b|\bet\b", bare) if part.strip()]
    several: list[str] = []
    for part in parts:
        words = part.split()
        several += words if all(len(word) >= shortest for word in words) else [part]
    return several


def _check_braces(work: Work) -> _Findings:
    unbalanced = [field for field, text in work.fields.items() if may_be_published(field) and not _is_balanced(text)]
    if unbalanced:
        message = f"the braces in {listed(unbalanced)} of '{work.key}' do not pair"
        yield Finding(work.origin.at(unbalanced[0]), "RB216", message, "Write one closing brace for each opening one")


def _check_latex(work: Work) -> _Findings:
    for field, text in work.fields.items():
        if field in _NOT_LATEX or field not in FORMATTED:
            continue
        for entity in dict.fromkeys(re.findall(r"\\?&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]{2,8});", text)):
            sign = as_text(entity.lstrip("\\"))
            if len(sign) == 1:
                message = f"'{entity}' in the field '{field}' of '{work.key}' is a web page's way to write a sign"
                yield Finding(
                    work.origin.at(field), "RB226", message, f"Write {sign}; it is shown as written until then"
                )
        if "\\" not in text and "$" not in text:
            continue
        for command in dict.fromkeys(resolved(text)[1]):
            what = "formula" if command[:1] == "$" or "(" in command else "LaTeX command"
            message = f"the {what} {command[:80]} in the field '{field}' of '{work.key}' is not known"
            yield Finding(work.origin.at(field), "RB226", message, "Its words are shown without it; write plain text")


def _is_balanced(text: str) -> bool:
    depth = 0
    for mark in re.findall(r"(?<!\\)[{}]", text.replace("\\\\", "")):
        depth += 1 if mark == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def is_doi(text: str) -> bool:
    """Whether a text has the form of a DOI, or of a short one."""
    return (_DOI.fullmatch(text) or _SHORT_DOI.fullmatch(text)) is not None


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
    return parts.scheme in ("http", "https", "ftp") and "." in named.strip(".") and not re.search(r"[\s<>\"]", text)


_CHECKS = (
    _check_key,
    _check_verification,
    _check_fields,
    _check_identifiers,
    check_people,
    _check_braces,
    _check_latex,
)
