r"""The Python-Markdown extension: the whole authoring syntax of a page.

Written, and what it becomes (the rules that need a choice stand here):

- ``[@key]``, ``[voir @a; @b, p. 12]``, ``[-@key]``, ``@key``, ``@key [p. 12]``: a citation, as in Pandoc.
- ``@tbl-x``, ``@fig-x``: "Tableau 1", linked, always with a capital; ``tableau [-@tbl-x]`` gives the number alone, for
  a word of the author's own before it. ``@sec-x``: the section's title in quotation marks, linked; ``[-@sec-x]``
  without the marks.
- ``@e54``, ``[@e54; @e55]``: a mark that says who speaks in a passage, and opens it; so does a link to its card whose
  text is no more than its id, ``[e54](evidence.md#e54)``. Other links to cards keep their words, and open it too.
- ``{{< value path >}}``: the number or label, at once, in headings and alternative texts too.
- ``{{< display id >}}`` and ``{{< name key=value >}}``: a block, alone in its paragraph, list item or cell. A blank
  follows ``{{<``.
- ``[...]{.claim #id}``, ``[...]{.claim of=id}``: a claim.
- ``\@``: an @ that is no marker.

A page is converted with an extension of its own::

    extension = ReportExtension("docs/fr/method.md", study, words, first_line=first_line_of(body, file_text))
    html = markdown.Markdown(extensions=[..., extension]).convert(body)   # or put into MkDocs' list of extensions
    extension.facts                                                       # PageFacts

``html`` has placeholders in it, which :func:`report_build.weave.resolve` replaces. They are enclosed in control
characters that Python-Markdown takes out of every source text, so that no author and no data can forge one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, ETX, HTML_PLACEHOLDER_RE, STX, AtomicString

from report_build.markup import as_attribute, as_content, as_text
from report_build.model.pages import (
    Block,
    Citation,
    ClaimMark,
    CrossReference,
    Heading,
    Image,
    PageFacts,
    PassageMark,
)
from report_build.model.text import on_one_line
from report_build.weave import authored
from report_build.weave.inline import Claim, Cluster, Found, InlineCode, Narrative, Plain, Shortcode, TightShortcode
from report_build.weave.lines import SENTINEL, LineSentinels, last_line_in, line_in, without_sentinels
from report_build.weave.texts import NOT_TEXT, in_raw_html, pieces, raw_markers

if TYPE_CHECKING:
    from markdown import Markdown

    from report_build.labels import Labels
    from report_build.model.study import Study

PLACEHOLDER = re.compile(rf"{STX}rb:(\d+){ETX}")
_PLACEHOLDER_ALONE = re.compile(rf"\s*{STX}rb:\d+{ETX}\s*")
_ESCAPED = re.compile(rf"{STX}(\d+){ETX}")
_MARKED_RAW = re.compile(rf"{SENTINEL}{HTML_PLACEHOLDER_RE.pattern}")  # raw HTML within text, with its line
_TAG = re.compile(r"<[^<>]*>")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_READ_OUT = frozenset({"alt", "title", "aria-label"})  # attributes that readers are told
_MANY_COLUMNS, _MANY_LETTERS = 4, 60
_BLOCK_PARENTS = {"p", "li", "td", "th", "dd", "div", "blockquote"}  # elements that a block may fill
_IMAGE = re.compile(r"<img\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_ALT = re.compile(r"""\salt\s*=\s*(?:"\s*[^\s"]|'\s*[^\s']|[^\s"'>])""", re.IGNORECASE)


def first_line_of(body: str, text: str) -> int:
    """The line of a page file at which its Markdown begins, after front matter and the blank lines that follow it."""
    return text.rstrip("\n").count("\n") - body.rstrip("\n").count("\n") + 1


