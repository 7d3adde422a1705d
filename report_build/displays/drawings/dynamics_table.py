"""Table: dynamics of the codebook by cases, as the source tabulates them."""

from __future__ import annotations

from collections.abc import Mapping

from report_build.displays.drawing import Drawing, Shown, SummaryTable, all_cases, by_value, codes_of, distinct
from report_build.displays.rows import Rows
from report_build.displays.summary import summary_rows, summary_shows, summary_table
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study

KIND = "dynamic"


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row for each tabulated dynamic and case."""
    return summary_rows(study, display, language, KIND)


def shows(study: Study, display: Display) -> Shown:
    """Its cells."""
    return summary_shows(study, display, KIND)


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Cases, codes, and cells of each level."""
    return {**distinct(found, labels, cases="case", codes="code"), **by_value(found, labels, "level")}


def table(found: Rows, labels: Labels) -> SummaryTable:
    """The table itself."""
    return summary_table(found, labels, labels("display.head.dynamic"))


DRAWING = Drawing(
    name="dynamics-table",
    kind="table",
    selects={"cases": all_cases, "codes": codes_of(KIND)},
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=None,
)
