"""Rules on the claims of other reports that claims answer: named in full, and still worded as they were answered.

Nothing is fetched. What a report says now is known from its ``argument.jsonld``, as the authors last downloaded it into
``data/others/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from report_build.check.dates import how_to_date, is_date
from report_build.check.rules import listed
from report_build.excerpts import excerpts
from report_build.findings import Finding
from report_build.model.answers import Answer, in_one_form, is_claim_address
from report_build.model.coding import Claim
from report_build.model.study import Study
from report_build.model.text import Text
from report_build.suggest import Names

_Findings = Iterator[Finding]
_DOWNLOAD = "Download the argument.jsonld of that report into data/others/"


def check_answers(study: Study) -> _Findings:
    """What is wrong with the answers of every claim."""
    told: dict[str, tuple[str, Text]] = {}  # address of a claim -> the file that has it, and its wording there
    for report in study.other_reports:
        for address, wording in report.claims.items():
            told.setdefault(address, (report.file, wording))
    for claim in study.claims:
        seen: set[str] = set()
        for number, answer in enumerate(claim.answers):
            at = f"answers.{number}"
            if answer.address and answer.address in seen:
                message = f"'{claim.id}' answers '{answer.address}' more than once"
                yield Finding(claim.origin.at(f"{at}.address"), "RB129", message, "Answer each claim once")
            seen.add(answer.address)
            yield from _check_form(claim, answer, at)
            if answer.link:
                yield from _check_wording(claim, answer, at, told)


def _check_form(claim: Claim, answer: Answer, at: str) -> _Findings:
    if answer.address and not answer.link:
        place = claim.origin.at(f"{at}.address")
        page = is_claim_address(f"{answer.address}#c-1")
        problem = "names a page, and no claim in it" if page else "is not the full web address of a claim"
        hint = "Copy it from the claim's own entry in that report, as in https://example.org/en/1.0.0/claims.html#c-id"
        yield Finding(place, "RB420", f"'{answer.address}' {problem}", hint)
    languages = [language for language, said in answer.wording.items() if said]
    if len(languages) > 1:
        message = f"'wording' is kept in {listed(languages)}"
        yield Finding(
            claim.origin.at(f"{at}.wording"), "RB420", message, "Keep it in the language in which it was read"
        )
    if answer.seen and not is_date(answer.seen):
        message = f"'{answer.seen}' is not a date"
        yield Finding(claim.origin.at(f"{at}.seen"), "RB127", message, how_to_date(answer.seen))


def _check_wording(claim: Claim, answer: Answer, at: str, told: Mapping[str, tuple[str, Text]]) -> _Findings:
    """Whether the other report still says what was answered."""
    place = claim.origin.at(f"{at}.address")
    if answer.address not in told:
        near = _of_the_same_report(answer.address, told)
        if near:
            message = f"no claim of {listed(dict.fromkeys(told[one][0] for one in near))} is '{answer.address}'"
            hint = _named_alike(answer.address, near) or "It may have been taken out: read that report again"
            yield Finding(place, "RB421", message, hint)
        else:
            message = f"nothing says whether '{answer.address}' is worded as it was"
            yield Finding(place, "RB423", message, _DOWNLOAD)
        return
    file, wording = told[answer.address]
    now = wording.get(answer.language) or wording.get("", "")
    if not answer.words or in_one_form(answer.words) == in_one_form(now):
        return
    place = claim.origin.at(f"{at}.wording")
    if not now:
        languages = [language for language, said in wording.items() if said]
        problem = f"is worded in {listed(languages)} there" if languages else "has no words there"
        message = f"'wording' is in '{answer.language}', and the claim {problem} ({file})"
        yield Finding(place, "RB422", message, "Keep the wording in that language, or answer that of the other edition")
        return
    was, became = excerpts(in_one_form(answer.words), in_one_form(now))
    message = f"the claim that '{claim.id}' answers was kept as {was} and is now {became} ({file})"
    yield Finding(place, "RB422", message, "Read it again, then keep its new wording or take the answer out")


def _of_the_same_report(address: str, told: Mapping[str, object]) -> list[str]:
    """Downloaded claims of the report of an address: on the same page, or of the same name on the same host."""
    page, _, name = address.partition("#")
    host = urlsplit(address).netloc
    return [
        one
        for one in told
        if one.partition("#")[0] == page
        or (one.partition("#")[2] == name and is_claim_address(one) and urlsplit(one).netloc == host)
    ]


def _named_alike(address: str, near: list[str]) -> str:
    name = address.partition("#")[2]
    same = [one for one in near if one.partition("#")[2] == name]
    return f"Did you mean '{same[0]}'?" if same else Names(one.partition("#")[2] for one in near).near(name)
