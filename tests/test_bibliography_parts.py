"""Dates, names, letters and addresses of bibliographies as people write them: each is shown as meant, or named.

Entries of a kind are read together, in one run of pandoc.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from test_bibliographies import FRENCH, NO_CACHE, book, codes, plain, read, shown, told

from report_build.check.bibliography import check_bibliography
from report_build.references.files import reference_files
from report_build.sources.bibtex_dates import edtf, with_month
from report_build.sources.latex import doi_of


def items(entries: str) -> dict[str, Any]:
    """What readers' own tools are given of each entry."""
    study, _ = read(entries)
    files = reference_files(study, [work.key for work in study.works], FRENCH, NO_CACHE)
    return {one["id"]: one for one in json.loads(files["references.json"])}


# --- months and days ------------------------------------------------------------------------------------------------

MONTHS = {
    "février": [[2006, 2, 5]],
    "Sept.": [[2006, 9, 5]],
    "Dezember": [[2006, 12, 5]],
    "aout": [[2006, 8, 5]],
    "03": [[2006, 3, 5]],
    "{mar}": [[2006, 3, 5]],
    "12 mars": [[2006, 3, 5]],
    "jan/feb": [[2006, 1], [2006, 2]],
    "October--November": [[2006, 10], [2006, 11]],
    "1-3": [[2006, 1], [2006, 3]],
    "Spring": [[2006, 21]],
    "automne": [[2006, 23]],
}


def test_months_are_read_as_people_write_them() -> None:
    entries = "".join(
        book(f"year=2006, month={{{month}}}, day=5", f"k{number}") for number, month in enumerate(MONTHS)
    ) + book('year=2006, month="10~" # jan', "joined")
    found = items(entries)
    made = {month: found[f"k{number}"]["issued"]["date-parts"] for number, month in enumerate(MONTHS)}
    assert made == MONTHS
    assert found["joined"]["issued"]["date-parts"] == [[2006, 1, 10]]


@pytest.mark.parametrize(
    "fields",
    [
        *("year=2004, month={13}", "year=2004, month={0}", "year=2004, month={dec/jan}", "year=2004, month={bientôt}"),
        *("year=2004, month=feb, day={30}", "date={2004-02-30}", "date={2003-02-29/2003-03-01}", "date={2000-04-31}"),
        *("urldate={2004-02-30}, year=2004", "eventdate={2004-13}, year=2004", "date={2004-03-04}, year={2005}"),
    ],
)
def test_days_that_are_none_are_found(fields: str) -> None:
    assert codes(book(fields)) == ["RB207"]


@pytest.mark.parametrize(
    "fields",
    [
        *("year=2004, month=feb, day={29}", "date={2004-21}", "date={2004-XX}", "date={2004%}", "date={2004/open}"),
        *("date={unknown/2004}", "date={2004-02-03/}", "date={-0044-03-15}", "origyear=1920, year=1990"),
        *("date={1920~}", "date={1957?}", "date={186X}", "date={-0044}", "date={/2001}", "date={2001/..}"),
        *("year={1988-1990}", "year={1988--90}", "year={1988-90}", "year={[1905]}", "year={ca. 1920}"),
        "date={2001-03-04/2001-05}",
    ],
)
def test_dates_of_biblatex_and_of_people_are_read(fields: str) -> None:
    assert told(book(fields)) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("2004-XX", "2004"), ("2004-06-XX", "2004-06"), ("2004%", "2004?"), ("2004/open", "2004/")),
        *(("../2004", "/2004"), ("2004-02-03/unknown", "2004-02-03/"), ("19XX", "19XX"), ("2004", "2004")),
    ],
)
def test_dates_for_pandoc(written: str, meant: str) -> None:
    assert edtf(written) == meant


def test_what_has_no_month_is_left_alone() -> None:
    assert with_month({"year": "2004"}) == ""
    assert with_month({"year": "in press", "month": "may"}) == ""
    assert with_month({"date": "2004-05", "year": "2004", "month": "6"}) == ""
    assert with_month({"date": "2004", "month": "6", "day": "5--7"}) == "2004-06-05/2004-06-07"


def test_eras_and_open_ends_are_words() -> None:
    dates = {"date={-0500}": "501 av. J.-C.", "year={99}": "99 apr. J.-C.", "date={2004-02-03/}": "2004–"}
    found = shown("".join(book(date, f"k{number}") for number, date in enumerate(dates)))
    assert [plain(found.labels[f"k{number}"]) for number in range(3)] == [f"Essai, {said}" for said in dates.values()]


# --- names ----------------------------------------------------------------------------------------------------------

