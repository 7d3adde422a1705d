"""Where a form could not be made: the page and the block that its program refuses, found by trying them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from report_build.excerpts import shortened
from report_build.exports.tree.dangling import without_dangling
from report_build.exports.tree.nodes import Block, Chapter, Document, Image, lines_of, text_of, walk

_SHOWN = 60  # characters of a block's text


@dataclass(frozen=True, slots=True)
class Refused:
    """What a form's program refuses, by itself."""

    address: str  # of the page
    number: int  # of the block in it, counted from 1; 0 where it refuses the page as a whole alone
    said: str  # how the block begins
    why: str


def refused(document: Document, make: Callable[[Document], object]) -> Refused | None:
    """The first block that cannot be made alone, else the first page; None where each can.

    :param make: makes the form, and raises where it cannot.
    """
    for chapter in document.chapters:
        if not _fault(document, chapter, chapter.blocks, make):
            continue
        for number, block in enumerate(chapter.blocks, start=1):
            if why := _fault(document, chapter, (block,), make):
                return Refused(chapter.address, number, _beginning(block), why)
        return Refused(chapter.address, 0, "", _fault(document, chapter, chapter.blocks, make))
    return None


def _fault(document: Document, chapter: Chapter, blocks: tuple[Block, ...], make: Callable[[Document], object]) -> str:
    """Why a page with these blocks alone cannot be made; '' where it can."""
    try:
        make(_alone(document, replace(chapter, blocks=blocks)))
    except Exception as error:  # noqa: BLE001  # reason: whatever a program says of it, it is what is asked for
        return next(filter(None, _lines(error)), type(error).__name__)
    return ""


def _lines(error: Exception) -> Iterator[str]:
    yield from str(getattr(error, "stderr", "")).splitlines()
    yield str(error)


def _alone(document: Document, chapter: Chapter) -> Document:
    """The document with one page, no cards and no references, and no link to what it lacks."""
    chapters, claims = without_dangling(((chapter,), document.claims), {document.references_id})
    there = {getattr(node, "id", "") for node in walk(chapters)}
    noted = {id_: replace(note, place=note.place if note.place in there else "") for id_, note in claims.items()}
    return replace(document, chapters=chapters, cards=None, references=(), claims=noted)


def _beginning(block: Block) -> str:
    pictures = [one.file for one in walk(block) if isinstance(one, Image) and not one.alt]
    said = " ".join([*pictures, *(text_of(line) for line in lines_of((block,)))]).strip()
    return shortened(said, _SHOWN)
