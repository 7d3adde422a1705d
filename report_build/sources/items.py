"""YAML items become the model's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from report_build.findings import Finding
from report_build.model.coding import Assertion, Step
from report_build.model.schema import ASSERTION, STEP, Column, Table
from report_build.model.text import Origin, Text
from report_build.sources.columns import LANGUAGE, empty, missing, parse_word
from report_build.sources.text import SourceFile
from report_build.sources.trees import Entries, Items, Node, Scalar, plain
from report_build.suggest import Names


class ItemReader:
    """Reads the lists of one YAML file; collects what is wrong and the languages met."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.findings: list[Finding] = []
        self.languages: dict[str, int] = {}  # language -> the line where it is first met

    def read(self, root: Node | None, tables: Sequence[Table]) -> dict[str, list[Any] | None]:
        """Table name -> its values in file order; None where the file has no such list."""
        found: dict[str, list[Any] | None] = {table.name: None for table in tables}
        keys = [table.items for table in tables]
        if root is None:
            cure = f"It holds {' and '.join(f'{key}:' for key in keys)}, each with a list"
            self.say(0, "RB007", "the file is empty", cure)
            return found
        if not isinstance(root, Entries):
            self.wrong(root, self.source.name, f"a mapping with {' and '.join(keys)}")
            return found
        self.know(root, keys, self.source.name)
        for table in tables:
            listed = root.entries.get(table.items)
            if listed is None:
                self.say(root.line, "RB010", f"there is no list '{table.items}'", f"Add {table.items}: with its items")
            elif isinstance(listed, Scalar) and listed.is_null:
                found[table.name] = []
            elif isinstance(listed, Items):
                found[table.name] = [value for node in listed.items if (value := self.item(node, table)) is not None]
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
        lines |= self._lines_within(node, table)
        return table.value(**fields, origin=Origin(self.source.name, node.line, lines))

    def value(self, node: Entries, column: Column) -> Any:
        """The value of one key, converted to its column's kind."""
        child = node.entries.get(column.name)
        line = node.lines.get(column.name, node.line)
        place = self.source.place(line)
        before = len(self.findings)
        value = empty(column)
        if child is None or (isinstance(child, Scalar) and child.is_null):
            pass
        elif column.kind == "text":
            value = self.text(child, column)
        elif column.kind == "list":
            value = self.words(child, column.name)
        elif column.kind == "mapping":
            value = self.mapping(child, column)
        elif column.kind == "hedge":
            value = self.hedge(child, column)
        elif column.kind == "steps":
            value = tuple(Step(**fields) for fields in self.parts(child, column, STEP))
        elif column.kind == "assertions":
            value = tuple(Assertion(**fields) for fields in self.parts(child, column, ASSERTION))
        elif isinstance(child, Scalar):
            value = parse_word(column, child.text.strip(), place, self.findings)
        else:
            self.wrong(child, column.name, "one value")
        nothing = not any(value.values()) if isinstance(value, Text) else value in ("", (), None)
        if column.required and len(self.findings) == before and (nothing or child is None):
            self.findings.append(missing(column, place))
        return value

    def text(self, node: Node, column: Column) -> Text:
        """A wording in each language."""
        if not isinstance(node, Entries):
            self.wrong(node, column.name, "a text in each language, as in {fr: …, en: …}")
            return Text()
        found = Text()
        for language, child in node.entries.items():
            line = node.lines[language]
            if not LANGUAGE.fullmatch(language):
                self.say(
                    line, "RB016", f"'{language}' in '{column.name}' is not a language code", "Write fr, en or the like"
                )
            elif isinstance(child, Scalar):
                found[language] = "" if child.is_null else child.text.strip()
                self.languages.setdefault(language, line)
            else:
                self.wrong(child, f"{column.name}, {language}", "one text")
        return found

    def words(self, node: Node, name: str) -> tuple[str, ...]:
        """A list of words; a single word stands for a list of one."""
        if isinstance(node, Scalar):
            return (node.text.strip(),) if node.text.strip() else ()
        if not isinstance(node, Items):
            self.wrong(node, name, "a list, as in [one, two]")
            return ()
        found = []
        for child in node.items:
            if isinstance(child, Scalar):
                found.append(child.text.strip())
            else:
                self.wrong(child, name, "one word for each item")
        return tuple(word for word in found if word)

    def mapping(self, node: Node, column: Column) -> Mapping[str, object]:
        if isinstance(node, Entries):
            return {key: plain(child, numbers=True) for key, child in node.entries.items()}
        self.wrong(node, column.name, "keys and values")
        return {}

    def hedge(self, node: Node, column: Column) -> Mapping[str, tuple[str, ...]]:
        if isinstance(node, Entries):
            return {language: self.words(child, column.name) for language, child in node.entries.items()}
        self.wrong(node, column.name, "words in each language, as in {fr: [semble], en: [seems]}")
        return {}

    def parts(self, node: Node, column: Column, columns: Sequence[Column]) -> list[dict[str, Any]]:
        """The items of a list within an item, each as its fields."""
        if not isinstance(node, Items):
            self.wrong(node, column.name, "a list of items, each after '- '")
            return []
        found = []
        for child in node.items:
            if isinstance(child, Entries):
                self.know(child, [part.name for part in columns], f"an item of '{column.name}'")
                found.append({part.field: self.value(child, part) for part in columns})
            else:
                self.wrong(child, column.name, "an item with keys and values")
        return found

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

    def _lines_within(self, node: Entries, table: Table) -> dict[str, int]:
        """Lines of the wordings in each language and of each step or assertion: ``label.fr``, ``steps.0``."""
        lines: dict[str, int] = {}
        for column in table.columns:
            child = node.entries.get(column.name)
            if isinstance(child, Entries):
                lines |= {f"{column.field}.{key}": line for key, line in child.lines.items()}
            elif isinstance(child, Items) and column.kind in ("steps", "assertions"):
                lines |= {f"{column.field}.{index}": part.line for index, part in enumerate(child.items)}
        return lines
