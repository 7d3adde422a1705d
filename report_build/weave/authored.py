r"""What authors know from Pandoc and Quarto besides citations: their own figures, tables, equations, and small signs.

- ``![Caption](ward.png){#fig-ward fig-alt="…"}``, alone in its paragraph: a numbered figure
- ``: Caption {#tbl-beds}`` behind or before a table: its caption, numbered where it has an id
- ``$$ … $$ {#eq-mean}``, and ``$…$`` in a line: equations in LaTeX, as MathML
- ``::: {.callout-note}`` … ``:::``: note, tip, important, caution, warning
- ``H~2~O``, ``x^2^``, ``~~struck~~``, ``[Small Caps]{.smallcaps}``, ``- [ ]`` and ``- [x]``

``@fig-ward``, ``@tbl-beds`` and ``@eq-mean`` refer to them from any page.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import TYPE_CHECKING

from markdown.blockprocessors import BlockProcessor
from markdown.extensions.admonition import AdmonitionProcessor
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from report_build.model.pages import Float
from report_build.sources.markdown import fenced
from report_build.weave.equations import mathml
from report_build.weave.inline import Found, Result
from report_build.weave.lines import line_in, without_sentinels

if TYPE_CHECKING:
    from markdown import Markdown

    from report_build.labels import Labels

_LAST = re.compile(r"\s*\{(?P<inner>[^{}\n]*)\}\s*$")
_EQUATION_ID = re.compile(r"\s*\{#(?P<id>eq-[^\s{}]+)\s*\}\s*")
_CALLOUT = re.compile(
    r"(?P<indent> *):{3,} *\{ *\.callout-(?P<kind>note|tip|important|caution|warning)\b(?P<more>[^{}]*)\} *"
)
_CLOSE = re.compile(r" *:{3,} *")
_TITLE = re.compile(r"""\btitle=(?:"([^"]*)"|'([^']*)')""")
_HEADING = re.compile(r" *#{1,6} +(?P<text>.*?)(?: *\{[^{}]*\})? *#* *")
_LOOKS = {"note": "note", "tip": "tip", "important": "info", "caution": "warning", "warning": "danger"}
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s|!!!|\[\^[^\]]+\]:")
_LONGEST = 200  # lines of an equation
_TASK = re.compile(r"\[(?P<done>[ xX])\][ \u00a0]+")
_BOXES = {" ": "\u2610 ", "x": "\u2611 ", "X": "\u2611 "}


class Equations(Preprocessor):
    """``$$ … $$``: taken out before Markdown sees the signs of LaTeX; one line in is one line out."""

    def __init__(self, found: Found, first_line: int) -> None:
        super().__init__()
        self._found, self._first = found, first_line

    def run(self, lines: list[str]) -> list[str]:
        code = fenced(lines)
        kept = list(lines)
        index = 0
        while index < len(lines):
            bare = lines[index].lstrip(" >\t")
            if (
                code[index]
                or not bare.startswith("$$")
                or (lines[index].startswith("    ") and not _in_list(lines, index))
            ):
                index += 1
                continue
            end = self._end(lines, index, bare)
            if end is None:
                index += 1
                continue
            last, tex, rest = end
            identifier = _EQUATION_ID.fullmatch(rest) if rest.strip() else None
            if rest.strip() and identifier is None:
                index += 1  # words behind it: no equation of its own, and the signs stay as a finding
                continue
            lead = lines[index][: len(lines[index]) - len(bare)]
            line = self._first + index
            html, unknown = mathml(tex, display=True)
            for command in unknown:
                self._found.unset.append((line, command))
            name = identifier["id"] if identifier else ""
            kept[index] = lead + self._found.place(Float(line, name, "equation", tex.strip(), html))
            kept[index + 1 : last + 1] = [""] * (last - index)
            index = last + 1
        return kept

    def _end(self, lines: list[str], start: int, bare: str) -> tuple[int, str, str] | None:
        """The line where an equation ends, what stands in it, and what stands behind it; None where nothing ends it."""
        text = bare[2:]
        for number in range(start, min(len(lines), start + _LONGEST)):
            piece = text if number == start else lines[number]
            closing = piece.find("$$")
            if closing >= 0:
                before = [text, *lines[start + 1 : number]] if number > start else []
                return number, "\n".join([*before, piece[:closing]]), piece[closing + 2 :]
        return None


def _in_list(lines: list[str], index: int) -> bool:
    """Whether an indented line belongs to a list's item: else it is code."""
    depth = len(lines[index]) - len(lines[index].lstrip())
    for line in reversed(lines[:index]):
        own = len(line) - len(line.lstrip())
        if line.strip() and own < depth:
            return _ITEM.match(line) is not None
    return False


