"""Rules on the argument: every claim leads to its evidence, and everything that was coded leads to a claim."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from report_build.argument.coverage import claims_by_paragraph, used_evidence
from report_build.argument.ledger import Entry, ledger, named_cases
from report_build.check.answers import check_answers
from report_build.check.own_tables import rows_on_passages
from report_build.check.rules import Known, listed
from report_build.displays import shown_by
from report_build.findings import Finding, Place, in_order
from report_build.model.coding import GENERAL, NOT_STATED, Assessment, Claim, Display, Relation
from report_build.model.pages import PageFacts
from report_build.model.study import Study

_Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """One wording of a claim, as a page has it."""

    id: str  # the claim that is worded
    restates: bool  # written ``of=…``: the claim is worded elsewhere, too
    text: str  # plain text of the wording
    language: str
    place: Place


def claim_facts(pages: Iterable[PageFacts], language: str) -> list[ClaimFact]:
    """The wordings of claims in the pages of one language; a mark without any id is told with the page's facts."""
    return [
        ClaimFact(mark.claim, not mark.id, mark.text, language, page.at(mark.line))
        for page in pages
        for mark in page.claims
        if mark.claim
    ]


def check_claims(study: Study, facts: Sequence[ClaimFact] | None = None) -> list[Finding]:
    """What is wrong with the ledger of claims, sorted.

    ``facts`` are the wordings found in the pages, of every language that was read; without them (None) nothing is
    said on pages. What rests on a file that is missing or broken is not held against the others.
    """
    entries = ledger(study)

    def whole(*parts: str) -> bool:
        return not study.incomplete.intersection(parts)

    def found() -> _Findings:
        for entry in entries.values():
            if whole("evidence", "assessments", "works"):
                yield from _check_grounds(study, entry)
            yield from _check_cases(study, entry)
            yield from _check_tension(entry)
        yield from check_answers(study)
        yield from _check_forces(study)
        if _argues(study):
            yield from _check_use(study)
        if whole("paragraphs", "evidence", "claims") and study.paragraphs and study.about.on_a_source:
            yield from _check_paragraphs(study)
        if whole("codings"):
            yield from _check_codings(study)
        if whole("assessments"):
            yield from _check_missing(study)

    return in_order([*found(), *(check_wordings(study, facts) if facts is not None else ())])


def check_wordings(study: Study, facts: Sequence[ClaimFact], *, site: str = "") -> list[Finding]:
    """The ledger against the pages alone, sorted; what is worded twice, or restated only, the rules on pages say.

    :param site: the language of the one site that the pages make, where some of them are borrowed from another
        language: then each claim needs its wording in one of them. Without it, each language needs them all.
    """
    return in_order(_check_wordings(study, Known(study), facts, site)) if "claims" not in study.incomplete else []


def _check_grounds(study: Study, entry: Entry) -> _Findings:
    claim = entry.claim
    if not any(claim.why.values()):
        message = f"'{claim.id}' does not say why its evidence bears on it"
        yield Finding(claim.origin.at("why"), "RB403", message, "Write the analytic note, 'why'")
    if entry.footing:
        return
    if any(key in study.work for key in claim.references):
        about = f"names {listed(named_cases(claim))}" if named_cases(claim) else "asserts levels"
        message = f"'{claim.id}' {about} and rests on works alone, which speak of no case"
    else:
        message = f"'{claim.id}' rests on no evidence and no reference"
    hint = "List under 'for' what it rests on, the author's own statement included, or take the claim out"
    yield Finding(claim.origin.at("support"), "RB404", message, hint)


def _check_cases(study: Study, entry: Entry) -> _Findings:
    claim = entry.claim
    named = named_cases(claim)
    if not named:
        return
    for id_ in claim.support:  # what speaks against it may come from elsewhere: a comparison can
        cases = study.passage[id_].cases if id_ in study.passage else (GENERAL,)
        if cases and GENERAL not in cases and not set(cases) & set(named):
            message = f"'{claim.id}' names {listed(named)}, and its evidence '{id_}' comes from {listed(cases)}"
            yield Finding(claim.origin.at("support"), "RB407", message, "Name the case, or take the passage out")
    for index, what in enumerate(claim.asserts):
        if what.case not in named and what.case in study.case:
            message = f"'{claim.id}' names {listed(named)}, and asserts a level of '{what.case}'"
            yield Finding(claim.origin.at(f"asserts.{index}"), "RB407", message, "Name the case under 'cases'")
    if entry.footing in {"", "theoretical", "cited"}:
        return  # nothing carries it, or what carries it comes from no case
    covered = {case for id_ in entry.support for case in study.passage[id_].cases}
    covered.update(
        what.case
        for what in claim.asserts
        if what.level == NOT_STATED or _evidence(study, what.case, what.code)  # of silence there is no passage
    )
    bare = [case for case in named if case in study.case and case not in covered and GENERAL not in covered]
    if bare:
        message = f"'{claim.id}' names {listed(bare)}, and no evidence for it comes from there"
        hint = "Add evidence, assert its level, or take the case out"
        yield Finding(claim.origin.at("cases"), "RB408", message, hint)


