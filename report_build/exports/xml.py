"""What the XML forms (TEI, JATS) share: elements with mixed content, names, sections within sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, tostring

from report_build.exports.tree.nodes import (
    UNWRITABLE,
    Block,
    ClaimNote,
    Display,
    Document,
    Heading,
    Inlines,
    Styled,
    Text,
    full_stop,
)

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_NAME = re.compile(r"[^\w.-]")
_NO_BEGINNING = re.compile(r"[\d.-]")


def name_of(id_: str) -> str:
    """An id as XML allows it; two ids never become one."""
    said = _NO_NAME.sub(lambda found: f"_{ord(found[0]):x}_", id_)
    return f"_{said}" if _NO_BEGINNING.match(said) or not said else said


def add(parent: Element, tag: str, **attributes: str) -> Element:
    """A new element at the end of another; attributes without a value are left out."""
    return SubElement(parent, tag, {name.replace("_", "-"): value for name, value in attributes.items() if value})


def say(parent: Element, text: str) -> None:
    """Add text at the end of an element."""
    text = UNWRITABLE.sub("", text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


class XmlWriter:
    """What the writers of both vocabularies share."""

    told: Document
    id_attribute: str

    def named(self, parent: Element, tag: str, id_: str, **attributes: str) -> Element:
        """As :func:`add`, with an id in the attribute that the vocabulary has for it."""
        element = add(parent, tag, **attributes)
        if id_:
            element.set(self.id_attribute, name_of(id_))
        return element

    def blocks(self, parent: Element, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(parent, block)

    def block(self, parent: Element, block: Block) -> None:
        """Add a block."""
        raise NotImplementedError

    def inlines(self, parent: Element, content: Inlines) -> None:
        """Add inlines."""
        raise NotImplementedError

    def display_notes(self, parent: Element, display: Display) -> None:
        """A paragraph for each thing that is said below a table or figure."""
        for style, lead, said in display.notes(self.told.names):
            paragraph = add(parent, "p")
            self.inlines(paragraph, (Styled(style, (Text(lead),)), Text(" "), *said))

    def claim_note(self, paragraph: Element, note: ClaimNote) -> None:
        """What a claim rests on, sentence by sentence."""
        say(paragraph, " ".join(note.sentences))
        for name, said in note.facts:
            say(paragraph, f" {name}{self.told.names['colon']}")
            self.inlines(paragraph, said)
            say(paragraph, full_stop(said))


@dataclass(slots=True)
class Section:
    """Blocks under a heading, and the sections below it."""

    title: Inlines = ()
    id: str = ""
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def sections(blocks: Iterable[Block]) -> Section:
    """Blocks under the headings that they follow."""
    whole = Section()
    open_ = [whole]  # sections that go on, by level
    for block in blocks:
        if isinstance(block, Heading):
            del open_[max(block.level - 1, 1) :]
            new = Section(block.content, block.id)
            open_[-1].sections.append(new)
            open_.append(new)
        else:
            open_[-1].blocks.append(block)
    return whole


def document(root: Element, doctype: str = "") -> bytes:
    """A file of an element."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + (f"{doctype}\n" if doctype else "")
    return f"{head}{tostring(root, encoding='unicode')}\n".encode()
