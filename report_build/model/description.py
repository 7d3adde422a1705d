"""How a table of the study is described: its columns, what its rows are called, how others refer to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from report_build.model.fields import WORD, Field
from report_build.model.row import Row
from report_build.model.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column of a CSV file or a key of a YAML item."""

    name: str
    kind: Field = WORD
    required: bool = False
    attribute: str = ""  # of the model's value, where it is called otherwise
    values: tuple[str, ...] = ()  # the closed list that its words come from
    refers: str = ""  # the table whose ids its words are, a name in TABLES or "works"
    role: str = ""  # how the row rests on what it refers to, in the graph behind ``trace``; by default the table's own
    quotation: bool = False  # whether it quotes: evidence, whose wording nothing judges, mends or has translated
    published: bool = True  # False: it stays with the authors, and no file beside the pages holds it
    about: Mapping[str, str] = field(default_factory=dict)  # language -> what it means, where no label says it
    default: str = ""  # the word that an absent or empty cell stands for
    label: Text = field(default_factory=Text)  # what heads it in tables and drawings
    unit: Text = field(default_factory=Text)  # of what it measures; of money, the currency
    decimals: int | None = None  # that are shown; None: as many as there are
    of_kind: str = ""  # the kind of the codes that it names
    where_used: bool = False  # whether readers are told of it, and of each of its values, only by a study that uses it

    @property
    def field(self) -> str:
        return self.attribute or self.name

    @property
    def is_prose(self) -> bool:
        """Whether it is the authors' own wording, which rules of typography and translation apply to."""
        return self.kind.by_language and not self.quotation

    @property
    def absent(self) -> Any:
        """What an absent or empty cell or key stands for."""
        return self.default or self.kind.empty(required=self.required)


def column(name: str, about: str, kind: Field = WORD, **more: Any) -> Column:
    """A column whose meaning stands here, in English, since no label says it."""
    return Column(name, kind, about={"en": about}, **more)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the study: a CSV file, or a list in a YAML file.

    Everything that must know all tables goes by this description: reading, checking, ``study.json`` and its schema,
    comparing versions, the graph behind ``trace``, counts in prose, the data page and the data package.
    """

    name: str  # plural, e.g. "claims"; a field of Study where it has one
    file: str  # in the data folder
    columns: tuple[Column, ...]
    value: Callable[..., Any] = Row  # makes a row or item: the model's class
    key: tuple[str, ...] = ("id",)  # attributes that no two rows share; () where any may
    items: str = ""  # the YAML key that holds the list
    needed: bool = False  # whether a study must have it
    instead: str = ""  # the table that a study may have instead, where it is needed
    node: str = ""  # what a row is in the graph behind ``trace``; by default the name in the singular, "-" for none
    title: str = ""  # the attribute that names a row for readers; by default the first text in it
    role: str = ""  # how others rest on its rows, unless their columns say otherwise
    unknown: str = "RB138"  # the code of the finding on a name that it does not have
    about: Mapping[str, str] = field(default_factory=dict)  # language -> what it holds, where no label says it

    @property
    def node_kind(self) -> str:
        """What a row is in the graph; '' where the graph leaves it out."""
        return "" if self.node == "-" else self.node or singular(self.name)

    @property
    def title_field(self) -> str:
        """The attribute that names a row for readers; '' where none does."""
        return self.title or next((column.field for column in self.columns if column.kind.by_language), "")

    @property
    def named_by(self) -> str:
        """The attribute that other tables' columns name its rows by; '' where they cannot."""
        if len(self.key) == 1:
            return self.key[0]
        return next((one for one in self.key if one == singular(self.name)), "")

    def id_of(self, value: Any) -> str:
        """A row's id: its key, joined by slashes; the coder is told only of a row beside the one that counts."""
        key = [name for name in self.key if name != "coder" or not value.counts]
        return "/".join(str(getattr(value, attribute)) for attribute in key).rstrip("/")

    def told_columns(self, rows: Iterable[Any]) -> list[Column]:
        """The columns that readers of these rows are told of."""
        known = list(rows)
        return [
            one
            for one in self.columns
            if not one.where_used or any(not one.kind.is_missing(getattr(row, one.field)) for row in known)
        ]

    def told_values(self, column: Column, rows: Iterable[Any]) -> tuple[str, ...]:
        """The values of a column that readers of these rows are told of."""
        if not column.where_used:
            return column.values
        met = {word for row in rows for word in column.kind.closed_words(getattr(row, column.field))}
        return tuple(value for value in column.values if value in met)

    def texts_of(self, row: Any) -> Iterator[tuple[str, str, Text]]:
        """The row's texts: the field that holds each, ``steps.0`` for an item within the row, and that item's field."""
        return texts_in(self.columns, row)


def texts_in(columns: Iterable[Column], value: Any) -> Iterator[tuple[str, str, Text]]:
    """As :meth:`Table.texts_of`, of anything that has such columns."""
    for column in columns:
        if column.is_prose:
            yield column.field, "", getattr(value, column.field)
        for index, part in enumerate(getattr(value, column.field) if column.kind.columns else ()):
            for inner in column.kind.columns:
                if inner.is_prose:
                    yield f"{column.field}.{index}", inner.field, getattr(part, inner.field)


def singular(name: str) -> str:
    """The name of one row of a table: "actors" -> "actor"."""
    return name.removesuffix("s")
