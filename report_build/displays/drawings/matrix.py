"""Table: codes by cases. A cell says how a case was judged, or which passages on it have the code, or how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from report_build.displays.drawing import (
    Drawing,
    Shown,
    SummaryCell,
    SummaryTable,
    all_cases,
    all_codes,
    by_value,
    code_head,
    distinct,
    kinds_of_codes,
    total,
)
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, rows_of, text_of
from report_build.displays.selection import check_codes, codes_asked, labels_in_tree, selected_cases
from report_build.displays.summary import grid, summary_rows, summary_table
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study

CELLS = ("levels", "passages", "counts")  # what ``cell`` may ask for; the first where it is not given


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a cell: a judgement, or the passages that were coded so on a case, for and against."""
    codes = codes_asked(study, display)
    if _cell(display) == "levels":
        return summary_rows(study, codes, selected_cases(study, display), language)
    called = labels_in_tree(study, codes, language)
    coded = _coded(study, {code.id for code in codes})
    records: list[dict[str, Value]] = [
        {
            "case": case.id,
            "code": code.id,
            "passages": len(coded[case.id, code.id, "for"]),
            "passages_against": len(coded[case.id, code.id, "against"]),
            "evidence": tuple(coded[case.id, code.id, "for"]),
            "evidence_against": tuple(coded[case.id, code.id, "against"]),
            "case_label": case.short.of(language),
            "code_label": called[code.id],
            "kind": code.kind,
            "cell": _cell(display),
        }
        for code in codes
        for case in selected_cases(study, display)
    ]
    published = ("case", "code", "passages", "passages_against", "evidence", "evidence_against")
    origins = [*(code.origin for code in codes), *(one.origin for one in study.codings)]
    return rows_of(published, ("case_label", "code_label", "kind", "cell"), records, origins)


def _coded(study: Study, codes: Collection[str]) -> Mapping[tuple[str, str, str], Mapping[str, None]]:
    """(case, code, which way it bears) -> its passages, each once, in the order of the codings."""
    found: defaultdict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
    for one in study.codings:
        if one.code in codes and one.evidence in study.passage:
            for case in study.passage[one.evidence].cases:
                found[case, one.code, one.bears][one.evidence] = None
    return found


def _cell(display: Display) -> str:
    return str(display.select.get("cell", CELLS[0]))


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it says which codes it shows, and of one kind where it names one, and what stands in a cell."""
    yield from check_codes(study, display)
    if _cell(display) not in CELLS:
        message = f"{display.id!r} asks for cells of {_cell(display)!r}"
        yield Finding(display.origin.at("select"), "RB604", message, f"Known: {', '.join(CELLS)}")


def shows(study: Study, display: Display) -> Shown:
    """Its judgements; of passages, those that it counts."""
    cases = [case.id for case in selected_cases(study, display)]
    codes = [code.id for code in codes_asked(study, display)]
    if _cell(display) == "levels":
        return Shown(tuple((case, code) for case in cases for code in codes))
    shown = dict.fromkeys(one.evidence for one in study.codings if one.code in codes and one.evidence in study.passage)
    return Shown(nodes=tuple(("evidence", id_) for id_ in shown if set(study.passage[id_].cases).intersection(cases)))


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Cases and codes; cells of each level, or codings of passages in all."""
    both = distinct(found, labels, cases="case", codes="code")
    if "level" in found.columns:
        return {**both, **by_value(found, labels, "level")}
    return {
        **both,
        "passages": labels.number(len({id_ for one in found.dicts() for id_ in list_of(one, "evidence")})),
        "codings": total(found, labels, "passages"),
    }


def table(found: Rows, labels: Labels) -> SummaryTable:
    """The table itself."""
    head = code_head((text_of(one, "kind") for one in found.dicts()), labels)
    if "level" in found.columns:
        return summary_table(found, labels, head)
    return SummaryTable(head, *grid(list(found.dicts()), lambda record: _passages(record, labels)))


def _passages(record: Record, labels: Labels) -> SummaryCell:
    """How many passages; that some speak against, where some do; and the passages, if they are asked for."""
    count, against = number_of(record, "passages"), number_of(record, "passages_against")
    brief = labels.number(count) if count else "–"
    linked = record["cell"] == "passages"
    note = labels.choose(
        "display.against", against, passages=labels("list.and").join(list_of(record, "evidence_against"))
    )
    return SummaryCell(
        text_of(record, "case_label"),
        "coded" if count else "uncoded",
        judged="" if linked and count else brief,
        brief=brief,
        note=note if against else "",
        evidence=list_of(record, "evidence") if linked else (),
    )


DRAWING = Drawing(
    name="matrix",
    kind="table",
    selects={"kind": kinds_of_codes, "cases": all_cases, "codes": all_codes},
    options=("cell",),
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=None,
    check=check,
)
