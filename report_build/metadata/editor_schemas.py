"""JSON Schemas of the YAML files that authors write, for their editors; they follow from the one description of them.

An editor that is told of a schema, as by ``# yaml-language-server: $schema=…`` in a file's first line, completes keys
and marks what is misspelt while one types. Names that must exist are left to ``report-build check``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from report_build.labels import Labels
from report_build.model.description import Column, Table
from report_build.model.fields import LANGUAGE, Schema
from report_build.model.schema import SETTINGS, STUDY_FILE, TABLES
from report_build.render.blocks.dictionary import described

_WORD: Schema = {"type": ["string", "number", "boolean", "null"]}  # as YAML reads what stands without quotes
_WORDS: Schema = {"anyOf": [_WORD, {"type": "array", "items": _WORD}]}  # a single word stands for a list of one
_BY_LANGUAGE = {"propertyNames": {"pattern": f"^(?:{LANGUAGE.pattern})$"}}
_OF_KIND: Mapping[str, Schema] = {
    "list": _WORDS,
    "text": {"type": ["object", "null"], **_BY_LANGUAGE, "additionalProperties": _WORD},
    "name": {"anyOf": [_WORD, {"type": "object", **_BY_LANGUAGE, "additionalProperties": _WORD}]},
    "hedge": {"type": ["object", "null"], **_BY_LANGUAGE, "additionalProperties": _WORDS},
    "mapping": {"type": ["object", "null"]},
    "number": {"type": ["integer", "null"]},
    "flag": {"type": ["boolean", "null"]},
}


def editor_schemas() -> Mapping[str, bytes]:
    """File name, e.g. ``claims.schema.json`` -> its schema."""
    labels = Labels("en")
    files = dict.fromkeys(table.file for table in TABLES if table.items)
    return {f"{file.removesuffix('.yaml')}.schema.json": _file(file, labels) for file in files}


def _file(file: str, labels: Labels) -> bytes:
    tables = [table for table in TABLES if table.file == file]
    properties = {
        table.items: {
            "description": labels.get(f"blocks.file.{table.name}", table.about.get("en", "")),
            "type": ["array", "null"],
            "items": _items(table, table.columns, labels),
        }
        for table in tables
    }
    if file == STUDY_FILE:
        properties |= {column.name: _column(tables[0], column, labels) for column in SETTINGS}
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": file,
        "type": "object",
        "properties": properties,
        "required": [table.items for table in tables if table.needed],
        "additionalProperties": False,
    }
    return (json.dumps(schema, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _items(table: Table, columns: Iterable[Column], labels: Labels) -> Schema:
    known = list(columns)
    return {
        "type": "object",
        "properties": {column.name: _column(table, column, labels) for column in known},
        "required": [column.name for column in known if column.required],
        "additionalProperties": False,
    }


def _column(table: Table, column: Column, labels: Labels) -> Schema:
    about = described(labels, table, column)
    said = {} if about == column.name else {"description": about}
    if column.kind.columns:
        part = _items(table, column.kind.columns, labels)
        return {**said, "anyOf": [part, {"type": "array", "items": part}]}
    if column.kind.name == "words by id":
        word: Schema = {"enum": list(column.values)} if column.values else _WORD
        return {**said, "type": ["object", "null"], "additionalProperties": word}
    if column.kind.name == "word" and column.values:
        return {**said, "enum": [*column.values, *(() if column.required else (None,))]}
    return {**said, **_OF_KIND.get(column.kind.name, _WORD)}
