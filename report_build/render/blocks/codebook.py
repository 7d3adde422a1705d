"""The codebook and the mechanisms: what each code means, when to use it, and what was found with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from report_build.model.coding import BEARINGS, CODE_KINDS, NOT_STATED, Assessment, Code, Relation
from report_build.render.blocks import arguments
from report_build.render.blocks.claims import claim_numbers
from report_build.render.blocks.markup import (
    case_name,
    citations,
    code_name,
    facts,
    heading,
    level_mark,
    listing,
    paragraph,
    passages,
    remark,
    text,
)
from report_build.render.context import RenderContext


def codebook(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< codebook [kind=…] [level=…] >}}``: every code of a kind (or all, by kind) in codebook order."""
    args = arguments.read(given, "kind", "level")
    kind = args.one_of("kind", CODE_KINDS)
    met = _met_at(ctx)
    codes = [code for each in ([kind] if kind else CODE_KINDS) for code in ctx.study.codes_of_kind(each)]
    return "".join(_entry(ctx, code, args.level, met) for code in codes)


def _met_at(ctx: RenderContext) -> Mapping[str, Mapping[str, list[str]]]:
    """Code -> bearing -> the passages coded with it."""
    found: dict[str, dict[str, list[str]]] = {}
    for coding in ctx.study.codings:
        found.setdefault(coding.code, {}).setdefault(coding.bears, []).append(coding.evidence)
    return found


def _entry(ctx: RenderContext, code: Code, level: int, met: Mapping[str, Mapping[str, list[str]]]) -> str:
    labels = ctx.labels
    evidence = met.get(code.id, {})
    rows = facts(
        (
            (escape(labels("blocks.use")), text(ctx, code.use)),
            (escape(labels("blocks.avoid")), text(ctx, code.avoid)),
            (escape(labels("blocks.note")), text(ctx, code.note)),
            (escape(labels("blocks.sources")), citations(ctx, code.sources)),
            (escape(labels("blocks.parent")), _parent(ctx, code)),
            (escape(labels("blocks.path")), _path(ctx, code)),
            (escape(labels("blocks.scale")), ", ".join(level_mark(ctx, level) for level in code.scale)),
            (escape(labels("blocks.levels")), _levels(ctx, code)),
            *(
                (escape(labels(f"blocks.evidence.{bears}")), passages(ctx, evidence.get(bears, ())))
                for bears in BEARINGS
            ),
            (
                escape(labels("blocks.influences")),
                listing(influence(ctx, one) for one in ctx.study.relations if code.id in (one.condition, one.target)),
            ),
            (escape(labels("claims.code.asserting")), claim_numbers(ctx, _asserting(ctx, code))),
            (escape(labels("claims.code.resting")), claim_numbers(ctx, _resting(ctx, evidence))),
        )
    )
    return (
        f'<section class="rb-entry" aria-labelledby="code-{escape(code.id)}">'
        f"{heading(level, f'code-{code.id}', text(ctx, code.label))}"
        f"{paragraph(text(ctx, code.definition), 'rb-definition')}{_steps(ctx, code)}{rows}</section>\n"
    )


def _asserting(ctx: RenderContext, code: Code) -> Iterator[str]:
    return (
        id_ for id_, entry in ctx.index.entries.items() if any(what.code == code.id for what in entry.claim.asserts)
    )


def _resting(ctx: RenderContext, evidence: Mapping[str, list[str]]) -> Iterator[str]:
    """The claims that passages coded with the code support or contradict."""
    for id_ in (id_ for ids in evidence.values() for id_ in ids):
        for way, claims in ctx.index.resting_on.get(id_, {}).items():
            yield from claims if way != "states" else ()


def _parent(ctx: RenderContext, code: Code) -> str:
    if code.parent in ctx.study.code:
        return code_name(ctx, code.parent)
    if code.kind == "dynamic" and code.parent in {"building", "undoing"}:
        return escape(ctx.labels(f"blocks.parent.{code.parent}"))
    return escape(code.parent)


def _path(ctx: RenderContext, code: Code) -> str:
    if not code.end:
        return ""
    start = escape(ctx.labels("blocks.or")).join(code_name(ctx, one) for one in code.start)
    return f"{start} → {code_name(ctx, code.end)}"


def _levels(ctx: RenderContext, code: Code) -> str:
    """What was judged of the code in each programme; of a subtype: the programmes where it was met."""
    colon = ctx.labels("blocks.colon")
    cells = [ctx.study.assessment[case, code.id] for case in ctx.study.case if (case, code.id) in ctx.study.assessment]
    met = [cell for cell in ctx.study.assessments if code.id in cell.subtypes]
    return listing(
        [f"{case_name(ctx, cell.case)}{colon}{judgement(ctx, cell)}" for cell in cells]
        + [f"{case_name(ctx, cell.case)}{colon}{code_name(ctx, cell.code)}" for cell in met]
    )


def judgement(ctx: RenderContext, cell: Assessment) -> str:
    """The level of a cell, what it rests on, and the note that goes with it."""
    if cell.level == NOT_STATED and not cell.evidence:
        return f"{level_mark(ctx, cell.level)}{remark(ctx, cell.note)}"
    details = [ctx.labels(f"blocks.basis.{cell.basis}")] if cell.basis else []
    if cell.force and cell.force != "plain":
        details.append(ctx.labels(f"blocks.force.{cell.force}"))
    if cell.legibility == "damaged":
        details.append(ctx.labels("blocks.damaged"))
    said = f" ({escape(', '.join(details))})" if details else ""
    found = passages(ctx, cell.evidence)
    return f"{level_mark(ctx, cell.level)}{said}{' — ' + found if found else ''}{remark(ctx, cell.note)}"


def influence(ctx: RenderContext, one: Relation) -> str:
    """One stated influence as a sentence: condition, what it does, target, where, on which passages."""
    where = ", ".join(case_name(ctx, case) for case in one.cases)
    force = "" if one.force == "plain" or not one.force else f", {escape(ctx.labels(f'blocks.force.{one.force}'))}"
    found = passages(ctx, one.evidence)
    return (
        f"{code_name(ctx, one.condition)} <strong>{escape(ctx.labels(f'blocks.influence.{one.influence}'))}</strong> "
        f"{code_name(ctx, one.target)} ({where}{force}){' — ' + found if found else ''}"
        f"{remark(ctx, one.note)}"
    )


def mechanism(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< mechanism <id> >}}``: the steps of one mechanism, in order, with who acts in each."""
    args = arguments.read(given, arguments.FIRST)
    known = [code.id for code in ctx.study.codes_of_kind("mechanism")]
    return _steps(ctx, ctx.study.code[args.needed(arguments.FIRST, known)])


def mechanisms(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< mechanisms [level=…] >}}``: every mechanism with its definition and steps."""
    args = arguments.read(given, "level")
    return "".join(
        f'<section class="rb-entry" aria-labelledby="mechanism-{escape(code.id)}">'
        f"{heading(args.level, f'mechanism-{code.id}', text(ctx, code.label))}"
        f"{paragraph(text(ctx, code.definition))}{_steps(ctx, code)}</section>\n"
        for code in ctx.study.codes_of_kind("mechanism")
    )


def _steps(ctx: RenderContext, code: Code) -> str:
    return listing(
        (
            f"<strong>{text(ctx, step.actor)}</strong>{ctx.labels('blocks.colon')}{text(ctx, step.action)}"
            f"{' <small>(' + found + ')</small>' if (found := passages(ctx, step.evidence)) else ''}"
            for step in code.steps
        ),
        "rb-steps",
        ordered=True,
    )
