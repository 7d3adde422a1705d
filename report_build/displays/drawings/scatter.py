"""Figure: two columns of numbers of a table against each other, a dot a row, its shape by a third column if asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10

from report_build.displays.cells import column_of
from report_build.displays.drawing import DataTable, Drawing, all_cases
from report_build.displays.figures.marks import GROUPS, SIZE, TICK, dot, scale_marks
from report_build.displays.figures.measure import text_width, wrapped
from report_build.displays.figures.sheet import COLUMN, LEADING, SMALL, Panel, Pen, Stroke
from report_build.displays.rows import Record, Rows, list_of, number_or_none, text_of
from report_build.displays.selection import names
from report_build.displays.tabular import (
    asked_table,
    check_columns,
    column_named,
    decimals_of,
    head_told,
    log_ticks,
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

HEIGHT = 250.0  # px of the field
RIGHT = 10.0  # px to the right of the field
NAMED = 25  # with more dots than these none is named: the data table names them
GAP = 3.0  # px between a dot and its name
Spot = tuple[float, float, float, float]  # left, top, right, bottom


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a row of the table that has both numbers."""
    table = asked_table(study, display)
    columns = [column for key in ("x", "y") if (column := column_named(table, _one(display, key)))]
    group = column_of(table, _one(display, "group")) if table else None
    found = measured_rows(
        study, display, language, table, columns if len(columns) > 1 else (), group=group, all_known=True
    )
    logs = tuple(key for key in ("x", "y") if key in (names(display, "log") or ()))
    return found.with_label("logs ", logs)


def _one(display: Display, key: str) -> str:
    return (names(display, key) or ("",))[0]


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it names a table and two columns of numbers, and a logarithmic scale for positive numbers only."""
    yield from check_columns(study, display, ("x", "y"), ("label", "group"), numeric={"x", "y"})
    place, table = display.origin.at("select"), asked_table(study, display)
    for axis in names(display, "log") or ():
        column = column_named(table, _one(display, axis)) if axis in {"x", "y"} else None
        if axis not in {"x", "y"}:
            yield Finding(place, "RB604", f"{display.id!r} has a logarithmic scale for {axis!r}", "Write x, y or both")
        elif table and column and any((getattr(row, column.field) or 1) <= 0 for row in study.rows(table.name)):
            message = f"{display.id!r} draws {column.name!r} on a logarithmic scale, and it is not positive everywhere"
            yield Finding(place, "RB604", message, "Take log: out")
    group = column_of(table, _one(display, "group")) if table else None
    if table and group:
        shown = {str(getattr(row, group.field)) for row in study.rows(table.name)}
        if len(shown) > len(GROUPS):
            message = f"{display.id!r} tells {len(shown)} groups apart, and there are {len(GROUPS)} shapes"
            yield Finding(place, "RB604", message, "Take another column, or leave group: out")


def table(found: Rows, labels: Labels) -> DataTable:
    """Each row, its group, and both numbers."""
    plain = measured_table(found, labels)
    records = list(found.dicts())
    if not text_of(records[0], "group head "):
        return plain
    return plain.with_column(1, text_of(records[0], "group head "), [text_of(one, "group ") for one in records])


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel: both scales, the dots and their names; below it, what the shapes stand for."""
    records = list(found.dicts())
    x_name, y_name = list_of(records[0], "columns ") * (2 if len(list_of(records[0], "columns ")) == 1 else 1)
    how = {name: list_of(records[0], f"{name} measure ") for name in (x_name, y_name)}
    logs = list_of(records[0], "logs ")
    across = _Scale.of(records, x_name, logarithmic="x" in logs, measure=how[x_name], labels=labels)
    upward = _Scale.of(records, y_name, logarithmic="y" in logs, measure=how[y_name], labels=labels)
    pen = Pen()
    top = pen.lines(0, 0, wrapped(head_told(how[y_name]), COLUMN, SMALL, bold=True), size=SMALL, bold=True) + 10
    left = max(text_width(text, SMALL) for text in upward.texts) + 9
    bottom = top + HEIGHT
    width = COLUMN - RIGHT - left
    for share, text in zip(upward.shares, upward.texts, strict=True):
        y = bottom - share * HEIGHT
        pen.add(Stroke(((left - TICK, y), (left, y)), "ink", 0.8))
        pen.lines(left - 7, y - SMALL * 0.66, [text], size=SMALL, anchor="end", colour="soft")
    places = [left + share * width for share in across.shares]
    pen.add(*(Stroke(((x, bottom), (x, bottom + TICK)), "ink", 0.8) for x in places))
    scale_marks(pen, bottom + 5, places, across.texts)
    pen.add(Stroke(((left, top), (left, bottom), (COLUMN - RIGHT, bottom)), "ink", 1.0))
    groups = list(dict.fromkeys(text_of(one, "group ") for one in records))
    looks = {group: GROUPS[place % len(GROUPS)] for place, group in enumerate(groups)}
    dots = [
        (left + across.share(one[x_name]) * width, bottom - upward.share(one[y_name]) * HEIGHT, one) for one in records
    ]
    for x, y, one in dots:
        pen.add(*dot(x, y, looks[text_of(one, "group ")]))
    if len(dots) <= NAMED:
        _name(pen, dots, (left, top - 8, COLUMN, bottom))
    y = bottom + 5 + SMALL * LEADING + 4
    lines = wrapped(head_told(how[x_name]), COLUMN - left, SMALL, bold=True)
    for line in lines:
        pen.lines(COLUMN - RIGHT, y, [line], size=SMALL, bold=True, anchor="end")
        y += SMALL * LEADING
    for group, look in looks.items() if len(groups) > 1 else ():
        pen.add(*dot(6, y + 12, look))
        y = pen.lines(18, y + 5, wrapped(group, COLUMN - 18, SMALL), size=SMALL)
    return [pen.panel(y + 4)]


