"""The kinds of fields that a row or item of the coded data can have: each reads, writes and describes itself.

Whoever needs to know how a field is read, put into a CSV file or told to a machine asks its kind; nobody asks which
kind it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from report_build.model.nodes import Entries, Items, Node, Scalar, plain
from report_build.model.text import Origin, Text

if TYPE_CHECKING:
    from report_build.model.description import Column

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
Cell = str | int | float | None
Schema = dict[str, Any]
TEXT_SCHEMA: Schema = {"$ref": "#/$defs/text"}
IDS_SCHEMA: Schema = {"$ref": "#/$defs/ids"}


class Problem(Exception):  # noqa: N818  # reason: the data's, not the program's
    """A cell or node that says nothing of its field's kind."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class NodeReader(Protocol):
    """What reading a YAML node may ask of whoever reads the file: to say what is wrong, and where."""

    def wrong(self, node: Node, name: str, expected: str) -> None:
        """Another form of node is expected here."""

    def unknown_language(self, language: str, name: str, line: int) -> None:
        """A key that should be a language is none."""

    def met_language(self, language: str, line: int) -> None:
        """A language is written here."""

    def fields_of(self, node: Entries, columns: Sequence[Column], name: str) -> dict[str, Any]:
        """The fields of an item within an item."""

    def problem(self, problem: Problem, line: int) -> None:
        """A value says nothing of its field's kind."""

    def origin_of(self, node: Entries, columns: Sequence[Column]) -> Origin:
        """Where an item within an item, and each of its keys, stands."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of text."""

    name: str = "word"
    by_language: bool = False  # whether a CSV file has a column for each language
    several: bool = False  # whether it holds several values, so that no cell of a data package can hold it
    package_type: str = "string"  # in a data package
    told_apart_by: str = "position"  # of several values: by their number, or by their language
    columns: tuple[Column, ...] = ()  # of items within an item
    nothing: Callable[[], Any] = str  # makes what an absent cell or key stands for

    def empty(self, *, required: bool) -> Any:  # noqa: ARG002  # reason: numbers need it
        """What an absent cell or key stands for."""
        return self.nothing()

    def read_cell(self, cell: str, column: Column) -> Any:  # noqa: ARG002  # reason: messages name the column
        """The value of a CSV cell that is not empty.

        :raises Problem: the cell says nothing of this kind.
        """
        return cell

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        """The value of a YAML node that is not null."""
        if not isinstance(node, Scalar):
            reader.wrong(node, column.name, "one value")
            return self.empty(required=column.required)
        text = node.text.strip()
        if not text:
            return self.empty(required=column.required)
        try:
            return self.read_cell(text, column)
        except Problem as problem:
            reader.problem(problem, node.line)
            return self.empty(required=column.required)

    def is_missing(self, value: Any) -> bool:
        """Whether a value says nothing."""
        return value in ("", (), None)

    def cells(self, value: Any, languages: Sequence[str]) -> list[Cell]:  # noqa: ARG002  # reason: texts need them
        """The value as cells of a data package: one, or one a language."""
        return [value]

    def words_in(self, value: Any) -> tuple[str, ...]:
        """The ids or words that a value names."""
        return (value,) if isinstance(value, str) and value else ()

    def closed_words(self, value: Any) -> Iterable[str]:
        """The words of a value that a closed list, where the column has one, must have."""
        return self.words_in(value)

    def told_apart(self, value: Any) -> Iterator[tuple[int | str, Any]]:
        """Several values, each with its position or language."""
        yield from enumerate(value, 1)

    def schema(self, column: Column) -> Schema:
        """The value in JSON Schema, as ``study.json`` has it."""
        if not column.values:
            return {"type": "string"}
        return {"enum": list(column.values) if column.required or column.default else ["", *column.values]}


@dataclass(frozen=True, slots=True)
class Number(Field):
    """A whole number."""

    name: str = "number"
    package_type: str = "integer"

    def empty(self, *, required: bool) -> Any:
        return 0 if required else None

    def read_cell(self, cell: str, column: Column) -> Any:
        if _NUMBER.fullmatch(cell):
            return int(cell)
        raise Problem(f"'{cell}' in '{column.name}' is not a whole number", "Write digits only")

    def schema(self, column: Column) -> Schema:
        return {"type": "integer"} if column.required else {"type": ["integer", "null"]}


@dataclass(frozen=True, slots=True)
class Flag(Field):
    """True or false."""

    name: str = "flag"
    package_type: str = "boolean"
    nothing: Callable[[], Any] = bool

    def read_cell(self, cell: str, column: Column) -> Any:
        if cell.lower() in _FLAGS:
            return _FLAGS[cell.lower()]
        raise Problem(f"'{cell}' in '{column.name}' is not true or false", "Write true or false")

    def is_missing(self, value: Any) -> bool:  # noqa: ARG002  # reason: false says something
        return False

    def cells(self, value: Any, languages: Sequence[str]) -> list[Cell]:  # noqa: ARG002  # reason: as above
        return ["true" if value else "false"]

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Words(Field):
    """Several words: joined by ``;`` in a cell, a list in YAML, where a single word stands for a list of one."""

    name: str = "list"
    several: bool = True
    nothing: Callable[[], Any] = tuple

    def read_cell(self, cell: str, column: Column) -> Any:  # noqa: ARG002  # reason: as above
        return split_list(cell)

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        return words_of(node, column.name, reader)

    def words_in(self, value: Any) -> tuple[str, ...]:
        return tuple(word for word in value if word)

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return IDS_SCHEMA


