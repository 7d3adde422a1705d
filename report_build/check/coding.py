"""Rules on the codebook and on what was judged with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from report_build.check.rules import Known, data_file, listed
from report_build.findings import Finding, Place
from report_build.model.coding import GENERAL, MIXED, NOT_STATED, Assessment, Code
from report_build.model.schema import TABLE
from report_build.model.study import Study, once
from report_build.suggest import Names

_Findings = Iterator[Finding]
TABLE_ONLY, DAMAGED = "table-only", "damaged"
FEWEST_STEPS = 2


def check_codebook(study: Study, known: Known) -> _Findings:
    """Scales, definitions, families and steps of the codes."""
    for code in study.codes:
        yield from _check_scale(study, code)
        if not any(code.definition.values()) and not any(code.note.values()):
            message = f"'{code.id}' has neither a definition nor a note that says why"
            yield Finding(code.origin.at(), "RB134", message, "Define it, or note that the source does not")
        yield from _check_family(study, known, code)
        kind = study.kind.get(code.kind)
        if kind is None:
            if code.kind and "kinds" not in study.incomplete:
                message = f"'{code.kind}' is not a kind of {known.file('kinds')}"
                hint = Names(study.kind).near(code.kind) or f"Kinds: {', '.join(study.kind)}"
                yield Finding(code.origin.at("kind"), "RB109", message, hint)
        elif kind.steps and len(code.steps) < FEWEST_STEPS:
            message = f"the {kind.id} '{code.id}' has {len(code.steps)} of the two steps or more that make one"
            yield Finding(code.origin.at("steps"), "RB125", message, "Write its steps, each with actor and action")
        elif code.steps and not kind.steps:
            message = f"'{code.id}' has steps, and a code of the kind '{kind.id}' has none"
            yield Finding(code.origin.at("steps"), "RB110", message, "Give it another kind, or take the steps out")
    scales = {level for code in study.codes for level in code.scale}
    if "codes" not in study.incomplete:
        for level in study.level.values():
            if level.id not in scales:
                message = f"the level '{level.id}' is on no scale"
                yield Finding(level.origin.at(), "RB119", message, "Put it on a scale, or take it out")


def _check_scale(study: Study, code: Code) -> _Findings:
    place = code.origin.at("scale")
    if code.kind in assessed_kinds(study):
        if NOT_STATED not in code.scale:
            message = f"the scale of '{code.id}' has no '{NOT_STATED}'"
            yield Finding(
                place, "RB108", message, f"End it with {NOT_STATED}: what a source leaves open is not filled in"
            )
        elif code.scale[-1] != NOT_STATED or len(code.scale) == 1:
            message = f"the scale of '{code.id}' does not run from a level that is stated down to '{NOT_STATED}'"
            yield Finding(place, "RB108", message, f"Write the strongest level first and {NOT_STATED} last")
    elif code.scale and code.kind in study.kind:
        message = f"'{code.id}' has a scale, and codes of the kind '{code.kind}' are not assessed"
        yield Finding(place, "RB110", message, "Take the scale out")


def _check_family(study: Study, known: Known, code: Code) -> _Findings:
    """What a code belongs to, and what it leads from and to, as its kind asks."""
    wanted: list[tuple[str, str, str]] = []  # field, code named, kind it must have
    kind = study.kind.get(code.kind)
    if kind is None:
        return  # said as an unknown kind
    above = kind.of or (kind.id if kind.tree else "")
    if kind.of and not code.parent:
        message = f"the {kind.id} '{code.id}' names no 'parent'"
        yield Finding(code.origin.at(), "RB136", message, f"Name the {kind.of} that it is a kind of")
    elif above and code.parent and known.lacks("codes", code.parent):
        message = f"'{code.parent}' is not in {known.file('codes')}"
        yield Finding(code.origin.at("parent"), "RB103", message, known.names("codes").near(code.parent))
    elif above:
        wanted.append(("parent", code.parent, above))
    if code.id in study.above(code.id):
        message = f"'{code.id}' stands below itself"
        yield Finding(code.origin.at("parent"), "RB136", message, "Name another parent, or none")
    if kind.ends:
        if not code.start or not code.end:
            message = f"the {kind.id} '{code.id}' does not say both 'from' and 'to'"
            yield Finding(code.origin.at(), "RB136", message, f"Name the {kind.ends} at either end")
        wanted += [("start", name, kind.ends) for name in code.start]
        wanted.append(("end", code.end, kind.ends))
    elif code.start or code.end:
        message = f"'{code.id}' has 'from' or 'to', and a code of the kind '{kind.id}' leads nowhere"
        hint = "Give it another kind, or take them out"
        yield Finding(code.origin.at("start" if code.start else "end"), "RB110", message, hint)
    for field, name, expected in wanted:
        yield from wrong_kind(study, name, (expected,), code.origin.at(field))


def assessed_kinds(study: Study) -> list[str]:
    """The kinds whose codes every case is judged by."""
    return [kind.id for kind in study.kind.values() if kind.assessed]


def wrong_kind(study: Study, name: str, kinds: Sequence[str], place: Place) -> _Findings:
    """A finding where a code that exists is not of one of the kinds expected."""
    code = study.code.get(name)
    if code is not None and kinds and code.kind in study.kind and code.kind not in kinds:
        wanted = " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
        message = f"'{name}' is a {code.kind}, where a {wanted} is expected"
        yield Finding(place, "RB110", message, Names(c.id for c in study.codes if c.kind in kinds).near(name))


def check_assessments(study: Study) -> _Findings:
    """One judgement for every case and assessed code, on the code's scale, resting on passages of that case."""
    yield from _check_completeness(study)
    yield from _check_coders(study)
    directions, assessed = _directions(study), assessed_kinds(study)
    for cell in study.assessments:
        code = study.code.get(cell.code)
        if code is None:
            continue  # said as an unknown code
        yield from wrong_kind(study, cell.code, assessed, cell.origin.at("code"))
        if cell.level in study.level and code.kind in assessed and cell.level not in code.scale:
            message = f"'{cell.level}' is not on the scale of '{cell.code}'"
            hint = Names(code.scale).near(cell.level) or f"Its scale: {', '.join(code.scale)}"
            yield Finding(cell.origin.at("level"), "RB107", message, hint)
        yield from _check_open(cell) if cell.level == NOT_STATED else _check_stated(study, cell)
        for subtype in cell.subtypes:
            yield from check_subtype(study, subtype, cell.code, cell.origin.at("subtypes"))
        yield from _check_blank(study, cell)
        yield from _check_starts(code, cell)
        if cell.legibility == DAMAGED and not any(cell.note.values()):
            message = f"'{cell.case}' × '{cell.code}' is damaged, and no note says how"
            yield Finding(cell.origin.at("legibility"), "RB131", message, "Say in its note what can and cannot be read")
        yield from _check_bearing(study, cell, code, directions.get((cell.case, cell.code), {}))


