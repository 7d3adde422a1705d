"""The blocks that authors place in a page with ``{{< name … >}}``: each a value, and the template that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from markupsafe import Markup

from report_build.index import Index
from report_build.render.blocks.agreement import agreement
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
    passages,
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

_FUNCTIONS: tuple[Callable[[Index, Mapping[str, str]], object], ...] = (
    *(agreement, bibliography, case_profile, cite_displays, cite_report, cite_sources, claim_counts, claim_example),
    *(claims, claims_filter, codebook, concordance, data_dictionary, data_files, decisions, evidence_cards),
    *(evidence_filter, evidence_pages, fieldwork_table, finding_codes, footing, how_to_cite, matrix, mechanism),
    *(mechanisms, other_forms, passages, quotation, reference, sources, status, table_cards),
)
BLOCKS = {function.__name__.replace("_", "-"): function for function in _FUNCTIONS}
"""A block's name -> the value that it shows, from the arguments; raises BlockError where they are wrong.

The template of that name below ``templates/blocks/`` shows the value as ``block``.
"""


def show_block(name: str, arguments: Mapping[str, str], page: PageView) -> Markup:
    """The HTML of a block on a page.

    :param name: one of :data:`BLOCKS`.
    :param arguments: by name; a first unnamed one under ``''``.
    :raises BlockError: the arguments cannot be followed.
    """
    return render(f"blocks/{name}.html", block=BLOCKS[name](page.index, arguments), page=page)
