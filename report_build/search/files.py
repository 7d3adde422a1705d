"""The files that a reader's browser loads to search: scripts, so that they load from a folder on disk, too.

A script calls ``rbSearch`` with a part of what can be found. The first part has the argument; passages, decisions and
works follow, in as many parts as a study's size asks for, so that a large study answers from its argument at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from report_build.index import Index
from report_build.labels import Labels
from report_build.search.entries import KINDS, Entry, FoundPage

FIRST_FILE = "search/index.js"
ENTRIES_A_PART = 2000  # so that a part loads while one reads the first finds
_LATER = frozenset(("passage", "decision", "work"))
_PART = "search/later-{}.js"
_WORDS = (
    *("all", "any", "near", "none", "more", "kind", "case", "voice", "whole"),
    *("against", "contested", "counters", "claim", "passage"),
)


def search_files(pages: Sequence[FoundPage], found: Sequence[Entry], index: Index) -> Mapping[str, bytes]:
    """Site-relative address -> content of each file."""
    study, labels = index.study, index.labels
    first = [entry for entry in found if entry.kind not in _LATER]
    later = [entry for entry in found if entry.kind in _LATER]
    rows = _Rows(pages, [*first, *later], list(study.case), list(study.voice))
    files: dict[str, Mapping[str, object]] = {
        _PART.format(number): {"entries": rows.of(part)} for number, part in enumerate(_in_parts(later), start=1)
    }
    told: Mapping[str, object] = {
        "language": labels.language,
        "endings": _endings(labels("search.endings")),
        "elided": labels("search.elided").split(),
        "silent": labels("search.silent").split(),
        "words": {name: labels(f"search.{name}") for name in _WORDS},
        "kinds": {kind: _named(kind, labels) for kind in KINDS},
        "cases": [[case, study.case[case].short.of(labels.language)] for case in study.case],
        "voices": [[voice, labels.get(f"voice.{voice}", voice)] for voice in study.voice],
        "pages": [[page.address, page.title, page.weight, page.words] for page in pages],
        "entries": rows.of(first),
        "more": list(files),
    }
    return {name: _script(part) for name, part in {FIRST_FILE: told, **files}.items()}


class _Rows:
    """Entries as the script reads them: lists, with numbers for what is told once."""

    def __init__(
        self, pages: Sequence[FoundPage], found: Sequence[Entry], cases: Sequence[str], voices: Sequence[str]
    ) -> None:
        self._places = {page.address: number for number, page in enumerate(pages)}
        self._cases, self._voices = list(cases), list(voices)
        self._texts: dict[str, list[tuple[int, str]]] = {}  # page -> number and text of each of its sections
        for number, entry in enumerate(found):
            if entry.kind == "page":
                self._texts.setdefault(entry.page, []).append((number, entry.text))

    def of(self, entries: Iterable[Entry]) -> list[list[object]]:
        """Rows; what is empty at the end of one is left out."""
        return [self._row(entry) for entry in entries]

    def _row(self, entry: Entry) -> list[object]:
        row: list[object] = [
            KINDS.index(entry.kind),
            self._places[entry.page],
            entry.anchor,
            entry.title,
            self._text(entry),
            entry.note,
            [self._cases.index(case) for case in entry.cases if case in self._cases],
            self._voices.index(entry.voice) if entry.voice in self._voices else -1,
            int(entry.against),
        ]
        empty: tuple[object, ...] = ("", [], -1, 0)
        while len(row) > 3 and row[-1] in empty:  # noqa: PLR2004  # reason: kind, page and anchor stay
            row.pop()
        return row

    def _text(self, entry: Entry) -> object:
        """A text; that of a claim by where it stands in its page, as [number of the section, first letter, length]."""
        if entry.kind == "claim" and entry.text:
            for number, text in self._texts.get(entry.page, ()):
                start = text.find(entry.text)
                if start >= 0:
                    before = len(text[:start].encode("utf-16-le")) // 2  # as scripts count
                    return [number, before, len(entry.text.encode("utf-16-le")) // 2]
        return entry.text


def _named(kind: str, labels: Labels) -> list[str]:
    """How many there are, one or more; what several are called; what a single one is, where its title does not say."""
    told = [labels(f"search.kind.{kind}.{how}") for how in ("one", "other")]
    return [*told, labels(f"search.kind.{kind}"), labels.get(f"search.name.{kind}", "")]


def _in_parts(later: Sequence[Entry]) -> list[Sequence[Entry]]:
    return [later[start : start + ENTRIES_A_PART] for start in range(0, len(later), ENTRIES_A_PART)]


def _endings(told: str) -> list[list[list[str]]]:
    """``s= / aux=al e=``: in each group, the first ending that a word has is replaced."""
    return [[ending.split("=", 1) for ending in group.split() if "=" in ending] for group in told.split("/")]


def _script(part: Mapping[str, object]) -> bytes:
    return f"rbSearch({json.dumps(part, ensure_ascii=False, separators=(',', ':'))})\n".encode()
