"""What a display shows, as plain rows: the values that its cache key, its CSV file and its data table are made of.

Nothing here is drawn, so that an unchanged display is recognised without importing what draws it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from report_build.model.text import Origin

Value = str | int | float | tuple[str, ...] | tuple[int, ...] | None  # None: the source does not say; a list is a tuple
Record = Mapping[str, Value]
LIST_MARK = ";"  # between the values of a list in a cell of a CSV file


@dataclass(frozen=True, slots=True)
class Rows:
    """Records under named columns, in the order in which they are shown."""

    columns: tuple[str, ...]
    records: tuple[tuple[Value, ...], ...]
    published: int  # how many columns, from the left, the CSV file carries; the others are labels for drawing
    files: tuple[str, ...]  # source files that the rows were read from, sorted

    def __len__(self) -> int:
        return len(self.records)

    def dicts(self) -> Iterator[dict[str, Value]]:
        """Each record as column -> value."""
        for record in self.records:
            yield dict(zip(self.columns, record, strict=True))

    def with_label(self, name: str, value: Value) -> Rows:
        """With one more label, the same in every row."""
        if not self.columns:
            return self
        records = tuple((*record, value) for record in self.records)
        return replace(self, columns=(*self.columns, name), records=records)

    def key(self) -> str:
        """The same text for the same rows, for a cache key."""
        return json.dumps([self.columns, self.records, self.published], ensure_ascii=False)


def rows_of(
    published: Sequence[str], labels: Sequence[str], records: Iterable[Mapping[str, Value]], origins: Iterable[Origin]
) -> Rows:
    """Records as rows: first the columns that are published, then labels that only the drawing needs."""
    columns = (*published, *labels)
    return Rows(
        columns,
        tuple(tuple(record[column] for column in columns) for record in records),
        len(published),
        tuple(sorted({origin.file for origin in origins if origin.file})),
    )


def text_of(record: Record, column: str) -> str:
    """A column's text; '' where there is none."""
    value = record[column]
    return "" if value is None else str(value)


def number_of(record: Record, column: str) -> int:
    """A column's whole number.

    :raises TypeError: it holds none.
    """
    value = record[column]
    if not isinstance(value, int):
        raise TypeError(f"{column} is no number: {value!r}")
    return value


def number_or_none(record: Record, column: str) -> float | None:
    """A column's number; None where there is none."""
    value = record[column]
    return float(value) if isinstance(value, int | float) else None


def list_of(record: Record, column: str) -> tuple[str, ...]:
    """A column's list of texts."""
    value = record[column]
    return tuple(str(item) for item in value) if isinstance(value, tuple) else ()


def pivot(
    records: Iterable[Record], row: str, column: str
) -> tuple[list[str], list[str], dict[tuple[str, str], Record]]:
    """The values of two columns, each in order of appearance, and the record of each pair that has one."""
    known = list(records)
    rows = dict.fromkeys(text_of(record, row) for record in known)
    columns = dict.fromkeys(text_of(record, column) for record in known)
    return list(rows), list(columns), {(text_of(one, row), text_of(one, column)): one for one in known}
