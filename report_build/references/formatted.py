"""What formatting gives: citations, short forms and bibliography entries, as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

from report_build.model.pages import Cite

_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class References:
    """Cited works as the language's CSL style formats them (HTML; links point to ``#ref-<key>``)."""

    citations: Mapping[tuple[Cite, ...], str] = field(default_factory=dict)  # works cited together -> HTML
    labels: Mapping[str, str] = field(default_factory=dict)  # key -> short form, e.g. "Dubar 1998" (HTML, no link)
    entries: Mapping[str, str] = field(default_factory=dict)  # key -> bibliography entry (HTML), in style order
    own: Mapping[str, str] = field(default_factory=dict)  # CSL id -> how the report and its parts are cited (HTML)

    def plain_citation(self, cites: tuple[Cite, ...]) -> str:
        """A citation as readers see it, without markup; '' where it was not formatted."""
        return unescape(_TAG.sub("", self.citations.get(cites, "")))
