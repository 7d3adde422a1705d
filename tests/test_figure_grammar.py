"""What every figure keeps: readable sizes at both widths, hues that are voices, up and down, places that lead on."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from drawn_panels import DRAWN, ROOT, STUDIES, influences, panels
from hypothesis import given
from hypothesis import strategies as st

from report_build.displays import DRAWINGS, rows_for
from report_build.displays.figures.colours import COLOURS, FRAME, VOICES
from report_build.displays.figures.effects import SIGNS as WAYS
from report_build.displays.figures.effects import Entry, Line, by_likeness
from report_build.displays.figures.effects import ground as ground_of
from report_build.displays.figures.sheet import COLUMN, DESK, Label, Mark, Panel, Shape, Stroke
from report_build.labels import Labels
from report_build.model.coding import GENERAL, GROUNDS, NOT_STATED
from report_build.model.study import Study

SHEETS = ROOT / "report_build/theme/overrides/assets/report"
TEXT_AT_1280, TEXT_AT_390 = 688.0, 358.0  # px: the text column of pages
GROWTH, GAP = 1.18, 19.2  # how much a panel grows at most, and px between panels
SHORT_CUTS = [drawn for drawn in DRAWN if drawn[2] == "en"]


@pytest.mark.parametrize(("which", "name", "language"), DRAWN)
def test_labels_can_be_read_at_both_widths(which: str, name: str, language: str) -> None:
    for panel in panels(which, name, language):
        assert panel.width <= (DESK if panel.screen == "wide" else COLUMN)
        sizes = [mark.size for mark in panel.marks if isinstance(mark, Label)]
        smallest = min(sizes, default=13)
        if panel.screen != "narrow":
            assert smallest * grown(panel, TEXT_AT_1280) >= 13
        if panel.screen != "wide":
            assert smallest * grown(panel, TEXT_AT_390) >= 11.5
        assert smallest >= 12.8
        assert max(sizes, default=13) <= 14


def grown(panel: Panel, column: float) -> float:
    """By how much a panel grows in a column of text, where as many stand in a row as fit: see displays.css."""
    in_row = max(1, (column + GAP) // (panel.width + GAP))
    return min(GROWTH, (column - GAP * (in_row - 1)) / in_row / panel.width)


@pytest.mark.parametrize(("which", "name", "language"), SHORT_CUTS)
def test_a_hue_is_a_voice_and_nothing_else(which: str, name: str, language: str) -> None:
    shown = STUDIES[which]().display[name]
    voices = shown.drawing in ("strip", "units") or "voice" in (shown.select.get("by"), shown.select.get("split"))
    used = {colour for panel in panels(which, name, language) for mark in panel.marks for colour in colours_of(mark)}
    assert used <= set(COLOURS)
    assert voices or not used & set(VOICES.values())


def colours_of(mark: Mark) -> set[str]:
    return {colour for part in ("colour", "fill", "edge") if (colour := getattr(mark, part, None))}


def test_every_voice_has_in_figures_the_hue_that_it_has_on_cards() -> None:
    palette, style = (SHEETS / "report.css").read_text(), (SHEETS / "displays.css").read_text()
    for ground in GROUNDS:
        rule = re.search(rf'data-ground="{ground}"\][^{{]*\{{\s*--rb-voice-colour: var\((--rb-[a-z]+)\)', palette)
        assert rule, ground
        assert f"--rb-fig-{VOICES[ground]}: var({rule[1]}," in style


@pytest.mark.parametrize("which", ["made", "real", "small"])
def test_every_move_that_builds_goes_up_and_every_move_that_undoes_goes_down(which: str) -> None:
    study = STUDIES[which]()
    seen = {"building": 0, "undoing": 0}
    for shown in study.displays:
        for code in study.codes if shown.drawing == "states" else ():
            if code.parent not in seen or code.end in code.start:
                continue
            for way in heights(study, shown.id, code.id):
                assert (way < 0) == (code.parent == "building"), code.id
                seen[code.parent] += 1
    assert all(seen.values()) or which == "small"
    assert any(seen.values())


def heights(study: Study, name: str, move: str) -> list[float]:
    """How far down the arrows of one move lead, drawn alone between all states; less than 0: up."""
    shown = study.display[name]
    ids = [code.id for code in study.codes if code.end]
    alone = replace(
        study, assessments=tuple(one for one in study.assessments if one.code == move or one.code not in ids)
    )
    make = DRAWINGS["states"].panels
    assert make is not None
    drawn = [panel for panel in make(rows_for(alone, shown, "en"), Labels("en", study.wordings)) if not panel.screen]
    led = [
        mark.points[-1][1] - mark.points[0][1]
        for panel in drawn
        for mark in panel.marks
        if isinstance(mark, Stroke) and mark.colour == "ink"
    ]
    return [dy for dy in led if dy]  # a branch that joins from another start is level


def test_a_condition_and_its_state_stand_beside_the_sign() -> None:
    """Never « gatherings hinder » where it is their absence that does."""
    for screen in ("wide", "narrow"):
        for panel in panels("real", "fig-influences", "fr"):
            for link in panel.links if panel.screen == screen else ():
                inside = [
                    mark
                    for mark in panel.marks
                    if isinstance(mark, Label)
                    and link.x <= mark.x <= link.x + link.width
                    and link.y <= mark.y <= link.y + link.height + 1
                ]
                assert inside, link.title


def test_what_is_stated_of_no_case_stands_apart_and_silent_conditions_in_one_sentence() -> None:
    study = STUDIES["real"]()
    rows = list(rows_for(study, study.display["fig-influences"], "fr").dicts())
    drawn = panels("real", "fig-influences", "fr")
    words = [" ".join(mark.text for mark in panel.marks if isinstance(mark, Label)) for panel in drawn]
    by_condition: dict[str, set[str]] = {}
    for one in rows:
        by_condition.setdefault(str(one["name"]), set()).add(str(one["influence"]))
    silent = [name for name, said in by_condition.items() if said == {NOT_STATED}]
    assert silent
    counted = DRAWINGS["influences"].counts(rows_for(study, study.display["fig-influences"], "fr"), Labels("fr"))
    told = {str(one["name"]) for one in rows if one["influence"] != NOT_STATED and one["case"] != GENERAL}
    assert (counted["drawn"], counted["silent"]) == (str(len(told)), str(len(silent)))
    for screen in ("wide", "narrow"):
        own = [text for panel, text in zip(drawn, words, strict=True) if panel.screen == screen]
        said = own[-1].replace("\u00a0", " ")
        assert said.endswith(
            f"Aucun effet sur les collectifs n’est énoncé pour : {', '.join(silent)}.".replace("\u00a0", " ")
        )
        assert not any(name in text for name in silent for text in own[:-1])


@pytest.mark.parametrize(("cases", "conditions"), [(1, 1), (4, 12), (6, 9), (40, 60)])
def test_each_stated_effect_is_drawn_once_on_each_screen(cases: int, conditions: int) -> None:
    study = influences(cases, conditions)
    rows = rows_for(study, study.display["fig-influences"], "en")
    make = DRAWINGS["influences"].panels
    assert make is not None
    drawn = make(rows, Labels("en"))
    stated = sum(one["influence"] != NOT_STATED for one in rows.dicts())
    for screen in ("wide", "narrow"):
        own = [panel for panel in drawn if panel.screen == screen]
        assert sum(len(panel.links) for panel in own) == stated
        assert all(signs(panel) for panel in own)


def signs(panel: Panel) -> int:
    return sum(isinstance(mark, Shape) for mark in panel.marks)


@pytest.mark.parametrize("sign", WAYS)
def test_a_frame_means_a_hedge_whichever_way_it_leads(sign: str) -> None:
    plain, hedged = (ground_of(0, 0, 90, 20, Entry(sign, plain, "", "", "")) for plain in (True, False))
    assert all(box.fill and not box.edge for box in plain)
    assert [(box.fill, box.edge) for box in hedged] == [(None, FRAME)]


def test_what_is_stated_of_no_case_stands_under_the_name_of_its_sign() -> None:
    labels = Labels("fr", STUDIES["real"]().wordings)
    for screen in ("wide", "narrow"):
        panel = [one for one in panels("real", "fig-influences", "fr") if one.screen == screen][-1]
        heads = {mark.text: (mark.x, mark.y) for mark in panel.marks if isinstance(mark, Label) and mark.bold}
        signs_ = [labels(f"display.influence.{sign}") for sign in WAYS]
        names = [(heads[name], name) for name in signs_ if name in heads]
        for link in panel.links:
            _, head = max((y, name) for (x, y), name in names if x == link.x and y < link.y)
            assert f": {head}" in link.title.replace("\u00a0", " ")


SIGNS = st.sampled_from(["", "favours", "hinders", "ambivalent"])


@given(st.lists(st.lists(SIGNS, min_size=3, max_size=3), max_size=12))
def test_lines_of_one_pattern_stand_together(wanted: list[list[str]]) -> None:
    lines = [
        Line(
            str(place),
            tuple((Entry(sign, plain=True, words="", target="", title=""),) if sign else () for sign in signs_),
            ("", "", ""),
        )
        for place, signs_ in enumerate(wanted)
    ]
    found = by_likeness(lines)
    assert sorted(line.name for line in found) == sorted(line.name for line in lines)
    runs = [line.pattern for place, line in enumerate(found) if not place or found[place - 1].pattern != line.pattern]
    assert len(runs) == len(set(runs))


@pytest.mark.parametrize(("which", "name", "language"), SHORT_CUTS)
def test_every_place_has_a_name_and_lies_within_its_panel(which: str, name: str, language: str) -> None:
    study = STUDIES[which]()
    for panel in panels(which, name, language):
        for link in panel.links:
            kind, _, id_ = link.target.partition(":")
            assert which == "long" or id_ in (study.code if kind == "code" else study.passage)
            assert link.title
            assert -0.5 <= link.x <= link.x + link.width <= panel.width + 0.5
            assert -0.5 <= link.y <= link.y + link.height <= panel.height + 0.5
