"""The catalogue of findings: stable codes, their names, severities and meaning.

RB0xx reading files, RB1xx coded data, RB2xx bibliography and citation file, RB3xx pages, RB4xx claims,
RB5xx languages, RB6xx displays and host. A code, once released, keeps its meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for."""

    name: str  # kebab-case, stable
    severity: Severity
    meaning: str  # one or two sentences for the documentation: what it means and how to mend it


RULES: Mapping[str, Rule] = {
    # RB0xx reading files
    "RB001": Rule("missing-file", "error", "A file of the study is not there."),
    # RB1xx coded data
    "RB103": Rule("unknown-code", "error", "A code is named that the codebook does not have."),
    # RB2xx bibliography and citation file
    # RB3xx pages
    "RB301": Rule("unknown-citation", "error", "A citation names a key that references.bib does not have."),
    # RB6xx displays and host
    "RB601": Rule("unknown-drawing", "error", "A display asks for a drawing that the engine does not have."),
    "RB602": Rule(
        "display-kind", "error", "A display calls itself a table where its drawing is a figure, or the reverse."
    ),
    "RB603": Rule("unknown-select", "error", "A display selects by a key that its drawing does not know."),
    "RB604": Rule("unknown-selection", "error", "A display selects something that the study does not have."),
    "RB605": Rule("empty-display", "warning", "A display has no row to show; the page says so in its place."),
    "RB606": Rule(
        "unknown-alt-field",
        "error",
        "An alternative text has a {field} that its drawing does not fill in; see its hint.",
    ),
}
