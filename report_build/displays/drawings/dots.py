"""Figure: numbers of a table as dots on one scale, a line a row; up to three columns, told apart by their shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_build.displays.drawing import Drawing, all_cases
from report_build.displays.figures.marks import SHAPES, dot, gauge, scale_marks
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import COLUMN, SMALL, Panel, Pen, Stroke
from report_build.displays.rows import Record, Rows, list_of, text_of
from report_build.displays.selection import names
from report_build.displays.tabular import (
    asked_table,
    check_columns,
    column_named,
    decimals_of,
    head_told,
    measured_counts,
    measured_rows,
    measured_table,
    number_told,
    shown_rows,
    tables_of,
    ticks,
)
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study

MOST = len(SHAPES)  # columns of one figure
ROWS_A_PANEL = 20
PITCH = 17.0  # px from a name to its line
MARGIN = 8.0  # px at either end of the scale


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a row of the table, with the numbers that are drawn of it."""
    table = asked_table(study, display)
    columns = [column for name in names(display, "value") or () if (column := column_named(table, name))]
    return measured_rows(study, display, language, table, columns[:MOST])


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it names a table and columns of numbers, no more than there are shapes."""
    yield from check_columns(study, display, ("value",), ("label", "sort"), numeric={"value"})
    asked = names(display, "value") or ()
    if len(asked) > MOST:
        message = f"{display.id!r} draws {len(asked)} columns"
        yield Finding(display.origin.at("select"), "RB604", message, f"Draw {MOST} at most, or two figures")


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """Panels of as many rows as a page has room for, all on one scale; above each, what the shapes stand for."""
    records = list(found.dicts())
    columns = list_of(records[0], "columns ")
    measures = [list_of(records[0], f"{name} measure ") for name in columns]
    numbers = [float(value) for one in records for name in columns if isinstance(value := one[name], int | float)]
    if not numbers:
        return [Pen().panel(1)]
    years = measures[0][0] == "year"
    marks = ticks(min([*numbers] if years else [0.0, *numbers]), max(numbers), whole=years)
    return [
        _panel(records[start : start + ROWS_A_PANEL], columns, measures, marks, labels)
        for start in range(0, len(records), ROWS_A_PANEL)
    ]


def _panel(
    records: Sequence[Record],
    columns: Sequence[str],
    measures: Sequence[Sequence[str]],
    marks: Sequence[float],
    labels: Labels,
) -> Panel:
    pen, y = Pen(), 0.0
    low, high = marks[0], marks[-1]

    def place(value: float) -> float:
        return MARGIN + (value - low) / (high - low) * (COLUMN - 2 * MARGIN)

    for shape, how in zip(SHAPES, measures, strict=False):
        lines = wrapped(head_told(how), COLUMN - 18, bold=True)
        if len(columns) > 1:
            pen.add(*dot(6, y + 8, shape))
        y = pen.lines(18 if len(columns) > 1 else 0, y, lines, bold=True) + 2
    texts = [number_told(measures[0], mark, labels, decimals=decimals_of(marks)) for mark in marks]
    y = scale_marks(pen, y + 2, [place(mark) for mark in marks], texts)
    for one in records:
        y = pen.lines(0, y + 4, wrapped(text_of(one, "name "), COLUMN, SMALL), size=SMALL)
        middle = y + PITCH / 2
        known = [
            (place(float(value)), shape)
            for shape, name in zip(SHAPES, columns, strict=False)
            if isinstance(value := one[name], int | float)
        ]
        gauge(pen, middle, [place(mark) for mark in marks], MARGIN, COLUMN - MARGIN)
        if len(known) > 1:
            pen.add(Stroke(((min(x for x, *_ in known), middle), (max(x for x, *_ in known), middle)), "soft", 1.4))
        for x, shape in known:
            pen.add(*dot(x, middle, shape))
        y += PITCH
    return pen.panel(y + 2)


DRAWING = Drawing(
    name="dots",
    kind="figure",
    selects={"table": tables_of, "cases": all_cases},
    options=("value", "label", "sort"),
    rows=rows,
    counts=measured_counts,
    shows=shown_rows,
    table=measured_table,
    panels=panels,
    check=check,
)
