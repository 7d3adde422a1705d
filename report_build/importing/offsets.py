"""Which counting a tool's positions are in: the standard's code points, or UTF-16 units with CRLF as NVivo has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """A way to count positions in a text."""

    name: str
    crlf: bool = False  # whether each line end counts twice
    utf16: bool = False  # whether a sign beyond the basic plane counts twice


COUNTINGS = (
    Counting("code points"),
    Counting("code points with CRLF", crlf=True),
    Counting("UTF-16 units", utf16=True),
    Counting("UTF-16 units with CRLF", crlf=True, utf16=True),
)


def places_of(text: str, counting: Counting) -> list[int]:
    """For each position of a counting the index in ``text``, whose line ends are line feeds; one more for its end."""
    places: list[int] = []
    for index, sign in enumerate(text):
        width = 1 + (sign == "\n" and counting.crlf) + (ord(sign) > 0xFFFF and counting.utf16)  # noqa: PLR2004
        places += [index] * width
    return [*places, len(text)]


def spans(text: str, found: Sequence[tuple[int, int]], counting: Counting) -> list[tuple[int, int]]:
    """Spans of a counting as spans of ``text``; (-1, -1) where they lie beyond its end."""
    places = places_of(text, counting)
    last = len(places) - 1
    return [(places[a], places[b]) if 0 <= a <= b <= last else (-1, -1) for a, b in found]


def on_words(text: str, span: tuple[int, int]) -> int:
    """How many of a span's two edges cut no word, and have text right within them."""
    start, end = span
    if start < 0 or end <= start:
        return 0
    begins = (start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())) and not text[start].isspace()
    ends = (end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())) and not text[end - 1].isspace()
    return begins + ends


def counting_of(texts: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> Counting:
    """The counting in which most edges fall on words; of equal ones the standard's comes first."""
    scores = {
        counting: sum(on_words(text, span) for text, found in texts for span in spans(text, found, counting))
        for counting in COUNTINGS
    }
    return max(COUNTINGS, key=lambda counting: scores[counting])
