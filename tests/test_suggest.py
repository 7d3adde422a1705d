"""Near misses."""

from __future__ import annotations

import pytest
from effort import calls

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


def test_many_mistakes_in_many_names_take_little_work_each() -> None:
    names = Names(f"passage-{number}" for number in range(30_000))
    few = calls(lambda: [names.near(f"pasage-{number}") for number in range(500)])
    many = calls(lambda: [names.near(f"pasage-{number}") for number in range(500, 2_500)])
    assert many < 6 * few
