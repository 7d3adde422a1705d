"""What ``data/study.yaml`` says of the author's own tables, and the names that their columns' types have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report_build.model.description import Column, column
from report_build.model.fields import FLAG, LIST, NUMBER, NodeReader, Parts, Wording
from report_build.model.measures import MEASURES
from report_build.model.nodes import Node, Scalar
from report_build.model.text import Origin, Text

FOLDER = "tables"  # of the data folder: one CSV file a table
ATTRIBUTED = ("cases", "sources")  # the tables of every study to which an author adds columns
NO_LANGUAGE = "und"  # of a text that is the same in every language
# What a column may refer to, one of them or several -> the table whose ids it holds.
REFERENCES: Mapping[str, str] = {
    "case": "cases",
    "code": "codes",
    "source": "sources",
    "passage": "evidence",
    "claim": "claims",
    "work": "works",
}
SEVERAL: Mapping[str, str] = {f"{name}s": table for name, table in REFERENCES.items()}
COLUMN_NAME = re.compile(r"[^\W\d][\w-]*")
ROW, ROWS = "row", "rows"  # types of columns that name rows of another own table, the column's ``table``
TYPES = (*MEASURES, "text", "word", *REFERENCES, *SEVERAL, ROW, ROWS)


@dataclass(frozen=True, slots=True)
class Name(Wording):
    """A text in each language, or one that is the same in all."""

    name: str = "name"

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        if isinstance(node, Scalar):
            return Text({NO_LANGUAGE: node.text.strip()})
        return Wording.read_node(self, node, column, reader)


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """What is said of a column of an own table, or of one that cases or sources have besides (an attribute)."""

    name: str
    type: str  # one of TYPES; "" where it is to be told from the cells
    label: Text  # what heads it in tables and drawings
    about: Text  # what it means, on the data page
    unit: Text  # of a sum of money, its currency
    decimals: int | None  # that are shown; None: as many as the cells have
    values: tuple[str, ...]  # the closed list that its words come from
    kind: str  # of the codes that it names
    table: str  # the own table whose rows it names
    required: bool
    origin: Origin
    of: str = ""  # of an attribute, which of ATTRIBUTED has it


@dataclass(frozen=True, slots=True)
class OwnTable:
    """What is said of an own table; its rows stand in ``data/tables/<name>.csv``."""

    name: str
    label: Text
    one: Text  # what a row is called
    about: Text
    key: tuple[str, ...]  # the columns that no two rows share; () where it is to be told from the rows
    card: tuple[str, ...]  # what stands on a row's card, in this order, ``a+b`` for two columns together; () for none
    columns: tuple[OwnColumn, ...]
    origin: Origin


NAME = Name()
OWN_COLUMN = (
    column("column", "Its name, as the file heads it.", required=True, attribute="name"),
    column("type", "What its cells hold; else it is told from them.", values=TYPES),
    column("label", "What heads it in tables and drawings.", NAME),
    column("about", "What it means, for the page of data.", NAME),
    column("unit", "What its numbers are of, e.g. min; of a sum of money the currency.", NAME),
    column("decimals", "How many are shown; else as many as there are.", NUMBER),
    column("values", "The words that it allows, where they are a closed list.", LIST),
    column("kind", "The kind of the codes that it names.", refers="kinds"),
    column("table", "The own table whose rows it names, of the types row and rows."),
    column("required", "Whether no cell of it may be empty.", FLAG),
)
ATTRIBUTE = (*OWN_COLUMN, column("of", "Which of the two has it.", values=ATTRIBUTED, default="cases"))
OWN_TABLE = (
    column("table", "Its name: that of its file in data/tables.", required=True, attribute="name"),
    column("label", "What readers see it called.", NAME),
    column("one", "What a row is called.", NAME),
    column("about", "What it holds, for the page of data.", NAME),
    column("key", "The columns that no two rows share.", LIST),
    column("card", "What stands on the card of a row, in this order; a+b for two together.", LIST),
    column(
        "columns",
        "What is said of its columns, each after '- '.",
        Parts(columns=OWN_COLUMN, value=OwnColumn, placed=True),
    ),
)
