"""Rows of a study by keyword: what a test does not name is empty, as the description of the data says of each column.

A column that the description gains stands in every study of the tests by itself.
"""

from __future__ import annotations

from typing import Any, TypeVar

from report_build.model.coding import Assessment, Claim, Coding, Evidence, Instrument, Relation
from report_build.model.schema import TABLES
from report_build.model.text import Origin, Text

Value = TypeVar("Value")
TABLE_OF = {table.value: table for table in TABLES}
# What the tests' rows say unless told otherwise: the plainest sound thing.
PLAIN: dict[type, dict[str, Any]] = {
    Assessment: {"level": "marked", "legibility": "clear", "basis": "stated", "force": "plain"},
    Claim: {"kind": "empirical"},
    Coding: {"bears": "for"},
    Evidence: {"voice": "interviewee"},
    Instrument: {"bound": "=", "results": "reported"},
    Relation: {"influence": "favours", "force": "plain"},
}


def row(value: type[Value], *, line: int = 2, **given: Any) -> Value:
    """A row of the table that holds such values, at a line of its file; texts may be given as one string.

    >>> row(Case, id="north", label="North").short
    Text({})
    """
    table = TABLE_OF[value]
    empty = {column.field: column.default or column.kind.empty(required=column.required) for column in table.columns}
    texts = {column.field for column in table.columns if column.kind.by_language}
    said = {name: both(one) if name in texts and isinstance(one, str) else one for name, one in given.items()}
    origin = {"origin": Origin(f"data/{table.file}", line)}
    return value(**{**empty, **origin, **PLAIN.get(value, {}), **said})


def both(fr: str, en: str = "") -> Text:
    """A text in both languages of the tests' studies, the same where one is given."""
    return Text(fr=fr, en=en or fr) if fr else Text()
