"""Where a value was written, and texts that exist in several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from report_build.findings import Place

_BLANKS = re.compile(r"[ \t\n\r\f]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """The row or item of a source file that a value was read from."""

    file: str  # POSIX path relative to the study's root
    line: int  # first line of the row or item, counted from 1
    fields: Mapping[str, int] = field(default_factory=dict, compare=False)  # lines of single fields, if they differ
    sheet: str = ""  # of a workbook, as its cells' addresses name it
    columns: Mapping[str, str] = field(default_factory=dict, compare=False)  # letters of each field's column there

    def at(self, name: str = "") -> Place:
        """The place of one field, or of the whole row or item."""
        line = self.fields.get(name, self.line)
        return Place(self.file, line, f"{self.sheet}!{self.columns.get(name, 'A')}{line}" if self.sheet else "")

    def at_language(self, name: str, language: str) -> Place:
        """The place of a field's wording in one language, else of the field, else of the row or item."""
        own = f"{name}.{language}"
        return self.at(own if own in self.fields or own in self.columns else name)


def on_one_line(text: str) -> str:
    """A text with its blanks and line ends as single blanks; no-break spaces are the author's, and stay."""
    return _BLANKS.sub(" ", text).strip(" ")


class Text(dict[str, str]):
    """One text in several languages: language code -> wording; an empty or absent wording is missing."""

    def of(self, language: str) -> str:
        """The wording in a language, else in the first language that has one, else ''."""
        return self.get(language) or next((words for words in self.values() if words), "")

    def __hash__(self) -> int:  # type: ignore[override]  # reason: read once, never changed afterwards
        return hash(tuple(self.items()))
