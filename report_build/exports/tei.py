"""The report in TEI, as OpenEdition and Métopes take it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from report_build.exports import Material
from report_build.exports.tree import nodes
from report_build.exports.xml import XML_ID, XML_LANG, Section, XmlWriter, add, document, name_of, say, sections

_RENDITIONS = {
    "emphasis": "italic",
    "strong": "bold",
    "superscript": "sup",
}


def tei_file(material: Material) -> bytes:
    """The report of one language in TEI."""
    return document(_Writer(material.document).root())


@dataclass(frozen=True)
class _Writer(XmlWriter):
    told: nodes.Document
    id_attribute: str = XML_ID

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
                self.inlines(self.named(listed, "bibl", work.id), work.content)
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
        self.inlines(add(add(described, "sourceDesc"), "p"), front.citation)
        profile = add(header, "profileDesc")
        say(add(add(profile, "langUsage"), "language", ident=self.told.language), self.told.language)
        if front.keywords:
            words = add(add(add(profile, "textClass"), "keywords", scheme="keyword"), "list")
            for word in front.keywords:
                say(add(words, "item"), word)

    def _chapter(self, parent: Element, chapter: nodes.Chapter) -> None:
        div = self.named(parent, "div", chapter.id, type="section1")
        if chapter.language:
            div.set(XML_LANG, chapter.language)
        self.inlines(add(div, "head"), chapter.title)
        self._section(div, sections(chapter.blocks), 1)

    def _section(self, div: Element, section: Section, level: int) -> None:
        self.blocks(div, section.blocks)
        if not section.blocks and not section.sections:
            add(div, "p")
        for below in section.sections:
            inner = self.named(div, "div", below.id, type=f"section{level + 1}")
            self.inlines(add(inner, "head"), below.title)
            self._section(inner, below, level + 1)

    # Blocks -------------------------------------------------------------------------------------------------------

    def block(self, parent: Element, block: nodes.Block) -> None:
        if isinstance(block, nodes.Paragraph):
            self.inlines(self.named(parent, "p", block.id), block.content)
        elif isinstance(block, nodes.Listing):
            listed = add(parent, "list", type="ordered" if block.ordered else "unordered")
            for item in block.items:
                self._item(add(listed, "item"), item)
        elif isinstance(block, nodes.Terms):
            self._terms(parent, block)
        elif isinstance(block, nodes.Quotation):
            for line in nodes.lines_of(block.blocks):
                self.inlines(add(parent, "quote"), line)
        elif isinstance(block, nodes.Note):
            body = add(add(parent, "floatingText"), "body")
            if block.title:
                self.inlines(add(body, "head"), block.title)
            self.blocks(body, block.blocks or (nodes.Paragraph(()),))
        elif isinstance(block, nodes.Preformatted):
            say(add(add(parent, "p"), "code"), block.text)
        elif isinstance(block, nodes.Table):
            self._table(self.named(parent, "table", block.id), block)
        elif isinstance(block, nodes.Display):
            self._display(parent, block)
        elif isinstance(block, nodes.Image):
            figure = add(parent, "figure")
            add(figure, "graphic", url=f"../{block.address}")
            say(add(figure, "figDesc"), block.alt)
        elif isinstance(block, nodes.Card):
            head = self.named(parent, "p", block.id)
            self.inlines(add(head, "hi", rend="bold"), block.title)
            self.blocks(parent, block.blocks)
        elif isinstance(block, nodes.Rule):
            say(add(parent, "p"), "*")

    def _item(self, item: Element, blocks: nodes.Blocks) -> None:
        """An item holds text where it is one paragraph."""
        if len(blocks) == 1 and isinstance(blocks[0], nodes.Paragraph) and not blocks[0].id:
            self.inlines(item, blocks[0].content)
        else:
            self.blocks(item, blocks)

    def _terms(self, parent: Element, terms: nodes.Terms) -> None:
        listed = add(parent, "list", type="gloss")
        for term, said in terms.items:
            self.inlines(add(listed, "label"), _without_ids(term))
            item = add(listed, "item")
            for span in term:
                if isinstance(span, nodes.Span) and span.id:
                    item.set(XML_ID, name_of(span.id))
            self._item(item, said)

    def _table(self, element: Element, table: nodes.Table) -> None:
        if table.caption:
            self.inlines(add(element, "head"), table.caption)
        for row in table.heads:
            self._row(add(element, "row", role="label"), row)
        for row in table.rows:
            self._row(add(element, "row"), row)

    def _row(self, element: Element, row: tuple[nodes.TableCell, ...]) -> None:
        for cell in row:
            spans = {
                "cols": str(cell.columns) if cell.columns > 1 else "",
                "rows": str(cell.rows) if cell.rows > 1 else "",
            }
            self.inlines(add(element, "cell", role="label" if cell.heads else "", **spans), cell.content)

    def _display(self, parent: Element, display: nodes.Display) -> None:
        figure = self.named(parent, "figure", display.id)
        head = add(figure, "head")
        say(head, f"{display.name}. ")
        self.inlines(head, display.caption)
        if display.file:
            add(figure, "graphic", url=f"../displays/{display.file}.png")
            say(add(figure, "figDesc"), display.alt)
        if display.table:
            self._table(add(figure, "table"), display.table)
        self.display_notes(figure, display)

    # Inlines ------------------------------------------------------------------------------------------------------

    def inlines(self, parent: Element, content: nodes.Inlines) -> None:
        for one in content:
            if isinstance(one, nodes.Text):
                say(parent, one.text)
            elif isinstance(one, nodes.Break):
                add(parent, "lb")
            elif isinstance(one, nodes.Styled) and one.style == "code":
                self.inlines(add(parent, "code"), (nodes.Text(nodes.text_of(one.content)),))
            elif isinstance(one, nodes.Styled):
                rendition = _RENDITIONS.get(one.style)
                self.inlines(add(parent, "hi", rend=rendition) if rendition else parent, one.content)
            elif isinstance(one, nodes.Link):
                target = f"#{name_of(one.target[1:])}" if one.target.startswith("#") else one.target
                self.inlines(add(parent, "ref", target=target), one.content)
            elif isinstance(one, nodes.Citation):
                self.inlines(parent, one.content)
            elif isinstance(one, nodes.Footnote):
                self.blocks(self.named(parent, "note", one.id, place="foot"), one.blocks)
            elif isinstance(one, nodes.Claim):
                self._claim(parent, one)
            else:
                if one.id:
                    self.named(parent, "anchor", one.id)
                self.inlines(parent, one.content)

    def _claim(self, parent: Element, claim: nodes.Claim) -> None:
        if claim.id:
            self.named(parent, "anchor", claim.id)
        self.inlines(parent, claim.content)
        told = self.told.claims[claim.claim]
        paragraph = add(add(parent, "note", place="foot"), "p")
        if not claim.id and told.place:
            say(add(paragraph, "ref", target=f"#{name_of(told.place)}"), told.name)
            return
        self.claim_note(paragraph, told)


def _without_ids(content: nodes.Inlines) -> nodes.Inlines:
    return tuple(
        part for one in content for part in (one.content if isinstance(one, nodes.Span) and one.id else (one,))
    )
