"""Figure: moves as state diagrams, one a case: states, and five ways in which a source speaks of a move.

The states stand over one another, the first at the bottom: what builds goes up, on the left, and what undoes goes down,
on the right. Longer moves run round the boxes on their side. Only moves that the source states are drawn: in its table
by a full line, in its prose by a dashed one; the figure's data say the rest. A case's title says which ways it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
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
from report_build.displays.figures.arrows import draw_arrow
from report_build.displays.figures.colours import Colour
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.moves import (
    LOOKS,
    Entry,
    Route,
    coloured,
    key,
    key_down,
    key_either,
    key_line,
    key_signs,
    key_stay,
    key_unmet,
    key_up,
    loop,
    state_box,
)
from report_build.displays.figures.sheet import (
    COLUMN,
    DESK,
    SMALL,
    TEXT,
    Label,
    Panel,
    Pen,
    Stroke,
    block_height,
    moved,
)
from report_build.displays.rows import Record, Rows, Value, list_of, rows_of, text_of
from report_build.displays.selection import codes_of_kinds, moves, selected_cases, selected_codes, states
from report_build.displays.summary import is_marked
from report_build.labels import Labels
from report_build.model.coding import NOT_STATED, Assessment, Code, Display
from report_build.model.study import Study
from report_build.model.text import Origin

MOVES = ("tabulated", "prose", "ruled-out", "unreported", NOT_STATED)
WIDTH = 208.0  # px of a case, so that three stand in a row beside the text's contents
SIDE = 26.0  # px on each side of the boxes, for long moves
GAP = 40.0  # px between boxes, for the moves between neighbours
FIRST_LANE = 12.0  # px from the boxes to the nearest long move
LANE = 11.0  # px between parallel long moves
BELOW = 24.0  # px below the first state, for who stays in it
STATED = ("tabulated", "prose")  # what is drawn
FEW = 3  # with more states than these, a list below says what each move is


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
                status = _state_status(study, code, cell)
                records.append({**shared, "mark": "state", "from": (), "to": "", "status": status})
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


def _state_status(study: Study, code: Code, cell: Assessment | None) -> str:
    """Whether a state is met, and if not why its cell is blank, where that is said."""
    if cell is None:
        return ""
    return "met" if is_marked(study, code, cell.level) else cell.blank


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


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel a case, then the key."""
    records = list(found.dicts())
    cases = dict.fromkeys(str(record["case"]) for record in records)
    panels = [_diagram([record for record in records if record["case"] == case], labels) for case in cases]
    keys = _key_entries(records, labels)
    return [*level(panels), key(keys, DESK, 2, "wide"), key(keys, COLUMN, 1, "narrow")]


def level(panels: Sequence[Panel]) -> list[Panel]:
    """Panels moved down to one base line, whatever their titles."""
    height = max(panel.height for panel in panels)
    return [panel if panel.height == height else _lowered(panel, height - panel.height) for panel in panels]


def _lowered(panel: Panel, by: float) -> Panel:
    """A panel whose drawing stands lower; its title, in bold or soft text before the first box, stays."""
    first = next((place for place, mark in enumerate(panel.marks) if not isinstance(mark, Label)), len(panel.marks))
    marks = (*panel.marks[:first], *(moved(mark, 0, by) for mark in panel.marks[first:]))
    links = tuple(replace(one, y=one.y + by) for one in panel.links)
    return Panel(panel.width, panel.height + by, marks, links)


