"""What an item within an item holds: a step, an example, what a claim asserts or answers."""

from __future__ import annotations

from report_build.model.answers import ANSWERS
from report_build.model.description import Column
from report_build.model.fields import LIST, TEXT

NO_EDGE = "-"  # the role of a column that the graph leaves to another
EVIDENCE = Column("evidence", LIST, refers="evidence")


def _said(name: str, about: str, *, required: bool = False) -> Column:
    """A text whose meaning stands here, since no label says it."""
    return Column(name, TEXT, required, about={"en": about})


EXAMPLE = (_said("text", "What is shown, in words.", required=True), EVIDENCE)
STEP = (
    _said("actor", "Who acts.", required=True),
    _said("action", "What is done, or happens.", required=True),
    EVIDENCE,
)
ASSERTION = (  # what it rests on is the cell that it asserts
    Column("case", required=True, refers="cases", role=NO_EDGE),
    Column("code", required=True, refers="codes", role=NO_EDGE),
    Column("level", required=True, refers="levels", about={"en": "The level that the claim says the case has."}),
)

ANSWER = (
    Column(
        "address", required=True, about={"en": "The web address of the other report's claim, from https:// to its #id."}
    ),
    Column(
        "how",
        required=True,
        values=ANSWERS,
        about={"en": "What this claim does to the other: supports or disputes it."},
    ),
    Column(
        "wording",
        TEXT,
        required=True,
        quotation=True,
        about={"en": "The other's wording, word for word, under the language in which it was read."},
    ),
    Column("seen", about={"en": "The day on which it was read, as in 2026-11-22."}),
)
