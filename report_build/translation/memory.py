"""``data/translations/<language>.json``: what the original said when each section and text was translated.

The file is written by ``report-build translation stamp`` alone: one section or text a line, in the order of the pages,
so that git merges two people's stamps and its diffs show what was translated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from report_build.findings import Finding, Place
from report_build.translation.state import Remembered

FOLDER = "translations"  # in the data folder
_FORMAT = 2

Texts = Mapping[str, Mapping[str, str]]  # data file -> id and field -> wording


@dataclass(frozen=True, slots=True)
class Memory:
    """What one language's translation was made from."""

    original: str  # the language translated from
    language: str
    pages: Mapping[str, Remembered] = field(default_factory=dict)  # page source -> its sections, in order
    texts: Texts = field(default_factory=dict)

    def with_page(self, name: str, sections: Remembered) -> Memory:
        return replace(self, pages={**self.pages, name: sections})

    def with_texts(self, file: str, texts: Mapping[str, str]) -> Memory:
        return replace(self, texts={**self.texts, file: texts})

    def without(self, pages: frozenset[str]) -> Memory:
        """Forget pages that are there no more."""
        return replace(self, pages={name: found for name, found in self.pages.items() if name not in pages})

    def to_json(self) -> str:
        """The file's text: the same for the same memory."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f'{{\n"format": {_FORMAT},\n"original": {_json(self.original)},\n"pages": {{'
        yield from _listed(self.pages)
        yield '},\n"texts": {'
        yield from _listed({name: dict(sorted(found.items())) for name, found in self.texts.items() if found})
        yield "}\n}"


def _listed(parts: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """Objects of objects, one inner entry a line."""
    for number, (name, found) in enumerate(sorted(parts.items(), key=lambda part: part[0]), 1):
        yield f"{_json(name)}: {{"
        for place, (key, value) in enumerate(found.items(), 1):
            yield f"{_json(key)}: {_json(value)}" + ("," if place < len(found) else "")
        yield "}" + ("," if number < len(parts) else "")


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
        if (form, source) != (_FORMAT, original):
            return nothing, [_broken(Place(file), f"it is of format {form}, made from '{source}'")]
        pages = {
            str(name): {str(id_): tuple(map(str, texts)) for id_, texts in found.items()}
            for name, found in stored["pages"].items()
        }
        texts = {
            str(name): {str(key): str(wording) for key, wording in found.items()}
            for name, found in stored["texts"].items()
        }
    except json.JSONDecodeError as error:
        return nothing, [_broken(Place(file, error.lineno), error.msg)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return nothing, [_broken(Place(file), str(error))]
    return Memory(original, language, pages, texts), []


def _broken(place: Place, why: str) -> Finding:
    hint = "Settle what a merge left in it, or take it back from git; as a last resort delete it and stamp anew"
    return Finding(place, "RB505", f"what was translated when cannot be read: {why}", hint)
