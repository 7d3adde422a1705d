"""What a study has besides the tables of the schema: the list of real names, and files of other makers' forms."""

from __future__ import annotations

from report_build.model.description import Table, column
from report_build.options import NAMES_FILE

PERSON = "person"
NAMES = Table(  # of no study: git ignores it, and nothing that is published may hold what it lists
    "names",
    NAMES_FILE,
    (
        column("real", "A real name, as it may stand somewhere.", required=True),
        column("pseudonym", "What is written for it.", required=True),
        column(
            "kind",
            "Of a person the family name is looked for by itself too, of a place or organisation the whole "
            "name; exact is for names that are words as well.",
            values=(PERSON, "place", "organisation", "exact"),
            default="exact",
        ),
    ),
    key=("real",),
    about={"en": "Real names and their pseudonyms: none may stand in a published file. Git ignores it."},
)

REQUIREMENTS = ("requirements-release.txt", "requirements.txt")  # what a release is made with: the first that is there
