"""A study's own table, for studies that tests make: pairs of people, with a case, a code and passages."""

from __future__ import annotations

from typing import Any

from report_build.model.description import Column, Table
from report_build.model.fields import LIST, TEXT
from report_build.model.row import Row
from report_build.model.text import Origin

PAIRS = Table(
    "pairs",
    "tables/pairs.csv",
    (
        Column("id", required=True),
        Column("case", refers="cases"),
        Column("label", TEXT),
        Column("type", refers="codes"),
        Column("evidence", LIST, refers="evidence"),
    ),
)


def own_table(**row: Any) -> dict[str, Any]:
    """The table with one row, as parts of a study."""
    return {"own_tables": (PAIRS,), "others": {"pairs": (Row(origin=Origin(f"data/{PAIRS.file}", 2), **row),)}}
