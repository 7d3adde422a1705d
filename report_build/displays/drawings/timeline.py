"""Figure: rows of a table along time: a mark for a day, month or year, a bar from one to another."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from report_build.displays.cells import column_of, head
from report_build.displays.drawing import Cell, DataTable, Drawing, all_cases
from report_build.displays.figures.marks import GROUPS, SIZE, dot, gauge, scale_marks
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import COLUMN, SMALL, Box, Panel, Pen
from report_build.displays.rows import Record, Rows, Value, rows_of, text_of
from report_build.displays.selection import names
from report_build.displays.tabular import (
    asked_rows,
    asked_table,
    check_columns,
    naming_column,
    plain_value,
    shown_rows,
    sorted_by,
    tables_of,
    ticks,
    words_of,
)
from report_build.findings import Finding
from report_build.labels import Labels, numbers
from report_build.model.coding import Display
from report_build.model.description import Column, Table
from report_build.model.study import Study

ROWS_A_PANEL = 20
PITCH = 15.0  # px of a row's mark
MARGIN = 8.0  # px at either end


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a row of the table that has a date, the earliest first."""
    table, labels = asked_table(study, display), Labels(language, study.wordings)
    start = _column(table, display, "start")
    if table is None or start is None:
        return rows_of((), (), (), ())
    end, naming = _column(table, display, "end"), naming_column(table, display)
    dated = [row for row in asked_rows(study, display, table) if _when(getattr(row, start.field))]
    shown = dated if "sort" in display.select else sorted_by(dated, start)
    same: dict[str, Value] = {
        "head ": head(naming, labels) if naming else "",
        "start head ": head(start, labels),
        "end head ": head(end, labels) if end else "",
    }
    called = naming.name if naming and naming not in (start, end) else "row "
    records: list[dict[str, Value]] = [
        {
            called: plain_value(getattr(row, naming.field), language) if naming else "",
            start.name: getattr(row, start.field),
            **({end.name: getattr(row, end.field)} if end else {}),
            "name ": words_of(study, table, naming, row, labels),
            "from ": str(getattr(row, start.field)),
            "until ": str(getattr(row, end.field) or "") if end else "",
            **same,
        }
        for row in shown
    ]
    own = [name for name in (called, start.name, end.name if end else "") if name and name != "row "]
    published = list(dict.fromkeys(own))
    return rows_of(published, ("name ", "from ", "until ", *same), records, (row.origin for row in shown))


def _column(table: Table | None, display: Display, key: str) -> Column | None:
    """The column of dates or years that is asked for; the first of the table where no start is."""
    asked = (names(display, key) or ("",))[0]
    if table is None or (key == "end" and not asked):
        return None
    if asked:
        found = column_of(table, asked)
        return found if found is not None and _is_time(found) else None
    return next((column for column in table.columns if _is_time(column)), None)


def _is_time(column: Column) -> bool:
    return column.kind.name in {"date", "year"} or column.name == "date"


