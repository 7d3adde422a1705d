"""What of a Markdown source is prose: the rest is code, addresses, attributes and markers, which are not read as words.

Prose is found, not parsed: whatever may be something else is taken for it, and left alone by the checks of language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from report_build.page_source import fences, front_matter

MASKED = "\ue000"  # stands, sign by sign, for what is no prose

_META = re.compile(r"(?:title|description):[ \t]*(?P<quote>[\"']?)(?P<text>.*?)(?P=quote)[ \t]*$")
_CONTAINER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|!!!|\?\?\?|\[\^[^\]]+\]:|:[ \t]")
_INDENTED = re.compile(r"(?: {4}|\t)")

_WHOLE_LINES = re.compile(
    r"^[ \t>]*(?:!!!|\?\?\?\+?)[ \t]+[\w -]*\"?|^(?<=^)[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$"
    r"|^[ ]{0,3}\[[^\]\n]+\]:[^\n]*$|^\*\[[^\]\n]+\]:|^[ \t]*:[ \t]+",
    re.MULTILINE,
)
_TITLE_END = re.compile(r"^[ \t>]*(?:!!!|\?\?\?\+?)[ \t][^\n]*(?P<quote>\")[ \t]*$", re.MULTILINE)
_INLINE = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|pre|code|kbd|samp|textarea|svg|math)\b[^<>]*>.*?</(?P=raw)>"
    r"|<(?P<foreign>[a-z][\w-]*)\b[^<>]*\slang=[^<>]*>.*?</(?P=foreign)>"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|\\[^\w\s]"
    r"|\{\{<[^\n]*?>\}\}"
    r"|(?:\[[^\[\]\n]*\]|(?P<em>\*{1,2}|_{1,2})[^*_\n]+(?P=em))\{[^{}\n]*\blang=[^{}\n]*\}"  # words in another language
    r"|\{:?[^{}\n]*[#.=][^{}\n]*\}"
    r"|</?[a-z][^<>]*>|<[^<>\s]+[:@][^<>\s]*>"
    r"|\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)|\]\[[^\]\n]*\]"
    r"|\[[^\[\]\n]*@[\w{][^\[\]\n]*\](?!\{)|-?@[\w{][\w:.#$%&+?<>~/}-]*"
    r"|\[\^[^\]\n]+\]:?"
    r"|&\#?\w+;"
    r"|(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])"
    r"|(?:https?://|www\.|mailto:)[^\s<>()«»“”]+|[\w.+-]+@[\w-]+\.[\w.]+",
    re.DOTALL | re.IGNORECASE,
)
_PLAIN = re.compile(r"(?:https?://|www\.)[^\s<>()«»“”]+|[\w.+-]+@[\w-]+\.[\w.]+|\{[^{}\n]*\}")


def masked_page(text: str) -> str:
    """A page's source of the same length, with :data:`MASKED` in place of what is no prose; line ends stay."""
    mask = _Mask(text)
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    metadata = front_matter(lines)
    start = min(starts[metadata], len(text))
    mask.hide(0, start)
    for place, line in zip(starts, lines[:metadata], strict=False):
        meta = _META.match(line)
        if meta:
            mask.show(place + meta.start("text"), place + meta.end("text"))
    for first, last in _code(lines[metadata:]):
        mask.hide(starts[metadata + first], starts[metadata + last + 1] - 1)
    for pattern in (_WHOLE_LINES, _INLINE):
        for found in pattern.finditer(str(mask), start):
            mask.hide(*found.span())
    for found in _TITLE_END.finditer(text, start):
        mask.hide(*found.span("quote"))
    return str(mask)


def masked_text(text: str) -> str:
    """A text of the data, which has no markup, with :data:`MASKED` in place of addresses and ``{fields}``."""
    mask = _Mask(text)
    for found in _PLAIN.finditer(text):
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


def _code(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last lines of fenced and of indented code."""
    last_of_code = dict(fences(lines))
    index, contained, blank = 0, False, True
    while index < len(lines):
        line = lines[index]
        end = last_of_code.get(index)
        if end:
            yield index, end
            index = end
        elif not line.strip():
            blank = True
        elif not _INDENTED.match(line):
            contained = bool(_CONTAINER.match(line.lstrip(" >"))) or (contained and not blank)
            blank = False
        elif blank and not contained:
            yield index, index
        else:
            blank = False
        index += 1
