"""What drawings of any table share: the rows and columns that a display asks for, and how their numbers are told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import ceil, floor, log10
from typing import Any

from report_build.displays.cells import (
    NOTHING,
    column_of,
    head,
    is_number,
    numbers_in,
    said,
    said_number,
    summary,
    unit,
)
from report_build.displays.drawing import Cell, DataTable, Shown
from report_build.displays.rows import Rows, Value, list_of, rows_of, text_of
from report_build.displays.selection import names, selected_cases
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.description import Column, Table
from report_build.model.fields import NUMBER, WORD
from report_build.model.measures import MEASURES
from report_build.model.own import NO_LANGUAGE
from report_build.model.study import Study
from report_build.model.text import Text
from report_build.suggest import Names


def tables_of(study: Study) -> Collection[str]:
    """The tables that can be shown: those that have rows."""
    return [table.name for table in study.tables if study.rows(table.name)]


def asked_table(study: Study, display: Display) -> Table | None:
    """The table that a display shows."""
    return study.table.get((names(display, "table") or ("",))[0])


def asked_rows(study: Study, display: Display, table: Table) -> list[Any]:
    """The table's rows in the display's order, those of its cases where it names some."""
    rows = list(study.rows(table.name))
    of_case = next((column for column in table.columns if column.refers == "cases"), None)
    if of_case is not None and names(display, "cases") is not None:
        wanted = {case.id for case in selected_cases(study, display)}
        rows = [row for row in rows if wanted.intersection(of_case.kind.words_in(getattr(row, of_case.field)))]
    by = str(display.select.get("sort", ""))
    column = column_of(table, by.removeprefix("-"))
    return sorted_by(rows, column, down=by.startswith("-")) if column else rows


def sorted_by(rows: Sequence[Any], column: Column, *, down: bool = False) -> list[Any]:
    """Rows by a column, those that have nothing there last, equal ones as they stand in the file."""
    known = [row for row in rows if not column.kind.is_missing(getattr(row, column.field))]
    rest = [row for row in rows if column.kind.is_missing(getattr(row, column.field))]
    return [*sorted(known, key=lambda row: _place(getattr(row, column.field)), reverse=down), *rest]


def _place(value: Any) -> Any:
    return str(value.of("en")).casefold() if isinstance(value, Text) else value


def showable(table: Table) -> list[Column]:
    """The columns that a table on a page can have."""
    return [one for one in table.columns if one.published and not one.kind.columns and one.kind.name != "mapping"]


def naming_column(table: Table, display: Display) -> Column | None:
    """The column that says what a row is called: the one asked for, else its case, its name, its key."""
    asked = str(display.select.get("label", ""))
    if asked:
        return column_of(table, asked)
    for refers in ("cases", "codes"):
        found = next((column for column in table.columns if column.refers == refers), None)
        if found is not None:
            return found
    titled = [column for column in table.columns if column.field == table.title_field]
    words = [column for column in table.columns if column.kind == WORD]
    return next(iter([*titled, *words, *table.columns]), None)


def plain_value(value: Any, language: str) -> Value:
    """A cell as a CSV file holds it."""
    if isinstance(value, Text):
        return value.of(language)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return tuple(map(str, value))
    known: Value = value
    return known


# How numbers are told once the table is out of reach ----------------------------------------------------------------


def measure_of(column: Column, labels: Labels) -> tuple[str, ...]:
    """What drawing a column's numbers needs of it: its kind, unit, decimals, head."""
    currency = column.unit.of(labels.language) if column.kind.name == "money" else ""
    decimals = "" if column.decimals is None else str(column.decimals)
    kind = "whole" if column.kind == NUMBER else column.kind.name
    return (kind, currency or unit(column, labels), decimals, head(column, labels))


def column_told(measure: Sequence[str]) -> Column:
    """The column again."""
    kind, of, decimals, called = measure
    return Column(
        "value",
        MEASURES[kind],
        unit=Text({NO_LANGUAGE: of}),
        decimals=int(decimals) if decimals else None,
        label=Text({NO_LANGUAGE: called}),
    )


def number_told(measure: Sequence[str], value: object, labels: Labels, *, decimals: int | None = None) -> str:
    """A number of a column as readers see it, without its unit; a dash where none is known."""
    if not isinstance(value, int | float):
        return NOTHING
    return said_number(column_told(measure), value, labels, decimals=decimals)


def head_told(measure: Sequence[str]) -> str:
    """What heads a column, its unit behind."""
    kind, of, _, called = measure
    return f"{called} ({of})" if of and kind not in {"money", "percentage"} else called


def facts_of(columns: Sequence[Column], rows: Sequence[Any], labels: Labels) -> tuple[str, ...]:
    """What an alternative text may name, name and value in turn: rows, and what is counted of columns of numbers."""
    found = ["rows", labels.number(len(rows))]
    for column in filter(is_number, columns):
        if numbers := numbers_in(rows, column):
            for name in ("sum", "mean", "min", "max"):
                found += [f"{column.name}-{name}", summary(column, name, numbers, labels)]
    return tuple(found)


def measured_counts(found: Rows, labels: Labels) -> Mapping[str, str]:  # noqa: ARG001  # reason: one signature for all
    """Rows, and the sum, mean, least and most of each column of numbers."""
    told = next((one["facts "] for one in found.dicts()), ())
    known = [str(one) for one in told] if isinstance(told, tuple) else []
    return dict(zip(known[::2], known[1::2], strict=True))


