"""Sequences of blocks laid side by side: two states of one language, or an original and its translation."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from math import log
from typing import Literal

from report_build.translation.blocks import Block

_ALIKE = 0.4  # share of words in common above which one text is another one changed
_NONE = float("-inf")
Change = Literal["kept", "moved", "changed"]


@dataclass(frozen=True, slots=True)
class Since:
    """What became of blocks: of each earlier one its place now and how it got there; absent: it was taken out."""

    now: Mapping[int, tuple[int, Change]]  # index among the earlier -> index among the later
    inserted: tuple[int, ...]  # indices among the later


def changes(before: Sequence[Block], after: Sequence[Block]) -> Since:
    """What happened to each block between two states of a page in one language.

    Equal blocks in the same order are kept; those that stand elsewhere have moved, as few as possible. Of what is left
    between two kept ones, alike blocks, those with an id in common, and as many of one kind, are the same one changed.
    """
    kept = _longest_common([_identity(block) for block in before], [_identity(block) for block in after])
    now: dict[int, tuple[int, Change]] = {old: (new, "kept") for old, new in kept}
    taken = {new for _, new in kept}

    def pair(old: int, new: int, how: Change) -> None:
        now[old] = (new, how)
        taken.add(new)

    elsewhere: dict[tuple[str, str], deque[int]] = defaultdict(deque)
    for new, block in enumerate(after):
        if new not in taken:
            elsewhere[_identity(block)].append(new)
    for old, block in enumerate(before):
        if old not in now and elsewhere[_identity(block)]:
            pair(old, elsewhere[_identity(block)].popleft(), "moved")
    for olds, news in _gaps(kept, len(before), len(after)):
        left = [old for old in olds if old not in now], [new for new in news if new not in taken]
        for old, new in _likely(before, after, *left):
            pair(old, new, "changed")
    named = {id_: new for new, block in enumerate(after) if new not in taken for id_ in block.ids}
    for old, block in enumerate(before):
        found = next((named[id_] for id_ in sorted(block.ids) if id_ in named), None)
        if old not in now and found is not None and found not in taken:
            pair(old, found, "changed")
    return Since(now, tuple(new for new in range(len(after)) if new not in taken))


def _identity(block: Block) -> tuple[str, str]:
    return block.kind, block.key


def _longest_common(one: Sequence[object], other: Sequence[object]) -> list[tuple[int, int]]:
    """Pairs of equal items, in order in both, as many as there can be."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    rows, columns = len(one) - start - end, len(other) - start - end
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            best[row][column] = (
                best[row + 1][column + 1] + 1
                if one[start + row] == other[start + column]
                else max(best[row + 1][column], best[row][column + 1])
            )
    pairs = [(index, index) for index in range(start)]
    row = column = 0
    while row < rows and column < columns:
        if one[start + row] == other[start + column]:
            pairs.append((start + row, start + column))
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            row += 1
        else:
            column += 1
    return pairs + [(len(one) - index, len(other) - index) for index in range(end, 0, -1)]


def _gaps(kept: Sequence[tuple[int, int]], before: int, after: int) -> list[tuple[range, range]]:
    edges = [(-1, -1), *kept, (before, after)]
    return [
        (range(old + 1, next_old), range(new + 1, next_new)) for (old, new), (next_old, next_new) in pairwise(edges)
    ]


def _likely(
    before: Sequence[Block], after: Sequence[Block], olds: Sequence[int], news: Sequence[int]
) -> list[tuple[int, int]]:
    if not olds or not news:
        return []

    def score(old: int, new: int) -> float:
        one, other = before[olds[old]], after[news[new]]
        if one.kind != other.kind:
            return _NONE
        if one.ids and other.ids:
            return 2.0 if one.ids & other.ids else _NONE
        likeness = SequenceMatcher(None, one.words, other.words, autojunk=False).ratio()
        return likeness if likeness >= _ALIKE else _NONE

    found = [(olds[old], news[new]) for old, new in _best_pairs(len(olds), len(news), score)]
    # What was written anew from end to end stands where it stood: as many blocks of the same kinds, in order.
    edges = [(-1, -1), *((olds.index(old), news.index(new)) for old, new in found), (len(olds), len(news))]
    for (old, new), (next_old, next_new) in pairwise(edges):
        ones, others = olds[old + 1 : next_old], news[new + 1 : next_new]
        if [before[one].kind for one in ones] == [after[other].kind for other in others]:
            found += [
                (one, other)
                for one, other in zip(ones, others, strict=True)
                if not (before[one].ids and after[other].ids)
            ]
    return found


