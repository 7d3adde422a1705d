"""A mechanism as a loop: its steps under one another with who acts, and the way back that makes it turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report_build.displays.figures.canvas import wrapped
from report_build.displays.figures.sheet import COLUMN, SMALL, Box, Colour, Panel, Pen, Stroke, arrow_head, block_height
from report_build.displays.rows import LIST_MARK, Rows, Value
from report_build.labels import Labels

Record = Mapping[str, Value]
LANE = 30.0  # px at the right, for the way back
GAP = 22.0  # px between steps
INSET = 30.0  # px from a box's left edge to its words, room for the step's number
FILLS: tuple[Colour | None, ...] = ("tint", "tint-warm", None)


def draw_loop(rows: Rows, labels: Labels) -> list[Panel]:
    """One panel: each step with its number, its actor and what happens; arrows down, and the way back."""
    pen = Pen()
    records = list(rows.dicts())
    actors = list(dict.fromkeys(str(record["actor"]) for record in records))
    width = COLUMN - LANE
    back = _way_back(records)
    y = 0.0
    middles: dict[int, float] = {}
    for place, record in enumerate(records):
        number = int(str(record["step"]))
        beyond = back is not None and number > back[0]
        actor = wrapped(str(record["actor"]), width - INSET - 10, SMALL, bold=True)
        action = wrapped(str(record["action"]), width - INSET - 10)
        tag = [labels("display.way_out")] if back is not None and number == back[0] + 1 else []
        height = block_height([*actor, *tag], SMALL) + block_height(action) + 15
        fill = FILLS[min(actors.index(str(record["actor"])), len(FILLS) - 1)]
        pen.add(Box(1, y + 1, width - 2, height - 2, fill, "ink", 1.2, (4.0, 3.0) if beyond else (), 7))
        pen.lines(INSET / 2 + 1, y + 6, [str(number)], size=13, bold=True, anchor="middle")
        below = pen.lines(INSET, y + 7, tag, size=SMALL, colour="warm", bold=True)
        below = pen.lines(INSET, below, actor, size=SMALL, bold=True, colour="accent")
        pen.lines(INSET, below + 1, action)
        middles[number] = y + height / 2
        y += height
        if place < len(records) - 1:
            x = width / 2
            leaving = back is not None and number == back[0]
            pen.add(Stroke(((x, y), (x, y + GAP - 8)), "ink", 1.6, (4.0, 3.0) if leaving else ()))
            pen.add(arrow_head(x, y + GAP - 1, "down", "ink", hollow=leaving))
            y += GAP
    if back is not None:
        _draw_back(pen, width, middles[back[0]], middles[back[1]])
    return [pen.panel(y + 2)]


def _way_back(records: Sequence[Record]) -> tuple[int, int] | None:
    for record in records:
        step = int(str(record["step"]))
        for target in str(record["leads_to"]).split(LIST_MARK):
            if target and int(target) <= step:
                return step, int(target)
    return None


def _draw_back(pen: Pen, edge: float, start: float, end: float) -> None:
    x = edge + LANE - 8
    pen.add(Stroke(((edge - 1, start), (x, start), (x, end), (edge + 8, end)), "warm", 2.2, radius=12))
    pen.add(arrow_head(edge + 1, end, "left", "warm", size=9))
