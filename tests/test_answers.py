"""Claims of other reports that claims answer: read, checked against what was downloaded, and told as text."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from broken_inputs import put, swap
from hypothesis import given
from hypothesis import strategies as st
from weaving import parse

from report_build.cache import Cache
from report_build.check import check_study
from report_build.check.claims import check_claims
from report_build.check.pages import check_pages
from report_build.index import Index
from report_build.labels import Labels
from report_build.metadata.data_package import data_package
from report_build.model.answers import Answer, digest_of, in_one_form, is_claim_address
from report_build.model.edition import Edition
from report_build.model.study import Study
from report_build.model.text import Text
from report_build.render.view import PageView
from report_build.sources import load_study
from report_build.sources.others import read_other_reports, report_in
from report_build.sources.text import SourceFile

THERE = "https://example.org/reading-rooms/en/1.0.0/claims.html"
DOWNLOADED = "data/others/reading-rooms.jsonld"
CLAIMS = "data/claims.yaml"
WAS = "Whoever borrows comes back."
EDITION = Edition("en", "en", {"en": "T"}, "T", "", "", ())


def read(root: Path) -> Study:
    study, findings = load_study(root, cache=Cache(None))
    assert findings == []
    return study


def said(root: Path) -> list[str]:
    """What is found on a spoilt study, besides what its other claims do not say of pages."""
    study, findings = load_study(root, cache=Cache(None))
    return [str(one) for one in (*findings, *check_study(study), *check_claims(study)) if one.code != "RB402"]


def test_what_is_answered_is_read_and_known(small: Path) -> None:
    study = read(small)
    first, second = study.claim["c-noyau"].answers
    assert (first.how, first.language, first.seen, first.link) == (
        "disputes",
        "en",
        "2026-11-20",
        f"{THERE}#c-lending",
    )
    assert (second.how, second.words) == ("supports", WAS)
    [report] = study.other_reports
    assert report.claims[second.address] == {"en": WAS}
    assert study.languages == ("fr", "en")
    assert DOWNLOADED in study.hashes
    assert said(small) == []


SPOILT: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a script": (
        CLAIMS,
        swap(f"{THERE}#c-return", "javascript:alert(1)#c-return"),
        (
            "data/claims.yaml:25: error RB420 malformed-answer: 'javascript:alert(1)#c-return' is not the full web "
            "address of a claim. Copy it from the claim's own entry in that report, as in "
            "https://example.org/en/1.0.0/claims.html#c-id"
        ),
    ),
    "a path": (CLAIMS, swap(f"{THERE}#c-return", "../claims.html#c-return"), "data/claims.yaml:25: error RB420"),
    "no host": (CLAIMS, swap(f"{THERE}#c-return", "https:///claims.html#c-return"), "data/claims.yaml:25: error RB420"),
    "a page": (
        CLAIMS,
        swap(f"{THERE}#c-return", THERE),
        f"data/claims.yaml:25: error RB420 malformed-answer: '{THERE}' names a page, and no claim in it",
    ),
    "markup": (
        CLAIMS,
        swap(f"{THERE}#c-return", f"'{THERE}?<b>#c-return'"),
        "data/claims.yaml:25: error RB420",
    ),
    "no address": (CLAIMS, swap(f"address: {THERE}#c-return", "address:"), "data/claims.yaml:25: error RB019"),
    "an unknown move": (
        CLAIMS,
        swap("how: supports", "how: support"),
        "data/claims.yaml:26: error RB109 unlisted-word: 'support' is not a value of 'how'. Did you mean 'supports'?",
    ),
    "a misspelt key": (
        CLAIMS,
        swap("seen:", "sean:"),
        (
            "data/claims.yaml:24: warning RB016 unknown-key: the key 'sean' is not one of an item of 'answers'; it is "
            "not read. Did you mean 'seen'?"
        ),
    ),
    "no language": (CLAIMS, swap(f"{{en: {WAS}}}", WAS), "data/claims.yaml:27: error RB017"),
    "two languages": (
        CLAIMS,
        swap(f"{{en: {WAS}}}", f"{{en: {WAS}, fr: Qui emprunte revient.}}"),
        (
            "data/claims.yaml:27: error RB420 malformed-answer: 'wording' is kept in 'en' and 'fr'. Keep it in the "
            "language in which it was read"
        ),
    ),
    "another language": (
        CLAIMS,
        swap(f"{{en: {WAS}}}", "{de: Wer leiht kommt wieder.}"),
        (
            "data/claims.yaml:27: warning RB422 changed-answered-claim: 'wording' is in 'de', and the claim is worded "
            f"in 'en' there ({DOWNLOADED})"
        ),
    ),
    "no day": (
        CLAIMS,
        swap("2026-11-20", "20/11/2026"),
        "data/claims.yaml:24: error RB127 wrong-date: '20/11/2026' is not a date. Write 2026-11-20",
    ),
    "twice": (CLAIMS, swap("#c-return", "#c-lending"), "data/claims.yaml:25: warning RB129"),
    "changed there": (
        DOWNLOADED,
        swap(WAS, "Whoever borrows <b>seldom</b> comes back."),
        (
            "data/claims.yaml:27: warning RB422 changed-answered-claim: the claim that 'c-noyau' answers was kept as "
            f"'Whoever borrows comes back.' and is now 'Whoever borrows <b>seldom</b> comes back.' ({DOWNLOADED}). "
            "Read it again, then keep its new wording or take the answer out"
        ),
    ),
    "changed here": (CLAIMS, swap(WAS, "Whoever borrows returns."), "data/claims.yaml:27: warning RB422"),
    "without words there": (DOWNLOADED, swap(f'"{WAS}"', "null"), "has no words there"),
    "gone there": (
        DOWNLOADED,
        swap("#c-return", "#c-other"),
        f"data/claims.yaml:25: error RB421 unknown-answered-claim: no claim of '{DOWNLOADED}' is '{THERE}#c-return'",
    ),
    "misspelt": (CLAIMS, swap("#c-return", "#c-retrun"), "Did you mean 'c-return'?"),
    "by another edition": (CLAIMS, swap("1.0.0/claims.html#c-return", "latest/claims.html#c-return"), "Did you mean"),
    "of another report": (
        CLAIMS,
        swap("example.org/reading-rooms/en/1.0.0/claims.html#c-return", "example.com/x.html#c-y"),
        (
            "data/claims.yaml:25: note RB423 uncompared-answer: nothing says whether 'https://example.com/x.html#c-y' "
            "is worded as it was. Download the argument.jsonld of that report into data/others/"
        ),
    ),
    "broken": (DOWNLOADED, put('{\n"@graph": ['), f"{DOWNLOADED}:2: error RB419 unreadable-argument: it is no JSON"),
    "deep": (DOWNLOADED, put("[" * 200_000), f"{DOWNLOADED}: error RB419 unreadable-argument: it is nested deeper"),
    "empty": (DOWNLOADED, put(""), f"{DOWNLOADED}:1: error RB419 unreadable-argument: it is no JSON"),
    "something else": (DOWNLOADED, put('{"@graph": [1, null, {"@id": 3}]}'), f"{DOWNLOADED}: error RB419"),
    "binary": (DOWNLOADED, put(b"\x00\x01\xff"), f"{DOWNLOADED}: error RB002"),
    "huge": (
        DOWNLOADED,
        lambda file: grown(file, 100_000_001),
        f"{DOWNLOADED}: error RB002 unreadable-file: it is larger",
    ),
    "a page of it": (DOWNLOADED, lambda file: file.rename(file.with_suffix(".html")), "warning RB020"),
}


def grown(file: Path, size: int) -> None:
    with file.open("r+b") as stream:
        stream.truncate(size)  # no more room on the disk: the rest is a hole


@pytest.mark.parametrize(("file", "spoil", "expected"), SPOILT.values(), ids=SPOILT)
def test_what_is_wrong_is_said(file: str, spoil: Callable[[Path], None], expected: str, small: Path) -> None:
    spoil(small / file)
    found = said(small)
    assert any(expected in one for one in found), found


def test_blanks_and_forms_of_letters_are_no_change(small: Path) -> None:
    swap(WAS, "Whoever\u00a0borrows\\u202f comes  back.")(small / DOWNLOADED)
    assert said(small) == []


def test_nothing_is_read_for_claims_that_answer_nothing(small: Path) -> None:
    text = (small / CLAIMS).read_text(encoding="utf-8")
    start = text.index("    answers:")
    (small / CLAIMS).write_text(text[:start] + text[text.index("  - id: c-cadre") :], encoding="utf-8")
    put("{")(small / DOWNLOADED)
    assert said(small) == []
    study = read(small)
    assert study.other_reports == ()
    assert not any("answers" in name for name in data_package(study, EDITION, Labels("en")))


def test_a_page_may_name_what_the_ledger_answers(small: Path) -> None:
    study = read(small)
    _, facts = parse(f"[Le soir, il semble.]{{.claim #c-noyau answers={THERE}#c-return}}", study)
    assert facts.malformed == ()
    assert [mark.answers for mark in facts.claims] == [(f"{THERE}#c-return",)]
    assert not [one for one in check_pages(study, [facts], blocks=()) if one.code == "RB424"]
    _, facts = parse(f"\n[Le soir, il semble.]{{.claim #c-noyau answers='{THERE}?a=1&b=2#c-return'}}", study)
    [found] = [one for one in check_pages(study, [facts], blocks=()) if one.code == "RB424"]
    assert str(found).startswith(
        f"docs/fr/page.md:2: error RB424 unlisted-answer: 'c-noyau' does not answer '{THERE}?a=1&b=2#c-return' in "
        "data/claims.yaml"
    )


HOSTILE = Answer("javascript:alert(1)#c-x", 'x" onclick="y', Text(en='<script>alert("x")</script> & {{< value >}}'), "")


def test_others_words_are_text_and_their_scripts_lead_nowhere(small: Path) -> None:
    view = PageView(Index(read(small), Labels("en"), EDITION), "claims.html")
    html = str(view.answer(HOSTILE))
    assert "<script>" not in html
    assert "href" not in html
    assert 'onclick="' not in html
    assert "{{&lt; value &gt;}}" in html


def test_others_words_are_data_in_every_language_of_theirs(small: Path) -> None:
    study = read(small)
    claim = study.claim["c-noyau"]
    german = replace(claim.answers[0], wording=Text(de="=1+1"))
    changed = replace(
        study, claims=tuple(replace(one, answers=(german,)) if one is claim else one for one in study.claims)
    )
    files = data_package(changed, EDITION, Labels("en"))
    [rows] = [content.decode() for name, content in files.items() if name.endswith("claims-answers.csv")]
    assert "wording_de" in rows.splitlines()[0]
    assert "'=1+1" in rows


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@graph", "@context", "@id", "@type", "@value", "@language", "schema:text", "x"]), inner
        )
    ),
    max_leaves=12,
)
NODES = st.fixed_dictionaries({"@id": JSON, "@type": st.just("dg:Claim") | JSON, "schema:text": JSON})


@given(st.lists(NODES | JSON, max_size=4), JSON)
def test_whatever_was_downloaded_is_read_or_refused(nodes: list[Any], context: Any) -> None:
    text = json.dumps({"@context": context, "@graph": nodes})
    report, findings = report_in(SourceFile("data/others/x.jsonld", text, ""))
    assert (report is None) == bool(findings)
    for address, wording in report.claims.items() if report else ():
        assert isinstance(address, str)
        assert all(isinstance(one, str) for pair in wording.items() for one in pair)


@given(st.text())
def test_a_wording_is_recognised_however_it_is_set(words: str) -> None:
    assert digest_of(words) == digest_of(f"\n {in_one_form(words)}\u00a0")


@given(st.text())
def test_what_can_be_led_to_has_a_host_and_a_place(text: str) -> None:
    if is_claim_address(text):
        assert text.lower().startswith(("http://", "https://"))
        assert "#" in text
        assert not set(' <>"\n') & set(text)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert read_other_reports(tmp_path, "data/others") == ((), [], {})
