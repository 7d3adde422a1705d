"""What of a Markdown source is prose: the rest is code, addresses, attributes and markers, which are not read as words.

Prose is found, not parsed: whatever may be something else is taken for it, and left alone by the checks of language.
Every pattern here takes what it has read for good, and what must have an end is looked up in a list of ends: the work
grows with the length of the text, however it is written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from report_build.sources.markdown import Line, read_markdown

MASKED = "\ue000"  # stands, sign by sign, for what is no prose

_MAIL = r"[\w.+-]++(?:@[\w-]++\.[\w.]++)?"  # a word; with the rest an e-mail address
_WEB = r"(?:https?://|www\.|mailto:)[^\s<>()«»“”]++"
_ATTRIBUTES = r"\{[^{}\n]*+\}"

# What begins at a place of the text, tried in this order; whatever none of them knows is prose.
_TOKEN = re.compile(
    r"(?P<comment><!--)"
    r"|(?P<tag><(?P<name>[a-z][\w-]*+)(?P<inside>[^<>]*+)>|</[a-z][^<>]*+>)"
    r"|(?P<link><[^<>\s]++>)"
    r"|(?P<ticks>`++)"
    r"|(?P<escape>\\[^\w\s])"
    r"|(?P<marker>\{\{<)"
    r"|(?P<equation>\$\$[^$]*+\$\$|\$(?![\s$])[^$\n]*+(?<!\s)\$(?!\d))"
    rf"|(?P<foreign>(?:\[[^\[\]\n]*+\]|(?P<em>\*{{1,2}}|_{{1,2}})[^*_\n]++(?P=em))(?P<language>{_ATTRIBUTES}))"
    rf"|(?P<attributes>{_ATTRIBUTES})"
    r"|(?P<address>\]\((?:[^()\s]|\([^()\s]*+\))*+(?:\s++\"[^\"\n]*+\")?\)|\]\[[^\]\n]*+\])"
    r"|(?P<footnote>\[\^[^\[\]\n]++\]:?)"
    r"|(?P<cluster>\[[^\[\]\n]*+\](?!\{))"
    r"|(?P<citation>-?@[\w{][\w:.#$%&+?<>~/}-]*+)"
    r"|(?P<entity>&\#?\w++;)"
    r"|(?P<icon>(?<![\w:]):[a-z][a-z0-9_+-]*+:(?![\w:]))"
    rf"|(?P<web>{_WEB})"
    r"|(?P<plain>(?:[^\W_]++[ ,\n]++)++)"  # many words at once
    rf"|(?P<word>{_MAIL})",
    re.IGNORECASE,
)
_IS_PROSE_WITHOUT: Mapping[str, re.Pattern[str]] = {  # kind -> what it has in it where it is no prose
    "link": re.compile(r"[:@]"),
    "attributes": re.compile(r"[#.=]"),
    "cluster": re.compile(r"@[\w{]"),
    "plain": re.compile("@"),  # it never has
    "word": re.compile("@"),
}
_RAW = {"script", "style", "pre", "code", "kbd", "samp", "textarea", "svg", "math"}  # elements whose text is no prose
_LANGUAGE = re.compile(r"\blang=", re.IGNORECASE)
_ENDS = re.compile(
    r"</(?P<name>[a-z][\w-]*+)>|(?P<comment>-->)|(?P<marker>>\}\})|(?P<ticks>`++)"
    r"|(?P<line>\n)(?P<blank>[ \t]*+(?=\n))?",
    re.IGNORECASE,
)
_LINE_STARTS = re.compile(  # of a line that is prose otherwise
    r"[ \t>]*+(?:!!!|\?\?\?\+?)[ \t]++[\w -]*+\"?|\*\[[^\]\n]++\]:|[ \t]*+:[ \t]++"
)
_PLAIN = re.compile(rf"(?:https?://|www\.)[^\s<>()«»“”]++|(?P<word>{_MAIL})|\{{[^{{}}\n]*+\}}")


def masked_page(text: str) -> str:
    """A page's source of the same length, with :data:`MASKED` in place of what is no prose; line ends stay."""
    mask = _Mask(text)
    source = read_markdown(text)
    if source.front.end:
        mask.hide(0, source.front.end)
        for key in ("title", "nav_title", "description"):
            if key in source.front.values:
                mask.show(source.front.values[key].start, source.front.values[key].end)
    for line in source.lines:
        if line.kind != "front":
            _mask_line(mask, line)
    for start, end in _Tokens(str(mask), source.front.end).no_prose():
        mask.hide(start, end)
    return str(mask)


