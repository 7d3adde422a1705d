"""The report in TEI, as OpenEdition and Métopes take it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from report_build.exports import Material
from report_build.exports.tree.nodes import (
    Block,
    Blocks,
    Break,
    Card,
    Chapter,
    Citation,
    Claim,
    Display,
    Document,
    Footnote,
    Image,
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
    full_stop,
    lines_of,
    text_of,
)
from report_build.exports.xml import XML_ID, XML_LANG, Section, add, document, name_of, named, say, sections

_RENDITIONS = {
    "emphasis": "italic",
    "strong": "bold",
    "superscript": "sup",
    "code": "italic",
}


def tei_file(material: Material) -> bytes:
    """The report of one language in TEI."""
    return document(_Writer(material.document).root())


@dataclass(frozen=True)
class _Writer:
    told: Document

    def root(self) -> Element:
        root = Element("TEI", {"xmlns": "http://www.tei-c.org/ns/1.0", XML_LANG: self.told.language})
        self._header(root)
        text = add(root, "text")
        about, front_matter = self.told.front, add(text, "front")
        front = add(front_matter, "div", type="abstract")
        front.set(XML_LANG, self.told.language)
        for said in (about.abstract,) if about.abstract else about.status:
            say(add(front, "p"), said)
        if about.abstract and about.status:
            note = add(front_matter, "note", type="pbl")
            for said in about.status:
                say(add(note, "p"), said)
        body = add(text, "body")
        for chapter in self.told.chapters:
            self._chapter(body, chapter)
        back = add(text, "back")
        if self.told.references:
            listed = add(add(back, "div", type="bibliography"), "listBibl")
            listed.set(XML_ID, name_of(self.told.references_id))
            say(add(listed, "head"), self.told.names["references"])
            for work in self.told.references:
                self._inlines(named(listed, "bibl", work.id, XML_ID), work.content)
        if about.statements:
            stated = add(back, "div", type="appendix")
            for one in about.statements:
                part = add(stated, "div", type="section1")
                say(add(part, "head"), one.label)
                say(add(part, "p"), one.said)
        if self.told.cards:
            self._chapter(add(back, "div", type="appendix"), self.told.cards)
        return root

    def _header(self, root: Element) -> None:
        front = self.told.front
        header = add(root, "teiHeader")
        described = add(header, "fileDesc")
        titles = add(described, "titleStmt")
        say(add(titles, "title", type="main"), front.title)
        if front.subtitle:
            say(add(titles, "title", type="sub"), front.subtitle)
        for author in front.contributors:
            person = add(titles, "author")
            if author.family:
                name = add(person, "persName")
                if author.given:
                    say(add(name, "forename"), author.given)
                say(add(name, "surname"), author.family)
            else:
                say(add(person, "name"), author.name)
            if author.orcid:
                say(add(person, "idno", type="ORCID"), author.orcid)
            if author.affiliation:
                say(add(person, "affiliation"), author.affiliation)
        published = add(add(described, "publicationStmt"), "p")
        edition = [part for part in (front.version, front.date, front.address, front.license) if part]
        say(published, ", ".join(edition) or front.title)
        self._inlines(add(add(described, "sourceDesc"), "p"), front.citation)
        profile = add(header, "profileDesc")
        say(add(add(profile, "langUsage"), "language", ident=self.told.language), self.told.language)
        if front.keywords:
            words = add(add(add(profile, "textClass"), "keywords", scheme="keyword"), "list")
            for word in front.keywords:
                say(add(words, "item"), word)

    def _chapter(self, parent: Element, chapter: Chapter) -> None:
        div = named(parent, "div", chapter.id, XML_ID, type="section1")
        if chapter.language:
            div.set(XML_LANG, chapter.language)
        self._inlines(add(div, "head"), chapter.title)
        self._section(div, sections(chapter.blocks), 1)

    def _section(self, div: Element, section: Section, level: int) -> None:
        self._blocks(div, section.blocks)
        if not section.blocks and not section.sections:
            add(div, "p")
        for below in section.sections:
            inner = named(div, "div", below.id, XML_ID, type=f"section{level + 1}")
            self._inlines(add(inner, "head"), below.title)
            self._section(inner, below, level + 1)

    # Blocks -------------------------------------------------------------------------------------------------------

    def _blocks(self, parent: Element, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(parent, block)

    def _block(self, parent: Element, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._inlines(named(parent, "p", block.id, XML_ID), block.content)
        elif isinstance(block, Listing):
            listed = add(parent, "list", type="ordered" if block.ordered else "unordered")
            for item in block.items:
                self._item(add(listed, "item"), item)
        elif isinstance(block, Terms):
            self._terms(parent, block)
        elif isinstance(block, Quotation):
            for line in lines_of(block.blocks):
                self._inlines(add(parent, "quote"), line)
        elif isinstance(block, Note):
            body = add(add(parent, "floatingText"), "body")
            if block.title:
                self._inlines(add(body, "head"), block.title)
            self._blocks(body, block.blocks or (Paragraph(()),))
        elif isinstance(block, Preformatted):
            say(add(add(parent, "p"), "code"), block.text)
        elif isinstance(block, Table):
            self._table(named(parent, "table", block.id, XML_ID), block)
        elif isinstance(block, Display):
            self._display(parent, block)
        elif isinstance(block, Image):
            figure = add(parent, "figure")
            add(figure, "graphic", url=f"../{block.address}")
            say(add(figure, "figDesc"), block.alt)
        elif isinstance(block, Card):
            head = named(parent, "p", block.id, XML_ID)
            self._inlines(add(head, "hi", rend="bold"), block.title)
            self._blocks(parent, block.blocks)
        elif isinstance(block, Rule):
            say(add(parent, "p"), "*")

    def _item(self, item: Element, blocks: Blocks) -> None:
        """An item holds text where it is one paragraph."""
        if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and not blocks[0].id:
            self._inlines(item, blocks[0].content)
        else:
            self._blocks(item, blocks)

    def _terms(self, parent: Element, terms: Terms) -> None:
        listed = add(parent, "list", type="gloss")
        for term, said in terms.items:
            self._inlines(add(listed, "label"), _without_ids(term))
            item = add(listed, "item")
            for span in term:
                if isinstance(span, Span) and span.id:
                    item.set(XML_ID, name_of(span.id))
            self._item(item, said)

    def _table(self, element: Element, table: Table) -> None:
        if table.caption:
            self._inlines(add(element, "head"), table.caption)
        for row in table.heads:
            self._row(add(element, "row", role="label"), row)
        for row in table.rows:
            self._row(add(element, "row"), row)

    def _row(self, element: Element, row: tuple[TableCell, ...]) -> None:
        for cell in row:
            spans = {
                "cols": str(cell.columns) if cell.columns > 1 else "",
                "rows": str(cell.rows) if cell.rows > 1 else "",
            }
            self._inlines(add(element, "cell", role="label" if cell.heads else "", **spans), cell.content)

    def _display(self, parent: Element, display: Display) -> None:
        figure = named(parent, "figure", display.id, XML_ID)
        head = add(figure, "head")
        say(head, f"{display.name}. ")
        self._inlines(head, display.caption)
        if display.file:
            add(figure, "graphic", url=f"../displays/{display.file}.png")
            say(add(figure, "figDesc"), display.alt)
        if display.table:
            self._table(add(figure, "table"), display.table)
        for sign, meaning in display.legend:
            say(add(figure, "p"), f"{sign} {meaning}")
        for mark, said in display.marks:
            paragraph = add(figure, "p")
            say(add(paragraph, "hi", rend="sup"), mark)
            say(paragraph, " ")
            self._inlines(paragraph, said)
        for lead, text in ((self.told.names["reading"], display.reading), (self.told.names["note"], display.note)):
            if text:
                paragraph = add(figure, "p")
                say(add(paragraph, "hi", rend="italic"), lead)
                say(paragraph, " ")
                self._inlines(paragraph, text)

    # Inlines ------------------------------------------------------------------------------------------------------

    def _inlines(self, parent: Element, content: Inlines) -> None:
        for one in content:
            if isinstance(one, Text):
                say(parent, one.text)
            elif isinstance(one, Break):
                add(parent, "lb")
            elif isinstance(one, Styled) and one.style == "code":
                self._inlines(add(parent, "code"), (Text(text_of(one.content)),))
            elif isinstance(one, Styled) and one.style == "subscript":
                self._inlines(parent, one.content)
            elif isinstance(one, Styled):
                self._inlines(add(parent, "hi", rend=_RENDITIONS[one.style]), one.content)
            elif isinstance(one, Link):
                target = f"#{name_of(one.target[1:])}" if one.target.startswith("#") else one.target
                self._inlines(add(parent, "ref", target=target), one.content)
            elif isinstance(one, Citation):
                self._inlines(parent, one.content)
            elif isinstance(one, Footnote):
                self._blocks(named(parent, "note", one.id, XML_ID, place="foot"), one.blocks)
            elif isinstance(one, Claim):
                self._claim(parent, one)
            else:
                if one.id:
                    named(parent, "anchor", one.id, XML_ID)
                self._inlines(parent, one.content)

    def _claim(self, parent: Element, claim: Claim) -> None:
        if claim.id:
            named(parent, "anchor", claim.id, XML_ID)
        self._inlines(parent, claim.content)
        told = self.told.claims[claim.claim]
        paragraph = add(add(parent, "note", place="foot"), "p")
        if not claim.id and told.place:
            say(add(paragraph, "ref", target=f"#{name_of(told.place)}"), told.name)
            return
        sentences = [part for part in (told.name, told.footing, *told.caveats) if part]
        say(paragraph, " ".join(f"{one}." for one in sentences))
        for name, said in told.facts:
            say(paragraph, f" {name}{self.told.names['colon']}")
            self._inlines(paragraph, said)
            say(paragraph, full_stop(said))


def _without_ids(content: Inlines) -> Inlines:
    return tuple(part for one in content for part in (one.content if isinstance(one, Span) and one.id else (one,)))