def _diagram(records: Sequence[Record], labels: Labels) -> Panel:
    states = [record for record in records if record["mark"] == "state"]
    place = {str(state["code"]): number for number, state in enumerate(states)}
    stated = [move for move in records if move["mark"] == "move" and move["status"] in STATED]
    routes = [route for move in stated for route in _routes(move, place)]
    pen = Pen()
    y = pen.lines(0, 0, wrapped(str(records[0]["case_label"]), WIDTH, bold=True), bold=True)
    y = (
        pen.lines(0, y + 1, wrapped(_verdict(routes, len(states) - 1, labels), WIDTH, SMALL), size=SMALL, colour="soft")
        + 12
    )
    boxes = _boxes(pen, y, states, {at for route in routes for at in (route.start, *route.also)}, labels)
    _draw_moves(pen, boxes, [route for route in routes if not route.start == route.end == 0])
    for route in routes:
        if route.start == route.end == 0:
            _stay(pen, boxes[0][1], route)
    y = boxes[0][1] + BELOW
    if len(states) > FEW:
        for move in stated:
            starts = labels("blocks.or").join(str(states[place[name]]["code_label"]) for name in list_of(move, "from"))
            ends = labels("display.move", start=starts, end=states[place[str(move["to"])]]["code_label"])
            route = _routes(move, place)[0]
            draw_arrow(pen, ((2, y + 16), (30, y + 16)), route.look)
            y = pen.lines(40, y + 6, wrapped(ends, WIDTH - 40, SMALL), size=SMALL)
    return pen.panel(y, WIDTH)


def _verdict(routes: Sequence[Route], last: int, labels: Labels) -> str:
    """Which ways a case knows and how far up they lead, in a few words.

    :param last: the state at the top.
    """
    up, down = any(route.up for route in routes), any(route.end < route.start for route in routes)
    name = "both" if up and down else "up" if up else "down" if down else "none"
    reach = ".part" if up and last > 1 and max(route.end for route in routes if route.up) < last else ""
    return labels(f"display.verdict.{name}{reach}")


def _routes(move: Record, place: Mapping[str, int]) -> list[Route]:
    """A move as one line, forked where it has several starts; as several lines where its starts stand on both sides."""
    starts = [place[name] for name in list_of(move, "from")]
    end, look = place[str(move["to"])], LOOKS[str(move["status"])]
    if len(starts) > 1 and (max(starts) < end or min(starts) > end):
        farthest, *others = sorted(starts, key=lambda start: -abs(end - start))
        return [Route(farthest, end, coloured(look, farthest, end), tuple(others))]
    return [Route(start, end, coloured(look, start, end)) for start in starts]


def _boxes(
    pen: Pen, y: float, states: Sequence[Record], starts: Collection[int], labels: Labels
) -> list[tuple[float, float]]:
    """Draws the states from ``y`` down, the last on top; returns the top and bottom of each, in their order.

    :param starts: where a drawn move starts: one that has no mark says so, for a reader would ask.
    """
    width = WIDTH - 2 * SIDE
    boxes: list[tuple[float, float]] = []
    for place, state in reversed(list(enumerate(states))):
        met = state["status"] == "met"
        name = wrapped(str(state["code_label"]), width - 4, bold=True, lines=3)
        height = block_height([*name, ""]) + 10
        pen.add(state_box(SIDE, y, width, height, met=met))
        colour: Colour = "ink" if met else "soft"
        said = _sign(state) or (labels("display.start.unmet") if place in starts else "")
        size = TEXT if met else SMALL
        sign = wrapped(said, width - 8, size, lines=1)
        top = y + (height - block_height([*name, *sign])) / 2
        below = pen.lines(WIDTH / 2, top, name, anchor="middle", bold=met, colour=colour)
        pen.lines(WIDTH / 2, below, sign, size=size, anchor="middle", bold=met, colour=colour)
        title = f"{state['code_label']}{labels('blocks.colon')}{state['level_label']}"
        pen.link((SIDE, y, width, height), f"code:{state['code']}", title)
        boxes.append((y, y + height))
        y += height + GAP
    return boxes[::-1]


def _sign(state: Record) -> str:
    """The source's sign for a state, its level in words where the source has no sign; nothing where it was not met."""
    return (text_of(state, "symbol") or text_of(state, "level_label")) if state["status"] == "met" else ""


