"""What of a Markdown source is prose: the rest is code, addresses, attributes and markers, which are not read as words.

Prose is found, not parsed: whatever may be something else is taken for it, and left alone by the checks of language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

VEILED = "\ue000"  # stands, sign by sign, for what is no prose

_FRONT = re.compile(r"---[ \t]*\n(?P<body>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_META = re.compile(r"(?:title|description):[ \t]*(?P<quote>[\"']?)(?P<text>.*?)(?P=quote)[ \t]*$")
_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$")
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


def veiled_page(text: str) -> str:
    """A page's source of the same length, with :data:`VEILED` in place of what is no prose; line ends stay."""
    veil = _Veil(text)
    start = 0
    front = _FRONT.match(text)
    if front:
        start = front.end()
        veil.cover(0, start)
        place = front.start("body") if front["body"] else 0
        for line in (front["body"] or "").splitlines(keepends=True):
            meta = _META.match(line.rstrip("\n"))
            if meta:
                veil.uncover(place + meta.start("text"), place + meta.end("text"))
            place += len(line)
    for code_start, code_end in _code(text, start):
        veil.cover(code_start, code_end)
    for pattern in (_WHOLE_LINES, _INLINE):
        for found in pattern.finditer(str(veil), start):
            veil.cover(*found.span())
    for found in _TITLE_END.finditer(text, start):
        veil.cover(*found.span("quote"))
    return str(veil)


def veiled_text(text: str) -> str:
    """A text of the data, which has no markup, with :data:`VEILED` in place of addresses and ``{fields}``."""
    veil = _Veil(text)
    for found in _PLAIN.finditer(text):
        veil.cover(*found.span())
    return str(veil)


class _Veil:
    def __init__(self, text: str) -> None:
        self._text = text
        self._signs = list(text)

    def cover(self, start: int, end: int) -> None:
        for place in range(start, end):
            if self._text[place] != "\n":
                self._signs[place] = VEILED

    def uncover(self, start: int, end: int) -> None:
        self._signs[start:end] = self._text[start:end]

    def __str__(self) -> str:
        return "".join(self._signs)


def _code(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Fenced and indented code, from its first sign to its last."""
    place, fence, opened = start, "", 0
    contained, blank = False, True
    for line in text[start:].splitlines(keepends=True):
        bare = line.rstrip("\n")
        found = _FENCE.match(bare)
        if fence:
            if found and found["fence"].startswith(fence) and not found["info"].strip():
                yield opened, place + len(bare)
                fence = ""
        elif found and not ("`" in found["fence"] and "`" in found["info"]) and _closes(text, place + len(line), found):
            fence, opened = found["fence"], place
        elif not bare.strip():
            blank = True
        else:
            if not _INDENTED.match(bare):
                contained = bool(_CONTAINER.match(bare.lstrip(" >"))) or (contained and not blank)
            elif blank and not contained:
                yield place, place + len(bare)
                place += len(line)
                continue
            blank = False
        place += len(line)


def _closes(text: str, start: int, fence: re.Match[str]) -> bool:
    return re.search(rf"^[ \t>]*{re.escape(fence['fence'])}", text[start:], re.MULTILINE) is not None
