"""The report in JATS (Journal Publishing 1.1), for journals and archives."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from report_build.exports import Material
from report_build.exports.tree import nodes
from report_build.exports.tree.front import Contributor
from report_build.exports.xml import XML_LANG, Section, XmlWriter, add, document, name_of, say, sections

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"'
    ' "JATS-journalpublishing1.dtd">'
)
_XLINK = "http://www.w3.org/1999/xlink"
_NOTES = {"ethics": "other", "conflicts": "conflict"}  # what is said of a study -> the kind of its note to the authors
_STYLES = {"emphasis": "italic", "strong": "bold", "superscript": "sup", "code": "monospace"}


def jats_file(material: Material) -> bytes:
    """The report of one language in JATS."""
    return document(_Writer(material.document).root(), DOCTYPE)


@dataclass(frozen=True)
class _Writer(XmlWriter):
    told: nodes.Document
    id_attribute: str = "id"

    def root(self) -> Element:
        root = Element("article", {"xmlns:xlink": _XLINK, "article-type": "other", "dtd-version": "1.1"})
        root.set(XML_LANG, self.told.language)
        self._front(add(root, "front"))
        body = add(root, "body")
        for chapter in self.told.chapters:
            self._chapter(body, "sec", chapter)
        if not self.told.chapters:
            add(body, "p")
        back = add(root, "back")
        if self.told.cards:
            self._chapter(add(back, "app-group"), "app", self.told.cards)
        for stated in self.told.front.statements:
            if stated.about == "availability":
                part = add(back, "sec", sec_type="data-availability")
                say(add(part, "title"), stated.label)
                say(add(part, "p"), stated.said)
        if self.told.references:
            listed = self.named(back, "ref-list", self.told.references_id)
            say(add(listed, "title"), self.told.names["references"])
            for one in self.told.references:
                entry = self.named(listed, "ref", one.id)
                self.inlines(add(entry, "mixed-citation"), one.content)
        return root

    def _front(self, element: Element) -> None:
        front = self.told.front
        journal = add(element, "journal-meta")
        say(add(journal, "journal-id", journal_id_type="publisher-id"), "report")
        add(journal, "issn")  # the journal's, which a report does not know; the DTD wants the element
        about = add(element, "article-meta")
        if front.address:
            say(add(about, "article-id", pub_id_type="publisher-id"), front.address)
        titles = add(about, "title-group")
        say(add(titles, "article-title"), front.title)
        if front.subtitle:
            say(add(titles, "subtitle"), front.subtitle)
        if front.authors:
            authors = add(about, "contrib-group")
            for author in front.contributors:
                self._author(add(authors, "contrib", contrib_type="author"), author)
        notes = [one for one in front.statements if one.about in _NOTES]
        if notes:
            listed = add(about, "author-notes")
            for one in notes:
                note = add(listed, "fn", fn_type=_NOTES[one.about])
                say(add(note, "label"), one.label)
                say(add(note, "p"), one.said)
        if front.date[:4].isdecimal():
            published = add(about, "pub-date", pub_type="epub")
            for name, part in zip(("day", "month", "year"), reversed(front.date.split("-")), strict=False):
                say(add(published, name), part)
        if front.license:
            license_ = add(add(about, "permissions"), "license")
            if front.license_url:
                license_.set("xlink:href", front.license_url)
            say(add(license_, "license-p"), self.told.names["license"].replace("{license}", front.license))
        abstract = add(about, "abstract")
        for said in (front.abstract,) if front.abstract else front.status or (front.title,):
            say(add(abstract, "p"), said)
        if front.keywords:
            words = add(about, "kwd-group")
            for word in front.keywords:
                say(add(words, "kwd"), word)
        for one in front.statements:
            if one.about == "funding":
                say(add(add(about, "funding-group"), "funding-statement"), one.said)
        if front.abstract and front.status:
            notes_on = add(element, "notes")
            for said in front.status:
                say(add(notes_on, "p"), said)

    def _author(self, element: Element, author: Contributor) -> None:
        if author.orcid:
            say(add(element, "contrib-id", contrib_id_type="orcid"), author.orcid)
        if author.family:
            name = add(element, "name")
            say(add(name, "surname"), author.family)
            if author.given:
                say(add(name, "given-names"), author.given)
        else:
            say(add(element, "collab"), author.name)
        if author.affiliation:
            say(add(element, "aff"), author.affiliation)

    def _chapter(self, parent: Element, tag: str, chapter: nodes.Chapter) -> None:
        part = self.named(parent, tag, chapter.id)
        if chapter.language and tag == "sec":
            part.set(XML_LANG, chapter.language)
        self.inlines(add(part, "title"), chapter.title)
        self._section(part, sections(chapter.blocks))

    def _section(self, element: Element, section: Section) -> None:
        self.blocks(element, section.blocks)
        for below in section.sections:
            inner = self.named(element, "sec", below.id)
            self.inlines(add(inner, "title"), below.title)
            self._section(inner, below)

    # Blocks -------------------------------------------------------------------------------------------------------

    def block(self, parent: Element, block: nodes.Block) -> None:
        if isinstance(block, nodes.Paragraph):
            self.inlines(self.named(parent, "p", block.id), block.content)
        elif isinstance(block, nodes.Listing):
            listed = add(parent, "list", list_type="order" if block.ordered else "bullet")
            for item in block.items:
                self._lines(add(listed, "list-item"), item, lists=True)
        elif isinstance(block, nodes.Terms):
            terms = add(parent, "def-list")
            for term, said in block.items:
                entry = add(terms, "def-item")
                self.inlines(add(entry, "term"), term)
                self._lines(add(entry, "def"), said, lists=False)
        elif isinstance(block, nodes.Quotation):
            self._lines(add(parent, "disp-quote"), block.blocks, lists=True)
        elif isinstance(block, nodes.Note):
            box = add(parent, "boxed-text")
            if block.title:
                self.inlines(add(add(box, "caption"), "title"), block.title)
            self.blocks(box, block.blocks or (nodes.Paragraph(()),))
        elif isinstance(block, nodes.Preformatted):
            say(add(parent, "preformat"), block.text)
        elif isinstance(block, nodes.Table):
            wrap = self.named(parent, "table-wrap", block.id)
            if block.caption:
                self.inlines(add(add(wrap, "caption"), "p"), block.caption)
            self._table(wrap, block)
        elif isinstance(block, nodes.Display):
            self._display(parent, block)
        elif isinstance(block, nodes.Image):
            figure = add(parent, "fig")
            say(add(figure, "alt-text"), block.alt)
            add(figure, "graphic").set("xlink:href", f"../{block.address}")
        elif isinstance(block, nodes.Card):
            self.inlines(add(self.named(parent, "p", block.id), "bold"), block.title)
            self.blocks(parent, block.blocks)
        elif isinstance(block, nodes.Rule):
            say(add(parent, "p"), "*")

    def _lines(self, parent: Element, blocks: nodes.Blocks, *, lists: bool) -> None:
        """Where paragraphs alone may stand, with lists or without: all else becomes paragraphs."""
        for block in blocks:
            if isinstance(block, nodes.Paragraph) or (lists and isinstance(block, nodes.Listing)):
                self.block(parent, block)
            else:
                for line in nodes.lines_of((block,)):
                    self.inlines(add(parent, "p"), line)
        if not len(parent):
            add(parent, "p")

    def _display(self, parent: Element, display: nodes.Display) -> None:
        drawn = bool(display.file)
        wrap = self.named(parent, "fig" if drawn else "table-wrap", display.id)
        say(add(wrap, "label"), display.name)
        caption = add(wrap, "caption")
        self.inlines(add(caption, "p"), display.caption)
        foot = caption
        if drawn:
            say(add(wrap, "alt-text"), display.alt)
            add(wrap, "graphic").set("xlink:href", f"../displays/{display.file}.png")
        elif display.table:
            self._table(wrap, display.table)
            foot = Element("table-wrap-foot")
        self.display_notes(foot, display)
        if foot is not caption and len(foot):
            wrap.append(foot)
        if drawn and display.table:
            data = self.named(parent, "table-wrap", f"data-{display.id}")
            say(add(add(data, "caption"), "p"), self.told.data_title(display))
            self._table(data, display.table)

    def _table(self, wrap: Element, table: nodes.Table) -> None:
        element = add(wrap, "table")
        if table.heads:
            self._rows(add(element, "thead"), table.heads, "col")
        body = add(element, "tbody")
        self._rows(body, table.rows, "row")
        if not table.rows:
            add(add(body, "tr"), "td")

    def _rows(self, element: Element, rows: Iterable[tuple[nodes.TableCell, ...]], scope: str) -> None:
        for row in rows:
            line = add(element, "tr")
            for cell in row or (nodes.TableCell(()),):
                heads = cell.heads or scope == "col"
                spans = {"colspan": cell.columns, "rowspan": cell.rows}
                told = {name: str(value) for name, value in spans.items() if value > 1}
                made = add(line, "th", scope=scope, **told) if heads else add(line, "td", **told)
                self.inlines(made, cell.content)

    # Inlines ------------------------------------------------------------------------------------------------------

    def inlines(self, parent: Element, content: nodes.Inlines) -> None:
        for one in content:
            if isinstance(one, nodes.Text):
                say(parent, one.text)
            elif isinstance(one, nodes.Break):
                if parent.tag in {"td", "th"}:
                    add(parent, "break")
                else:
                    say(parent, " ")
            elif isinstance(one, nodes.Styled):
                style = _STYLES.get(one.style)
                self.inlines(add(parent, style) if style else parent, one.content)
            elif isinstance(one, nodes.Link):
                self._link(parent, one)
            elif isinstance(one, nodes.Citation):
                self.inlines(parent, one.content)
            elif isinstance(one, nodes.Footnote):
                note = self.named(parent, "fn", one.id)
                self._lines(note, one.blocks, lists=False)
            elif isinstance(one, nodes.Claim):
                self._claim(parent, one)
            elif one.id:
                self.inlines(self.named(parent, "named-content", one.id, content_type="place"), one.content)
            else:
                self.inlines(parent, one.content)

    def _link(self, parent: Element, link: nodes.Link) -> None:
        if link.target.startswith("#"):
            place = link.target[1:]
            kind = "bibr" if place in self._works else "other"
            self.inlines(add(parent, "xref", ref_type=kind, rid=name_of(place)), link.content)
        else:
            element = add(parent, "ext-link", ext_link_type="uri")
            element.set("xlink:href", link.target)
            self.inlines(element, link.content)

    @property
    def _works(self) -> set[str]:
        return {one.id for one in self.told.references}

    def _claim(self, parent: Element, claim: nodes.Claim) -> None:
        self.inlines(self.named(parent, "named-content", claim.id, content_type="claim"), claim.content)
        told = self.told.claims[claim.claim]
        if not claim.id and told.place:
            mark = add(parent, "xref", ref_type="other", rid=name_of(told.place))
            say(add(mark, "sup"), str(told.number))
            return
        paragraph = add(add(parent, "fn"), "p")
        self.claim_note(paragraph, told)
