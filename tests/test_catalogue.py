"""The catalogue of findings and what the engine says agree."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

import report_build
from report_build.catalogue import RULES, Severity
from report_build.files import engine_table
from report_build.findings import Finding, Place, fails, in_order

ENGINE = Path(report_build.__file__).parent


def codes_said() -> set[str]:
    """Codes that stand as texts in the engine's modules."""
    found: set[str] = set()
    for module in ENGINE.rglob("*.py"):
        nodes = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
        found.update(text for text in texts if re.fullmatch(r"RB\d{3}", text))
    return found


def test_every_code_that_is_said_is_in_the_catalogue_and_the_reverse() -> None:
    assert codes_said() == set(RULES)


def test_names_are_unique_and_stable_in_form() -> None:
    codes = [code for code, *_ in engine_table(str(ENGINE / "catalogue.py"), "catalogue.csv")]
    assert codes == sorted(set(codes))
    assert {rule.severity for rule in RULES.values()} == set(get_args(Severity))
    names = [rule.name for rule in RULES.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in names)


@pytest.mark.parametrize("code", RULES)
def test_every_meaning_is_a_sentence(code: str) -> None:
    meaning = RULES[code].meaning
    assert meaning.endswith(".")
    assert len(meaning) > 20


def test_a_finding_is_one_line_whatever_it_names() -> None:
    long = "x" * 10_000
    finding = Finding(Place("data/x.csv", 3), "RB103", f"'a\nb\u202ec{long}' is not there", "y\n\nz")
    assert str(finding).isprintable()
    assert str(finding).startswith("data/x.csv:3: error RB103 unknown-code: 'a b\\u202ecxxx")
    assert len(str(finding)) < 1300


def test_findings_are_sorted_and_said_once() -> None:
    first, second = Finding(Place("a", 2), "RB103", "m"), Finding(Place("a", 10), "RB101", "m")
    other = Finding(Place("b"), "RB003", "m")
    assert in_order([other, second, first, second]) == [first, second, other]
    assert fails([first])
    assert not fails([other])
