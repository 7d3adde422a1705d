"""Cited works and the report's own citation file, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report_build.model.fields_of_works import may_be_published
from report_build.model.nodes import Entries
from report_build.model.text import Origin

VERIFICATIONS = ("confirmed", "known", "uncertain")


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of ``references.bib``; field texts are kept as written (LaTeX, protecting braces included).

    What it takes from other entries (``crossref``, ``xdata``) is among its fields.
    """

    key: str
    type: str  # BibTeX entry type, lower case
    fields: Mapping[str, str]  # lower-case field name -> text as written
    origin: Origin

    @property
    def verification(self) -> str:
        return self.fields.get("verification", "").strip("{} ")

    @property
    def published(self) -> Mapping[str, str]:
        """The fields that may leave the author's desk, in the entry's order."""
        return {name: text for name, text in self.fields.items() if may_be_published(name) and text.strip()}


@dataclass(frozen=True, slots=True)
class CitationFile:
    """What ``CITATION.cff`` says: the one truth on title, contributors, version, date, licence and DOI."""

    data: Mapping[str, object]  # the parsed file
    origin: Origin
    root: Entries | None = field(default=None, compare=False)  # the same as a tree that knows its lines

    def text(self, name: str) -> str:
        """A top-level scalar as text, '' where it is absent."""
        value = self.data.get(name)
        return "" if value is None else str(value)
