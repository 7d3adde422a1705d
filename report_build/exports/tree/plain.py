"""Nodes as plain values, with what a program that sets pages must know of them: lengths, and shares of columns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from report_build.exports.tree.nodes import (
    UNWRITABLE,
    Card,
    Paragraph,
    Table,
    TableCell,
    Terms,
    fields_of,
    lines_of,
    text_of,
)

_LINE = 115  # letters of a sheet's line in a table
_MOST, _LEAST = 160, 20  # letters of a column that count for its width, and of a word, which may be broken beyond
_SHORT, _ROOM = 16, 0.8  # letters of a text that is not broken at all, if all such find room in this part of the line
_GROWS = 0.6  # how fast columns of long texts grow


def shares(table: Table) -> list[float]:
    """The share of each column in a table's width: short texts on one line, no word broken, as far as there is room."""
    wishes, words, whole = ([1] * max(table.width, 1) for _ in range(3))
    for row in (*table.heads, *table.rows):
        column = 0
        for cell in row:
            text = text_of(cell)
            if cell.columns == 1 and text and column < len(wishes):
                word = min(max(map(len, re.split(r"[\s/‑-]+", text))), _LEAST)
                lengths = min(len(text), _MOST), word, len(text) if len(text) <= _SHORT else word
                for found, length in zip((wishes, words, whole), lengths, strict=True):
                    found[column] = max(found[column], round(length * (1.2 if cell.heads else 1.08)) + 3)
            column += cell.columns
    needs = whole if sum(whole) <= _ROOM * _LINE else words
    settled: dict[int, float] = {}
    while len(settled) < len(wishes):
        free = [column for column in range(len(wishes)) if column not in settled]
        left, weight = _LINE - sum(settled.values()), sum(wishes[column] ** _GROWS for column in free)
        due = {column: left * wishes[column] ** _GROWS / weight for column in free}
        fits = {column: wishes[column] for column in free if wishes[column] <= due[column]}
        settled |= fits or {column: needs[column] for column in free if needs[column] > due[column]} or due
    return [settled[column] / sum(settled.values()) for column in range(len(wishes))]


def as_json(node: Any) -> object:
    """A node as plain values, each with its kind, for templates of another language."""
    if isinstance(node, str):
        return UNWRITABLE.sub("", node)
    if isinstance(node, tuple | list):
        return [as_json(one) for one in node]
    if node is None or isinstance(node, int):
        return node
    if isinstance(node, Mapping):
        return {name: as_json(value) for name, value in node.items()}
    told = {name: as_json(getattr(node, name)) for name in fields_of(node.__class__)}
    about: dict[str, object] = {}
    if isinstance(node, TableCell):
        about["length"] = len(text_of(node))
    elif isinstance(node, Paragraph | Terms | Card):
        text = "".join(map(text_of, lines_of((node,))))
        about |= {"length": len(text), "leads": text.rstrip().endswith(":")}
    elif isinstance(node, Table):
        about["shares"] = shares(node)
    return {"is": type(node).__name__.lower(), **told, **about}
