"""What a reviewer wrote into the report's DOCX, as findings at its places in the pages; nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from report_build.errors import UsageError
from report_build.exports.docx import AUTHOR, LANGUAGE
from report_build.findings import Finding, Place
from report_build.references.pandoc import read

_ATTRIBUTES = re.compile(r"\{[^{}]*#(?P<id>[^\s{}#]+)[^{}]*\}")
_OWN = re.compile(r"\((?P<claim>[^\s()]+)\)\.")  # of a comment of ours: the claim that it is on
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*(\{[^{}]*\})?\s*$")
_PROPERTY = re.compile(rf'name="{LANGUAGE}"[^>]*>\s*<[^>]*>(?P<language>[A-Za-z-]+)<')
_LONGEST = 100_000  # bytes of a file's own properties
_CHANGES = {"insertion": "inserts", "deletion": "deletes"}


@dataclass(slots=True)
class Remark:
    """A comment, or a change of the text."""

    author: str
    said: str
    kind: str  # "comments", "inserts" or "deletes"
    section: str  # the heading it stands under, by its words
    claim: str = ""  # that it is about


def review(content: bytes, pages: Mapping[str, Mapping[str, str]]) -> list[Finding]:
    """A reviewer's comments and tracked changes, in the order of the text.

    :param content: of the DOCX file.
    :param pages: language -> file name of each page -> its text.
    :raises UsageError: the file is no export of this report.
    """
    language = _language(content)
    if language not in pages:
        raise UsageError("the file is no DOCX of this report: it was not made by 'report-build export docx'")
    document = read("docx", content, "--track-changes=all")
    reading = _Reading()
    reading.blocks(document["blocks"])
    places = dict(_places(pages[language]))
    first = next(iter(pages[language]), "")
    return [_finding(one, places, first) for one in reading.remarks]


def _language(content: bytes) -> str:
    """The language that a file says it is in; '' where it says none."""
    try:
        with ZipFile(BytesIO(content)) as archive, archive.open("docProps/custom.xml") as file:
            found = _PROPERTY.search(file.read(_LONGEST).decode("utf-8", "replace"))
    except (BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""
    return found["language"] if found else ""


def _places(pages: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Where each id is given, and each heading by its words; of duplicates the first stands."""
    seen = set()
    for name, text in pages.items():
        for number, line in enumerate(text.splitlines(), start=1):
            heading = _HEADING.match(line)
            told = [found["id"] for found in _ATTRIBUTES.finditer(line)]
            for one in (*told, *([_words(heading["title"])] if heading else [])):
                if one not in seen:
                    seen.add(one)
                    yield one, Place(name, number)


def _words(title: str) -> str:
    """A heading by its letters alone: a word processor keeps no id that nothing leads to."""
    return "heading " + re.sub(r"[\W_]+", "", title).casefold()


def _finding(remark: Remark, places: Mapping[str, Place], otherwise: str) -> Finding:
    place = places.get(remark.claim) or places.get(remark.section) or Place(otherwise)
    about = f" on the claim '{remark.claim}'" if remark.claim else ""
    code = "RB711" if remark.kind == "comments" else "RB712"
    return Finding(place, code, f"{remark.author or 'a reviewer'} {remark.kind}{about}: {remark.said}")


@dataclass
class _Reading:
    """What is known while the text is read."""

    remarks: list[Remark] = field(default_factory=list)
    section: str = ""
    _claims: dict[str, str] = field(default_factory=dict)  # id of a comment of ours that is open -> its claim
    _waiting: dict[str, Remark] = field(default_factory=dict)  # id of a reviewer's open comment that has no claim yet

    def blocks(self, node: Any) -> None:
        """Read blocks, or whatever holds them."""
        if isinstance(node, dict):
            kind, content = node.get("t"), node.get("c", [])
            if kind == "Header":
                self.section = _words(text_of(content[2]))
            if kind == "Span":
                attributes, inside = content
                self._span(attributes, inside)
            else:
                self.blocks(content)
        elif isinstance(node, list):
            for one in node:
                self.blocks(one)

    def _span(self, attributes: list[Any], content: list[Any]) -> None:
        _, classes, named = attributes
        told = dict(named)
        if "comment-start" in classes:
            self._comment(told, text_of(content))
            return
        if "comment-end" in classes:
            self._claims.pop(told.get("id", ""), None)
            self._waiting.pop(told.get("id", ""), None)
            return
        for change, kind in _CHANGES.items():
            if change in classes:
                self._change(told.get("author", ""), kind, text_of(content))
        self.blocks(content)

    def _comment(self, told: Mapping[str, str], said: str) -> None:
        own = _OWN.search(said) if told.get("author") == AUTHOR else None
        if own:
            self._claims[told.get("id", "")] = own["claim"]
            for one in self._waiting.values():
                one.claim = one.claim or own["claim"]
            return
        remark = Remark(told.get("author", ""), said, "comments", self.section, self._claim)
        self.remarks.append(remark)
        if not remark.claim:
            self._waiting[told.get("id", "")] = remark

    def _change(self, author: str, kind: str, said: str) -> None:
        if not said.strip():
            return
        last = self.remarks[-1] if self.remarks else None
        if last and (last.author, last.kind, last.section, last.claim) == (author, kind, self.section, self._claim):
            last.said += said
        else:
            self.remarks.append(Remark(author, said, kind, self.section, self._claim))

    @property
    def _claim(self) -> str:
        """The claim that is being read."""
        return next(reversed(self._claims.values()), "")


def text_of(node: Any) -> str:
    """The plain text of pandoc's inlines."""
    if isinstance(node, list):
        return "".join(map(text_of, node))
    kind, content = node.get("t"), node.get("c")
    if kind in {"Space", "SoftBreak", "LineBreak"}:
        return " "
    if kind == "Str":
        return str(content)
    if kind in {"Code", "Math", "RawInline"}:
        return str(content[1])
    if kind in {"Span", "Link", "Image", "Quoted", "Cite"}:
        return text_of(content[1])
    return text_of(content) if isinstance(content, list) and kind != "Note" else ""


def pages_of(root: Path, folders: Iterable[tuple[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """Language -> name from the root -> text of each page.

    :param folders: each language and the folder of its pages.
    """
    found: dict[str, dict[str, str]] = {}
    for language, folder in folders:
        files = sorted((root / folder).rglob("*.md"))
        found[language] = {
            file.relative_to(root).as_posix(): file.read_text(encoding="utf-8-sig", errors="replace") for file in files
        }
    return found
