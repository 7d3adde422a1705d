"""YAML as a tree of texts that know their lines; no value is guessed to be a date, a number or a boolean.

The tree is built from the parser's events, one after the other, so that neither nesting nor aliases can exhaust
stack or memory; what stands before a syntax error is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import yaml

from report_build.findings import Finding
from report_build.model.nodes import Entries, Items, Node, Scalar
from report_build.sources.text import CONTROL, SourceFile

_DEEPEST = 32  # levels of nesting
_LARGEST = 1_000_000  # nodes, those that aliases repeat counted each time
_WITHIN_ITEM = 2  # containers around what belongs to an item: the file's mapping, and one of its lists
NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")  # of YAML 1.2
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where PyYAML was built with it
_HIDDEN = re.compile(f"{CONTROL.pattern}|[\ud800-\udfff]")  # surrogates are no characters either
COMMENT = re.compile(r"[ \t]+(#[^\s#!=-].*)")  # no blank behind the #, as in "#2"; rules of ---- are none
_SHOWN = 40  # characters of it
_CURES = (
    ("tab character", "Indent with blanks, never tabs"),
    ("cannot start any token", "Indent with blanks, never tabs, and quote a text that starts with @, ` or %"),
    ("mapping values are not allowed", "Put a text that holds ': ' between quotes"),
    ("could not find expected ':'", "Write a colon and a blank after each key, and close every quote"),
    ("expected <block end>", "Indent all keys of an item alike"),
    ("unexpected end of stream", "Close the quote or bracket that is open"),
    ("expected '-' indicator", "Begin all keys of an item below one another, with as many blanks before each"),
    ("did not find expected key", "Begin all keys of an item below one another, with as many blanks before each"),
    ("expected ',' or", "Close the bracket, and put a text that holds one between quotes"),
)


def read_tree(source: SourceFile) -> tuple[Node | None, bool, list[Finding]]:
    """The file's tree (None where it is empty), and whether it could be read to its end."""
    root, whole, findings = _tree(source)
    return root, whole, [*findings]


def number_of(text: str) -> int | float | None:
    """What other programs take a bare text for: YAML 1.1, which knows 010 as 8 and 1:30 as 90, or else YAML 1.2."""
    try:
        read: object = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return None
    if isinstance(read, int | float) and not isinstance(read, bool):
        return read
    if NUMBER.fullmatch(text):
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    return None


@lru_cache(maxsize=16)  # a server reads the same files again and again, of which one was edited
def _tree(source: SourceFile) -> tuple[Node | None, bool, tuple[Finding, ...]]:
    builder = _Builder(source)
    whole = builder.build(yaml.parse(source.text, Loader=_LOADER))
    return builder.root, whole, tuple(builder.findings)


