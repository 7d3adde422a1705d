"""Every rule on what the authors wrote besides the pages."""

from __future__ import annotations

from report_build.check.citation import check_citation
from report_build.check.coding import check_assessments, check_codebook
from report_build.check.own_rules import check_pages_named, check_rules
from report_build.check.passages import check_passages, check_rest
from report_build.check.rules import Known
from report_build.check.tables import check_tables
from report_build.findings import Finding, in_order
from report_build.model.study import Study
from report_build.typography.pages import check_data


def check_study(study: Study) -> list[Finding]:
    """All findings on the data and the citation file, sorted; rules on works ask what pages cite.

    What a file that could not be read whole may hold is taken to exist: one broken file yields no others' findings.
    """
    known = Known(study)
    findings = [
        *check_tables(study, known),
        *check_codebook(study, known),
        *check_assessments(study),
        *check_passages(study, known),
        *check_rest(study, known),
        *check_rules(study),
        *check_pages_named(study),
        *check_data(study),
    ]
    if study.citation is not None and "citation" not in study.incomplete:
        findings += check_citation(study.citation)
    return in_order(findings)
