"""What a cell of a typed column is for readers: numbers, dates and words as the language writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum
from statistics import fmean, median
from typing import Any

from report_build.labels import Labels, numbers
from report_build.model.description import Column, Table
from report_build.model.fields import NUMBER
from report_build.model.measures import Measure
from report_build.model.own import NO_LANGUAGE
from report_build.model.study import Study
from report_build.model.text import Text

NOTHING = "–"  # of a number that is not known
SUMMARIES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": fsum,
    "mean": fmean,
    "median": median,
    "min": min,
    "max": max,
}
_CENTS = 2  # decimals of a sum of money


def is_number(column: Column) -> bool:
    """Whether a column's values can be added up and drawn to a scale."""
    return column.kind == NUMBER or (isinstance(column.kind, Measure) and column.kind.is_number)


def said_number(column: Column, value: float, labels: Labels, *, decimals: int | None = None) -> str:
    """A number of a column as readers see it, with its sign of per cent or currency.

    :param decimals: other than those of the column, as means need.
    """
    shown = column.decimals if decimals is None else decimals
    match column.kind.name:
        case "percentage":
            return numbers.percentage(value, labels.language, shown)
        case "money":
            return numbers.money(value, column.unit.of(labels.language), labels.language, shown)
        case "year":
            return str(round(value)) if value == round(value) else numbers.plain(value, labels.language, shown)
        case _:
            return labels.number(value, shown)


def summary(column: Column, name: str, numbers: Sequence[float], labels: Labels) -> str:
    """One of :data:`SUMMARIES` of a column's numbers as readers see it.

    A mean may have one decimal more than they; of sums of money it has those of its cells, and nothing below a cent.
    """
    value = SUMMARIES[name](numbers)
    whole = int(value) if value == int(value) else value
    finer = name in {"mean", "median"} and isinstance(whole, float) and column.kind.name != "year"
    more = max(column.decimals or 0, _CENTS) if column.kind.name == "money" else (column.decimals or 0) + 1
    return said_number(column, whole, labels, decimals=more if finer else column.decimals)


def said(study: Study, table: Table, column: Column, value: Any, labels: Labels) -> str:
    """A cell in words; what refers to cases and codes by their names, to anything else by its id."""
    if value is None or value in ("", ()):
        return ""
    if is_number(column):
        return said_number(column, value, labels)
    if column.kind.name == "date":
        return numbers.day(value, labels.language)
    if isinstance(value, Text):
        return value.of(labels.language)
    words = column.kind.words_in(value)
    return labels("list.and").join(_word(study, table, column, word, labels) for word in words)


def with_unit(study: Study, table: Table, column: Column, value: Any, labels: Labels) -> str:
    """As :func:`said`, a number with its unit behind."""
    words, of = said(study, table, column, value, labels), unit(column, labels)
    return f"{words}\u00a0{of}" if words and of and is_number(column) else words


def _word(study: Study, table: Table, column: Column, word: str, labels: Labels) -> str:
    match column.refers:
        case "cases":
            known = study.case.get(word)
            return known.short.of(labels.language) if known else labels("general") if word == "general" else word
        case "codes":
            return study.code[word].label.of(labels.language) if word in study.code else word
    if column.refers in study.own_row:
        return title_of(study, study.table[column.refers], word, labels)
    return labels.get(f"value.{table.name}.{column.name}.{word}", word)


def title_of(study: Study, table: Table, id_: str, labels: Labels) -> str:
    """What readers call a row of an own table: the words of the column that names it, else its id."""
    row = study.own_row[table.name].get(id_)
    named = getattr(row, table.title_field) if row is not None and table.title_field else ""
    return (named.of(labels.language) if isinstance(named, Text) else str(named)) or id_


def head(column: Column, labels: Labels) -> str:
    """What heads a column: its label, else what the engine calls such a column, else its name."""
    if column.label:
        return column.label.get(labels.language) or column.label.get(NO_LANGUAGE) or column.label.of("en")
    known = {"cases": "blocks.case", "evidence": "blocks.passages"}
    return labels(known[column.refers]) if column.refers in known else column.name


def unit(column: Column, labels: Labels) -> str:
    """The unit of what a column measures; '' where its numbers carry it themselves."""
    if column.kind.name in {"percentage", "money"}:
        return ""
    return column.unit.get(labels.language) or column.unit.of(NO_LANGUAGE)


def head_with_unit(column: Column, labels: Labels) -> str:
    """What heads a column of numbers, with their unit behind."""
    of = unit(column, labels)
    return f"{head(column, labels)} ({of})" if of else head(column, labels)


def column_of(table: Table, name: str) -> Column | None:
    """A column by its name."""
    return next((column for column in table.columns if column.name == name), None)


def numbers_in(rows: Sequence[Any], column: Column) -> list[float]:
    """The numbers of a column, what is not known left out."""
    return [value for row in rows if (value := getattr(row, column.field)) is not None]
