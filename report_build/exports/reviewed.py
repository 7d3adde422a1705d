"""What a reviewer wrote into the report's DOCX, as findings at its places in the pages; nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from report_build.errors import UsageError
from report_build.exports.docx import AUTHOR, LANGUAGE
from report_build.findings import Finding, Place

_ATTRIBUTES = re.compile(r"\{[^{}]*#(?P<id>[^\s{}#]+)[^{}]*\}")
_OWN = re.compile(r"\((?P<claim>[^\s()]+)\)\.")  # of a comment of ours: the claim that it is on
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*(\{[^{}]*\})?\s*$")
_PROPERTY = re.compile(rf'name="{LANGUAGE}"[^>]*>\s*<[^>]*>(?P<language>[A-Za-z-]+)<')
_LONGEST = 100_000  # bytes of a file's own properties
_LARGEST = 200_000_000  # bytes of a part of the file
_SHOWN = 60  # letters of what is named
_CHANGES = {"ins": "inserts", "del": "deletes", "moveFrom": "moves away", "moveTo": "moves here"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_HEADING_STYLE = re.compile(r"Heading|Titre|Überschrift|heading ", re.IGNORECASE)


@dataclass(slots=True)
class Remark:
    """A comment, or a change of the text."""

    author: str
    said: str
    kind: str  # what the author does, e.g. "comments", "inserts"
    section: str  # the heading it stands under, by its words
    claim: str = ""  # that it is about
    ended: bool = False  # whether its paragraph has ended


def review(content: bytes, pages: Mapping[str, Mapping[str, str]]) -> list[Finding]:
    """A reviewer's comments and tracked changes, in the order of the text.

    :param content: of the DOCX file.
    :param pages: language -> file name of each page -> its text.
    :raises UsageError: the file is no export of this report.
    """
    language = _language(content)
    if language not in pages:
        raise UsageError("the file is no DOCX of this report: it was not made by 'report-build export docx'")
    try:
        reading = _Reading(_File(content))
    except (BadZipFile, ET.ParseError, OSError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"the file cannot be read: {error}") from error
    places = dict(_places(pages[language]))
    names = [*pages[language]]
    home = next((name for name in names if Path(name).name == "index.md"), next(iter(names), ""))
    return [_finding(one, places, home) for one in reading.remarks]


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
    code = "RB711" if remark.kind.startswith("comments") else "RB712"
    return Finding(place, code, f"{remark.author or 'a reviewer'} {remark.kind}{about}: {remark.said}")


@dataclass(frozen=True, slots=True)
class _Comment:
    author: str
    said: str
    answers: str = ""  # the mark of the comment that it replies to
    settled: bool = False  # whether a reviewer has ticked it off


class _File:
    """The parts of a Word file that a reviewer writes into."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as archive:
            self._archive = archive
            self.document = self._part("document")
            self.notes = {one.get(f"{_W}id", ""): one for one in self._part("footnotes").iter(f"{_W}footnote")}
            told = {one.get(f"{_W15}paraId"): one for one in self._part("commentsExtended").iter(f"{_W15}commentEx")}
            self.comments: dict[str, _Comment] = {}
            self.marks: dict[str, str] = {}  # the mark of a comment's last paragraph -> its id
            for one in self._part("comments").iter(f"{_W}comment"):
                lines = list(one.iter(f"{_W}p"))
                said = " ".join(filter(None, map(_text, lines)))
                mark = lines[-1].get(f"{_W14}paraId", "") if lines else ""
                more = told.get(mark)
                answers = "" if more is None else more.get(f"{_W15}paraIdParent", "")
                settled = more is not None and more.get(f"{_W15}done") in {"1", "true"}
                id_ = one.get(f"{_W}id", "")
                self.marks[mark] = id_
                self.comments[id_] = _Comment(one.get(f"{_W}author", ""), said, answers, settled)

    def _part(self, name: str) -> ET.Element:
        try:
            info = self._archive.getinfo(f"word/{name}.xml")
        except KeyError:
            return ET.Element("none")
        if info.file_size > _LARGEST:
            raise UsageError(f"the file cannot be read: its {info.filename} is larger than {_LARGEST // 1_000_000} MB")
        return ET.fromstring(self._archive.read(info))  # noqa: S314  # reason: expat expands no bomb of entities


