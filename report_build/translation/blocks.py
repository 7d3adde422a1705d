"""A page's source, block by block: what a translation remembers, and what its freshness is told of.

A block is what a translator works on at a time: a heading, a paragraph, a list item, a row of a table, the title of
an admonition, a block marker, a title or description in the front matter. Blocks are read from the source, and know
their lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from report_build.sources.markdown import DELIMITER, ITEM, UNDERLINE, Line, read_markdown

_STARTS = re.compile(r"\[\^[^\]]+\]:\s*|:\s{1,3}(?=\S)|\*\[[^\]]+\]:\s*")  # footnotes, definitions, abbreviations
_TITLE = re.compile(r'"(?P<title>.*)"\s*$')
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_MARKER = re.compile(r"\{\{<.*>\}\}$")

_ID = re.compile(r"\{[^{}]*#(?P<id>[^\s{}]+)[^{}]*\}")
_DISPLAY = re.compile(r"\{\{<\s+display\s+(?P<id>[^\s>]+)")
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r"\s*([;:!?»”…]+)|([«“])\s*")
_STRAIGHT = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚‹›", "'")})


def key_of(text: str) -> str:
    """A text without what typography alone decides: mending spaces and quotes makes no translation stale."""
    plain = unicodedata.normalize("NFKC", _LOOSE.sub(r"\1\2", text)).translate(_STRAIGHT)
    return _SPACES.sub(" ", plain).strip()


@dataclass(frozen=True)
class Block:
    """One block of a page's source."""

    kind: str  # "heading", "paragraph", "item", "row", "title", "marker", "meta", "code", "html"
    text: str  # as written, on one line, without the signs that make it what it is
    line: int = 0  # first and last line in the file, counted from 1
    last: int = 0
    section: str = ""  # id of the heading that it stands under; of a heading its own
    level: int = 0  # of a heading

    @cached_property
    def key(self) -> str:
        return key_of(self.text)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Ids that the block gives: of a heading, of claims, of a display."""
        return frozenset(found["id"] for pattern in (_ID, _DISPLAY) for found in pattern.finditer(self.text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a page file, in order; ``text`` has line feeds as line ends."""
    return tuple(_Splitter(text).blocks())


class _Splitter:
    def __init__(self, text: str) -> None:
        source = read_markdown(text)
        self._front = source.front
        self._lines = source.lines
        self._tables = _tables(source.lines)
        self._kind = ""
        self._parts: list[str] = []
        self._first = 0
        self._last = 0
        self._section = ""

    def blocks(self) -> Iterator[Block]:
        for key in ("title", "nav_title", "description"):
            if found := self._front.values.get(key):
                yield from self._one("meta", f"{key}: {found.text}", found.line, found.line)
        for line in self._lines:
            if line.kind != "front":
                yield from self._line(line)
        yield from self._flush()

    def _line(self, line: Line) -> Iterator[Block]:
        bare, number = line.bare, line.number
        if line.kind == "fenced":
            if self._kind != "code":
                yield from self._flush()
            self._kind, self._first = "code", self._first if self._parts else number
            self._more(line.text, number)
            return
        if self._kind == "code":
            yield from self._flush()
        if line.kind == "blank":
            yield from self._flush()
        elif self._kind == "html":
            self._more(bare, number)
        elif line.kind == "heading":
            yield from self._flush()
            yield from self._heading(bare.lstrip("#"), len(bare) - len(bare.lstrip("#")), number, number)
        elif self._kind == "paragraph" and UNDERLINE.match(bare) and "|" not in " ".join(self._parts):
            text, first, self._parts = " ".join(self._parts), self._first, []
            yield from self._heading(text, 1 if bare[0] == "=" else 2, first, number)
        elif line.kind == "admonition":
            yield from self._flush()
            title = _TITLE.search(bare)
            if title and title["title"].strip():
                yield from self._one("title", title["title"], number, number)
        elif line.kind in ("signs", "address"):
            yield from self._flush()
        elif bare.startswith("|") or number in self._tables:
            yield from self._flush()
            yield from self._one("row", bare.strip("|"), number, number)
        elif _MARKER.match(bare) and not self._parts:
            yield from self._one("marker", bare, number, number)
        else:
            yield from self._text(bare, number)

    def _text(self, line: str, number: int) -> Iterator[Block]:
        item, start = ITEM.match(line), _STARTS.match(line)
        if item or start:
            yield from self._flush()
        if not self._parts:
            self._kind = "item" if item else "html" if _HTML.match(line) and not start else "paragraph"
            self._first = number
        self._more(line[item.end() :] if item else line[start.end() :] if start else line, number)

    def _heading(self, text: str, level: int, first: int, last: int) -> Iterator[Block]:
        found = _ID.search(text)
        self._section = found["id"] if found else ""
        for block in self._one("heading", text, first, last):
            yield Block("heading", block.text, block.line, block.last, block.section, level)

    def _more(self, line: str, number: int) -> None:
        self._parts.append(line)
        self._last = number

    def _flush(self) -> Iterator[Block]:
        if self._parts:
            yield from self._one(self._kind, " ".join(self._parts), self._first, self._last)
        self._parts, self._kind = [], ""

    def _one(self, kind: str, text: str, first: int, last: int) -> Iterator[Block]:
        # Only blanks are joined: a no-break space is the author's.
        text = re.sub(r"[ \t\n]+", " ", text).strip(" ")
        if text:
            yield Block(kind, text, first, last, self._section)


def _tables(lines: Sequence[Line]) -> set[int]:
    """The numbers of lines that are rows of a table: what has bars in it, above and below a table's second row."""
    rows: set[int] = set()
    run: list[Line] = []
    for line in (*lines, None):
        if line is not None and "|" in line.bare and line.kind != "fenced":
            run.append(line)
            continue
        second = next((index for index, row in enumerate(run) if DELIMITER.match(row.bare)), None)
        if second is not None:
            rows.update(row.number for row in run[max(0, second - 1) :])
        run = []
    return rows