@dataclass(frozen=True, slots=True)
class Wording(Field):
    """A text in each language: columns ``<name>_<language>`` in a CSV file, a mapping by language in YAML."""

    name: str = "text"
    by_language: bool = True
    nothing: Callable[[], Any] = Text

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        if not isinstance(node, Entries):
            reader.wrong(node, column.name, "a text in each language, as in {fr: …, en: …}")
            return Text()
        found = Text()
        for language, child in node.entries.items():
            line = node.lines[language]
            if not LANGUAGE.fullmatch(language):
                reader.unknown_language(language, column.name, line)
            elif isinstance(child, Scalar):
                found[language] = "" if child.is_null else child.text.strip()
                if not column.quotation:  # what others said may be in a language that the study is not written in
                    reader.met_language(language, line)
            else:
                reader.wrong(child, f"{column.name}, {language}", "one text")
        return found

    def is_missing(self, value: Any) -> bool:
        return not any(value.values())

    def cells(self, value: Any, languages: Sequence[str]) -> list[Cell]:
        return [value.get(language, "") for language in languages]

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return TEXT_SCHEMA


@dataclass(frozen=True, slots=True)
class Anything(Field):
    """Keys and values of any kind, in YAML only."""

    name: str = "mapping"
    nothing: Callable[[], Any] = dict

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        if isinstance(node, Entries):
            return {key: plain(child, numbers=True) for key, child in node.entries.items()}
        reader.wrong(node, column.name, "keys and values")
        return {}

    def cells(self, value: Any, languages: Sequence[str]) -> list[Cell]:  # noqa: ARG002  # reason: as above
        return [json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""]

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return {"type": "object"}


@dataclass(frozen=True, slots=True)
class WordsByLanguage(Field):
    """Several words in each language, in YAML only."""

    name: str = "hedge"
    several: bool = True
    told_apart_by: str = "language"
    nothing: Callable[[], Any] = dict

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        if isinstance(node, Entries):
            return {language: words_of(child, column.name, reader) for language, child in node.entries.items()}
        reader.wrong(node, column.name, "words in each language, as in {fr: [semble], en: [seems]}")
        return {}

    def told_apart(self, value: Any) -> Iterator[tuple[int | str, Any]]:
        for language, words in value.items():
            yield from ((language, word) for word in words)

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return {"type": "object", "additionalProperties": IDS_SCHEMA}


@dataclass(frozen=True, slots=True)
class WordById(Field):
    """One word for each of the ids that it names, as in ``{e01: step, e02: all}``; in YAML only."""

    name: str = "words by id"
    several: bool = True
    nothing: Callable[[], Any] = dict

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        if not isinstance(node, Entries):
            reader.wrong(node, column.name, "a word for each id, as in {e01: step}")
            return {}
        found = {}
        for id_, child in node.entries.items():
            if isinstance(child, Scalar) and child.text.strip():
                found[id_] = child.text.strip()
            else:
                reader.wrong(child, f"{column.name}, {id_}", "one word")
        return found

    def told_apart(self, value: Any) -> Iterator[tuple[int | str, Any]]:
        yield from value.items()

    def is_missing(self, value: Any) -> bool:
        return not value

    def words_in(self, value: Any) -> tuple[str, ...]:
        return tuple(value)

    def closed_words(self, value: Any) -> Iterable[str]:
        return tuple(value.values())

    def schema(self, column: Column) -> Schema:
        word: Schema = {"enum": list(column.values)} if column.values else {"type": "string"}
        return {"type": "object", "additionalProperties": word}


@dataclass(frozen=True, slots=True)
class Parts(Field):
    """A list of items within an item, each with columns of its own; in YAML only."""

    name: str = "parts"
    several: bool = True
    value: Callable[..., Any] = dict  # the model's class for a part
    placed: bool = False  # whether a part knows its own lines
    nothing: Callable[[], Any] = tuple

    def read_node(self, node: Node, column: Column, reader: NodeReader) -> Any:
        if isinstance(node, Scalar):
            reader.wrong(node, column.name, "a list of items, each after '- '")
            return ()
        found = []
        for child in node.items if isinstance(node, Items) else [node]:  # a single item stands for a list of one
            if isinstance(child, Entries):
                fields = reader.fields_of(child, self.columns, column.name)
                if self.placed:
                    fields["origin"] = reader.origin_of(child, self.columns)
                found.append(self.value(**fields))
            else:
                reader.wrong(child, column.name, "an item with keys and values")
        return tuple(found)

    def schema(self, column: Column) -> Schema:  # noqa: ARG002  # reason: as above
        return {"type": "array", "items": object_schema(self.columns)}


def split_list(cell: str) -> tuple[str, ...]:
    """The words of a ``;``-separated cell."""
    return tuple(word for part in cell.split(";") if (word := part.strip())) if cell else ()


def words_of(node: Node, name: str, reader: NodeReader) -> tuple[str, ...]:
    """A list of words; a single word stands for a list of one."""
    if isinstance(node, Scalar):
        return (node.text.strip(),) if node.text.strip() else ()
    if not isinstance(node, Items):
        reader.wrong(node, name, "a list, as in [one, two]")
        return ()
    found = []
    for child in node.items:
        if isinstance(child, Scalar):
            found.append(child.text.strip())
        else:
            reader.wrong(child, name, "one word for each item")
    return tuple(word for word in found if word)


def object_schema(columns: Sequence[Column], more: Mapping[str, Schema] | None = None) -> Schema:
    """The JSON Schema of a record with these columns, and with computed fields besides."""
    properties = {column.name: column.kind.schema(column) for column in columns} | dict(more or {})
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


WORD, NUMBER, FLAG, LIST, TEXT, MAPPING, HEDGE = (
    Field(),
    Number(),
    Flag(),
    Words(),
    Wording(),
    Anything(),
    WordsByLanguage(),
)