def masked_text(text: str) -> str:
    """A text of the data, which has no markup, with :data:`MASKED` in place of addresses and ``{fields}``."""
    mask = _Mask(text)
    for found in _PLAIN.finditer(text):
        if found.lastgroup != "word" or "@" in found[0]:
            mask.hide(*found.span())
    return str(mask)


class _Mask:
    def __init__(self, text: str) -> None:
        self._text = text
        self._signs = list(text)

    def hide(self, start: int, end: int) -> None:
        for place in range(start, end):
            if self._text[place] != "\n":
                self._signs[place] = MASKED

    def show(self, start: int, end: int) -> None:
        self._signs[start:end] = self._text[start:end]

    def __str__(self) -> str:
        return "".join(self._signs)


def _mask_line(mask: _Mask, line: Line) -> None:
    """Hide code, lines of signs, addresses, and what begins a line without being prose."""
    if line.kind in ("fenced", "indented", "signs", "address"):
        mask.hide(line.start, line.end)
        return
    start = _LINE_STARTS.match(line.text)
    if start:
        mask.hide(line.start, line.start + start.end())
    if line.kind == "admonition" and (bare := line.text.rstrip()).endswith('"'):
        mask.hide(line.start + len(bare) - 1, line.start + len(bare))


class _Tokens:
    """What stands one after another within paragraphs, each read once."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start

    def no_prose(self) -> Iterator[tuple[int, int]]:
        """The places of what is no prose."""
        place = self.start
        while found := _TOKEN.search(self.text, place):
            end = self._end(found)
            if end is not None:
                yield found.start(), end
                place = end
            else:  # a word, or a run of backticks, is not looked at again within
                place = found.end() if found.lastgroup in ("plain", "word", "ticks") else found.start() + 1

    def _end(self, found: re.Match[str]) -> int | None:
        """Where what was found ends; None where it is prose after all."""
        kind, end = found.lastgroup or "", found.end()
        if kind == "comment":
            return self._closed("comment", end, 3)
        if kind == "marker":
            return self._closed("marker", end, 3, within="line")
        if kind == "ticks":
            return self._closed(found[0], end + 1, len(found[0]), within="blank")
        if kind == "tag" and found["name"]:
            name = found["name"].lower()
            inside = name in _RAW or _LANGUAGE.search(found["inside"])
            return (self._closed(f"</{name}>", end, len(name) + 3) if inside else None) or end
        if kind == "foreign":
            return end if _LANGUAGE.search(found["language"]) else None
        sign = _IS_PROSE_WITHOUT.get(kind)
        return end if sign is None or sign.search(found[0]) else None

    def _closed(self, what: str, start: int, length: int, within: str = "") -> int | None:
        """The end of the first closing sign from a place on, before what it cannot reach over."""
        found = self._next(what, start)
        if found is None or (within and (stop := self._next(within, start)) is not None and stop < found):
            return None
        return found + length

    def _next(self, what: str, start: int) -> int | None:
        places = self._ends.get(what, [])
        index = bisect_left(places, start)
        return places[index] if index < len(places) else None

    @cached_property
    def _ends(self) -> Mapping[str, list[int]]:
        """Where what begins earlier can end: its places in order, by what it is."""
        ends: dict[str, list[int]] = defaultdict(list)
        for found in _ENDS.finditer(self.text, self.start):
            kind = found.lastgroup or ""
            name = f"</{found['name'].lower()}>" if kind == "name" else found[0] if kind == "ticks" else kind
            ends[name].append(found.start())
            if kind == "blank":
                ends["line"].append(found.start())
        return ends
