"""``CITATION.cff``: what its format refuses is found, and numbers stay the text that was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from weaving import STUDY, work

from report_build.check.bibliography import check_bibliography
from report_build.check.citation import check_citation
from report_build.check.dates import how_to_date
from report_build.findings import Finding
from report_build.sources.citation import read_citation
from report_build.sources.text import SourceFile

AUTHOR = "  - family-names: Essai\n    given-names: Ida\n"
WHOLE = (
    "cff-version: 1.2.0\nmessage: Cite it\ntitle: Essai\n"
    f'authors:\n{AUTHOR}version: "1.10"\ndate-released: 2026-11-22\n'
)


def findings_on(text: str) -> list[Finding]:
    citation, said = read_citation(SourceFile("CITATION.cff", text, ""))
    return [*said, *(check_citation(citation) if citation else ())]


def test_a_sound_file_has_no_findings() -> None:
    work = (
        "references:\n  - type: article\n    title: T\n    authors: [{name: N}]\n    year: 2005\n    issn: 0759-6340\n"
    )
    assert findings_on(WHOLE + work) == []


@pytest.mark.parametrize(
    ("more", "line", "says"),
    [
        ("license: mit\n", 9, "Did you mean 'MIT'?"),
        ("license: CC-BY\n", 9, "Did you mean 'CC-BY-4.0'?"),
        ("type: report\n", 9, "Values: dataset, software"),
        ("keywords: a, b\n", 9, "where a list is expected"),
        ("keywords: [2026]\n", 9, "where a text is expected"),
        ("identifiers:\n  - value: 10.1234/x\n", 10, "has no 'type'"),
        ("identifiers:\n  - type: DOI\n    value: 10.1234/x\n", 10, "Did you mean 'doi'?"),
        ("references:\n  - type: book\n    title: T\n", 10, "has no 'authors'"),
        ("references:\n  - type: livre\n    title: T\n    authors: [{name: N}]\n", 10, "'livre' is not a value"),
        ("contact:\n  - first-name: Ida\n", 10, "'first-name' is no key"),
        ("commit: 1234567\n", 9, "where a text is expected"),
        ("abstract:\n", 9, "'abstract' is empty, where a text is expected. Fill it in, or take it out"),
        ("contact:\n  - name: [A, B]\n", 10, "several values stand in 'name', where a text is expected. Write one"),
    ],
)
def test_what_the_format_refuses_is_found(more: str, line: int, says: str) -> None:
    found = findings_on(WHOLE + more)
    assert [one.place.line for one in found] == [line]
    assert says in str(found[0])


@pytest.mark.parametrize(
    ("authors", "says"),
    [
        ("  - family-names: Essai\n    afiliation: X\n", "Did you mean 'affiliation'?"),
        ("  - name: Essai\n    given-names: Ida\n", "'given-names' is no key"),
        ("  - name: Essai\n  - name: Essai\n", "the same entry twice"),
    ],
)
def test_authors_are_persons_or_entities(authors: str, says: str) -> None:
    found = findings_on(WHOLE.replace(AUTHOR, authors))
    assert len(found) == 1
    assert says in str(found[0])


@pytest.mark.parametrize(
    ("version", "read"),
    [
        *(("1.10", "1.1"), ("2.50", "2.5"), ("1e3", "1000.0"), ("010", "8"), ("007", "7"), ("0900", "900")),
        *(("0x1F", "31"), ("1_000", "1000"), ("1:30", "90"), ("0b11", "3"), ("+010", "8"), ("1.0e+2", "100.0")),
    ],
)
def test_a_bare_number_that_others_cut_short_is_found_and_stays_text(version: str, read: str) -> None:
    text = WHOLE.replace('"1.10"', version)
    citation, _ = read_citation(SourceFile("CITATION.cff", text, ""))
    assert citation
    assert citation.text("version") == version
    (found,) = (one for one in findings_on(text) if one.code == "RB229")
    assert f"read as {read} by" in found.message


@pytest.mark.parametrize("version", ["0.1.0", "2.0", "3", "1.1", "2026.11", "20261126", "0.10.0", "v1.10", "1.10-a"])
def test_other_versions_need_no_quotes(version: str) -> None:
    assert findings_on(WHOLE.replace('"1.10"', version)) == []


@pytest.mark.parametrize(
    ("written", "cure"),
    [
        ("12/03/2024", "Write 2024-03-12 or 2024-12-03: only you know which number is the month"),
        ("25/03/2024", "Write 2024-03-25"),
        ("3.4.2024", "Write 2024-04-03 or 2024-03-04: only you know which number is the month"),
        ("05-05-2024", "Write 2024-05-05"),
        ("42/42/2024", "Write it as in 2026-11-22"),
        ("demain", "Write it as in 2026-11-22"),
    ],
)
def test_days_by_slashes_are_found_with_their_cure(written: str, cure: str) -> None:
    assert how_to_date(written) == cure
    (found,) = findings_on(WHOLE.replace("2026-11-22", written))
    assert found.hint == cure


@pytest.mark.parametrize("field", ["date", "year", "urldate"])
def test_days_by_slashes_in_the_bibliography_are_found(field: str) -> None:
    fields = {"author": "Essai, Ida", "title": "T", "publisher": "P", "year": "2001", field: "12/03/2024"}
    study = replace(STUDY, works=(work("essai2001", 1, **fields),))
    found = [one for one in check_bibliography(study) if one.code == "RB207"]
    assert len(found) == 1
    assert "2024-03-12 or 2024-12-03" in found[0].hint
