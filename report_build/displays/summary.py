"""The source's own summary tables: codes of one kind by cases, one row a cell, in the order of the source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from report_build.displays.drawing import (
    Drawing,
    Shown,
    SummaryCell,
    SummaryTable,
    all_cases,
    by_value,
    codes_of,
    distinct,
)
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, pivot, rows_of, text_of
from report_build.displays.selection import selected_cases, selected_codes
from report_build.labels import Labels
from report_build.model.coding import NOT_STATED, Assessment, Code, Display
from report_build.model.study import Study
from report_build.model.text import Origin

CELL = (
    "case",
    "code",
    "level",
    "symbol",
    "subtypes",
    "legibility",
    "basis",
    "force",
    "evidence",
    "one_of",  # cases of which exactly one holds: the source's columns are lost there
    "note",
)
CELL_LABELS = (
    "case_label",
    "code_label",
    "level_label",
    "level_words",
    "subtype_labels",
    "one_of_labels",
    "level_rank",
)


def is_marked(study: Study, code: Code, level: str) -> bool:
    """Whether a level says that something was there: it has a symbol, or stands above the lowest that can be stated."""
    if level == NOT_STATED:
        return False
    known = study.level.get(level)
    if known is not None and known.symbol:
        return True
    stated = [name for name in code.scale if name != NOT_STATED]
    return level in stated[:-1]


def candidates(study: Study, code: Code, cases: Sequence[str]) -> tuple[str, ...]:
    """Cases whose marked cell of one row is a damaged reading: where there are several, exactly one holds."""
    damaged = tuple(
        case
        for case in cases
        if (cell := study.assessment.get((case, code.id))) is not None
        and cell.legibility == "damaged"
        and is_marked(study, code, cell.level)
    )
    return damaged if len(damaged) > 1 else ()


def summary_drawing(name: str, kind: str, rows: Callable[[Study, Display, str], Rows]) -> Drawing:
    """A table of the codes of one kind; its module gives the rows, so that readers are led to it."""

    def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
        """Cases, codes, and cells of each level."""
        return {**distinct(found, labels, cases="case", codes="code"), **by_value(found, labels, "level")}

    return Drawing(
        name=name,
        kind="table",
        selects={"cases": all_cases, "codes": codes_of(kind)},
        rows=rows,
        counts=counts,
        shows=lambda study, display: summary_shows(study, display, kind),
        table=lambda found, labels: summary_table(found, labels, labels(f"display.head.{kind}")),
        panels=None,
    )


def summary_rows(study: Study, display: Display, language: str, kind: str) -> Rows:
    """One row for each tabulated code of a kind and each case."""
    codes = selected_codes(study, display, kind, tabulated_only=True)
    cases = [case.id for case in selected_cases(study, display)]
    records: list[dict[str, Value]] = []
    origins: list[Origin] = []
    for code in codes:
        doubtful = candidates(study, code, list(study.case))
        for case in cases:
            cell = study.assessment.get((case, code.id))
            if cell is not None:
                origins.append(cell.origin)
                records.append(_record(study, code, cell, doubtful if case in doubtful else (), language))
    return rows_of(CELL, CELL_LABELS, records, [*origins, *(code.origin for code in codes)])


def summary_shows(study: Study, display: Display, kind: str) -> Shown:
    """The cells of a summary table."""
    codes = selected_codes(study, display, kind, tabulated_only=True)
    return Shown(tuple((case.id, code.id) for case in selected_cases(study, display) for code in codes))


def _record(study: Study, code: Code, cell: Assessment, one_of: Sequence[str], language: str) -> dict[str, Value]:
    level = study.level.get(cell.level)
    printed = [name for name in cell.subtypes if name not in study.code or study.code[name].tabulated]  # as the source
    subtypes = [study.code[name].label.of(language) if name in study.code else name for name in printed]
    return {
        "case": cell.case,
        "code": code.id,
        "level": cell.level,
        "symbol": level.symbol if level else "",
        "subtypes": tuple(printed),
        "legibility": cell.legibility,
        "basis": cell.basis,
        "force": cell.force,
        "evidence": cell.evidence,
        "one_of": tuple(one_of),
        "note": cell.note.of(language),
        "case_label": study.case[cell.case].short.of(language),
        "code_label": code.label.of(language),
        "level_label": level.label.of(language) if level else cell.level,
        "level_words": level.words.of(language) if level else "",
        "subtype_labels": tuple(subtypes),
        "level_rank": code.scale.index(cell.level) if cell.level in code.scale else len(code.scale),
        "one_of_labels": tuple(study.case[case].short.of(language) for case in one_of),
    }


def summary_table(rows: Rows, labels: Labels, head: str) -> SummaryTable:
    """The table, each cell with the words behind its sign and the note that goes with it.

    :param head: of the column of codes.
    """
    records = list(rows.dicts())
    codes, cases, cells = pivot(records, "code", "case")
    code_names = {text_of(one, "code"): text_of(one, "code_label") for one in reversed(records)}
    case_names = {text_of(one, "case"): text_of(one, "case_label") for one in records}
    return SummaryTable(
        head,
        tuple(case_names[case] for case in cases),
        tuple(
            (
                code_names[code],
                tuple(_cell(cells[code, case], labels) if (code, case) in cells else None for case in cases),
            )
            for code in codes
        ),
        _legend(records, labels),
    )


def _cell(record: Record, labels: Labels) -> SummaryCell:
    symbol = text_of(record, "symbol")
    return SummaryCell(
        text_of(record, "case_label"),
        text_of(record, "level"),
        symbol,
        text_of(record, "level_label"),
        _note(record, labels),
        list_of(record, "subtype_labels"),
        doubtful=record["legibility"] == "damaged" and bool(symbol),
        evidence=list_of(record, "evidence"),
    )


def one_of_text(record: Record, labels: Labels, key: str) -> str:
    """That exactly one of the candidate cells holds, in words; '' for a cell whose place is sure."""
    candidates = list_of(record, "one_of_labels")
    return labels(key, cases=listed(candidates, labels("display.or"))) if candidates else ""


def listed(items: Sequence[str], joining: str) -> str:
    """« a, b et c »: commas, and a word before the last."""
    return joining.join([*([", ".join(items[:-1])] if items[:-1] else []), *items[-1:]])


def _note(record: Record, labels: Labels) -> str:
    found = [one_of_text(record, labels, "display.one_of")]
    if record["legibility"] == "damaged" and record["symbol"] and not record["one_of"]:
        found.append(labels("display.damaged"))
    if record["basis"] == "table-only" and record["symbol"]:
        found.append(labels("display.table_only"))
    if record["force"] in ("hedged", "conditional"):
        found.append(labels(f"display.{record['force']}"))
    return " ".join(part for part in [*found, text_of(record, "note")] if part)


def _legend(records: Sequence[Record], labels: Labels) -> tuple[tuple[str, str], ...]:
    levels = {text_of(record, "level"): record for record in records}
    ordered = sorted(levels.values(), key=lambda record: number_of(record, "level_rank"))
    return tuple(
        (
            text_of(one, "symbol")
            or labels("display.no_symbol" if one["level"] == NOT_STATED else "display.empty_symbol"),
            text_of(one, "level_words") or text_of(one, "level_label"),
        )
        for one in ordered
    )