def _evidence(study: Study, case: str, code: str) -> tuple[str, ...]:
    cell = study.assessment.get((case, code))
    return cell.evidence if cell else ()


def _check_tension(entry: Entry) -> _Findings:
    claim = entry.claim
    for what, cell in entry.disagreements:
        if not any(claim.tension.values()) or not any(cell.note.values()):
            where = "'tension'" if not any(claim.tension.values()) else "a note on the assessment"
            message = (
                f"'{claim.id}' asserts '{what.level}' of {what.case}/{what.code}, "
                f"which is assessed '{cell.level}' ({cell.origin.at()})"
            )
            place = claim.origin.at(f"asserts.{claim.asserts.index(what)}")
            yield Finding(place, "RB409", message, f"Mend one, or acknowledge it in {where}")
    unlisted = [id_ for id_ in claim.parts if id_ not in (*claim.support, *claim.counter)]
    if unlisted:
        message = f"'parts' of '{claim.id}' names {listed(unlisted)}, listed neither for nor against it"
        yield Finding(claim.origin.at("parts"), "RB417", message, "List the passage, or take it out of 'parts'")
    if claim.counter and any(claim.no_counter_evidence.values()):
        message = f"'{claim.id}' lists evidence against it, and says why there is none"
        yield Finding(claim.origin.at("no_counter_evidence"), "RB418", message, "Keep one of the two")
    both = [id_ for id_ in claim.support if id_ in claim.counter]
    if both and not any(claim.tension.values()):
        message = f"'{claim.id}' lists {listed(both)} both for and against"
        yield Finding(claim.origin.at("counter"), "RB409", message, "Keep one, or acknowledge it in 'tension'")


def _check_forces(study: Study) -> _Findings:
    """A claim keeps the reservations of what it rests on."""
    said: dict[str, list[Assessment | Relation]] = {}  # evidence id -> what the coding makes of it
    rows: tuple[Assessment | Relation, ...] = (*study.assessments, *study.relations)
    for row in rows:
        for id_ in row.evidence if row.force else ():
            said.setdefault(id_, []).append(row)
    for claim in study.claims:
        for language in study.languages if claim.hedge else ():
            if not claim.hedge.get(language):
                message = f"'{claim.id}' has hedging words in another language and none in '{language}'"
                yield Finding(claim.origin.at("hedge"), "RB411", message, "Add the words that the page keeps")
        if any(claim.hedge.values()):
            continue
        cells = (study.assessment.get((what.case, what.code)) for what in claim.asserts)
        weak = [f"{c.case}/{c.code} ({c.force})" for c in cells if c and c.force in {"hedged", "conditional"}]
        for id_ in claim.support:
            readings = said.get(id_, []) if claim.parts.get(id_) != "context" else []  # a context carries nothing
            if readings and all(row.force != "plain" for row in readings):
                weak.append(f"{id_} ({readings[0].force} in {_name(readings[0])})")
        if weak:
            message = f"'{claim.id}' rests on {', '.join(weak)}, and has no hedge"
            yield Finding(claim.origin.at("hedge"), "RB411", message, "Add the hedging words that the page keeps")


def _name(row: Assessment | Relation) -> str:
    return row.id if isinstance(row, Relation) else f"{row.case}/{row.code}"


def _argues(study: Study) -> bool:
    """Whether what is coded must be of use: a study that has neither claims nor displays yet is coded and no more."""
    parts = {"claims", "displays", "assessments", "codes", "cases"}
    return bool(study.claims or study.displays) and not study.incomplete & parts


_UNUSED = "List it in a claim, for or against; or let passages stand that no claim needs: rules: {RB405: off}"


def _check_use(study: Study) -> _Findings:
    used = used_evidence(study)
    for passage in study.passage.values():
        if passage.id not in used:
            message = f"'{passage.id}' is used by no claim"
            yield Finding(passage.origin.at(), "RB405", message, _UNUSED)


def check_shown(study: Study, pages: Iterable[PageFacts]) -> _Findings:
    """Judgements that no claim, display or matrix on a page shows."""
    if not _argues(study):
        return
    shown = {(what.case, what.code) for claim in study.claims for what in claim.asserts}
    shown.update(cell for display in study.displays for cell in shown_by(study, display).cells)
    matrices = [block for page in pages for block in page.blocks if block.name == "matrix"]
    kinds = {block.options.get("kind") or next(iter(block.arguments), "") for block in matrices}
    for cell in study.assessment.values():
        of = study.code[cell.code].kind if cell.code in study.code else ""
        if cell.level != NOT_STATED and (cell.case, cell.code) not in shown and not kinds & {"", of}:
            message = f"'{cell.case}/{cell.code}' is assessed '{cell.level}', and no claim or display shows it"
            yield Finding(cell.origin.at(), "RB406", message, "Assert it in a claim, or select it in a display")


