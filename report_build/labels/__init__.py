"""The engine's own words in each language: labels, number forms, joining words.

They stand in ``*.csv`` beside this module (columns ``key``, ``fr`` and ``en``), those of a further language in a folder
of its name, in files of the same names. A study adds a language, or says a label its own way, in ``data/labels.csv``
with the same columns: no code is needed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from report_build.labels import numbers

CASE, CASES = "case.one", "case.other"  # the labels that say what a case is called
_WORDS: Mapping[str, tuple[str, bool]] = {
    "case_word": (CASE, False),
    "cases_word": (CASES, False),
    "Case_word": (CASE, True),
    "Cases_word": (CASES, True),
}
CASE_WORDS = frozenset(_WORDS)  # the fields that stand in any label for what the study calls a case


@cache
def own_labels() -> Mapping[str, Mapping[str, str]]:
    """The engine's labels: key -> language -> wording."""
    found: dict[str, dict[str, str]] = {}
    here = sorted(files(__name__).iterdir(), key=lambda file: file.name)
    for file in here:
        for key, row in _rows(file):
            if key in found:
                raise ValueError(f"{file.name}: the label {key!r} is given twice")
            found[key] = row
    for folder in here:
        for file in sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else ():
            for key, row in _rows(file):
                if key not in found or row.keys() & found[key].keys():
                    raise ValueError(f"{folder.name}/{file.name}: the label {key!r} is none, or given twice")
                found[key] |= row
    return found


def _rows(file: Traversable) -> Iterator[tuple[str, dict[str, str]]]:
    if file.name.endswith(".csv"):
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            yield row.pop("key"), row


class Labels:
    """The labels of one language; a language the engine does not know falls back to the study's, then to English."""

    def __init__(self, language: str, study_labels: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self.language = language
        self._labels = {**own_labels()}
        for key, row in (study_labels or {}).items():
            self._labels[key] = {**self._labels.get(key, {}), **row}

    def __call__(self, key: str, **values: object) -> str:
        """A label, its ``{name}`` fields filled in.

        :raises KeyError: the label does not exist; that is a mistake of the engine, not of the study.
        """
        label = self._wording(key)
        if "_word}" in label:
            label = self._with_case(label)
        return label.format(**values) if values else label

    def _wording(self, key: str) -> str:
        row = self._labels[key]
        return row.get(self.language) or row.get("en") or next(filter(None, row.values()))

    def _with_case(self, label: str) -> str:
        """A label with the study's words for a case put in."""
        for field, (key, capital) in _WORDS.items():
            word = self._wording(key)
            label = label.replace(f"{{{field}}}", word[:1].upper() + word[1:] if capital else word)
        return label

    def get(self, key: str, otherwise: str) -> str:
        """A label, or another text where there is none of that key."""
        return self(key) if key in self._labels else otherwise

    def names(self, beginning: str) -> tuple[str, ...]:
        """What follows ``beginning`` in the keys that start so, e.g. the ids of the voices, in the study's order."""
        return tuple(key.removeprefix(beginning) for key in self._labels if key.startswith(beginning))

    def number_key(self, key: str, count: int) -> str:
        """``key.one`` or ``key.other``, as the count asks for (French: 0 and 1 are singular)."""
        one = count <= 1 if self.language == "fr" else count == 1
        return f"{key}.one" if one else f"{key}.other"

    def choose(self, key: str, count: int, **values: object) -> str:
        """The label of :meth:`number_key` with ``{count}`` filled in."""
        return self(self.number_key(key, count), count=self.number(count), **values)

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number as the language writes it: its thousands apart, and its decimals, by default as many as it has."""
        return numbers.plain(value, self.language, decimals)
