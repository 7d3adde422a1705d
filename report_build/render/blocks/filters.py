"""The form by which readers narrow the evidence cards down: by programme, voice and code, never by speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape

from report_build.model.coding import CODE_KINDS, GENERAL, VOICES, Evidence
from report_build.render.blocks import arguments
from report_build.render.blocks.markup import sentence
from report_build.render.context import RenderContext, evidence_page

_Option = tuple[str, str]  # value and plain label


def evidence_filter(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< evidence-filter [case=…] >}}``: the filter of the cards on the page; ``case``: on a programme's own.

    The script of the theme makes it work; without a script it is not shown, and all cards are.
    """
    case = arguments.read(given, "case").one_of("case", [*ctx.study.case, GENERAL])
    cards = [
        one for one in ctx.study.evidence if not case or evidence_page(ctx.study, one.id) == f"preuves-{case}.html"
    ]
    labels, all_ = ctx.labels, ctx.labels("claims.filter.all")
    cases = [(id_, one.short.of(ctx.language)) for id_, one in ctx.study.case.items()]
    sought = f'{escape(labels("claims.filter.words"))}<input type="search" name="words" autocomplete="off">'
    fields = [
        _select(ctx, "case", all_, {"": [*cases, (GENERAL, sentence(labels("general")))]}, _met(cards)),
        _select(
            ctx, "voice", all_, {"": [(voice, sentence(labels(f"voice.{voice}"))) for voice in VOICES]}, _voices(cards)
        ),
        _select(ctx, "code", labels("claims.filter.all-codes"), _codes(ctx), _coded(ctx, cards)),
        f'<label class="rb-filter__field">{sought}</label>',
    ]
    number = labels.number(len(cards))
    said = labels("claims.filter.count", shown="{shown}", all="{all}")
    return (
        f'<form class="rb-filter" role="search" aria-label="{escape(labels("claims.filter"))}" data-search-exclude '
        f'data-said="{escape(said)}"><fieldset disabled><legend>{escape(labels("claims.filter"))}</legend>'
        f'<div class="rb-filter__fields">{"".join(fields)}</div><p class="rb-filter__tail">'
        f"<output>{escape(labels('claims.filter.count', shown=number, all=number))}</output> "
        f'<button type="reset">{escape(labels("claims.filter.reset"))}</button> '
        f"<span>{escape(labels('claims.filter.link'))}</span></p></fieldset></form>"
    )


def _select(
    ctx: RenderContext, name: str, all_: str, groups: Mapping[str, list[_Option]], counts: Mapping[str, int]
) -> str:
    """One choice; values that no card has are left out, and each says how many cards have it."""
    inner = f'<option value="">{escape(all_)}</option>'
    for group, options in groups.items():
        shown = "".join(
            f'<option value="{escape(value)}" data-label="{escape(label)}">'
            f"{escape(label)} ({ctx.labels.number(counts[value])})</option>"
            for value, label in options
            if counts.get(value)
        )
        inner += f'<optgroup label="{escape(group)}">{shown}</optgroup>' if group and shown else shown
    label = escape(ctx.labels(f"claims.filter.{name}"))
    return f'<label class="rb-filter__field">{label}<select name="{name}">{inner}</select></label>'


def _codes(ctx: RenderContext) -> dict[str, list[_Option]]:
    return {
        ctx.labels(f"blocks.kind.{kind}"): [
            (code.id, code.label.of(ctx.language)) for code in ctx.study.codes_of_kind(kind)
        ]
        for kind in CODE_KINDS
    }


def _met(cards: Iterable[Evidence]) -> Counter[str]:
    return Counter(case for one in cards for case in dict.fromkeys(one.cases))


def _voices(cards: Iterable[Evidence]) -> Counter[str]:
    return Counter(one.voice for one in cards)


def _coded(ctx: RenderContext, cards: Iterable[Evidence]) -> Counter[str]:
    codings = ctx.study.codings_of
    return Counter(code for one in cards for code in {coding.code for coding in codings.get(one.id, ())})