def _name(pen: Pen, dots: Sequence[tuple[float, float, Record]], field: Spot) -> None:
    """Names beside their dots where they lie over nothing else, the topmost first; the others go without."""
    taken: list[Spot] = [(x - SIZE, y - SIZE, x + SIZE, y + SIZE) for x, y, _ in dots]
    for x, y, one in sorted(dots, key=lambda each: (each[1], each[0])):
        text = text_of(one, "name ")
        width, height = text_width(text, SMALL), SMALL
        for dx, dy, anchor in (
            (SIZE + GAP, -height / 2, "start"),
            (-SIZE - GAP, -height / 2, "end"),
            (0.0, -SIZE - GAP - height, "middle"),
            (0.0, SIZE + GAP, "middle"),
        ):
            begins = x + dx - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            spot = (begins, y + dy, begins + width, y + dy + height)
            inside = spot[0] >= field[0] and spot[1] >= field[1] and spot[2] <= field[2] and spot[3] <= field[3]
            if inside and not any(_overlap(spot, other) for other in taken):
                pen.lines(x + dx, y + dy - 1, [text], size=SMALL, anchor=anchor)  # type: ignore[arg-type]
                taken.append(spot)
                break


def _overlap(one: Spot, other: Spot) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


class _Scale:
    """A scale from its first mark to its last."""

    def __init__(self, marks: Sequence[float], texts: Sequence[str], *, logarithmic: bool) -> None:
        self.marks, self.texts, self._logarithmic = marks, texts, logarithmic
        self.shares = [self.share(mark) for mark in marks]

    @classmethod
    def of(
        cls, records: Sequence[Record], name: str, *, logarithmic: bool, measure: Sequence[str], labels: Labels
    ) -> _Scale:
        """The scale of a column; it begins at nothing where that is not far away."""
        numbers = [value for one in records if (value := number_or_none(one, name)) is not None]
        low, high = min(numbers), max(numbers)
        logarithmic = logarithmic and low > 0
        if 0 < low < high / 2 and measure[0] != "year":
            low = 0.0 if not logarithmic else low
        marks = log_ticks(low, high) if logarithmic else ticks(low, high, whole=measure[0] in {"year", "whole"})
        decimals = decimals_of(marks)
        texts = [
            number_told(measure, int(mark) if mark == int(mark) else mark, labels, decimals=decimals) for mark in marks
        ]
        return cls(marks, texts, logarithmic=logarithmic)

    def share(self, value: object) -> float:
        """How far along a number stands, 0 for the first mark and 1 for the last."""
        number = float(value) if isinstance(value, int | float) else 0.0
        low, high = self.marks[0], self.marks[-1]
        if self._logarithmic:
            return (log10(number) - log10(low)) / (log10(high) - log10(low))
        return (number - low) / (high - low)


DRAWING = Drawing(
    name="scatter",
    kind="figure",
    selects={"table": tables_of, "cases": all_cases},
    options=("x", "y", "label", "group", "log"),
    rows=rows,
    counts=measured_counts,
    shows=shown_rows,
    table=table,
    panels=panels,
    check=check,
)