def _check_coders(study: Study) -> _Findings:
    """A coder who coded nothing; cells that coders judge differently while nothing says whose judgement counts."""
    rows = [row for table in ("codings", "assessments") for row in study.rows(table)]
    coders = Names(dict.fromkeys(row.coder for row in rows if row.coder))
    chosen = study.about.coder
    if chosen and rows and chosen not in coders:
        yield Finding(study.about.origin.at("coder"), "RB143", f"'{chosen}' coded nothing", coders.near(chosen))
    for row in study.recoded.get("assessments", ()) if not chosen else ():
        counted = study.assessment.get((row.case, row.code))
        if counted is not None and counted.coder and counted.level != row.level:
            message = (
                f"'{row.case}' × '{row.code}' is {counted.level} to {counted.coder} and {row.level} to {row.coder}"
            )
            yield Finding(row.origin.at("level"), "RB143", message, "Say in study.yaml whose counts: coder: …")


def _check_blank(study: Study, cell: Assessment) -> _Findings:
    """A reason for an empty cell, where the source prints a sign or says nothing at all."""
    level = study.level.get(cell.level)
    if cell.blank and (cell.level == NOT_STATED or (level is not None and level.symbol)):
        message = f"'{cell.case}' × '{cell.code}' gives a reason for an empty cell, and its level is {cell.level}"
        yield Finding(cell.origin.at("blank"), "RB139", message, "Take the reason out, or correct the level")


def _check_starts(code: Code, cell: Assessment) -> _Findings:
    """A start that the source states for a case, and from which the move does not lead."""
    for name in cell.starts:
        if name not in code.start:
            message = f"'{cell.case}' × '{cell.code}' starts from '{name}', from which it does not lead"
            hint = Names(code.start).near(name) or f"It leads from {listed(code.start) or 'nowhere'}"
            yield Finding(cell.origin.at("starts"), "RB136", message, hint)


def check_subtype(study: Study, subtype: str, code: str, place: Place) -> _Findings:
    belonging = [kind.id for kind in study.kind.values() if kind.of]
    yield from wrong_kind(study, subtype, belonging, place)
    known = study.code.get(subtype)
    if known is not None and known.kind in belonging and known.parent not in ("", code):
        message = f"'{subtype}' is a {known.kind} of '{known.parent}', not of '{code}'"
        yield Finding(place, "RB136", message, f"Name one that belongs to '{code}'")


def _check_completeness(study: Study) -> _Findings:
    if study.incomplete & {"assessments", "cases", "codes"} or not study.assessments:
        return  # what is missing may stand in the part that could not be read, or nothing is assessed
    place = Place(data_file(study, TABLE["assessments"]))
    assessed = assessed_kinds(study)
    for case in study.case:
        for code in study.codes:
            if code.kind in assessed and (case, code.id) not in study.assessment:
                message = f"there is no row for '{case}' × '{code.id}'"
                yield Finding(
                    place, "RB111", message, f"Add one; its level is {NOT_STATED} where the source says nothing"
                )