def _draw_moves(pen: Pen, boxes: Sequence[tuple[float, float]], routes: Sequence[Route]) -> None:
    for up in (True, False):
        side = [route for route in routes if route.up == up]
        longer = sorted((route for route in side if route.span != 1), key=lambda route: route.span)
        lane = min(LANE, (SIDE - FIRST_LANE - 4) / len(longer)) if longer else LANE
        for number, route in enumerate(longer):
            _long(pen, boxes, route, number * lane)
        for route in side:
            if route.span == 1:
                _short(pen, boxes, route)


def _short(pen: Pen, boxes: Sequence[tuple[float, float]], route: Route) -> None:
    """A move between neighbours, in the gap between their boxes."""
    top, bottom = boxes[max(route.start, route.end)][1], boxes[min(route.start, route.end)][0]
    x = WIDTH / 2 + (-14 if route.up else 14)
    draw_arrow(pen, ((x, bottom), (x, top)) if route.up else ((x, top), (x, bottom)), route.look)


def _long(pen: Pen, boxes: Sequence[tuple[float, float]], route: Route, out: float) -> None:
    """A move that runs round the boxes, ``out`` px beyond the nearest such move."""
    side = -1 if route.up else 1
    edge = SIDE if route.up else WIDTH - SIDE
    x = edge + side * (FIRST_LANE + out)
    (out_top, out_bottom), (in_top, in_bottom) = boxes[route.start], boxes[route.end]
    inset = min(12 + out / 4, (out_bottom - out_top) / 2 - 1)  # each leaves and enters at a height of its own
    leaves, enters = (out_top + inset, in_bottom - inset) if route.up else (out_bottom - inset, in_top + inset)
    way = ((edge, leaves), (x, leaves), (x, enters), (edge, enters))
    if route.span:
        draw_arrow(pen, way, route.look)
    else:
        loop(pen, way, route.look)
    for top, _ in (boxes[other] for other in route.also):
        pen.add(Stroke(((edge, top + inset), (x, top + inset)), route.look.colour, route.look.width, route.look.dash))


def _stay(pen: Pen, y: float, route: Route) -> None:
    """Who stays in the first state, below its box."""
    x, reach, below = WIDTH / 2, 24.0, y + BELOW - 6
    loop(pen, ((x - reach, y), (x - reach, below), (x + reach, below), (x + reach, y)), route.look)


def _key_entries(records: Sequence[Record], labels: Labels) -> list[Entry]:
    """What the drawing has that must be explained, and no more."""
    moves = _stated(records)
    states = [one for one in records if one["mark"] == "state"]
    used = {str(record["status"]) for record in records if record["mark"] == "move"}
    signs = [sign for sign in dict.fromkeys(text_of(one, "symbol") for one in states if one["status"] == "met") if sign]
    entries: list[tuple[Callable[[Pen, float, float], None], str, bool]] = [
        (key_up, "up", any(route.up for route in moves)),
        (key_down, "down", any(route.end < route.start for route in moves)),
        (key_stay, "stay", any(not route.span for route in moves)),
        (key_either, "either", any(route.also for route in moves)),
        *((partial(key_line, LOOKS[status]), status, status in used) for status in LOOKS),
        (partial(key_signs, "  ".join(sorted(signs))), "signs", bool(signs)),
        (key_unmet, "state.unmet", any(one["status"] != "met" for one in states)),
    ]
    return [(draw, labels(f"display.key.{name}")) for draw, name, there in entries if there]


def _stated(records: Sequence[Record]) -> list[Route]:
    """Every move of every case that is drawn."""
    found: list[Route] = []
    for case in dict.fromkeys(one["case"] for one in records):
        own = [one for one in records if one["case"] == case]
        place = {str(one["code"]): number for number, one in enumerate(one for one in own if one["mark"] == "state")}
        found += [
            way for one in own if one["mark"] == "move" and one["status"] in STATED for way in _routes(one, place)
        ]
    return found


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
