"""How the report and what it reads are cited, as blocks; what is said of them depends on the edition."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.index import Index
from report_build.render.blocks import arguments


def how_to_cite(index: Index, given: Mapping[str, str]) -> bool:
    """``{{< how-to-cite >}}``: the report for its coding and displays, its source for its argument.

    The value says whether there is anything to cite.
    """
    arguments.read(given)
    return index.study.citation is not None


cite_report = how_to_cite  # ``{{< cite-report >}}``: the report, its identifiers and version
cite_displays = how_to_cite  # ``{{< cite-displays >}}``: each table and figure
cite_sources = how_to_cite  # ``{{< cite-sources >}}``: what the report reads
