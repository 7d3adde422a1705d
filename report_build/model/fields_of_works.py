"""The fields of a bibliography's entries, by what the report does with them.

The names are those of BibTeX's and biblatex's manuals, and of what reference managers add. This is the one list of
what may be published: pages, search, ``study.json``, the data package and the files for readers hold no other field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from report_build.files import engine_table

_USES = dict(engine_table(__file__, "fields_of_works.csv"))
FORMATTED = frozenset(field for field, use in _USES.items() if use == "formatted")  # the styles show it: pandoc has it
KEPT = frozenset(field for field, use in _USES.items() if use == "kept")  # readers' own tools may want it
# What is its author's own: places on a disk, reading notes, others' abstracts, habits of reference managers.
PRIVATE = frozenset(field for field, use in _USES.items() if use == "private")
_PRIVATE_FAMILY = re.compile(r"(?:bdsk-|opt|alt|x-|jabref-|zotero-|__)\S*")  # opt…: what AUCTeX leaves of empty fields
_VERIFICATION = re.compile(r"verification(?:_.+)?")


def is_private(name: str) -> bool:
    """Whether a field is its author's own."""
    return name in PRIVATE or _PRIVATE_FAMILY.fullmatch(name) is not None


def is_known(name: str) -> bool:
    """Whether it is known what a field says, be it shown or not."""
    return name in FORMATTED or may_be_published(name) or is_private(name)


def may_be_published(name: str) -> bool:
    """Whether a field may stand in any file that readers get."""
    return name in FORMATTED or name in KEPT or _VERIFICATION.fullmatch(name) is not None


# Archive as biblatex's ``eprinttype`` has it -> an address without the number of the work; '' where pandoc knows it.
ARCHIVES: Mapping[str, str] = {
    **dict.fromkeys(("arxiv", "jstor", "pubmed", "googlebooks"), ""),
    **dict.fromkeys(("hal", "halshs", "tel", "dumas"), "https://hal.science/"),
    **dict.fromkeys(("hdl", "handle"), "https://hdl.handle.net/"),
    "ssrn": "https://ssrn.com/abstract=",
    "eric": "https://eric.ed.gov/?id=",
}


def archive_of(fields: Mapping[str, str]) -> str:
    """The archive that a work's ``eprint`` is a number of, in lower case."""
    return next(
        (said for name in ("eprinttype", "archiveprefix") if (said := fields.get(name, "").strip("{} "))), ""
    ).lower()
