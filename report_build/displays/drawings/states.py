"""Figure: moves as state diagrams, one a case: states, and five ways in which a source speaks of a move.

The states stand under one another. Moves between neighbours run in the gap, down on the right and up on the left;
longer ones run round the boxes on their side. Line, arrow head and words tell the moves apart, never colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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
from report_build.displays.figures.arrows import Look, draw_arrow
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import (
    COLUMN,
    LEADING,
    SMALL,
    Anchor,
    Box,
    Panel,
    Pen,
    Stroke,
    block_height,
)
from report_build.displays.rows import Record, Rows, Value, list_of, rows_of, text_of
from report_build.displays.selection import codes_of_kinds, moves, selected_cases, selected_codes, states
from report_build.displays.summary import is_marked
from report_build.labels import Labels
from report_build.model.coding import NOT_STATED, Assessment, Code, Display
from report_build.model.study import Study
from report_build.model.text import Origin

MOVES = ("tabulated", "prose", "ruled-out", "unreported", NOT_STATED)
SIDE = 76.0  # px on each side of the boxes, for long moves and their labels
GAP = 62.0  # px between boxes, for the moves between neighbours
FIRST_LANE = 12.0  # px from the boxes to the nearest long move
LANE = 13.0  # px between parallel long moves
LABELLED = 3  # with more states than these, a list below says what each move is


def rows(study: Study, display: Display, language: str) -> Rows:
    """For each case its states, then the moves between them and how the source speaks of each.

    A move with several starts is one row and one mark that forks: the source says "from either", and of no start
    that anyone began there. Where it does say for a case (``starts``), the other starts have a row and a mark of their
    own, of which nothing is stated. ``status`` of a move is one of MOVES.
    """
    changes = selected_codes(study, display, moves(study))
    ends = {name for code in changes for name in (*code.start, code.end)}
    joined = [code for code in codes_of_kinds(study, states(study)) if code.id in ends]
    kinds = states(study)
    drawn = {code.id for code in joined}
    records: list[dict[str, Value]] = []
    origins: list[Origin] = [code.origin for code in (*joined, *changes)]
    for case in selected_cases(study, display):
        for code in (*joined, *changes):
            cell = study.assessment.get((case.id, code.id))
            if cell is not None:
                origins.append(cell.origin)
            shared = _assessed(study, cell, language) | {
                "case": case.id,
                "code": code.id,
                "case_label": case.short.of(language),
                "code_label": code.label.of(language),
            }
            if code.kind in kinds:
                marked = cell is not None and is_marked(study, code, cell.level)
                records.append({**shared, "mark": "state", "from": (), "to": "", "status": "met" if marked else ""})
            elif code.end in drawn:
                starts = tuple(start for start in code.start if start in drawn)
                said = tuple(start for start in starts if cell and start in cell.starts) or starts
                move: Record = {**shared, "mark": "move", "to": code.end}
                records.append({**move, "from": said, "status": move_status(study, code, cell)})
                if others := tuple(start for start in starts if start not in said):
                    unsaid = _assessed(study, None, language) | {"note": shared["note"]}
                    records.append({**move, **unsaid, "from": others, "status": NOT_STATED})
    published = ("case", "mark", "code", "from", "to", "status", "level", "symbol", "legibility", "basis", "force")
    labels = ("case_label", "code_label", "level_label")
    return rows_of((*published, "evidence", "note"), labels, records, origins)


def move_status(study: Study, code: Code, cell: Assessment | None) -> str:
    """How the source speaks of a move: in its table, in its prose only, as ruled out, as unreported, or not at all.

    A move without a mark is ruled out where words of the source say so, unreported where that is only inferred from
    an empty cell.
    """
    if cell is None or cell.level == NOT_STATED:
        return NOT_STATED
    if is_marked(study, code, cell.level):
        return "tabulated" if code.tabulated else "prose"
    return "ruled-out" if cell.basis == "stated" else "unreported"


def _assessed(study: Study, cell: Assessment | None, language: str) -> dict[str, Value]:
    level_id = cell.level if cell else NOT_STATED
    level = study.level.get(level_id)
    return {
        "level": level_id,
        "symbol": level.symbol if level else "",
        "legibility": cell.legibility if cell else "",
        "basis": cell.basis if cell else "",
        "force": cell.force if cell else "",
        "evidence": cell.evidence if cell else (),
        "note": cell.note.of(language) if cell else "",
        "level_label": level.label.of(language) if level else level_id,
    }


def shows(study: Study, display: Display) -> Shown:
    """The cells of the moves, and of the states that they join."""
    codes = selected_codes(study, display, moves(study))
    ids = [code.id for code in codes]
    ids += dict.fromkeys(end for code in codes for end in (*code.start, code.end) if end)
    return Shown(tuple((case.id, id_) for case in selected_cases(study, display) for id_ in ids))


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Cases, states and moves, and moves of each status."""
    return {**distinct(found, labels, cases="case"), **by_value(found, labels, "mark", "status", zeros=MOVES)}


