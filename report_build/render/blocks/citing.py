"""How the report and what it reads are cited, as blocks; what is said of them depends on the edition."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.index import Index
from report_build.render.blocks import arguments


def how_to_cite(index: Index, given: Mapping[str, str]) -> bool:
    """``{{< how-to-cite >}}``: how to cite the report for its coding and displays, and its source for its argument."""
    return _is_citable(index, given)


def cite_report(index: Index, given: Mapping[str, str]) -> bool:
    """``{{< cite-report >}}``: how to cite the report, with its identifiers and version, to copy."""
    return _is_citable(index, given)


def cite_displays(index: Index, given: Mapping[str, str]) -> bool:
    """``{{< cite-displays >}}``: how to cite each table and figure."""
    return _is_citable(index, given)


def cite_sources(index: Index, given: Mapping[str, str]) -> bool:
    """``{{< cite-sources >}}``: how to cite what the report reads."""
    return _is_citable(index, given)


def _is_citable(index: Index, given: Mapping[str, str]) -> bool:
    """Whether there is anything to cite."""
    arguments.read(given)
    return index.study.citation is not None
