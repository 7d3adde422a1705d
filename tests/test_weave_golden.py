"""Golden cases of weaving: pages, what they become, what was found in them, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from weaving import NO_WORKS, STUDY, page, weave

from report_build.model.pages import Block, Citation, ClaimMark, CrossReference, PageFacts

CASES = yaml.safe_load((Path(__file__).parent / "golden" / "weave.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert woven_case(case) == {key: case[key] for key in ("html", "facts", "findings")}


def woven_case(case: dict[str, Any]) -> dict[str, Any]:
    """What a case's pages become."""
    study = STUDY if case.get("works") else NO_WORKS
    pages = [page(address, text, study) for address, text in case["pages"].items()]
    woven, findings = weave(pages, study if case.get("claims_page") else replace(study, claims=()))
    unrelated = set(case.get("not", ["RB305", "RB316"]))  # displays not shown, works not cited
    return {
        "html": {address: html + "\n" for address, html in woven.html.items()},
        "facts": {one.address: [*_said(one.facts)] for one in pages},
        "findings": [str(finding) for finding in findings if finding.code not in unrelated],
    }


def _said(facts: PageFacts) -> list[str]:
    said = []
    for mark in facts.markers:
        match mark:
            case Citation():
                said.append(f"{mark.line}: cites {mark.cluster}" + ("" if mark.linked else ", unlinked"))
            case CrossReference():
                said.append(f"{mark.line}: refers to {mark.target}" + (", bare" if mark.bare else ""))
            case Block():
                said.append(
                    f"{mark.line}: {mark.name} {[*mark.arguments]} {dict(mark.options)}"
                    + ("" if mark.alone else ", in text")
                )
            case ClaimMark():
                said.append(f"{mark.line}: " + (f"claim {mark.id}" if mark.id else f"restates {mark.of}"))
    said += [f"{value.line}: value {value.path}" for value in facts.values]
    said += [f"{heading.line}: h{heading.level} #{heading.id}" for heading in facts.headings]
    said += [f"{image.line}: image {image.source}" for image in facts.images]
    return said
