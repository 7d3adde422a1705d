"""What the methodology appendix shows: fieldwork, decisions, the report's status, and the codes of findings."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from report_build.catalogue import RULES
from report_build.model.coding import Decision, Instrument
from report_build.render.blocks import arguments
from report_build.render.blocks.markup import code_name, facts, heading, link, passages, remark, table, text
from report_build.render.context import RenderContext


def fieldwork_table(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< fieldwork-table >}}``: every instrument, how much it brought, and what the source reports of it."""
    arguments.read(given)
    head = [
        escape(ctx.labels(f"blocks.fieldwork.{name}"))
        for name in ("instrument", "count", "population", "medium", "results")
    ]
    rows = [
        [
            text(ctx, one.label),
            _bounded(ctx, one.count, one.bound),
            _bounded(ctx, one.population, one.population_bound),
            text(ctx, one.medium),
            _results(ctx, one),
        ]
        for one in ctx.study.fieldwork
    ]
    return table(ctx.labels("blocks.fieldwork.caption"), head, rows)


def _bounded(ctx: RenderContext, count: int | None, bound: str) -> str:
    if count is None:
        return escape(ctx.labels("blocks.unknown"))
    return escape(ctx.labels(f"bound.{bound or '='}", count=ctx.labels.number(count)))


def _results(ctx: RenderContext, one: Instrument) -> str:
    found = passages(ctx, one.evidence)
    return (
        escape(ctx.labels(f"blocks.fieldwork.results.{one.results}"))
        + (f" ({found})" if found else "")
        + remark(ctx, one.note)
    )


def decisions(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< decisions [level=…] >}}``: what was in doubt, the readings considered, what was decided, by whom, when."""
    level = arguments.read(given, "level").level
    return "".join(_decision(ctx, one, level) for one in ctx.study.decisions)


def _decision(ctx: RenderContext, one: Decision, level: int) -> str:
    anchor = f"decision-{one.id}"
    said = facts(
        (
            (escape(ctx.labels("blocks.decision.id")), f"<code>{escape(one.id)}</code>"),
            (escape(ctx.labels("blocks.decision.readings")), text(ctx, one.readings)),
            (escape(ctx.labels("blocks.decision.decision")), text(ctx, one.decision)),
            (escape(ctx.labels("blocks.decision.touches")), ", ".join(_named(ctx, name) for name in one.touches)),
            (
                escape(ctx.labels("blocks.decision.by")),
                f'{escape(_decider(ctx, one.by))}, <time datetime="{escape(one.date)}">{escape(one.date)}</time>',
            ),
        )
    )
    return (
        f'<section class="rb-entry" aria-labelledby="{escape(anchor)}">'
        f"{heading(level, anchor, text(ctx, one.doubt))}{said}</section>\n"
    )


def _decider(ctx: RenderContext, by: str) -> str:
    """Who decided: the report's contributors in the page's language, anybody else by the name in the data."""
    return ctx.labels("blocks.decision.by.contributors") if by == "contributors" else by


def _named(ctx: RenderContext, name: str) -> str:
    """Whatever an identifier names, linked to where it is shown; unknown ones stay as written."""
    study = ctx.study
    if name in study.passage:
        return link(ctx.evidence(name), escape(name))
    if name in study.code:
        return code_name(ctx, name)
    if name in study.case:
        return link(ctx.case(name), text(ctx, study.case[name].short))
    if name in ctx.shown_on:
        return link(ctx.links.to(ctx.shown_on[name], name), escape(_display(ctx, name)))
    if name in ctx.claims:
        return link(ctx.links.to(ctx.claims[name].page, ctx.claims[name].anchor), escape(name))
    if name in ctx.references.entries:
        return link(ctx.work(name), ctx.references.labels.get(name, escape(name)))
    case, _, code = name.partition("/")
    if case in study.case and code in study.code:
        return f"{_named(ctx, case)} × {_named(ctx, code)}"
    return escape(name)


def _display(ctx: RenderContext, display: str) -> str:
    known = ctx.study.display.get(display)
    number = ctx.numbers.get(display)
    return f"{ctx.labels(known.kind)} {number}" if known and number else display


def status(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< status >}}``: what this report is and is not, in full."""
    arguments.read(given)
    title = escape(ctx.labels("blocks.status.title"))
    sentences = "".join(
        f"<li>{escape(ctx.labels(f'blocks.status.{name}'))}</li>" for name in ("kind", "review", "voices", "cite")
    )
    return f'<aside class="rb-status" aria-label="{title}"><ul>{sentences}</ul></aside>'


def finding_codes(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< finding-codes >}}``: the catalogue of findings; its texts are the engine's, in English."""
    arguments.read(given)
    english = "" if ctx.language == "en" else ' lang="en"'
    rows = [
        [
            f"<code>{escape(code)}</code>",
            f"<code{english}>{escape(rule.name)}</code>",
            escape(ctx.labels(f"blocks.severity.{rule.severity}")),
            f"<span{english}>{escape(rule.meaning)}</span>",
        ]
        for code, rule in sorted(RULES.items())
    ]
    head = [escape(ctx.labels(f"blocks.finding.{name}")) for name in ("code", "name", "severity", "meaning")]
    return table(ctx.labels("blocks.finding.caption"), head, rows)
