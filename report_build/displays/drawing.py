"""What a drawing is: everything that tables and figures of one form need, in one value."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from report_build.displays.rows import Rows, number_of, text_of
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import BOUNDS, Display
from report_build.model.study import Study

if TYPE_CHECKING:
    from report_build.displays.figures import Figure
    from report_build.displays.figures.sheet import Panel

Selectable = Callable[[Study], Collection[str]]
Paint = Callable[[Study, Display, Rows, Labels], "tuple[Figure, tuple[str, ...]]"]
"""Draws what an author draws: the figure, and the colours in it that no scheme changes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a display shows of the study, for whoever asks what rests on what."""

    cells: tuple[tuple[str, str], ...] = ()  # (case, code) of assessments, case by case in the display's order
    nodes: tuple[tuple[str, str], ...] = ()  # (kind, id) of :mod:`report_build.argument.graph`


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a data table: a text, and the passages that it rests on."""

    text: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataTable:
    """What a figure plots, as a table; the first column heads the rows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()  # places of the columns of numbers
    totals: int = 0  # how many rows, from the last, count the others

    def with_column(self, place: int, head: str, texts: Sequence[str]) -> DataTable:
        """With one more column of words."""
        rows = zip(self.rows, texts, strict=True)
        return DataTable(
            (*self.heads[:place], head, *self.heads[place:]),
            tuple((*row[:place], Cell(text), *row[place:]) for row, text in rows),
            frozenset(number + (number >= place) for number in self.numeric),
        )

    @property
    def passages(self) -> Iterator[str]:
        """The passages that its cells rest on, as they stand there."""
        return (id_ for row in self.rows for cell in row for id_ in cell.evidence)


@dataclass(frozen=True, slots=True)
class SummaryCell:
    """A judgement in a table of codes by cases, or the passages that have the code."""

    case: str  # its label
    level: str
    symbol: str = ""  # as the source prints it, "" for a blank
    judged: str = ""  # the level's label
    brief: str = ""  # all that stands in a cell where there are many cases: a sign, a letter or a number
    note: str = ""  # what changes its reading; the same note is printed once
    remark: str = ""  # what is said of a cell that reads as its sign does
    subtypes: tuple[str, ...] = ()  # their labels
    doubtful: bool = False  # whether the source is damaged here
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """Codes by cases."""

    head: str  # of the first column
    cases: tuple[str, ...]  # labels
    rows: tuple[tuple[str, tuple[SummaryCell | None, ...]], ...]  # a code's label and its cells
    legend: tuple[tuple[str, str], ...] = ()  # a sign, or what a blank is called, and what it means
    brief_legend: tuple[tuple[str, str], ...] = ()  # the same where cells hold no more than their brief sign

    @property
    def passages(self) -> Iterator[str]:
        """The passages that its cells rest on, as they stand there."""
        return (id_ for _, cells in self.rows for cell in cells if cell for id_ in cell.evidence)

    @property
    def has_remarks(self) -> bool:
        """Whether anything is said of any cell that reads as its sign does."""
        return any(cell.remark for _, cells in self.rows for cell in cells if cell)

    @property
    def has_passages(self) -> bool:
        """Whether any cell names passages."""
        return any(self.passages)


Table = DataTable | SummaryTable


def no_findings(study: Study, display: Display) -> Iterator[Finding]:  # noqa: ARG001  # reason: one signature for all
    """Nothing of a drawing's own is wrong."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Drawing:
    """A form of table or figure. Its module in ``displays/drawings/`` gives it under the name ``DRAWING``."""

    name: str  # as ``drawing`` in displays.yaml has it
    kind: Literal["table", "figure"]
    selects: Mapping[str, Selectable]  # key of ``select`` in displays.yaml -> the ids it may name
    rows: Callable[[Study, Display, str], Rows]  # what is shown, in one language
    counts: Callable[[Rows, Labels], Mapping[str, str]]  # what ``{name}`` in an alternative text stands for
    shows: Callable[[Study, Display], Shown]
    table: Callable[[Rows, Labels], Table]  # of a figure: its data, for who cannot see it
    panels: Callable[[Rows, Labels], list[Panel]] | None  # of a figure, in reading order; None for a table
    options: tuple[str, ...] = ()  # further keys of ``select`` that name no ids
    check: Callable[[Study, Display], Iterator[Finding]] = field(default=no_findings)  # of its own options
    paint: Paint | None = None  # of a figure that its author draws on Axes

    own: tuple[str, str] | None = None  # of an author's drawing: its name, and the hash of its file

    @property
    def draws(self) -> bool:
        """Whether it is a figure."""
        return self.panels is not None or self.paint is not None

    @property
    def function(self) -> str:
        """The function that makes the rows, as a reader finds it in the code."""
        if self.own:
            return self.own[0]
        return f"{self.rows.__module__}.{self.rows.__name__}"

    @property
    def source_hash(self) -> str:
        """A hash of the module that it stands in: an edited drawing is drawn anew."""
        if self.own:
            return self.own[1]
        file = sys.modules[self.rows.__module__].__file__
        return sha256(Path(file).read_bytes()).hexdigest() if file else ""


# What counts in alternative texts -----------------------------------------------------------------------------------


def distinct(rows: Rows, labels: Labels, **columns: str) -> dict[str, str]:
    """How many distinct values a column has: name of the field -> column."""
    records = list(rows.dicts())
    return {name: labels.number(len({one[column] for one in records})) for name, column in columns.items()}


def by_value(rows: Rows, labels: Labels, *columns: str, zeros: Iterable[str] = ()) -> dict[str, str]:
    """How many rows have each value of some columns; ``zeros`` are counted even where no row has them."""
    counts: Counter[str] = Counter(dict.fromkeys(zeros, 0))
    for column in columns:
        counts.update(text_of(record, column) for record in rows.dicts() if record[column])
    return {value: labels.number(count) for value, count in counts.items()}


def total(rows: Rows, labels: Labels, column: str) -> str:
    """The sum of a column of whole numbers."""
    return labels.number(sum(number_of(record, column) for record in rows.dicts()))


# What several drawings say ------------------------------------------------------------------------------------------


def bounded(count: object, bound: str, labels: Labels) -> str:
    """« plus de 200 »; that it is not said, where it is not."""
    if not isinstance(count, int):
        return labels("display.not_said")
    return labels(f"bound.{bound if bound in BOUNDS else '='}", count=labels.number(count))


def with_force(text: str, force: object, labels: Labels) -> str:
    """A statement, and that it is hedged or conditional where it is."""
    return f"{text} ({labels(f'display.force.{force}')})" if force in ("hedged", "conditional") else text


def all_cases(study: Study) -> Collection[str]:
    """The ids of cases."""
    return study.case


def codes_of(kinds: Callable[[Study], Iterable[str]]) -> Selectable:
    """The ids of codes of some kinds."""
    return lambda study: [code.id for kind in kinds(study) for code in study.codes_of_kind(kind)]


def kinds_of_codes(study: Study) -> Collection[str]:
    """The kinds that the study's codes are of."""
    return dict.fromkeys(code.kind for code in study.codes)


def all_codes(study: Study) -> Collection[str]:
    """The ids of codes of every kind."""
    return study.code


def code_head(kinds: Iterable[str], labels: Labels) -> str:
    """What heads a column of codes: the name of their kind, if they have but one."""
    known = set(kinds)
    neutral = labels("display.head.code")
    return labels.get(f"display.head.{known.pop()}", neutral) if len(known) == 1 else neutral
