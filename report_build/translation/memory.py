"""``data/translations/<language>.json``: which blocks of the original each block of a translation was made from.

The file is written by ``report-build translation stamp`` alone. It holds the original as it was then, one block or
text a line, in the order of the pages, so that git merges two people's stamps and its diffs show what was translated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from report_build.findings import Finding, Place
from report_build.translation.blocks import Block

FOLDER = "translations"  # in the data folder
_FORMAT = 1
_ABOVE = "^"  # translated in one block with the one above

Texts = Mapping[str, Mapping[str, str]]  # data file -> id and field -> wording


@dataclass(frozen=True, slots=True)
class Remembered:
    """A block of the original, or None for a block that the translation adds, and the marks of what translates it."""

    original: Block | None
    marks: tuple[str, ...] = ()  # of the blocks of the translation, in order; none: it was left out
    above: bool = False  # translated in one block with the one above


@dataclass(frozen=True, slots=True)
class Memory:
    """What one language's translation was made from."""

    original: str  # the language translated from
    language: str
    pages: Mapping[str, tuple[Remembered, ...]] = field(default_factory=dict)  # page source -> its blocks, in order
    texts: Texts = field(default_factory=dict)

    def with_page(self, name: str, blocks: Sequence[Remembered]) -> Memory:
        return replace(self, pages={**self.pages, name: tuple(blocks)})

    def with_texts(self, file: str, texts: Mapping[str, str]) -> Memory:
        return replace(self, texts={**self.texts, file: texts})

    def without(self, pages: frozenset[str]) -> Memory:
        """Forget pages that are there no more."""
        return replace(self, pages={name: blocks for name, blocks in self.pages.items() if name not in pages})

    def to_json(self) -> str:
        """The file's text: the same for the same memory."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f'{{\n"format": {_FORMAT},\n"original": {_json(self.original)},\n"pages": {{'
        for number, (name, blocks) in enumerate(sorted(self.pages.items()), 1):
            yield f"{_json(name)}: ["
            for place, block in enumerate(blocks, 1):
                yield _json(self._entry(block)) + ("," if place < len(blocks) else "")
            yield "]" + ("," if number < len(self.pages) else "")
        yield '},\n"texts": {'
        files = sorted((name, texts) for name, texts in self.texts.items() if texts)
        for number, (name, texts) in enumerate(files, 1):
            yield f"{_json(name)}: {{"
            for place, (key, words) in enumerate(sorted(texts.items()), 1):
                yield f"{_json(key)}: {_json(words)}" + ("," if place < len(texts) else "")
            yield "}" + ("," if number < len(files) else "")
        yield "}\n}"

    def _entry(self, block: Remembered) -> Mapping[str, str]:
        original = {"kind": block.original.kind, self.original: block.original.text} if block.original else {}
        return {**original, self.language: _ABOVE if block.above else " ".join(block.marks)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read_memory(text: str | None, file: str, original: str, language: str) -> tuple[Memory, list[Finding]]:
    """What a file remembers, and what is wrong with it; of a file that is not there (None), nothing."""
    nothing = Memory(original, language)
    if text is None:
        return nothing, []
    try:
        stored = json.loads(text)
        form, source = stored["format"], stored["original"]
        pages = {
            str(name): tuple(_remembered(entry, original, language) for entry in blocks)
            for name, blocks in stored["pages"].items()
        }
        texts = {
            str(name): {str(key): str(words) for key, words in found.items()} for name, found in stored["texts"].items()
        }
    except json.JSONDecodeError as error:
        return nothing, [_broken(Place(file, error.lineno), error.msg)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return nothing, [_broken(Place(file), str(error))]
    if (form, source) != (_FORMAT, original):
        return nothing, [_broken(Place(file), f"it is of format {form}, made from '{source}'")]
    return Memory(original, language, pages, texts), []


def _remembered(entry: Mapping[str, str], original: str, language: str) -> Remembered:
    marks = entry[language]
    block = Block(entry["kind"], entry[original]) if original in entry else None
    return Remembered(block, () if marks == _ABOVE else tuple(marks.split()), above=marks == _ABOVE)


def _broken(place: Place, why: str) -> Finding:
    hint = "Settle what a merge left in it, or take it back from git; as a last resort delete it and stamp anew"
    return Finding(place, "RB505", f"what was translated when cannot be read: {why}", hint)
