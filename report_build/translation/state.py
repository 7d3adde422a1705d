"""Whether a translation still says what its original says, block by block and text by text."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from report_build.translation.align import Links, Since, changes, counterparts
from report_build.translation.blocks import Block
from report_build.translation.memory import Remembered


@dataclass(frozen=True, slots=True)
class Stale:
    """A block of a translation whose original is not what it was when it was translated."""

    block: Block
    was: Block  # the original as it was stamped
    now: Block | None  # as it is; None where it was taken out
    how: Literal["changed", "moved", "removed"]
    follows: Block | None = None  # of what has moved: the block of the original that it stands after now


@dataclass(frozen=True, slots=True)
class Untranslated:
    """A block of the original that no block of the translation renders."""

    block: Block
    after: Block | None  # the block of the translation after which it is missing; None: at the beginning


@dataclass(frozen=True, slots=True)
class PageState:
    """The state of one page's translation."""

    stamped: bool = True  # whether anything of the page was ever stamped
    stale: tuple[Stale, ...] = ()
    untranslated: tuple[Untranslated, ...] = ()
    unstamped: tuple[Block, ...] = ()  # blocks of the translation written since the last stamp
    left_out: int = 0  # blocks of the original that the stamp accepted without a translation
    blocks: int = 0  # of the translation
    links: Links = field(default_factory=dict)  # of the original as it is, as they are remembered
    apart: tuple[frozenset[int], frozenset[int]] = (frozenset(), frozenset())  # what a stamp left alone in either


def compare(
    remembered: Sequence[Remembered] | None, original: Sequence[Block], translation: Sequence[Block]
) -> PageState:
    """What has happened to a page since it was stamped; ``remembered`` is None where it never was."""
    if remembered is None:
        return PageState(stamped=False, blocks=len(translation))
    entries = [entry for entry in remembered if entry.original is not None]
    before = [entry.original for entry in entries if entry.original is not None]
    since = changes(before, original)
    links, open_ = _links(remembered, before, translation)

    linked = {new for news in links.values() for new in news}
    now_links = {since.now[old][0]: news for old, news in links.items() if old in since.now}
    written: Links = {}
    if open_ and since.inserted:
        laid = counterparts(original, translation, {new: now_links.get(new, ()) for new, _ in since.now.values()})
        written = {new: laid[new] for new in since.inserted if new in laid and open_ >= set(laid[new])}
    lost = [since.now[old][0] for old, entry in enumerate(entries) if _lost(old, entry, links) and old in since.now]
    return PageState(
        stale=tuple(_stale(before, original, translation, since, links)),
        untranslated=tuple(
            Untranslated(original[new], _place(new, {**now_links, **written}, translation))
            for new in sorted({*(new for new in since.inserted if new not in written), *lost})
        ),
        unstamped=tuple(translation[new] for new in sorted(open_)),
        left_out=sum(not entry.marks and not entry.above for entry in entries),
        blocks=len(translation),
        links=now_links,
        apart=(
            frozenset(new for old, (new, _) in since.now.items() if not links.get(old)),
            frozenset(range(len(translation))) - open_ - linked,
        ),
    )


def _lost(old: int, entry: Remembered, links: Links) -> bool:
    """Whether what translated a block was taken out of the translation."""
    return (bool(entry.marks) or entry.above) and not links.get(old)


def _links(
    remembered: Sequence[Remembered], before: Sequence[Block], translation: Sequence[Block]
) -> tuple[dict[int, tuple[int, ...]], set[int]]:
    """Which blocks of the translation, as it is, were made from which of the original, as it was; and the others."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for index, block in enumerate(translation):
        places[block.mark].append(index)
    found_at: dict[str, int] = {}  # a block that two distant ones of the original went into is named twice
    known: dict[int, tuple[int, ...]] = {}
    taken: set[int] = set()
    number = -1
    for entry in remembered:
        for mark in entry.marks:
            if places[mark]:
                found_at[mark] = places[mark].popleft()
        found = tuple(found_at[mark] for mark in entry.marks if mark in found_at)
        taken.update(found)
        if entry.original is None:
            continue
        number += 1
        if entry.above:
            known[number] = known.get(number - 1, ())
        elif len(found) == len(entry.marks):
            known[number] = found
    # What was worded anew in the translation lies between what was not.
    laid = counterparts(before, translation, known) if len(known) < len(before) else known
    links = {old: news for old, news in laid.items() if old in known or not taken & set(news)}
    for old, entry in enumerate(entry for entry in remembered if entry.original is not None):
        if entry.above and not links.get(old):
            links[old] = links.get(old - 1, ())
    return links, set(range(len(translation))) - taken - {new for news in links.values() for new in news}


def _stale(
    before: Sequence[Block],
    original: Sequence[Block],
    translation: Sequence[Block],
    since: Since,
    links: Links,
) -> list[Stale]:
    found: list[Stale] = []
    for old, block in enumerate(before):
        for index in links.get(old, ()):
            if old not in since.now:
                found.append(Stale(translation[index], block, None, "removed"))
                continue
            new, how = since.now[old]
            if how != "kept":
                follows = original[new - 1] if how == "moved" and new else None
                found.append(Stale(translation[index], block, original[new], how, follows))
    return found


def _place(new: int, links: Links, translation: Sequence[Block]) -> Block | None:
    """The block of the translation that renders what stands before a block of the original."""
    for before in range(new - 1, -1, -1):
        if links.get(before):
            return translation[max(links[before])]
    return None


def remember(
    remembered: Sequence[Remembered] | None, original: Sequence[Block], translation: Sequence[Block]
) -> list[Remembered]:
    """What a stamp keeps of a page: that the translation, as it is, renders the original, as it is.

    What was linked before stays linked; what is new is laid between it.
    """
    known = compare(remembered, original, translation)
    linked = {old: news for old, news in known.links.items() if news}
    links = counterparts(original, translation, linked, known.apart)
    found: list[Remembered] = []
    shown: set[int] = set()
    for old, block in enumerate(original):
        news = links.get(old, ())
        above = bool(news) and old > 0 and links.get(old - 1, ()) == news
        marks = () if above else tuple(translation[new].mark for new in news)
        found.append(Remembered(block, marks, above))
        shown.update(news)
    found += [Remembered(None, (translation[new].mark,)) for new in range(len(translation)) if new not in shown]
    return found