def measured_table(found: Rows, labels: Labels) -> DataTable:
    """The rows that a figure of numbers draws, as a table."""
    records = list(found.dicts())
    columns = list_of(records[0], "columns ")
    measures = [list_of(records[0], f"{name} measure ") for name in columns]
    body = tuple(
        (
            Cell(text_of(one, "name ")),
            *(Cell(number_told(how, one[name], labels)) for name, how in zip(columns, measures, strict=True)),
        )
        for one in records
    )
    heads = (text_of(records[0], "head "), *map(head_told, measures))
    return DataTable(heads, body, numeric=frozenset(range(1, len(heads))))


def shown_rows(study: Study, display: Display) -> Shown:
    """The rows of the table, and the passages that they name."""
    table = asked_table(study, display)
    if table is None or not table.node_kind:
        return Shown()
    return Shown(nodes=tuple((table.node_kind, table.id_of(row)) for row in asked_rows(study, display, table)))


# What may be wrong --------------------------------------------------------------------------------------------------


def check_columns(
    study: Study,
    display: Display,
    needed: Sequence[str],
    optional: Sequence[str] = (),
    *,
    numeric: Collection[str] = (),
) -> Iterator[Finding]:
    """Whether a display says which table it shows, and names columns of it, of numbers where they are drawn.

    :param needed: keys of ``select`` that must name a column, or several.
    """
    place = display.origin.at("select")
    table = asked_table(study, display)
    if names(display, "table") is None:
        hint = f"Add table: under select, with one of {', '.join(tables_of(study)) or 'none yet'}"
        yield Finding(place, "RB604", f"{display.id!r} does not say which table it shows", hint)
    if table is None:
        return
    known = Names(column.name for column in showable(table))
    there = ", ".join(column.name for column in showable(table))
    for key in (*needed, *optional):
        asked = names(display, key) or ()
        if key in needed and not asked:
            yield Finding(place, "RB604", f"{display.id!r} does not say what its {key} is", f"Columns: {there}")
        for name in asked:
            column = column_of(table, name.removeprefix("-") if key == "sort" else name)
            if column is None or column.name not in known:
                message = f"{display.id!r} names {name!r} under {key}, which is no column of '{table.name}'"
                yield Finding(place, "RB604", message, known.near(name) or f"Columns: {there}")
            elif key in numeric and not is_number(column):
                message = f"{display.id!r} draws {name!r} under {key}, which holds no numbers"
                hint = f"Give it a type in data/study.yaml, or take one of {_numeric(table) or 'none'}"
                yield Finding(place, "RB604", message, hint)


def _numeric(table: Table) -> str:
    return ", ".join(column.name for column in table.columns if is_number(column))


def words_of(study: Study, table: Table, column: Column | None, row: Any, labels: Labels) -> str:
    """What a column says of a row, in words; its key where there is nothing."""
    words = said(study, table, column, getattr(row, column.field), labels) if column else ""
    return words or table.id_of(row)


# Scales -------------------------------------------------------------------------------------------------------------

_TICKS = 5
_TINY = 1e-9


def ticks(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Round numbers from just below ``low`` to just above ``high``."""
    if high <= low:
        high = low + (abs(low) or 1)
    rough = (high - low) / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, float(ceil(step)))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """Powers of ten from below ``low`` to above ``high``."""
    first, last = floor(log10(low) + 1e-9), ceil(log10(high) - 1e-9)
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def decimals_of(marks: Sequence[float]) -> int:
    """The decimals that tell marks of a scale apart."""
    return next((count for count in range(7) if all(abs(mark - round(mark, count)) < _TINY for mark in marks)), 6)


def column_named(table: Table | None, name: str) -> Column | None:
    """A column of numbers by its name."""
    column = column_of(table, name) if table else None
    return column if column is not None and is_number(column) else None


def measured_rows(  # reason: what a display asks for, resolved by its drawing
    study: Study,
    display: Display,
    language: str,
    table: Table | None,
    columns: Sequence[Column],
    *,
    group: Column | None = None,
    all_known: bool = False,
) -> Rows:
    """Rows with a name, the numbers of some columns, and how these are told; those that have none are left out.

    :param group: a column that tells rows apart by the shape of their marks.
    :param all_known: whether a row needs all of the numbers.
    """
    if table is None or not columns:
        return rows_of((), (), (), ())
    labels = Labels(language, study.wordings)
    naming = naming_column(table, display)
    needs = all if all_known else any
    shown = [
        row
        for row in asked_rows(study, display, table)
        if needs(getattr(row, column.field) is not None for column in columns)
    ]
    called = naming.name if naming and naming not in columns else "row "
    measures: dict[str, Value] = {f"{column.name} measure ": measure_of(column, labels) for column in columns}
    same: dict[str, Value] = {
        **measures,
        "columns ": tuple(column.name for column in columns),
        "head ": head(naming, labels) if naming else "",
        "group head ": head(group, labels) if group else "",
        "facts ": facts_of(columns, shown, labels),
    }
    records: list[dict[str, Value]] = [
        {
            **{column.name: getattr(row, column.field) for column in columns},
            called: plain_value(getattr(row, naming.field), language) if naming else table.id_of(row),
            **({group.name: plain_value(getattr(row, group.field), language)} if group else {}),
            "name ": words_of(study, table, naming, row, labels),
            "group ": words_of(study, table, group, row, labels) if group else "",
            **same,
        }
        for row in shown
    ]
    own = [called, *([group.name] if group and group.name != called else [])]
    published = list(dict.fromkeys([*(one for one in own if one != "row "), *(column.name for column in columns)]))
    return rows_of(published, ("name ", "group ", *same), records, (row.origin for row in shown))
