"""What an item within an item holds: a step, an example, what a claim asserts or answers."""

from __future__ import annotations

from report_build.model.answers import ANSWERS
from report_build.model.description import Column, column
from report_build.model.fields import LIST, TEXT

NO_EDGE = "-"  # the role of a column that the graph leaves to another
EVIDENCE = Column("evidence", LIST, refers="evidence")


EXAMPLE = (column("text", "What is shown, in words.", TEXT, required=True), EVIDENCE)
STEP = (
    column("actor", "Who acts.", TEXT, required=True),
    column("action", "What is done, or happens.", TEXT, required=True),
    EVIDENCE,
)
ASSERTION = (  # what it rests on is the cell that it asserts
    Column("case", required=True, refers="cases", role=NO_EDGE),
    Column("code", required=True, refers="codes", role=NO_EDGE),
    column("level", "The level that the claim says the case has.", required=True, refers="levels"),
)

ANSWER = (
    column("address", "The web address of the other report's claim, from https:// to its #id.", required=True),
    column("how", "What this claim does to the other: supports or disputes it.", required=True, values=ANSWERS),
    column(
        "wording",
        "The other's wording, word for word, under the language in which it was read.",
        TEXT,
        required=True,
        quotation=True,
    ),
    column("seen", "The day on which it was read, as in 2026-11-22."),
)
