"""Figure: a process: its steps under one another with who acts, and the way back that makes it turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report_build.displays.drawing import (
    Cell,
    DataTable,
    Drawing,
    Shown,
    codes_of,
    distinct,
)
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import COLUMN, SMALL, Box, Colour, Panel, Pen, Stroke, arrow_head, block_height
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, rows_of, text_of
from report_build.displays.selection import names
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import Code, Display
from report_build.model.study import Study

LANE = 30.0  # px at the right, for the way back
GAP = 22.0  # px between steps
INSET = 30.0  # px from a box's left edge to its words, room for the step's number
FILLS: tuple[Colour | None, ...] = ("tint", "tint-warm", None)


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
    """One panel: each step with its number, its actor and what happens; arrows down, and the way back."""
    pen = Pen()
    records = list(found.dicts())
    actors = list(dict.fromkeys(str(record["actor"]) for record in records))
    width = COLUMN - LANE
    back = _way_back(records)
    y = 0.0
    middles: dict[int, float] = {}
    for place, record in enumerate(records):
        number = number_of(record, "step")
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
        step = number_of(record, "step")
        for target in _targets(record):
            if target <= step:
                return step, target
    return None


def _draw_back(pen: Pen, edge: float, start: float, end: float) -> None:
    x = edge + LANE - 8
    pen.add(Stroke(((edge - 1, start), (x, start), (x, end), (edge + 8, end)), "warm", 2.2, radius=12))
    pen.add(arrow_head(edge + 1, end, "left", "warm", size=9))


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
