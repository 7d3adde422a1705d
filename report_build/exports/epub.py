"""The report as an EPUB 3 that meets EPUB Accessibility 1.1: a document a page, notes to claims, cards, figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files as files_of
from uuid import NAMESPACE_URL, uuid5

from report_build.archive import zipped
from report_build.exports import Material
from report_build.exports.tree import nodes
from report_build.exports.tree.plain import as_json
from report_build.render.templates import render

_MEDIA = {
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
_XHTML = "application/xhtml+xml"
_CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>\
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
"""
_FOLDER = "EPUB"


def epub_file(material: Material) -> bytes:
    """The report of one language as an EPUB."""
    return zipped(_files(material), stored=["mimetype"], level=9)


@dataclass(frozen=True)
class Part:
    """A document of the book."""

    file: str
    chapter: nodes.Chapter
    role: str = ""  # of DPUB-ARIA
    notes: bool = False  # whether the claims that it words first have their notes here
    body: str = "bodymatter"


@dataclass(frozen=True)
class Book:
    """Where everything stands; what templates call ``book``."""

    document: nodes.Document
    parts: tuple[Part, ...]
    files: Mapping[str, str]  # id -> the document that it stands in
    claims: Mapping[str, object]  # as plain values
    noted: Mapping[str, str]  # claim -> the document with its note

    @property
    def names(self) -> Mapping[str, str]:
        return self.document.names

    def note(self, claim: str) -> str:
        """The id of a claim's note."""
        return f"note-{claim}"

    def way(self, target: str, here: str) -> str:
        """From a document of the book to a place in it."""
        file = self.files[target.removeprefix("#")]
        return target if file == here else f"{file}{target}"


def _parts(document: nodes.Document) -> Iterator[Part]:
    for number, chapter in enumerate(document.chapters, start=1):
        yield Part(f"c{number:02}.xhtml", chapter, "doc-chapter", notes=True)
    names = document.names
    if document.references:
        entries = tuple(nodes.Paragraph((nodes.Span(one.content, one.id),)) for one in document.references)
        listed = nodes.Chapter(document.references_id, (nodes.Text(names["references"]),), entries)
        yield Part("references.xhtml", listed, "doc-bibliography", body="backmatter")
    if document.cards:
        yield Part("cards.xhtml", document.cards, "doc-appendix", body="backmatter")
    blocks: list[nodes.Block] = []
    for one, data, name in document.figures:
        blocks += [nodes.Heading(2, (nodes.Text(name),), f"data-{one.id}"), nodes.Paragraph(one.caption), data]
    if blocks:
        title = (nodes.Text(names["figure-data"]),)
        yield Part(
            "figures.xhtml", nodes.Chapter("figures-data", title, tuple(blocks)), "doc-appendix", body="backmatter"
        )


def _book(document: nodes.Document) -> Book:
    parts = tuple(_parts(document))
    files: dict[str, str] = {}
    noted: dict[str, str] = {}
    for part in parts:
        files[part.chapter.id] = part.file
        for node in nodes.walk(part.chapter.blocks):
            if id_ := getattr(node, "id", ""):
                files[id_] = part.file
            if isinstance(node, nodes.Claim) and (node.id or not document.claims[node.claim].place):
                noted.setdefault(node.claim, part.file)
    files |= {f"note-{claim}": file for claim, file in noted.items()}
    claims = as_json(document.claims)
    return Book(document, parts, files, claims if isinstance(claims, Mapping) else {}, noted)


def _files(material: Material) -> Mapping[str, bytes]:
    """Name in the archive -> content."""
    document = material.document
    front, language = document.front, document.language
    book = _book(document)
    day = front.day
    version = material.index.labels("exports.version", version=front.version) if front.version else ""
    common = {"book": book, "language": language, "front": as_json(front)}
    edition = ", ".join(part for part in (version, day) if part)
    texts = {"title.xhtml": render("epub/front.xml", here="title.xhtml", edition=edition, **common)}
    for part in book.parts:
        texts[part.file] = render(
            "epub/chapter.xml",
            book=book,
            here=part.file,
            language=part.chapter.language or language,
            title=nodes.text_of(part.chapter.title),
            role=part.role,
            body=part.body,
            chapter=as_json(part.chapter),
            claims=[claim for claim, file in book.noted.items() if file == part.file],
            notes=[as_json(one) for one in nodes.walk(part.chapter) if isinstance(one, nodes.Footnote) and one.id],
        )
    shown = {*_pictures(document)}
    pictures = {name: content for name, content in document.files.items() if name in shown}
    contents = [("title.xhtml", front.title, ()), *((part.file, *_outline(part.chapter)) for part in book.parts)]
    first = next((part.file for part in book.parts), "title.xhtml")
    landmarks = [("titlepage", "title.xhtml", front.title), ("bodymatter", first, document.names["text"])]
    landmarks += [
        ("bibliography", part.file, document.names["references"]) for part in book.parts if "bibl" in part.role
    ]
    nav = render("epub/nav.xml", contents=contents, landmarks=landmarks, **common)
    package = render(
        "epub/package.xml",
        identifier=f"urn:uuid:{uuid5(NAMESPACE_URL, front.address or f'{front.title} {front.version} {language}')}",
        date=day,
        drawn=bool(pictures),
        equations=[name for name, text in texts.items() if "<math" in text],
        manifest=[*((name, _XHTML) for name in texts), *((name, _media(name)) for name in pictures)],
        spine=list(texts),
        **common,
    )
    style = files_of("report_build") / "templates" / "epub" / "style.css"
    own = {"package.opf": package, "nav.xhtml": nav, **texts}
    return {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _CONTAINER.encode(),
        **{f"{_FOLDER}/{name}": str(text).encode() for name, text in own.items()},
        f"{_FOLDER}/style.css": style.read_bytes(),
        **{f"{_FOLDER}/{name}": content for name, content in pictures.items()},
    }


def _pictures(document: nodes.Document) -> Iterator[str]:
    """The files that the text shows."""
    for node in nodes.walk(document.parts):
        if isinstance(node, nodes.Display) and node.file:
            yield f"{node.file}.svg"
        elif isinstance(node, nodes.Image):
            yield node.file


def _media(name: str) -> str:
    return _MEDIA[name.rpartition(".")[2].lower()]


def _outline(chapter: nodes.Chapter) -> tuple[str, list[tuple[str, str]]]:
    headings = (one for one in chapter.blocks if isinstance(one, nodes.Heading) and one.level == 2 and one.id)  # noqa: PLR2004  # reason: the first below the title
    return nodes.text_of(chapter.title), [(one.id, nodes.text_of(one.content)) for one in headings]
