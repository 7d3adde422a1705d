"""Line numbers for what Markdown finds.

Python-Markdown hands inline processors a block's text without saying where it stands. A preprocessor therefore leaves
a sentinel with the line beside everything that may turn out to be a marker; what nothing consumed is taken away
again. Control characters enclose it, which Python-Markdown removes from whatever authors write: it cannot be forged.
Sentinels only carry lines. Whether something is a marker is decided by the parser, with or without one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX

from report_build.references.clusters import NOT_BEFORE
from report_build.sources.markdown import fenced

SENTINEL = rf"{STX}rbl:(\d+){ETX}"
_ANY = re.compile(rf"{SENTINEL}|{STX}rbh:(\d+){ETX} ?")
_CANDIDATE = re.compile(
    # Code, addresses, escaped signs: no markers.
    r"(?P<skip>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|<[^<>\s]*@[^<>\s]*>|\\[\\`*_{}\[\]()>#+.!@-])"
    rf"|{NOT_BEFORE}@(?=[\w{{])"
    r"|(?<=[\[;\s])-@(?=[\w{])"
    r"|\{\{<(?=\s)"
    r"|\](?=\{[^{}]*\.claim)"
    r"|!\["
    r"|<img\b"
)
_SIGNS = ("@", "{{<", ".claim", "![", "<img")
_HEADING = re.compile(r"(?P<lead>[ \t>]*(?:(?:[-*+:]|\d+[.)])[ \t]+)*#{1,6})(?P<gap>[ \t]?)")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ ]*$")
_INDENT = re.compile(r"[ \t>]*")
_DEFINITION = re.compile(r"[ ]{0,3}\[(?P<label>[^\[\]]*@[^\[\]]*)\]:")


def without_sentinels(text: str) -> str:
    """The text as the author wrote it."""
    return _ANY.sub("", text) if STX in text else text


def line_in(text: str) -> int:
    """The line that the first sentinel in a text carries, 0 where there is none."""
    found = _ANY.search(text) if STX in text else None
    return int(found[1] or found[2]) if found else 0


def last_line_in(text: str) -> int:
    """The line that the last sentinel in a text carries, 0 where there is none."""
    found = _ANY.findall(text) if STX in text else ()
    return int("".join(found[-1])) if found else 0


def sentinels_apart(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without sentinels, and where in it each stood, with its line."""
    pieces: list[str] = []
    places: list[tuple[int, int]] = []
    position = length = 0
    for found in _ANY.finditer(text) if STX in text else ():
        pieces.append(text[position : found.start()])
        length += len(pieces[-1])
        places.append((length, int(found[1] or found[2])))
        position = found.end()
    return "".join((*pieces, text[position:])), places


class LineSentinels(Preprocessor):
    """Leave sentinels; runs after white space is normalised (30) and before fences are taken out (25)."""

    def __init__(self, first_line: int) -> None:
        super().__init__()
        self.first = first_line
        self.lines: Sequence[str] = ()  # the text as it was, for what carries no sentinel

    def run(self, lines: list[str]) -> list[str]:
        """Lines with sentinels; one line in is one line out."""
        self.lines = lines
        code = fenced(lines)
        labels = {found["label"].lower() for line in lines if "@" in line and (found := _DEFINITION.match(line))}
        return [
            line if code[index] or not line else self._marked(index, line, labels) for index, line in enumerate(lines)
        ]

    def _number(self, index: int) -> int:
        """The line of the file; a plug-in that lengthens a page must not lead before its beginning."""
        return max(self.first + index, 1)

    def line_of(self, text: str) -> int:
        """The first line that has a text in it; where none has, the first that has anything."""
        for index, line in enumerate(self.lines):
            if line.strip() and (not text or text in line):
                return self._number(index)
        return self.line_of("") if text else self._number(0)

    def line_of_raw(self, source: str) -> int:
        """The first line outside code where a text stands that no backslash makes plain; 0 where none does."""
        code = fenced(self.lines)
        for before in (r"(?<=\w)", r"(?<!\\)"):  # what follows a letter or "_" is never woven
            pattern = re.compile(before + re.escape(source))
            for index, line in enumerate(self.lines):
                if not code[index] and pattern.search(line):
                    return self._number(index)
        return 0

    def _marked(self, index: int, line: str, labels: set[str]) -> str:
        number = self._number(index)
        marked = line
        if any(sign in line for sign in _SIGNS):
            sentinel = f"{STX}rbl:{number}{ETX}"

            def mark(found: re.Match[str]) -> str:
                if found["skip"] or (labels and _is_label(line, found.start(), labels)):
                    return found[0]
                return sentinel + found[0]

            marked = _CANDIDATE.sub(mark, line)
        if "#" in line and (found := _HEADING.match(marked)):
            # A blank follows the sentinel, as signs of emphasis mean other things after a letter than after a blank:
            # the author's (then _Collect takes it from the heading), or one that goes with the sentinel.
            sentinel = f"{STX}rbl:{number}{ETX}" if found["gap"] else f"{STX}rbh:{number}{ETX} "
            return found["lead"] + sentinel + marked[found.end("lead") :]
        if self._is_underlined(index):
            lead = _INDENT.match(marked)[0]  # type: ignore[index]  # reason: it matches every text
            return f"{lead}{STX}rbh:{number}{ETX} {marked[len(lead) :]}"
        return marked

    def _is_underlined(self, index: int) -> bool:
        """Whether a line is a heading by the line of signs below it: only a block's first line can be."""
        lines = self.lines
        return (
            index + 1 < len(lines)
            and _UNDERLINE.match(lines[index + 1]) is not None
            and lines[index].strip(" \t>")[:1] not in ("", "<")  # a line of HTML is Markdown's to read untouched
            and (index == 0 or not (before := lines[index - 1]).strip(" \t>") or _HEADING.match(before) is not None)
        )


def _is_label(line: str, start: int, labels: set[str]) -> bool:
    """Whether a candidate stands in the label of a link whose address is defined in the page."""
    opening, closing = line.rfind("[", 0, start + 1), line.find("]", start)
    return opening >= 0 and closing >= 0 and line[opening + 1 : closing].lower() in labels
