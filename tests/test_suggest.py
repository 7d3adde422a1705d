"""Near misses."""

from __future__ import annotations

import time

import pytest

from report_build.suggest import Names


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("reseau", ["reseau-entraide", "anomie"], "reseau-entraide"),
        ("durkeim1960", ["durkheim1960", "dubar1998"], "durkheim1960"),
        ("Anomie", ["anomie"], "anomie"),
        ("micro_communaute", ["micro-communaute"], "micro-communaute"),
        ("e30", ["e03", "e20"], ""),  # numbers that look alike are other numbers
        ("x", ["x-one", "x-two"], ""),
        ("quite other", ["anomie"], ""),
        ("anomie", [], ""),
        ("x" * 10_000, ["anomie"], ""),
    ],
)
def test_the_nearest_name(name: str, known: list[str], near: str) -> None:
    assert Names(known).near(name) == (f"Did you mean '{near}'?" if near else "")


def test_many_mistakes_in_many_names_end() -> None:
    names = Names(f"passage-{number}" for number in range(30_000))
    began = time.process_time()
    for number in range(10_000):
        names.near(f"pasage-{number}")
    assert time.process_time() - began < 10
