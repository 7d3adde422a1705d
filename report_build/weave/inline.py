"""Inline processors: where Markdown has text, markers become placeholders.

All of them run after links, images, addresses and raw HTML (priorities 170 to 80) and before emphasis (60), whose
underscores may be part of a key: what an earlier rule took is never a marker, and emphasis may stand within and around
one.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE, STX

from report_build.excerpts import shortened
from report_build.markup import as_text
from report_build.model.pages import (
    Block,
    Citation,
    Cite,
    ClaimMark,
    CrossReference,
    Heading,
    Image,
    Marker,
    PageFacts,
    PassageMark,
    Value,
)
from report_build.references.clusters import KEY, parse_cluster
from report_build.weave.lines import SENTINEL, line_in, without_sentinels
from report_build.weave.texts import TARGET, is_passage
from report_build.weave.values import UnknownValueError, ValueOf

if TYPE_CHECKING:
    from markdown import Markdown

    from report_build.labels import Labels
    from report_build.model.study import Study

Result = tuple[ET.Element | str | None, int | None, int | None]
NO_MATCH: Result = (None, None, None)

_FACTS = ("markers", "values", "headings", "images", "malformed", "raw", "unset")  # of a page, and of what was found
_LONGEST = 80  # characters of a source that a message repeats
_ARGUMENT = re.compile(r"""([\w.-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))(?=\s|$)|([^\s"'=]+)(?=\s|$)|(\S+)""")
_ATTRIBUTE = re.compile(
    r"""\.claim|#(?P<id>[^\s"'#.{}<>&]+)|of=(?P<quote>["']?)#?(?P<of>[^\s"'<>&]+)(?P=quote)"""
    r"""|answers=(?P<around>["']?)(?P<answers>[^\s"'<>]+)(?P=around)"""
)
_PLACEHOLDER = re.compile(rf"{STX}rb:\d+{ETX}")
_VALUE = re.compile(rf"{STX}rbv:(\d+){ETX}")
_ESCAPED = re.compile(rf"{STX}(\d+){ETX}")


class Found:
    """What one page has; placeholders count in the order of finding, later in that of the page."""

    def __init__(self, line_of: Callable[[str], int]) -> None:
        self.markers: list[Marker] = []
        self.values: list[Value] = []
        self.headings: list[Heading] = []
        self.images: list[Image] = []
        self.malformed: list[tuple[int, str]] = []
        self.raw: list[tuple[int, str]] = []
        self.unset: list[tuple[int, str]] = []  # what of equations cannot be set
        self.heading_lines: dict[ET.Element, int] = {}
        self.raw_lines: dict[int, int] = {}  # number of a piece of raw HTML -> its line
        self._texts: list[str] = []  # what replaces the n-th placeholder of a value
        self._line_of = line_of

    def clear(self) -> None:
        """Make ready for another page."""
        for name in _FACTS:
            getattr(self, name).clear()
        for kept in (self._texts, self.heading_lines, self.raw_lines):
            kept.clear()

    def take(self, facts: PageFacts) -> None:
        """Have found what was found in the same page before."""
        self.clear()
        for name in _FACTS:
            getattr(self, name).extend(getattr(facts, name))

    def line(self, sentinel: str | None, source: str) -> int:
        """The line that a sentinel gives, or else the first that has the source in it."""
        return int(sentinel) if sentinel else self._line_of(source)

    def place(self, marker: Marker) -> str:
        """Keep a marker; the placeholder that stands for it."""
        self.markers.append(marker)
        return f"{STX}rb:{len(self.markers) - 1}{ETX}"

    def misread(self, line: int, source: str) -> None:
        """Keep what was meant as a marker and cannot be read as one; of long ones the beginning."""
        self.malformed.append((line, shortened(source, _LONGEST)))

    def place_text(self, text: str) -> str:
        """Keep a text that is put in as it is when the page is written."""
        self._texts.append(text.replace(STX, "").replace(ETX, ""))
        return f"{STX}rbv:{len(self._texts) - 1}{ETX}"

    def with_values(self, text: str, written: Callable[[str], str] = str) -> str:
        """A text with values in the place of their placeholders."""
        return _VALUE.sub(lambda found: written(self._texts[int(found[1])]), text)


class _Marker(InlineProcessor):
    PATTERN = ""

    def __init__(self, md: Markdown, found: Found) -> None:
        super().__init__(self.PATTERN, md)
        self.found = found

    def plain(self, text: str) -> str:
        """A text as its author wrote it: without sentinels, and with what earlier rules took out of it, as text."""
        text = without_sentinels(text)
        while INLINE_PLACEHOLDER_RE.search(text):
            text = self.unescape(text)
        if STX not in text:
            return text
        text = HTML_PLACEHOLDER_RE.sub(lambda found: self._raw(int(found[1])), text)
        text = _ESCAPED.sub(lambda found: chr(int(found[1])), self.found.with_values(text))
        return text.replace(STX, "").replace(ETX, "")

    def _raw(self, number: int) -> str:
        raw = str(self.md.htmlStash.rawHtmlBlocks[number])
        return as_text(raw) if raw.startswith("&") else raw

    def has_markers(self, text: str) -> bool:
        """Whether a block or claim, already found, stands in a text."""
        nodes = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]  # reason: the stubs lack it
        for found in INLINE_PLACEHOLDER_RE.finditer(text):
            node = nodes.get(found[1], "")
            if _PLACEHOLDER.search(node) if isinstance(node, str) else any("rb" in part.attrib for part in node.iter()):
                return True
        return False


