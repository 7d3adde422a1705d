"""``CITATION.cff``, the one truth on title, contributors, version, date, licence and DOI."""

from __future__ import annotations

from report_build.findings import Finding
from report_build.model.bibliography import CitationFile
from report_build.model.nodes import Entries, plain
from report_build.model.text import Origin
from report_build.sources.text import SourceFile
from report_build.sources.trees import read_tree


def read_citation(source: SourceFile) -> tuple[CitationFile | None, list[Finding]]:
    """The citation file; every scalar stays the text that was written, dates and numbers too."""
    root, _, findings = read_tree(source)
    if isinstance(root, Entries):
        data = {key: plain(value) for key, value in root.entries.items()}
        return CitationFile(data, Origin(source.name, root.line, root.lines), root), findings
    if not findings:
        cure = "It starts with cff-version: 1.2.0"
        findings = [Finding(source.place(), "RB007", "the file holds no keys and values", cure)]
    return None, findings