def table(found: Rows, labels: Labels) -> DataTable:
    """Each state and move of each case, what the source says of it, and its level."""
    records = list(found.dicts())
    names = {text_of(one, "code"): text_of(one, "code_label") for one in records if one["mark"] == "state"}
    body: list[tuple[Cell, ...]] = []
    for one in records:
        name = text_of(one, "code_label")
        if one["mark"] == "move":
            start = labels("blocks.or").join(names[each] for each in list_of(one, "from"))
            name = labels("display.move", start=start, end=names[text_of(one, "to")])
        said = with_force(labels(f"display.status.{one['status']}"), one["force"], labels)
        level = f"{text_of(one, 'symbol')} {text_of(one, 'level_label')}".strip()
        case = text_of(one, "case_label")
        body.append((Cell(name), Cell(case), Cell(said), Cell(level), Cell(evidence=list_of(one, "evidence"))))
    heads = ("state_or_move", "case", "what_source_says", "level", "evidence")
    return DataTable(tuple(labels(f"display.{head}") for head in heads), tuple(body))


@dataclass(frozen=True, slots=True)
class Route:
    """A move between two states, named by their place from the top."""

    start: int
    end: int
    look: Look
    label: str
    also: tuple[int, ...] = ()  # other starts, from which it may have begun as well: they join it on its way

    @property
    def span(self) -> int:
        """How many states it passes."""
        return abs(self.end - self.start)

    @property
    def down(self) -> bool:
        """Whether it runs on the right, where moves go down; moves up, and round in place, run on the left."""
        return self.end > self.start


