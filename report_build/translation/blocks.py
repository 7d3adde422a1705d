"""A page's source, block by block: what a translation remembers, and what its freshness is told of.

A block is what a translator works on at a time: a heading, a paragraph, a list item, a row of a table, the title of
an admonition, a block marker, a title or description in the front matter. Blocks are read from the source, and know
their lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from report_build.page_source import fences, front_matter

_HEADING = re.compile(r"#{1,6}(?=\s|[^#\s])")
_UNDERLINE = re.compile(r"(?:=+|-+)\s*$")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s+")
_STARTS = re.compile(r"\[\^[^\]]+\]:\s*|:\s{1,3}(?=\S)|\*\[[^\]]+\]:\s*")  # footnotes, definitions, abbreviations
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)\s+(?P<rest>.*)$")
_TITLE = re.compile(r'"(?P<title>.*)"\s*$')
_DELIMITER = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_RULE = re.compile(r"(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ADDRESS = re.compile(r"\[[^\]^]+\]:\s*\S")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_MARKER = re.compile(r"\{\{<.*>\}\}$")
_META = re.compile(r"(?P<key>title|description):\s*(?P<text>\S.*)$")

_ID = re.compile(r"\{[^{}]*#(?P<id>[^\s{}]+)[^{}]*\}")
_DISPLAY = re.compile(r"\{\{<\s+display\s+(?P<id>[^\s>]+)")
_SPACES = re.compile(r"\s+")
_LOOSE = re.compile(r"\s*([;:!?»”…]+)|([«“])\s*")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"'})


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
        self._lines = text.split("\n")
        self._kind = ""
        self._parts: list[str] = []
        self._first = 0
        self._last = 0
        self._section = ""

    def blocks(self) -> Iterator[Block]:
        index = front_matter(self._lines)
        for at in range(1, index):
            meta = _META.match(self._lines[at])
            if meta:
                yield Block("meta", f"{meta['key']}: {_unquoted(meta['text'])}", at + 1, at + 1)
        last_of_code = dict(fences(self._lines))
        while index < len(self._lines):
            end = last_of_code.get(index)
            if end:
                yield from self._flush()
                yield from self._one("code", " ".join(self._lines[index : end + 1]), index, end)
                index = end + 1
                continue
            yield from self._line(index)
            index += 1
        yield from self._flush()

    def _line(self, index: int) -> Iterator[Block]:
        line = self._lines[index].strip(" \t>")
        if not line:
            yield from self._flush()
        elif self._kind == "html":
            self._more(line, index)
        elif _HEADING.match(line):
            yield from self._flush()
            yield from self._heading(line.lstrip("#"), len(line) - len(line.lstrip("#")), index, index)
        elif self._kind == "paragraph" and _UNDERLINE.match(line) and "|" not in " ".join(self._parts):
            text, first, self._parts = " ".join(self._parts), self._first, []
            yield from self._heading(text, 1 if line[0] == "=" else 2, first, index)
        elif found := _ADMONITION.match(line):
            yield from self._flush()
            title = _TITLE.search(found["rest"])
            if title and title["title"].strip():
                yield from self._one("title", title["title"], index, index)
        elif _RULE.match(line) or _DELIMITER.match(line) or _ADDRESS.match(line):
            yield from self._flush()
        elif line.startswith("|") or ("|" in line and self._in_table(index)):
            yield from self._flush()
            yield from self._one("row", line.strip("|"), index, index)
        elif _MARKER.match(line) and not self._parts:
            yield from self._one("marker", line, index, index)
        else:
            yield from self._text(line, index)

    def _text(self, line: str, index: int) -> Iterator[Block]:
        item, start = _ITEM.match(line), _STARTS.match(line)
        if item or start:
            yield from self._flush()
        if not self._parts:
            self._kind = "item" if item else "html" if _HTML.match(line) and not start else "paragraph"
            self._first = index
        self._more(line[item.end() :] if item else line[start.end() :] if start else line, index)

    def _in_table(self, index: int) -> bool:
        """Whether a line with a bar in it is a row: it or one before it follows or is followed by a delimiter row."""
        after = self._lines[index + 1].strip(" \t>") if index + 1 < len(self._lines) else ""
        if "|" in after and _DELIMITER.match(after):
            return True
        for at in range(index - 1, -1, -1):
            before = self._lines[at].strip(" \t>")
            if "|" not in before:
                return False
            if _DELIMITER.match(before):
                return True
        return False

    def _heading(self, text: str, level: int, first: int, last: int) -> Iterator[Block]:
        found = _ID.search(text)
        self._section = found["id"] if found else ""
        for block in self._one("heading", text, first, last):
            yield Block("heading", block.text, block.line, block.last, block.section, level)

    def _more(self, line: str, index: int) -> None:
        self._parts.append(line)
        self._last = index

    def _flush(self) -> Iterator[Block]:
        if self._parts:
            yield from self._one(self._kind, " ".join(self._parts), self._first, self._last)
        self._parts, self._kind = [], ""

    def _one(self, kind: str, text: str, first: int, last: int) -> Iterator[Block]:
        # Only blanks are joined: a no-break space is the author's.
        text = re.sub(r"[ \t\n]+", " ", text).strip(" ")
        if text:
            yield Block(kind, text, first + 1, last + 1, self._section)


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