class _Builder:
    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.last_line = source.text.count("\n") + 1
        self.comments = " #" in source.text
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self.open: list[tuple[Items | Entries, str | None, int]] = []  # container, its anchor, size when opened
        self.keys: list[tuple[str, int] | None] = []  # of each open mapping: the key that waits for its value
        self.anchors: dict[str, tuple[Node, int]] = {}  # what it names, and its size in nodes
        self.size = 0

    def build(self, events: Iterable[yaml.Event]) -> bool:
        if self.follow(events):
            return True
        if len(self.open) >= _WITHIN_ITEM and isinstance(items := self.open[1][0], Items) and items.items:
            items.items.pop()  # of the item in or behind which reading stopped, what is there may be half the truth
        return False

    def follow(self, events: Iterable[yaml.Event]) -> bool:
        documents = 0
        try:
            for event in events:
                match event:
                    case yaml.ScalarEvent():
                        self.size += 1
                        if event.style is None or event.style == "":
                            self.comment(event)
                        self.add(Scalar(self.clean(event), self.line(event), event.implicit[0]), event.anchor)
                    case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                        self.size += 1
                        if not self.start(event):
                            return False
                    case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                        container, anchor, before = self.open.pop()
                        self.keys.pop()
                        if anchor:
                            self.anchors[anchor] = (container, self.size - before)
                    case yaml.AliasEvent():
                        if not self.repeat(event):
                            return False
                    case yaml.DocumentStartEvent():
                        documents += 1
                        if documents > 1:
                            self.say(
                                event,
                                "RB013",
                                "a second document starts here, and is not read",
                                "Delete the line '---'",
                            )
                            return False
        except yaml.YAMLError as error:
            self.findings.append(self.broken(error))
            return False
        return True

    def line(self, event: Any) -> int:  # reason: the stubs allow events without a place
        return min(int(event.start_mark.line) + 1, self.last_line)

    def clean(self, event: yaml.ScalarEvent) -> str:
        """A scalar's text without control characters, which an escape can bring back into a file that has none."""
        text = str(event.value)
        first = _HIDDEN.search(text)
        if first is None:
            return text
        message = f"an escape stands for a control character, U+{ord(first[0]):04X}, which was left out"
        self.say(event, "RB005", message, "Delete it, or type the text again")
        return _HIDDEN.sub("", text)

    def comment(self, event: Any) -> None:
        """Say what stands behind a bare text as a comment and was hardly meant as one: "Le prêt no #2 suffit"."""
        end = event.end_mark
        if not self.comments or end.line >= len(self.lines):
            return
        found = COMMENT.match(self.lines[end.line], end.column)
        if found and event.value:
            message = f"'{found[1][:_SHOWN]}' is read as a comment: the text before it ends at '#'"
            hint = "Put the whole text between quotes, or begin the comment with '# '"
            self.findings.append(Finding(self.source.place(end.line + 1), "RB029", message, hint))

    def say(self, event: yaml.Event, code: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(self.source.place(self.line(event)), code, message, hint))

    def start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> bool:
        if len(self.open) == _DEEPEST:
            self.say(event, "RB015", f"the nesting is deeper than {_DEEPEST} levels; the file is read up to here")
            return False
        line = self.line(event)
        node: Items | Entries = Entries(line) if isinstance(event, yaml.MappingStartEvent) else Items(line)
        self.add(node, None)
        self.open.append((node, event.anchor, self.size - 1))
        self.keys.append(None)
        return True

    def repeat(self, event: Any) -> bool:
        if event.anchor not in self.anchors:
            self.say(event, "RB013", f"the alias '*{event.anchor}' repeats nothing that is complete before it")
            return False
        node, size = self.anchors[event.anchor]
        self.size += size
        if self.size > _LARGEST:
            message = f"the aliases repeat more than {_LARGEST} values; the file is read up to here"
            self.say(event, "RB015", message, "Write the values out, or repeat less")
            return False
        self.add(node, None)
        return True

    def add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = (node, 1)
        if not self.open:
            self.root = node
            return
        container = self.open[-1][0]
        if isinstance(container, Items):
            container.items.append(node)
            return
        waiting = self.keys[-1]
        if waiting is None:
            self.keys[-1] = self.key(node)
            return
        self.keys[-1] = None
        key, line = waiting
        if not line:
            return  # its key was no text, as said
        if key in container.entries:
            message = f"the key '{key}' was given on line {container.lines[key]} already, which stands"
            self.findings.append(Finding(self.source.place(line), "RB014", message, "Keep one of them"))
            return
        container.entries[key] = node
        container.lines[key] = line

    def key(self, node: Node) -> tuple[str, int]:
        if isinstance(node, Scalar):
            return node.text, min(node.line, self.last_line)
        message = "a list or mapping stands where a key is expected"
        self.findings.append(
            Finding(self.source.place(node.line), "RB013", message, "Quote a text that starts with [ or {")
        )
        return "", 0

    def broken(self, error: yaml.YAMLError) -> Finding:
        problem, line = str(error).partition("\n")[0], 0
        if isinstance(error, yaml.MarkedYAMLError):
            problem = error.problem or problem
            if error.problem_mark is not None:
                line = min(error.problem_mark.line + 1, self.last_line)
        cure = next((cure for words, cure in _CURES if words in problem), "")
        return Finding(self.source.place(line), "RB013", f"the YAML breaks off here: {problem}", cure)