class Callouts(Preprocessor):
    """Quarto's callouts become admonitions, whose lines are indented; one line in is one line out."""

    def __init__(self, labels: Labels) -> None:
        super().__init__()
        self._labels = labels

    def run(self, lines: list[str]) -> list[str]:
        if not any(":::" in line for line in lines):
            return lines
        code = fenced(lines)
        kept: list[str] = []
        depth = 0
        titled: set[int] = set()  # lines that became titles
        for index, line in enumerate(lines):
            opening = None if code[index] else _CALLOUT.fullmatch(line)
            if opening and self._closed(lines, index, code):
                given = _TITLE.search(opening["more"])
                title = next(filter(None, given.groups()), "") if given else ""
                following = next((n for n in range(index + 1, len(lines)) if lines[n].strip()), len(lines))
                heading = _HEADING.fullmatch(lines[following]) if following < len(lines) else None
                if not title and heading:
                    title = heading["text"]
                    titled.add(following)
                title = (title or self._labels(f"callout.{opening['kind']}")).replace('"', "\u201d")
                kept.append(f'{"    " * depth}!!! {_LOOKS[opening["kind"]]} "{title}"')
                depth += 1
            elif depth and not code[index] and _CLOSE.fullmatch(line):
                depth -= 1
                kept.append("")
            else:
                kept.append("" if index in titled else f"{'    ' * depth}{line}" if line.strip() else line)
        return kept

    def _closed(self, lines: list[str], start: int, code: list[bool]) -> bool:
        depth = 0
        for index in range(start, len(lines)):
            if code[index]:
                continue
            if _CALLOUT.fullmatch(lines[index]):
                depth += 1
            elif _CLOSE.fullmatch(lines[index]):
                depth -= 1
                if not depth:
                    return True
        return False


class InlineMath(InlineProcessor):
    """``$…$`` as Pandoc reads it: no blank within its ends, no digit behind it."""

    def __init__(self, md: Markdown, found: Found) -> None:
        super().__init__(r"(?<![\\$\w])\$(?![\s$])([^$\n]+?)(?<![\s\\])\$(?![\d$])", md)
        self._found = found

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802, ARG002  # reason: its name
        tex = without_sentinels(m[1])
        html, unknown = mathml(tex, display=False)
        for command in unknown:
            self._found.unset.append((self._found.line(None, tex), command))
        return self.md.htmlStash.store(html), m.start(), m.end()


class Wrapped(InlineProcessor):
    """A short text between signs, as an element."""

    def __init__(self, pattern: str, md: Markdown, tag: str, style: str = "") -> None:
        super().__init__(pattern, md)
        self._tag, self._style = tag, style

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802, ARG002  # reason: its name
        element = ET.Element(self._tag, {"class": self._style} if self._style else {})
        element.text = m[1]
        return element, m.start(), m.end()