def _when(value: object) -> tuple[float, float] | None:
    """When something begins and when it ends at the latest, in years; None where no date is known."""
    parts = str(value).split("-") if value not in (None, "") else []
    try:
        year = int(parts[0])
        month = int(parts[1]) if len(parts) > 1 else 0
        if len(parts) > 2:  # noqa: PLR2004  # reason: a day
            day = _years(date(year, month, int(parts[2])))
            return day, day
        first = date(year, month or 1, 1)
        last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except (ValueError, IndexError):
        return None
    return _years(first), _years(last)


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / (366 if calendar.isleap(day.year) else 365)


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it names a table and columns of dates or years, and nothing ends before it begins."""
    yield from check_columns(study, display, (), ("start", "end", "label", "sort"))
    place, table = display.origin.at("select"), asked_table(study, display)
    if table is None:
        return
    for key in ("start", "end"):
        asked = column_of(table, (names(display, key) or ("",))[0])
        if (asked is not None and not _is_time(asked)) or (key == "start" and _column(table, display, key) is None):
            message = f"{display.id!r} has no column of dates or years under {key}"
            times = ", ".join(column.name for column in table.columns if _is_time(column))
            yield Finding(place, "RB604", message, f"Such columns: {times or 'none'}")
    start, end = _column(table, display, "start"), _column(table, display, "end")
    for row in asked_rows(study, display, table) if start and end else ():
        begins, ends = _when(getattr(row, start.field)), _when(getattr(row, end.field)) if end else None  # type: ignore[union-attr]
        if begins and ends and ends[1] < begins[0]:
            message = f"'{table.id_of(row)}' ends before it begins"
            yield Finding(row.origin.at(end.field if end else ""), "RB604", message, "Correct one of the two dates")


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Rows, the first and the last date."""
    dates = sorted(text for one in found.dicts() for text in (text_of(one, "from "), text_of(one, "until ")) if text)
    told = [numbers.day(text, labels.language) for text in (dates[:1] + dates[-1:])]
    return {"rows": labels.number(len(found)), **dict(zip(("first", "last"), told, strict=False))}


def table(found: Rows, labels: Labels) -> DataTable:
    """Each row with its dates."""
    records = list(found.dicts())
    keys = [key for key in ("from ", "until ") if any(text_of(one, key) for one in records)]
    body = tuple(
        (Cell(text_of(one, "name ")), *(Cell(_said(text_of(one, key), labels)) for key in keys)) for one in records
    )
    heads = [text_of(records[0], "start head "), text_of(records[0], "end head ")][: len(keys)]
    return DataTable((text_of(records[0], "head "), *heads), body)


def _said(written: str, labels: Labels) -> str:
    return numbers.day(written, labels.language) if written else ""


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """Panels of as many rows as a page has room for, all along one line of time."""
    records = list(found.dicts())
    spans = [span for one in records for key in ("from ", "until ") if (span := _when(text_of(one, key)))]
    low, high = min(first for first, _ in spans), max(last for _, last in spans)
    marks = ticks(low, high, whole=True)
    return [
        _panel(records[start : start + ROWS_A_PANEL], marks, labels) for start in range(0, len(records), ROWS_A_PANEL)
    ]


def _panel(records: Sequence[Record], marks: Sequence[float], labels: Labels) -> Panel:
    pen = Pen()

    def place(year: float) -> float:
        return MARGIN + (year - marks[0]) / (marks[-1] - marks[0]) * (COLUMN - 2 * MARGIN)

    y = scale_marks(pen, 0, [place(mark) for mark in marks], [str(round(mark)) for mark in marks])
    for one in records:
        begins, ends = _when(text_of(one, "from ")), _when(text_of(one, "until "))
        if begins is None:
            continue
        said = labels("list.dash").join(filter(None, (_said(text_of(one, key), labels) for key in ("from ", "until "))))
        y = pen.lines(0, y + 5, wrapped(f"{text_of(one, 'name ')} · {said}", COLUMN, SMALL), size=SMALL)
        middle, last = y + PITCH / 2, (ends or begins)[1]
        gauge(pen, middle, [place(mark) for mark in marks], MARGIN, COLUMN - MARGIN)
        if place(last) - place(begins[0]) > 2 * SIZE:  # a single date that is a whole year is a pale bar
            pen.add(
                Box(
                    place(begins[0]),
                    middle - 4,
                    place(last) - place(begins[0]),
                    8,
                    "soft" if ends else "tint",
                    "soft",
                    1.0,
                )
            )
        else:
            pen.add(*dot((place(begins[0]) + place(last)) / 2, middle, GROUPS[0]))
        y += PITCH
    return pen.panel(y + 2)


DRAWING = Drawing(
    name="timeline",
    kind="figure",
    selects={"table": tables_of, "cases": all_cases},
    options=("start", "end", "label", "sort"),
    rows=rows,
    counts=counts,
    shows=shown_rows,
    table=table,
    panels=panels,
    check=check,
)
