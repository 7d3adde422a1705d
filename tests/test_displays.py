"""Displays as they stand in pages: tables that can be read without sight, files, links, and the cache."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from display_studies import ASSESSMENTS, CASES, DRAWINGS, article, both, cell, display, large
from ledger_studies import coding
from lxml import etree
from lxml import html as lxml_html

from report_build.cache import Cache
from report_build.displays import Drawn, display_files, draw
from report_build.index import Index
from report_build.labels import Labels
from report_build.model.edition import Edition
from report_build.model.study import Study
from report_build.render.displays import display_html
from report_build.render.view import PageView

ROOT = Path(__file__).parent.parent
HOSTILE = "<script>alert(1)</script>&\"'{rows}"


_DRAWN = TemporaryDirectory()  # in which each figure is drawn once for all tests that look at it


def page(study: Study, name: str, language: str = "fr", number: int = 1) -> etree._Element:
    labels = Labels(language, study.wordings)
    drawn = drawn_as(study, name, labels)
    edition = Edition(language, language, {language: "T"}, "T", "", "", ())
    ctx = PageView(Index(study, labels, edition, numbers={name: number}), "types.html")
    return lxml_html.fromstring(display_html(drawn, study.display[name], ctx))


def drawn_as(study: Study, name: str, labels: Labels) -> Drawn:
    return draw(study, [study.display[name]], labels, Cache(Path(_DRAWN.name)))[name]


def words_of(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_a_summary_table_reads_as_the_source_s() -> None:
    figure = page(article(), "tbl-collectifs", number=2)
    assert words_of(figure.find(".//caption")) == "Tableau 2 Légende de tbl-collectifs"
    assert [words_of(head) for head in figure.findall(".//thead/tr/th[@scope='col']")] == [
        "Code",
        "Université",
        "Formation continue",
        "Entreprise",
    ]
    assert [words_of(head) for head in figure.findall(".//tbody/tr/th[@scope='row']")] == [
        "Anomie ou isolement",
        "Réseau d’entraide",
        "Mixte réseau et micro-communauté",
        "Micro-communauté",
    ]
    cells = [[words_of(td) for td in row.findall("td")] for row in figure.findall(".//tbody/tr")]
    assert cells[0][:2] == [
        "Université pas de cas durable signalé Passages Fiche e01",
        "Formation continue ++ fortement marqué Passages Fiche e02 Fiche e03",
    ]
    assert cells[3][0] == "Université ++ fortement marqué (affinitaire et organisationnelle) Passages Fiche e01"


def test_symbols_are_hidden_from_those_who_hear_the_words() -> None:
    figure = page(article(), "tbl-collectifs")
    symbols = figure.findall(".//span[@class='rb-symbol']")
    assert [symbol.text for symbol in symbols] == ["++", "++", "+", "+", "+", "+", "+", "++", "++"]
    assert all(symbol.attrib["aria-hidden"] == "true" for symbol in symbols)
    judged = [
        cell.find(".//span[@class='rb-judged rb-hidden']") for cell in figure.findall(".//td[@data-level='marked']")
    ]
    assert [words_of(words) for words in judged if words is not None] == ["marqué"] * 5  # seen, the sign stands alone


@pytest.mark.parametrize("name", ["tbl-collectifs", "tbl-dynamiques"])
def test_each_marked_cell_links_to_its_evidence(name: str) -> None:
    study = article()
    rows = page(study, name).findall(".//tbody/tr")
    codes = {"tbl-collectifs": ["anomie", "reseau-entraide", "mixte", "micro-communaute"]}.get(
        name, ["anomie-vers-reseau", "reseau-vers-anomie", "vers-micro-communaute"]
    )
    for code, row in zip(codes, rows, strict=True):
        for case, td in zip(CASES, row.findall("td"), strict=True):
            links = [link.attrib["href"] for link in td.findall(".//span[@class='rb-evidence']/a")]
            assert links == [f"evidence.html#{item}" for item in study.assessment[case, code].evidence]


def test_a_doubtful_sign_says_that_exactly_one_cell_holds() -> None:
    figure = page(article(), "tbl-collectifs")
    flagged = [td for td in figure.findall(".//td") if td.find(".//span[@class='rb-flag']") is not None]
    assert len(flagged) == 2
    marks = {words_of(td.find(".//sup")) for td in flagged}
    assert len(marks) == 1
    notes = {words_of(li.find("a")): words_of(li.find("span")) for li in figure.findall(".//ul[@class='rb-notes']/li")}
    assert notes[marks.pop()].startswith("Exactement une de ces cases porte le signe : Université ou Entreprise.")


def test_notes_and_their_marks_lead_to_each_other() -> None:
    figure = page(article(), "tbl-collectifs")
    ids = [element.attrib["id"] for element in figure.iter() if "id" in element.attrib]
    assert max(Counter(ids).values()) == 1
    inner = [link.attrib["href"][1:] for link in figure.iter("a") if link.attrib["href"].startswith("#")]
    assert inner
    assert set(inner) <= set(ids)


def read(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode())))


def test_the_csv_carries_the_table_and_the_doubt() -> None:
    study = article()
    drawn = drawn_as(study, "tbl-collectifs", Labels("en"))
    rows = read(drawn.csv)
    columns = ("case", "code", "level", "symbol", "subtypes", "legibility", "basis", "force", "evidence")
    assert tuple(rows[0])[:9] == columns
    assert [row["symbol"] for row in rows] == ["", "++", "++", "+", "+", "+", "+", "", "+", "++", "", "++"]
    doubtful = [row for row in rows if row["legibility"] == "damaged"]
    assert {row["note"] for row in doubtful} == {"exactly one of these cells holds: Université or Entreprise"}
    assert {row["one_of"] for row in doubtful} == {"universite;entreprise"}
    assert rows[-1]["note"] == "'=a note"  # a spreadsheet would run it


@pytest.mark.parametrize("name", DRAWINGS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_display_has_its_parts(name: str, language: str) -> None:
    study = article()
    shown = study.display[name]
    drawn = drawn_as(study, name, Labels(language))
    figure = page(study, name, language)
    assert figure.tag == "figure"
    assert figure.attrib["id"] == name
    kinds = ["csv"] if shown.kind == "table" else ["csv", "svg", "png"]
    assert sorted(display_files(drawn, shown)) == sorted(f"displays/{name}.{kind}" for kind in kinds)
    assert [link.attrib["href"] for link in figure.findall(".//p[@class='rb-downloads']/a")] == [
        f"displays/{name}.{kind}" for kind in kinds
    ]
    said = words_of(figure)
    assert "Lecture." in said
    assert "Note." in said
    assert f"report-build display {name}" in said
    assert drawn.digest in said
    if shown.kind == "figure":
        drawing = figure.find(".//div[@class='rb-drawing']")
        assert drawing.attrib["role"] == ("group" if drawing.findall(".//{*}a") else "img")
        assert drawing.attrib["aria-label"] == shown.alt.of(language)
        table = figure.find(".//details//table")
        assert len(table.findall("tbody/tr")) >= 4
        assert all(head.attrib["scope"] == "col" for head in table.findall("thead/tr/th"))
        assert {len(row) for row in table.findall(".//tr")} == {len(table.findall("thead/tr/th"))}


def test_no_display_shares_an_id_with_another() -> None:
    study = article()
    ids = [element.attrib["id"] for name in DRAWINGS for element in page(study, name).iter() if "id" in element.attrib]
    assert max(Counter(ids).values()) == 1


def test_text_from_data_never_becomes_markup() -> None:
    study = article()
    evil = both(HOSTILE)
    spoilt = replace(
        study,
        cases=tuple(replace(item, short=evil) for item in study.cases),
        codes=tuple(replace(item, label=evil) for item in study.codes),
        levels=tuple(replace(item, label=evil, words=evil) for item in study.levels),
        assessments=tuple(replace(item, note=evil, evidence=(HOSTILE,)) for item in study.assessments),
        fieldwork=tuple(replace(item, label=evil, medium=evil) for item in study.fieldwork),
        displays=tuple(replace(item, caption=evil, note=evil, reading=evil, alt=evil) for item in study.displays),
    )
    for name in DRAWINGS:
        figure = page(spoilt, name)
        assert not list(figure.iter("script"))
        assert HOSTILE.split("{", maxsplit=1)[0] in words_of(figure)


def test_a_column_for_training_in_general() -> None:
    heads = [words_of(head) for head in page(article(), "fig-influences").findall(".//details//thead//th")]
    assert heads == ["Condition", "Université", "Formation continue", "Entreprise", "En général"]


def test_nothing_to_show_is_said_and_leaves_no_empty_table() -> None:
    study = replace(article(), fieldwork=())
    figure = page(study, "fig-terrain")
    assert words_of(figure.find("p")) == "Rien n’est encore codé pour ce tableau ou cette figure."
    assert figure.find(".//table") is None


def test_an_unknown_drawing_is_a_finding_elsewhere_and_no_exception_here() -> None:
    wrong = replace(display("fig-terrain"), drawing="nothing")
    assert page(replace(article(), displays=(wrong,)), "fig-terrain").find("p").attrib["class"] == "rb-empty"


def test_a_wide_table_scrolls_in_a_region_that_has_a_name() -> None:
    region = page(large(12, 3), "tbl-collectifs").find(".//div[@role='region']")
    assert region.attrib["tabindex"] == "0"
    assert region.attrib["aria-label"] == "Légende de tbl-collectifs (zone à faire défiler)"
    assert page(article(), "tbl-collectifs").find(".//div[@role='region']") is None


def test_many_cases_make_a_grid_of_signs_with_their_words_and_passages_below() -> None:
    study = large(12, 3)
    figure = page(study, "tbl-collectifs")
    assert len(figure.findall(".//table[@class='rb-table rb-grid']/thead/tr/th")) == 13
    cells = figure.findall(".//table[@class='rb-table rb-grid']/tbody/tr/td")
    for td in cells:
        sign, said = td.find("span[@aria-hidden='true']"), td.find("span[@class='rb-hidden']")
        assert len(sign.text or "") <= 2
        assert said.text
    assert not figure.findall(".//table//span[@class='rb-evidence']")
    links = figure.findall(".//details//dd/span[@class='rb-evidence']/a")
    rested = [cell.evidence for cell in study.assessments if study.code[cell.code].kind == "collective"]
    assert len(links) == sum(map(len, rested))


CODINGS = (
    coding("e01", "anomie", "for"),
    coding("e03", "anomie", "for"),
    coding("e04", "anomie", "against"),
    coding("e05", "anomie", "for"),
    coding("lost", "anomie", "for"),
)


def of_passages(cell: str) -> Study:
    shown = display("tbl-collectifs", codes=["anomie", "mixte"], cell=cell)
    return replace(article(), codings=CODINGS, displays=(shown,))


def test_a_matrix_of_passages_leads_to_them() -> None:
    figure = page(of_passages("passages"), "tbl-collectifs")
    rows = [[words_of(td) for td in row.findall("td")] for row in figure.findall(".//tbody/tr")]
    first, second = rows
    assert first == [
        f"{case} Passages Fiche {id_} 1"
        for case, id_ in (("Université", "e01"), ("Formation continue", "e03"), ("Entreprise", "e03"))
    ]
    assert second == ["Université –", "Formation continue –", "Entreprise –"]
    assert words_of(figure.find(".//ul[@class='rb-notes']/li/span")) == "Un passage dit le contraire : e04."


def test_a_matrix_of_counts_counts_and_its_file_names_the_passages() -> None:
    study = of_passages("counts")
    figure = page(study, "tbl-collectifs")
    assert [words_of(td) for td in figure.findall(".//tbody/tr[1]/td")] == [
        "Université 11",
        "Formation continue 11",
        "Entreprise 11",
    ]
    assert not figure.findall(".//span[@class='rb-evidence']")
    drawn = draw(study, [study.display["tbl-collectifs"]], Labels("fr"), Cache(None))
    file = drawn["tbl-collectifs"].csv.decode()
    assert file.splitlines()[:2] == [
        "case,code,passages,passages_against,evidence,evidence_against",
        "universite,anomie,1,1,e01,e04",
    ]


def test_links_go_to_the_pages_that_hold_the_cards() -> None:
    study = article()
    many = replace(study, evidence=tuple(replace(study.evidence[0], id=f"e{n:02}") for n in range(2001)))
    links = page(many, "tbl-collectifs").findall(".//span[@class='rb-evidence']/a")
    assert links[0].attrib["href"] == "evidence-universite.html#e01"


# the cache


def stored(folder: Path) -> set[str]:
    return {file.name for file in folder.rglob("*") if file.is_file()}


def drawn_all(study: Study, cache: Cache) -> dict[str, Drawn]:
    return dict(draw(study, [study.display[name] for name in DRAWINGS], Labels("fr", study.wordings), cache))


CHANGES: dict[str, tuple[Callable[[Study], Study], set[str]]] = {
    "nothing": (lambda study: study, set()),
    "a row of the table": (
        lambda study: replace(study, assessments=(cell("universite", "anomie", "unmarked", "e02"), *ASSESSMENTS[1:])),
        {"fig-dynamiques"},  # tables are not kept: making one costs less than looking for it
    ),
    "a count": (
        lambda study: replace(study, fieldwork=(replace(study.fieldwork[0], count=8), *study.fieldwork[1:])),
        {"fig-terrain"},
    ),
    "a memo that nothing shows": (
        lambda study: replace(study, evidence=(replace(study.evidence[0], memo=both("x")), *study.evidence[1:])),
        set(),
    ),
    "a caption": (
        lambda study: replace(
            study,
            displays=tuple(
                replace(item, caption=both("x")) if item.id == "fig-terrain" else item for item in study.displays
            ),
        ),
        {"fig-terrain"},
    ),
}


IMPORTED = """
import os, sys; sys.path.insert(0, "tests")
from pathlib import Path
from display_studies import article
from report_build.cache import Cache
from report_build.displays import draw
from report_build.index import Index
from report_build.labels import Labels
from report_build.model.edition import Edition
from report_build.render.displays import display_html
from report_build.render.view import PageView
study, words = article(), Labels("fr")
view = PageView(Index(study, words, Edition("fr", "fr", {}, "", "", "", ())), "a.html")
drawn = draw(study, study.displays, words, Cache(Path(os.environ["STORE"])))
for one in study.displays:
    display_html(drawn[one.id], one, view)
print(sorted({"pandas", "numpy", "matplotlib"} & set(sys.modules)))
"""


def imported(store: Path) -> str:
    """What a process has imported that shows all displays of the study."""
    return subprocess.run(
        [sys.executable, "-c", IMPORTED],
        cwd=ROOT,
        env={**os.environ, "STORE": str(store)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which all displays of the study have been drawn, without pandas."""
    folder = tmp_path_factory.mktemp("store")
    assert imported(folder) == "['matplotlib', 'numpy']\n"
    return folder


@pytest.mark.parametrize("what", CHANGES)
def test_only_what_changed_is_drawn_again_and_warm_equals_cold(what: str, store: Path, tmp_path: Path) -> None:
    change, affected = CHANGES[what]
    folder = shutil.copytree(store, tmp_path / "store")
    changed = change(article())
    warm = drawn_all(changed, Cache(folder))
    assert len(stored(folder) - stored(store)) == len(affected)
    for name in affected:
        assert warm[name] == draw(changed, [changed.display[name]], Labels("fr"), Cache(None))[name]


def test_a_warm_run_imports_neither_pandas_nor_matplotlib(store: Path) -> None:
    assert imported(store) == "[]\n"
