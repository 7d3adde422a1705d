"""Rules on passages, their places and speakers, and on what else rests on them."""

from __future__ import annotations

from collections.abc import Iterator

from report_build.check.coding import check_cases, wrong_kind
from report_build.check.dates import how_to_date, is_date, is_date_or_part
from report_build.check.own_tables import check_own_tables, codes_in_own_tables
from report_build.check.rules import Known, ids_of, listed
from report_build.findings import Finding
from report_build.model.access import restricted_column
from report_build.model.coding import (
    DIVIDED,
    GENERAL,
    MIXED,
    NOT_STATED,
    RESTRICTED,
    STATES,
    Evidence,
    Relation,
    Source,
)
from report_build.model.study import Study
from report_build.suggest import Names

_Findings = Iterator[Finding]
_LONGEST_BEGINNING = 6  # words: enough to find a paragraph, too few to copy it


def check_passages(study: Study, known: Known) -> _Findings:
    """Places, speakers and use of every passage."""
    places = {(row.section, row.paragraph) for row in study.paragraphs}
    used = _used(study)
    for passage in study.evidence:
        if passage.voice not in study.voice and "voices" not in study.incomplete:
            message = f"'{passage.voice}' is not a voice of {known.file('voices')}"
            hint = Names(study.voice).near(passage.voice) or f"Voices: {', '.join(study.voice)}"
            yield Finding(passage.origin.at("voice"), "RB109", message, hint)
        if not any(passage.words.values()) and "evidence" not in study.incomplete:
            message = f"'{passage.id}' has neither a quotation nor a paraphrase"
            yield Finding(passage.origin.at("paraphrase"), "RB019", message, "Write one of them")
        if not passage.cases:
            hint = "Name its cases, or general" + ("" if known.is_absent("sources") else ", or its source")
            yield Finding(passage.origin.at("cases"), "RB019", f"'cases' of '{passage.id}' is empty", hint)
        if passage.locator and not passage.source:
            message = f"'{passage.id}' says where in a source it stands, and not in which"
            yield Finding(passage.origin.at("locator"), "RB141", message, "Name its source")
        place = (passage.section, passage.paragraph)
        if (
            (place[0] or place[1] or known.is_absent("sources"))
            and study.paragraphs
            and "paragraphs" not in study.incomplete
            and place not in places
            and not known.lacks("sections", place[0])
        ):
            message = f"the paragraph '{place[1]}' of '{place[0]}' is not in {known.file('paragraphs')}"
            hint = f"Add it to {known.file('paragraphs')}, or correct it"
            yield Finding(passage.origin.at("paragraph"), "RB122", message, hint)
        if passage.id not in used and not study.incomplete & {"codings", "fieldwork"}:
            message = f"'{passage.id}' is coded with nothing"
            yield Finding(passage.origin.at(), "RB118", message, "Code it in codings.csv, or take it out")
    yield from _check_sources(study)
    yield from _check_cases(study)
    yield from _check_speakers(study, known)
    yield from _check_sections(study)


def _used(study: Study) -> set[str]:
    """Passages that are coded, or that an instrument of the fieldwork rests on: no code speaks of methods."""
    return {row.evidence for row in study.codings} | {id_ for row in study.fieldwork for id_ in row.evidence}


