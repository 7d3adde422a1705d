"""A page's HTML becomes blocks and inlines. What only a screen has (buttons, marks, previews) is left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from report_build.exports.tree.changed import in_language, unlinked, with_content
from report_build.exports.tree.html import Element
from report_build.exports.tree.nodes import (
    Block,
    Blocks,
    Break,
    Card,
    Citation,
    Claim,
    Display,
    Equation,
    Footnote,
    Heading,
    Image,
    Inline,
    Inlines,
    Link,
    Listing,
    Note,
    Paragraph,
    Preformatted,
    Quotation,
    Rule,
    Span,
    Styled,
    Table,
    TableCell,
    Terms,
    Text,
    lines_of,
    text_of,
)
from report_build.labels.quotes import quotation_marks

DISPLAY = "data-export-display"  # on the element that stands for a table or figure: its id

_STYLES = {
    "em": "emphasis", "i": "emphasis", "cite": "emphasis", "dfn": "emphasis", "var": "emphasis",
    "strong": "strong", "b": "strong",
    "code": "code", "kbd": "code", "samp": "code",
    "sup": "superscript", "sub": "subscript",
    "del": "struck", "s": "struck", "small": "small",
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HOLDERS = frozenset({
    "address", "article", "aside", "body", "center", "div", "fieldset", "figcaption", "figure", "footer", "form",
    "header", "hgroup", "main", "nav", "section", "summary", "caption",
})  # fmt: skip
_BLOCKS = frozenset(
    [*_HEADINGS, *_HOLDERS, "blockquote", "details", "dl", "hr", "ol", "p", "pre", "table", "ul", "dt", "dd", "li"]
)
_NEVER = frozenset({
    "audio", "button", "canvas", "dialog", "iframe", "input", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "video",
})  # fmt: skip
_ORNAMENTS = frozenset(["headerlink", "footnote-backref", "rb-sign", "rb-hidden", "rb-claim-marker", "rb-downloads"])
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_NOTE_CALL = re.compile(r"\bfootnote-ref\b")


@dataclass(frozen=True)
class Reader:
    """Reads the HTML of one page."""

    target: Callable[[str], str]  # an address as the page has it -> where it leads from the document; '' for nowhere
    anchor: Callable[[str], str]  # an id of the page -> that of the document
    display: Callable[[str], Display | None]
    claim: Callable[[str], bool]  # whether there is a claim of this id
    picture: Callable[[str], tuple[str, str]]  # an image's address -> the document's file, and the site's; '' for none
    notes: Mapping[str, Element] = field(default_factory=dict)  # an id of the page -> the author's own note
    leave_out: frozenset[str] = frozenset()  # names of attributes

    # Blocks -------------------------------------------------------------------------------------------------------

    def blocks(self, element: Element) -> Blocks:
        """What an element holds: stretches of text between blocks are paragraphs."""
        found: list[Block] = []
        run: list[Element | str] = []

        def end_run() -> None:
            content = self.tidied(self._inlines(run))
            if content:
                found.append(Paragraph(content))
            run.clear()

        for child in element.children:
            if isinstance(child, Element) and self._holds_blocks(child):
                end_run()
                found.extend(self._block(child))
            else:
                run.append(child)
        end_run()
        return tuple(found)

    def _holds_blocks(self, element: Element) -> bool:
        return any(one.tag in _BLOCKS or one.tag == "img" for one in element.walk())

    def _left_out(self, element: Element) -> bool:
        return (
            element.tag in _NEVER
            or not _ORNAMENTS.isdisjoint(element.classes)
            or not self.leave_out.isdisjoint(element.attributes)
            or "hidden" in element.attributes
        )

    def _block(self, element: Element) -> Iterator[Block]:
        if self._left_out(element):
            return
        found = self._any_block(element)
        language = element.attributes.get("lang", "")
        yield from (in_language(one, language) for one in found) if language else found

    def _any_block(self, element: Element) -> Iterator[Block]:
        tag, classes = element.tag, element.classes
        if DISPLAY in element.attributes:
            display = self.display(element.attributes[DISPLAY])
            if display:
                yield display
        elif tag in _HEADINGS:
            content = self.inlines(element)
            if content:
                yield Heading(_HEADINGS[tag], content, self._id(element))
        elif tag == "p" and not any(one.tag == "img" for one in element.walk()):
            content = self.inlines(element)
            if content and not self._leads_nowhere(element):
                yield Paragraph(content, self._id(element))
        elif "rb-begun" in classes:
            yield Paragraph(self.tidied(self._begun(element)))
        elif tag in {"ul", "ol"}:
            items = tuple(blocks for item in element.elements if (blocks := self.blocks(item)))
            if items:
                yield Listing(tag == "ol", items)
        elif tag == "dl":
            yield from self._terms(element)
        elif tag == "blockquote":
            yield Quotation(self.blocks(element))
        elif tag == "pre":
            yield Preformatted(element.text.strip("\n"))
        elif tag == "hr":
            yield Rule()
        elif tag == "table":
            yield self._table(element)
        elif tag == "img":
            yield from self._image(element)
        elif "footnote" in classes:
            return  # each note stands where it is called
        elif "rb-card" in classes:
            yield self._card(element)
        elif tag == "details" or "admonition" in classes:
            yield self._note(element)
        else:
            yield from self.blocks(element)

    def _leads_nowhere(self, element: Element) -> bool:
        """Whether a paragraph is but a way to a page that the document lacks."""
        inside = [child for child in element.children if isinstance(child, Element) or child.strip()]
        return (
            len(inside) == 1
            and isinstance(inside[0], Element)
            and inside[0].tag == "a"
            and "href" in inside[0].attributes
            and not self.target(inside[0].attributes["href"])
        )

    def _id(self, element: Element) -> str:
        return self.anchor(element.id) if element.id else ""

    def _begun(self, passages: Element) -> Iterator[Inline]:
        """Passages by their ids, where a page has their first words one below the other."""
        for number, item in enumerate(passages.elements):
            card = next((one for one in item.walk() if one.tag == "a"), None)
            href = card.attributes.get("href", "") if card else ""
            target, id_ = self.target(href), href.partition("#")[2]
            yield Text(", " if number else "")
            if target and id_:
                yield Link(target, (Text(id_),))
            else:
                yield from self._inlines(item.children)

    def _terms(self, element: Element) -> Iterator[Terms]:
        items: list[tuple[Inlines, Blocks]] = []
        parts = [one for child in element.elements for one in (child.elements if child.tag == "div" else [child])]
        for one in parts:
            if one.tag == "dt":
                content = self.inlines(one)
                items.append(((Span(content, self._id(one)),) if one.id else content, ()))
            elif items:
                term, said = items[-1]
                items[-1] = (term, (*said, *self.blocks(one)))
        if items:
            yield Terms(tuple(items), facts="rb-facts" in element.classes)

    def _note(self, element: Element) -> Note:
        titles = [
            one for one in element.elements if one.tag == "summary" or "admonition-title" in one.classes
        ]  # at most the first is meant
        rest = Element("div", {}, [child for child in element.children if child not in titles[:1]])
        return Note(self.inlines(titles[0]) if titles else (), self.blocks(rest))

    def _card(self, element: Element) -> Card:
        heading = next((one for one in element.elements if one.tag in _HEADINGS), None)
        rest = Element("div", {}, [child for child in element.children if child is not heading])
        title = self.inlines(heading) if heading else ()
        return Card(self._id(element), unlinked(title), self.blocks(rest))

    def _image(self, element: Element) -> Iterator[Block]:
        alt, (file, address) = element.attributes.get("alt", ""), self.picture(element.attributes.get("src", ""))
        if file:
            yield Image(file, alt, address)
        elif alt:
            yield Paragraph((Text(alt),))

    def _table(self, element: Element) -> Table:
        heads: list[tuple[TableCell, ...]] = []
        rows: list[tuple[TableCell, ...]] = []
        caption: Inlines = ()
        for part in element.elements:
            if part.tag == "caption":
                caption = self.inlines(part)
            for row in [part] if part.tag == "tr" else part.elements:
                if row.tag == "tr":
                    cells = tuple(self._cell(cell) for cell in row.elements if cell.tag in {"td", "th"})
                    above = part.tag == "thead" or (not rows and cells and all(cell.heads for cell in cells))
                    (heads if above else rows).append(cells)
        return Table(tuple(heads), tuple(rows), caption, self._id(element))

    def _cell(self, element: Element) -> TableCell:
        inside = self.blocks(element)  # cells hold text; what was a list or several paragraphs stands line by line
        content: list[Inline] = []
        for block in lines_of(inside):
            if content:
                content.append(Break())
            content += block
        spans = [element.attributes.get(name, "1") for name in ("colspan", "rowspan")]
        columns, rows = (int(span) if span.isdecimal() and 0 < int(span) < 100 else 1 for span in spans)  # noqa: PLR2004  # reason: no table of a report is wider
        return TableCell(tuple(content), element.tag == "th", columns, rows)

    # Inlines ------------------------------------------------------------------------------------------------------

    def inlines(self, element: Element) -> Inlines:
        """The text of an element, tidied."""
        return self.tidied(self._inlines(element.children))

    def _inlines(self, children: Iterable[Element | str]) -> Iterator[Inline]:
        after_mark = False
        for child in children:
            if isinstance(child, str):
                yield Text(_BLANKS.sub(" ", child))
            elif "rb-passage" in child.classes:
                yield self._passage(child, ", " if after_mark else "")
            elif not self._left_out(child):
                yield from self._inline(child)
            after_mark = isinstance(child, Element) and "rb-passage" in child.classes

    def _passage(self, mark: Element, before: str) -> Inline:
        """A passage that the text points to, by its id, which leads to its card."""
        id_, target = mark.attributes.get("data-passage", ""), self.target(mark.attributes.get("href", ""))
        name: Inlines = (Link(target, (Text(id_),)),) if target else (Text(id_),)
        return Styled("superscript", (Text(before), *name) if before else name)

    def _inline(self, element: Element) -> Iterator[Inline]:
        tag, classes = element.tag, element.classes
        call = next((one for one in element.walk() if _NOTE_CALL.search(one.attributes.get("class", ""))), None)
        if tag in {"sup", "a"} and call is not None:
            note = self.notes.get(call.attributes.get("href", "").removeprefix("#"))
            yield from [Footnote(self.blocks(note), self._id(element))] if note else []
            return
        content = tuple(self._inlines(element.children))
        if tag == "q":  # its marks are a browser's to set
            before, after = quotation_marks(element.attributes.get("lang", ""))
            content = (Text(before), *content, Text(after))
        if tag == "br":
            yield Break()
        elif tag == "math" or "rb-equation" in classes:
            yield from self._equation(element)
        elif "rb-small-caps" in classes:
            yield Styled("small-caps", content)
        elif tag in _STYLES:
            yield Styled(_STYLES[tag], content)  # type: ignore[arg-type]  # reason: values of the mapping above
        elif tag == "a":
            yield from self._link(element, content)
        elif "rb-claim" in classes:
            yield from self._claim(element, content)
        elif "rb-citation" in classes:
            works = tuple(one.target.removeprefix("#") for one in _links(content) if one.target.startswith("#"))
            yield Citation(content, works)
        elif tag == "img":
            yield Text(element.attributes.get("alt", ""))
        elif element.id or "lang" in element.attributes:
            yield Span(content, self._id(element), element.attributes.get("lang", ""))
        else:
            yield from content

    def _equation(self, element: Element) -> Iterator[Inline]:
        """An equation by itself, or one with its number; what could not be set stays as written."""
        math = next((one for one in element.walk() if one.tag == "math"), None)
        if math is None:
            yield from self._inlines(element.children)
            return
        number = next((one.text for one in element.walk() if "rb-equation-number" in one.classes), "")
        displayed = math.attributes.get("display") == "block"
        made = Equation(math.attributes.get("alttext", ""), math.markup, displayed, number)
        yield Span((made,), self._id(element)) if element.id else made

    def _link(self, element: Element, content: Inlines) -> Iterator[Inline]:
        if not text_of(content).strip():
            yield from content
            return
        target = self.target(element.attributes.get("href", ""))
        inside = (Link(target, content),) if target else content
        if element.id:
            yield Span(inside, self._id(element))
        else:
            yield from inside

    def _claim(self, element: Element, content: Inlines) -> Iterator[Inline]:
        named = element.attributes.get("data-claim") or element.id
        if not self.claim(named):
            yield from content
        else:
            yield Claim(named, content, self._id(element))

    def tidied(self, content: Iterable[Inline]) -> Inlines:
        """Inlines without blanks at their ends, or after one another."""
        return _Tidying().of(tuple(content))


class _Tidying:
    """Keeps the first of several blanks; none at the beginning or the end of a line."""

    def __init__(self) -> None:
        self._blank = True  # whether what was last kept ends in a blank

    def of(self, content: Inlines) -> Inlines:
        kept = self._pass(content)
        return _without_end(kept)

    def _pass(self, content: Inlines) -> Inlines:
        found: list[Inline] = []
        for one in content:
            if isinstance(one, Text):
                text = one.text.lstrip(" ") if self._blank else one.text
                if text:
                    self._blank = text.endswith(" ")
                    if found and isinstance(found[-1], Text):
                        text = found.pop().text + text  # type: ignore[union-attr]  # reason: asked on the line before
                    found.append(Text(text))
            elif isinstance(one, Break):
                found.append(one)
                self._blank = True
            elif isinstance(one, Footnote | Equation):
                found.append(one)
                self._blank = self._blank and isinstance(one, Footnote)
            else:
                inside = self._pass(one.content)
                if inside or (isinstance(one, Span | Claim) and one.id):
                    found.append(with_content(one, inside))
        return tuple(found)


def _without_end(content: Inlines) -> Inlines:
    """Inlines without the blank that ends them."""
    if not content:
        return ()
    *before, last = content
    if isinstance(last, Text):
        text = last.text.rstrip(" ")
        return (*before, Text(text)) if text else _without_end(tuple(before))
    if isinstance(last, Break):
        return _without_end(tuple(before))
    if isinstance(last, Footnote | Equation):
        return content
    return (*before, with_content(last, _without_end(last.content)))


def _links(content: Inlines) -> Iterator[Link]:
    for one in content:
        if isinstance(one, Link):
            yield one
        elif not isinstance(one, Text | Break | Footnote | Equation):
            yield from _links(one.content)