def _best_pairs(rows: int, columns: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pairs in order in both, with the highest sum of scores."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    scores = [[score(row, column) for column in range(columns)] for row in range(rows)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            best[row][column] = max(
                best[row + 1][column], best[row][column + 1], best[row + 1][column + 1] + scores[row][column]
            )
    pairs, row, column = [], 0, 0
    while row < rows and column < columns:
        if best[row][column] == best[row + 1][column + 1] + scores[row][column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs


# An original and its translation

_SKIP = -0.7  # a block without a counterpart
_SPLIT = -0.3  # two blocks for one
_KNOWN = 20.0
Links = Mapping[int, tuple[int, ...]]  # index in the original -> indices in the translation


def counterparts(
    original: Sequence[Block],
    translation: Sequence[Block],
    known: Links | None = None,
    apart: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset()),
) -> dict[int, tuple[int, ...]]:
    """Which blocks translate which, judged by order, kind, length and what both must have: ids, citations, numbers.

    One block may be translated by two, and two by one; some by none.

    :param known: what is known already, blocks without a counterpart included; the others are laid between it.
    :param apart: blocks of the original and of the translation that are known to have nothing to do with each other.
    """
    fixed = dict(known or {})
    back = {new for news in fixed.values() for new in news}
    rows, columns = len(original), len(translation)

    def score(old: int, new: int) -> float:
        if old in fixed or new in back:
            return _KNOWN if fixed.get(old, ())[:1] == (new,) else _NONE
        if old in apart[0] and new in apart[1]:
            return _NONE
        return _kinship((original[old],), (translation[new],))

    def joint(olds: tuple[int, ...], news: tuple[int, ...]) -> float:
        if any(old in fixed for old in olds) or any(new in back for new in news):
            return _NONE
        if any(old in apart[0] for old in olds) and any(new in apart[1] for new in news):
            return _NONE
        found = _kinship(tuple(original[old] for old in olds), tuple(translation[new] for new in news))
        return found + _SPLIT

    best: dict[tuple[int, int], tuple[float, int, int]] = {(rows, columns): (0.0, 0, 0)}
    for row in range(rows, -1, -1):
        for column in range(columns, -1, -1):
            if (row, column) == (rows, columns):
                continue
            steps: list[tuple[float, int, int]] = []
            if row < rows:
                steps.append((best[row + 1, column][0] + _SKIP, 1, 0))
            if column < columns:
                steps.append((best[row, column + 1][0] + _SKIP, 0, 1))
            if row < rows and column < columns:
                steps.append((best[row + 1, column + 1][0] + score(row, column), 1, 1))
                if column + 1 < columns:
                    steps.append((best[row + 1, column + 2][0] + joint((row,), (column, column + 1)), 1, 2))
                if row + 1 < rows:
                    steps.append((best[row + 2, column + 1][0] + joint((row, row + 1), (column,)), 2, 1))
            best[row, column] = max(steps, key=lambda step: step[0])
    links: dict[int, tuple[int, ...]] = {}
    row = column = 0
    while (row, column) != (rows, columns):
        _, down, right = best[row, column]
        if down and right:
            for old in range(row, row + down):
                links[old] = tuple(range(column, column + right))
        row, column = row + down, column + right
    return links | {old: news for old, news in fixed.items() if news}


def _kinship(ones: tuple[Block, ...], others: tuple[Block, ...]) -> float:
    """How likely blocks say the same in two languages; above 0 where likelier than not."""
    kinds = {block.kind for block in (*ones, *others)}
    if len(kinds) > 1 or (kinds & {"heading", "marker", "meta", "title", "code"} and len(ones) + len(others) > 2):  # noqa: PLR2004
        return _NONE
    ids, other_ids = (frozenset[str]().union(*(block.ids for block in side)) for side in (ones, others))
    if "meta" in kinds:
        return 5.0 if ones[0].text.partition(":")[0] == others[0].text.partition(":")[0] else _NONE
    if ids or other_ids:
        if not ids & other_ids:
            return _NONE
        return 4.0 + len(ids & other_ids) / len(ids | other_ids)
    signs, other_signs = (frozenset[str]().union(*(block.signs for block in side)) for side in (ones, others))
    shared = len(signs & other_signs) / len(signs | other_signs) if signs or other_signs else 0.5
    lengths = [sum(len(block.key) for block in side) for side in (ones, others)]
    return 0.6 + shared - min(2.0, abs(log((lengths[0] + 10) / (lengths[1] + 10))) * 1.5)