NAMES = {
    r"{\'E}mile Durkheim": "Durkheim É.",
    r"{\O}yvind Un": "Un Ø.",
    r"{\v S}imon Un": "Un Š.",
    r"{J}ean Un": "Un J.",
    r"Jean-{\'E}mile Un": "Un J.-É.",
    r"Mal{\`\i}, F.": "Malì F.",
    r"Ba\u{g}c{\i}, H.": "Bağcı H.",
    r"{L'{\'E}tat}": "L’État",
}


def test_accents_make_no_particles() -> None:
    written = enumerate(NAMES)
    found = shown("".join(book("year=2001", f"k{n}").replace("Essai, Ida", name) for n, name in written))
    made = [plain(found.entries[f"k{number}"]).partition(", 2001")[0] for number in range(len(NAMES))]
    assert made == list(NAMES.values())


@pytest.mark.parametrize(
    "names",
    [
        *("Anne Smith, Bob Jones, Carl Roe", "Smith, Anne,", "Smith, Anne / Jones, Bob", "Smith, Anne with Jones, Bob"),
        *(r"Smith, Anne {\&} Jones, Bob", "Smith, Anne et al.", "Martin King, Jr.", "Martin King Jr.", ", Anne"),
        *("others", "Smith, Anne (ed.)", "Smith, Anne and and Jones, Bob"),
        *(
            "et al.",
            "n/a",
            "[s. n.]",
            "Unknown",
            "???",
            "1999",
            "Smith, Anne and 2",
            "https://example.org/",
            "a@example.org",
        ),
        *("Dr. Anne Smith", "Prof. Dr. Smith, Anne", "Mme Smith", "Smith, Anne, PhD", "Anne Smith Ph.D."),
    ],
)
def test_names_that_are_none_are_found(names: str) -> None:
    assert "RB224" in codes(book("year=2001").replace("Essai, Ida", names))


@pytest.mark.parametrize(
    "names",
    [
        *("World Health Organization", "US Census Bureau", "Anne Smith, Bob Jones", "Ministère de la Culture"),
        *("University of Somewhere", "Institut national d'essai"),
    ],
)
def test_names_that_may_be_others_are_noted(names: str) -> None:
    assert codes(book("year=2001").replace("Essai, Ida", names)) == ["RB225"]


@pytest.mark.parametrize(
    "names",
    [
        *(r"AT\&T", "King, III, Martin", "Un, A.-M. and Deux, B.", "Nguyen, Vi", r"Un\,Deux, Anne", "{Un & Deux}"),
        *("Essai, Ida and {Un, Deux et Trois}", "bell hooks", "É., D.", "山田, 太郎", "Essai, Ida and Un, Anne"),
        *("van der Waals, J. D.", "King, Jr., Martin Luther", "{Durand & fils}", "Platon", "{A, B and others}"),
        *("Jean de La Fontaine and {Ministère de la Culture}", "family=Dis, prefix=van, given=A"),
        *("{1999 Ltd}", "Frau, Antoni", "Msila, V.", "Drévillon, A.", "{Dr. No}", "M. Durand", "Unknown, Ida"),
        *("Na, Li", "Smith, PhD, Anne"),
    ],
)
def test_names_as_they_are(names: str) -> None:
    assert told(book("year=2001").replace("Essai, Ida", names)) == []


# --- LaTeX ----------------------------------------------------------------------------------------------------------

TITLES = {
    r"L'{\^\i}le et \^\i le": "L’île et île",
    r"\og mot \fg{} et \frquote{mot}": "« mot » et « mot »",
    r"Le XIX$^\mathrm{e}$ et \[x\]": "Le XIXe et x",
    r"?`Qué? \textonehalf{} d\textquotesingle un": "¿Qué? ½ d’un",
    r"{\color{red} a}\par b\hspace{1em}c": "a b c",
}


def test_more_words_of_titles_are_shown() -> None:
    found = shown("".join(book("year=2001", f"k{n}").replace("Titre", title) for n, title in enumerate(TITLES)))
    made = [re.findall(r"2001\w?, (.*), P\.", plain(found.entries[f"k{number}"]))[0] for number in range(len(TITLES))]
    assert made == list(TITLES.values())


@pytest.mark.parametrize("piece", ["&amp;", "&eacute;", r"\&nbsp;", "&#233;"])
def test_a_web_pages_signs_are_named(piece: str) -> None:
    assert codes(book("year=2001").replace("Titre", f"Un {piece} titre")) == ["RB226"]


