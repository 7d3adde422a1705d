"""A page's prose block by block, for ``study.json`` and for telling what changed between two versions."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Not prose: displays are compared by their files, and a heading's own link is an ornament.
_LEFT_OUT = frozenset(("figure", "script", "style", "svg", "template"))
# Nor what says which version this is, on which no two agree, nor what is said about the page rather than on it.
_NOTICES = frozenset(("data-edition", "data-search-exclude"))
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


@dataclass(frozen=True, slots=True)
class ProseBlock:
    """A paragraph, heading, list item or cell of a page, as plain text under an id that outlives small edits."""

    id: str  # of a heading its own; else that of the heading it stands under, and its number there: "sec-anomie-2"
    text: str  # blanks as one


def prose_blocks(html: str) -> tuple[ProseBlock, ...]:
    """The blocks of a page's content in reading order; tables and figures of the report are left out.

    Ids are unique in the page. A block keeps its id as long as nothing is added or taken away before it in its
    section, whatever is said elsewhere.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return tuple(ProseBlock(id_, text) for id_, text in reader.found.items())


class _Reader(HTMLParser):
    """Gathers text until a block begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._text: list[str] = []
        self._section = "top"
        self._heading = ""  # id of the heading being read
        self._skipped: list[str] = []  # open elements, from the first one that is left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        ornament = tag == "a" and "headerlink" in (given.get("class") or "").split()
        notice = not _NOTICES.isdisjoint(given)
        if self._skipped or ornament or notice or tag in _LEFT_OUT:
            if tag in _BLOCKS and not self._skipped:
                self.flush()
            if tag not in VOID:
                self._skipped.append(tag)
            return
        if tag in _BLOCKS:
            self.flush()
        if tag == "br":
            self._text.append(" ")
        if tag in _HEADINGS:
            self._heading = given.get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag in self._skipped:  # what was left open inside ends with it
                while self._skipped.pop() != tag:
                    pass
            return
        if tag in _BLOCKS:
            self.flush()
            if tag in _HEADINGS:
                self._heading = ""

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._text.append(data)

    def flush(self) -> None:
        """End the block that is being read, if it says anything."""
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if not text:
            return
        if self._heading:
            self._section = self._heading
        id_, number = self._heading, 0
        while not id_ or id_ in self.found:
            number += 1
            id_ = f"{self._section}-{number}"
        self.found[id_] = text
