"""Figure: conditions by cases: in which state each acts, and what the source says that it does there.

A row of its data is a condition in one state: what its presence does and what its absence does are two statements.
Drawn, a line is a condition, and a cell holds each state with its sign. Lines stand by likeness, what is stated of no
case stands apart, and conditions of which nothing is stated are named in one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from report_build.displays.drawing import (
    Cell,
    DataTable,
    Drawing,
    Shown,
    all_cases,
    by_value,
    codes_of,
    distinct,
    with_force,
)
from report_build.displays.figures import effects
from report_build.displays.figures.effects import Entry, Line, Sample, by_likeness
from report_build.displays.figures.sheet import Panel, Pen
from report_build.displays.rows import Record, Rows, Value, list_of, pivot, rows_of, text_of
from report_build.displays.selection import (
    codes_of_kinds,
    conditions,
    moves,
    selected_cases,
    selected_codes,
    states,
)
from report_build.displays.wording import condition_told, state_told
from report_build.grouping import grouped
from report_build.labels import Labels
from report_build.model.coding import (
    GENERAL,
    INFLUENCES,
    NOT_STATED,
    Code,
    Display,
    Relation,
)
from report_build.model.study import Study

KEY_STEP = 24.0  # px from one sign of the key to the next
OPPOSITE = {"favours": "hinders", "hinders": "favours"}


def rows(study: Study, display: Display, language: str) -> Rows:
    """Each condition in each state × case: what the source says that it does there.

    A condition that favours what undoes a state hinders it: see :func:`effect`. Both kinds together, of one
    state, are ambivalent. Statements on no case in particular get a column of their own. A condition of which no
    influence is stated gets a row without a state.
    """
    asked = selected_codes(study, display, conditions(study))
    shown = {code.id for code in asked}
    relations = [relation for relation in _drawn_relations(study) if relation.condition in shown]
    cases = [(case.id, case.short.of(language)) for case in selected_cases(study, display)]
    if any(GENERAL in relation.cases for relation in relations):
        cases.append((GENERAL, ""))
    stated = grouped(((one.condition, one.state, case), one) for one in relations for case in one.cases)
    undoing = undoing_codes(study)
    labels = Labels(language, study.labels)
    records: list[dict[str, Value]] = []
    for code, state in [(each, state) for each in asked for state in _states(each, relations)]:
        for case_id, label in cases:
            found = stated.get((code.id, state, case_id), ())
            records.append(
                {
                    "condition": code.id,
                    "state": state,
                    "case": case_id,
                    "influence": _together(effect(relation, undoing) for relation in found),
                    "force": _weakest(relation.force for relation in found),
                    "statements": tuple(f"{relation.influence} {relation.target}" for relation in found),
                    "relations": tuple(relation.id for relation in found),
                    "evidence": tuple(dict.fromkeys(name for relation in found for name in relation.evidence)),
                    "row": f"{code.id}/{state}",
                    "condition_label": condition_told(study, code.id, state, labels),
                    "case_label": label,
                    "name": code.label.of(language),
                    "value": state_told(study, state, labels),
                    "told": _told(study, case_id, code.id, language),
                }
            )
    published = ("condition", "state", "case", "influence", "force", "statements", "relations", "evidence")
    origins = [*(code.origin for code in asked), *(relation.origin for relation in relations)]
    return rows_of(published, ("row", "condition_label", "case_label", "name", "value", "told"), records, origins)


def _told(study: Study, case: str, code: str, language: str) -> str:
    """What a case has of a condition, in a word, where the source says it."""
    cell = study.assessment.get((case, code))
    level = study.level.get(cell.level) if cell and cell.level != NOT_STATED else None
    return level.label.of(language) if level else ""


def _states(code: Code, relations: Iterable[Relation]) -> list[str]:
    """The states in which a condition acts, in the order of its scale, the others after them."""
    found = dict.fromkeys(one.state for one in relations if one.condition == code.id)
    return sorted(found, key=lambda state: code.scale.index(state) if state in code.scale else len(code.scale)) or [""]


def _drawn_relations(study: Study) -> Iterable[Relation]:
    """The influences on states and on what leads from one to another, where the study has such; else all."""
    wanted = {*states(study), *moves(study)}
    kinds = {code.id: code.kind for code in study.codes}
    return [one for one in study.relations if not wanted or kinds.get(one.target) in wanted]


def undoing_codes(study: Study) -> frozenset[str]:
    """Codes of what is missing or coming undone: moves under ``undoing``, and states that only such moves reach."""
    changes = codes_of_kinds(study, moves(study))
    undoing = [code for code in changes if code.parent == "undoing"]
    built = {code.end for code in changes if code.parent != "undoing"}
    return frozenset({code.id for code in undoing} | {code.end for code in undoing if code.end not in built})


def effect(relation: Relation, undoing: frozenset[str]) -> str:
    """What a stated influence means: favouring what undoes hinders."""
    return OPPOSITE.get(relation.influence, relation.influence) if relation.target in undoing else relation.influence


def _together(effects: Iterable[str]) -> str:
    found = set(effects)
    if not found:
        return NOT_STATED
    return found.pop() if len(found) == 1 else "ambivalent"


def _weakest(forces: Iterable[str]) -> str:
    """Of several statements under one mark the most reserved: the mark promises no more than each of them."""
    found = set(forces)
    return next((force for force in ("conditional", "hedged", "plain") if force in found), "")


def shows(study: Study, display: Display) -> Shown:
    """The stated influences of its conditions; their levels are not shown."""
    drawn = {code.id for code in selected_codes(study, display, conditions(study))}
    return Shown(nodes=tuple(("relation", one.id) for one in _drawn_relations(study) if one.condition in drawn))


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Cases; conditions, those that have a line and those that have no effect at all; cells of each influence."""
    stated: dict[str, set[bool]] = {}  # condition -> whether its effects are stated of a case, or of none
    for one in found.dicts():
        own = stated.setdefault(text_of(one, "condition"), set())
        if one["influence"] != NOT_STATED:
            own.add(one["case"] != GENERAL)
    return {
        **distinct(found, labels, cases="case", conditions="condition"),
        "drawn": labels.number(sum(True in own for own in stated.values())),
        "silent": labels.number(sum(not own for own in stated.values())),
        **by_value(found, labels, "influence", zeros=(*INFLUENCES, NOT_STATED)),
    }