def _check_open(cell: Assessment) -> _Findings:
    filled = [name for name in ("evidence", "basis", "force", "subtypes", "starts") if getattr(cell, name)]
    if filled:
        message = f"'{cell.case}' × '{cell.code}' is {NOT_STATED}, and has {' and '.join(filled)}"
        yield Finding(
            cell.origin.at(filled[0]), "RB113", message, "Empty them, or give the level that the source states"
        )


def _check_stated(study: Study, cell: Assessment) -> _Findings:
    name = f"'{cell.case}' × '{cell.code}'"
    for field in ("basis", "force"):
        if not getattr(cell, field) and _says(study)[field]:
            message = f"{name} is {cell.level}, and its '{field}' is empty"
            yield Finding(cell.origin.at(field), "RB019", message, "Fill it in")
    if not cell.evidence:
        message = f"{name} is {cell.level}, and no evidence is named"
        yield Finding(cell.origin.at("evidence"), "RB112", message, f"Name the passages, or make it {NOT_STATED}")
    yield from check_cases(study, name, (cell.case,), cell.evidence, cell.origin.at("evidence"))
    passages = [study.passage[id_] for id_ in cell.evidence if id_ in study.passage]
    in_prose = [passage.id for passage in passages if not study.is_print(passage)]
    outside = [passage.id for passage in passages if study.ground(passage) != "summary"]
    if cell.basis == TABLE_ONLY and outside:
        message = f"{name} is {TABLE_ONLY}, and rests on {listed(outside)} as well, outside the tables"
        yield Finding(cell.origin.at("basis"), "RB130", message, "Correct the basis or the evidence")
    elif cell.basis and cell.basis != TABLE_ONLY and passages and not in_prose:
        message = f"{name} is {cell.basis}, and rests on the tables alone"
        yield Finding(
            cell.origin.at("basis"), "RB130", message, f"Make it {TABLE_ONLY}, or name a passage of the prose"
        )


@once
def _says(study: Study) -> Mapping[str, bool]:
    """Whether the study says of its judgements what they rest on and how firmly: none must, and if some do, all do."""
    return {field: any(getattr(cell, field) for cell in study.assessments) for field in ("basis", "force")}


def check_cases(study: Study, name: str, cases: Collection[str], evidence: Sequence[str], place: Place) -> _Findings:
    """A finding where a judgement on some cases rests on passages that speak of none of them."""
    passages = [study.passage[id_] for id_ in evidence if id_ in study.passage]
    elsewhere = [p.id for p in passages if not {GENERAL, *cases} & set(p.cases)]
    if elsewhere and GENERAL not in cases and any(case in study.case for case in cases):
        speak = "speaks" if len(elsewhere) == 1 else "speak"
        message = f"{name} rests on {listed(elsewhere)}, which {speak} of other cases"
        yield Finding(place, "RB117", message, "Name passages on this case, or correct their cases")


_Directions = dict[str, list[str]]  # "for", "against" -> evidence ids


def _directions(study: Study) -> dict[tuple[str, str], _Directions]:
    """(case, code) -> the passages on that case that were coded so."""
    found: dict[tuple[str, str], _Directions] = {}
    for coding in study.codings:
        passage = study.passage.get(coding.evidence)
        for case in passage.cases if passage else ():
            found.setdefault((case, coding.code), {}).setdefault(coding.bears, []).append(coding.evidence)
    return found


def _check_bearing(study: Study, cell: Assessment, code: Code, coded: _Directions) -> _Findings:
    """A coding that bears against the level given needs a note that says why the level stands nevertheless."""
    if any(cell.note.values()) or cell.level not in code.scale or cell.level == MIXED:
        return
    affirmed, denied = coded.get("for", []), coded.get("against", [])
    stated = [level for level in code.scale if level not in (NOT_STATED, MIXED)]
    weakest = bool(stated) and cell.level == stated[-1]
    prints = {study.level[level].symbol for level in stated if level in study.level}
    if cell.level == NOT_STATED:
        contrary = affirmed + denied
    elif weakest and (denied or _is_blank(study, cell.level, prints)):
        contrary = affirmed
    else:
        contrary = denied
    if contrary:
        coded_so = "for or against it" if cell.level == NOT_STATED else "against it"
        message = f"'{cell.case}' × '{cell.code}' is {cell.level}, with {listed(contrary)} coded {coded_so}"
        yield Finding(cell.origin.at("level"), "RB115", message, "Say in its note why the level stands, or change one")


def _is_blank(study: Study, level: str, prints: set[str]) -> bool:
    """Whether a level is the empty cell of a scale whose other levels are printed."""
    return len(prints) > 1 and level in study.level and study.level[level].symbol == ""
