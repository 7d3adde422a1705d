"""The texts of the data that exist in every language, and what they were when they were translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from report_build.findings import Place
from report_build.model.edition import STATEMENTS
from report_build.model.schema import LABELS_FILE, STUDY_FILE
from report_build.model.study import Study
from report_build.model.text import Origin
from report_build.translation.blocks import key_of
from report_build.translation.memory import Texts

_TEXTS = ("abstract", *STATEMENTS)  # what of study.yaml is a text to be translated, besides its lists


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of the data in all its languages."""

    file: str  # of the data folder, e.g. "evidence.csv"
    key: str  # id of the row or item, and field, e.g. "e07 paraphrase"
    text: Mapping[str, str]
    origin: Origin
    name: str  # of the field

    def at(self, language: str) -> Place:
        return self.origin.at_language(self.name, language)


def wordings(study: Study) -> Iterator[Wording]:
    """Every text of the study's data, in file order."""
    for table in study.tables:
        for value in study.rows(table.name) if table.key else ():
            for name, part, text in table.texts_of(value):
                key = f"{table.id_of(value)} {name}.{part}" if part else f"{table.id_of(value)} {name}"
                yield Wording(table.file, key, text, value.origin, name)
    for name in _TEXTS:
        yield Wording(STUDY_FILE, name, getattr(study.about, name), study.about.origin, name)
    for key, words in study.labels.items():
        yield Wording(LABELS_FILE, key, words, Origin(f"data/{LABELS_FILE}", 0), "")


def translated(study: Study, original: str, language: str) -> dict[str, dict[str, str]]:
    """What a stamp keeps: data file -> id and field -> the original wording, where there is one in the language."""
    found: dict[str, dict[str, str]] = {}
    for wording in wordings(study):
        if wording.text.get(original) and wording.text.get(language):
            found.setdefault(wording.file, {})[wording.key] = wording.text[original]
    return found


@dataclass(slots=True)
class TextState:
    """The state of one data file's texts in one language."""

    texts: int = 0
    stale: list[tuple[Wording, str]] = field(default_factory=list)  # and the original as it was
    unstamped: list[Wording] = field(default_factory=list)


def compare_texts(study: Study, remembered: Texts, original: str, language: str) -> dict[str, TextState]:
    """What has happened to the texts of each data file since they were stamped."""
    found: dict[str, TextState] = {}
    for wording in wordings(study):
        now = wording.text.get(original, "")
        if not (now and wording.text.get(language)):
            continue
        state = found.setdefault(wording.file, TextState())
        state.texts += 1
        was = remembered.get(wording.file, {}).get(wording.key)
        if was is None:
            state.unstamped.append(wording)
        elif was != now and key_of(was) != key_of(now):
            state.stale.append((wording, was))
    return found
