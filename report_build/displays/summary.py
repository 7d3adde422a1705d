"""Judgements of codes by cases: one row a cell, in the order of the codebook, and the table that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase

from report_build.displays.drawing import SummaryCell, SummaryTable
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, pivot, rows_of, text_of
from report_build.labels import Labels
from report_build.model.coding import NOT_STATED, Assessment, Case, Code
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
    "kind",
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


def summary_rows(study: Study, codes: Sequence[Code], shown: Sequence[Case], language: str) -> Rows:
    """One row for each code and case that was judged."""
    cases = [case.id for case in shown]
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
        "kind": code.kind,
    }


def summary_table(rows: Rows, labels: Labels, head: str) -> SummaryTable:
    """The table, each cell with the words behind its sign and the note that goes with it.

    :param head: of the column of codes.
    """
    records = list(rows.dicts())
    levels = _levels(records)
    briefs = _briefs(levels)
    cases, cells = grid(records, lambda record: _cell(record, briefs, labels))
    return SummaryTable(head, cases, cells, _legend(levels, labels), _brief_legend(levels, briefs, labels))


Cells = tuple[SummaryCell | None, ...]


def grid(
    records: Sequence[Record], cell: Callable[[Record], SummaryCell]
) -> tuple[tuple[str, ...], tuple[tuple[str, Cells], ...]]:
    """The labels of cases, and of each code its label and its cells, one a case."""
    codes, cases, found = pivot(records, "code", "case")
    code_names = {text_of(one, "code"): text_of(one, "code_label") for one in records}
    case_names = {text_of(one, "case"): text_of(one, "case_label") for one in records}
    rows = tuple(
        (code_names[code], tuple(cell(found[code, case]) if (code, case) in found else None for case in cases))
        for code in codes
    )
    return tuple(case_names[case] for case in cases), rows


def _cell(record: Record, briefs: Mapping[str, str], labels: Labels) -> SummaryCell:
    symbol = text_of(record, "symbol")
    said = _note(record, labels)
    changes = changes_reading(record)
    return SummaryCell(
        text_of(record, "case_label"),
        text_of(record, "level"),
        symbol,
        text_of(record, "level_label"),
        briefs[text_of(record, "level")],
        said if changes else "",
        "" if changes else said,
        list_of(record, "subtype_labels"),
        doubtful=record["legibility"] == "damaged" and bool(symbol),
        evidence=list_of(record, "evidence"),
    )


def changes_reading(record: Record) -> bool:
    """Whether what is said of a cell changes what its sign says: of a blank, of a doubt, of a sign without words."""
    return (
        not record["symbol"]
        or record["legibility"] == "damaged"
        or record["basis"] in ("table-only", "inferred")
        or record["force"] in ("hedged", "conditional")
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


def _levels(records: Sequence[Record]) -> list[Record]:
    """A record of each level that is met, in the order of the scale."""
    levels = {text_of(record, "level"): record for record in records}
    return sorted(levels.values(), key=lambda record: number_of(record, "level_rank"))


def _briefs(levels: Sequence[Record]) -> Mapping[str, str]:
    """Level -> its sign; of those without one, letters, or a dash if it is but one; nothing for what is not said."""
    unsigned = [text_of(one, "level") for one in levels if not one["symbol"] and one["level"] != NOT_STATED]
    letters = dict(zip(unsigned, ascii_uppercase if len(unsigned) > 1 else "–", strict=False))
    return {text_of(one, "level"): text_of(one, "symbol") or letters.get(text_of(one, "level"), "") for one in levels}


def _meaning(level: Record) -> str:
    return text_of(level, "level_words") or text_of(level, "level_label")


def _legend(levels: Sequence[Record], labels: Labels) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            text_of(one, "symbol")
            or labels("display.no_symbol" if one["level"] == NOT_STATED else "display.empty_symbol"),
            _meaning(one),
        )
        for one in levels
    )


def _brief_legend(levels: Sequence[Record], briefs: Mapping[str, str], labels: Labels) -> tuple[tuple[str, str], ...]:
    return tuple((briefs[text_of(one, "level")] or labels("display.empty_symbol"), _meaning(one)) for one in levels)