class Plain(_Marker):
    r"""``\@`` and ``\{{<`` begin no marker: put in last of all, so that nothing takes them for markers left raw."""

    PATTERN = r"\\(@|\{(?=\{<))"

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802, ARG002  # reason: its name
        return self.found.place_text(m[1]), m.start(), m.end()


class InlineCode(_Marker):
    """``<code>@key</code>`` and the like, within a paragraph: code holds no markers, however it is written."""

    PATTERN = r"<(?P<name>code|kbd|samp)\b[^<>]*>(?:(?!</(?P=name)>)[^<>]|\{\{<|>\}\})*</(?P=name)>"

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802, ARG002  # reason: its name
        return self.md.htmlStash.store(without_sentinels(m[0])), m.start(), m.end()


class Shortcode(_Marker):
    """``{{< name args >}}``: values at once, everything else when all pages are known."""

    PATTERN = rf"(?:{SENTINEL})?\{{\{{<(?=\s)((?:[^\n{{]|\{{(?!\{{<))*?)(?:>\}}\}}|(?P<open>\n|\Z))"

    def __init__(self, md: Markdown, found: Found, study: Study, labels: Labels, value: ValueOf) -> None:
        super().__init__(md, found)
        self.study = study
        self.words = labels
        self.value = value

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802, ARG002  # reason: its name
        if m["open"] is not None:
            source = self.plain(m[0]).strip()
            self.found.misread(self.found.line(m[1], source), source)
            return NO_MATCH
        return self.replace(m), m.start(), m.end()

    def values_in(self, text: str) -> str:
        """A text that Markdown leaves alone (an image's), its values put in and all else left as written."""

        def put(m: re.Match[str]) -> str:
            return self.replace(m) if m["open"] is None and m[2].split()[:1] == ["value"] else m[0]

        return self.compiled_re.sub(put, text)

    def replace(self, m: re.Match[str]) -> str:
        """The placeholder for a marker."""
        found, source = self.found, self.plain(m[0])
        line = found.line(m[1], source)
        words, options, understood = _arguments(self.plain(m[2]))
        if not understood or not words:
            found.misread(line, source)
            return found.place_text(source)
        name, *rest = words
        if name != "value":
            return found.place(Block(line, name, tuple(rest), options, source))
        path, *how = rest or [""]
        try:
            text = self.value(self.study, self.words, path, how)
        except UnknownValueError as problem:
            found.values.append(Value(line, path, problem.what, problem.hint))
            return found.place_text(source)
        found.values.append(Value(line, path))
        return found.place_text(text)


class TightShortcode(_Marker):
    """``{{<name>}}``, which Markdown takes for raw HTML between braces: said to be no marker, and left alone."""

    PATTERN = rf"\{{\{{{INLINE_PLACEHOLDER_RE.pattern}\}}\}}"

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802, ARG002  # reason: its name
        source = self.plain(m[0])
        if source.startswith("{{<"):
            self.found.misread(self.found.line(None, source), source)
        return NO_MATCH


class Claim(_Marker):
    """``[...]{.claim #id}`` and ``[...]{.claim of=id}``, found by their end, where the attributes tell what it is.

    Both may name claims of other reports that the claim answers: ``answers=https://…``.
    """

    PATTERN = rf"(?:{SENTINEL})?\]\{{([^{{}}\n]*)(?P<end>\}}?)"
    _unopened: tuple[str, int] = ("", -1)  # a text, and its last closing bracket that nothing opens

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802  # reason: its name
        attributes = self.plain(m[2]).split()
        if ".claim" not in attributes:
            return NO_MATCH
        opening = self._opening(data, m.start())
        line = self.found.line(m[1], without_sentinels(m[0]))
        given = [_ATTRIBUTE.fullmatch(attribute) for attribute in attributes]
        ids = [match["id"] for match in given if match and match["id"]]
        restated = [match["of"] for match in given if match and match["of"]]
        answers = tuple(match["answers"] for match in given if match and match["answers"])
        if opening < 0 or not m["end"] or not all(given) or len(ids) + len(restated) != 1:
            self.found.misread(line, self.plain(m[0]))
            return NO_MATCH
        span = ET.Element("span", {"class": "rb-claim"})
        if ids:
            span.set("id", ids[0])
        else:
            span.set("data-claim", restated[0])
        span.set("rb", self.found.place(ClaimMark(line, "".join(ids), "".join(restated), "", answers=answers)))
        span.text = data[opening + 1 : m.start()]
        return span, opening, m.end()

    def _opening(self, data: str, end: int) -> int:
        """Where the bracket opens that closes at ``end``; -1 where none does."""
        text, barrier = self._unopened
        floor = barrier + 1 if text is data else 0
        depth, position = 1, end
        opening = data.rfind("[", floor, position)
        closing = data.rfind("]", floor, position)
        while opening >= 0:
            if closing > opening:
                depth += 1
                closing = data.rfind("]", floor, closing)
            else:
                depth -= 1
                if not depth:
                    return opening
                opening = data.rfind("[", floor, opening)
        self._unopened = (data, end)
        return -1