def table(found: Rows, labels: Labels) -> DataTable:
    """Conditions in their states by cases: what is said, and on which passages."""
    conditions, cases, cells = pivot(found.dicts(), "row", "case")
    names = {text_of(one, "row"): text_of(one, "condition_label") for one in found.dicts()}
    heads = {
        text_of(one, "case"): labels("display.general") if one["case"] == GENERAL else text_of(one, "case_label")
        for one in found.dicts()
    }
    return DataTable(
        (labels("display.condition"), *(heads[case] for case in cases)),
        tuple(
            (Cell(names[condition]), *(_data_cell(cells[condition, case], labels) for case in cases))
            for condition in conditions
        ),
    )


def _data_cell(record: Record, labels: Labels) -> Cell:
    said = with_force(labels(f"display.influence.{record['influence']}"), record["force"], labels)
    return Cell(said, list_of(record, "evidence"))


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """The key, the matrix, and what is stated of no case: each for a desk and for a phone."""
    records = list(found.dicts())
    by_state, _, cells = pivot(records, "row", "case")
    cases = {str(one["case"]): str(one["case_label"]) for one in records if one["case"] != GENERAL}
    by_condition = grouped((row.split("/")[0], row) for row in by_state)
    stated = {row for row in by_state if any(cells[row, case]["influence"] != NOT_STATED for case in cases)}
    worded = by_likeness(
        [_line(rows, cells, list(cases), labels) for rows in by_condition.values() if stated.intersection(rows)]
    )
    numbered = by_likeness([_line([row], cells, list(cases), labels, alone=True) for row in by_state if row in stated])
    general = [
        _entry(one, labels, alone=True) for one in records if one["case"] == GENERAL and one["influence"] != NOT_STATED
    ]
    silent = [
        str(cells[rows[0], next(iter(cases))]["name"])
        for rows in by_condition.values()
        if cases and all(one["influence"] == NOT_STATED for one in records if one["row"] in rows)
    ]
    after = f"{labels('display.influence.silent')}{labels('blocks.colon')}{', '.join(silent)}." if silent else ""
    screens: tuple[effects.Screen, ...] = ("wide", "narrow")
    found_panels: list[Panel] = []
    for screen in screens:
        room = effects.has_room(len(cases), screen)
        lines = worded if room else numbered
        found_panels.append(effects.key(_key(records, lines if room else (), labels), screen))
        if lines:
            found_panels += (effects.worded if room else effects.numbered)(lines, list(cases.values()), screen)
        if general or after:
            heads = {influence: labels(f"display.influence.{influence}") for influence in INFLUENCES}
            found_panels.append(effects.listed(labels("display.general"), general, heads, after, screen))
    return found_panels


