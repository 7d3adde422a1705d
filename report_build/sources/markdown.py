"""The lines of a Markdown page: what each is, with its number. The one scanner of Markdown sources.

It follows Python-Markdown with the extensions that MkDocs' users know (fences as SuperFences closes them, admonitions,
definition lists, footnotes, tables). ``markdown-it-py`` has line maps too, but reads another dialect: the body of an
admonition is code to it, and its inline tokens have no places in the text, which typography needs. It tells only what
a line can be told by; whether something is a marker is the Markdown parser's to decide.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from report_build.sources.front_matter import FrontMatter, read_front_matter

HEADING = re.compile(r"#{1,6}(?=\s|[^#\s])")
ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
DEFINITION = re.compile(r":[ \t]{1,3}(?=\S)")
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
DELIMITER = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>.*)$")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:")
_ADDRESS = re.compile(r"\[[^\]^][^\]]*\]:\s*\S")
_RULE = re.compile(r"(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,})$")
_INDENTED = re.compile(r"(?: {4}|\t)")
_AROUND = " \t>"  # what indents a line, or quotes it

Kind = Literal["front", "blank", "fenced", "indented", "heading", "admonition", "signs", "address", "text"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page file."""

    number: int  # counted from 1
    start: int  # of its first sign in the file's text
    text: str  # without its line end
    kind: Kind  # "signs": of dashes and the like alone: an underline, a rule, a table's second row

    @property
    def bare(self) -> str:
        """Without what indents or quotes it."""
        return self.text.strip(_AROUND)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Source:
    """A page file, read line by line."""

    front: FrontMatter
    lines: tuple[Line, ...]


def read_markdown(text: str) -> Source:
    """Read a page file; ``text`` has line feeds as line ends."""
    front = read_front_matter(text)
    return Source(front, tuple(_lines(text, front)))


def _lines(text: str, front: FrontMatter) -> Iterator[Line]:
    texts = text.split("\n")
    body = texts[front.lines :]
    kinds: list[Kind] = ["front"] * front.lines
    kinds += [_kind(line, code) for line, code in zip(body, _code(body), strict=True)]
    start = 0
    for number, (line, kind) in enumerate(zip(texts, kinds, strict=True), 1):
        yield Line(number, start, line, kind)
        start += len(line) + 1


def _kind(text: str, code: Kind | None) -> Kind:
    if code:
        return code
    line = text.strip(_AROUND)
    if not line:
        return "blank"
    if line[0].isalnum():
        return "text"
    if HEADING.match(line):
        return "heading"
    if _ADMONITION.match(line):
        return "admonition"
    if UNDERLINE.match(line) or DELIMITER.match(line) or _RULE.match(line):
        return "signs"
    return "address" if _ADDRESS.match(line) else "text"


def _code(lines: Sequence[str]) -> Iterator[Kind | None]:
    """Which lines are code: between fences, or indented after a blank line where no list, note or quote holds them."""
    contained, blank = False, True
    for line, inside in zip(lines, fenced(lines), strict=True):
        if inside:
            yield "fenced"
            continue
        if not line.strip():
            blank = True
        elif not _INDENTED.match(line):
            contained, blank = _holds(line.lstrip(_AROUND)) or (contained and not blank), False
        elif blank and not contained:
            yield "indented"
            continue
        else:
            blank = False
        yield None


def _holds(line: str) -> bool:
    """Whether indented lines after this one belong to it."""
    return any(pattern.match(line) for pattern in (ITEM, _ADMONITION, _FOOTNOTE, DEFINITION))


def fenced(lines: Sequence[str]) -> list[bool]:
    """Which lines stand in fenced code, fences included: code is left alone down to the last character."""
    inside = [False] * len(lines)
    closings: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        bare = line.strip(_AROUND)
        if bare.startswith(("```", "~~~")) and not bare.strip(bare[0]):
            closings.setdefault(bare, []).append(index)
    index = 0
    while index < len(lines):
        found = _FENCE.match(lines[index].lstrip(_AROUND))
        if found and not (found["fence"][0] == "`" and "`" in found["info"]):
            ends = closings.get(found["fence"], [])
            position = bisect_right(ends, index)
            if position < len(ends):
                end = ends[position]
                inside[index : end + 1] = [True] * (end + 1 - index)
                index = end
        index += 1
    return inside