class ReportExtension(Extension):
    """See the module. One for each page: ``facts`` are those of the page converted last."""

    def __init__(self, page_path: str, study: Study, labels: Labels, *, first_line: int = 1) -> None:
        super().__init__()
        self.page_path = page_path
        self._study = study
        self._labels = labels
        self._lines = LineSentinels(first_line)
        self._found = Found(self._lines.line_of)

    @property
    def facts(self) -> PageFacts:
        """What was found in the page; complete once it has been converted."""
        found = self._found
        return PageFacts(
            path=self.page_path,
            markers=tuple(found.markers),
            values=tuple(found.values),
            headings=tuple(found.headings),
            images=tuple(found.images),
            malformed=tuple(dict.fromkeys(found.malformed)),
            raw=tuple(dict.fromkeys(found.raw)),
            unset=tuple(dict.fromkeys(found.unset)),
        )

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # reason: the host's name for it
        """Register the processors, each where its priority has to be."""
        md.registerExtension(self)
        found, shortcode = self._found, Shortcode(md, self._found, self._study, self._labels)
        md.preprocessors.register(self._lines, "rb-lines", 29)  # after white space (30), before fences (25)
        # See report_build.weave.inline for why below 80 and above 60. A claim's brackets come before those within it.
        md.inlinePatterns.register(Plain(md, found), "rb-plain", 181)  # before other escapes (180), after code (190)
        md.inlinePatterns.register(InlineCode(md, found), "rb-inline-code", 181.5)  # before the @ that is escaped (181)
        md.inlinePatterns.register(shortcode, "rb-shortcode", 74)
        md.inlinePatterns.register(TightShortcode(md, found), "rb-tight", 73.5)
        md.inlinePatterns.register(Claim(md, found), "rb-claim", 73)
        md.inlinePatterns.register(Cluster(md, found, self._study), "rb-cluster", 72)
        md.inlinePatterns.register(Narrative(md, found, self._study), "rb-narrative", 71)
        authored.register(md, found, self._labels, self._lines.first, self.woven)
        # Code shall lose its sentinels before it is highlighted (30), that of footnotes (50) included.
        md.treeprocessors.register(_CleanCode(), "rb-code", 45)
        md.treeprocessors.register(
            _Collect(found, shortcode, self._study), "rb-collect", 19.5
        )  # right after inline markup (20)
        # After attribute lists (8), abbreviations (7) and typographic quotes (6), before ids are made up (toc, 5).
        md.treeprocessors.register(_Outline(md, found, self.woven), "rb-outline", 5.5)
        md.postprocessors.register(
            _Finish(found, self._lines, self._study), "rb-finish", 1
        )  # after raw HTML is back (30)

    def woven(self, text: str, line: int = 0, write: Callable[[str], str] = str) -> str:
        """A text that Markdown leaves alone, placeholders in the place of its markers.

        :param write: makes of plain text what stands beside them.
        """
        known = line or (self._lines.line_of(text) if "@" in text else 0)
        return "".join(
            write(piece) if isinstance(piece, str) else self._found.place(piece)
            for piece in pieces(text, self._study, self._labels, known)
        )

    def reset(self) -> None:
        """Forget the page before."""
        self._found.clear()


class _CleanCode(Treeprocessor):
    """Take sentinels out of code blocks."""

    def run(self, root: ET.Element) -> None:
        for element in root.iter("code"):
            if element.text and STX in element.text:
                element.text = AtomicString(without_sentinels(element.text))


