"""How far several coders agree: per cent, Cohen's kappa, Krippendorff's alpha, and where they differ.

A passage that a coder gave no code at all counts as not seen by that coder. Of one that was seen, each code was given
or not. Judgements are compared by their levels, none of which is nearer to another. The coders compared are those who
are named; where one is, that one and the study's own coding, whose rows name nobody.

Kappa is that of two coders, or the mean of all pairs. The interval of alpha is that of passages, or cells, drawn anew
with replacement: the middle 95 in 100 of the values found. Where nothing varies, both are undefined, however well
coders agree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

from report_build.model.coding import GENERAL
from report_build.model.study import Study, once

if TYPE_CHECKING:
    import numpy as np

_DRAWS, _SEED, _TAIL = 2000, 20, 2.5
_FEWEST = 2  # coders who compare
Ratings = Mapping[str, str]  # coder -> value given to one unit


@dataclass(frozen=True, slots=True)
class Measure:
    """How far coders agree on some units; None is undefined."""

    units: int  # rated by two coders or more
    same: float | None  # the share of pairs of ratings that are alike
    kappa: float | None
    alpha: float | None
    low: float | None  # of the interval of alpha
    high: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit that coders rated differently."""

    about: str  # the passage, or the case
    code: str
    values: Mapping[str, str]  # coder -> what was given: a level; of a code "given" or ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One kind of ratings, compared."""

    what: str  # "codings" or "assessments"
    coders: tuple[str, ...]  # "" is the study's own coding
    whole: Measure
    kinds: Mapping[str, Measure]  # kind of code -> its codes together
    codes: Mapping[str, Measure]
    cases: Mapping[str, Measure]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    about: str  # passage or cell: what is drawn anew as one
    case: tuple[str, ...]
    code: str
    ratings: Ratings


@once
def agreement(study: Study) -> tuple[Compared, ...]:
    """Codings and judgements of two coders or more; nothing where one person coded."""
    found = (
        _compared("codings", *_codings(study), study),
        _compared("assessments", *_judgements(study), study),
    )
    return tuple(one for one in found if one is not None)


def coders_of(study: Study, table: str) -> tuple[str, ...]:
    """Who is compared: those who are named; the study's own coding too where only one is."""
    named = dict.fromkeys(row.coder or study.about.coder for row in study.rows(table))
    others = tuple(one for one in named if one)
    return others if len(others) >= _FEWEST or "" not in named else ("", *others)


def _codings(study: Study) -> tuple[list[_Unit], tuple[str, ...]]:
    coders = coders_of(study, "codings")
    given: dict[str, dict[str, dict[str, None]]] = {}  # passage -> coder -> codes
    for row in study.rows("codings"):
        coder = row.coder or study.about.coder
        if coder in coders and row.evidence in study.passage and row.code in study.code:
            given.setdefault(row.evidence, {}).setdefault(coder, {})[row.code] = None
    used = [code for code in study.code if any(code in codes for one in given.values() for codes in one.values())]
    units = [
        _Unit(passage, study.passage[passage].cases, code, {one: str(code in codes) for one, codes in by.items()})
        for passage, by in given.items()
        if len(by) >= _FEWEST
        for code in used
    ]
    return units, coders


def _judgements(study: Study) -> tuple[list[_Unit], tuple[str, ...]]:
    coders = coders_of(study, "assessments")
    levels: dict[tuple[str, str], dict[str, str]] = {}
    for row in study.rows("assessments"):
        coder = row.coder or study.about.coder
        if coder in coders:
            levels.setdefault((row.case, row.code), {}).setdefault(coder, row.level)
    units = [_Unit(f"{case}/{code}", (case,), code, by) for (case, code), by in levels.items() if len(by) >= _FEWEST]
    return units, coders


