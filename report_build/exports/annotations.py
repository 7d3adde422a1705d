"""What each claim rests on, as notes that Hypothesis imports: one beside each claim's words on its page.

A quote is found again by its words and by those around it; so many of these are taken that it can be but one place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256

from report_build.argument.ledger import Entry
from report_build.exports import Material
from report_build.exports.tree.html import Element, parse
from report_build.index import Index
from report_build.labels.quotes import quotation_marks
from report_build.model.answers import Answer, in_one_form

_AROUND = 32  # characters before and after a quote, which grow where they do not tell it from another place
_MARKDOWN = re.compile(r"[\\`*_\[\]<>&#!$]")
_NOT_READ = frozenset(["script", "style", "template"])


def annotations_file(material: Material) -> bytes:
    """The notes of one language (``annotations.json``)."""
    notes = [*_notes(material)]
    date = material.index.edition.date
    told = {"export_date": f"{date}T00:00:00Z" if date else "", "client_version": "report-build", "annotations": notes}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _notes(material: Material) -> Iterator[dict[str, object]]:
    index = material.index
    pages: dict[str, tuple[str, dict[str, tuple[int, int]]]] = {}
    for id_, entry in index.claims.entries.items():
        place = index.wordings.get(id_)
        if place is None or place.page not in material.shown:
            continue
        if place.page not in pages:
            pages[place.page] = _read(material.shown[place.page])
        text, places = pages[place.page]
        if place.anchor in places:
            yield _note(index, id_, entry, place.page, quote_of(text, *places[place.anchor]))


def _read(html: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text of a page as a browser counts it, and where in it each element with an id stands."""
    parts: list[str] = []
    places: dict[str, tuple[int, int]] = {}
    length = 0

    def read(element: Element) -> None:
        nonlocal length
        if element.tag in _NOT_READ:
            return
        start = length
        for child in element.children:
            if isinstance(child, str):
                parts.append(child)
                length += len(child)
            else:
                read(child)
        if element.id:
            places.setdefault(element.id, (start, length))

    read(parse(html))
    return "".join(parts), places


def quote_of(text: str, start: int, end: int) -> dict[str, str]:
    """A selector that fits one place of the text alone."""
    around = _AROUND
    while True:
        before, after = text[max(0, start - around) : start], text[end : end + around]
        if text.count(before + text[start:end] + after) == 1 or around > len(text):
            return {"type": "TextQuoteSelector", "exact": text[start:end], "prefix": before, "suffix": after}
        around *= 2


def _note(index: Index, id_: str, entry: Entry, page: str, quote: dict[str, str]) -> dict[str, object]:
    edition, labels = index.edition, index.labels
    address = edition.address(page) or f"../{page}"
    footing = labels(f"ledger.footing.{entry.footing}") if entry.footing else ""
    name = labels("claims.claim", number=labels.number(index.claims.numbers[id_]))
    carrying = [one for one in entry.support if one not in entry.statements]
    facts = [
        (labels("claims.footing"), footing),
        (labels("claims.support"), _linked(index, carrying)),
        (labels("claims.counter"), _linked(index, entry.counter)),
        (labels("claims.statements"), _linked(index, entry.statements)),
        (labels("claims.why"), index.plain_text(page, entry.claim.why.of(index.language))),
        (labels("claims.answers"), labels("list.semicolon").join(_answer(index, one) for one in entry.claim.answers)),
    ]
    said = [f"**{name}** ({id_})", *(f"{label}{labels('blocks.colon')}{words}" for label, words in facts if words)]
    author = edition.authors[0].display_name if edition.authors else edition.title
    moment = f"{edition.date or '1970-01-01'}T00:00:00Z"
    return {
        "id": sha256(f"{address}#{id_}".encode()).hexdigest()[:22],
        "created": moment,
        "updated": moment,
        "user": "acct:report-build@localhost",
        "user_info": {"display_name": author},
        "uri": address,
        "document": {"title": [index.titles.get(page, edition.title)]},
        "tags": [tag for tag in (id_, footing) if tag],
        "text": "\n\n".join(said),
        "target": [{"source": address, "selector": [quote]}],
        "references": [],
    }


def _answer(index: Index, answer: Answer) -> str:
    """A claim of another report that is answered, in Markdown: its words are text."""
    words = _MARKDOWN.sub(r"\\\g<0>", in_one_form(answer.words))
    there = f"[{index.labels('claims.answers.there')}](<{answer.link}>)" if answer.link else ""
    how = index.labels.get(f"claims.answers.{answer.how}", answer.how)
    before, after = quotation_marks(answer.language)
    return f"{how}{index.labels('blocks.colon')}{before}{words}{after} {there}".rstrip()


def _linked(index: Index, passages: list[str] | tuple[str, ...]) -> str:
    """Passages as links in Markdown."""
    known = [one for one in dict.fromkeys(passages) if one in index.study.passage]
    pages = ((one, index.evidence_page(one)) for one in known)
    return ", ".join(f"[{one}]({index.edition.address(page, one) or f'../{page}#{one}'})" for one, page in pages)