class _Collect(Treeprocessor):
    """Take all sentinels away, number placeholders in the order of the page, and note what surrounds them."""

    def __init__(self, found: Found, shortcode: Shortcode, study: Study) -> None:
        super().__init__()
        self._found = found
        self._shortcode = shortcode
        self._study = study
        self._cards = study.about.name_of_page("evidence")

    def run(self, root: ET.Element) -> None:
        self._links_to_cards(root)
        self._written = list(self._found.markers)
        self._found.markers.clear()
        self._line = 0
        claims: set[str] = set()
        for element, entering, in_link in _walk(root):
            if entering:
                self._enter(element, in_link=in_link)
                continue
            after = ""
            if "rb" in element.attrib:
                after = PLACEHOLDER.sub(self._number, element.attrib["rb"])
                element.set("rb", after)
                if element.get("id") in claims:  # an id stands once in a page
                    del element.attrib["id"]
                claims.add(element.get("id", ""))
            if after or element.tail:
                element.tail = after + (self._clean(element.tail, in_link=in_link) or "")

    def _links_to_cards(self, root: ET.Element) -> None:
        """Note links to passages' cards that an author wrote by hand; one without words becomes the passage's mark."""
        for parent in root.iter():
            for place, link in reversed([*enumerate(parent)]):
                page, _, passage = (link.get("href") or "").partition("#")
                if (
                    link.tag != "a"
                    or passage not in self._study.passage
                    or not page.rpartition("/")[2].startswith(self._cards)
                ):
                    continue
                words = without_sentinels("".join(link.itertext())).strip(" []")
                bare = words in ("", passage)
                mark = self._found.place(PassageMark(self._found.line(None, f"#{passage})"), passage, shown=bare))
                link.tail = mark + (link.tail or "")
                if not bare:
                    link.set("class", f"{link.get('class', '')} rb-passage-link".strip())
                    continue
                parent.remove(link)
                before = parent[place - 1] if place else None
                if before is None:
                    parent.text = (parent.text or "").rstrip(" \n") + link.tail
                else:
                    before.tail = (before.tail or "").rstrip(" \n") + link.tail

    def _enter(self, element: ET.Element, *, in_link: bool) -> None:
        alone = (
            element.tag in _BLOCK_PARENTS
            and not len(element)
            and bool(_PLACEHOLDER_ALONE.fullmatch(element.text or ""))
        )
        text = self._clean(element.text, in_link=in_link or element.tag == "a", alone=alone)
        if element.tag in _HEADINGS:
            self._found.heading_lines[element] = line_in(element.text or "")
            text = text.lstrip() if text else text  # the blank before which the sentinel stood
        element.text = text
        for name, value in element.items():
            if value and (STX in value or "{{<" in value):
                known = self._shortcode.values_in(value) if name == "alt" else value
                element.set(name, without_sentinels(known))
        if element.tag == "img" and not (element.get("alt") or "").strip():
            self._found.images.append(Image(self._line, element.get("src") or ""))

    def _number(self, found: re.Match[str]) -> str:
        return self._found.place(self._written[int(found[1])])

    def _clean(self, text: str | None, *, in_link: bool, alone: bool = False) -> str | None:
        if not text or STX not in text:
            return text
        self._line = last_line_in(text) or self._line
        self._found.raw_lines.update((int(raw[2]), int(raw[1])) for raw in _MARKED_RAW.finditer(text))

        def number(found: re.Match[str]) -> str:
            marker = self._written[int(found[1])]
            if alone and isinstance(marker, Block):
                marker = replace(marker, alone=True)
            elif in_link and isinstance(marker, Citation | CrossReference | PassageMark):
                marker = replace(marker, linked=False)
            return self._found.place(marker)

        clean = PLACEHOLDER.sub(number, without_sentinels(text))
        return AtomicString(clean) if isinstance(text, AtomicString) else clean


class _Outline(Treeprocessor):
    """Note headings, the sections that markers stand in, the text of claims, and images of raw HTML."""

    def __init__(self, md: Markdown, found: Found, woven: Callable[[str, int, Callable[[str], str]], str]) -> None:
        super().__init__(md)
        self._found = found
        self._woven = woven

    def run(self, root: ET.Element) -> None:
        found = self._found
        section = ""
        code: set[int] = set()  # numbers of raw HTML that an extension keeps the text of code in
        for element, entering, _ in _walk(root):
            if entering and element.tag in NOT_TEXT:
                code.update(int(raw[1]) for raw in HTML_PLACEHOLDER_RE.finditer(element.text or ""))
            self._weave_atomic(element, "text" if entering else "tail")
            text = element.text if entering else element.tail
            for name in _READ_OUT.intersection(element.keys()) if entering else ():
                element.set(name, self._woven(element.get(name, ""), 0, str))
            if entering and element.tag == "table":
                self._stack(element)
            if entering and element.tag in _HEADINGS:
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


class _Finish(Postprocessor):
    """Take away sentinels that raw HTML kept, name markers that stand raw, and put values in."""

    def __init__(self, found: Found, lines: LineSentinels, study: Study) -> None:
        super().__init__()
        self._found = found
        self._lines = lines
        self._study = study

    def run(self, text: str) -> str:
        said = {line for line, _ in self._found.malformed}
        misread = [source for _, source in self._found.malformed]
        raw = list(raw_markers(text, self._study))
        text = without_sentinels(text)
        for beside, source in dict.fromkeys(raw):
            line = beside or self._lines.line_of_raw(source)
            told = not beside and any(source in one or one in source for one in misread)
            if line and line not in said and not told:
                self._found.raw.append((line, source))
        return self._found.with_values(text, as_attribute) if STX in text else text


def _walk(root: ET.Element) -> Iterator[tuple[ET.Element, bool, bool]]:
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
