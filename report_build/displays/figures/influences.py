"""Conditions by programmes: what the source says that each does to collectives there. A calm matrix of shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from math import ceil

from report_build.displays.figures.canvas import text_width, wrapped
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
from report_build.displays.rows import Rows, Value
from report_build.labels import Labels
from report_build.model.coding import GENERAL, NOT_STATED

Record = Mapping[str, Value]
CASES_A_PANEL = 6
ROWS_A_PANEL = 16
PITCH = 34.0  # px between the columns of programmes
HEADING = 140.0  # px: the widest heading line
LEAST_LABEL = 110.0  # px: what is left for the names of conditions, at least


def draw_influences(rows: Rows, labels: Labels) -> list[Panel]:
    """The matrix in panels of at most ROWS_A_PANEL conditions and CASES_A_PANEL programmes, then the key."""
    records = list(rows.dicts())
    cases = list(dict.fromkeys(str(record["case"]) for record in records))
    families = {str(record["condition"]): str(record["family"]) for record in records}
    cell = {(str(record["condition"]), str(record["case"])): record for record in records}
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
