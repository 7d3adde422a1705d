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
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX, AtomicString

from report_build.cache import as_it_was, as_told
from report_build.markup import as_attribute
from report_build.model.pages import (
    FACTS,
    Block,
    Citation,
    CrossReference,
    Image,
    PageFacts,
    PassageMark,
)
from report_build.weave import authored
from report_build.weave.inline import Claim, Cluster, Found, InlineCode, Narrative, Plain, Shortcode, TightShortcode
from report_build.weave.lines import SENTINEL, LineSentinels, last_line_in, line_in, without_sentinels
from report_build.weave.outline import HEADINGS, PLACEHOLDER, Outline, walk
from report_build.weave.texts import pieces, raw_markers
from report_build.weave.values import AskedValues, answer

if TYPE_CHECKING:
    from markdown import Markdown

    from report_build.labels import Labels
    from report_build.model.study import Study

_PLACEHOLDER_ALONE = re.compile(rf"\s*{STX}rb:\d+{ETX}\s*")
_MARKED_RAW = re.compile(rf"{SENTINEL}{HTML_PLACEHOLDER_RE.pattern}")  # raw HTML within text, with its line
_BLOCK_PARENTS = {"p", "li", "td", "th", "dd", "div", "blockquote"}  # elements that a block may fill


def asked_of(study: Study) -> tuple[object, ...]:
    """All of a study that the conversion of any page depends on, but for values and labels: the names in it."""
    return (
        tuple(study.work),
        tuple(study.passage),
        dict(study.alias),
        tuple(study.display),
        study.about.name_of_page("evidence"),
    )


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
        self._values = AskedValues()

    @property
    def first_line(self) -> int:
        """The line of the file at which its Markdown begins."""
        return self._lines.first

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
        found, shortcode = self._found, Shortcode(md, self._found, self._study, self._labels, self._values)
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
        md.treeprocessors.register(Outline(md, found, self.woven), "rb-outline", 5.5)
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
            for piece in pieces(text, self._study, self._labels, known, self._values)
        )

    def reset(self) -> None:
        """Forget the page before."""
        self._found.clear()
        self._values.said.clear()

    def told(self) -> dict[str, Any]:
        """What was found in the page that was converted, and what it asked of the data, for JSON."""
        asked = [[list(question), said] for question, said in self._values.said.items()]
        return {"facts": as_told(self.facts), "lines": list(self._lines.lines), "asked": asked}

    def take(self, told: Mapping[str, Any]) -> bool:
        """Have found what :meth:`told` told of the same page; not so where the data say now what they did not then."""
        for (path, *options), said in told["asked"]:
            if answer(self._study, self._labels, path, options) != said:
                return False
        self._lines.lines = told["lines"]
        self._found.take(as_it_was(told["facts"], FACTS))
        return True


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
        for element, entering, in_link in walk(root):
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
        if element.tag in HEADINGS:
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
