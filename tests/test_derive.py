"""What each display shows, derived from a study."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from types import ModuleType

import pytest
from display_studies import ASSESSMENTS, CASES, CODES, DRAWINGS, article, both, cell, code, display, large, relation
from hypothesis import given
from hypothesis import strategies as st

from report_build.cache import Cache
from report_build.displays import DRAWINGS as ALL_DRAWINGS
from report_build.displays import Drawing, check_displays, rows_for
from report_build.displays.alt import filled_alt
from report_build.displays.drawing import DataTable
from report_build.displays.drawings import registry
from report_build.displays.drawings.influences import effect, undoing_codes
from report_build.displays.drawings.states import move_status
from report_build.displays.rows import pivot
from report_build.labels import Labels
from report_build.model.coding import Coding
from report_build.model.study import Study
from report_build.model.text import Origin
from report_build.sources import load_study

ROOT = Path(__file__).parent.parent


def shown(study: Study, name: str, language: str = "fr") -> list[dict[str, str | int | None]]:
    return list(rows_for(study, study.display[name], language).dicts())


def test_a_table_has_one_row_a_cell_in_the_order_of_the_source() -> None:
    rows = shown(article(), "tbl-collectifs")
    codes = ("anomie", "reseau-entraide", "mixte", "micro-communaute")
    assert [(row["code"], row["case"]) for row in rows] == [(name, case) for name in codes for case in CASES]
    assert [row["symbol"] for row in rows] == ["", "++", "++", "+", "+", "+", "+", "", "+", "++", "", "++"]


def test_a_doubtful_sign_is_one_row_a_candidate_and_each_names_all() -> None:
    doubtful = [row for row in shown(article(), "tbl-collectifs") if row["legibility"] == "damaged"]
    assert [(row["case"], row["one_of"]) for row in doubtful] == [
        ("universite", ("universite", "entreprise")),
        ("entreprise", ("universite", "entreprise")),
    ]
    assert {row["one_of"] for row in shown(article(), "tbl-collectifs")} == {(), ("universite", "entreprise")}


def test_a_single_damaged_cell_is_not_one_of_several() -> None:
    changed = tuple(
        replace(item, legibility="damaged") if (item.case, item.code) == ("entreprise", "anomie") else item
        for item in ASSESSMENTS
    )
    rows = shown(replace(article(), assessments=changed), "tbl-collectifs")
    assert [row["one_of"] for row in rows if row["code"] == "anomie"] == [(), (), ()]


def test_dynamics_outside_the_table_have_no_row_in_it() -> None:
    codes = {row["code"] for row in shown(article(), "tbl-dynamiques")}
    assert codes == {"anomie-vers-reseau", "reseau-vers-anomie", "vers-micro-communaute"}


@given(st.permutations(ASSESSMENTS), st.permutations(CODES), st.permutations(range(3)))
def test_the_order_of_rows_in_files_changes_no_table(assessments: list, codes: list, cases: list) -> None:
    study = article()
    mixed = replace(
        study,
        assessments=tuple(assessments),
        codes=tuple(codes),
        cases=tuple(study.cases[place] for place in cases),
    )
    for name in ("tbl-collectifs", "tbl-dynamiques", "fig-dynamiques"):
        assert shown(mixed, name) == shown(study, name)


def test_pivoting_places_every_record_once() -> None:
    records = shown(article(), "tbl-collectifs", "en")
    codes, cases, cells = pivot(records, "code", "case")
    assert cases == list(CASES)
    assert [cells[code, case] for code in codes for case in cases] == records


def test_a_missing_record_is_an_empty_place() -> None:
    study = replace(article(), assessments=ASSESSMENTS[1:])
    _, _, cells = pivot(shown(study, "tbl-collectifs", "en"), "code", "case")
    assert ("anomie", "universite") not in cells


def test_a_cell_coded_twice_keeps_its_first() -> None:
    twice = replace(article(), assessments=(*ASSESSMENTS, cell("universite", "anomie", "marked", "e09")))
    assert shown(twice, "tbl-collectifs") == shown(article(), "tbl-collectifs")


def test_moves_are_told_apart_by_how_the_source_speaks_of_them() -> None:
    moves = {
        (row["case"], row["code"], row["from"]): row["status"]
        for row in shown(article(), "fig-dynamiques")
        if row["mark"] == "move"
    }
    either = ("anomie", "reseau-entraide")  # one mark that forks: no direct move from anomie is attested
    assert moves["universite", "vers-micro-communaute", either] == "tabulated"
    assert moves["universite", "reseau-vers-anomie", ("reseau-entraide",)] == "ruled-out"
    assert moves["formation-continue", "vers-micro-communaute", either] == "unreported"
    assert moves["formation-continue", "micro-communaute-vers-anomie", ("micro-communaute",)] == "not-stated"
    assert moves["entreprise", "micro-communaute-vers-anomie", ("micro-communaute",)] == "prose"


def test_a_start_that_the_source_names_for_a_case_leaves_the_others_a_mark_of_their_own() -> None:
    study = article()
    named = [
        replace(one, starts=("reseau-entraide",)) if one.code == "vers-micro-communaute" else one
        for one in study.assessments
    ]
    rows = [
        row for row in shown(replace(study, assessments=tuple(named)), "fig-dynamiques") if row["case"] == "universite"
    ]
    moves = [row for row in rows if row["code"] == "vers-micro-communaute"]
    assert [(row["from"], row["status"], row["symbol"]) for row in moves] == [
        (("reseau-entraide",), "tabulated", "+"),
        (("anomie",), "not-stated", ""),
    ]
    assert [bool(row["evidence"]) for row in moves] == [True, False]


def test_a_move_without_an_assessment_is_not_stated() -> None:
    study = article()
    assert move_status(study, study.code["anomie-vers-reseau"], None) == "not-stated"


def test_on_a_scale_of_its_own_the_lowest_stated_level_is_no_mark() -> None:
    study = article()
    own = replace(study.code["micro-communaute-vers-anomie"], scale=("told", "ruled-out", "not-stated"))
    assert move_status(study, own, cell("universite", own.id, "told", "e01")) == "prose"
    assert move_status(study, own, cell("universite", own.id, "ruled-out", "e01")) == "ruled-out"


def test_states_are_those_that_moves_join() -> None:
    states = {row["code"] for row in shown(article(), "fig-dynamiques") if row["mark"] == "state"}
    assert states == {"anomie", "reseau-entraide", "micro-communaute"}  # the mixed type has no move


def test_a_state_that_was_not_met_says_why_its_cell_is_blank() -> None:
    study = article()
    reasons = {"universite": "none-lasting", "formation-continue": "none"}
    blank = [replace(one, blank=reasons.get(one.case, "")) for one in study.assessments]
    rows = shown(replace(study, assessments=tuple(blank)), "fig-dynamiques")
    states = {(row["case"], row["code"]): row["status"] for row in rows if row["mark"] == "state"}
    assert states["universite", "anomie"] == "none-lasting"
    assert states["formation-continue", "micro-communaute"] == "none"
    assert states["entreprise", "anomie"] == "met"  # a mark speaks for itself
    for status in {*states.values(), "unexplained", ""}:
        assert Labels("en")(f"display.status.{status}")


def test_favouring_what_undoes_collectives_hinders_them() -> None:
    undoing = undoing_codes(article())
    assert undoing == {"anomie", "reseau-vers-anomie", "micro-communaute-vers-anomie", "maintien-anomie"}
    assert effect(relation("r", "c", "favours", "anomie", "x"), undoing) == "hinders"
    assert effect(relation("r", "c", "hinders", "reseau-vers-anomie", "x"), undoing) == "favours"
    assert effect(relation("r", "c", "favours", "reseau-entraide", "x"), undoing) == "favours"
    assert effect(relation("r", "c", "ambivalent", "anomie", "x"), undoing) == "ambivalent"


def test_influences_cover_every_condition_and_programme() -> None:
    rows = shown(article(), "fig-influences")
    found = {(row["condition"], row["case"]): row["influence"] for row in rows}
    assert len(rows) == len(found) == 4 * 4
    assert found["duree", "universite"] == "favours"
    assert found["duree", "entreprise"] == "not-stated"
    assert found["regroupements", "general"] == "favours"
    assert found["reponses", "formation-continue"] == "ambivalent"
    assert found["competition", "entreprise"] == "hinders"


def test_what_presence_does_and_what_absence_does_are_two_rows() -> None:
    made = (
        replace(relation("r1", "regroupements", "favours", "reseau-entraide", "entreprise"), state="present"),
        replace(relation("r2", "regroupements", "favours", "anomie", "entreprise", force="hedged"), state="absent"),
        replace(relation("r3", "regroupements", "hinders", "micro-communaute", "entreprise"), state="absent"),
    )
    rows = shown(replace(article(), relations=made), "fig-influences")
    found = {(row["condition_label"], row["case"]): (row["influence"], row["force"]) for row in rows}
    assert found["Regroupements en présence", "entreprise"] == ("favours", "plain")
    assert found["Sans regroupements en présence", "entreprise"] == ("hinders", "hedged")  # never "gatherings hinder"


def test_a_condition_is_ambivalent_only_where_one_state_has_two_effects() -> None:
    made = (
        replace(relation("r1", "reponses", "favours", "reseau-entraide", "entreprise"), state="absent"),
        replace(relation("r2", "reponses", "hinders", "reseau-entraide", "entreprise"), state="absent"),
    )
    rows = shown(replace(article(), relations=made), "fig-influences")
    assert [row["influence"] for row in rows if row["condition"] == "reponses" and row["case"] == "entreprise"] == [
        "ambivalent"
    ]


def test_no_column_for_training_in_general_where_nothing_speaks_of_it() -> None:
    study = replace(article(), relations=(relation("r1", "duree", "favours", "anomie", "universite"),))
    assert {row["case"] for row in shown(study, "fig-influences")} == set(CASES)


def test_a_loop_goes_back_where_the_display_says() -> None:
    assert [row["leads_to"] for row in shown(article(), "fig-dilemme")] == [(2,), (3,), (4, 1), ()]
    whole = replace(article(), displays=(display("fig-dilemme", process="dilemme"),))
    assert [row["leads_to"] for row in shown(whole, "fig-dilemme")] == [(2,), (3,), (4,), (1,)]


def test_passages_stand_at_their_paragraph_in_the_order_of_the_source() -> None:
    rows = shown(article(), "fig-provenance")
    assert [(row["case"], row["evidence"], row["position"], row["shared"]) for row in rows] == [
        ("universite", "e01", 5, 1),
        ("universite", "e04", 10, 3),
        ("formation-continue", "e02", 1, 1),
        ("formation-continue", "e03", 2, 2),
        ("formation-continue", "e04", 10, 3),
        ("entreprise", "e03", 2, 2),
        ("entreprise", "e04", 10, 3),
        ("general", "e05", 1, 1),
    ]


def test_a_selection_is_kept_in_its_own_order() -> None:
    study = article()
    chosen = display("tbl-collectifs", cases=["entreprise", "universite"], codes=["mixte", "anomie"])
    rows = shown(replace(study, displays=(chosen,)), "tbl-collectifs")
    assert [(row["code"], row["case"]) for row in rows] == [
        ("mixte", "entreprise"),
        ("mixte", "universite"),
        ("anomie", "entreprise"),
        ("anomie", "universite"),
    ]


@pytest.mark.parametrize("name", DRAWINGS)
def test_rows_are_the_same_in_every_language_but_for_their_words(name: str) -> None:
    study = article()
    french, english = (rows_for(study, study.display[name], language) for language in ("fr", "en"))
    assert french.columns == english.columns
    assert len(french) == len(english) > 0
    assert french.files == english.files


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_study_of_another_size_is_derived(name: str) -> None:
    study = large(12, 300)
    assert len(rows_for(study, study.display[name], "fr")) > 0


@pytest.mark.parametrize("name", DRAWINGS)
def test_an_empty_study_has_empty_rows(name: str) -> None:
    study = Study(displays=article().displays)
    assert len(rows_for(study, study.display[name], "fr")) == 0


def test_deriving_rows_imports_no_pandas() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests'); from display_studies import article;"
        "from report_build.displays import rows_for; study = article();"
        "[rows_for(study, display, 'fr') for display in study.displays];"
        "assert not {'pandas', 'numpy', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


# what may be wrong with a display


def said(study: Study) -> list[str]:
    return [str(finding) for finding in check_displays(study)]


def test_a_sound_study_has_no_finding() -> None:
    assert said(article()) == []


def test_an_unknown_drawing() -> None:
    wrong = replace(display("fig-dynamiques"), drawing="state")
    assert said(replace(article(), displays=(wrong,))) == [
        (
            "data/displays.yaml:3: error RB601 unknown-drawing: 'fig-dynamiques' asks for the drawing 'state', "
            "which does not exist. Did you mean 'states'?"
        )
    ]


def test_a_table_that_draws_a_figure() -> None:
    wrong = replace(display("fig-dynamiques"), kind="table")
    assert said(replace(article(), displays=(wrong,))) == [
        (
            "data/displays.yaml:3: error RB602 display-kind: 'fig-dynamiques' is a table, but 'states' draws a figure. "
            "Set kind to figure"
        )
    ]


def test_an_unknown_key_of_select() -> None:
    wrong = display("fig-dynamiques", case=["universite"])
    assert said(replace(article(), displays=(wrong,))) == [
        (
            "data/displays.yaml:3: error RB603 unknown-select: 'fig-dynamiques' selects by 'case', which 'states' "
            "does not know. Did you mean 'cases'?"
        )
    ]


def test_selecting_what_is_not_there() -> None:
    wrong = display("fig-dynamiques", cases=["universités"])
    assert said(replace(article(), displays=(wrong,))) == [
        (
            "data/displays.yaml:3: error RB604 unknown-selection: 'fig-dynamiques' selects 'universités', which is "
            "none of its cases. Did you mean 'universite'?"
        )
    ]


def test_a_process_needs_a_code_and_sound_steps() -> None:
    nameless, astray = display("fig-dilemme"), display("fig-dilemme", process="dilemme", back=[2, 7])
    assert said(replace(article(), displays=(nameless,))) == [
        (
            "data/displays.yaml:3: error RB604 unknown-selection: 'fig-dilemme' does not say which process it shows. "
            "Add process: <code> under select"
        )
    ]
    assert said(replace(article(), displays=(astray,))) == [
        (
            "data/displays.yaml:3: error RB604 unknown-selection: 'fig-dilemme' goes back by [2, 7], which is no two "
            "of its steps. Write back: [from, to] with steps from 1 to 4"
        )
    ]


@pytest.mark.parametrize(
    ("select", "message"),
    [
        (
            {},
            (
                "'tbl-x' does not say which codes it shows. "
                "Add kind: under select, with one of collective, subtype, dynamic, condition, mechanism"
            ),
        ),
        (
            {"kind": "collective", "codes": ["anomie-vers-reseau"]},
            (
                "'tbl-x' selects 'anomie-vers-reseau', which is of the kind dynamic. "
                "Take it out, or take out kind: codes of several kinds may be shown"
            ),
        ),
        (
            {"kind": "collective", "cell": "words"},
            "'tbl-x' asks for cells of 'words'. Known: levels, passages, counts",
        ),
        (
            {"kind": "collectiv"},
            "'tbl-x' selects 'collectiv', which is none of its kind. Did you mean 'collective'?",
        ),
    ],
)
def test_a_matrix_says_which_codes_and_cells(select: dict[str, object], message: str) -> None:
    wrong = replace(display("tbl-collectifs"), id="tbl-x", select=select)
    assert said(replace(article(), displays=(wrong,))) == [
        f"data/displays.yaml:3: error RB604 unknown-selection: {message}"
    ]


def test_a_matrix_of_chosen_codes_needs_no_kind() -> None:
    chosen = replace(display("tbl-collectifs"), select={"codes": ["anomie", "anomie-vers-reseau"]})
    study = replace(article(), displays=(chosen,))
    assert said(study) == []
    assert [one["code"] for one in shown(study, "tbl-collectifs")][::3] == ["anomie", "anomie-vers-reseau"]


def test_a_display_of_nothing() -> None:
    assert said(replace(article(), fieldwork=(), displays=(display("fig-terrain"),))) == [
        (
            "data/displays.yaml:3: warning RB605 empty-display: 'fig-terrain' selects nothing that it could show. "
            "Code what it shows, or take the display out"
        )
    ]


def test_a_field_of_the_alternative_text_that_does_not_exist() -> None:
    wrong = replace(display("fig-influences"), alt=both("{conditionz} conditions"))
    assert said(replace(article(), displays=(wrong,))) == [
        (
            "data/displays.yaml:3: error RB606 unknown-alt-field: the alternative text of 'fig-influences' has a field "
            "{conditionz} that cannot be filled in. Did you mean 'conditions'?"
        )
    ]


def test_what_a_broken_file_holds_cannot_be_missed() -> None:
    wrong = display("fig-dynamiques", cases=["elsewhere"])
    assert said(replace(article(), displays=(wrong,), incomplete=frozenset({"cases"}))) == []


@given(st.dictionaries(st.text(max_size=8), st.none() | st.integers() | st.text() | st.lists(st.text(max_size=4))))
def test_no_selection_breaks_deriving_or_checking(select: dict[str, object]) -> None:
    study = replace(article(), displays=tuple(replace(item, select=select) for item in article().displays))
    check_displays(study)
    for item in study.displays:
        rows_for(study, item, "fr")


@pytest.mark.parametrize("value", [5, "x", {"a": 1}, [1], [None, 2], [True, 1], [["a"], 1]])
@pytest.mark.parametrize("key", ["cases", "codes", "process", "back", "instruments"])
def test_a_selection_of_the_wrong_form_is_a_finding_at_most(key: str, value: object) -> None:
    study = replace(article(), displays=tuple(replace(item, select={key: value}) for item in article().displays))
    assert check_displays(study)
    for item in study.displays:
        rows_for(study, item, "fr")


# bars


def bars(**select: object) -> Study:
    codings = [("e01", "anomie"), ("e02", "anomie"), ("e02", "mixte"), ("e05", "anomie")]
    made = tuple(Coding(passage, code, "for", Origin("data/codings.csv", 2)) for passage, code in codings)
    shown = replace(display("fig-terrain"), id="fig-x", drawing="bars", select=select, alt=both("{bars} {passages}"))
    return replace(article(), codings=made, displays=(shown,))


def test_bars_count_passages_of_codes() -> None:
    study = bars(by="code", codes=["mixte", "anomie"])
    rows = rows_for(study, study.displays[0], "fr")
    assert [(one["code"], one["passages"], one["evidence"]) for one in rows.dicts()] == [
        ("mixte", 1, ("e02",)),
        ("anomie", 3, ("e01", "e02", "e05")),
    ]
    assert ALL_DRAWINGS["bars"].counts(rows, Labels("fr")) == {
        "mixte": "1",
        "anomie": "3",
        "panels": "1",
        "bars": "2",
        "passages": "3",
    }


def test_bars_of_voices_stand_apart_by_case() -> None:
    study = bars(by="voice", split="case")
    rows = rows_for(study, study.displays[0], "fr")
    drawn = ALL_DRAWINGS["bars"]
    table = drawn.table(rows, Labels("fr"))
    assert isinstance(table, DataTable)
    assert table.heads == ("Voix", "Université", "Formation continue", "Entreprise", "En général")
    assert drawn.panels
    assert len(drawn.panels(rows, Labels("fr"))) == 4
    counted = {one["case"] for one in shown(bars(by="case", cases=["entreprise"]), "fig-x")}
    assert counted == {"entreprise"}
    assert said(study) == []


def test_bars_say_what_they_stand_for() -> None:
    assert said(bars()) == [
        (
            "data/displays.yaml:3: error RB604 unknown-selection: 'fig-x' does not say what its bars stand for. "
            "Add by: under select, with one of code, case, voice"
        )
    ]
    assert said(bars(by="voice", split="voice")) == [
        ("data/displays.yaml:3: error RB604 unknown-selection: 'fig-x' draws its bars apart by 'voice'. Known: case")
    ]


# numbers that alternative texts may name


def test_alternative_texts_count_what_is_drawn() -> None:
    study = article()
    labels = Labels("fr")
    rows = {name: rows_for(study, study.display[name], "fr") for name in DRAWINGS}
    states = ALL_DRAWINGS["states"].counts(rows["fig-dynamiques"], labels)
    assert (states["cases"], states["prose"], states["ruled-out"]) == ("3", "3", "2")
    fieldwork = ALL_DRAWINGS["units"].counts(rows["fig-terrain"], labels)
    assert (fieldwork["questionnaires"], fieldwork["questionnaires-population"]) == ("40", "plus de 200")
    told = replace(study.display["fig-influences"], alt=both("{conditions} conditions, {cases} colonnes, {?}"))
    assert (
        filled_alt(ALL_DRAWINGS["influences"], told, rows["fig-influences"], labels) == "4 conditions, 4 colonnes, {?}"
    )


def test_every_drawing_has_its_numbers() -> None:
    study = article()
    for name, (_, drawing) in DRAWINGS.items():
        assert ALL_DRAWINGS[drawing].counts(rows_for(study, study.display[name], "en"), Labels("en"))
    assert {drawing for _, drawing in DRAWINGS.values()} == set(ALL_DRAWINGS)


# the report's own data


def test_the_sources_two_tables() -> None:
    """Table 1 and Table 2 of the article, typed here once more, to be compared with what the coding gives."""
    study, _ = load_study(ROOT, cache=Cache(None))
    university, centre, company = CASES
    marks = {
        name: {(str(row["code"]), str(row["case"])): row["symbol"] for row in shown(study, name) if row["symbol"]}
        for name in ("tbl-collectifs", "tbl-dynamiques")
    }
    assert marks["tbl-collectifs"] == {
        ("anomie", centre): "++",
        ("anomie", company): "++",
        ("reseau-entraide", university): "+",
        ("reseau-entraide", centre): "+",
        ("reseau-entraide", company): "+",
        ("mixte", university): "+",
        ("mixte", company): "+",
        ("micro-communaute", university): "++",
        ("micro-communaute", company): "++",
    }
    assert marks["tbl-dynamiques"] == {
        ("anomie-vers-reseau", university): "+",
        ("anomie-vers-reseau", centre): "+",
        ("anomie-vers-reseau", company): "+",
        ("reseau-vers-anomie", centre): "+",
        ("reseau-vers-anomie", company): "+",
        ("vers-micro-communaute", university): "+",
        ("vers-micro-communaute", company): "+",
    }
    rows = shown(study, "tbl-collectifs")
    assert len(rows) + len(shown(study, "tbl-dynamiques")) == 21
    assert [(row["case"], row["one_of"]) for row in rows if row["legibility"] == "damaged" and row["symbol"]] == [
        (university, (university, company)),
        (company, (university, company)),
    ]
    assert check_displays(study) == []


def test_a_code_of_another_study_without_a_symbol_counts_by_its_scale() -> None:
    study = article()
    own = code("tie", "collective", 1, both("Tie"), scale=("seen", "unseen", "not-stated"))
    other = replace(
        study,
        codes=(own,),
        assessments=(cell("universite", "tie", "seen", "e01"), cell("entreprise", "tie", "seen", "e01")),
    )
    assert [row["symbol"] for row in shown(other, "tbl-collectifs")] == ["", ""]


# the registry of drawings


def test_a_module_that_gives_no_drawing_is_said_at_import() -> None:
    with pytest.raises(TypeError, match=r"^lost has no DRAWING: a module of this folder gives one, of type Drawing$"):
        registry([ModuleType("lost")])


def test_two_drawings_of_one_name_are_said_at_import() -> None:
    modules = [ModuleType("first"), ModuleType("second")]
    for module in modules:
        module.DRAWING = ALL_DRAWINGS["process"]  # type: ignore[attr-defined]  # reason: what a file would hold
    said = "second calls its drawing 'process', as report_build.displays.drawings.process does: choose another name"
    with pytest.raises(TypeError, match=f"^{re.escape(said)}$"):
        registry(modules)


def test_a_drawing_that_forgets_a_part_cannot_be_made() -> None:
    parts = {part.name: getattr(ALL_DRAWINGS["process"], part.name) for part in fields(Drawing)}
    for name in ("selects", "rows", "counts", "shows", "table", "panels"):
        with pytest.raises(TypeError, match=f"missing 1 required positional argument: '{name}'"):
            Drawing(**{key: value for key, value in parts.items() if key != name})