class Floats(Treeprocessor):
    """Figures and tables of the author's own; boxes of task lists."""

    def __init__(self, md: Markdown, found: Found, woven: Callable[[str, int], str]) -> None:
        super().__init__(md)
        self._found, self._woven = found, woven

    def run(self, root: ET.Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "p":
                    self._figure(child)
            self._captions(parent)
            if parent.tag in {"li", "p"}:
                self._task(parent)

    def _figure(self, paragraph: ET.Element) -> None:
        """A paragraph of one image with an id of a figure."""
        if len(paragraph) != 1 or paragraph[0].tag != "img" or without_sentinels(paragraph.text or "").strip():
            return
        image = paragraph[0]
        given = _LAST.fullmatch(without_sentinels(image.tail or ""))
        if given is None:
            return
        attributes, _ = get_attrs_and_remainder(given["inner"])
        told = {name: value for name, value in attributes if name != "."}
        identifier = told.pop("id", "")
        if not identifier.startswith("fig-"):
            return
        line = line_in(paragraph.text or "") or line_in(image.tail or "") or self._found.line(None, f"#{identifier}")
        caption = without_sentinels(image.get("alt") or "")
        image.tail = ""
        if said := told.pop("fig-alt", "") or told.pop("alt", ""):
            image.set("alt", said)
        for name, value in told.items():
            if name in {"width", "height", "loading", "title"}:
                image.set(name, value)
        paragraph.tag, paragraph.text = "figure", None
        paragraph.set("id", identifier)
        paragraph.set("class", "rb-own rb-own-figure")
        below = ET.SubElement(paragraph, "figcaption")
        below.text = f"{self._found.place(Float(line, identifier, 'figure', caption))} {self._woven(caption, line)}"

    def _captions(self, parent: ET.Element) -> None:
        for child in list(parent):
            if child.tag == "p" and without_sentinels(child.text or "").lstrip().startswith(": "):
                self._caption(parent, child)

    def _caption(self, parent: ET.Element, paragraph: ET.Element) -> None:
        """``: Caption {#tbl-x}`` beside a table."""
        place = list(parent).index(paragraph)
        last = paragraph[-1].tail if len(paragraph) else paragraph.text
        given = re.search(r"\s*\{#(?P<id>tbl-[^\s{}]+)\s*\}\s*$", without_sentinels(last or ""))
        beside = [parent[at] for at in (place - 1, place + 1) if 0 <= at < len(parent)]
        table = next((one for one in beside if one.tag == "table" and one.find("caption") is None), None)
        line = line_in(paragraph.text or "") or self._found.line(None, f"#{given['id']}" if given else ": ")
        if table is None:
            if given:
                self._found.misread(line, f"{{#{given['id']}}}")
            return
        said = without_sentinels(last or "")
        said = said[: given.start()] if given else said
        if len(paragraph):
            paragraph[-1].tail = said
        else:
            paragraph.text = said
        caption = ET.Element("caption")
        text = (paragraph.text or "").lstrip().removeprefix(":").lstrip()
        if given:
            plain = "".join([text, *("".join(one.itertext()) + (one.tail or "") for one in paragraph)])
            text = f"{self._found.place(Float(line, given['id'], 'table', plain))} {text}"
            table.set("id", given["id"])
        caption.text = text
        caption.extend(list(paragraph))
        table.insert(0, caption)
        table.set("class", f"{table.get('class', '')} rb-table rb-own rb-own-table".strip())
        parent.remove(paragraph)

    def _task(self, item: ET.Element) -> None:
        """A box in the place of ``[ ]`` at the beginning of a list's item."""
        text = item.text or ""
        found = _TASK.match(without_sentinels(text))
        if found and item.tag == "li":
            item.text = _BOXES[found["done"]] + without_sentinels(text)[found.end() :]
        elif found is None and item.tag == "li" and len(item) and item[0].tag == "p" and not text.strip():
            inner = without_sentinels(item[0].text or "")
            if found := _TASK.match(inner):
                item[0].text = _BOXES[found["done"]] + inner[found.end() :]


class Captions(BlockProcessor):
    """A table's caption, kept from being taken for a definition without a term."""

    _CAPTION = re.compile(r" {0,3}: .*\{#tbl-[^\s{}]+\s*\}\s*", re.DOTALL)

    def test(self, parent: ET.Element, block: str) -> bool:
        """Whether a block has a table's id at its end, or stands behind a table."""
        behind = len(parent) > 0 and parent[-1].tag == "table" and parent[-1].find("caption") is None
        return self._CAPTION.fullmatch(block) is not None or (behind and re.match(r" {0,3}: ", block) is not None)

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        """A paragraph, which becomes the table's caption once all of the page is there."""
        ET.SubElement(parent, "p").text = blocks.pop(0).strip()


def register(md: Markdown, found: Found, labels: Labels, first_line: int, woven: Callable[[str, int], str]) -> None:
    """Put them where their priorities have to be; what another extension does already is left to it."""
    md.preprocessors.register(Callouts(labels), "rb-callouts", 29.8)
    md.preprocessors.register(Equations(found, first_line), "rb-equations", 29.6)
    if "admonition" not in md.parser.blockprocessors:
        md.parser.blockprocessors.register(AdmonitionProcessor(md.parser), "admonition", 105)
    md.parser.blockprocessors.register(Captions(md.parser), "rb-captions", 26)  # before lists of definitions (25)
    md.inlinePatterns.register(InlineMath(md, found), "rb-math", 182)  # before escapes (180), after code (190)
    inline = (
        ("rb-strike", r"~~(?![\s~])([^~\n]+?)(?<!\s)~~", "del", ""),
        ("rb-sub", r"(?<![~\s/])~([^~\s\[\]{}/]+)~(?!~)", "sub", ""),
        ("rb-sup", r"(?<![\^\s\[])\^([^\^\s\[\]{}]+)\^(?!\^)", "sup", ""),
        ("rb-small-caps", r"\[([^\[\]]+)\]\{\s*\.smallcaps\s*\}", "span", "rb-small-caps"),
    )
    taken = {"tilde", "caret", "del", "sup", "sub", "ins_sup", "sub_del"}
    for number, (name, pattern, tag, style) in enumerate(inline):
        if not (tag in {"del", "sub", "sup"} and taken & {str(key) for key in _names(md)}):
            md.inlinePatterns.register(Wrapped(pattern, md, tag, style), name, 66 - number / 10)
    md.treeprocessors.register(Floats(md, found, woven), "rb-floats", 19.8)


def _names(md: Markdown) -> list[str]:
    return [one.name for one in md.inlinePatterns._priority]  # type: ignore[attr-defined]  # noqa: SLF001  # reason: no other list of names
