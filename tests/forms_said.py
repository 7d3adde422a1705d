"""What a site and each form of the report say, read back by other people's readers, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import playa
from lxml import etree, html

Rows = tuple[tuple[str, ...], ...]
ID = "{http://www.w3.org/XML/1998/namespace}id"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Said:
    """As :func:`letters` leaves it."""

    tables: Mapping[str, Rows]  # display, or its place among the tables where a form names none -> cells
    claims: Mapping[str, tuple[str, str]]  # claim -> its words, and the note that says what it rests on
    text: str  # the whole
    footings: Mapping[str, str]  # claim -> its footing; of the site alone
    references: tuple[str, ...] = ()  # of the site alone: elsewhere they are looked for in the text


def letters(words: str) -> str:
    """What counts of a text: lines break words and blanks differ, signs of judgements stay."""
    return re.sub(r"[^\w+−±%]", "", words.replace("_", ""))


def rows(cells: Iterable[Iterable[str]]) -> Rows:
    return tuple(tuple(map(letters, row)) for row in cells)


# The site -----------------------------------------------------------------------------------------------------------


def site(folder: Path) -> Said:
    pages = {file.name: html.fromstring(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.html"))}
    articles = [part for page in pages.values() for part in page.xpath("//article")]
    ledger, listed = pages["affirmations.html"], pages["bibliographie.html"]
    footings = {
        one.get("id"): letters(_shown(one.xpath(".//dl/div[1]/dd")[0]))
        for one in ledger.xpath("//article[@id]")
        if one.get("id").startswith("c-")
    }
    worded = {one.get("id"): letters(_shown(one)) for part in articles for one in _of_class(part, "rb-claim")}
    tables = {
        figure.get("id"): rows([_shown(cell) for cell in row.xpath("./td|./th")] for row in table.iter("tr"))
        for part in articles
        for figure in _of_class(part, "rb-display")
        for table in figure.iter("table")
    }
    works = [_shown(one) for one in _of_class(listed, "rb-work__entry")]
    claims = {id_: (words, footings[id_]) for id_, words in worded.items() if id_}
    return Said(tables, claims, "", footings, tuple(map(letters, works)))


def _of_class(part: Any, name: str) -> list[Any]:
    found: list[Any] = part.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    return found


_NOT_SHOWN = {"rb-hidden", "rb-case"}  # for who hears it; for narrow screens


def _shown(element: Any) -> str:
    if _NOT_SHOWN & set(element.get("class", "").split()):
        return ""
    words = (element.text or "") + "".join(_shown(child) + (child.tail or "") for child in element)
    card = (element.get("href") or "").rpartition("#")[2]
    return (
        card if card and words.endswith(card) else words
    )  # "Fiche e01" on the site, where forms have the number alone


# XML of every kind --------------------------------------------------------------------------------------------------


def _name(element: Any) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _without(element: Any, *names: str) -> str:
    """The text of an element without that of some elements below."""
    if _name(element) in names:
        return ""
    said = "" if _name(element) == "" else element.text or ""
    return said + "".join(_without(child, *names) + (child.tail or "") for child in element)


def _cells(table: Any, row: str, *cells: str) -> Rows:
    found = (one for one in table.iter() if _name(one) == row)
    return rows(["".join(cell.itertext()) for cell in one if _name(cell) in cells] for one in found)


def _tables(root: Any, id_: str, row: str, *cells: str, of: str = "table") -> Iterator[tuple[str, Rows]]:
    """Tables by the id of the nearest element around them that has one."""
    for table in (one for one in root.iter() if _name(one) == of):
        around = (one.get(id_) for one in (table, *table.iterancestors()) if one.get(id_))
        yield next(around, ""), _cells(table, row, *cells)


def epub(file: Path) -> Said:
    with ZipFile(file) as archive:
        documents = [etree.fromstring(archive.read(one)) for one in archive.namelist() if one.endswith(".xhtml")]
    tables: dict[str, Rows] = {}
    claims: dict[str, tuple[str, str]] = {}
    for root in documents:
        tables |= dict(_tables(root, "id", "tr", "td", "th"))
        for heading in root.xpath("//*[starts-with(@id, 'data-')]"):  # of a figure: its table follows
            table = next(one for one in heading.itersiblings() if any(_name(each) == "table" for each in one.iter()))
            tables[heading.get("id").removeprefix("data-")] = _cells(table, "tr", "td", "th")
        for one in root.xpath("//*[@class='claim'][@id]"):
            notes = root.xpath(f"//*[@id='note-{one.get('id')}']")
            claims[one.get("id")] = letters("".join(one.itertext())), letters("".join(notes[0].itertext()))
    return Said(tables, claims, letters("".join("".join(one.itertext()) for one in documents)), {})


def tei(file: Path) -> Said:
    root = etree.parse(file).getroot()
    claims = {}
    for anchor in (one for one in root.iter() if _name(one) == "anchor"):
        following = (one for one in anchor.itersiblings() if _name(one) == "note")
        words = letters(_without(anchor.getparent(), "note"))
        claims[anchor.get(ID)] = words, letters("".join("".join(one.itertext()) for one in following))
    tables = dict(_tables(root, ID, "row", "cell"))
    return Said(tables, claims, letters(_without(root, "note")), {})


def jats(file: Path) -> Said:
    root = etree.parse(file, etree.XMLParser(load_dtd=False, no_network=True)).getroot()
    claims = {}
    for one in root.iter("named-content"):
        if one.get("content-type") == "claim" and one.get("id"):
            note = next(each for each in one.itersiblings() if each.tag == "fn")
            claims[one.get("id")] = letters("".join(one.itertext())), letters("".join(note.itertext()))
    return Said(dict(_tables(root, "id", "tr", "td", "th")), claims, letters(_without(root, "fn")), {})


def docx(file: Path) -> Said:
    with ZipFile(file) as archive:
        body, said = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "comments"))
    comments = {one.get(f"{W}id"): "".join(one.itertext()) for one in said.iter(f"{W}comment")}
    words: dict[str, list[str]] = {one: [] for one in comments}
    open_: list[str] = []
    for one in body.iter():
        if one.tag == f"{W}commentRangeStart":
            open_.append(one.get(f"{W}id"))
        elif one.tag == f"{W}commentRangeEnd":
            open_.remove(one.get(f"{W}id"))
        elif one.tag == f"{W}t":
            for comment in open_:
                words[comment].append(one.text or "")
    claims = {
        match[1]: (letters("".join(words[id_])), letters(comment))
        for id_, comment in comments.items()
        if (match := re.search(r"\((c-[\w-]+)\)", comment))
    }
    tables = {
        str(number): rows(
            ["".join(cell.itertext(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in one.iter(f"{W}tr")
        )
        for number, one in enumerate(body.iter(f"{W}tbl"))
    }
    return Said(tables, claims, letters(_words(body)), {})


def _words(element: Any) -> str:
    return "".join(element.itertext(f"{W}t"))


# PDF ----------------------------------------------------------------------------------------------------------------


def pdf(file: Path) -> Said:
    """Read along its structure, which has no page heads, and notes where they are called."""
    with playa.open(file) as document:
        structure: Any = document.structure
        whole = "".join(_text(one) for one in structure)
        tables = {
            str(number): rows([_text(cell) for cell in row] for row in table.find_all("TR"))
            for number, table in enumerate(structure.find_all("Table"))
        }
        notes = {str(number): ("", letters(one.text)) for number, one in enumerate(structure.find_all("Note"))}
    return Said(tables, notes, letters(whole), {})


def _text(element: Any) -> str:
    """The text below an element of the structure; notes and their numbers are no part of it."""
    if not hasattr(element, "find_all"):
        return element.text or "" if hasattr(element, "text") else ""
    if element.type in {"Note", "Lbl"}:
        return ""
    return "".join(map(_text, element))


FORMS: Mapping[str, Callable[[Path], Said]] = {
    "report.pdf": pdf,
    "report.epub": epub,
    "report.tei.xml": tei,
    "report.jats.xml": jats,
    "report.docx": docx,
}