class _Citing(_Marker):
    """A marker of works, displays or passages."""

    def __init__(self, md: Markdown, found: Found, study: Study) -> None:
        super().__init__(md, found)
        self.study = study

    def may_cite(self, cites: Sequence[Cite]) -> bool:
        """Whether an @ is a marker where it stands: in the text of a link it may be the name of an account."""
        study = self.study
        ancestors = self.md.treeprocessors["inline"].ancestors  # type: ignore[attr-defined]  # reason: the stubs lack it
        known = (cite.key in study.work or TARGET.fullmatch(cite.key) or is_passage(cite.key, study) for cite in cites)
        return "a" not in ancestors or all(known)

    def passages(self, line: int, ids: Iterable[str], data: str, start: int, end: int) -> Result:
        """Marks of passages, which follow what they are about without a blank."""
        while start and data[start - 1] in " \n":
            start -= 1
        return "".join(self.found.place(PassageMark(line, id_)) for id_ in ids), start, end


class Cluster(_Citing):
    """``[voir @a; @b, p. 12]``, ``[-@a]``; one target of a cross-reference, ``[-@tbl-x]``; passages, ``[@e1; @e2]``."""

    PATTERN = r"\[([^\[\]@]*@[^\[\]]*)\]"

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802  # reason: its name
        cluster = _one_line(self.plain(m[0]))
        cites = parse_cluster(cluster, self.study.alias)
        if not cites or self.has_markers(m[0]) or not self.may_cite(cites):
            return NO_MATCH
        line = line_in(m[0]) or self.found.line(None, cluster)
        passages = [cite for cite in cites if is_passage(cite.key, self.study)]
        if passages and len(passages) == len(cites) and not any(cite.prefix + cite.suffix for cite in cites):
            return self.passages(line, [cite.key for cite in cites], data, m.start(), m.end())
        if passages:
            return NO_MATCH  # "[voir @e1]": brackets as written, with a passage's mark in them
        targets = [cite for cite in cites if TARGET.fullmatch(cite.key)]
        if not targets:
            marker: Marker = Citation(line, cluster, cites)
        elif len(cites) == 1 and not cites[0].prefix and not cites[0].suffix:
            marker = CrossReference(line, cites[0].key, bare=cites[0].mode == "suppress")
        else:
            return NO_MATCH  # "[voir @tbl-x]": brackets as written, with a cross-reference in them
        return self.found.place(marker), m.start(), m.end()


class Narrative(_Citing):
    """``@becker1985``, ``@becker1985 [p. 12]``, ``@tbl-ages``, ``@e54``."""

    PATTERN = rf"(?:{SENTINEL}|(?<![\w.+/:=&%#~@\\-]))@({KEY})(?: \[([^\[\]@]*)\](?!\{{))?"

    def handleMatch(self, m: re.Match[str], data: str) -> Result:  # type: ignore[override]  # noqa: N802  # reason: its name
        key, *_ = cites = parse_cluster(self.plain(f"@{m[2]}"), self.study.alias)
        if not self.may_cite(cites):
            return NO_MATCH
        line = self.found.line(m[1], f"@{m[2]}")
        if TARGET.fullmatch(key.key):
            return self.found.place(CrossReference(line, key.key)), m.start(), m.end(2)
        if is_passage(key.key, self.study):
            return self.passages(line, [key.key], data, m.start(), m.end(2))
        end, cluster = m.end(2), self.plain(f"@{m[2]}")
        if (
            m[3]
            and not self.has_markers(m[3])
            and (located := parse_cluster(_one_line(self.plain(m[0])), self.study.alias))
        ):
            end, cluster, cites = m.end(), _one_line(self.plain(m[0])), located
        return self.found.place(Citation(line, cluster, cites)), m.start(), end


def _one_line(text: str) -> str:
    """The same citation, however its paragraph is broken into lines."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def _arguments(text: str) -> tuple[list[str], dict[str, str], bool]:
    """Unnamed and named arguments, and whether all of the text was understood."""
    words: list[str] = []
    options: dict[str, str] = {}
    for found in _ARGUMENT.finditer(text):
        if found[6] is not None:
            return words, options, False
        if found[5] is not None:
            words.append(found[5])
        elif found[1] in options:
            return words, options, False
        else:
            options[found[1]] = next(value for value in found.group(2, 3, 4) if value is not None)
    return words, options, True
