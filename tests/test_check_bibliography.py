"""Identifiers, years and fields of the bibliography; the form of CITATION.cff."""

from __future__ import annotations

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from report_build.cache import Cache
from report_build.check.bibliography import check_bibliography, is_doi, is_isbn, is_issn, is_url
from report_build.check.citation import check_citation
from report_build.findings import Finding
from report_build.model.study import Study
from report_build.sources import load_study
from report_build.sources.bibtex import read_works
from report_build.sources.citation import read_citation
from report_build.sources.text import SourceFile


def told(fields: str, kind: str = "misc") -> list[str]:
    """Codes of the findings on one entry."""
    text = f"@{kind}{{key, title = {{T}}, verification = {{known}}, {fields}}}"
    works, _, syntax = read_works(SourceFile("references.bib", text, ""), Cache(None))
    assert syntax == []
    return [finding.code for finding in check_bibliography(Study(works=tuple(works)))]


@given(st.lists(st.integers(0, 9), min_size=9, max_size=9))
def test_one_check_digit_makes_an_isbn(digits: list[int]) -> None:
    prefix = "".join(map(str, digits))
    assert sum(is_isbn(prefix + last) for last in "0123456789X") == 1
    assert sum(is_isbn("978" + prefix + last) for last in "0123456789") == 1


@given(st.lists(st.integers(0, 9), min_size=7, max_size=7))
def test_one_check_digit_makes_an_issn(digits: list[int]) -> None:
    prefix = "".join(map(str, digits))
    assert sum(is_issn(f"{prefix[:4]}-{prefix[4:]}{last}") for last in "0123456789X") == 1


@pytest.mark.parametrize("text", ["978-2-07-036822-8", "080442957x", "0 8044 2957 X", "9782070368228"])
def test_isbns_as_they_are_written(text: str) -> None:
    assert is_isbn(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("10.3406/forem.2005.1750", True),
        ("10.1000/a(b)c;d<e>", True),
        ("10.12/x", False),
        ("10.1234/", False),
        ("10.1234/a b", False),
        ("doi:10.1234/a", False),
        ("https://doi.org/10.1234/a", False),
        ("", False),
    ],
)
def test_dois(text: str, right: bool) -> None:
    assert is_doi(text) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://example.org/page?a=1#b", True),
        ("http://example.org", True),
        ("https://user@example.org:8080/", True),
        ("example.org", False),
        ("ftp://example.org/x", True),
        ("file:///home/x", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://localhost/x", False),
        ("https://exa mple.org", False),
        ("https://[half", False),
        ("https://example.org:port/", False),
        ("https://example.org/<b>", False),
    ],
)
def test_addresses(text: str, right: bool) -> None:
    assert is_url(text) is right


@pytest.mark.parametrize(
    "fields",
    [
        "year = 2003",
        "year = {1895/1960}",
        "date = {2003-09}",
        "year = {[1895]}",
        "url = {https://example.org/a\\_b\\%20c}",
        "doi = {10.1234/a\\_b}",
        "isbn = {978-2-07-036822-8 0-8044-2957-X}",
        "issn = {0759-6340}",
        "author = {{Groupe and others in name}}",
    ],
)
def test_values_as_reference_managers_write_them(fields: str) -> None:
    assert told(fields) == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("year = 203", "RB207"),
        ("year = {1066}", "RB207"),
        ("year = {sous presse}", "RB207"),
        ("date = {09/2003}", "RB207"),
        ("year = {٢٠٠٣}", "RB207"),
        ("issn = {0759-6341}", "RB208"),
        ("isbn = {978-2-07-036822}", "RB208"),
        ("editor = {A, B and others}", "RB213"),
    ],
)
def test_values_that_are_none(fields: str, code: str) -> None:
    assert told(fields) == [code]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("article", "author = {A}, journaltitle = {J}, date = {2001}"),
        ("book", "editor = {A}, publisher = {P}, year = {2001}"),
        ("thesis", "author = {A}, institution = {I}, date = {2001}"),
        ("phdthesis", "author = {A}, school = {I}, year = {2001}"),
        ("incollection", "author = {A}, booktitle = {B}, publisher = {P}, year = {2001}"),
        ("report", "author = {A}, publisher = {I}, year = {2001}"),
        ("online", "url = {https://example.org/}"),
    ],
)
def test_fields_that_make_an_entry_whole(kind: str, fields: str) -> None:
    assert told(fields, kind) == []
    assert told(fields.rpartition(", ")[0], kind) == ["RB206"]


