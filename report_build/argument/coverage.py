"""What the coding covers and what it leaves open: claims by footing, and what leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from report_build.argument.ledger import FLAGS, FOOTINGS, ledger
from report_build.labels import Labels
from report_build.model.study import Study, once


@dataclass(frozen=True, slots=True)
class Coverage:
    """Ids only; every tuple is in the order of the study's files."""

    by_footing: Mapping[str, tuple[str, ...]]  # footing -> claims, strongest first; "" last: no footing at all
    by_flag: Mapping[str, tuple[str, ...]]  # what a reader should be warned of -> claims
    codes_without_evidence: tuple[str, ...]  # no passage is coded with them
    evidence_without_claims: tuple[str, ...]  # no claim uses them, itself or by a level that it asserts
    silent_paragraphs: tuple[str, ...]  # "section/paragraph": no claim, and no reason why
    claims_without_paragraph: tuple[str, ...]  # of a study whose source has paragraphs: none leads to them


def coverage(study: Study) -> Coverage:
    """What the study's coding covers."""
    entries = ledger(study)
    coded = {coding.code for coding in study.codings}
    coded |= {above for id_ in coded for above in study.above(id_)}  # what stands above a code has its passages
    used = used_evidence(study)
    made = claims_by_paragraph(study)
    led_to = {claim for place in study.paragraphs for claim in made.get((place.section, place.paragraph), ())}
    return Coverage(
        by_footing={
            footing: tuple(id_ for id_, entry in entries.items() if entry.footing == footing)
            for footing in (*FOOTINGS, "")
        },
        by_flag={flag: tuple(id_ for id_, entry in entries.items() if flag in entry.flags) for flag in FLAGS},
        codes_without_evidence=tuple(id_ for id_ in study.code if id_ not in coded),
        evidence_without_claims=tuple(id_ for id_ in study.passage if id_ not in used),
        silent_paragraphs=tuple(
            f"{paragraph.section}/{paragraph.paragraph}"
            for paragraph in study.paragraphs
            if (paragraph.section, paragraph.paragraph) not in made and not any(paragraph.reason.values())
        ),
        claims_without_paragraph=tuple(id_ for id_ in entries if id_ not in led_to) if study.paragraphs else (),
    )


@once
def claims_by_paragraph(study: Study) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Section and number of a paragraph -> the claims that one of its passages is listed for or against.

    A claim that lists none rests on the passages of the cells that it asserts.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    for id_, entry in ledger(study).items():
        for name in (*(entry.claim.support or entry.support), *entry.counter):
            if name in study.passage:
                passage = study.passage[name]
                found.setdefault((passage.section, passage.paragraph), {})[id_] = None
    return {place: tuple(claims) for place, claims in found.items()}


def used_evidence(study: Study) -> frozenset[str]:
    """The passages that a claim uses, for or against, itself or by a cell whose level it asserts.

    Those that an instrument of the fieldwork rests on are used: they say how the material came about.
    """
    used = {id_ for instrument in study.fieldwork for id_ in instrument.evidence}
    for claim in study.claims:
        used.update(claim.support, claim.counter)
        for what in claim.asserts:
            cell = study.assessment.get((what.case, what.code))
            used.update(cell.evidence if cell else ())
    return frozenset(used)


def coverage_text(found: Coverage, labels: Labels) -> str:
    """A coverage for a terminal, in the words of one language."""
    lines = [labels("ledger.coverage.footings")]
    lines += _counted((labels(f"ledger.footing.{footing}"), ids) for footing, ids in found.by_footing.items())
    lines += ["", labels("ledger.coverage.flags")]
    lines += _counted((labels(f"ledger.flag.{flag}"), ids) for flag, ids in found.by_flag.items())
    lists = {
        "codes": found.codes_without_evidence,
        "evidence": found.evidence_without_claims,
        "paragraphs": found.silent_paragraphs,
        "claims": found.claims_without_paragraph,
    }
    lines += [""]
    lines += _counted((labels(f"ledger.coverage.{name}"), ids) for name, ids in lists.items())
    return "\n".join(lines) + "\n"


def _counted(rows: Iterable[tuple[str, tuple[str, ...]]]) -> list[str]:
    lines = []
    for label, ids in rows:
        lines.append(f"{len(ids):>5}  {label}")
        lines += [f"       {' '.join(ids[start : start + 6])}" for start in range(0, len(ids), 6)]
    return lines
