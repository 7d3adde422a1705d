"""How far coders agree, for a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from report_build.argument.agreement import Compared, Difference, Measure
from report_build.labels import Labels
from report_build.model.study import Study
from report_build.model.text import Text


def agreement_json(found: Sequence[Compared]) -> str:
    """Every number, unrounded; null where it is undefined."""
    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1) + "\n"


def agreement_text(found: Sequence[Compared], study: Study, labels: Labels) -> str:
    """A table for each kind of ratings, by code and by case, and what coders rated differently."""
    if not found:
        return labels("agreement.none") + "\n"
    return "\n".join("\n".join(_lines(one, study, labels)) + "\n" for one in found)


def _lines(one: Compared, study: Study, labels: Labels) -> list[str]:
    coders = ", ".join(_name(coder, labels) for coder in one.coders)
    lines = [labels(f"agreement.{one.what}"), labels("agreement.coders", coders=coders)]
    if not one.codes:
        return [*lines, labels("agreement.nothing")]
    keys = ("agreement.what", f"agreement.units.{one.what}", "agreement.same", "agreement.kappa", "agreement.alpha")
    rows = [[*map(labels, keys), labels("agreement.range")], _row(labels("agreement.whole"), one.whole, labels)]
    rows += [_row(_label(study.code[code].label, labels), measure, labels) for code, measure in one.codes.items()]
    lines += ["", *_columns(rows), "", labels("agreement.by-case").capitalize()]
    cases: Mapping[str, Text] = {case.id: case.short for case in study.cases}
    general = labels("general")
    lines += _columns(
        [_row(_label(cases[id_], labels) if id_ in cases else general, each, labels) for id_, each in one.cases.items()]
    )
    lines += ["", labels("agreement.differences", count=labels.number(len(one.differences)))]
    return [*lines, *(_difference(each, study, labels) for each in one.differences)]


def _row(name: str, measure: Measure, labels: Labels) -> list[str]:
    undefined = labels("agreement.undefined")

    def said(value: float | None, decimals: int = 2) -> str:
        return undefined if value is None else labels.number(value, decimals)

    share = None if measure.same is None else measure.same * 100
    both = {"low": said(measure.low), "high": said(measure.high)}
    interval = undefined if measure.low is None else labels("agreement.interval", **both)
    return [name, labels.number(measure.units), said(share, 0), said(measure.kappa), said(measure.alpha), interval]


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _difference(one: Difference, study: Study, labels: Labels) -> str:
    def value(given: str) -> str:
        if given in ("True", "False"):
            return labels("agreement.given" if given == "True" else "agreement.not-given")
        level = study.level.get(given)
        return _label(level.label, labels) if level else given

    told = (f"{_name(coder, labels)} {value(given)}" for coder, given in one.values.items())
    return f"  {one.about} × {one.code}{labels('blocks.colon')}{labels('list.semicolon').join(told)}"


def _name(coder: str, labels: Labels) -> str:
    return coder or labels("agreement.own")


def _label(text: Text, labels: Labels) -> str:
    return text.of(labels.language)
