"""What a page quotes of passages: words between quotation marks before a mark, and block quotations with one."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

from markdown.util import ETX, STX

from report_build.labels.quotes import MARKS
from report_build.model.pages import Marker, PassageMark
from report_build.weave.outline import PLACEHOLDER

_PAIRS = {
    closing.strip(): "".join({pair[0].strip() for pair in MARKS.values() if pair[1].strip() == closing.strip()})
    for _, closing, *_ in MARKS.values()
    if closing.strip() not in "’‘"  # the sign of an apostrophe
} | {'"': '"'}  # what closes a quotation -> what may open it
_RUN = re.compile(rf"(?:\s*{STX}rb:\d+{ETX})+")
_TEXTS = {"p", "li", "td", "th", "dd"}
_BY = re.compile(r"\s[—–]\s[^—–]*$|\n[^\n]*$")  # who says it, at the end of a block quotation


def note_quotations(root: ET.Element, markers: list[Marker]) -> None:
    """Give the marks of passages what is quoted right before them, as plain text."""
    within: set[ET.Element] = set()
    for block in root.iter("blockquote"):
        texts = [one for one in block.iter() if one.tag in _TEXTS]
        within.update(texts)
        before: list[str] = []
        for one in texts:
            text = "".join(one.itertext())
            for run, ids in _runs(text, markers):
                said = text[: run.start()]
                _set(markers, ids, "\n".join(before) or _BY.sub("", said) or said)
                before = []
            if not _RUN.search(text):
                before.append(text)
    for one in root.iter():
        if one.tag in _TEXTS and one not in within:
            text = "".join(one.itertext())
            for run, ids in _runs(text, markers):
                _set(markers, ids, _between_marks(text[: run.start()].rstrip(" .,;:!?\n\u00a0\u202f")))


def _runs(text: str, markers: list[Marker]) -> list[tuple[re.Match[str], list[int]]]:
    """Where marks of passages stand in a text, one after the other, and which they are."""
    found = [(run, [int(number) for number in PLACEHOLDER.findall(run[0])]) for run in _RUN.finditer(text)]
    return [(run, ids) for run, ids in found if all(isinstance(markers[id_], PassageMark) for id_ in ids)]


def _between_marks(text: str) -> str:
    """What stands between quotation marks at the end of a text; '' for nothing."""
    opening = _PAIRS.get(text[-1:], "")
    start = max((text.rfind(mark, 0, -1) for mark in opening), default=-1)
    return text[start + 1 : -1].strip() if start >= 0 else ""


def _set(markers: list[Marker], ids: list[int], quoted: str) -> None:
    first = markers[ids[0]]
    if isinstance(first, PassageMark) and quoted:
        named = tuple(one.passage for id_ in ids if isinstance(one := markers[id_], PassageMark))
        markers[ids[0]] = replace(first, quoted=PLACEHOLDER.sub("", quoted).strip(), among=named)
