"""What a page's headings, claims, images and raw HTML are, once inline markup is done."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, HTML_PLACEHOLDER_RE, STX, AtomicString

from report_build.markup import as_content, as_text
from report_build.model.pages import Citation, ClaimMark, Heading, Image
from report_build.model.text import on_one_line
from report_build.weave.inline import Found
from report_build.weave.lines import last_line_in, line_in, without_sentinels
from report_build.weave.texts import NOT_TEXT, in_raw_html

if TYPE_CHECKING:
    from markdown import Markdown

PLACEHOLDER = re.compile(rf"{STX}rb:(\d+){ETX}")
_TAG = re.compile(r"<[^<>]*>")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_READ_OUT = frozenset({"alt", "title", "aria-label"})  # attributes that readers are told
_MANY_COLUMNS, _MANY_LETTERS = 4, 60
_IMAGE = re.compile(r"<img\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_ALT = re.compile(r"""\salt\s*=\s*(?:"\s*[^\s"]|'\s*[^\s']|[^\s"'>])""", re.IGNORECASE)
_ESCAPED = re.compile(rf"{STX}(\d+){ETX}")


class Outline(Treeprocessor):
    """Note headings, the sections that markers stand in, the text of claims, and images of raw HTML."""

    def __init__(self, md: Markdown, found: Found, woven: Callable[[str, int, Callable[[str], str]], str]) -> None:
        super().__init__(md)
        self._found = found
        self._woven = woven

    def run(self, root: ET.Element) -> None:
        found = self._found
        section = ""
        code: set[int] = set()  # numbers of raw HTML that an extension keeps the text of code in
        for element, entering, _ in walk(root):
            if entering and element.tag in NOT_TEXT:
                code.update(int(raw[1]) for raw in HTML_PLACEHOLDER_RE.finditer(element.text or ""))
            self._weave_atomic(element, "text" if entering else "tail")
            text = element.text if entering else element.tail
            for name in _READ_OUT.intersection(element.keys()) if entering else ():
                element.set(name, self._woven(element.get(name, ""), 0, str))
            if entering and element.tag == "table":
                self._stack(element)
            if entering and element.tag in HEADINGS:
                self._heading(element)
                section = element.get("id") or section
            if text and STX in text and element.tag != "code":
                for match in PLACEHOLDER.finditer(text):
                    self._set_section(int(match[1]), section)
            if not entering and "rb" in element.attrib:
                self._claim(element, section)
        for number, html in enumerate(self.md.htmlStash.rawHtmlBlocks):
            if isinstance(html, str) and "<img" in html:
                self._raw_images(html, found.raw_lines.get(number, 0))
            if isinstance(html, str) and ("@" in html or "{{<" in html) and number not in code:
                self.md.htmlStash.rawHtmlBlocks[number] = in_raw_html(html, partial(self._in_raw, number))

    def _stack(self, table: ET.Element) -> None:
        """Let cells say the name of their column where a small window has no room for all side by side.

        Rows of four columns become blocks there, and so do those of three that hold more than a few words.
        """
        heads = table.findall("thead/tr/*")
        longest = max((len("".join(cell.itertext())) for cell in table.iterfind("tbody/tr/td")), default=0)
        if len(heads) < _MANY_COLUMNS - (longest > _MANY_LETTERS):
            return
        table.set("data-stack", "")
        names = [self._plain(head) for head in heads]
        for row in table.findall("tbody/tr"):
            for cell, name in zip(row[1:], names[1:], strict=False):
                cell.set("data-label", name)

    def _weave_atomic(self, element: ET.Element, place: str) -> None:
        """Weave raw HTML that stands in the tree, as within ``<figure markdown>``: Markdown leaves its text alone."""
        text = getattr(element, place)
        if isinstance(text, AtomicString) and element.tag not in NOT_TEXT and ("@" in text or "{{<" in text):
            setattr(element, place, AtomicString(self._woven(text, 0, str)))

    def _in_raw(self, number: int, text: str) -> str:
        """A text of raw HTML, woven."""
        line = line_in(text) or self._found.raw_lines.get(number, 0)
        plain = without_sentinels(text)
        woven = self._woven(as_text(plain), line, as_content) if "@" in plain or "{{<" in plain else plain
        return woven if as_text(woven) != as_text(plain) else plain

    def _claim(self, span: ET.Element, section: str) -> None:
        number = int(PLACEHOLDER.sub(r"\1", span.attrib.pop("rb")))
        claim = self._found.markers[number]
        if isinstance(claim, ClaimMark):
            self._found.markers[number] = replace(claim, section=section, text=self._plain(span))

    def _set_section(self, number: int, section: str) -> None:
        marker = self._found.markers[number]
        if isinstance(marker, Citation):
            self._found.markers[number] = replace(marker, section=section)

    def _heading(self, element: ET.Element) -> None:
        text = self._plain(element)
        line = self._found.heading_lines.get(element, 0) or self._found.line(None, text)
        identifier = element.get("id") or ""
        level = int(str(element.tag)[1])
        self._found.headings.append(Heading(line, level, identifier, text, explicit=bool(identifier)))

    def _raw_images(self, html: str, line: int) -> None:
        for part in _IMAGE.finditer(html):
            line = last_line_in(html[: part.start()]) or line
            if not _ALT.search(part["attributes"]):
                source = _SOURCE.search(part["attributes"])
                known = line or self._found.line(None, part[0])
                self._found.images.append(Image(known, source[1] if source else ""))

    def _plain(self, element: ET.Element) -> str:
        """The text of an element; placeholders of markers stay in it."""
        text = "".join(_texts(element))
        if STX in text:
            stash = self.md.htmlStash.rawHtmlBlocks
            text = HTML_PLACEHOLDER_RE.sub(lambda found: _TAG.sub("", str(stash[int(found[1])])), text)
            text = self._found.with_values(_ESCAPED.sub(lambda found: chr(int(found[1])), text))
            text = text.replace(AMP_SUBSTITUTE, "&")
        return on_one_line(as_text(text))


def walk(root: ET.Element) -> Iterator[tuple[ET.Element, bool, bool]]:
    """Each element twice, when its text begins and when it has ended (True, False), and whether it is in a link."""
    stack = [(root, True, False)]
    while stack:
        element, entering, in_link = stack.pop()
        yield element, entering, in_link
        if entering:
            stack.append((element, False, in_link))
            inner = in_link or element.tag == "a"
            stack.extend((child, True, inner) for child in reversed(element))


def _texts(element: ET.Element) -> Iterator[str]:
    """The texts of an element in order, calls of footnotes left out."""
    if element.text:
        yield element.text
    for child in element:
        if not (child.tag == "sup" and (child.get("id") or "").startswith("fnref")):
            yield from _texts(child)
        if child.tail:
            yield child.tail