def _check_paragraphs(study: Study) -> _Findings:
    made = claims_by_paragraph(study)
    led_to: set[str] = set()
    for paragraph in study.paragraphs:
        name = f"{paragraph.section}/{paragraph.paragraph}"
        claims = made.get((paragraph.section, paragraph.paragraph), ())
        led_to.update(claims)
        reason = any(paragraph.reason.values())
        if not claims and not reason:
            message = f"paragraph '{name}' leads to no claim, and gives no reason"
            hint = "List one of its passages for or against a claim, or say why it makes none"
            yield Finding(paragraph.origin.at("reason"), "RB412", message, hint)
        if claims and reason:
            message = f"paragraph '{name}' leads to {listed(claims)}, and gives a reason to make none"
            yield Finding(paragraph.origin.at("reason"), "RB413", message, "Keep one of the two")
    for claim in study.claim.values():
        if claim.id not in led_to:
            message = f"no paragraph of the source leads to '{claim.id}'"
            yield Finding(claim.origin.at(), "RB414", message, "List a passage from where the source makes it")


def _check_codings(study: Study) -> _Findings:
    """Whoever judges by a passage has coded it so; a table's own print needs no coding."""
    codings = {(coding.evidence, coding.code) for coding in study.codings}
    steps = ((code, f"steps.{index}", step) for code in study.codes for index, step in enumerate(code.steps))
    rows = [
        *(
            (f"{cell.case}/{cell.code}", (cell.code,), cell.evidence, cell.origin.at("evidence"))
            for cell in study.assessments
        ),
        *((r.id, (r.condition, r.target), r.evidence, r.origin.at("evidence")) for r in study.relations),
        *rows_on_passages(study),
        *((code.id, (code.id,), step.evidence, code.origin.at(field)) for code, field, step in steps),
    ]
    for name, codes, evidence, place in rows:
        for id_ in evidence:
            passage = study.passage.get(id_)
            if passage and not study.is_print(passage) and not any((id_, code) in codings for code in codes):
                wanted = " or ".join(f"'{code}'" for code in codes if code)
                message = f"'{name}' rests on '{id_}', which is not coded with {wanted}"
                yield Finding(place, "RB415", message, "Code the passage in data/codings.csv")
    for cell in study.assessments:
        for subtype in cell.subtypes if cell.basis != "table-only" else ():
            if subtype in study.code and not any((id_, subtype) in codings for id_ in cell.evidence):
                message = (
                    f"'{cell.case}/{cell.code}' has the subtype '{subtype}', with which none of its evidence is coded"
                )
                yield Finding(cell.origin.at("subtypes"), "RB415", message, "Code the passage in data/codings.csv")


def _check_missing(study: Study) -> _Findings:
    """Cells that are not there, by the claims and displays that rest on them."""
    wanted: list[tuple[Claim | Display, str, list[tuple[str, str]]]] = [
        *((claim, "asserts", [(what.case, what.code) for what in claim.asserts]) for claim in study.claims),
        *((display, "select", list(shown_by(study, display).cells)) for display in study.displays),
    ]
    for owner, field, cells in wanted:
        lost = [
            f"{case}/{code}"
            for case, code in dict.fromkeys(cells)
            if case in study.case and code in study.code and (case, code) not in study.assessment
        ]
        if lost:
            message = f"'{owner.id}' rests on {listed(lost)}, which no assessment gives"
            yield Finding(owner.origin.at(field), "RB416", message, "Add the row to data/assessments.csv")


def _check_wordings(study: Study, known: Known, facts: Sequence[ClaimFact], site: str = "") -> _Findings:
    names = known.names("claims")
    worded = set()
    for fact in facts:
        claim = study.claim.get(fact.id)
        if claim is not None:
            yield from _check_hedge(claim, fact)
        elif not fact.restates:
            message = f"'{fact.id}' is not in {known.file('claims')}"
            yield Finding(fact.place, "RB401", message, names.near(fact.id) or "Add it to the ledger")
        if not fact.restates:
            worded.add((site or fact.language, fact.id))
    for language in [site] if site else dict.fromkeys(fact.language for fact in facts):
        for claim in study.claim.values():
            if (language, claim.id) not in worded:
                message = f"'{claim.id}' is worded in no page in '{language}'"
                hint = f"Mark its sentence: [...]{{.claim #{claim.id}}}, or take it out of the ledger"
                yield Finding(claim.origin.at(), "RB402", message, hint)


def _check_hedge(claim: Claim, fact: ClaimFact) -> _Findings:
    words = [word for word in claim.hedge.get(fact.language, ()) if word.strip()]
    text = _plain(fact.text)
    if words and not any(re.search(rf"(?<!\w){re.escape(_plain(word))}(?!\w)", text) for word in words):
        message = f"'{claim.id}' lost its hedge: none of {listed(words)} is in its wording"
        yield Finding(fact.place, "RB410", message, "The source says it with this reservation: keep it")


def _plain(text: str) -> str:
    """A text as its words are compared: case, kinds of blank and apostrophe, and soft hyphens do not count."""
    plain = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("’", "'")
    return " ".join(plain.casefold().split())