def _compared(what: str, units: Sequence[_Unit], coders: tuple[str, ...], study: Study) -> Compared | None:
    if len(coders) < _FEWEST:
        return None
    codes = dict.fromkeys(one.code for one in units)
    met = dict.fromkeys(case for one in units for case in one.case)
    cases = [case for case in [*study.case, GENERAL] if case in met]
    return Compared(
        what,
        coders,
        measured(units),
        {
            kind: measured(of_kind)
            for kind in study.kind
            if (of_kind := [one for one in units if study.code[one.code].kind == kind])
        },
        {code: measured([one for one in units if one.code == code]) for code in study.code if code in codes},
        {case: measured([one for one in units if case in one.case]) for case in cases},
        tuple(
            Difference(one.about.partition("/")[0], one.code, dict(one.ratings))
            for one in units
            if len(set(one.ratings.values())) > 1
        ),
    )


def measured(units: Sequence[_Unit]) -> Measure:
    """The measures of some units, each rated by two coders or more."""
    pairs = [pair for one in units for pair in combinations(one.ratings.values(), 2)]
    same = sum(first == second for first, second in pairs) / len(pairs) if pairs else None
    alpha, low, high = _alpha(tuple((one.about, tuple(one.ratings.values())) for one in units))
    abouts = len({one.about for one in units})
    return Measure(abouts, same, _kappa([one.ratings for one in units]), alpha, low, high)


def _kappa(ratings: Iterable[Ratings]) -> float | None:
    """Cohen's kappa; of more than two coders the mean of all pairs for which it is defined."""
    tables: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for one in ratings:
        for first, second in combinations(sorted(one), 2):
            tables.setdefault((first, second), Counter())[one[first], one[second]] += 1
    found = [kappa for table in tables.values() if (kappa := cohen(table)) is not None]
    return sum(found) / len(found) if found else None


def cohen(table: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa of two coders: (first's value, second's value) -> how often; None where it is undefined."""
    total = sum(table.values())
    first, second = Counter[str](), Counter[str]()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    by_chance = sum(first[value] * second[value] for value in first)
    if not total or by_chance == total * total:
        return None
    agreed = sum(count for (one, other), count in table.items() if one == other)
    return (agreed * total - by_chance) / (total * total - by_chance)


@lru_cache(maxsize=512)  # a server compares the same ratings after every save
def _alpha(units: Sequence[tuple[str, Sequence[str]]]) -> tuple[float | None, float | None, float | None]:
    """Krippendorff's alpha of values without order, and its interval.

    :param units: what each is about, and the values that coders gave it.
    """
    import numpy as np  # noqa: PLC0415  # reason: only where coders are compared

    values = {value: place for place, value in enumerate(sorted({value for _, given in units for value in given}))}
    by_about: dict[str, Any] = {}
    for about, given in units:
        counts = Counter(values[value] for value in given)
        table = by_about.setdefault(about, np.zeros((len(values), len(values))))
        for first, many in counts.items():
            for second, more in counts.items():
                table[first, second] += many * (more - (first == second)) / (len(given) - 1)
    if not by_about:
        return None, None, None
    told = Counter(table.tobytes() for table in by_about.values())
    kinds = {table.tobytes(): table for table in by_about.values()}
    tables, weights = np.array([kinds[key] for key in told]), np.array([told[key] for key in told])
    alpha = _of_tables(tables, weights[None, :])[0]
    if np.isnan(alpha):
        return None, None, None
    draws = np.random.default_rng(_SEED).multinomial(weights.sum(), weights / weights.sum(), size=_DRAWS)
    found = _of_tables(tables, draws)
    found = found[~np.isnan(found)]
    if len(by_about) < _FEWEST or len(found) < _DRAWS / 2:
        return float(alpha), None, None
    low, high = np.percentile(found, [_TAIL, 100 - _TAIL])
    return float(alpha), float(low), float(high)


def _of_tables(tables: np.ndarray[Any, Any], draws: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Alpha of each draw: how often each table of coincidences comes in it; not a number where nothing varies."""
    import numpy as np  # noqa: PLC0415  # reason: as above

    whole = np.tensordot(draws, tables, axes=1)
    margins = whole.sum(axis=2)
    total = margins.sum(axis=1)
    observed = total - np.trace(whole, axis1=1, axis2=2)
    expected = (total**2 - (margins**2).sum(axis=1)) / np.where(total > 1, total - 1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed / expected, np.nan))