def test_a_year_after_the_release_is_implausible_whatever_the_clock() -> None:
    works, _, _ = read_works(
        SourceFile("references.bib", "@misc{a, title = {T}, year = {2028}, verification = {known}}", ""), Cache(None)
    )
    citation, _ = read_citation(SourceFile("CITATION.cff", "date-released: 2026-11-22", ""))
    assert [one.code for one in check_bibliography(Study(works=tuple(works), citation=citation))] == ["RB207"]
    assert list(check_bibliography(Study(works=tuple(works)))) == []


# --- CITATION.cff ---------------------------------------------------------------------------------------------------

WHOLE = """\
cff-version: 1.2.0
message: Cite it.
title: T
version: 1.0.0-rc.1
date-released: 2026-11-22
authors:
  - family-names: Carberry
    orcid: https://orcid.org/0000-0002-1825-0097
"""


def cff(text: str) -> list[Finding]:
    citation, findings = read_citation(SourceFile("CITATION.cff", text, ""))
    assert citation is not None
    return [*findings, *check_citation(citation)]


def test_a_whole_citation_file() -> None:
    assert cff(WHOLE) == []
    assert cff(WHOLE + "license: [MIT, CC-BY-4.0]\ndoi: 10.1234/a\nurl: https://example.org/\n") == []


@pytest.mark.parametrize("key", ["cff-version", "message", "title", "version", "date-released"])
def test_every_key_that_pages_are_made_from_is_asked_for(key: str) -> None:
    without = "".join(line for line in WHOLE.splitlines(keepends=True) if not line.startswith(f"{key}:"))
    (finding,) = cff(without)
    assert str(finding) == (
        f"CITATION.cff:1: error RB220 missing-citation-key: '{key}' is not given. "
        "Add it: pages and metadata are made from it"
    )


@pytest.mark.parametrize(
    "line",
    [
        "title: [a, b]",
        "version: a/b",
        "version: dev",
        "version: {a: b}",
        "date-released: 2026-02-30",
        "cff-version: 3",
        "doi: none",
        "url: example",
        "license: 'CC BY 4.0'",
        "license: {a: b}",
        "authors: []",
        "authors: {name: x}",
        "authors: [x]",
        "authors: [{affiliation: x}]",
    ],
)
def test_values_that_the_format_does_not_have(line: str) -> None:
    key = line.partition(":")[0]
    lines = [
        old for old in WHOLE.splitlines() if not old.startswith((f"{key}:", " ") if key == "authors" else f"{key}:")
    ]
    found = cff("\n".join([*lines, line]) + "\n")
    assert [one.code for one in found] == ["RB220" if line == "authors: []" else "RB221"]
    assert found[0].place.line == len(lines) + 1


def test_the_report_is_not_presented_as_its_source() -> None:
    """Its authors are its contributors; the article stands among the references, with its own DOI."""
    study, _ = load_study(ROOT, cache=Cache(None))
    assert study.citation is not None
    data = study.citation.data
    assert data["authors"] == [{"name": "Contributeurs du rapport"}]
    assert not {"doi", "identifiers", "preferred-citation", "license"} & set(data)
    (article,) = data["references"]  # type: ignore[misc]
    assert article["doi"] == "10.3406/forem.2005.1750"  # type: ignore[has-type]
    assert article["authors"][0]["family-names"] == "Metzger"  # type: ignore[has-type]
    assert article["title"] not in str(data["title"])  # type: ignore[has-type]
