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
    # RB4xx claims
    "RB401": Rule("unknown-claim", "error", "A page words a claim that data/claims.yaml does not have."),
    "RB402": Rule("unworded-claim", "error", "A claim of the ledger is worded in no page of a language."),
    "RB403": Rule("claim-worded-twice", "error", "A claim is worded twice in a language; restate it with of=."),
    "RB404": Rule("claim-without-footing", "error", "A claim rests on nothing: no evidence and no fitting reference."),
    "RB405": Rule("unused-evidence", "warning", "No claim uses a passage, itself or by a level that it asserts."),
    "RB406": Rule("unshown-assessment", "warning", "A level was judged that no claim asserts and no display shows."),
    "RB407": Rule("evidence-of-other-case", "error", "A claim's evidence or level is of a programme it does not name."),
    "RB408": Rule("case-without-evidence", "warning", "A claim names a programme and has no evidence from there."),
    "RB409": Rule(
        "unacknowledged-tension",
        "error",
        "A claim asserts another level than the assessment, or has a passage both for and against it, and no tension "
        "and note says so.",
    ),
    "RB410": Rule("lost-hedge", "error", "A wording has none of the hedging words that its claim keeps of the source."),
    "RB411": Rule(
        "missing-hedge", "warning", "A claim rests on what the source says with a reservation, and has none."
    ),
    "RB412": Rule("silent-paragraph", "error", "A paragraph of the source leads to no claim, and no reason says why."),
    "RB413": Rule("reason-with-claims", "error", "A paragraph leads to claims and gives a reason why it makes none."),
    "RB414": Rule("claim-without-paragraph", "error", "No paragraph of the source leads to a claim."),
    "RB415": Rule("uncoded-ground", "error", "A judgement rests on a passage that is not coded with what is judged."),
    "RB416": Rule("missing-ground", "error", "A claim or display rests on a level that no assessment gives."),
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
