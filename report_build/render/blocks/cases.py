"""A programme's own page, assembled from the data, and the concrete collectives met there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from report_build.model.coding import NOT_STATED, VOICES, Assessment, Code, Collective
from report_build.model.study import Study
from report_build.render.blocks import arguments
from report_build.render.blocks.codebook import influence, judgement
from report_build.render.blocks.markup import (
    case_name,
    code_name,
    facts,
    heading,
    link,
    listing,
    paragraph,
    passages,
    remark,
    sentence,
    text,
)
from report_build.render.context import RenderContext

MIXED = "mixed"  # the level of a condition of which two passages say different things


def case_profile(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< case-profile <case> [part=…] [level=…] >}}``: what the data say of one programme, whole or in part."""
    args = arguments.read(given, arguments.FIRST, "part", "level")
    case = args.needed(arguments.FIRST, ctx.study.case)
    part = args.one_of("part", PARTS)
    if part:
        return PARTS[part](ctx, case, args.level)
    return "".join(
        (heading(args.level, f"{case}-{name}", escape(ctx.labels(f"blocks.part.{name}"))) if name != "summary" else "")
        + inner
        for name, render in PARTS.items()
        if (inner := render(ctx, case, args.level + 1))
    )


def _summary(ctx: RenderContext, case: str, _level: int) -> str:
    return paragraph(text(ctx, ctx.study.case[case].summary), "rb-case-summary")


def _collectives(ctx: RenderContext, case: str, _level: int) -> str:
    return _cells(ctx, case, ctx.study.codes_of_kind("collective"))


def _dynamics(ctx: RenderContext, case: str, _level: int) -> str:
    return _cells(ctx, case, ctx.study.codes_of_kind("dynamic"))


def _cells(ctx: RenderContext, case: str, codes: tuple[Code, ...]) -> str:
    """One item per code that was judged in this programme."""
    cells = ctx.study.assessment
    return facts(
        (code_name(ctx, code.id), _subtypes(ctx, cell) + judgement(ctx, cell))
        for code in codes
        if (cell := cells.get((case, code.id)))
    )


def _subtypes(ctx: RenderContext, cell: Assessment) -> str:
    return ", ".join(code_name(ctx, one) for one in cell.subtypes) + ctx.labels("blocks.colon") if cell.subtypes else ""


def _conditions(ctx: RenderContext, case: str, level: int) -> str:
    """Conditions in three groups, never confused: stated, of which passages differ, and not stated."""
    cells = [
        (code, cell)
        for code in ctx.study.codes_of_kind("condition")
        if (cell := ctx.study.assessment.get((case, code.id)))
    ]
    stated = facts(
        (code_name(ctx, code.id), judgement(ctx, cell)) for code, cell in cells if cell.level not in {MIXED, NOT_STATED}
    )
    mixed = facts((code_name(ctx, code.id), judgement(ctx, cell)) for code, cell in cells if cell.level == MIXED)
    silent = listing(
        (code_name(ctx, code.id) + remark(ctx, cell.note) for code, cell in cells if cell.level == NOT_STATED),
        "rb-inline",
    )
    groups = (("stated", stated), ("mixed", mixed), ("not-stated", silent))
    return "".join(
        heading(level, f"{case}-conditions-{name}", escape(ctx.labels(f"blocks.conditions.{name}"))) + inner
        for name, inner in groups
        if inner
    )


def _influences(ctx: RenderContext, case: str, _level: int) -> str:
    return listing((influence(ctx, one) for one in ctx.study.relations if case in one.cases), "rb-lines")


def _met(ctx: RenderContext, case: str, level: int) -> str:
    return collectives_met(ctx, {arguments.FIRST: case, "level": str(min(level, 5))})


def _evidence(ctx: RenderContext, case: str, level: int) -> str:
    """The programme's passages, voice by voice, each with its paraphrase and the way to its card."""
    mine = [one for one in ctx.study.evidence if case in one.cases]
    found = []
    for voice in VOICES:
        spoken = [one for one in mine if one.voice == voice]
        if spoken:
            title = f"{escape(sentence(ctx.labels(f'voice.{voice}')))} ({ctx.labels.number(len(spoken))})"
            lines = (f"{link(ctx.evidence(one.id), escape(one.id))} {text(ctx, one.paraphrase)}" for one in spoken)
            found.append(heading(level, f"{case}-voice-{voice}", title) + listing(lines, "rb-lines"))
    return "".join(found)


PARTS: Mapping[str, Callable[[RenderContext, str, int], str]] = {
    "summary": _summary,
    "collectives": _collectives,
    "dynamics": _dynamics,
    "conditions": _conditions,
    "influences": _influences,
    "met": _met,
    "evidence": _evidence,
}

JUDGED: Mapping[str, str] = {"collectives": "collective", "dynamics": "dynamic", "conditions": "condition"}


def has_part(study: Study, case: str, part: str) -> bool:
    """Whether the data say anything for a part: headings over nothing mislead."""
    if part in JUDGED:
        return any((case, code.id) in study.assessment for code in study.codes_of_kind(JUDGED[part]))
    if part == "influences":
        return any(case in one.cases for one in study.relations)
    if part == "met":
        return any(one.case == case for one in study.collectives)
    return part != "evidence" or any(case in one.cases for one in study.evidence)


def collectives_met(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< collectives-met [case] [level=…] >}}``: the concrete collectives, of one programme or of all."""
    args = arguments.read(given, arguments.FIRST, "level")
    case = args.one_of(arguments.FIRST, ctx.study.case)
    return "".join(_met_one(ctx, one, args.level) for one in ctx.study.collectives if not case or one.case == case)


def _met_one(ctx: RenderContext, one: Collective, level: int) -> str:
    anchor = f"collective-{one.id}"
    kind = ", ".join(code_name(ctx, code) for code in (one.type, one.subtype) if code)
    said = facts(
        (
            (escape(ctx.labels("blocks.case")), case_name(ctx, one.case)),
            (escape(ctx.labels("blocks.met.type")), kind),
            (escape(ctx.labels("blocks.met.state")), escape(ctx.labels(f"blocks.met.state.{one.state}"))),
            (escape(ctx.labels("blocks.met.members")), text(ctx, one.members)),
            (escape(ctx.labels("blocks.met.basis")), text(ctx, one.basis)),
            (escape(ctx.labels("blocks.met.place")), text(ctx, one.place)),
            (escape(ctx.labels("blocks.met.entry")), text(ctx, one.entry)),
            (escape(ctx.labels("blocks.note")), text(ctx, one.note)),
            (escape(ctx.labels("blocks.passages")), passages(ctx, one.evidence)),
        )
    )
    return (
        f'<section class="rb-entry" aria-labelledby="{escape(anchor)}">'
        f"{heading(level, anchor, text(ctx, one.label))}{said}</section>\n"
    )
