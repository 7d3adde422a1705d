"""The front matter of a page, as MkDocs reads it: the one reader, which knows where each value stands.

MkDocs takes a mapping of YAML between two lines ``---`` at the very beginning (the second may be ``...``). Where there
is none, it takes lines ``Key: value`` at the beginning for one, up to the first blank line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import takewhile
from typing import Any

import yaml

from report_build.excerpts import shortened
from report_build.findings import Finding, Place
from report_build.sources.trees import COMMENT

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # MkDocs' own choice
_FENCED = re.compile(r"---[ \t]*\n(?P<body>(?:.*\n)+?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_OPENING = re.compile(r"---[ \t]*(?:\n|\Z)")
_BARE = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_BARE_MORE = re.compile(r"(?: {4}|\t)\s*\S")
_USUAL = {
    "title",
    "nav_title",
    "description",
    "template",
    "hide",
    "icon",
    "status",
    "tags",
    "search",
    "author",
    "date",
    "subtitle",
    "keywords",
    "print",
}
_PRINTED = ("one-page",)  # what ``print`` may say: the page is set small, so that it fits a sheet
_A_KEY = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)")
_OWN = ("title", "nav_title", "description", "keywords", "template", "hide", "print")  # which pages are made with
_TEXTS = ("title", "nav_title", "description", "subtitle")
_LIKE = 0.8  # how like one of them a mistyped key is
# What other programs, and editors that change dashes, put around front matter.
_OTHER_FENCE = re.compile(r"(?:[–—]+|-{4,}|\+{3,}|;{3,})[ \t]*\n(?=[A-Za-z_][\w-]*[ \t]*[:=])")
_BELOW = re.compile(rf"---[ \t]*\n(?:#.*\n)*(?:{'|'.join(_OWN)})[ \t]*:")
_NAMED_FENCE = re.compile(r"-{3,}[ \t]*(?:json|toml|yaml|yml)[ \t]*\n", re.IGNORECASE)
_JSON = re.compile(r'\{\s*"[\w-]+"\s*:')
_PANDOC_TITLE = re.compile(r"%[ \t]+\S")
_NO_MAPPING = "what stands between the first two lines '---' is shown as text"
_NO_MAPPING_CURE = "Write 'key: value' on each line, or begin the file with a blank line"
_NEAR = 40  # lines within which front matter is expected to end


@dataclass(frozen=True, slots=True)
class Value:
    """A text of the front matter."""

    text: str
    line: int  # in the file, counted from 1
    start: int  # of its signs in the file, without the quotes around them
    end: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before a page's Markdown, or was meant to: where it cannot be read, MkDocs shows it as text."""

    values: Mapping[str, Value] = field(default_factory=dict)  # key -> its text; those of other forms are left out
    end: int = 0  # where the Markdown begins in the file's text; 0: there is no front matter
    lines: int = 0  # how many lines it takes up
    problem: tuple[int, str, str] | None = None  # line, what is wrong, cure


def read_front_matter(text: str) -> FrontMatter:
    """Read a page's front matter; ``text`` is the whole file, with line feeds as line ends."""
    found = _FENCED.match(text)
    if found is None:
        return _unfenced(text)
    end, lines = found.end(), text.count("\n", 0, found.end()) + (not found[0].endswith("\n"))
    loader = _LOADER(found["body"])
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return FrontMatter(problem=None if "\n\n" in f"\n{found['body']}" else (1, _NO_MAPPING, _NO_MAPPING_CURE))
        read = loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        return FrontMatter({}, end, lines, _broken(error))
    finally:
        loader.dispose()
    first = found.start("body")
    values = {key.value: _value(text, first, value) for key, value in node.value if _is_text(key) and _is_text(value)}
    problem = _taken(found["body"].strip(), 2) if found["body"].startswith("\n") else _doubled(text, end, lines)
    problem = problem or _misread(node, read) or _cut_short(text, values) or _unprintable(values)
    return FrontMatter(values, end, lines, problem)


def front_matter_findings(text: str, path: str) -> list[Finding]:
    """What is wrong with a page's front matter, so that it is shown, or takes away what should be."""
    problem = read_front_matter(text).problem
    return [Finding(Place(path, problem[0]), "RB319", problem[1], problem[2])] if problem else []


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _value(text: str, first: int, node: yaml.ScalarNode) -> Value:
    start, end = (first + mark.index for mark in (node.start_mark, node.end_mark))
    if node.style in ("'", '"'):
        start, end = start + 1, end - 1
    elif node.style in ("|", ">"):
        start = text.find("\n", start) + 1
    return Value(str(node.value).strip(), text.count("\n", 0, start) + 1, start, end)


