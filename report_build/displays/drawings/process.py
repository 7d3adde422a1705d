"""Figure: a process in lanes, one for each who acts, and the way back that makes it turn.

On a phone the lanes overlap: boxes are as wide as can be read, and each lane stands further to the right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from report_build.displays.drawing import (
    Cell,
    DataTable,
    Drawing,
    Shown,
    codes_of,
    distinct,
)
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import (
    COLUMN,
    DESK,
    LEADING,
    SMALL,
    Box,
    Panel,
    Pen,
    Stroke,
    arrow_head,
    block_height,
)
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, rows_of, text_of
from report_build.displays.selection import names
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import Code, Display
from report_build.model.study import Study

BACK = 26.0  # px at the left, for the way back
GAP = 28.0  # px between steps
GUTTER = 12.0  # px between lanes, where there is room
BOX = 176.0  # px of a step on a phone
LANES = 3  # there is no room for more
EDGE = 3.0  # px to the right of the last lane
ASIDE = 10.0  # px that the way out needs beside the step that it leaves
DASHES = (4.0, 3.0)  # possible, not assured: what lies beyond the way back


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a step of the process: who acts, what they do, and to which steps it leads."""
    code = selected_process(study, display)
    if code is None:
        return rows_of(("process", "step", "actor", "action", "leads_to", "evidence"), (), (), ())
    back = return_arrow(display, len(code.steps))
    records: list[dict[str, Value]] = []
    for number, step in enumerate(code.steps, start=1):
        onward = [number + 1] if number < len(code.steps) else []
        if back is not None and back[0] == number:
            onward.append(back[1])
        records.append(
            {
                "process": code.id,
                "step": number,
                "actor": step.actor.of(language),
                "action": step.action.of(language),
                "leads_to": tuple(onward),
                "evidence": step.evidence,
            }
        )
    return rows_of(("process", "step", "actor", "action", "leads_to", "evidence"), (), records, (code.origin,))


