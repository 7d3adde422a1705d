"""What formatting gives: citations, short forms and bibliography entries, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from report_build.markup import without_markup
from report_build.model.pages import Cite


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a citation. Only the page that shows it knows the way to a work's entry."""

    html: str  # without a link
    key: str = ""  # the work to whose entry it leads, '' where it leads nowhere


@dataclass(frozen=True, slots=True)
class References:
    """Cited works as the language's CSL style formats them."""

    citations: Mapping[tuple[Cite, ...], tuple[Piece, ...]] = field(default_factory=dict)  # works cited together
    labels: Mapping[str, str] = field(default_factory=dict)  # key -> short form, e.g. "Dubar 1998" (HTML, no link)
    entries: Mapping[str, str] = field(default_factory=dict)  # key -> bibliography entry (HTML), in style order
    own: Mapping[str, str] = field(default_factory=dict)  # CSL id -> how the report and its parts are cited (HTML)

    def plain_citation(self, cites: tuple[Cite, ...]) -> str:
        """A citation as readers see it, without markup; '' where it was not formatted."""
        return without_markup("".join(piece.html for piece in self.citations.get(cites, ())))
