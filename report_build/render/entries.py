"""The many entries of a generated page: cards, claims, codes, each set apart by its template.

Those far below stand in ``<noscript>``: without a script all are there at once, and with one the browser takes them for
text until ``cards.js`` puts them where they stand. Headings between them stay, so that the contents lead everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

AT_FIRST = 2_500  # elements of a page's own text that are there from the beginning
TOGETHER = 200  # elements, about, that are put in place in one go
_ENTRY = re.compile(
    r'^<(?P<tag>article|section)(?: id="[^"]*")? class="rb-(?:card|entry)\b.*?</(?P=tag)>\n?', re.MULTILINE | re.DOTALL
)
_APART = re.compile(r"<(?:article|section|noscript)\b")
_ELEMENT = re.compile(r"<[a-zA-Z]")
_OF_EDITION = re.compile(r"<(\w+)\b[^<>]* data-edition\b[^<>]*>.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r'<[^<>]* id="([^"]*)"')
_SAYING = re.compile(r' (?:alt|aria-label|href|src)="([^"]*)"')


def with_entries_later(html: str) -> str:
    """A generated page's HTML with the entries after the first :data:`AT_FIRST` elements put off."""
    done: list[str] = []
    waiting: list[str] = []
    end = elements = held = 0

    def put() -> None:
        nonlocal held
        if waiting:
            done.append(f'<noscript class="rb-later">{"".join(waiting)}</noscript>\n')
            waiting.clear()
            held = 0

    for entry in _entries(html):
        between = html[end : entry.start()]
        if between.strip():
            put()
            done.append(between)
            elements += _size(between)
        size = _size(entry[0])
        elements += size
        if elements <= AT_FIRST:
            done.append(entry[0])
        else:
            waiting.append(entry[0])
            held += size
            if held >= TOGETHER:
                put()
        end = entry.end()
    put()
    return "".join([*done, html[end:]])


def with_entries_as_text(html: str) -> str:
    """A generated page's HTML that has the same ids and says the same, its entries in very few elements.

    Of a page's words, links and alternative texts none is lost. What belongs to the edition is left out.
    """
    done: list[str] = []
    end = 0
    for entry in _entries(html):
        ids = "".join(f'<p id="{id_}"></p>' for id_ in _ID.findall(entry[0]))
        said = _TAG.sub(lambda tag: f" {' '.join(_SAYING.findall(tag[0]))} ", _OF_EDITION.sub(" ", entry[0]))
        done += [html[end : entry.start()], ids, said]
        end = entry.end()
    return "".join([*done, html[end:]])


def _entries(html: str) -> Iterator[re.Match[str]]:
    """Entries that hold no other, as all of ours are."""
    return (entry for entry in _ENTRY.finditer(html) if len(_APART.findall(entry[0])) == 1)


def _size(html: str) -> int:
    return len(_ELEMENT.findall(html))
