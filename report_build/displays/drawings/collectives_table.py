"""Table: collectives of the codebook by cases, as the source tabulates them."""

from __future__ import annotations

from report_build.displays.rows import Rows
from report_build.displays.summary import summary_drawing, summary_rows
from report_build.model.coding import Display
from report_build.model.study import Study


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row for each tabulated collective and case."""
    return summary_rows(study, display, language, "collective")


DRAWING = summary_drawing("collectives-table", "collective", rows)