def _check_sources(study: Study) -> _Findings:
    """Dates of sources, reasons of restrictions, and whether anything was coded in a source."""
    used = {one.source for one in study.evidence}
    for source in study.source.values():
        if source.date and not is_date_or_part(source.date):
            message = f"'{source.date}' is not a date"
            hint = how_to_date(source.date, "Write it as in 2026-11-22, 2026-11 or 2026")
            yield Finding(source.origin.at("date"), "RB127", message, hint)
        if source.id not in used and "evidence" not in study.incomplete:
            message = f"no passage is of '{source.id}'"
            yield Finding(source.origin.at(), "RB119", message, "Name it in evidence.csv, or take it out")
    for name in study.about.restricted:
        if restricted_column(study, name) is None:
            message = f"'{name}' names no column that can be left out"
            hint = "Write table.column, as in evidence.memo; a column that must be filled in stays"
            yield Finding(study.about.origin.at("restricted"), "RB144", message, hint)
    withheld: tuple[Source | Evidence, ...] = (*study.sources, *study.evidence)
    for one in withheld:
        if any(one.restriction.values()) and not study.is_restricted(one):
            message = f"'{one.id}' says why it is restricted, and is not"
            yield Finding(
                one.origin.at("restriction"), "RB142", message, f"Write {RESTRICTED} in 'access', or no reason"
            )
        elif study.is_restricted(one) and not study.restriction(one):
            message = f"'{one.id}' is restricted, and nothing says why"
            yield Finding(one.origin.at("access"), "RB142", message, "Tell readers in its 'restriction'")


def _check_cases(study: Study) -> _Findings:
    """Whether anything is known of each case: a passage, a source, or a row of a table of the authors' own."""
    if study.incomplete & {"evidence", "sources"} or not (study.evidence or study.sources):
        return
    named = {
        name
        for table in study.tables
        if table.name in ("evidence", "sources") or table in study.own_tables
        for column in table.columns
        if column.refers == "cases"
        for row in study.rows(table.name)
        for name in column.kind.words_in(getattr(row, column.field))
    }
    for case in study.cases:
        if case.id not in named:
            message = f"no passage and no source is of the case '{case.id}'"
            yield Finding(case.origin.at(), "RB119", message, "Name it in evidence.csv, or take it out")


def _check_speakers(study: Study, known: Known) -> _Findings:
    if known.is_absent("speakers"):
        return
    described = {(row.speaker, row.evidence) for row in study.speakers}
    for passage in study.evidence:
        if not passage.speaker or "speakers" in study.incomplete or known.lacks("speakers", passage.speaker):
            continue
        if (passage.speaker, passage.id) not in described:
            message = f"{known.file('speakers')} does not describe '{passage.speaker}' in '{passage.id}'"
            yield Finding(passage.origin.at("speaker"), "RB121", message, "Add a row with the descriptor given there")
    for row in study.speakers:
        spoken = study.passage.get(row.evidence)
        if spoken is None:
            continue  # said as unknown evidence
        if spoken.speaker != row.speaker:
            who = f"'{spoken.speaker}'" if spoken.speaker else "nobody"
            message = f"'{row.evidence}' names {who} as its speaker, not '{row.speaker}'"
            yield Finding(row.origin.at("evidence"), "RB121", message, "Correct one of the two")
        if row.case not in spoken.cases and GENERAL not in spoken.cases:
            message = f"'{row.speaker}' is of '{row.case}', and '{row.evidence}' speaks of other cases"
            yield Finding(row.origin.at("case"), "RB121", message, "Correct one of the two")


def _check_sections(study: Study) -> _Findings:
    if "paragraphs" not in study.incomplete:
        used = {row.section for row in study.paragraphs}
        for section in study.section.values():
            if section.id not in used:
                message = f"the section '{section.id}' has no paragraph"
                yield Finding(section.origin.at(), "RB119", message, "List its paragraphs, or take it out")
    for row in study.paragraphs:
        if len(row.begins.split()) > _LONGEST_BEGINNING:
            message = f"'begins' copies more than {_LONGEST_BEGINNING} words of the source"
            yield Finding(row.origin.at("begins"), "RB133", message, "Keep its first words only")


