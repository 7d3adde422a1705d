"""A new study: the files that it starts with, in the languages that are asked for."""

from report_build.starting.languages import KNOWN, Wanting, wanting
from report_build.starting.study import TEMPLATES, Beginning, home_page, names_nobody, shared_files, starting_files
from report_build.starting.writing import write_new

__all__ = [
    "KNOWN",
    "TEMPLATES",
    "Beginning",
    "Wanting",
    "home_page",
    "names_nobody",
    "shared_files",
    "starting_files",
    "wanting",
    "write_new",
]
