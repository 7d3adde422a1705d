"""A page's finished HTML, read once: its prose, what it says as a whole, its ids, its sections for search."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

from report_build.cache import Cache
from report_build.labels.quotes import quotation_marks
from report_build.model.text import on_one_line

# Elements that end the text before them.
_BLOCKS = frozenset(
    """
    address article aside blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main
    nav ol p pre section summary table tbody td tfoot th thead tr ul
    """.split()  # noqa: SIM905  # reason: names read better as words
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
# Not prose: displays are compared by their files, and a heading's own link is an ornament.
_NO_PROSE = frozenset(("figure", "script", "style", "svg", "template"))
# Nor what says which version this is, on which no two agree, nor what is said about the page rather than on it.
_NOTICES = frozenset(("data-edition", "data-search-exclude"))
# Nor what blocks set out of the data, which are compared themselves: entries, tables, facts.
_SET_OUT = frozenset(("rb-entry", "rb-facts", "rb-scroll", "rb-table"))
# Nor found under a page's own headings: what blocks show of the data, which is found by itself.
_FROM_DATA = "rb-"
_SAYING = ("alt", "aria-label", "href", "src")


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """A paragraph, heading, list item or cell of a page, as plain text under an id that outlives small edits."""

    id: str  # of a heading its own; else that of the heading it stands under, and its number there: "sec-method-2"
    text: str  # blanks as one


@dataclass(frozen=True, slots=True)
class SearchSection:
    """An author's text that a search can find: a heading and what stands below it up to the next one."""

    id: str  # of the heading; '' for the page's first
    title: str
    paragraphs: tuple[str, ...]  # plain text


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a reader, or a machine, has of a page."""

    blocks: tuple[ProseBlock, ...] = ()  # in reading order; what is set out of the data is left out
    said: str = ""  # SHA-256 of its text, links and alternative texts; what belongs to the edition excepted
    ids: tuple[str, ...] = ()
    sections: tuple[SearchSection, ...] = ()


def read_page(html: str, cache: Cache) -> PageReading:
    """Read a page, or find what was read in the same HTML before."""
    html = str(html)  # cutting up what is marked as HTML costs as much as reading it
    return reading_from(
        json.loads(cache.text("read", [html], lambda: json.dumps(asdict(_read(html)), ensure_ascii=False)))
    )


def reading_from(told: Mapping[str, Any]) -> PageReading:
    """A reading that was kept as JSON."""
    return PageReading(
        tuple(ProseBlock(**block) for block in told["blocks"]),
        told["said"],
        tuple(told["ids"]),
        tuple(SearchSection(one["id"], one["title"], tuple(one["paragraphs"])) for one in told["sections"]),
    )


def _read(html: str) -> PageReading:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.reading()


def said_hash(title: str, *said: str) -> str:
    """SHA-256 of what a page says under its title, from the hashes of its parts.

    Ids, classes and drawing instructions do not count: a page that the engine sets otherwise says the same.
    """
    return sha256("\0".join([title, *said]).encode()).hexdigest()


class _Skipping:
    """Whether the place being read lies in an element that one use of the page leaves out."""

    def __init__(self) -> None:
        self._open: list[str] = []  # elements, from the first one that is left out

    def __bool__(self) -> bool:
        return bool(self._open)

    def start(self, tag: str, *, left_out: bool) -> None:
        if (self._open or left_out) and tag not in VOID:
            self._open.append(tag)

    def end(self, tag: str) -> None:
        if tag in self._open:  # what was left open inside ends with it
            while self._open.pop() != tag:
                pass


class _Reader(HTMLParser):
    """Gathers text until a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._prose: dict[str, str] = {}
        self._said: list[str] = []
        self._ids: list[str] = []
        self._sections: list[tuple[str, list[str], list[str]]] = []  # id, title, paragraphs
        self._text: list[str] = []  # of the prose block being read
        self._found: list[str] = []  # of the paragraph being read for search
        self._section = "top"  # id that prose blocks are numbered under
        self._numbers: dict[str, int] = {}  # section -> the last number given in it
        self._heading = ""  # id of the heading being read
        self._in_heading = False
        self._marks = quotation_marks("en")  # of the quotation being read
        self._no_prose, self._unsaid, self._unsearched = _Skipping(), _Skipping(), _Skipping()

    def reading(self) -> PageReading:
        """What was read; ends it."""
        self._end_block()
        sections = tuple(
            SearchSection(id_ if number else "", on_one_line("".join(title)), tuple(paragraphs))
            for number, (id_, title, paragraphs) in enumerate(self._sections)
        )
        return PageReading(
            tuple(ProseBlock(id_, text) for id_, text in self._prose.items()),
            sha256(" ".join("".join(self._said).split()).encode()).hexdigest(),
            tuple(self._ids),
            sections,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self._ids.append(str(given["id"]))
        classes = (given.get("class") or "").split()
        ornament = tag == "a" and "headerlink" in classes
        if tag in _BLOCKS:
            self._end_block()
        no_prose = ornament or tag in _NO_PROSE or not _NOTICES.isdisjoint(given)
        self._no_prose.start(tag, left_out=no_prose or not _SET_OUT.isdisjoint(classes))
        self._unsaid.start(tag, left_out="data-edition" in given or tag in ("script", "style"))
        made = tag in _BLOCKS and any(name.startswith(_FROM_DATA) for name in classes)
        self._unsearched.start(tag, left_out=no_prose or made)
        if not self._unsaid:
            self._said += [" ", *(f"{value} " for name, value in attrs if name in _SAYING and value)]
        if tag == "q":
            self._quote(0, given.get("lang") or "")
        if tag == "br":
            self._text.append(" ")
            self._found.append(" ")
        if tag in _HEADINGS and given.get("id"):
            self._in_heading = True
            if not self._no_prose:
                self._heading = str(given["id"])
            if not self._unsearched:
                self._sections.append((str(given["id"]), [], []))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_block()
        if tag in _HEADINGS:
            self._heading, self._in_heading = "", False
        if tag == "q":
            self._quote(1)
        for skipping in (self._no_prose, self._unsaid, self._unsearched):
            skipping.end(tag)

    def _quote(self, side: int, language: str = "") -> None:
        """The marks that a browser sets around a quotation; text alone would lose them."""
        self._marks = self._marks if side else quotation_marks(language)
        self.handle_data(self._marks[side])

    def handle_data(self, data: str) -> None:
        if not self._no_prose:
            self._text.append(data)
        if not self._unsaid:
            self._said.append(data)
        if not self._unsearched:
            self._found.append(data)

    def _end_block(self) -> None:
        self._end_search()
        text = on_one_line("".join(self._text))
        self._text.clear()
        if not text.strip():
            return
        if self._heading:
            self._section = self._heading
        id_, number = self._heading, self._numbers.get(self._section, 0)
        while not id_ or id_ in self._prose:
            number += 1
            id_ = f"{self._section}-{number}"
        self._numbers[self._section] = number
        self._prose[id_] = text

    def _end_search(self) -> None:
        found = on_one_line("".join(self._found))
        self._found.clear()
        if not found.strip():
            return
        if not self._sections:
            self._sections.append(("", [], []))
        _, title, paragraphs = self._sections[-1]
        if self._in_heading and not title:
            title.append(found)
        else:
            paragraphs.append(found)