class _Reading:
    """What is known while the text is read, from its beginning to its end."""

    def __init__(self, file: _File) -> None:
        self.remarks: list[Remark] = []
        self._file = file
        self._section = ""
        self._claims: dict[str, str] = {}  # id of a comment of ours that is open -> its claim
        self._open: dict[str, Remark] = {}  # id of a reviewer's comment that is open
        self._told: dict[str, Remark] = {}  # id of a reviewer's comment -> its remark
        self._changed = 0  # how many stretches have another look
        self._node(file.document)
        for id_ in file.comments:  # one that stands nowhere: a word processor lost its place, not its words
            self._comment(id_, lost=True)
        self._settle()

    def _node(self, node: ET.Element) -> None:
        kind = node.tag.removeprefix(_W)
        if kind == "p":
            self._paragraph(node)
        elif kind == "commentRangeStart":
            self._comment(node.get(f"{_W}id", ""))
        elif kind == "commentRangeEnd":
            self._claims.pop(node.get(f"{_W}id", ""), None)
            self._open.pop(node.get(f"{_W}id", ""), None)
        elif kind == "commentReference":
            self._comment(node.get(f"{_W}id", ""), at_once=True)
        elif kind == "footnoteReference":
            for inside in self._file.notes.get(node.get(f"{_W}id", ""), ()):
                self._node(inside)
        elif kind in _CHANGES:
            self._change(node, _text(node))
            self._inside(node)
        elif kind == "tr":
            for change in ("ins", "del"):
                for one in node.iterfind(f"{_W}trPr/{_W}{change}"):
                    self._change(one, f"a row of a table: {' | '.join(map(_text, node.iterfind(f'{_W}tc')))}")
            self._inside(node)
        elif kind in {"rPrChange", "pPrChange", "tblPrChange", "sectPrChange", "tcPrChange"}:
            self._looks(node.get(f"{_W}author", ""))
        else:
            self._inside(node)

    def _inside(self, node: ET.Element) -> None:
        for one in node:
            self._node(one)

    def _paragraph(self, node: ET.Element) -> None:
        style = node.find(f"{_W}pPr/{_W}pStyle")
        if style is not None and _HEADING_STYLE.match(style.get(f"{_W}val", "")):
            self._section = _words(_text(node))
        self._inside(node)
        for change in ("ins", "del"):
            for one in node.iterfind(f"{_W}pPr/{_W}rPr/{_W}{change}"):
                said = _text(node)
                same = self.remarks and said and said.endswith(self.remarks[-1].said)
                if not same:  # the end of the paragraph alone: it is parted, or joined with the next
                    self._change(one, f"the end of the paragraph “{said[:_SHOWN]}”" if said else "an empty paragraph")
        if self.remarks:
            self.remarks[-1].ended = True

    def _comment(self, id_: str, *, at_once: bool = False, lost: bool = False) -> None:
        comment = self._file.comments.get(id_)
        if comment is None or id_ in self._told:
            return
        own = _OWN.search(comment.said) if comment.author == AUTHOR else None
        if own:
            if not at_once and not lost:
                self._claims[id_] = own["claim"]
                for one in self._open.values():
                    one.claim = one.claim or own["claim"]
            return
        kind = "comments (settled)" if comment.settled else "comments"
        remark = Remark(comment.author, comment.said, kind, "" if lost else self._section, self._claim)
        self._told[id_] = remark
        self.remarks.append(remark)
        if not at_once and not lost:
            self._open[id_] = remark

    def _change(self, change: ET.Element, said: str) -> None:
        kind = _CHANGES[change.tag.removeprefix(_W)]
        author = change.get(f"{_W}author", "")
        if not said.strip():
            return
        last = self.remarks[-1] if self.remarks else None
        about = (author, kind, self._section, self._claim)
        if last and not last.ended and (last.author, last.kind, last.section, last.claim) == about:
            last.said += said
        else:
            self.remarks.append(Remark(author, said, kind, self._section, self._claim))

    def _looks(self, author: str) -> None:
        """A change of how a stretch looks: told once for each section."""
        told = Remark(author, "how words or paragraphs look", "changes", self._section, self._claim)
        if told not in self.remarks:
            self.remarks.append(told)

    def _settle(self) -> None:
        """Put each reply where what it replies to is."""
        for id_, remark in self._told.items():
            answers = self._file.comments[id_].answers
            above = self._file.marks.get(answers, "") if answers else ""
            if first := self._told.get(above):
                remark.said = f"{remark.said} (a reply to “{self._file.comments[above].said[:_SHOWN]}”)"
                remark.section, remark.claim = first.section, first.claim

    @property
    def _claim(self) -> str:
        """The claim that is being read."""
        return next(reversed(self._claims.values()), "")


def _text(node: ET.Element) -> str:
    """The plain text of a part of the file, deleted text included."""
    found = []
    for one in node.iter():
        if one.tag in {f"{_W}t", f"{_W}delText"}:
            found.append(one.text or "")
        elif one.tag in {f"{_W}tab", f"{_W}br"}:
            found.append(" ")
    return "".join(found)


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