LOOKS: Mapping[str, Look] = {
    "tabulated": Look("accent", 2.2, (), "full"),
    "prose": Look("warm", 2.0, (7.0, 3.5), "full"),
    "ruled-out": Look("ink", 1.3, (), "cross"),
    "unreported": Look("soft", 1.3, (4.0, 3.0), "cross"),
    NOT_STATED: Look("soft", 1.5, (1.5, 2.7), "hollow"),
}


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel a case, then the key."""
    records = list(found.dicts())
    cases = dict.fromkeys(str(record["case"]) for record in records)
    panels = [_diagram([record for record in records if record["case"] == case], labels) for case in cases]
    return [*panels, _key(records, labels)]


def _diagram(records: Sequence[Record], labels: Labels) -> Panel:
    states = [record for record in records if record["mark"] == "state"]
    place = {str(state["code"]): number for number, state in enumerate(states)}
    moves = [route for move in records if move["mark"] == "move" for route in _routes(move, place, labels)]
    pairs = {(move.start, move.end) for move in moves}
    beside = len(states) <= LABELLED and len(pairs) == len(moves)  # whether every label finds room beside its arrow
    routes = moves if beside else [replace(move, label="") for move in moves]
    pen = Pen()
    y = pen.lines(0, 0, wrapped(str(records[0]["case_label"]), COLUMN, 13, bold=True), size=13, bold=True) + 8
    for route in routes:
        if route.start == route.end == 0:
            y = _stay(pen, y, route)
    boxes = _boxes(pen, y, states)
    _draw_moves(pen, boxes, [route for route in routes if not route.start == route.end == 0])
    y = boxes[-1][1] + 6
    if not beside:
        for move in moves:
            starts = labels("blocks.or").join(str(states[at]["code_label"]) for at in (move.start, *move.also))
            ends = labels("display.move", start=starts, end=states[move.end]["code_label"])
            draw_arrow(pen, ((2, y + 14), (44, y + 14)), move.look)
            y = pen.lines(58, y + 6, wrapped(f"{ends} – {move.label}", COLUMN - 58, SMALL), size=SMALL)
    return pen.panel(y)


def _routes(move: Record, place: Mapping[str, int], labels: Labels) -> list[Route]:
    """A move as one line, forked where it has several starts; as several lines where its starts stand on both sides."""
    starts = [place[name] for name in list_of(move, "from")]
    end, look, label = place[str(move["to"])], LOOKS[str(move["status"])], _move_text(move, labels)
    if len(starts) > 1 and (max(starts) < end or min(starts) > end):
        farthest, *others = sorted(starts, key=lambda start: -abs(end - start))
        if look.head != "cross":
            label = labels("display.arrow.either", said=label)
        return [Route(farthest, end, look, label, tuple(others))]
    return [Route(start, end, look, label) for start in starts]


def _boxes(pen: Pen, y: float, states: Sequence[Record]) -> list[tuple[float, float]]:
    """Draws the states from ``y`` down; returns the top and bottom of each."""
    width = COLUMN - 2 * SIDE
    boxes: list[tuple[float, float]] = []
    for state in states:
        name, level = _state_text(state, width - 12)
        height = block_height(name) + block_height(level, SMALL) + 13
        met = state["status"] == "met"
        line = 2.4 if met and len(str(state["symbol"])) > 1 else 1.3
        pen.add(_state_box(SIDE, y, width, height, met=met, line=line))
        below = pen.lines(COLUMN / 2, y + 5, name, anchor="middle", bold=True)
        pen.lines(COLUMN / 2, below + 1, level, size=SMALL, anchor="middle", colour="ink" if met else "soft")
        boxes.append((y, y + height))
        y += height + GAP
    return boxes


def _state_box(x: float, y: float, width: float, height: float, *, met: bool, line: float = 1.3) -> Box:
    if met:
        return Box(x, y, width, height, "tint", "ink", line, radius=7)
    return Box(x, y, width, height, None, "soft", line, (3.5, 2.5), 7)


def _draw_moves(pen: Pen, boxes: Sequence[tuple[float, float]], routes: Sequence[Route]) -> None:
    for down in (True, False):
        side = [route for route in routes if route.down == down]
        longer = sorted((route for route in side if route.span != 1), key=lambda route: route.span)
        lane = min(LANE, (SIDE - FIRST_LANE - 8) / len(longer)) if longer else LANE
        for number, route in enumerate(longer):
            _long(pen, boxes, route, number * lane)
        for route in side:
            if route.span == 1:
                _short(pen, boxes, route)


def _state_text(state: Record, width: float) -> tuple[list[str], list[str]]:
    symbol = f"{state['symbol']} " if state["symbol"] else ""
    return (
        wrapped(str(state["code_label"]), width, bold=True, lines=3),
        wrapped(f"{symbol}{state['level_label']}", width, SMALL, lines=3),
    )


def _move_text(move: Record, labels: Labels) -> str:
    parts = [labels(f"display.arrow.{move['status']}")]
    if move["force"] in ("hedged", "conditional"):
        parts.append(labels(f"display.arrow.{move['force']}"))
    if move["legibility"] == "damaged":
        parts.append(labels("display.arrow.damaged"))
    return ", ".join(parts)


def _short(pen: Pen, boxes: Sequence[tuple[float, float]], route: Route) -> None:
    top, bottom = boxes[min(route.start, route.end)][1], boxes[max(route.start, route.end)][0]
    side = 9 if route.down else -9
    x = COLUMN / 2 + side
    draw_arrow(pen, ((x, top), (x, bottom)) if route.down else ((x, bottom), (x, top)), route.look)
    lines = wrapped(route.label, COLUMN / 2 - SIDE - 23 + FIRST_LANE, SMALL, lines=4)
    middle = (top + bottom - block_height(lines, SMALL)) / 2
    anchor: Anchor = "start" if route.down else "end"
    pen.lines(x + side, middle, lines, size=SMALL, anchor=anchor, colour=route.look.colour)


def _long(pen: Pen, boxes: Sequence[tuple[float, float]], route: Route, out: float) -> None:
    """A move that runs round the boxes, ``out`` px beyond the nearest such move."""
    side = 1 if route.down else -1
    edge = COLUMN - SIDE if route.down else SIDE
    x = edge + side * (FIRST_LANE + out)
    (out_top, out_bottom), (in_top, in_bottom) = boxes[route.start], boxes[route.end]
    inset = 13 + out / 4  # each leaves and enters at a height of its own
    if route.start == route.end:
        leaves, enters = out_bottom - inset, out_top + inset
    elif route.down:
        leaves, enters = out_bottom - inset, in_top + inset
    else:
        leaves, enters = out_top + inset, in_bottom - inset
    draw_arrow(pen, ((edge, leaves), (x, leaves), (x, enters), (edge, enters)), route.look)
    for top, bottom in (boxes[other] for other in route.also):
        joins = bottom - inset if route.down else top + inset
        pen.add(Stroke(((edge, joins), (x, joins)), route.look.colour, route.look.width, route.look.dash))
    beside = 6 if route.look.head != "cross" else 9  # px from the line to its label
    lines = wrapped(route.label, SIDE - FIRST_LANE - beside - out, SMALL, lines=6)
    middle = (leaves + enters - block_height(lines, SMALL)) / 2
    anchor: Anchor = "start" if route.down else "end"
    pen.lines(x + side * beside, middle, lines, size=SMALL, anchor=anchor, colour=route.look.colour)


def _stay(pen: Pen, y: float, route: Route) -> float:
    """A move from the first state to itself, above its box; returns where the box begins."""
    x, reach = COLUMN / 2, 26.0
    lines = wrapped(route.label, COLUMN / 2 - reach - 8, SMALL, lines=2)
    bottom = y + max(22.0, block_height(lines, SMALL) + 4)
    top = bottom - 18
    draw_arrow(pen, ((x + reach, bottom), (x + reach, top), (x - reach, top), (x - reach, bottom)), route.look)
    pen.lines(x + reach + 7, bottom - 3 - block_height(lines, SMALL), lines, size=SMALL, colour=route.look.colour)
    return bottom


def _key(records: Sequence[Record], labels: Labels) -> Panel:
    pen = Pen()
    y = pen.lines(0, 0, [labels("display.key")], size=13, bold=True) + 8
    text_left, width = 58.0, COLUMN - 58.0
    states = [record for record in records if record["mark"] == "state"]
    for name, met in (("met", True), ("unmet", False)):
        if any((state["status"] == "met") == met for state in states):
            pen.add(_state_box(2, y, 40, 17, met=met))
            y = _entry(pen, y + 1, wrapped(labels(f"display.key.state.{name}"), width), text_left)
    moves = [record for record in records if record["mark"] == "move"]
    used = {str(move["status"]) for move in moves}
    for status, look in LOOKS.items():
        if status in used:
            draw_arrow(pen, ((2, y + 8), (44, y + 8)), look)
            y = _entry(pen, y, wrapped(labels(f"display.key.{status}"), width), text_left)
    if any(len(list_of(move, "from")) > 1 for move in moves):
        y = pen.lines(0, y + 2, wrapped(labels("display.key.either"), COLUMN, SMALL), size=SMALL, colour="soft")
    return pen.panel(y + 6)


def _entry(pen: Pen, y: float, lines: list[str], x: float) -> float:
    return max(pen.lines(x, y, lines), y + 11 * LEADING) + 9


DRAWING = Drawing(
    name="states",
    kind="figure",
    selects={"cases": all_cases, "codes": codes_of(moves)},
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=panels,
)
