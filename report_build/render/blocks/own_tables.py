"""The author's own tables as cards: a row each, with what ``card:`` of ``data/study.yaml`` says stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from report_build.displays.cells import column_of, head, with_unit
from report_build.index import Index
from report_build.model.description import Column, Table
from report_build.model.study import Study
from report_build.model.text import Text
from report_build.render.blocks import arguments
from report_build.render.templates import render
from report_build.render.view import PageView, joined


@dataclass(frozen=True, slots=True)
class Card:
    """A row, and the columns that are shown of it, those together that belong together."""

    table: Table
    row: Any
    facts: tuple[tuple[Column, ...], ...]

    @property
    def anchor(self) -> str:
        """Its heading's id."""
        return f"{self.table.node_kind}-{self.table.id_of(self.row)}".replace("/", "-")

    def title(self, page: PageView) -> str | Markup:
        """The row's name: its first text, or what tells it apart."""
        titled = getattr(self.row, self.table.title_field) if self.table.title_field else ""
        return (page.text(titled) if isinstance(titled, Text) else titled) or self.table.id_of(self.row)

    def said(self, page: PageView) -> Iterator[tuple[str, Markup]]:
        """What each fact is called, and what it says; columns that belong together in one line."""
        for columns in self.facts:
            parts = [fact_html(page, self.table, one, getattr(self.row, one.field)) for one in columns]
            yield head(columns[0], page.labels), joined(", ", filter(None, parts))


@dataclass(frozen=True, slots=True)
class TableCards:
    cards: tuple[Card, ...]
    level: int  # of their headings


def table_cards(index: Index, given: Mapping[str, str]) -> TableCards:
    """``{{< table-cards <table> [case=…] [level=…] >}}``: the rows of an own table, of one case or of all."""
    args = arguments.read(given, arguments.FIRST, "case", "level")
    study = index.study
    name = args.needed(arguments.FIRST, [table.name for table in study.own_tables])
    case = args.one_of("case", study.case)
    return TableCards(cards_of(study, study.table[name], case), args.level)


def tables_on_cards(study: Study) -> Sequence[Table]:
    """The own tables whose rows stand on cards, also on the pages of the cases that they name."""
    return [table for table in study.own_tables if table.name in study.said_of and study.said_of[table.name].card]


def cards_of(study: Study, table: Table, case: str = "") -> tuple[Card, ...]:
    """A table's rows as cards, those of one case or all."""
    told = study.said_of[table.name].card if table.name in study.said_of else ()
    shown = [[column_of(table, part) for part in each.split("+")] for each in told]
    facts = tuple(tuple(column for column in columns if column is not None) for columns in shown)
    if not facts:
        facts = tuple((column,) for column in table.columns if column.field != table.title_field)
    of_case = [column for column in table.columns if column.refers == "cases"]
    return tuple(
        Card(table, row, tuple(columns for columns in facts if columns))
        for row in study.rows(table.name)
        if not case or any(case in column.kind.words_in(getattr(row, column.field)) for column in of_case)
    )


def attributes_of(study: Study, table: str, row: Any) -> Card:
    """What a case or source is said to be besides, as facts."""
    return Card(study.table[table], row, tuple((column,) for column in study.attributes.get(table, ())))


def fact_html(page: PageView, table: Table, column: Column, value: Any) -> str | Markup:
    """What a cell says, names as links."""
    if isinstance(value, Text):
        return page.text(value)
    match column.refers:
        case "cases":
            return page.case_names(column.kind.words_in(value))
        case "codes":
            return page.code_names(column.kind.words_in(value))
        case "evidence":
            return render("blocks/passage-list.html", page=page, ids=column.kind.words_in(value))
        case "works":
            return page.works(column.kind.words_in(value))
    return with_unit(page.study, table, column, value, page.labels)
