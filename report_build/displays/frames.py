"""The only door to pandas: rows as data frames, and pivots of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report_build.displays.rows import Rows

if TYPE_CHECKING:
    import pandas as pd


def to_frame(rows: Rows) -> pd.DataFrame:
    """Rows as a tidy, long data frame: text columns as ``str``, counts as ``Int64`` (missing where not said)."""
    import pandas as pd  # noqa: PLC0415  # reason: unchanged displays are never derived, and pandas takes half a second

    frame = pd.DataFrame.from_records(list(rows.records), columns=list(rows.columns))
    numbers = {
        column: "Int64"
        for place, column in enumerate(rows.columns)
        if any(isinstance(record[place], int) for record in rows.records)
    }
    return frame.astype({column: numbers.get(column, "str") for column in rows.columns})


def pivot_cells(frame: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """The position of each record in a table of ``row`` by ``column``, both in order of appearance; -1: no record."""
    placed = frame.assign(cell=range(len(frame)))
    table = placed.pivot(index=row, columns=column, values="cell")  # noqa: PD010  # reason: a cell that is there twice is an error here
    return table.reindex(index=frame[row].unique(), columns=frame[column].unique()).fillna(-1).astype(int)