# --- identifiers and addresses --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *("https://doi.org/10.1000/182", "http://dx.doi.org/10.1000/182", "doi:10.1000/182", "DOI 10.1000/182"),
        *(r"\url{https://doi.org/10.1000/182}", "https://doi.org/10.1000%2F182", "{10.1000/182}"),
    ],
)
def test_a_doi_is_taken_out_of_its_address(written: str) -> None:
    assert doi_of(written) == "10.1000/182"
    assert told(book(f"year=2001, doi={{{written}}}")) == []


def test_what_is_no_doi_is_found_and_leads_nowhere() -> None:
    assert doi_of("https://doi.org/fg6rf9") == "10/fg6rf9"
    entries = book("year=2001, doi={10.1000/ 182}", "a") + book("year=2001, doi={none}", "b")
    assert [one.split()[2] for one in told(entries)] == ["RB208", "RB208"]
    assert all("doi.org" not in one for one in shown(entries).entries.values())


@pytest.mark.parametrize(
    "field",
    [
        *("issn={Print: 0176-1714, Online: 1432-217X}", "issn={0176–1714}", "issn={0176-1714 (Print) 1432-217X}"),
        *("isbn={978–0–306–40615–7}", "isbn={978-0-306-40615-7 (vol. 1), 0306406152 (pbk.)}"),
        *(r"url={\url{https://ex.org/a_b}}", "url={<https://ex.org/a>}", "url={ftp://ex.org/a}", "doi={10/fg6rf9}"),
        *("issn={0176-1714, 1432-217X}", "issn={0176-1714 1432-217X}", "isbn={0-387-16807-9 (paperback)}"),
        r"doi={10.1000/abc\_def}",
    ],
)
def test_numbers_and_addresses_as_people_have_them(field: str) -> None:
    assert told(book(f"year=2001, {field}")) == []


def test_an_address_that_bibtex_has_no_field_for_is_shown() -> None:
    written = (r"howpublished={\url{https://ex.org/a_b}}", r"note={Lu sur \url{https://ex.org/a_b}.}")
    entries = "".join(book(f"year=2001, {said}", f"k{n}", "misc") for n, said in enumerate(written))
    for entry in shown(entries).entries.values():
        assert '<a href="https://ex.org/a_b">' in entry


# --- parts and wholes -----------------------------------------------------------------------------------------------

FAMILY = r"""
@proceedings{Acts, title={Actes}, editor={Deux, B.}, year=1999, publisher={Q}}
@book{whole, author={Trois, C.}, title={Le livre}, year=2005, publisher={R}}
@conference{a, author={Un, A.}, title={T}, crossref={ACTS}}
@incollection{b, author={Un, A.}, title={T}, crossref={ acts }}
@incollection{c, author={Un, A.}, title={T}, crossref={whole}}
@suppbook{d, author={Un, A.}, title={T}, crossref={whole}}
@suppcollection{e, author={Un, A.}, title={T}, booktitle={Le livre}, publisher={R}, year=2005}
@mvcollection{all, editor={Mv, E.}, title={Ensemble}, year=1990, publisher={S}}
@collection{two, title={Tome deux}, volume=2, crossref={all}}
@xdata{x, publisher={Granulaire}}
@book{g, author={Un, A.}, title={T}, publisher={xdata=x-publisher}, year=2001}
"""


def test_parts_name_their_wholes_whatever_their_types() -> None:
    study, findings = read(FAMILY)
    assert findings == []
    found = {key: plain(entry) for key, entry in shown(FAMILY).entries.items()}
    assert all("Actes" in found[key] for key in "ab")
    assert all("Le livre" in found[key] for key in "cde")
    assert "Ensemble. Tome deux" in found["two"]
    assert "Granulaire" in found["g"]
    assert not [one for one in check_bibliography(study) if one.code == "RB219"]


def test_a_field_of_another_entry_that_is_not_there_is_named() -> None:
    assert codes(book("year=2001").replace("{P}", "{xdata=y-publisher}")) == ["RB219"]


@pytest.mark.parametrize("kind", ["set", "xdata"])
def test_what_is_no_work_cannot_be_cited_unsaid(kind: str) -> None:
    entry = f"@{kind}{{k, entryset={{a}}}}\n"
    assert "RB205" in [one.split()[2] for one in told(entry, cited=["k"])]
    assert told(entry, cited=[]) == []


@pytest.mark.parametrize(
    "text", ["<!doctype html>\n<p>404", '[{"id": "x"}]', "TY  - BOOK\nER  -\n", "% x\n\n\\bibitem{x} F"]
)
def test_a_file_that_is_no_bibliography_is_named(text: str) -> None:
    (one,) = told(text)
    assert " error RB201 " in one
    assert told("% rien\n\n") == []
