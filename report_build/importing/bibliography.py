"""RIS and CSL-JSON into ``references.bib``: pandoc reads them, and writes entries that BibTeX's users know."""

from __future__ import annotations

import re

from report_build.model.study import Study
from report_build.references.pandoc import pandoc

_ENTRY = re.compile(r"^@\w+\{(?P<key>[^,\s]+),.*?^\}", re.MULTILINE | re.DOTALL)
_DOI = re.compile(r"^\s*doi\s*=\s*\{(?P<doi>[^{}]*)\}", re.MULTILINE | re.IGNORECASE)


def entries_of(text: str, kind: str) -> dict[str, str]:
    """Entries by key.

    :param kind: ``ris`` or ``csljson``, as pandoc calls it.
    :raises ToolError: pandoc cannot read them.
    """
    written = pandoc([f"--from={kind}", "--to=biblatex", "--wrap=none"], text)
    return {found["key"]: found[0] for found in _ENTRY.finditer(written)}


def new_entries(entries: dict[str, str], study: Study) -> dict[str, str]:
    """Entries that the study has under no key and no DOI."""
    dois = {work.fields.get("doi", "").lower() for work in study.works} - {""}

    def known(key: str, entry: str) -> bool:
        doi = _DOI.search(entry)
        return key in study.work or (doi is not None and doi["doi"].lower() in dois)

    return {key: entry for key, entry in entries.items() if not known(key, entry)}
