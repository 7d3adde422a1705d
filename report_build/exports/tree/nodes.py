"""What a document is made of. Blocks and inlines are what they *are*: no markup, no styles, no addresses of a site.

Every ``id`` is unique in its document. A :class:`Link` leads to one of them (``#id``) or to an address on the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal

from report_build.exports.tree.front import Contributor, Statement

UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
Style = Literal["emphasis", "strong", "code", "superscript", "subscript", "struck", "small-caps", "small"]

# Inlines ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; no-break spaces are the author's."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a paragraph."""


@dataclass(frozen=True, slots=True)
class Styled:
    """Text that stands out."""

    style: Style
    content: Inlines


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that can be led to, or that is in another language than what is around it."""

    content: Inlines
    id: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a place of the document, ``#id``, or to an address on the web."""

    target: str
    content: Inlines


@dataclass(frozen=True, slots=True)
class Citation:
    """Works cited together, as the style of the language writes them, with links to their entries."""

    content: Inlines
    works: tuple[str, ...] = ()  # ids of references


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as worded, or worded again; :attr:`Document.claims` says what it rests on."""

    claim: str
    content: Inlines
    id: str = ""  # '' where it is worded again


@dataclass(frozen=True, slots=True)
class Footnote:
    """An author's own note."""

    blocks: Blocks
    id: str = ""


@dataclass(frozen=True, slots=True)
class Equation:
    """An equation."""

    tex: str  # as its author wrote it, on one line
    mathml: str  # a ``math`` element
    displayed: bool = False  # whether it stands on a line of its own
    number: str = ""  # "(1)"


Inline = Text | Break | Styled | Span | Link | Citation | Claim | Footnote | Equation
Inlines = tuple[Inline, ...]

# Blocks -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below a chapter's title, whose level is 1."""

    level: int
    content: Inlines
    id: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Inlines
    id: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Items one below the other."""

    ordered: bool
    items: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms, each with what is said of it."""

    items: tuple[tuple[Inlines, Blocks], ...]
    facts: bool = False  # whether they are short facts about one thing rather than definitions


@dataclass(frozen=True, slots=True)
class Quotation:
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Note:
    """What stands apart from the text, under a title of its own."""

    title: Inlines
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text whose line ends and blanks count."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A pause."""


@dataclass(frozen=True, slots=True)
class TableCell:
    content: Inlines
    heads: bool = False  # whether it heads its row or column
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, those of ``heads`` above all others."""

    heads: tuple[tuple[TableCell, ...], ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: Inlines = ()
    id: str = ""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((sum(cell.columns for cell in row) for row in (*self.heads, *self.rows)), default=0)


@dataclass(frozen=True, slots=True)
class Display:
    """A numbered table or figure."""

    id: str
    kind: Literal["table", "figure"]
    name: str  # "Table 1"; the kind alone where it has no number
    caption: Inlines
    table: Table | None  # of a figure: what it plots; None where there is nothing to show
    alt: str = ""
    file: str = ""  # of a figure: the stem of its SVG and PNG among the document's files
    legend: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, Inlines], ...] = ()  # notes on cells, by mark
    remarks: tuple[tuple[str, Inlines], ...] = ()  # of cells that read as their sign does: which one, what is said
    reading: Inlines = ()
    note: Inlines = ()

    def notes(self, names: Mapping[str, str]) -> Iterator[tuple[Style, str, Inlines]]:
        """What stands below it, in order: how the lead of each note stands out, the lead, and what follows.

        :param names: of the document.
        """
        yield from (("strong", sign, (Text(meaning),)) for sign, meaning in self.legend)
        yield from (("superscript", mark, said) for mark, said in self.marks)
        yield from (("strong", cell, said) for cell, said in self.remarks)
        for name, said in (("reading", self.reading), ("note", self.note)):
            if said:
                yield "emphasis", names[name], said


@dataclass(frozen=True, slots=True)
class Image:
    """An author's own picture."""

    file: str  # among the document's files
    alt: str
    address: str  # of the same in the site


@dataclass(frozen=True, slots=True)
class Card:
    """A passage, what was coded in it, and what rests on it."""

    id: str
    title: Inlines
    blocks: Blocks


Block = Heading | Paragraph | Listing | Terms | Quotation | Note | Preformatted | Rule | Table | Display | Image | Card
Blocks = tuple[Block, ...]

