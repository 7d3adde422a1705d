"""Figure: conditions by cases: what the source says that each does there. A calm matrix of shapes.

A row is a condition in one state: what its presence does and what its absence does are two statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil

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
from report_build.displays.figures.measure import text_width, wrapped
from report_build.displays.figures.sheet import (
    COLUMN,
    LEADING,
    SMALL,
    TEXT,
    Colour,
    Panel,
    Pen,
    Shape,
    Stroke,
    block_height,
)
from report_build.displays.rows import Record, Rows, Value, list_of, pivot, rows_of, text_of
from report_build.displays.selection import (
    codes_of_kinds,
    conditions,
    moves,
    selected_cases,
    selected_codes,
    states,
)
from report_build.displays.wording import condition_told
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

OPPOSITE = {"favours": "hinders", "hinders": "favours"}
CASES_A_PANEL = 6
ROWS_A_PANEL = 16
PITCH = 34.0  # px between the columns of cases
HEADING = 140.0  # px: the widest heading line
LEAST_LABEL = 110.0  # px: what is left for the names of conditions, at least


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
    stated: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in relations:
        for case_id in relation.cases:
            stated.setdefault((relation.condition, relation.state, case_id), []).append(relation)
    undoing = undoing_codes(study)
    labels = Labels(language, study.labels)
    records: list[dict[str, Value]] = []
    for code, state in [(each, state) for each in asked for state in _states(each, relations)]:
        for case_id, label in cases:
            found = stated.get((code.id, state, case_id), [])
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
                    "family": code.parent,
                }
            )
    published = ("condition", "state", "case", "influence", "force", "statements", "relations", "evidence")
    origins = [*(code.origin for code in asked), *(relation.origin for relation in relations)]
    return rows_of(published, ("row", "condition_label", "case_label", "family"), records, origins)


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
    """Cases, conditions, and cells of each influence."""
    zeros = (*INFLUENCES, NOT_STATED)
    return {
        **distinct(found, labels, cases="case", conditions="condition"),
        **by_value(found, labels, "influence", zeros=zeros),
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
    """The matrix in panels of at most ROWS_A_PANEL conditions and CASES_A_PANEL cases, then the key."""
    records = list(found.dicts())
    cases = list(dict.fromkeys(str(record["case"]) for record in records))
    families = {str(record["row"]): str(record["family"]) for record in records}
    cell = {(str(record["row"]), str(record["case"])): record for record in records}
    heads = {
        str(r["case"]): labels("display.general.short") if r["case"] == GENERAL else str(r["case_label"])
        for r in records
    }
    panels = [
        _matrix(
            [[cell[condition, case] for case in shown] for condition in conditions],
            [heads[case] for case in shown],
            labels,
        )
        for left in range(0, len(cases), CASES_A_PANEL)
        for conditions in shared_out(families)
        for shown in [cases[left : left + CASES_A_PANEL]]
    ]
    return [*panels, _key(records, labels)]


def shared_out(families: Mapping[str, str]) -> list[list[str]]:
    """Conditions (with their families) in panels of about one length; a family stays together where it can.

    A panel has at most :data:`ROWS_A_PANEL` conditions.
    """
    target = len(families) / ceil(len(families) / ROWS_A_PANEL)
    panels: list[list[str]] = [[]]
    for _, group in groupby(families, key=lambda condition: families[condition]):
        members = list(group)
        last = panels[-1]
        if last and (len(last) + len(members) > ROWS_A_PANEL or len(last) + len(members) / 2 > target):
            panels.append([])
        for member in members:
            if len(panels[-1]) == ROWS_A_PANEL:
                panels.append([])
            panels[-1].append(member)
    return panels


def _matrix(cells: Sequence[Sequence[Record]], heads: Sequence[str], labels: Labels) -> Panel:
    pen = Pen()
    lines = [wrapped(head, HEADING, bold=True, lines=4) for head in heads]
    places = _columns([max(text_width(line, bold=True) for line in head) for head in lines])
    y = 0.0
    ends: list[float] = []
    for x, head in zip(places, lines, strict=True):
        y = pen.lines(x - 5, y, head, bold=True)
        ends.append(y)
    top = y + 8
    for x, end in zip(places, ends, strict=True):
        pen.add(Stroke(((x, end + 3), (x, top - 2)), "soft", 0.8))
    y = top
    room = places[0] - 14
    family: Value = None
    rules: list[Stroke] = []
    marks: list[Shape] = []
    for row in cells:
        if row[0]["family"] != family:
            y = _family(pen, y, str(row[0]["family"]), labels)
            family = row[0]["family"]
        label = wrapped(str(row[0]["condition_label"]), room)
        height = block_height(label) + 9
        rules.append(Stroke(((0, y), (COLUMN, y)), "faint", 0.8))
        pen.lines(0, y + 4, label)
        for x, record in zip(places, row, strict=True):
            plain = record["force"] in ("plain", "")
            marks += influence_mark(x, y + height / 2, str(record["influence"]), plain=plain)
        y += height
    rules.append(Stroke(((0, y), (COLUMN, y)), "faint", 0.8))
    pen.marks[:0] = rules
    pen.add(*sorted(marks, key=lambda mark: (str(mark.edge), str(mark.fill))))  # one look after another
    return pen.panel(y + 4)


def _columns(widths: Sequence[float]) -> list[float]:
    """Where columns stand, so that each heading, which begins at its column and runs right, ends within the panel."""
    limits = [min(COLUMN - width + 5, COLUMN - 14) for width in widths]
    pitch = min([PITCH, *((limit - LEAST_LABEL) / place for place, limit in enumerate(limits) if place)])
    first = min(limit - place * pitch for place, limit in enumerate(limits))
    return [first + place * pitch for place in range(len(limits))]


def _family(pen: Pen, y: float, family: str, labels: Labels) -> float:
    """The heading of a family of conditions: its label, where the words have one, over a darker rule."""
    try:
        label = labels(f"display.family.{family}")
    except KeyError:  # families are another study's own; its labels.csv may name them
        label = ""
    pen.add(Stroke(((0, y), (COLUMN, y)), "soft", 1.0))
    return pen.lines(0, y + 5, wrapped(label, COLUMN, SMALL), size=SMALL, colour="soft") + 4 if label else y


def influence_mark(x: float, y: float, influence: str, *, plain: bool) -> list[Shape]:
    """Up: favours; down: hinders; both: ambivalent; a dot: not stated. Hollow where hedged or conditional."""
    if influence == NOT_STATED:
        return [_triangle(x, y, 0, "soft")]
    if influence == "favours":
        return [_triangle(x, y, -6.5, "accent", plain=plain)]
    if influence == "hinders":
        return [_triangle(x, y, 6.5, "warm", plain=plain)]
    return [_triangle(x, y - 4.6, -4.2, "ink", plain=plain), _triangle(x, y + 4.6, 4.2, "ink", plain=plain)]


def _triangle(x: float, y: float, reach: float, colour: Colour, *, plain: bool = True) -> Shape:
    """A triangle whose tip is ``reach`` px below the centre (above, if negative); a small square for 0."""
    if not reach:
        return Shape(((x - 1.4, y - 1.4), (x + 1.4, y - 1.4), (x + 1.4, y + 1.4), (x - 1.4, y + 1.4)), colour)
    half = abs(reach) * 1.05
    points = ((x, y + reach), (x - half, y - reach * 0.8), (x + half, y - reach * 0.8))
    return Shape(points, colour if plain else None, colour, 1.5)


def _key(records: Sequence[Record], labels: Labels) -> Panel:
    pen = Pen()
    y = pen.lines(0, 0, [labels("display.key")], size=13, bold=True) + 8
    found = {str(record["influence"]) for record in records}
    for influence in ("favours", "hinders", "ambivalent", NOT_STATED):
        if influence in found:
            pen.add(*influence_mark(12, y + TEXT * LEADING / 2, influence, plain=True))
            y = pen.lines(32, y, wrapped(labels(f"display.influence.{influence}"), COLUMN - 32)) + 9
    if any(record["force"] in ("hedged", "conditional") for record in records):
        pen.add(*influence_mark(9, y + TEXT * LEADING / 2, "favours", plain=False))
        pen.add(*influence_mark(25, y + TEXT * LEADING / 2, "hinders", plain=False))
        lines = wrapped(labels("display.influence.weak"), COLUMN - 40, SMALL)
        y = pen.lines(40, y, lines, size=SMALL) + 9
    return pen.panel(y)


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
