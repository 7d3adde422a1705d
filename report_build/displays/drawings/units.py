"""Figure: the fieldwork as squares: who was met, what came back out of how many, what yields no reported result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from report_build.displays.drawing import (
    Cell,
    DataTable,
    Drawing,
    Shown,
    bounded,
    by_value,
    distinct,
)
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import COLUMN, LEADING, SMALL, TEXT, Box, Panel, Pen, Shape
from report_build.displays.rows import Record, Rows, Value, list_of, rows_of, text_of
from report_build.displays.selection import chosen
from report_build.labels import Labels
from report_build.model.coding import RESULTS, Display, Instrument
from report_build.model.study import Study

SQUARE = 7.0  # px
STEP = 9.0  # px from one square to the next
A_ROW = 35  # squares
AT_MOST = 350  # squares of one instrument: above it, a square stands for several


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row an instrument: how many were met or came back, out of how many, and what is reported of it."""
    instruments = _selected(study, display)
    records: list[dict[str, Value]] = [
        {
            "instrument": item.id,
            "kind": item.kind,
            "count": item.count,
            "bound": item.bound,
            "population": item.population,
            "population_bound": item.population_bound,
            "results": item.results,
            "evidence": item.evidence,
            "label": item.label.of(language),
            "medium": item.medium.of(language),
            "note": item.note.of(language),
        }
        for item in instruments
    ]
    published = ("instrument", "kind", "label", "count", "bound", "population", "population_bound", "medium", "results")
    return rows_of((*published, "evidence", "note"), (), records, (item.origin for item in instruments))


def shows(study: Study, display: Display) -> Shown:
    """Its instruments."""
    return Shown(nodes=tuple(("instrument", one.id) for one in _selected(study, display)))


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Instruments, those of each kind of result, and each instrument's own count, under its id."""
    own: dict[str, str] = {}
    for one in found.dicts():
        for name, column, bound in (("", "count", "bound"), ("-population", "population", "population_bound")):
            own[f"{one['instrument']}{name}"] = bounded(one[column], text_of(one, bound), labels)
    return {
        **distinct(found, labels, instruments="instrument"),
        **by_value(found, labels, "results", zeros=RESULTS),
        **own,
    }


def table(found: Rows, labels: Labels) -> DataTable:
    """Each instrument: how many, out of how many, how, and what is reported of it."""
    body = tuple(
        (
            Cell(text_of(one, "label")),
            Cell(bounded(one["count"], text_of(one, "bound"), labels)),
            Cell(_out_of(one, labels)),
            Cell(text_of(one, "medium")),
            Cell(labels.get(f"display.results.{one['results']}", text_of(one, "results"))),
            Cell(evidence=list_of(one, "evidence")),
        )
        for one in found.dicts()
    )
    heads = ("instrument", "count", "out_of", "medium", "results", "evidence")
    return DataTable(tuple(labels(f"display.{head}") for head in heads), body)


def _out_of(record: Record, labels: Labels) -> str:
    population = record["population"]
    return "–" if population is None else bounded(population, text_of(record, "population_bound"), labels)


def _selected(study: Study, display: Display) -> tuple[Instrument, ...]:
    return chosen(display, "instruments", study.fieldwork)


def _selectable(study: Study) -> Collection[str]:
    return [one.id for one in study.fieldwork]


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel a kind of instrument, then the key."""
    records = list(found.dicts())
    kinds = dict.fromkeys(str(record["kind"]) for record in records)
    panels = [_kind([record for record in records if record["kind"] == kind], kind, labels) for kind in kinds]
    return [*panels, _key(records, labels)]


def unit(squares: int) -> int:
    """How many one square stands for: 1, 2, 5, 10, 20, … so that no instrument needs more than :data:`AT_MOST`."""
    size, step = 1, 0
    while squares > AT_MOST * size:
        size = (2, 5, 10)[step % 3] * 10 ** (step // 3)
        step += 1
    return size


def _kind(records: Sequence[Record], kind: str, labels: Labels) -> Panel:
    pen = Pen()
    title = wrapped(_kind_label(kind, labels), COLUMN, 13, bold=True)
    y = pen.lines(0, 0, title, size=13, bold=True) + 8
    for record in records:
        y = _instrument(pen, y, record, labels) + 14
    return pen.panel(y)


def _kind_label(kind: str, labels: Labels) -> str:
    try:
        return labels(f"display.kind.{kind}")
    except KeyError:  # another study's own kind of instrument, that its labels.csv does not name
        return kind


def _instrument(pen: Pen, y: float, record: Record, labels: Labels) -> float:
    count, population = record["count"], record["population"]
    said = bounded(count, str(record["bound"]), labels)
    if isinstance(population, int):
        out_of = bounded(population, str(record["population_bound"]), labels)
        said = labels("display.count_of", count=said, population=out_of)
    y = pen.lines(0, y, wrapped(str(record["label"]), COLUMN, TEXT, bold=True), bold=True)
    y = pen.lines(0, y + 1, wrapped(said, COLUMN)) + 4
    counted = count if isinstance(count, int) else 0
    whole = max(counted, population if isinstance(population, int) else 0)
    one = unit(whole)
    drawn = -(-whole // one)
    for place in range(drawn):
        x, top = place % A_ROW * STEP, y + place // A_ROW * STEP
        result_square(pen, x, top, str(record["results"]) if place * one < counted else "")
    open_ended = record["population_bound"] if isinstance(population, int) else record["bound"]
    if drawn and open_ended == ">":
        x, top = drawn % A_ROW * STEP, y + drawn // A_ROW * STEP
        for dot in range(3):  # and more
            pen.add(_dot(x + 3 + dot * 5, top + SQUARE / 2))
        drawn += 1
    y += -(-drawn // A_ROW) * STEP + (5 if drawn else 0)
    if one > 1:
        y = pen.lines(0, y, [labels("display.unit", count=labels.number(one))], size=SMALL, colour="soft")
    result = labels(f"display.results.{record['results']}") if record["results"] in RESULTS else ""
    return pen.lines(0, y, wrapped(result, COLUMN, SMALL), size=SMALL, colour="soft") if result else y


def result_square(pen: Pen, x: float, y: float, results: str) -> None:
    """Filled: results reported; half filled: traces; hollow: none reported; a dot: not met, or did not come back."""
    if not results:
        pen.add(_dot(x + SQUARE / 2, y + SQUARE / 2))
        return
    if results == "reported":
        pen.add(Box(x, y, SQUARE, SQUARE, "accent"))
        return
    pen.add(Box(x + 0.5, y + 0.5, SQUARE - 1, SQUARE - 1, None, "warm", 1.2))
    if results == "traces":
        pen.add(Shape(((x, y), (x, y + SQUARE), (x + SQUARE, y + SQUARE)), "warm"))


def _dot(x: float, y: float) -> Box:
    return Box(x - 1, y - 1, 2, 2, "soft")


def _key(records: Sequence[Record], labels: Labels) -> Panel:
    pen = Pen()
    y = pen.lines(0, 0, [labels("display.key")], size=13, bold=True) + 8
    entries = [name for name in RESULTS if any(record["results"] == name for record in records)]
    for name in [*entries, *([""] if any(record["population"] is not None for record in records) else [])]:
        lines = wrapped(labels(f"display.key.square.{name or 'absent'}"), COLUMN - 20)
        result_square(pen, 1, y + (TEXT * LEADING - SQUARE) / 2, name)
        y = pen.lines(20, y, lines) + 8
    return pen.panel(y)


DRAWING = Drawing(
    name="units",
    kind="figure",
    selects={"instruments": _selectable},
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=panels,
)
