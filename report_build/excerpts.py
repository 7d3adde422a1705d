"""Texts cut short for messages, so that what differs shows."""

from __future__ import annotations

from itertools import takewhile

_LONG = 110  # characters of one excerpt
_BEFORE = 30  # characters shown before the first difference


def excerpt(text: str, start: int = 0) -> str:
    """A text between quotation marks, from about a place on, cut between words."""
    start = text.find(" ", start - _BEFORE) + 1 if start > _BEFORE else 0
    end = len(text)
    if end - start > _LONG:
        end = text.rfind(" ", start, start + _LONG)
        end = end if end > start else start + _LONG
    return f"'{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}'"


def shortened(text: str, most: int) -> str:
    """The beginning of a text, as far as it has more than so many characters."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def excerpts(was: str, now: str) -> tuple[str, str]:
    """Two states of a text, both from shortly before where they begin to differ."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    return excerpt(was, same), excerpt(now, same)