def shows(study: Study, display: Display) -> Shown:
    """Its process."""
    process = selected_process(study, display)
    return Shown(nodes=(("code", process.id),) if process else ())


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Steps, and those who act in them."""
    return distinct(found, labels, steps="step", actors="actor")


def table(found: Rows, labels: Labels) -> DataTable:
    """Each step: who acts, what they do, and where it leads."""
    body = []
    for one in found.dicts():
        step, onward = number_of(one, "step"), labels("list.and").join(_onward(one, labels))
        texts = (str(step), text_of(one, "actor"), text_of(one, "action"), onward)
        body.append((*map(Cell, texts), Cell(evidence=list_of(one, "evidence"))))
    heads = ("step", "actor", "action", "leads_to", "evidence")
    return DataTable(tuple(labels(f"display.{head}") for head in heads), tuple(body))


def _onward(record: Record, labels: Labels) -> list[str]:
    step = number_of(record, "step")
    return [labels("display.back_to", step=target) if target <= step else str(target) for target in _targets(record)]


def _targets(record: Record) -> list[int]:
    return [int(target) for target in list_of(record, "leads_to")]


def processes(study: Study) -> tuple[str, ...]:
    """The kinds of codes that are processes of steps."""
    return tuple(kind.id for kind in study.kind.values() if kind.steps)


def selected_process(study: Study, display: Display) -> Code | None:
    """The process that a display shows, if the codebook has it."""
    wanted = names(display, "process") or ("",)
    code = study.code.get(wanted[0])
    return code if code is not None and code.steps else None


def return_arrow(display: Display, steps: int) -> tuple[int, int] | None:
    """From which step back to which (counted from 1); by default from the last to the first.

    None where ``back`` names no two of its steps, or there are too few steps to go back.
    """
    value = display.select.get("back", [steps, 1])
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(type(step) is int for step in value):  # noqa: PLR2004  # reason: from and to
        return None
    start, end = value
    return (start, end) if 1 <= end < start <= steps else None


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it says which process it shows, and goes back between two of its steps."""
    place = display.origin.at("select")
    process = selected_process(study, display)
    if names(display, "process") is None:
        message = f"{display.id!r} does not say which process it shows"
        yield Finding(place, "RB604", message, "Add process: <code> under select")
    elif process is not None and "back" in display.select and not return_arrow(display, len(process.steps)):
        message = f"{display.id!r} goes back by {display.select['back']!r}, which is no two of its steps"
        hint = f"Write back: [from, to] with steps from 1 to {len(process.steps)}"
        yield Finding(place, "RB604", message, hint)


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel, drawn for a desk and for a phone: the steps with who acts, arrows between them, the way back."""
    records = list(found.dicts())
    return [
        _laid(records, labels, DESK, (DESK - BACK - 2 * GUTTER) / LANES - 2, "wide"),
        _laid(records, labels, COLUMN, BOX, "narrow"),
    ]


def _laid(
    records: Sequence[Record], labels: Labels, width: float, wide: float, screen: Literal["wide", "narrow"]
) -> Panel:
    pen = Pen()
    lanes = _lanes(records)
    apart = (width - BACK - wide - EDGE) / max(len(lanes) - 1, 1)
    headed = [lane[0] for lane in lanes if screen == "wide" and len(lane) == 1]  # whose name stands over their lane
    back = _way_back(records)
    boxes: dict[int, tuple[float, float, float]] = {}  # step -> left, top, bottom of its box
    y = _headings(pen, lanes, headed, wide, apart)
    for place, record in enumerate(records):
        number, who = number_of(record, "step"), str(record["actor"])
        left = BACK + apart * next(at for at, lane in enumerate(lanes) if who in lane)
        beyond = back is not None and number > back[0]
        before = boxes[number_of(records[place - 1], "step")] if place else None
        if before:
            y = before[2] + GAP
        actor = [] if who in headed else wrapped(f"{number}. {who}", wide - 14, SMALL, bold=True)
        action = wrapped(f"{number}. {record['action']}" if who in headed else str(record["action"]), wide - 14)
        bottom = y + block_height(actor, SMALL) + block_height(action) + 11
        pen.add(Box(left, y, wide, bottom - y, None if beyond else "tint", "ink", 1.2, DASHES if beyond else (), 7))
        pen.lines(left + 7, pen.lines(left + 7, y + 4, actor, size=SMALL, bold=True), action)
        if passages := list_of(record, "evidence"):
            pen.link((left, y, wide, bottom - y), f"evidence:{passages[0]}", str(record["action"]), passages)
        boxes[number] = (left, y, bottom)
        if before and back is not None and number == back[0] + 1 and left + wide / 2 > before[0] + wide + ASIDE:
            _way_out(pen, before, boxes[number], wide, labels("display.way_out") if screen == "wide" else "")
        elif before:
            _onto(pen, before, boxes[number], wide, beyond=beyond)
    if back is not None:
        _draw_back(pen, boxes[back[0]], boxes[back[1]])
    y = max((bottom for _, _, bottom in boxes.values()), default=y) + 2
    if back is not None and back[0] < len(records):
        pen.add(Stroke(((BACK, y + 19), (BACK + 34, y + 19)), "ink", 1.8, DASHES))
        y = pen.lines(BACK + 44, y + 10, wrapped(labels("display.key.way_out"), width - BACK - 44, SMALL), size=SMALL)
    return pen.panel(y + 2, width, screen)


def _headings(pen: Pen, lanes: Sequence[Sequence[str]], headed: Collection[str], wide: float, apart: float) -> float:
    """Names over the lanes of those who act alone in theirs, each name once; returns where the steps begin."""
    bottom = 1.0
    for at, lane in enumerate(lanes):
        if lane[0] in headed:
            left = BACK + apart * at
            bottom = max(bottom, pen.lines(left, 0, wrapped(lane[0], wide, bold=True), bold=True) + 8)
    return bottom


def _lanes(records: Sequence[Record]) -> list[list[str]]:
    """Who acts, a lane each, in the order in which they enter; the last lane is shared by those who enter late."""
    actors = list(dict.fromkeys(str(record["actor"]) for record in records))
    return [[actor] for actor in actors[: LANES - 1]] + ([actors[LANES - 1 :]] if actors[LANES - 1 :] else [])


def _onto(
    pen: Pen, before: tuple[float, float, float], box: tuple[float, float, float], wide: float, *, beyond: bool
) -> None:
    """An arrow to the next step: down, and over to its lane where that is another; in dashes beyond the way back."""
    start, end = before[0] + wide / 2, box[0] + wide / 2
    tip = box[1] - 1.5
    bend = (before[2] + tip - 6) / 2
    over = ((start, bend), (end, bend)) if start != end else ()
    points = ((start, before[2]), *over, (end, tip - 6))
    pen.add(Stroke(points, "ink", 1.8, DASHES if beyond else (), 5), arrow_head(end, tip, "down", "ink", hollow=beyond))


def _way_out(
    pen: Pen, before: tuple[float, float, float], box: tuple[float, float, float], wide: float, name: str
) -> None:
    """The way out of the loop leaves on the other side than the way back, so that nobody takes one for the other."""
    x, y, end, tip = before[0] + wide, (before[1] + before[2]) / 2, box[0] + wide / 2, box[1] - 1.5
    pen.add(Stroke(((x, y), (end, y), (end, tip - 6)), "ink", 1.8, DASHES, 5))
    pen.add(arrow_head(end, tip, "down", "ink", hollow=True))
    if name:
        pen.lines(x + 10, y - SMALL * LEADING - 3, wrapped(name, end - x - 16, SMALL, lines=1), size=SMALL)


def _way_back(records: Sequence[Record]) -> tuple[int, int] | None:
    for record in records:
        step = number_of(record, "step")
        for target in _targets(record):
            if target <= step:
                return step, target
    return None


def _draw_back(pen: Pen, start: tuple[float, float, float], end: tuple[float, float, float]) -> None:
    """The way back, up the left side: with the steps between it closes the loop."""
    x, leaves, enters = 6.0, (start[1] + start[2]) / 2, (end[1] + end[2]) / 2
    pen.add(Stroke(((start[0], leaves), (x, leaves), (x, enters), (end[0] - 9, enters)), "ink", 3.0, radius=12))
    pen.add(arrow_head(end[0] - 1.5, enters, "right", "ink", size=11))


DRAWING = Drawing(
    name="process",
    kind="figure",
    selects={"process": codes_of(processes)},
    options=("back",),
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=panels,
    check=check,
)
