"""Rules on coded data where one example is not enough, and what check leaves unsaid."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from broken_inputs import append, swap
from conftest import ROOT
from effort import calls

from report_build.cache import Cache
from report_build.check import check_study
from report_build.check.bibliography import check_bibliography
from report_build.check.claims import check_claims
from report_build.check.dates import is_date
from report_build.check.tables import is_id
from report_build.findings import Finding
from report_build.metadata.study_json import study_json, study_schema
from report_build.model.schema import TABLES
from report_build.model.study import Study
from report_build.sources import load_study

FILES = sorted({f"data/{table.file}" for table in TABLES if table.name != "sources"} | {"references.bib"})


def check(root: Path) -> list[Finding]:
    study, findings = load_study(root, cache=Cache(None))
    assert findings == []
    return check_study(study)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_start_of_what_is_no_move_is_said(small: Path) -> None:
    file = small / "data/assessments.csv"
    head, first, *rest = file.read_text(encoding="utf-8").splitlines(keepends=True)
    first = first.replace("\n", ",passage\n")
    others = "".join(row.replace("\n", ",\n") for row in rest)
    file.write_text(head.replace("\n", ",starts\n") + first + others, encoding="utf-8")
    (found,) = (one for one in check(small) if one.code == "RB136")
    assert (found.place.line, found.hint) == (2, "It leads from nowhere")


def test_the_report_is_in_order() -> None:
    study, findings = load_study(ROOT, cache=Cache(None))
    told = [
        str(finding)
        for finding in (*findings, *check_study(study), *check_bibliography(study))
        if finding.severity != "note"
    ]
    assert told == []


def test_an_empty_study_has_nothing_to_say() -> None:
    assert check_study(Study()) == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_is_the_only_finding(name: str, small: Path) -> None:
    (small / name).unlink()
    study, findings = load_study(small, cache=Cache(None))
    # nothing where no other file names its rows; else that, and what those rows were needed for
    assert set(codes([*findings, *check_study(study)])) <= {"RB001", "RB118", "RB119", "RB132"} | (
        {"RB021", "RB030"} if name == "data/study.yaml" else set()  # what the study says of its own tables
    )


@pytest.mark.parametrize("name", ["cases.csv", "codebook.yaml", "evidence.csv", "codings.csv"])
def test_a_file_that_every_study_needs_is_missed(name: str, small: Path) -> None:
    (small / "data" / name).unlink()
    _, findings = load_study(small, cache=Cache(None))
    assert codes(findings) == ["RB001"]


def test_texts_without_their_quotes_or_language_get_a_cure_that_mends_them(small: Path) -> None:
    claims, evidence = small / "data/claims.yaml", small / "data/evidence.csv"
    text = "claims:\n  - id: c-x\n    kind: empirical\n    why: {fr: Un mot, ou deux, en: A word}\n"
    claims.write_text(text, encoding="utf-8")
    head, _, rest = evidence.read_text(encoding="utf-8").partition("\n")
    evidence.write_text(f"{head.replace('memo_fr', 'memo')}\n{rest}", encoding="utf-8")
    said = [str(finding) for finding in load_study(small, cache=Cache(None))[1]]
    assert [one for one in said if "'ou deux'" in one and "between quotation marks" in one]
    assert [one for one in said if "'memo'" in one and "write 'memo_fr' and 'memo_en'" in one]


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yaml")])
def test_a_file_that_breaks_off_is_the_only_finding(name: str, small: Path) -> None:
    file = small / name
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    half = next(number for number in range(len(lines) // 2, len(lines)) if lines[number].startswith("  - "))
    file.write_text("".join(lines[:half]) + "  - [\n", encoding="utf-8")
    study, findings = load_study(small, cache=Cache(None))
    assert codes([*findings, *check_study(study)]) == ["RB013"]


def bearing(small: Path, level: str, *codings: str, note: str = "") -> list[str]:
    """What is said of soir × passage-vers-noyau, which rests on e03, with this level and these codings."""
    cell = f"soir,passage-vers-noyau,{level},,e03,clear,inferred,conditional,{note},{note}"
    if level == "not-stated":
        cell = f"soir,passage-vers-noyau,not-stated,,,clear,,,{note},{note}"
    swap("soir,passage-vers-noyau,marked,,e03,clear,inferred,conditional,,", cell)(small / "data/assessments.csv")
    swap("e03,passage-vers-noyau,for\n", "")(small / "data/codings.csv")
    append("".join(f"{coding}\n" for coding in codings))(small / "data/codings.csv")
    return [finding.message for finding in check(small) if finding.code == "RB115"]


FOR, AGAINST = "e03,passage-vers-noyau,for", "e03,passage-vers-noyau,against"
OTHER_FOR, OTHER_AGAINST = "e04,passage-vers-noyau,for", "e04,passage-vers-noyau,against"
MIDI, GENERAL = "e01,passage-vers-noyau,against", "e05,passage-vers-noyau,against"


@pytest.mark.parametrize(
    ("level", "codings", "contrary"),
    [
        ("marked", (FOR,), ""),
        ("marked", (FOR, OTHER_FOR), ""),
        ("marked", (FOR, OTHER_AGAINST), "'e04'"),
        ("strongly-marked", (AGAINST, OTHER_AGAINST), "'e03' and 'e04'"),
        ("marked", (FOR, GENERAL), ""),  # what holds of on-line training as such is no judgement on a case
        ("unmarked", (AGAINST,), ""),
        ("unmarked", (FOR,), "'e03'"),  # the empty cell of a printed scale
        ("unmarked", (AGAINST, OTHER_FOR), "'e04'"),
        ("not-stated", (), ""),
        ("not-stated", (GENERAL,), ""),
        ("not-stated", (FOR,), "'e03'"),
        ("not-stated", (OTHER_AGAINST,), "'e04'"),
    ],
)
def test_what_bears_against_a_level(level: str, codings: tuple[str, ...], contrary: str, small: Path) -> None:
    told = bearing(small, level, *codings)
    coded_so = "for or against it" if level == "not-stated" else "against it"
    message = f"'soir' × 'passage-vers-noyau' is {level}, with {contrary} coded {coded_so}"
    assert told == ([message] if contrary else [])


@pytest.mark.parametrize("level", ["marked", "unmarked", "not-stated"])
def test_a_note_explains_what_bears_against_a_level(level: str, small: Path) -> None:
    assert bearing(small, level, FOR, OTHER_AGAINST, note="Pourquoi.") == []


def test_a_scale_of_levels_that_are_not_there_is_judged_by_nothing_else(small: Path) -> None:
    swap("scale: [strongly-marked, marked, unmarked,", "scale: [strongly-marked, marked, none,")(
        small / "data/codebook.yaml"
    )
    swap("midi,passage,strongly-marked,", "midi,passage,none,")(small / "data/assessments.csv")
    assert codes(check(small)) == ["RB106", "RB106"]


def test_the_weakest_level_of_a_scale_in_words_may_be_affirmed(small: Path) -> None:
    """A scale such as long, short: that a course is short is what a passage says for the code."""
    swap("e02,heure-fixe,against", "e02,heure-fixe,for")(small / "data/codings.csv")
    assert check(small) == []


def test_the_evidence_of_another_case_is_no_evidence_unless_it_speaks_of_all(small: Path) -> None:
    append("e05,cafe,for\ne03,cafe,for\n")(small / "data/codings.csv")
    swap("soir,cafe,not-stated,,,clear,,,,", "soir,cafe,present,,e03,clear,stated,plain,,")(
        small / "data/assessments.csv"
    )
    swap("present,,e07,", "present,,e07;e05,")(small / "data/assessments.csv")
    assert codes(check(small)) == []
    swap("present,,e07;e05,", "present,,e07;e03,")(small / "data/assessments.csv")
    assert codes(check(small)) == ["RB117"]


def test_mistakes_take_work_in_proportion_to_their_number(small: Path) -> None:
    def effort(rows: int) -> int:
        file = small / "data/codings.csv"
        whole = file.read_bytes()
        append("".join(f"f{n:05},pasage{n},forr\n" for n in range(rows)))(file)
        study, _ = load_study(small, cache=Cache(None))
        file.write_bytes(whole)
        found: list[Finding] = []
        count = calls(lambda: found.extend(check_study(study)))
        assert len(found) >= 3 * rows
        return count

    assert effort(2_000) < 5 * effort(500)


@pytest.mark.parametrize("name", ["e07", "c-gain-de-temps", "1998", "no", "x" * 60])
def test_names_that_can_stand_in_addresses(name: str) -> None:
    assert is_id(name)


@pytest.mark.parametrize(
    "name", ["", "E07", "é", "a b", "a/b", "..", "-a", "a-", "a--b", "a_b", "a\n", "a.html", "x" * 61]
)
def test_names_that_cannot(name: str) -> None:
    assert not is_id(name)


@pytest.mark.parametrize(
    ("text", "right"),
    [("2026-11-22", True), ("2026-11-31", False), ("20261122", False), ("2026-W47-7", False), ("22/11/2026", False)],
)
def test_dates(text: str, right: bool) -> None:
    assert is_date(text) is right


def test_what_a_study_may_say_besides(small: Path) -> None:
    """Columns that no study needs: examples, states, reasons of blanks, parts of claims, other coders."""
    data = small / "data"
    swap(
        "  - code: passage\n",
        "  - code: passage\n"
        "    example: {text: {fr: Une venue., en: One visit.}, evidence: e01}\n"
        "    counter-example:\n"
        "      - {text: {fr: Un retour., en: A return.}, evidence: [e03]}\n",
    )(data / "codebook.yaml")
    swap("id,condition,influence", "id,condition,state,influence")(data / "relations.csv")
    swap("heure-noyau,heure-fixe,", "heure-noyau,heure-fixe,present,")(data / "relations.csv")
    swap("heure-passage,heure-fixe,", "heure-passage,heure-fixe,insufficient,")(data / "relations.csv")
    swap("evidence,code,bears\n", "evidence,code,bears,coder\ne01,passage,against,ann\ne02,cafe,for,ann\n")(
        data / "codings.csv"
    )
    codings = (data / "codings.csv").read_text(encoding="utf-8")
    (data / "codings.csv").write_text(
        re.sub(r",(for|against)$", r",\1,", codings, flags=re.MULTILINE), encoding="utf-8"
    )
    swap(
        "    for: [e01, e02]\n",
        "    for: [e01, e02]\n"
        "    parts: {e01: all, e02: instance}\n"
        "    no-counter-evidence: {fr: Rien ne le contredit., en: Nothing contradicts it.}\n",
    )(data / "claims.yaml")
    study, findings = load_study(small, cache=Cache(None))
    assert [str(finding) for finding in (*findings, *check_study(study), *check_claims(study))] == []
    code = study.code["passage"]
    assert (code.example[0].text["en"], code.example[0].evidence) == ("One visit.", ("e01",))
    assert code.counter_example[0].evidence == ("e03",)
    assert [one.state for one in study.relations] == ["present", "insufficient"]
    assert study.claim["c-passage"].parts == {"e01": "all", "e02": "instance"}
    assert [one.bears for one in study.codings_of["e01"]] == ["for"]  # another coder's is no coding of the study
    published = json.loads(study_json(study))
    jsonschema.validate(published, json.loads(study_schema(study.tables)))
    assert {one["id"] for one in published["codings"]} >= {"e01/passage", "e01/passage/ann", "e02/cafe/ann"}
    assert published["claims"][2]["parts"] == {"e01": "all", "e02": "instance"}


@pytest.mark.parametrize(("state", "wrong"), [("absent", True), ("present", False), ("insufficient", False)])
def test_a_state_that_the_cell_of_the_same_case_excludes(small: Path, state: str, wrong: bool) -> None:
    data = small / "data"
    swap("id,condition,influence", "id,condition,state,influence")(data / "relations.csv")
    swap("heure-noyau,heure-fixe,", f"heure-noyau,heure-fixe,{state},")(data / "relations.csv")
    swap("heure-passage,heure-fixe,", "heure-passage,heure-fixe,,")(data / "relations.csv")
    assert codes(check(small)) == (["RB140"] if wrong else [])


def test_what_a_study_says_besides_is_checked(small: Path) -> None:
    data = small / "data"
    swap("id,condition,influence", "id,condition,state,influence")(data / "relations.csv")
    swap("heure-noyau,heure-fixe,", "heure-noyau,heure-fixe,presnt,")(data / "relations.csv")
    swap("heure-passage,heure-fixe,", "heure-passage,heure-fixe,,")(data / "relations.csv")
    swap("    for: [e01, e02]\n", "    for: [e01, e02]\n    parts: {e01: whole, e99: all}\n")(data / "claims.yaml")
    swap("  - code: passage\n", "  - code: passage\n    example: {text: {fr: Un.}, evidence: e98}\n")(
        data / "codebook.yaml"
    )
    swap("basis,force,note_fr", "basis,force,blank,note_fr")(data / "assessments.csv")
    cells = (data / "assessments.csv").read_text(encoding="utf-8").splitlines()
    reasons = ["none" if one.startswith("midi,passage,") else "" for one in cells]
    cells[1:] = [
        re.sub(r"^((?:[^,]*,){8})", rf"\1{reason},", one) for one, reason in zip(cells[1:], reasons[1:], strict=True)
    ]
    (data / "assessments.csv").write_text("\n".join(cells) + "\n", encoding="utf-8")
    assert sorted(codes(check(small))) == ["RB105", "RB105", "RB106", "RB109", "RB114", "RB139"]


@pytest.mark.parametrize(
    ("case", "starts", "found"),
    [
        ("soir", "passage", []),
        ("soir", "passage;noyau", ["RB136"]),
        ("soir", "pasage", ["RB103", "RB136"]),
        ("midi", "passage", ["RB113"]),  # nothing is stated of that move
    ],
)
def test_a_move_starts_where_its_code_leads_from(small: Path, case: str, starts: str, found: list[str]) -> None:
    table = small / "data" / "assessments.csv"
    head, *rows = table.read_text(encoding="utf-8").splitlines()
    named = [f"{row},{starts if row.startswith(f'{case},passage-vers-noyau,') else ''}" for row in rows]
    table.write_text("\n".join((f"{head},starts", *named)) + "\n", encoding="utf-8")
    assert codes(check(small)) == found


@pytest.mark.parametrize(
    ("pages", "code"),
    [
        ("{evidense: passages}", "RB109"),
        ("{evidence: Passages}", "RB102"),
        ("{evidence: index}", "RB101"),
        ("{evidence: one, claims: one}", "RB101"),
        ("{evidence: codes}", "RB101"),  # a page that is given no other name has it
        ("{codes: case-soir}", "RB101"),  # so has the page of a case
        ("{evidence: passages, case: hospital}", ""),
    ],
)
def test_names_of_pages_are_checked(pages: str, code: str, small: Path) -> None:
    file = small / "data/study.yaml"
    text, count = re.subn(r"(?m)^pages: .*$", f"pages: {pages}", file.read_text(encoding="utf-8"))
    assert count == 1
    file.write_text(text, encoding="utf-8")
    assert codes(check(small)) == ([code] if code else [])


LOST = {  # what is lost -> what tells of it
    "a blanked cell that means something": (
        ("data/codings.csv", "e02,heure-fixe,against", "e02,heure-fixe,"),
        "data/codings.csv:4: note RB145 lone-blank: 'bears' is empty here alone, and is read as 'for'",
    ),
    "a blanked cell": (
        ("data/evidence.csv", "retours,table,Le tableau", "retours,,Le tableau"),
        "data/evidence.csv:5: note RB145 lone-blank: 'paragraph' is empty here alone: every other row has a value",
    ),
    "every passage of a case": (
        ("data/cases.csv", "soir,2,", "nuit,3,Nuit,Night,Nuit,Night,A,A\nsoir,2,"),
        "data/cases.csv:3: warning RB119 unused-entry: no passage and no source is of the case 'nuit'",
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost_is_told(name: str, small: Path) -> None:
    (file, old, new), words = LOST[name]
    swap(old, new)(small / file)
    study, findings = load_study(small, cache=Cache(None))
    told = [str(finding) for finding in (*findings, *check_study(study))]
    assert [one for one in told if one.startswith(words)], told


def test_a_row_of_another_sort_is_not_taken_for_one_that_lost_a_value(small: Path) -> None:
    swap("retours,table,Le", ",,Le")(small / "data/evidence.csv")
    assert "RB145" not in codes(load_study(small, cache=Cache(None))[1])
