"""The blocks that authors place in a page with ``{{< name … >}}``: each a value, and the template that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from report_build.index import Index
from report_build.render.blocks.agreement import agreement_of_coders
from report_build.render.blocks.arguments import BlockError
from report_build.render.blocks.bibliography import bibliography
from report_build.render.blocks.cases import case_profile
from report_build.render.blocks.citing import cite_displays, cite_report, cite_sources, how_to_cite
from report_build.render.blocks.claims import claim_counts, claim_example, claims, footing
from report_build.render.blocks.codebook import codebook, mechanism, mechanisms
from report_build.render.blocks.dictionary import data_dictionary
from report_build.render.blocks.evidence import (
    concordance,
    evidence_cards,
    evidence_pages,
    passage_counts,
    quotation,
    sources,
)
from report_build.render.blocks.files import data_files, other_forms
from report_build.render.blocks.filters import claims_filter, evidence_filter
from report_build.render.blocks.matrix import matrix
from report_build.render.blocks.method import decisions, fieldwork_table, finding_codes, status
from report_build.render.blocks.own_tables import table_cards
from report_build.render.blocks.reference import reference
from report_build.render.templates import render
from report_build.render.view import PageView

__all__ = ["BLOCKS", "BlockError", "BlockKind", "show_block"]


@dataclass(frozen=True, slots=True)
class BlockKind:
    """A kind of block."""

    value: Callable[[Index, Mapping[str, str]], object]  # from the arguments; raises BlockError where they are wrong
    template: str  # below templates/blocks/, without its ending; it gets the value as ``block``


BLOCKS: Mapping[str, BlockKind] = {
    "agreement": BlockKind(agreement_of_coders, "agreement"),
    "bibliography": BlockKind(bibliography, "bibliography"),
    "case-profile": BlockKind(case_profile, "case-profile"),
    "cite-displays": BlockKind(cite_displays, "cite-displays"),
    "cite-report": BlockKind(cite_report, "cite-report"),
    "cite-sources": BlockKind(cite_sources, "cite-sources"),
    "claim-counts": BlockKind(claim_counts, "claim-counts"),
    "claim-example": BlockKind(claim_example, "claim-example"),
    "claims": BlockKind(claims, "claims"),
    "claims-filter": BlockKind(claims_filter, "filter"),
    "codebook": BlockKind(codebook, "codebook"),
    "concordance": BlockKind(concordance, "concordance"),
    "data-dictionary": BlockKind(data_dictionary, "data-dictionary"),
    "data-files": BlockKind(data_files, "data-files"),
    "decisions": BlockKind(decisions, "decisions"),
    "evidence-cards": BlockKind(evidence_cards, "evidence-cards"),
    "evidence-filter": BlockKind(evidence_filter, "filter"),
    "evidence-pages": BlockKind(evidence_pages, "evidence-pages"),
    "fieldwork-table": BlockKind(fieldwork_table, "fieldwork-table"),
    "finding-codes": BlockKind(finding_codes, "finding-codes"),
    "footing": BlockKind(footing, "footing"),
    "how-to-cite": BlockKind(how_to_cite, "how-to-cite"),
    "matrix": BlockKind(matrix, "matrix"),
    "mechanism": BlockKind(mechanism, "mechanism"),
    "mechanisms": BlockKind(mechanisms, "mechanisms"),
    "other-forms": BlockKind(other_forms, "other-forms"),
    "passages": BlockKind(passage_counts, "passages"),
    "quotation": BlockKind(quotation, "quotation"),
    "reference": BlockKind(reference, "reference"),
    "sources": BlockKind(sources, "sources"),
    "status": BlockKind(status, "status"),
    "table-cards": BlockKind(table_cards, "table-cards"),
}


def show_block(name: str, arguments: Mapping[str, str], page: PageView) -> Markup:
    """The HTML of a block on a page.

    :param name: one of :data:`BLOCKS`.
    :param arguments: by name; a first unnamed one under ``''``.
    :raises BlockError: the arguments cannot be followed.
    """
    kind = BLOCKS[name]
    return render(f"blocks/{kind.template}.html", block=kind.value(page.index, arguments), page=page)