def _line(
    rows: Sequence[str],
    cells: Mapping[tuple[str, str], Record],
    cases: Sequence[str],
    labels: Labels,
    *,
    alone: bool = False,
) -> Line:
    """A condition in some of its states.

    :param alone: it is one state, which the line itself names.
    """
    entries, told = [], []
    for case in cases:
        own = [cells[row, case] for row in rows]
        entries.append(tuple(_entry(one, labels) for one in own if one["influence"] != NOT_STATED))
        told.append(text_of(own[0], "told"))
    return Line(text_of(cells[rows[0], cases[0]], "condition_label" if alone else "name"), tuple(entries), tuple(told))


def _entry(record: Record, labels: Labels, *, alone: bool = False) -> Entry:
    """A stated effect; its words are those of the state, or, alone, of the condition in it."""
    passages = list_of(record, "evidence")
    said = with_force(labels(f"display.influence.{record['influence']}"), record["force"], labels)
    where = labels("display.general") if record["case"] == GENERAL else text_of(record, "case_label")
    counted = labels.choose("display.passages", len(passages))
    return Entry(
        str(record["influence"]),
        plain=record["force"] in ("plain", ""),
        words=text_of(record, "condition_label" if alone else "value"),
        target=f"evidence:{passages[0]}" if len(passages) == 1 else f"code:{record['condition']}",
        title=f"{record['condition_label']}, {where}{labels('blocks.colon')}{said} ({counted})",
        passages=passages,
    )


def _key(records: Sequence[Record], lines: Sequence[Line], labels: Labels) -> list[Sample]:
    """What the drawing has that must be explained, and no more."""
    used = {(str(one["influence"]), one["force"] in ("plain", "")) for one in records}
    samples = [
        Sample(partial(_key_signs, [influence], plain=True), labels(f"display.influence.{influence}"))
        for influence in INFLUENCES
        if {(influence, True), (influence, False)} & used
    ]
    if hedged := [influence for influence in INFLUENCES if (influence, False) in used]:
        draw = partial(_key_signs, hedged, plain=False)
        samples.append(Sample(draw, labels("display.influence.weak"), KEY_STEP * len(hedged) - 4))
    cells = [pair for line in lines for pair in zip(line.told, line.cells, strict=True)]
    if any(len(cell) > 1 for _, cell in cells):
        samples.append(Sample(_key_several, labels("display.influence.key.several")))
    if any(not told and not cell for told, cell in cells):
        samples.append(Sample(_key_nothing, labels("display.influence.key.silent")))
    if any(told and not cell for told, cell in cells):
        samples.append(Sample(None, labels("display.influence.key.told")))
    return samples


def _key_signs(influences: Sequence[str], pen: Pen, x: float, y: float, *, plain: bool) -> None:
    for place, influence in enumerate(influences):
        left = x + KEY_STEP * place
        entry = Entry(influence, plain=plain, words="", target="", title="")
        pen.add(*effects.ground(left, y - 9, 20, 18, entry), *effects.sign(left + 10, y, influence, plain=plain))


def _key_several(pen: Pen, x: float, y: float) -> None:
    for middle, influence in ((y - 5.5, "favours"), (y + 5.5, "hinders")):
        entry = Entry(influence, plain=True, words="", target="", title="")
        pen.add(*effects.ground(x, middle - 4.5, 20, 9, entry))
        pen.add(*effects.sign(x + 6, middle, influence, plain=True, size=2.8))


def _key_nothing(pen: Pen, x: float, y: float) -> None:
    pen.add(effects.nothing(x + 10, y))


DRAWING = Drawing(
    name="influences",
    kind="figure",
    selects={"cases": all_cases, "codes": codes_of(conditions)},
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=panels,
)
