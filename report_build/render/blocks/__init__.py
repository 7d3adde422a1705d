"""The blocks that authors place in a page with ``{{< name … >}}``: the data as readable, accessible HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from report_build.render.blocks.arguments import BlockError
from report_build.render.blocks.bibliography import bibliography, how_to_cite
from report_build.render.blocks.cases import case_profile, collectives_met
from report_build.render.blocks.claims import claim_counts, claims
from report_build.render.blocks.codebook import codebook, mechanism, mechanisms
from report_build.render.blocks.dictionary import data_dictionary
from report_build.render.blocks.evidence import concordance, evidence_cards, passage_counts
from report_build.render.blocks.filters import evidence_filter
from report_build.render.blocks.matrix import matrix
from report_build.render.blocks.method import decisions, fieldwork_table, finding_codes, status
from report_build.render.blocks.pages import VirtualPage, virtual_pages
from report_build.render.context import RenderContext

__all__ = ["BLOCKS", "Block", "BlockError", "VirtualPage", "virtual_pages"]

Block = Callable[[RenderContext, Mapping[str, str]], str]

BLOCKS: Mapping[str, Block] = {
    "bibliography": bibliography,
    "case-profile": case_profile,
    "claim-counts": claim_counts,
    "claims": claims,
    "codebook": codebook,
    "collectives-met": collectives_met,
    "concordance": concordance,
    "data-dictionary": data_dictionary,
    "decisions": decisions,
    "evidence-cards": evidence_cards,
    "evidence-filter": evidence_filter,
    "fieldwork-table": fieldwork_table,
    "finding-codes": finding_codes,
    "how-to-cite": how_to_cite,
    "matrix": matrix,
    "mechanism": mechanism,
    "mechanisms": mechanisms,
    "passages": passage_counts,
    "status": status,
}
