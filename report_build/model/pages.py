"""What was found in a page of prose: every marker, heading and image, with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from report_build.findings import Place

Mode = Literal["normal", "suppress", "narrative"]  # "(Weber, 1995)", "(1995)", "Weber (1995)"


@dataclass(frozen=True, slots=True)
class Cite:
    """One work within a citation."""

    key: str
    mode: Mode
    prefix: str = ""
    suffix: str = ""
    within: bool = False  # "cité par @b" behind another work's locator: words and a comma join the two


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation, e.g. ``[voir @alter2000; @linhart1994, p. 12]`` or ``@becker1985``."""

    line: int
    source: str  # as written, brackets included where it has them
    cites: tuple[Cite, ...]  # the works that it cites, in order
    section: str = ""  # id of the heading it stands under
    linked: bool = True  # False inside a link of the author's, where HTML forbids another

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the works, in order."""
        return tuple(cite.key for cite in self.cites)


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A reference to a table, figure or section, e.g. ``@tbl-ages``."""

    line: int
    target: str
    bare: bool = False  # ``[-@tbl-x]``: the number (or title) alone
    linked: bool = True

    @property
    def source(self) -> str:
        """As written."""
        return f"[-@{self.target}]" if self.bare else f"@{self.target}"


@dataclass(frozen=True, slots=True)
class PassageMark:
    """A passage that an author points to, ``@e54``: a mark that says who speaks, and opens what is said."""

    line: int
    passage: str
    linked: bool = True
    follows: bool = False  # right behind another: on paper, where they are numbers, a comma parts them
    shown: bool = True  # False where a link of the author's has words of its own: they are its mark

    @property
    def source(self) -> str:
        """As written."""
        return f"@{self.passage}"


@dataclass(frozen=True, slots=True)
class Block:
    """``{{< name args >}}``: a display or one of the engine's blocks."""

    line: int
    name: str
    arguments: tuple[str, ...]  # unnamed ones, e.g. the id of a display
    options: Mapping[str, str]  # named arguments
    source: str  # as written
    alone: bool = False  # whether it is a paragraph, list item or cell of its own


@dataclass(frozen=True, slots=True)
class Value:
    """``{{< value path >}}``, already replaced by what it stands for."""

    line: int
    path: str
    problem: str = ""  # why it stands for nothing, or ''
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ClaimMark:
    """A claim as worded in a page, ``[...]{.claim #id}``, or restated, ``[...]{.claim of=id}``."""

    line: int
    id: str  # '' where restated or where the author gave none
    of: str  # the claim that it restates, or ''
    text: str  # plain text; citations in it as placeholders until resolved
    section: str = ""
    answers: tuple[str, ...] = ()  # addresses of claims of other reports: more of them says the ledger

    @property
    def claim(self) -> str:
        return self.id or self.of


@dataclass(frozen=True, slots=True)
class Heading:
    line: int
    level: int
    id: str
    text: str  # plain text; citations in it as placeholders until resolved
    explicit: bool  # whether the author gave the id


@dataclass(frozen=True, slots=True)
class Image:
    """An image without alternative text."""

    line: int
    source: str


@dataclass(frozen=True, slots=True)
class Float:
    """A figure, table or equation of the author's own, numbered where it has an id."""

    line: int
    id: str
    kind: Literal["figure", "table", "equation"]
    text: str  # its caption, plain; of an equation its LaTeX
    html: str = ""  # of an equation
    linked: bool = True


Marker = Citation | CrossReference | PassageMark | Block | ClaimMark | Float


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was found in one page. ``markers[n]`` is what the page's n-th placeholder stands for."""

    path: str  # POSIX path relative to the study's root, e.g. "docs/fr/method.md"
    markers: tuple[Marker, ...] = ()
    values: tuple[Value, ...] = ()
    headings: tuple[Heading, ...] = ()
    images: tuple[Image, ...] = field(default=())  # without alternative text
    malformed: tuple[tuple[int, str], ...] = ()  # (line, as written): meant as a marker, but not understood
    raw: tuple[tuple[int, str], ...] = ()  # (line, as written): stands in the finished page as a marker is written

    unset: tuple[tuple[int, str], ...] = ()  # (line, as written): what of an equation cannot be set

    def at(self, line: int) -> Place:
        return Place(self.path, line)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(mark for mark in self.markers if isinstance(mark, Citation))

    @property
    def cross_references(self) -> tuple[CrossReference, ...]:
        return tuple(mark for mark in self.markers if isinstance(mark, CrossReference))

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(mark for mark in self.markers if isinstance(mark, Block))

    @property
    def floats(self) -> tuple[Float, ...]:
        return tuple(mark for mark in self.markers if isinstance(mark, Float) and mark.id)

    @property
    def claims(self) -> tuple[ClaimMark, ...]:
        return tuple(mark for mark in self.markers if isinstance(mark, ClaimMark))


# The classes that page facts are made of, by name.
FACTS: Mapping[str, type] = {
    one.__name__: one
    for one in (PageFacts, Citation, Cite, CrossReference, PassageMark, Block, Value, ClaimMark, Heading, Image, Float)
}


@dataclass(frozen=True, slots=True)
class Searched:
    """How a page is searched for, as its front matter says."""

    words: str = ""  # ``keywords``: other words for what the page is about
    boost: float = 1.0  # ``search: {boost: …}``
    excluded: bool = False  # ``search: {exclude: true}``


@dataclass(frozen=True, slots=True)
class ParsedPage:
    """A page as Python-Markdown left it, its placeholders still in it; a generated page has no HTML yet."""

    address: str  # site-relative, e.g. "method.html"
    title: str  # plain text, for what links to the page as a whole; may have placeholders in it
    html: str
    facts: PageFacts
    language: str = ""  # the language that it is written in, where that is not the site's
    search: Searched = field(default_factory=Searched)
    one_page: bool = False  # ``print: one-page``: on paper it fits one sheet
