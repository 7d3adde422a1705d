"""What a display shows, as plain rows: the values that its cache key, its CSV file and its data frame are made of.

Rows need no pandas, so that an unchanged display is recognised without importing it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_build.model.text import Origin

Value = str | int | None  # None: the source does not say
LIST_MARK = ";"


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


def joined(values: Iterable[str]) -> str:
    """A list as one cell."""
    return LIST_MARK.join(values)
