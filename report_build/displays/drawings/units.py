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
from report_build.displays.figures.colours import hue
from report_build.displays.figures.marks import one_stands_for
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
SPOKEN_STEP = 13.0  # px from one passage to the next: another unit than a square, and another mark
SPOKEN_A_ROW = 25
AT_MOST = 350  # squares of one instrument: above it, a square stands for several


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row an instrument: how many were met or came back, out of how many, and what is reported of it."""
    instruments = _selected(study, display)
    given = sum(study.ground(one) == "material" for one in study.evidence)
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
            "given": given,
        }
        for item in instruments
    ]
    published = ("instrument", "kind", "label", "count", "bound", "population", "population_bound", "medium", "results")
    return rows_of((*published, "evidence", "note"), ("given",), records, (item.origin for item in instruments))


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
    """Each instrument: how many, how, and what is reported of it; last, the passages in which people speak."""
    records = list(found.dicts())
    body = [
        (
            Cell(text_of(one, "label")),
            Cell(_how_many(one, labels)),
            Cell(text_of(one, "medium") or labels("display.not_said")),
            Cell(labels.get(f"display.results.{one['results']}", text_of(one, "results"))),
            Cell(evidence=list_of(one, "evidence")),
        )
        for one in records
    ]
    given = records[0]["given"] if records else 0
    if isinstance(given, int) and given:
        body.append((Cell(labels("display.given.head")), Cell(labels.number(given)), Cell(), Cell(), Cell()))
    heads = ("instrument", "count", "medium", "results", "evidence")
    return DataTable(tuple(labels(f"display.{head}") for head in heads), tuple(body))


def _how_many(record: Record, labels: Labels) -> str:
    """« 40 sur plus de 200 »."""
    said = bounded(record["count"], text_of(record, "bound"), labels)
    if not isinstance(record["population"], int):
        return said
    out_of = bounded(record["population"], text_of(record, "population_bound"), labels)
    return labels("display.count_of", count=said, population=out_of)


def _selected(study: Study, display: Display) -> tuple[Instrument, ...]:
    return chosen(display, "instruments", study.fieldwork)


def _selectable(study: Study) -> Collection[str]:
    return [one.id for one in study.fieldwork]


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel on one scale: the instruments by kind, and at its end the passages that are given; then the key."""
    records = list(found.dicts())
    scale = one_stands_for(max((_whole(record) for record in records), default=0), AT_MOST)
    pen, y = Pen(), 0.0
    for kind in dict.fromkeys(str(record["kind"]) for record in records):
        y = _kind(pen, y, [record for record in records if record["kind"] == kind], scale, labels)
    if scale > 1:
        y = pen.lines(0, y, [labels("display.unit", count=labels.number(scale))], size=SMALL, colour="soft") + 10
    given = records[0]["given"] if records else 0
    if isinstance(given, int) and given:
        y = pen.lines(0, y, wrapped(labels.choose("display.given", given), COLUMN, bold=True), bold=True) + 4
        drawn = -(-given // scale)
        for place in range(drawn):
            _spoken(pen, place % SPOKEN_A_ROW * SPOKEN_STEP, y + place // SPOKEN_A_ROW * SPOKEN_STEP)
        y += -(-drawn // SPOKEN_A_ROW) * SPOKEN_STEP + STEP
    return [pen.panel(y), _key(records, labels)]


def _whole(record: Record) -> int:
    """How many units an instrument is drawn with: all that could be met, whether they were or not."""
    return max(value if isinstance(value, int) else 0 for value in (record["count"], record["population"]))


def _kind(pen: Pen, y: float, records: Sequence[Record], scale: int, labels: Labels) -> float:
    kind = str(records[0]["kind"])
    y = pen.lines(0, y, wrapped(_kind_label(kind, labels), COLUMN, 14, bold=True), size=14, bold=True) + 4
    for record in records:
        y = _instrument(pen, y, record, scale, labels) + 10
    return y + 4


def _kind_label(kind: str, labels: Labels) -> str:
    try:
        return labels(f"display.kind.{kind}")
    except KeyError:  # another study's own kind of instrument, that its labels.csv does not name
        return kind


def _instrument(pen: Pen, y: float, record: Record, one: int, labels: Labels) -> float:
    count, population = record["count"], record["population"]
    said = _how_many(record, labels)
    result = labels(f"display.results.{record['results']}") if record["results"] in RESULTS else ""
    told = ", ".join(part for part in (said, result) if part)
    y = pen.lines(0, y, wrapped(f"{record['label']}{labels('blocks.colon')}{told}", COLUMN)) + 4
    counted = count if isinstance(count, int) else 0
    drawn = -(-_whole(record) // one)
    for place in range(drawn):
        x, top = place % A_ROW * STEP, y + place // A_ROW * STEP
        result_square(pen, x, top, str(record["results"]) if place * one < counted else "")
    open_ended = record["population_bound"] if isinstance(population, int) else record["bound"]
    if drawn and open_ended == ">":
        x, top = drawn % A_ROW * STEP, y + drawn // A_ROW * STEP
        for dot in range(3):  # and more
            pen.add(_dot(x + 3 + dot * 5, top + SQUARE / 2))
        drawn += 1
    return y + -(-drawn // A_ROW) * STEP


def result_square(pen: Pen, x: float, y: float, results: str) -> None:
    """Filled: results reported; half filled: traces; hollow: none reported; a dot: not met, or did not come back."""
    if not results:
        pen.add(_dot(x + SQUARE / 2, y + SQUARE / 2))
        return
    if results == "reported":
        pen.add(Box(x, y, SQUARE, SQUARE, "ink"))
        return
    pen.add(Box(x + 0.5, y + 0.5, SQUARE - 1, SQUARE - 1, None, "ink", 1.1))
    if results == "traces":
        pen.add(Shape(((x, y), (x, y + SQUARE), (x + SQUARE, y + SQUARE)), "ink"))


def _spoken(pen: Pen, x: float, y: float) -> None:
    """A balloon: a passage in which someone speaks."""
    right, foot = x + 10, y + 7
    pen.add(
        Shape(
            ((x, y), (right, y), (right, foot), (x + 5, foot), (x + 2, foot + 3), (x + 2, foot), (x, foot)),
            hue("material"),
        )
    )


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
    if any(record["given"] for record in records):
        _spoken(pen, 0, y + (TEXT * LEADING - SQUARE) / 2)
        y = pen.lines(20, y, wrapped(labels("display.key.given"), COLUMN - 20)) + 8
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
