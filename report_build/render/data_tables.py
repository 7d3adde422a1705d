"""Beside each figure, the table of what it plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from report_build.displays.facts import bounded
from report_build.displays.frames import pivot_cells, to_frame
from report_build.displays.rows import LIST_MARK, Rows, Value
from report_build.labels import Labels
from report_build.model.coding import GENERAL, RESULTS, VOICES
from report_build.render.tables import data_table, evidence_links, text

Table = tuple[list[str], list[list[str]]]  # heads, and rows of HTML cells


def figure_data(rows: Rows, drawing: str, caption: str, labels: Labels) -> str:
    """A figure's rows as an accessible table."""
    heads, body = TABLES[drawing](rows, labels)
    return data_table(caption, heads, body, labels)


def _states(rows: Rows, labels: Labels) -> Table:
    heads = ["display.state_or_move", "display.programme", "display.what_source_says", "display.level"]
    records = list(rows.dicts())
    names = {record["code"]: record["code_label"] for record in records if record["mark"] == "state"}
    body: list[list[str]] = []
    for record in records:
        name = record["code_label"]
        if record["mark"] == "move":
            name = labels("display.move", start=names[record["from"]], end=names[record["to"]])
        said = labels(f"display.status.{record['status']}")
        if record["force"] in ("hedged", "conditional"):
            said = f"{said} ({labels('display.force.' + str(record['force']))})"
        level = f"{record['symbol']} {record['level_label']}".strip()
        links = evidence_links(record["evidence"], labels)
        body.append([text(name), text(record["case_label"]), text(said), text(level), links])
    return [labels(head) for head in [*heads, "display.evidence"]], body


def _influences(rows: Rows, labels: Labels) -> Table:
    records = list(rows.dicts())
    places = pivot_cells(to_frame(rows), "condition", "case")
    body: list[list[str]] = []
    for cells in places.to_numpy().tolist():
        shown = [records[place] for place in cells]
        body.append([text(shown[0]["condition_label"]), *(_influence(record, labels) for record in shown)])
    heads = [_case_label(records[place], labels) for place in places.to_numpy()[0].tolist()]
    return [labels("display.condition"), *heads], body


def _influence(record: Mapping[str, Value], labels: Labels) -> str:
    said = labels(f"display.influence.{record['influence']}")
    if record["force"] in ("hedged", "conditional"):
        said = f"{said} ({labels('display.force.' + str(record['force']))})"
    return f"{text(said)} {evidence_links(record['evidence'], labels)}".strip()


def _fieldwork(rows: Rows, labels: Labels) -> Table:
    heads = ["display.instrument", "display.count", "display.out_of", "display.medium", "display.results"]
    body = [
        [
            text(record["label"]),
            text(bounded(record["count"], str(record["bound"]), labels)),
            text(bounded(record["population"], str(record["population_bound"]), labels))
            if record["population"] is not None
            else "–",
            text(record["medium"]),
            text(labels(f"display.results.{record['results']}") if record["results"] in RESULTS else record["results"]),
            evidence_links(record["evidence"], labels),
        ]
        for record in rows.dicts()
    ]
    return [labels(head) for head in [*heads, "display.evidence"]], body


def _loop(rows: Rows, labels: Labels) -> Table:
    heads = ["display.step", "display.actor", "display.action", "display.leads_to", "display.evidence"]
    body = [
        [
            text(record["step"]),
            text(record["actor"]),
            text(record["action"]),
            text(labels("list.and").join(_onward(str(record["leads_to"]), int(str(record["step"])), labels))),
            evidence_links(record["evidence"], labels),
        ]
        for record in rows.dicts()
    ]
    return [labels(head) for head in heads], body


def _onward(targets: str, step: int, labels: Labels) -> list[str]:
    return [
        labels("display.back_to", step=target) if int(target) <= step else target
        for target in targets.split(LIST_MARK)
        if target
    ]


def _provenance(rows: Rows, labels: Labels) -> Table:
    counts = Counter((record["voice"], record["case"]) for record in rows.dicts())
    case_names = {str(record["case"]): _case_label(record, labels) for record in rows.dicts()}
    cases = list(case_names)
    body = [
        [text(labels(f"voice.{voice}")), *(labels.number(counts[voice, case]) for case in cases)]
        for voice in VOICES
        if any((voice, case) in counts for case in cases)
    ]
    return [labels("display.voice"), *case_names.values()], body


def _case_label(record: Mapping[str, Value], labels: Labels) -> str:
    return labels("display.general") if record["case"] == GENERAL else str(record["case_label"])


TABLES: Mapping[str, Callable[[Rows, Labels], Table]] = {
    "states": _states,
    "influences": _influences,
    "fieldwork": _fieldwork,
    "loop": _loop,
    "provenance": _provenance,
}
