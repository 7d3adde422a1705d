"""Whether a translation still says what its original says, section by section.

Headings have the same ids in every language, so that a section of a page and its translation find each other; what a
stamp keeps is what the original's section said when it was translated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_build.translation.blocks import Block, key_of

Remembered = Mapping[str, tuple[str, ...]]  # section id, '' before the first heading -> its blocks, as translated


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with an id and what stands under it up to the next such heading."""

    id: str  # '' for what stands before the first
    blocks: tuple[Block, ...]

    @property
    def line(self) -> int:
        """Where it begins in its file."""
        return self.blocks[0].line

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Stale:
    """A section of a translation whose original is not what it was when it was translated."""

    section: Section  # of the translation
    now: Section | None  # of the original; None where it was taken out
    was: str  # the first block that differs, as it was and as it is; '' where there was or is none
    is_: str


@dataclass(frozen=True, slots=True)
class PageState:
    """The state of one page's translation."""

    stamped: bool = True  # whether the page was ever stamped
    sections: int = 0  # of the translation
    stale: tuple[Stale, ...] = ()
    untranslated: tuple[Section, ...] = ()  # of the original, absent in the translation and not stamped so
    unstamped: tuple[Section, ...] = ()  # of the translation, written since the last stamp
    uneven: tuple[tuple[Section, int], ...] = ()  # of the translation, and how many blocks its original has instead


def sections_of(blocks: Sequence[Block]) -> dict[str, Section]:
    """A page's sections by id, in order; a heading without an id belongs to the section before it."""
    found: dict[str, list[Block]] = {}
    current = ""
    for block in blocks:
        if block.kind == "heading" and block.section and block.section not in found:
            current = block.section
        found.setdefault(current, []).append(block)
    return {id_: Section(id_, tuple(inner)) for id_, inner in found.items()}


def compare(
    remembered: Remembered | None, original: Mapping[str, Section], translation: Mapping[str, Section]
) -> PageState:
    """What has happened to a page since it was stamped; ``remembered`` is None where it never was."""
    known = remembered or {}
    return PageState(
        remembered is not None,
        len(translation),
        tuple(
            _stale(section, original.get(id_), known[id_])
            for id_, section in translation.items()
            if id_ in known and not _says(original.get(id_), known[id_])
        ),
        tuple(
            section
            for id_, section in original.items()
            if id_ not in translation and not (id_ in known and _says(section, known[id_]))
        ),
        tuple(section for id_, section in translation.items() if id_ not in known),
        tuple(
            (section, len(original[id_].blocks))
            for id_, section in translation.items()
            if id_ in original and len(original[id_].blocks) != len(section.blocks)
        ),
    )


def _says(section: Section | None, texts: Sequence[str]) -> bool:
    """Whether a section says what these blocks said; typography alone makes no difference."""
    return [key_of(text) for text in (section.texts if section else ())] == [key_of(text) for text in texts]


def _stale(section: Section, now: Section | None, texts: Sequence[str]) -> Stale:
    there = now.texts if now else ()
    pairs = zip([*texts, *[""] * len(there)], [*there, *[""] * len(texts)], strict=False)
    was, is_ = next(((was, is_) for was, is_ in pairs if key_of(was) != key_of(is_)), ("", ""))
    return Stale(section, now, was, is_)


def remember(original: Mapping[str, Section], translation: Mapping[str, Section]) -> Remembered:
    """What a stamp keeps of a page: that the translation, as it is, renders the original, as it is."""
    return {id_: original[id_].texts if id_ in original else () for id_ in {**original, **translation}}