# The whole ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page of the site."""

    id: str
    title: Inlines
    blocks: Blocks
    address: str = ""  # of the page, site-relative
    language: str = ""  # that it is written in, where that is not the document's
    one_page: bool = False  # whether it is set to fit one sheet


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """What a claim rests on."""

    number: int
    name: str  # "Claim 12"
    place: str  # id of where it is worded; '' where it is worded nowhere
    footing: str
    caveats: tuple[str, ...]
    facts: tuple[tuple[str, Inlines], ...]  # what is said of it -> as sentences

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it is called, what it rests on, and with which reservations."""
        return tuple(f"{part}." for part in (self.name, self.footing, *self.caveats) if part)


@dataclass(frozen=True, slots=True)
class Reference:
    id: str
    key: str
    content: Inlines


@dataclass(frozen=True, slots=True)
class Title:
    """What the document is, for its title page and for machines."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    version: str
    date: str  # ISO
    address: str  # '' where it is not known
    citation: Inlines
    status: tuple[str, ...]  # what a reader must know before all
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    license: str = ""
    license_url: str = ""
    contributors: tuple[Contributor, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def day(self) -> str:
        """Its date, where that is a day; '' else."""
        try:
            return date.fromisoformat(self.date).isoformat()
        except ValueError:
            return ""


@dataclass(frozen=True)
class Document:
    """The report in one language."""

    language: str
    front: Title
    chapters: tuple[Chapter, ...]
    cards: Chapter | None
    references: tuple[Reference, ...]
    references_id: str  # of their list
    claims: Mapping[str, ClaimNote]  # those that the chapters word
    names: Mapping[str, str]  # words that forms need, in the document's language
    files: Mapping[str, bytes] = field(default_factory=dict)  # of figures and pictures

    @cached_property
    def parts(self) -> tuple[Chapter, ...]:
        """Chapters and cards."""
        return (*self.chapters, *([self.cards] if self.cards else []))

    @property
    def figures(self) -> Iterator[tuple[Display, Table, str]]:
        """The figures with data, which follow the report as tables: the figure, its data, their title."""
        for one in walk(self.parts):
            if isinstance(one, Display) and one.file and one.table:
                yield one, one.table, self.data_title(one)

    def data_title(self, figure: Display) -> str:
        """What a figure's data are called."""
        return self.names["figure-data.of"].replace("{name}", figure.name)


_PLAIN = frozenset(["str", "int", "bool", "Style"])


@cache
def fields_of(kind: Any) -> tuple[str, ...]:
    """The names of what a kind of node has."""
    return tuple(each.name for each in fields(kind))


@cache
def _within(kind: Any) -> tuple[str, ...]:
    """The names of what may hold nodes, last first."""
    told = fields(kind)
    return tuple(each.name for each in reversed(told) if each.type not in _PLAIN)


def walk(node: object) -> Iterator[object]:
    """A node of a document, or several, and all that is in it, as it is read."""
    waiting: list[Any] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += reversed(one)
        elif isinstance(one, str | int | bytes) or one is None:
            continue
        elif isinstance(one, Mapping):
            waiting += reversed([*one.values()])
        else:
            yield one
            waiting += [getattr(one, name) for name in _within(one.__class__)]


def text_of(node: object) -> str:
    """The plain text of inlines or blocks; a footnote's is left out."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Break):
        return " "
    if isinstance(node, Equation):
        return f"{node.tex} {node.number}".rstrip()
    if isinstance(node, tuple):
        return "".join(map(text_of, node))
    if isinstance(node, Styled | Span | Link | Citation | Claim | Heading | Paragraph | TableCell):
        return text_of(node.content)
    return ""


def full_stop(said: object) -> str:
    """What ends a sentence: a full stop, unless it has its own end."""
    return "" if text_of(said).rstrip().endswith((".", "!", "?", "…")) else "."


def lines_of(blocks: Blocks) -> Iterator[Inlines]:
    """The lines of text that blocks hold."""
    for block in blocks:
        if isinstance(block, Paragraph | Heading):
            yield block.content
        elif isinstance(block, Listing):
            for item in block.items:
                yield from lines_of(item)
        elif isinstance(block, Terms):
            for term, said in block.items:
                yield term
                yield from lines_of(said)
        elif isinstance(block, Quotation | Card | Note):
            yield from [block.title] if isinstance(block, Note) else []
            yield from lines_of(block.blocks)
        elif isinstance(block, Preformatted):
            yield (Styled("code", (Text(block.text),)),)
        elif isinstance(block, Image) and block.alt:
            yield (Text(block.alt),)
