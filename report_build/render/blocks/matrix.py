"""Programmes and codes side by side: what was judged, what speaks against it, and which tensions are acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from report_build.model.coding import ASSESSED_KINDS, GENERAL, NOT_STATED, Assessment, Code
from report_build.render.blocks import arguments
from report_build.render.blocks.claims import claim_numbers
from report_build.render.blocks.markup import case_name, code_name, level_mark, listing, passages, text
from report_build.render.context import RenderContext


def matrix(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< matrix [kind=…] >}}``: every judged code of a kind (or all) by programme, a table for each kind.

    Below a code, a row of its own for the passages that speak against it, and one for each tension that a claim about
    it acknowledges.
    """
    kind = arguments.read(given, "kind").one_of("kind", ASSESSED_KINDS)
    return "".join(_table(ctx, each) for each in ([kind] if kind else ASSESSED_KINDS) if ctx.study.codes_of_kind(each))


def _table(ctx: RenderContext, kind: str) -> str:
    head = "".join(f'<th scope="col">{case_name(ctx, case)}</th>' for case in ctx.study.case)
    groups = "".join(f"<tbody>{''.join(_rows(ctx, code))}</tbody>" for code in ctx.study.codes_of_kind(kind))
    caption = escape(ctx.labels("claims.matrix.caption", kind=ctx.labels(f"blocks.kind.{kind}")))
    return (
        f'<div class="rb-scroll" role="region" tabindex="0" aria-label="{caption}">'
        f'<table class="rb-table rb-matrix"><caption>{caption}</caption><thead><tr>'
        f'<th scope="col">{escape(ctx.labels("claims.matrix.code"))}</th>{head}</tr></thead>{groups}</table></div>'
    )


def _rows(ctx: RenderContext, code: Code) -> Iterator[str]:
    cells = "".join(_cell(ctx, ctx.study.assessment.get((case, code.id))) for case in ctx.study.case)
    yield f'<tr><th scope="row">{code_name(ctx, code.id)}</th>{cells}</tr>'
    against = [coding.evidence for coding in ctx.study.codings if coding.code == code.id and coding.bears == "against"]
    if against:
        met = {
            case: [id_ for id_ in against if id_ in ctx.study.passage and case in ctx.study.passage[id_].cases]
            for case in (*ctx.study.case, GENERAL)
        }
        lead = escape(ctx.labels("claims.matrix.against"))
        if met[GENERAL]:
            colon = ctx.labels("blocks.colon")
            lead += f'<span class="rb-remark">{case_name(ctx, GENERAL)}{colon}{passages(ctx, met[GENERAL])}</span>'
        found = "".join(f"<td>{passages(ctx, met[case])}</td>" for case in ctx.study.case)
        yield f'<tr class="rb-matrix__against"><th scope="row">{lead}</th>{found}</tr>'
    tensions = listing(_tensions(ctx, code))
    if tensions:
        lead = escape(ctx.labels("claims.matrix.tension"))
        yield (
            f'<tr class="rb-matrix__tension"><th scope="row">{lead}</th>'
            f'<td colspan="{len(ctx.study.case)}">{tensions}</td></tr>'
        )


def _cell(ctx: RenderContext, cell: Assessment | None) -> str:
    """The level, how sure the reading is, and the passages; what is marked, unmarked and not stated look different."""
    if cell is None:
        return "<td></td>"
    state = NOT_STATED if cell.level == NOT_STATED else "judged"
    unsure = escape(ctx.labels("blocks.damaged"))
    doubt = f'<span class="rb-remark">{unsure}</span>' if cell.legibility == "damaged" else ""
    found = passages(ctx, cell.evidence)
    led = f'<span class="rb-matrix__passages">{found}</span>' if found else ""
    return f'<td class="rb-matrix__{state}">{level_mark(ctx, cell.level)}{doubt}{led}</td>'


def _tensions(ctx: RenderContext, code: Code) -> Iterator[str]:
    """The tensions of claims that assert a level of the code, or that a passage coded with it speaks against."""
    coded = {coding.evidence for coding in ctx.study.codings if coding.code == code.id}
    for id_, entry in ctx.index.entries.items():
        said = text(ctx, entry.claim.tension)
        if said and (any(what.code == code.id for what in entry.claim.asserts) or coded.intersection(entry.counter)):
            yield f"{said} ({ctx.labels('claims.of-claim', number=claim_numbers(ctx, [id_]))})"