def _unfenced(text: str) -> FrontMatter:
    if _OPENING.match(text):
        head = text.split("\n", _NEAR)[1:_NEAR]
        if any(map(_A_KEY.match, takewhile(str.strip, head))):
            return FrontMatter(problem=(1, "the front matter does not end, and is shown as text", "End it with '---'"))
        return FrontMatter()
    if problem := _elsewhere(text):
        return FrontMatter(problem=problem)
    values: dict[str, Value] = {}
    end = lines = 0
    for line in text.split("\n"):
        found = _BARE.match(line)
        if not found and not (values and _BARE_MORE.match(line)):
            break
        if found:
            span = (end + found.start("value"), end + len(line.rstrip()))
            values[found["key"].lower()] = Value(found["value"].strip(), lines + 1, *span)
        end, lines = min(end + len(line) + 1, len(text)), lines + 1
    problem = None
    if values and not {"title"} <= set(values) <= _USUAL:
        problem = _taken(text, 1)
    return FrontMatter(values, end, lines, problem)


def _broken(error: Exception) -> tuple[int, str, str]:
    what, line = str(error).partition("\n")[0], 1
    if isinstance(error, yaml.MarkedYAMLError):
        what = error.problem or what
        line = error.problem_mark.line + 2 if error.problem_mark else 1
    cure = "Put a value with ':', '#' or brackets in it between quotation marks"
    return line, f"the front matter cannot be read, and is shown as text: {what}", cure


def _elsewhere(text: str) -> tuple[int, str, str] | None:
    """Front matter where, or as, MkDocs reads none, and therefore shows it as text."""
    below = text.lstrip()
    if below != text and _BELOW.match(below):
        line = text[: len(text) - len(below)].count("\n") + 1
        message = "the front matter does not begin with the file, and is shown as text"
        return line, message, "Delete what is blank above and before it"
    if _JSON.match(below):
        line = text[: len(text) - len(below)].count("\n") + 1
        return line, "front matter in JSON is shown as text", "Write a line '---' above it and below it, at the top"
    if _OTHER_FENCE.match(text) or _NAMED_FENCE.match(text):
        message = f"'{text.partition(chr(10))[0][:_NEAR]}' begins no front matter; what follows is shown as text"
        return 1, message, "Write '---' above it and below it, and 'key: value' between"
    if _PANDOC_TITLE.match(text):
        return 1, "a title after '%' is shown as text", "Write title: and the title, between two lines '---'"
    return None


def _misread(node: yaml.MappingNode, read: Mapping[object, object]) -> tuple[int, str, str] | None:
    """A key that is given twice or mistyped, and a text that YAML takes for something else: ``title: yes``."""
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, line = (str(key.value), key.start_mark.line + 2) if _is_text(key) else ("", 0)
        if not name:
            continue
        if name in lines:
            return line, f"'{name}' is given twice, and the one of line {lines[name]} is not read", "Keep one of them"
        lines[name] = line
        if name not in _USUAL and (near := get_close_matches(name.strip().lower(), _OWN, n=1, cutoff=_LIKE)):
            return line, f"'{name}' is no key that a page has, and is not read", f"Did you mean '{near[0]}'?"
        said = read.get(name)
        if name in _TEXTS and not isinstance(said, str) and str(said) != getattr(value, "value", ""):
            if said is None:
                return line, f"'{name}' has no text", "Write one, or delete the line"
            return line, f"the {name} is read as {said}, which is no text", "Put it between quotation marks"
    return None


def _cut_short(text: str, values: Mapping[str, Value]) -> tuple[int, str, str] | None:
    """A value of which YAML takes a piece for its own signs: "title: Essai no #2", "title: &Co"."""
    for value in values.values():
        mark = re.match(r"&\S+", text[value.start : value.end])
        if mark and f"*{mark[0][1:]}" not in text:
            cure = "Put the whole value between quotes"
            return value.line, f"'{mark[0][:_NEAR]}' is read as a name of YAML's, and is not shown", cure
        found = COMMENT.match(text, value.end) if text[value.start - 1 : value.start] not in ("'", '"') else None
        if found:
            cure = "Put the whole value between quotes"
            return value.line, f"'{found[1][:_NEAR]}' is read as a comment, and is not shown", cure
    return None


def _unprintable(values: Mapping[str, Value]) -> tuple[int, str, str] | None:
    said = values.get("print")
    if said is None or said.text in _PRINTED:
        return None
    return said.line, f"print: '{said.text}' is no way to print a page", f"Write print: {' or '.join(_PRINTED)}"


def _doubled(text: str, end: int, lines: int) -> tuple[int, str, str] | None:
    """A second front matter right after the first, which MkDocs shows as a rule and text."""
    rest = text[end:]
    body = rest.lstrip("\n")
    found = _FENCED.match(body)
    if found is None or not all(_A_KEY.match(line) or line[:1] in " \t-#" for line in found["body"].splitlines()):
        return None
    if not _A_KEY.match(found["body"]):
        return None
    line = lines + len(rest) - len(body) + 1
    return line, "a second front matter begins here; it is shown as text", "Put its lines into the first one"


def _taken(text: str, line: int) -> tuple[int, str, str]:
    first = text.partition("\n")[0]
    shown = shortened(first, _NEAR)
    cure = "Begin the file with a blank line; where metadata is meant, with a line '---' right above it"
    return line, f"'{shown}' is taken for metadata, and is not shown", cure
