"""The state of a translation as a table."""

from __future__ import annotations

from report_build.translation.freshness import Freshness

_HEAD = ("", "sections", "stale", "missing", "unstamped")


def status(known: Freshness) -> list[str]:
    """Lines of a table: each page and data file, how much it has, and what of it needs looking at."""
    table: list[tuple[str, ...]] = [(known.language, *_HEAD[1:])]
    for page in known.pages.values():
        state = page.state
        counts = (state.sections, len(state.stale), len(state.untranslated), len(state.unstamped))
        table.append(_row(page.translation, *counts))
    for file, texts in known.texts.items():
        table.append(_row(file, texts.texts, len(texts.stale), 0, len(texts.unstamped)))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in table
    ]


def _row(name: str, *counts: int) -> tuple[str, ...]:
    return (name, *(str(count) if count or not place else "·" for place, count in enumerate(counts)))
