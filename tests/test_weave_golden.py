"""Golden cases of weaving: pages, what they become, what was found in them, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from weaving import NO_WORKS, STUDY, page, weave

from report_build.model.pages import Block, Citation, ClaimMark, CrossReference, PageFacts

GOLDEN = Path(__file__).parent / "golden" / "weave.yml"
CASES = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], update_golden: bool) -> None:
    made = woven_case(case)
    if update_golden:
        known = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
        cases = [{**one, **made} if one["name"] == case["name"] else one for one in known]
        GOLDEN.write_text(yaml.dump(cases, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=10**6))
    else:
        assert made == {key: case[key] for key in ("html", "facts", "findings")}


class _Readable(yaml.SafeDumper):
    """Texts of several lines stand as they are read."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Readable.add_representer(str, _text)


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
                said.append(f"{mark.line}: cites {mark.source}" + ("" if mark.linked else ", unlinked"))
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
