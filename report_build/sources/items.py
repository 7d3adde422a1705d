"""YAML items become the model's values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from report_build.findings import Finding
from report_build.model.description import Column, Table
from report_build.model.fields import Parts, Problem
from report_build.model.nodes import Entries, Items, Node, Scalar
from report_build.model.text import Origin
from report_build.sources.columns import lone_blanks, missing
from report_build.sources.text import SourceFile
from report_build.suggest import Names


class ItemReader:
    """Reads the lists of one YAML file; collects what is wrong and the languages met."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.languages: dict[str, int] = {}  # language -> the line where it is first met

    def settings(self, root: Node | None, columns: Sequence[Column], value: Callable[..., Any]) -> Any:
        """What the file's own keys say; None where it has no keys."""
        if not isinstance(root, Entries):
            return None
        lines = {column.field: root.lines[column.name] for column in columns if column.name in root.lines}
        lines |= self._lines_within(root, columns)
        fields = {column.field: self.value(root, column) for column in columns}
        return value(**fields, origin=Origin(self.source.name, root.line, lines))

    def read(
        self, root: Node | None, tables: Sequence[Table], settings: Sequence[Column] = ()
    ) -> dict[str, list[Any] | None]:
        """Table name -> its values in file order; None where the file has no such list.

        :param settings: keys that the file may have besides its lists.
        """
        found: dict[str, list[Any] | None] = {table.name: None for table in tables}
        keys = [table.items for table in tables]
        if root is None:
            cure = f"It holds {' and '.join(f'{key}:' for key in keys)}, each with a list"
            self.say(0, "RB007", "the file is empty", cure)
            return found
        if not isinstance(root, Entries):
            self.wrong(root, self.source.name, f"a mapping with {' and '.join(keys)}")
            return found
        self.know(root, [*keys, *(column.name for column in settings)], self.source.name)
        for table in tables:
            listed = root.entries.get(table.items)
            if listed is None and not table.needed and len(tables) > 1:
                found[table.name] = []
            elif listed is None:
                self.say(root.line, "RB010", f"there is no list '{table.items}'", f"Add {table.items}: with its items")
            elif isinstance(listed, Scalar) and listed.is_null:
                found[table.name] = []
            elif isinstance(listed, Items):
                found[table.name] = [value for node in listed.items if (value := self.item(node, table)) is not None]
                self._lone_blanks([node for node in listed.items if isinstance(node, Entries)], table)
            else:
                self.wrong(listed, table.items, "a list of items, each after '- '")
        return found

    def item(self, node: Node, table: Table) -> Any:
        """One item as the table's value; None where it is no item or has no id."""
        if not isinstance(node, Entries):
            return self.wrong(node, table.items, "an item with keys and values")
        self.know(node, [column.name for column in table.columns], f"an item of '{table.items}'")
        fields = {column.field: self.value(node, column) for column in table.columns}
        if not fields["id"]:
            return None
        lines = {column.field: node.lines[column.name] for column in table.columns if column.name in node.lines}
        lines |= self._lines_within(node, table.columns)
        return table.value(**fields, origin=Origin(self.source.name, node.line, lines))

    def _lone_blanks(self, items: Sequence[Entries], table: Table) -> None:
        filled = {column: [column.name in node.entries for node in items] for column in table.columns}
        self.findings += lone_blanks(filled, [self.source.place(node.line) for node in items])

    def value(self, node: Entries, column: Column) -> Any:
        """The value of one key, converted to its column's kind."""
        child = node.entries.get(column.name)
        line = node.lines.get(column.name, node.line)
        before = len(self.findings)
        value = column.absent
        if child is not None and not (isinstance(child, Scalar) and child.is_null):
            value = column.kind.read_node(child, column, self)
            if column.default and column.kind.is_missing(value):
                value = column.absent
        said = len(self.findings) > before
        if column.required and not said and (child is None or column.kind.is_missing(value)):
            self.findings.append(missing(column, self.source.place(line)))
        return value

    # What a field's kind may ask of its reader (:class:`report_build.model.fields.NodeReader`) ------------------------

    def fields_of(self, node: Entries, columns: Sequence[Column], name: str) -> dict[str, Any]:
        """The fields of an item within an item."""
        self.know(node, [part.name for part in columns], f"an item of '{name}'")
        return {part.field: self.value(node, part) for part in columns}

    def origin_of(self, node: Entries, columns: Sequence[Column]) -> Origin:
        """Where an item within an item, and each of its keys, stands."""
        lines = {column.field: node.lines[column.name] for column in columns if column.name in node.lines}
        return Origin(self.source.name, node.line, lines | self._lines_within(node, columns))

    def unknown_language(self, language: str, name: str, line: int) -> None:
        """A key that should be a language is none."""
        hint = "Write fr, en or the like"
        if " " in language:  # {en: One, or two}: the comma ends the text
            hint = "Put a text that holds a comma or colon between quotation marks"
        self.say(line, "RB016", f"'{language}' in '{name}' is not a language code", hint)

    def met_language(self, language: str, line: int) -> None:
        """A language is written here."""
        self.languages.setdefault(language, line)

    def problem(self, problem: Problem, line: int) -> None:
        """A value says nothing of its field's kind."""
        self.say(line, "RB018", problem.message, problem.hint)

    def know(self, node: Entries, keys: Sequence[str], where: str) -> None:
        """Say the keys of a mapping that are not among the known ones."""
        names = Names(keys)
        for key in node.entries:
            if key not in names:
                self.say(
                    node.lines[key], "RB016", f"the key '{key}' is not one of {where}; it is not read", names.near(key)
                )

    def wrong(self, node: Node, name: str, expected: str) -> None:
        there = {Scalar: "a single value", Items: "a list", Entries: "a mapping"}[type(node)]
        self.say(node.line, "RB017", f"{there} stands in '{name}', where {expected} is expected")

    def say(self, line: int, code: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(self.source.place(line), code, message, hint))

    def _lines_within(self, node: Entries, columns: Sequence[Column]) -> dict[str, int]:
        """Lines of each language's wording, of items within the item, and of their keys: ``label.fr``, ``steps.0``."""
        lines: dict[str, int] = {}
        for column in columns:
            child = node.entries.get(column.name)
            if isinstance(child, Entries):
                lines |= {f"{column.field}.{key}": line for key, line in child.lines.items()}
            parts = child.items if isinstance(child, Items) else [child] if isinstance(child, Entries) else []
            for index, part in enumerate(parts if isinstance(column.kind, Parts) else ()):
                lines[f"{column.field}.{index}"] = part.line
                within = part.lines if isinstance(part, Entries) else {}
                for one in column.kind.columns:
                    lines[f"{column.field}.{index}.{one.name}"] = within.get(one.name, part.line)
        return lines
