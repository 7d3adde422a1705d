"""What a study has besides the tables of the schema: the list of real names, and files of other makers' forms."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.model import own
from report_build.model.description import Column, Table
from report_build.model.schema import LABELS_FILE
from report_build.options import NAMES_FILE

PERSON = "person"
NAMES = Table(  # of no study: git ignores it, and nothing that is published may hold what it lists
    "names",
    NAMES_FILE,
    (
        Column("real", required=True, about={"en": "A real name, as it may stand somewhere."}),
        Column("pseudonym", required=True, about={"en": "What is written for it."}),
        Column(
            "kind",
            values=(PERSON, "place", "organisation", "exact"),
            default="exact",
            about={
                "en": "Of a person the family name is looked for by itself too, of a place or organisation the whole "
                "name; exact is for names that are words as well."
            },
        ),
    ),
    key=("real",),
    about={"en": "Real names and their pseudonyms: none may stand in a published file. Git ignores it."},
)

REQUIREMENTS = ("requirements-release.txt", "requirements.txt")  # what a release is made with: the first that is there

OTHER_FILES: Mapping[str, str] = {  # what a study has besides tables and NAMES, and what each holds
    f"data/{LABELS_FILE}": "The study's own wordings of the report's labels, and those of a further language: columns "
    "key and one a language.",
    f"data/{own.FOLDER}/<name>.csv": "A table of the author's own; tables of study.yaml says of which types its "
    "columns are, else they are told from the cells.",
    "data/translations/<language>.json": "What report-build translation stamp remembers, and alone writes.",
    "references.bib": "The bibliography, in BibTeX as Zotero exports it.",
    "CITATION.cff": "Title, authors, version, date, licence and abstract of the report, in the Citation File Format.",
    "CHANGELOG.md": "What changed from version to version; a release asks for a heading such as ## 1.0.0 - 2026-12-01.",
    "mkdocs.yml": "The configuration of the site: language, folder of the pages, navigation, the plug-in report and "
    "its options.",
    "mkdocs.<language>.yml": "The same for a further language; INHERIT: mkdocs.yml takes over the rest.",
    "requirements.txt": "What pip installs to build the study.",
    "requirements-release.txt": "The same with what releases ask for besides, where that is more: verify --rebuild "
    "installs it in place of requirements.txt.",
    "docs/": "The pages, in Markdown; of a report in several languages a folder for each, with the same file names.",
}
