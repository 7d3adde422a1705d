"""The state of a translation as a table, and what a stamp let pass."""

from __future__ import annotations

from collections.abc import Sequence

from report_build.translation.excerpts import excerpt
from report_build.translation.freshness import Freshness
from report_build.translation.memory import Memory

_HEAD = ("", "blocks", "stale", "missing", "unstamped", "left out")


def status(known: Freshness) -> list[str]:
    """Lines of a table: each page and data file, how much it has, and what of it needs looking at."""
    table: list[tuple[str, ...]] = [(known.language, *_HEAD[1:])]
    for page in known.pages.values():
        state = page.state
        unstamped = len(state.unstamped) if state.stamped else state.blocks
        stale = len({id(one.block) for one in state.stale})
        table.append(_row(page.translation, state.blocks, stale, len(state.untranslated), unstamped, state.left_out))
    for file, texts in known.texts.items():
        table.append(_row(file, texts.texts, len(texts.stale), 0, len(texts.unstamped), 0))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in table
    ]


def _row(name: str, *counts: int) -> tuple[str, ...]:
    return (name, *(str(count) if count or not place else "·" for place, count in enumerate(counts)))


def left_out(known: Freshness, memory: Memory) -> Sequence[str]:
    """Blocks of the original that a stamp accepted without a translation, one line each."""
    return [
        f"{page.original}: accepted without a translation: {excerpt(block.original.text)}"
        for page in known.pages.values()
        for block in memory.pages.get(page.name, ())
        if block.original is not None and not block.marks and not block.above
    ]
