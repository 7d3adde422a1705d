"""The source's two summary tables as long rows: one row a cell, in the order of the source."""

from __future__ import annotations

from collections.abc import Sequence

from report_build.displays.rows import Rows, Value, joined, rows_of
from report_build.displays.selection import selected_cases, selected_codes
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


def collectives_table(study: Study, display: Display, language: str) -> Rows:
    """Types of collective by programme: one row for each tabulated collective and case."""
    return _cells(study, display, language, "collective")


def dynamics_table(study: Study, display: Display, language: str) -> Rows:
    """Dynamics by programme: one row for each tabulated dynamic and case."""
    return _cells(study, display, language, "dynamic")


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


def _cells(study: Study, display: Display, language: str, kind: str) -> Rows:
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


def _record(study: Study, code: Code, cell: Assessment, one_of: Sequence[str], language: str) -> dict[str, Value]:
    level = study.level.get(cell.level)
    printed = [name for name in cell.subtypes if name not in study.code or study.code[name].tabulated]  # as the source
    subtypes = [study.code[name].label.of(language) if name in study.code else name for name in printed]
    return {
        "case": cell.case,
        "code": code.id,
        "level": cell.level,
        "symbol": level.symbol if level else "",
        "subtypes": joined(printed),
        "legibility": cell.legibility,
        "basis": cell.basis,
        "force": cell.force,
        "evidence": joined(cell.evidence),
        "one_of": joined(one_of),
        "note": cell.note.of(language),
        "case_label": study.case[cell.case].short.of(language),
        "code_label": code.label.of(language),
        "level_label": level.label.of(language) if level else cell.level,
        "level_words": level.words.of(language) if level else "",
        "subtype_labels": joined(subtypes),
        "level_rank": code.scale.index(cell.level) if cell.level in code.scale else len(code.scale),
        "one_of_labels": joined(study.case[case].short.of(language) for case in one_of),
    }
