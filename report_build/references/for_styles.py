"""Works as a style shall see them: what styles leave out, or leave undistinguished, put where they show it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from report_build.references.csl import Csl, plain_field
from report_build.references.stand_ins import NO_TITLE, OTHERS

if TYPE_CHECKING:
    from report_build.model.bibliography import Work

PEOPLE = ("author", "editor", "translator", "container-author", "collection-editor", "director")
_SORT = re.compile(r"(<bibliography\b[^>]*>\s*<sort>)(.*?)(?=</sort>)", re.DOTALL)
_KEY = re.compile(r"<key\b[^>]*?(?:/>|>.*?</key>)", re.DOTALL)
_YEAR = '<macro name="report-build-year"><date variable="issued"><date-part name="year"/></date></macro>'


def plain_words(text: str) -> str:
    """A text as titles are sorted: lower case, without accents, markup and punctuation."""
    bare = unicodedata.normalize("NFKD", re.sub(r"<[^<>]*>", "", text)).casefold()
    return " ".join(re.findall(r"\w+", "".join(sign for sign in bare if not unicodedata.combining(sign))))


def without_others(item: Csl) -> Csl:
    """An item whose lists of names end with those that are named: ``and others`` is nobody's name."""
    return {
        field: [name for name in value if name != {"literal": "others"}] if field in PEOPLE else value
        for field, value in item.items()
    }


def as_cited(item: Csl, work: Work) -> Csl:
    """An item of nobody with the organization that answers for it as its author, as BibTeX has it, and one without a
    date with its state in place of one: "in press".
    """
    if item.get("status") and not item.get("issued"):
        item = {**item, "issued": {"literal": item["status"]}}
    whose = plain_field(work, "organization") or plain_field(work, "institution")
    if not whose or any(item.get(field) for field in PEOPLE):
        return item
    publishers = [
        part for part in str(item.get("publisher", "")).split("; ") if plain_words(part) != plain_words(whose)
    ]
    return {**item, "author": [{"literal": whose}], "publisher": "; ".join(publishers)}


def told_apart(items: Sequence[Csl]) -> list[Csl]:
    """Items in the order of their titles, with a letter after "[1905]" or "in press" where an author has several.

    Styles put letters after years of the calendar alone.
    """
    literal = [_author_and_date(item) for item in items]
    often, seen = Counter(literal), Counter[str]()
    found = []
    for item, name in zip(items, literal, strict=True):
        lettered = item
        if name and often[name] > 1:
            said = item["issued"]["literal"]
            joint = "-" if said[-1:].islower() else ""
            lettered = {**item, "issued": {"literal": f"{said}{joint}{_letter(seen[name])}"}}
            seen[name] += 1
        found.append(lettered)
    return found


def _author_and_date(item: Csl) -> str:
    """Family names and date of an item whose date is no year of the calendar; '' for any other."""
    said = (item.get("issued") or {}).get("literal")
    people: list[Csl] = next(filter(None, (item.get(field) for field in PEOPLE)), [])
    return json.dumps([said, *(who.get("family", who.get("literal", "")) for who in people)]) if said else ""


def _letter(number: int) -> str:
    """Letters as years get them: a to z, then aa, ab and so on."""
    before, last = divmod(number, 26)
    return (_letter(before - 1) if before else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def for_style(item: Csl, name: str) -> Csl:
    """An item under a name of ours, with stand-ins for what CSL has no field for."""
    item = {**item, "id": name}
    for field in PEOPLE:
        if {"literal": "others"} in item.get(field, ()):
            item[field] = [{"literal": OTHERS} if who == {"literal": "others"} else who for who in item[field]]
    if volume := item.pop("volume-title", ""):  # hardly a style prints it: the title of one volume among several
        whole = "container-title" if item.get("container-title") else "title"
        item[whole] = f"{item[whole]}. {volume}" if item.get(whole) else volume
    if not item.get("title"):
        item["title"] = NO_TITLE
        if not item.get("container-title"):
            item["type"] = "book"  # no style knows what to say of an article that is in nothing
    return item


def by_year_alone(style: bytes) -> bytes:
    """A style whose list follows the order in which works are handed to it within an author's year.

    Some styles sort by month there, and some by title, each with rules of its own: in the languages of one report the
    same work would be 2013a and 2013b.
    """
    text = style.decode("utf-8", "surrogateescape")
    found = _SORT.search(text)
    if not found or 'disambiguate-add-year-suffix="true"' not in text:
        return style
    keys = [key[0] for key in _KEY.finditer(found[2])]
    dated = next((n for n, key in enumerate(keys) if _is_date(key, text)), None)
    if dated is None:
        return style
    descending = ' sort="descending"' if "descending" in keys[dated] else ""
    kept = "".join((*keys[:dated], f'<key macro="report-build-year"{descending}/>'))
    text = f"{text[: found.start()]}{found[1]}{kept}{text[found.end() :]}"
    return re.sub(r"(?=<citation\b)", _YEAR, text, count=1).encode("utf-8", "surrogateescape")


def _is_date(key: str, style: str) -> bool:
    """Whether a key of a style's order is when works were published, by itself or by a macro."""
    if 'variable="issued"' in key:
        return True
    name = re.search(r'macro="([^"]*)"', key)
    macro = name and re.search(rf'<macro name="{re.escape(name[1])}">(.*?)</macro>', style, re.DOTALL)
    return bool(macro and 'variable="issued"' in macro[1] and "<names" not in macro[1])
