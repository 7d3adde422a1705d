"""Bibliographies as people have them: nothing crashes, nothing is lost in silence, nothing is refused without cause."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterable
from dataclasses import replace
from html import unescape

import pytest
from builders import row
from conftest import few
from hypothesis import given
from hypothesis import strategies as st
from weaving import FRENCH, NO_CACHE

from report_build.check.bibliography import check_bibliography
from report_build.findings import Finding, fails
from report_build.labels import Labels
from report_build.model.coding import Claim, Source
from report_build.model.fields_of_works import FORMATTED, KEPT, PRIVATE, is_known, may_be_published
from report_build.model.pages import Cite
from report_build.model.row import Row
from report_build.model.schema import TABLE
from report_build.model.study import Study
from report_build.model.text import Origin
from report_build.references.files import reference_files
from report_build.references.formatted import References
from report_build.references.formatting import format_references
from report_build.references.pandoc import pandoc
from report_build.sources.bibtex import read_works
from report_build.sources.latex import KNOWN, resolved, verbatim
from report_build.sources.other_keys import by_entry_keys
from report_build.sources.text import SourceFile

ENGLISH = Labels("en")


def read(text: str) -> tuple[Study, list[Finding]]:
    works, _, findings = read_works(SourceFile("references.bib", text, ""), NO_CACHE)
    return Study(languages=("fr", "en"), works=tuple(works)), findings


def told(text: str, cited: Iterable[str] | None = None) -> list[str]:
    """What is said of a bibliography, without the notes that its entries are not verified."""
    study, findings = read(text)
    found = [*findings, *check_bibliography(study, None if cited is None else set(cited))]
    return [str(one).removeprefix("references.bib:") for one in found if one.code not in ("RB206", "RB209")]


def codes(text: str) -> list[str]:
    return [one.split()[2] for one in told(text)]


def shown(text: str, labels: Labels = FRENCH, clusters: Iterable[tuple[Cite, ...]] | None = None) -> References:
    """A bibliography whose works are all cited, each by itself unless said otherwise."""
    study, _ = read(text)
    found, findings = format_references(
        study, clusters or [(Cite(work.key, "normal"),) for work in study.works], labels, NO_CACHE
    )
    assert findings == []
    return found


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", html)).replace("\u00a0", " ").replace("\u202f", " ")


def book(fields: str, key: str = "k", kind: str = "book") -> str:
    return f"@{kind}{{{key}, author={{Essai, Ida}}, title={{Titre}}, publisher={{P}}, {fields}}}\n"


# --- K1: dates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("year={1988-1990}", "1988–1990"),
        ("year={1988--1990}", "1988–1990"),
        ("date={1988--1990}", "1988–1990"),
        ("year={[1905]}", "[1905]"),
        ("date={[1905]}", "[1905]"),
        ("year={1988-}", "1988-"),
        ("year={1988/90}", "1988–1990"),
        ("date={1988/90}", "1988–1990"),
        ("date={2001-3-4}", "2001"),
        ("date={2001/}", "2001–"),
        ("date={/2001}", "–2001"),
        ("date={1920~}", "1920"),
        ("date={1957?}", "1957"),
        ("date={186X}", "186X"),
        ("year={2001–2002}", "2001–2002"),
        ("year={in press}", "in press"),
        ("year={s. d.}", "s. d."),
        ("date={2001-99-99}", "2001-99-99"),
        ("year={}", "s. d."),
    ],
)
def test_any_date_is_shown(field: str, words: str) -> None:
    found = shown(book(field))
    assert plain(found.labels["k"]) == f"Essai, {words}"
    study, _ = read(book(field))
    assert reference_files(study, ["k"], FRENCH, NO_CACHE)["references.ris"].startswith(b"TY  - BOOK")


@pytest.mark.parametrize("field", ["year={in press}", "date={09/2003}", "year={MMI}", "urldate={hier}"])
def test_a_date_that_cannot_be_read_is_named(field: str) -> None:
    assert codes(book(f"{field}, note={{x}}"))[-1:] == ["RB207"]


@few(15)  # each asks pandoc
@given(st.text(alphabet="0123456789-/[]~?%.X ", max_size=12), st.sampled_from(["year", "date"]))
def test_no_date_crashes(text: str, field: str) -> None:
    study, _ = read(book(f"{field}={{{text}}}"))
    list(check_bibliography(study))
    references, _ = format_references(study, [(Cite("k", "normal"),)], FRENCH, NO_CACHE)
    assert references.entries
    assert reference_files(study, ["k"], FRENCH, NO_CACHE)["references.json"]


# --- K2: what the parser took for comments --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["commentary", "comments", "Commented", "stringbook", "preamble2"])
def test_a_type_that_begins_like_a_command_is_an_entry(kind: str) -> None:
    study, findings = read(book("year=2001", kind=kind))
    assert [(work.key, work.type) for work in study.works] == [("k", kind.lower())]
    assert findings == []


@pytest.mark.parametrize(
    "lines",
    [
        "author = {Essai, Ida}, % relu\n title = {Titre},",
        "author = {Essai, Ida},\n% à vérifier, voir {le catalogue\n title = {Titre},",
        "author = {Essai, Ida}, %title = {Autre},\n title = {Titre}",
        'author = "Essai, Ida" % une "note"\n, title = {Titre}',
    ],
)
def test_a_percent_sign_comments_the_rest_of_its_line(lines: str) -> None:
    study, findings = read(f"@book{{k,\n {lines}\n}}\n@book{{l, title={{Suite}}}}")
    assert findings == []
    assert dict(study.works[0].fields) == {"author": "Essai, Ida", "title": "Titre"}
    assert study.works[1].key == "l"


@pytest.mark.parametrize("text", ["{10% de}", '"10% de"', "{a {10% b} c}"])
def test_a_percent_sign_in_a_text_is_text(text: str) -> None:
    study, _ = read(f"@book{{k, title = {text},\n year = 2001}}")
    assert "10%" in study.works[0].fields["title"]
    assert study.works[0].fields["year"] == "2001"


def test_an_entry_that_is_commented_out_is_named() -> None:
    assert told("% @book{k, title={T}}\n") == [
        "1: note RB227 commented-entry: an entry is commented out by %. Delete the % to have it read"
    ]


@pytest.mark.parametrize(
    "held",
    ["@book{k, title={T}}", "\n@book{k,\n title={T}}\n", "k,\n title={T}", "misc{k, note={T}}", '{@misc{k, note="T"}}'],
)
def test_an_entry_within_an_at_comment_is_named_and_breaks_nothing(held: str) -> None:
    text = f"@Comment{{{held}}}\n@book{{l, title={{U}}, year={{x}}}}\n"
    works, whole, findings = read_works(SourceFile("references.bib", text, ""), NO_CACHE)
    assert ([work.key for work in works], whole) == (["l"], True)
    assert [(one.code, one.place.line) for one in findings] == [("RB227", 1 + held.startswith("\n"))]
    assert works[0].origin.at("year").line == text.count("\n")


@pytest.mark.parametrize(
    "held",
    [
        "jabref-meta: databaseType:bibtex;",
        "jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 KeywordGroup:a\\;0\\;keywords\\;b\\;;\n",
        'BibDesk Static Groups{\n<?xml version="1.0"?><key>a, b</key>\n}',
        "Voir @dubar, 1998, et non l'autre",
        "jabref-entrytype: Newspaper: req[author;title] opt[date]",
    ],
)
def test_what_tools_keep_in_comments_is_no_entry(held: str) -> None:
    assert told(f"@Comment{{{held}}}\n") == []


@pytest.mark.parametrize(
    "text", ['{Sur ""mot" dit}', '{a {b "c", d = "e"} f}', '{Le\n "mot", dit}', '\\"{o} {"}', '{"}']
)
@pytest.mark.parametrize("signs", ['""', "{}"])
def test_a_quotation_mark_within_braces_ends_nothing(text: str, signs: str) -> None:
    study, findings = read(f"@misc{{k, note = {signs[0]}{text}{signs[1]}, year = 2001}}\n@misc{{l, note={{x}}}}")
    assert findings == []
    assert study.works[0].fields == {"note": text, "year": "2001"}
    assert study.works[1].key == "l"


@pytest.mark.parametrize("kind", ["in-proceedings", "my.type", "Comment-x", "string+"])
def test_a_type_may_hold_signs(kind: str) -> None:
    text = f"@{kind}{{k, title = {{__45__}}}}\n@misc{{l, note={{x}}}}"
    works, whole, findings = read_works(SourceFile("references.bib", text, ""), NO_CACHE)
    assert ([(work.type, work.key) for work in works], whole) == ([(kind.lower(), "k"), ("misc", "l")], True)
    assert works[0].fields["title"] == "__45__"
    assert findings == []


@pytest.mark.parametrize("opening", ["@misc\n{", "@ misc{", "@misc \n  (", "@\tMISC {", "  @misc{"])
def test_blanks_before_a_brace_lose_nothing(opening: str) -> None:
    text = f"{opening}k,\n note = {{x}}{')' if '(' in opening else '}'}\n@misc{{l,\n note={{y}}, year={{z}}}}"
    works, whole, findings = read_works(SourceFile("references.bib", text, ""), NO_CACHE)
    assert ([work.key for work in works], whole, findings) == (["k", "l"], True, [])
    assert works[1].origin.at("year").line == text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("article{k, title={T}}", "RB227"),
        ("@misc{, title={T}}", "RB228"),
        ("@misc{title = {T}, year = 2001}", "RB228"),
        ("@my-type{title=T}", "RB228"),
    ],
)
def test_what_nothing_can_cite_keeps_no_site_from_being_built(text: str, code: str) -> None:
    works, whole, findings = read_works(SourceFile("references.bib", f"{text}\n@misc{{l, note={{x}}}}", ""), NO_CACHE)
    assert ([work.key for work in works], whole) == (["l"], True)
    assert [(one.code, one.severity, one.place.line) for one in findings] == [(code, "note", 1)]


@pytest.mark.parametrize("text", [r"C:\\", r"Note no.\ "])
def test_backslashes_before_braces_break_nothing(text: str) -> None:
    study, findings = read(f"@book{{k, title = {{{text}}}, year=2001}}")
    assert findings == []
    assert study.works[0].fields == {"title": text, "year": "2001"}
    again, findings = read(reference_files(study, ["k"], FRENCH, NO_CACHE)["references.bib"].decode())
    assert findings == []
    assert again.works[0].fields == study.works[0].fields


@pytest.mark.parametrize("text", ["{Cf.\\\n b}", '"Cf.\\\n b"', "{a\\\n\\\n b\\\\\n c}"])
def test_backslashes_at_the_end_of_a_line_shift_no_line(text: str) -> None:
    written = f"@book{{a,\n title = {text},\n}}\n@book{{b,\n title = {{B}},\n year = {{x}},\n}}\n"
    works, whole, findings = read_works(SourceFile("references.bib", written, ""), NO_CACHE)
    assert (whole, findings) == (True, [])
    assert [work.key for work in works] == ["a", "b"]
    assert works[1].origin.at("year").line == written[: written.index("year")].count("\n") + 1


def test_strings_that_double_each_other_end_and_later_ones_stand() -> None:
    bomb = "@string{a0={xxxxxxxxxx}}\n" + "".join(f"@string{{a{n + 1}=a{n} # a{n}}}\n" for n in range(60))
    study, findings = read(f"{bomb}@book{{k, title=a60}}")
    assert {finding.code for finding in findings} == {"RB204"}
    assert len(study.works[0].fields["title"]) <= 100_000
    study, findings = read('@string{r="A"}@string{r="A"}\n@book{a, title=r}\n@string{r="B"}\n@book{b, title=r}')
    assert ([work.fields["title"] for work in study.works], findings) == (["A", "B"], [])


# --- K3, K13: LaTeX -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "words"),
    [
        (r"La pensée de \bsc{Durkheim} au \textsc{xix}\up{e}~siècle", "La pensée de Durkheim au xixe siècle"),
        (r"\og Le lien\fg{}, n\no{} 3", "« Le lien », no 3"),
        (r"Le 1\ier{} mai et la 2\ieme{} fois", "Le 1er mai et la 2e fois"),
        (r"Un \foo{mot} perdu", "Un mot perdu"),
        (r"\textcolor{red}{Rouge} et {\sc petit}", "Rouge et petit"),
        (r"Mesurer le CO$_2$ en ville", "Mesurer le CO2 en ville"),
        (r"De $\alpha$ à $x^{2}$", "De α à x2"),
        (r"5 \% de 10 US$", "5 % de 10 US$"),
    ],
)
def test_no_word_of_a_title_is_lost(title: str, words: str) -> None:
    assert words.lower() in plain(shown(book("year=2001").replace("Titre", title)).entries["k"]).lower()


@pytest.mark.parametrize("piece", [r"\foo{mot}", r"\cite{autre}", r"$\frac{1}{2}$", r"\begin{x}"])
def test_latex_that_cannot_be_shown_is_named(piece: str) -> None:
    assert codes(book("year=2001").replace("Titre", f"Titre {piece}")) == ["RB226"]


def test_a_formula_may_stand_in_the_words_of_a_command() -> None:
    for title in (r"\texorpdfstring{$x$}{x} Titre", r"\href{http://x.org}{CO$_2$}", r"\emph{$n$ {cas}}", r"\up{$2$}"):
        found = shown(f"@book{{k, author={{Essai, Ida}}, title={{{title}}}, publisher={{P}}, year=2001}}")
        assert not set("\\${}") & set(plain(found.entries["k"]))


def test_a_bibliography_of_which_nothing_can_be_read_ends_in_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("report_build.references.csl._in_pairs", lambda text: f"{{{text}")
    study, _ = read(book("year=2001"))
    found, findings = format_references(study, [(Cite("k", "normal"),)], FRENCH, NO_CACHE)
    assert found.entries == {}
    assert [one.code for one in findings] == ["RB318"]


def test_pandoc_knows_every_command_that_is_handed_on() -> None:
    names = sorted(KNOWN - {"par"})
    made = "".join(f"@misc{{k{n:04}, title={{aa \\{name}{{word}} bb}}}}\n" for n, name in enumerate(names))
    items = json.loads(pandoc(["--from=biblatex", "--to=csljson"], made))
    lost = [
        name
        for name, item in zip(names, items, strict=True)
        if "ord" not in re.sub(r"<[^<>]*>", "", item["title"]).lower()
    ]
    assert lost == []


@given(st.text(alphabet="abc\\{}$_^ 2&%#", max_size=20))
def test_resolving_latex_ends_and_keeps_letters(text: str) -> None:
    made, unknown = resolved(text)
    if "\\" not in text and "$" not in text:
        assert (made, unknown) == (text, [])


# --- K4: crossref and xdata -----------------------------------------------------------------------------------------

VOLUME = "@collection{p, editor={Ronsard, P.}, title={Le volume}, year={2001}, publisher={Alpha}, address={Nantes}}\n"
CHAPTER = "@incollection{e, author={Belleau, R.}, title={Un chapitre}, pages={10--20}, crossref={p}}\n"


@pytest.mark.parametrize("text", [VOLUME + CHAPTER, CHAPTER + VOLUME])
def test_a_chapter_takes_from_its_volume(text: str) -> None:
    found = shown(text, clusters=[(Cite("e", "normal"),)])
    assert plain(found.entries["e"]) == (
        "Belleau R., 2001, « Un chapitre », dans Ronsard P. (dir.), Le volume, Nantes, Alpha, p. 10‑20."
    )
    study, _ = read(text)
    bib = reference_files(study, ["e"], FRENCH, NO_CACHE)["references.bib"].decode()
    assert "crossref" not in bib
    assert "booktitle = {Le volume}" in bib


def test_xdata_and_chains_are_followed() -> None:
    study, findings = read(
        "@xdata{a, publisher={Alpha}, xdata={b}}\n@xdata{b, location={Nantes}}\n"
        "@mvbook{m, author={Un, Anne}, title={Tout}, publisher={Beta}}\n"
        "@book{v, title={Tome}, volume={2}, date={2001}, crossref={m}}\n"
        "@inbook{c, title={Chapitre}, crossref={v}, xdata={a}}\n"
    )
    assert findings == []
    chapter = study.work["c"].fields
    assert chapter == {
        "title": "Chapitre",
        "publisher": "Alpha",
        "location": "Nantes",
        "booktitle": "Tome",
        "volume": "2",
        "date": "2001",
        "author": "Un, Anne",
        "bookauthor": "Un, Anne",
        "maintitle": "Tout",
    }
    assert not [one for one in check_bibliography(study) if fails([one])]


@pytest.mark.parametrize(
    "text",
    [
        "@book{a, title={T}, crossref={nul}}",
        "@book{a, title={T}, xdata={nul}}",
        "@book{a, title={T}, crossref={b}}\n@book{b, title={U}, crossref={a}}",
    ],
)
def test_a_parent_that_is_not_there_is_named(text: str) -> None:
    assert "RB219" in codes(text)


# --- K5: letters after years ----------------------------------------------------------------------------------------

TWINS = book("year=2013", "x").replace("Titre", "Second") + book("year=2013", "y").replace("Titre", "Premier")


@pytest.mark.parametrize(
    "clusters",
    [
        [(Cite("x", "normal"),), (Cite("y", "normal"),)],
        [(Cite("x", "normal", "voir"),), (Cite("y", "narrative"),)],
        [(Cite("y", "suppress"), Cite("x", "normal"))],
    ],
)
def test_letters_follow_the_list_and_agree_between_languages(clusters: list[tuple[Cite, ...]]) -> None:
    for labels in (FRENCH, ENGLISH):
        found = shown(TWINS, labels, clusters)
        assert {key: label[-5:] for key, label in found.labels.items()} == {"y": "2013a", "x": "2013b"}
        assert list(found.entries) == ["y", "x"]


MARCH = book("year=2013, month=mar", "m").replace("Titre", "Abeille")
JANUARY = book("year=2013, month=jan", "j").replace("Titre", "« Zoo »")


@pytest.mark.parametrize("labels", [FRENCH, ENGLISH, Labels("de")])
def test_neither_months_nor_quotation_marks_change_a_letter(labels: Labels) -> None:
    found = shown(JANUARY + MARCH, labels)
    assert {key: label[-1] for key, label in found.labels.items()} == {"m": "a", "j": "b"}
    assert list(found.entries) == ["m", "j"]


@pytest.mark.parametrize(
    ("date", "first"),
    [("year={[1905]}", "[1905]a"), ("date={186X}", "186Xa"), ("pubstate={in press}", "sous presse-a")],
)
def test_a_date_that_is_no_year_has_its_letter_too(date: str, first: str) -> None:
    found = shown(book(date, "b").replace("Titre", "Zoo") + book(date, "a"))
    assert [plain(label) for label in found.labels.values()] == [f"Essai, {first}", f"Essai, {first[:-1]}b"]


def test_a_work_of_nobody_is_cited_by_whoever_answers_for_it_or_by_its_title() -> None:
    office = "@online{k, title={Lire}, organization={Office}, date={2010}, url={https://ex.org/a}}"
    assert plain(shown(office).labels["k"]) == "Office, 2010"
    assert plain(shown(office, ENGLISH).entries["k"]) == "Office. 2010. “Lire.” https://ex.org/a."
    assert plain(shown("@book{k, title={Le Livre}, publisher={P}, year=2010}").labels["k"]) == "Le Livre, 2010"


# --- K6: words for genres -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "french", "english"),
    [
        (book("school={U}, year=2001", kind="phdthesis"), "thèse de doctorat", "PhD thesis"),
        (book("school={U}, year=2001", kind="mastersthesis"), "mémoire de master", "master’s thesis"),
        (book("institution={U}, type={techreport}, year=2001", kind="report"), "rapport technique", "technical report"),
        (book("school={U}, type={{PhD} {Thesis}}, year=2001", kind="phdthesis"), "thèse de doctorat", "PhD thesis"),
        (book("school={U}, type={Thesis}, year=2001", kind="phdthesis"), "thèse de doctorat", "PhD thesis"),
        (book("school={U}, type={Ph.D. dissertation}, year=2001", kind="thesis"), "thèse de doctorat", "PhD thesis"),
        (
            book("institution={U}, type={Masterarbeit}, year=2001", kind="thesis"),
            "mémoire de master",
            "master’s thesis",
        ),
        (book("institution={U}, type={{Note {IV}}}, year=2001", kind="report"), "Note IV", "Note IV"),
    ],
)
def test_genres_are_in_the_pages_language(entry: str, french: str, english: str) -> None:
    items = [
        json.loads(reference_files(read(entry)[0], ["k"], labels, NO_CACHE)["references.json"])[0]["genre"]
        for labels in (FRENCH, ENGLISH)
    ]
    assert items == [french, english]
    assert french.lower() in plain(shown(entry).entries["k"]).lower()


# --- K9: names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        *("A. Smith, B. Jones, C. Doe, D. Roe", "Durand, Ann; Petit, Bob", "Durand, Ann & Petit, Bob"),
        *("Durand, Ann et Petit, Bob", "Durand, Ann AND Petit, Bob", "Fin, Ann and ", "and Fin, Ann"),
        *("A. Smith, B. Jones", r"Durand, A. \& Petit, B.", "Strong, Edward K., Jr.", "Strong, E., III"),
    ],
)
def test_names_that_are_none_are_found(names: str) -> None:
    assert codes(book("year=2001").replace("Essai, Ida", names)) == ["RB224"]


# --- K10: what is legitimate ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["inreference", "periodical", "patent", "suppbook", "www", "mvcollection", "artwork"])
def test_biblatexs_types_are_known(kind: str) -> None:
    assert [one for one in codes(book("year=2001, url={https://a.org}", kind=kind)) if one == "RB212"] == []


@pytest.mark.parametrize("key", ["DBLP:conf/x/Y", "lefèvre2001", "10.1000/182", "duquette--income_2019", "o'brien+x"])
def test_keys_as_people_have_them(key: str) -> None:
    assert told(book("year=2001", key)) == []
    assert list(shown(book("year=2001", key)).entries) == [key]


@pytest.mark.parametrize("fields", ["year={MMI}", "year=2001, doi={none}", "year=2001, jounral={J}"])
def test_what_an_uncited_entry_looks_like_is_a_note(fields: str) -> None:
    (cited,) = told(book(fields))
    (uncited,) = told(book(fields), cited=[])
    assert " warning " in cited
    assert " note RB228 " in uncited
    assert cited.split(": ", 2)[2] == uncited.split(": ", 2)[2]


def test_a_work_is_found_by_another_key_of_its_entry_in_any_column() -> None:
    works = read(book("year=2001, ids={old, older}"))[0].works
    where = Origin("data/tables/plans.csv", 2)
    study = by_entry_keys(
        Study(
            works=works,
            sources=(row(Source, id="i1", work="old"), row(Source, id="i2", work="k")),
            claims=(row(Claim, id="c-a", references=("older", "nobody")),),
            own_tables=(replace(TABLE["sources"], name="plans"),),
            others={"plans": (Row(origin=where, work="older"), Row(origin=where, work=""))},
        )
    )
    assert [one.work for one in study.sources] == ["k", "k"]
    assert study.claims[0].references == ("k", "nobody")
    assert [one.work for one in study.rows("plans")] == ["k", ""]


# --- K11, K12: fields ------------------------------------------------------------------------------------------------


def test_fields_that_change_a_reference_reachpandoc() -> None:
    assert plain(
        shown(book("year=2008, options={useprefix=true}").replace("Essai, Ida", "van Gennep, A.")).labels["k"]
    ) == ("van Gennep, 2008")
    news = "@article{k, author={Un, A.}, title={T}, journal={J}, entrysubtype={newspaper}, year=2006, month=mar, day=5}"
    item = json.loads(reference_files(read(news)[0], ["k"], FRENCH, NO_CACHE)["references.json"])[0]
    assert (item["type"], item["issued"]) == ("article-newspaper", {"date-parts": [[2006, 3, 5]]})
    web = shown("@online{k, author={Toile, A.}, title={Page}, year=1992, url={https://ex.org/a{\\_}b}}")
    assert '<a href="https://ex.org/a_b">https://ex.org/a_b</a>' in web.entries["k"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"http://ex.org/a{\_}b", "http://ex.org/a_b"),
        (r"10.1000/abc\_def", "10.1000/abc_def"),
        (r"http://ex.org/{\textasciitilde}moi", "http://ex.org/~moi"),
        (r"http://ex.org/$\sim$moi/\%20\&b", "http://ex.org/~moi/%20&b"),
    ],
)
def test_escapes_are_undone_once(written: str, meant: str) -> None:
    assert verbatim(written) == meant
    field = "doi" if meant.startswith("10.") else "url"
    files = reference_files(read(book(f"year=2001, {field}={{{written}}}"))[0], ["k"], FRENCH, NO_CACHE)
    assert json.loads(files["references.json"])[0][field.upper()] == meant
    assert meant in files["references.ris"].decode()
    assert meant in files["references.bib"].decode()


@pytest.mark.parametrize(
    ("kind", "fields", "french"),
    [
        ("book", "publisher={P}, year=1995, originalyear=1922", "Essai I., [1922] 1995, Titre, P."),
        ("book", "publisher={P}, year=1995, edition={Second edition}", "Essai I., 1995, Titre, 2ᵉ édition, P."),
        ("book", "publisher={P}, year=1995, edition={3rd}", "Essai I., 1995, Titre, 3ᵉ édition, P."),
        ("book", "publisher={P}, year=1995, edition={revue}", "Essai I., 1995, Titre, revue, P."),
        ("book", "publisher={P}, year=1995, type={Book}", "Essai I., 1995, Titre, P."),
        ("article", "journal={J}, volume=4, issue={Été}, year=1995", "Essai I., 1995, « Titre », J, 4, Été."),
        ("article", "journal={J}, volume=4, eid={e12}, year=1995", "Essai I., 1995, « Titre », J, 4, p. e12."),
        ("magazine", "journal={J}, year=1995, month=mar", "Essai I., 1995, « Titre », J, mars 1995."),
        ("video", "year=1995, url={https://ex.org/a}", "Essai I., 1995, « Titre ». https://ex.org/a"),
        ("misc", "year=1995", "Essai I., 1995, « Titre »."),
    ],
)
def test_what_other_tools_say_in_fields_of_their_own_is_shown(kind: str, fields: str, french: str) -> None:
    entry = f"@{kind}{{k, author={{Essai, Ida}}, title={{Titre}}, {fields}}}"
    assert told(entry) == []
    assert plain(shown(entry).entries["k"]) == french


@pytest.mark.parametrize(
    ("entry", "french", "english"),
    [
        ("@book{k, title={Un}, subtitle={Deux: trois}", "Un : Deux: trois,", "Un: Deux: trois."),
        ("@book{k, title={Un: deux}, subtitle={Trois}", "Un: deux : Trois,", "Un: deux: Trois."),
        ("@book{k, title={Un ?}, subtitle={Deux}", "Un ? Deux,", "Un ? Deux."),
        (r"@book{k, title={\textsc{Un}: a}, subtitle={Deux}", "Un: a : Deux,", "Un: a: Deux."),
        ("@incollection{k, title={T}, booktitle={Un}, booksubtitle={Deux}", "Un : Deux,", "Un: Deux."),
        ("@article{k, title={T}, journal={Un}, journalsubtitle={Deux}", "Un : Deux.", "Un: Deux."),
    ],
)
def test_a_subtitle_stands_after_the_colon_of_the_pages_language(entry: str, french: str, english: str) -> None:
    text = f"{entry}, author={{Essai, Ida}}, publisher={{P}}, year=2001}}"
    assert french in plain(shown(text).entries["k"])
    assert english in plain(shown(text, ENGLISH).entries["k"])


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ("eprint={hal-01}, eprinttype={HAL}", "https://hal.science/hal-01"),
        ("eprint={2101.01}, archiveprefix={arXiv}", "https://arxiv.org/abs/2101.01"),
        ("eprint={10/4}, eprinttype={hdl}", "https://hdl.handle.net/10/4"),
        ("url={javascript:alert(1)}", ""),
        ("url={https://x.org/a https://x.org/b}", ""),
        ("eprint={7}, eprinttype={fonds}", ""),
    ],
)
def test_an_archives_number_leads_there_and_what_is_no_address_nowhere(fields: str, address: str) -> None:
    study, _ = read(f"@online{{k, author={{Essai, Ida}}, title={{T}}, year=2001, {fields}}}")
    found, _ = format_references(study, [(Cite("k", "normal"),)], ENGLISH, NO_CACHE)
    assert re.findall('href="([^"]*)"', found.entries["k"]) == ([address] if address else [])
    said = [one.code for one in check_bibliography(study, {"k"}) if one.code in ("RB208", "RB218")]
    assert bool(said) == (not address)


def test_an_unpublished_text_has_one_pair_of_quotation_marks() -> None:
    entry = "@unpublished{k, author={Essai, Ida}, title={Titre}, type={working paper}, year=1995}"
    assert plain(shown(entry, ENGLISH).entries["k"]) == "Essai, Ida. 1995. “Titre.” working paper."


def test_two_words_are_one_publisher() -> None:
    assert "Taylor and Francis" in plain(shown(book("year=2001").replace("{P}", "{Taylor and Francis}")).entries["k"])


# --- what may be published ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field", ["file", "annote", "owner", "abstract", "bdsk-url-1", "local-url", "keywords", "x-me"]
)
def test_what_is_the_authors_own_is_in_no_file(field: str) -> None:
    study, _ = read(book(f"year=2001, {field}={{SECRET}}"))
    assert study.works[0].fields[field] == "SECRET"
    assert "SECRET" not in str(study.works[0].published)
    for content in reference_files(study, ["k"], FRENCH, NO_CACHE).values():
        assert b"SECRET" not in content


def test_the_lists_of_fields_do_not_overlap() -> None:
    assert not FORMATTED & KEPT
    assert not (FORMATTED | KEPT) & PRIVATE
    assert not any(may_be_published(name) for name in PRIVATE)


@pytest.mark.parametrize("field", ["bibdate", "publisher-url", "remark", "ftitle", "classification"])
def test_a_tools_own_field_is_not_taken_for_a_mistyped_one(field: str) -> None:
    (one,) = told(book(f"year=2001, {field}={{X}}"))
    assert " note RB218 unused-field: " in one


@pytest.mark.parametrize("field", ["jounral", "publsher", "editr0"])
def test_a_mistyped_field_is_named_with_the_near_one(field: str) -> None:
    (one,) = told(book(f"year=2001, {field}={{X}}"))
    assert " warning RB217 mistyped-field: " in one
    assert "Did you mean" in one


# --- the law --------------------------------------------------------------------------------------------------------

_WORD = st.text(alphabet=string.ascii_lowercase, min_size=4, max_size=8).map(lambda word: f"Q{word}z")
_FIELDS = st.dictionaries(
    st.sampled_from(
        ["title", "journal", "publisher", "note", "abstract", "series", "booktitle", "flavour", "subtitle"]
    ),
    _WORD,
    min_size=2,
)


@few(15)
@given(_FIELDS, st.sampled_from(["article", "book", "incollection", "misc", "thesis"]))
def test_every_filled_field_is_shown_or_known_or_named(fields: dict[str, str], kind: str) -> None:
    """What a style leaves out stands in the files; what stands in no file is private, or a finding names it."""
    text = (
        f"@{kind}{{k, author={{Essai, Ida}}, year=2001, " + ", ".join(f"{n}={{{w}}}" for n, w in fields.items()) + "}"
    )
    study, _ = read(text)
    bib = reference_files(study, ["k"], FRENCH, NO_CACHE)["references.bib"].decode()
    named = " ".join(one.message for one in check_bibliography(study))
    for name, word in fields.items():
        assert word in bib or (name in PRIVATE and is_known(name)) or f"'{name}'" in named


@few(12)
@given(_WORD, _WORD, st.integers(1500, 2090), st.sampled_from(["article", "book", "report", "thesis"]))
def test_pandoc_alone_and_the_site_say_the_same(title: str, where: str, year: int, kind: str) -> None:
    """An entry without anything in the listed ways (LaTeX it does not know, odd dates, genres) is pandoc's own."""
    entry = (
        f"@{kind}{{k, author={{Essai, Ida and Un, Bob}}, title={{{title}}}, journal={{{where}}}, publisher={{{where}}},"
        f" year={{{year}}}, type={{Essai}}, langid={{french}}}}"
    )
    (item,) = json.loads(pandoc(["--from=biblatex", "--to=csljson"], entry))
    (ours,) = json.loads(reference_files(read(entry)[0], ["k"], FRENCH, NO_CACHE)["references.json"])
    item.pop("title-short", None)
    assert ours == item
