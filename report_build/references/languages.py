"""Titles in another language than the page's: marked as such, so that they are read aloud as what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from report_build.markup import as_attribute, as_text

_TOKEN = re.compile(r"<[^<>]*>|&(?:#\w+|\w+);|.", re.DOTALL)
_TAG = re.compile(r"<(/?)[^<>]*>")
_OPENING, _CLOSING = re.compile(r"<[^/<>][^<>]*>\Z"), re.compile(r"</[^<>]*>")
TITLES = ("title", "container-title")


def mark_titles(html: str, item: Mapping[str, Any], page_language: str) -> str:
    """A bibliography entry in which titles say their language, where it is not the page's.

    :param item: the work as CSL data, with its own ``language``; without one, nothing is known and nothing is marked.
    """
    language = _primary(str(item.get("language") or ""))  # without a region, of which no bibliography means to speak
    if not language or language == _primary(page_language):
        return html
    for field in TITLES:
        html = _mark(html, str(item.get(field) or ""), language)
    return html


def _primary(language: str) -> str:
    return re.split(r"[-_]", language.casefold())[0]


@lru_cache(maxsize=4096)  # a server marks the same entries after every save
def _mark(html: str, title: str, language: str) -> str:
    """The first place that has the letters of a title, whatever a style made of its case, marks and spaces."""
    wanted = "".join(sign for sign, _, _ in _letters(title))
    found = list(_letters(html))
    letters = "".join(sign for sign, _, _ in found)
    at = letters.find(wanted) if wanted else -1
    while at >= 0:
        start, end = _with_tags(html, found[at][1], found[at + len(wanted) - 1][2])
        inside = html[start:end]
        alone = not (html[start - 1 : start].isalnum() or html[end : end + 1].isalnum())  # no part of a longer word
        if alone and _is_whole(inside):
            return f'{html[:start]}<span lang="{as_attribute(language)}">{inside}</span>{html[end:]}'
        at = letters.find(wanted, at + 1)
    return html


def _letters(html: str) -> Iterator[tuple[str, int, int]]:
    """Each letter and digit of a text outside its tags, in lower case, with where it starts and ends."""
    for token in _TOKEN.finditer(html):
        if len(token[0]) == 1 or token[0].startswith("&"):
            for sign in as_text(token[0]).casefold():
                if sign.isalnum():
                    yield sign, token.start(), token.end()


def _with_tags(html: str, start: int, end: int) -> tuple[int, int]:
    """A stretch together with the tags around it whose other half stands in it."""
    while (before := _OPENING.search(html, 0, start)) and _depth(html[start:end])[0] < 0:
        start = before.start()
    while (after := _CLOSING.match(html, end)) and _depth(html[start:end])[1] > 0:
        end = after.end()
    return start, end


def _is_whole(html: str) -> bool:
    """Whether every tag that opens in a stretch closes in it."""
    return _depth(html) == (0, 0)


def _depth(html: str) -> tuple[int, int]:
    """How far tags close below where a stretch began, and how deep it is at its end."""
    depth = lowest = 0
    for tag in _TAG.finditer(html):
        depth += -1 if tag[1] else 1
        lowest = min(lowest, depth)
    return lowest, depth
