"""The rows behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from report_build.displays.rows import Rows, Value, joined, rows_of
from report_build.displays.selection import (
    return_arrow,
    selected_cases,
    selected_codes,
    selected_instruments,
    selected_mechanism,
)
from report_build.displays.table_rows import is_marked
from report_build.model.coding import GENERAL, NOT_STATED, Assessment, Code, Display, Relation
from report_build.model.study import Study
from report_build.model.text import Origin

MOVES = ("tabulated", "prose", "ruled-out", "unreported", NOT_STATED)
OPPOSITE = {"favours": "hinders", "hinders": "favours"}


def states(study: Study, display: Display, language: str) -> Rows:
    """For each case its states, then the moves between them and how the source speaks of each.

    A dynamic with several starts gives one row a start. ``status`` of a move is one of MOVES.
    """
    dynamics = selected_codes(study, display, "dynamic")
    ends = {name for code in dynamics for name in (*code.start, code.end)}
    collectives = [code for code in study.codes_of_kind("collective") if code.id in ends]
    drawn = {code.id for code in collectives}
    records: list[dict[str, Value]] = []
    origins: list[Origin] = [code.origin for code in (*collectives, *dynamics)]
    for case in selected_cases(study, display):
        for code in (*collectives, *dynamics):
            cell = study.assessment.get((case.id, code.id))
            if cell is not None:
                origins.append(cell.origin)
            shared = _assessed(study, cell, language) | {
                "case": case.id,
                "code": code.id,
                "case_label": case.short.of(language),
                "code_label": code.label.of(language),
            }
            if code.kind == "collective":
                marked = cell is not None and is_marked(study, code, cell.level)
                records.append({**shared, "mark": "state", "from": "", "to": "", "status": "met" if marked else ""})
            elif code.end in drawn:
                status = move_status(study, code, cell)
                records += [
                    {**shared, "mark": "move", "from": start, "to": code.end, "status": status}
                    for start in code.start
                    if start in drawn
                ]
    published = ("case", "mark", "code", "from", "to", "status", "level", "symbol", "legibility", "basis", "force")
    labels = ("case_label", "code_label", "level_label")
    return rows_of((*published, "evidence", "note"), labels, records, origins)


def move_status(study: Study, code: Code, cell: Assessment | None) -> str:
    """How the source speaks of a move: in its table, in its prose only, as ruled out, as unreported, or not at all.

    A move without a mark is ruled out where words of the source say so, unreported where a table's cell is just empty.
    """
    if cell is None or cell.level == NOT_STATED:
        return NOT_STATED
    if is_marked(study, code, cell.level):
        return "tabulated" if code.tabulated else "prose"
    return "unreported" if cell.basis == "table-only" else "ruled-out"


def influences(study: Study, display: Display, language: str) -> Rows:
    """Each condition × case: what the source says that the condition does to collectives there.

    A condition that favours the undoing of collectives hinders them: see :func:`effect`. Both kinds together are
    ambivalent. Statements on on-line training in general get a column of their own.
    """
    conditions = selected_codes(study, display, "condition")
    shown = {code.id for code in conditions}
    relations = [relation for relation in study.relations if relation.condition in shown]
    cases = [(case.id, case.short.of(language)) for case in selected_cases(study, display)]
    if any(GENERAL in relation.cases for relation in relations):
        cases.append((GENERAL, ""))
    stated: dict[tuple[str, str], list[Relation]] = {}
    for relation in relations:
        for case_id in relation.cases:
            stated.setdefault((relation.condition, case_id), []).append(relation)
    undoing = lacks(study)
    records: list[dict[str, Value]] = []
    for code in conditions:
        for case_id, label in cases:
            found = stated.get((code.id, case_id), [])
            records.append(
                {
                    "condition": code.id,
                    "case": case_id,
                    "influence": _together(effect(relation, undoing) for relation in found),
                    "force": "" if not found else _strongest(relation.force for relation in found),
                    "statements": joined(f"{relation.influence} {relation.target}" for relation in found),
                    "relations": joined(relation.id for relation in found),
                    "evidence": joined(dict.fromkeys(name for relation in found for name in relation.evidence)),
                    "condition_label": code.label.of(language),
                    "case_label": label,
                    "family": code.parent,
                }
            )
    published = ("condition", "case", "influence", "force", "statements", "relations", "evidence")
    origins = [*(code.origin for code in conditions), *(relation.origin for relation in relations)]
    return rows_of(published, ("condition_label", "case_label", "family"), records, origins)


def lacks(study: Study) -> frozenset[str]:
    """Codes that stand for collectives missing or coming undone.

    These are dynamics under ``undoing``, and collectives to which only such dynamics lead (in the article: anomie).
    """
    undoing = [code for code in study.codes_of_kind("dynamic") if code.parent == "undoing"]
    built = {code.end for code in study.codes_of_kind("dynamic") if code.parent != "undoing"}
    return frozenset({code.id for code in undoing} | {code.end for code in undoing if code.end not in built})


def effect(relation: Relation, undoing: frozenset[str]) -> str:
    """What a stated influence means for collectives: favouring what undoes them hinders them."""
    return OPPOSITE.get(relation.influence, relation.influence) if relation.target in undoing else relation.influence


def fieldwork(study: Study, display: Display, language: str) -> Rows:
    """One row an instrument: how many were met or came back, out of how many, and what is reported of it."""
    instruments = selected_instruments(study, display)
    records: list[dict[str, Value]] = [
        {
            "instrument": item.id,
            "kind": item.kind,
            "count": item.count,
            "bound": item.bound,
            "population": item.population,
            "population_bound": item.population_bound,
            "results": item.results,
            "evidence": joined(item.evidence),
            "label": item.label.of(language),
            "medium": item.medium.of(language),
            "note": item.note.of(language),
        }
        for item in instruments
    ]
    published = ("instrument", "kind", "label", "count", "bound", "population", "population_bound", "medium", "results")
    return rows_of((*published, "evidence", "note"), (), records, (item.origin for item in instruments))


def loop(study: Study, display: Display, language: str) -> Rows:
    """One row a step of the mechanism: who acts, what they do, and to which steps it leads."""
    code = selected_mechanism(study, display)
    if code is None:
        return rows_of(("mechanism", "step", "actor", "action", "leads_to", "evidence"), (), (), ())
    back = return_arrow(display, len(code.steps))
    records: list[dict[str, Value]] = []
    for number, step in enumerate(code.steps, start=1):
        onward = [number + 1] if number < len(code.steps) else []
        if back is not None and back[0] == number:
            onward.append(back[1])
        records.append(
            {
                "mechanism": code.id,
                "step": number,
                "actor": step.actor.of(language),
                "action": step.action.of(language),
                "leads_to": joined(str(target) for target in onward),
                "evidence": joined(step.evidence),
            }
        )
    return rows_of(("mechanism", "step", "actor", "action", "leads_to", "evidence"), (), records, (code.origin,))


def provenance(study: Study, display: Display, language: str) -> Rows:
    """One row for each passage and case it speaks of: its voice, and where in the source it stands.

    ``position`` counts the source's paragraphs in reading order, from 1 to ``positions``; passages on on-line
    training in general come last, as a case of their own.
    """
    places = _places(study)
    starts: dict[str, int] = {}
    for (section, _), position in places.items():
        starts.setdefault(section, position)
    cases = [(case.id, case.short.of(language)) for case in selected_cases(study, display)]
    ordered = sorted(study.evidence, key=lambda passage: places[passage.section, passage.paragraph])
    records: list[dict[str, Value]] = [
        {
            "case": case,
            "voice": passage.voice,
            "evidence": passage.id,
            "section": passage.section,
            "paragraph": passage.paragraph,
            "position": places[passage.section, passage.paragraph],
            "shared": len(passage.cases),
            "positions": len(places),
            "section_start": starts[passage.section],
            "section_label": study.section[passage.section].label.of(language)
            if passage.section in study.section
            else passage.section,
            "case_label": label,
        }
        for case, label in [*cases, (GENERAL, "")]
        for passage in ordered
        if case in passage.cases
    ]
    published = ("case", "voice", "evidence", "section", "paragraph", "position", "shared")
    labels = ("positions", "section_start", "section_label", "case_label")
    origins = [
        *(passage.origin for passage in study.evidence),
        *(section.origin for section in study.sections),
        *(paragraph.origin for paragraph in study.paragraphs),
    ]
    return rows_of(published, labels, records, origins)


def _places(study: Study) -> dict[tuple[str, str], int]:
    """(section, paragraph) -> its place in the source, from 1; paragraphs on no list end their section."""
    rank = {name: number for number, name in enumerate(study.section)}
    listed = [(item.section, item.paragraph) for item in study.paragraphs]
    named = [(item.section, item.paragraph) for item in study.evidence]
    keys = sorted(dict.fromkeys([*listed, *named]), key=lambda key: rank.get(key[0], len(rank)))
    return {key: number for number, key in enumerate(keys, start=1)}


def _assessed(study: Study, cell: Assessment | None, language: str) -> dict[str, Value]:
    level_id = cell.level if cell else NOT_STATED
    level = study.level.get(level_id)
    return {
        "level": level_id,
        "symbol": level.symbol if level else "",
        "legibility": cell.legibility if cell else "",
        "basis": cell.basis if cell else "",
        "force": cell.force if cell else "",
        "evidence": joined(cell.evidence) if cell else "",
        "note": cell.note.of(language) if cell else "",
        "level_label": level.label.of(language) if level else level_id,
    }


def _together(effects: Iterable[str]) -> str:
    found = set(effects)
    if not found:
        return NOT_STATED
    return found.pop() if len(found) == 1 else "ambivalent"


def _strongest(forces: Iterable[str]) -> str:
    found: Sequence[str] = tuple(forces)
    return "plain" if "plain" in found else found[0]