def check_rest(study: Study, known: Known) -> _Findings:
    """Codings, relations, the author's own tables, fieldwork and decisions."""
    if not study.incomplete & {"codings", "relations", "assessments", *study.said_of}:
        yield from _check_codes_used(study)
    effects = [kind for kind in study.kind.values() if not kind.steps and not kind.of]
    causes = [kind.id for kind in effects if not kind.ends]  # what leads from one to another is no cause
    for relation in study.relations:
        yield from wrong_kind(study, relation.condition, causes, relation.origin.at("condition"))
        yield from wrong_kind(study, relation.target, [kind.id for kind in effects], relation.origin.at("target"))
        if relation.state and "levels" not in study.incomplete and relation.state not in (*STATES, *study.level):
            message = f"'{relation.state}' is no level of {known.file('levels')}, and none of {listed(STATES)}"
            hint = Names([*STATES, *study.level]).near(relation.state)
            yield Finding(relation.origin.at("state"), "RB106", message, hint)
        yield from _check_state(study, relation)
        place = relation.origin.at("evidence")
        yield from check_cases(study, f"'{relation.id}'", relation.cases, relation.evidence, place)
        if not relation.force and any(one.force for one in study.relations):
            yield Finding(relation.origin.at("force"), "RB019", f"'force' of '{relation.id}' is empty", "Fill it in")
    yield from check_own_tables(study, known)
    yield from _check_fieldwork(study)
    yield from _check_decisions(study)


def _check_state(study: Study, relation: Relation) -> _Findings:
    """An influence of a state that the condition has not, by the judgement of the same case."""
    code = study.code.get(relation.condition)
    if code is None or relation.state not in (*code.scale, *STATES):
        return  # said elsewhere, or a level of other scales, which this one does not exclude
    for case in relation.cases:
        cell = study.assessment.get((case, relation.condition))
        if cell is None or cell.level in (NOT_STATED, MIXED, DIVIDED, relation.state):
            continue
        if relation.state not in code.scale and not {relation.state, cell.level} <= {"present", "absent"}:
            continue  # other words: whether they exclude each other is not known
        message = f"'{relation.id}' tells what '{relation.state}' does, and '{case}' × '{cell.code}' is {cell.level}"
        hint = f"Correct one of the two ({cell.origin.at('level')})"
        yield Finding(relation.origin.at("state"), "RB140", message, hint)


def _check_codes_used(study: Study) -> _Findings:
    used = {row.code for row in study.codings}
    used |= {id_ for row in study.relations for id_ in (row.condition, row.target)}
    used |= codes_in_own_tables(study)
    trees = [code for code in study.codes if code.id in used and code.kind in study.kind and study.kind[code.kind].tree]
    used |= {above for code in trees for above in study.above(code.id)}
    used |= {id_ for cell in study.assessments if cell.evidence for id_ in (cell.code, *cell.subtypes)}
    for code in study.code.values():
        if code.id not in used:
            message = f"no passage is coded with '{code.id}'"
            yield Finding(code.origin.at(), "RB119", message, "Code what it stands for, or take it out")


def _check_fieldwork(study: Study) -> _Findings:
    for row in study.fieldwork:
        for number, bound in (("count", "bound"), ("population", "population_bound")):
            value, word = getattr(row, number), getattr(row, bound)
            if value is not None and not word:
                message = f"'{number}' of '{row.id}' is {value}, and '{bound}' is empty"
                yield Finding(
                    row.origin.at(bound), "RB126", message, "Say whether it is exactly that (=), more (>) or about"
                )
        if row.count is not None and row.population is not None and row.count > row.population:
            message = f"'{row.id}' counts {row.count} out of {row.population}"
            yield Finding(row.origin.at("count"), "RB126", message, "Correct one of the two")


def _check_decisions(study: Study) -> _Findings:
    ids = {table.id_of(row) for table in study.tables for row in study.rows(table.name)}
    ids.update(study.work, *(ids_of(study, table.name) for table in study.tables))
    names = Names(ids)
    for decision in study.decisions:
        if decision.date and not is_date(decision.date):
            message = f"'{decision.date}' is not a date"
            yield Finding(decision.origin.at("date"), "RB127", message, how_to_date(decision.date))
        for name in decision.touches:
            if name not in names and not study.incomplete:
                message = f"'{name}' is no id of the study"
                yield Finding(decision.origin.at("touches"), "RB132", message, names.near(name))
