"""The parts of a page's source that are not Markdown text: the metadata at its top, and fenced code."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>.*)$")


def front_matter(lines: Sequence[str]) -> int:
    """How many lines the metadata at the top of a page takes with its two fences; 0 where there is none (MkDocs)."""
    if not lines or lines[0].rstrip(" \t") != "---":
        return 0
    return next((at + 1 for at, line in enumerate(lines) if at and line.rstrip(" \t") in ("---", "...")), 0)


def fences(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and the last line of each fenced code block; the last is the next that has the same fence alone."""
    closings: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        bare = line.strip(" \t>")
        if bare.startswith(("```", "~~~")) and not bare.strip(bare[0]):
            closings.setdefault(bare, []).append(index)
    index = 0
    while index < len(lines):
        found = _FENCE.match(lines[index])
        if found and not (found["fence"][0] == "`" and "`" in found["info"]):
            ends = closings.get(found["fence"], [])
            position = bisect_right(ends, index)
            if position < len(ends):
                yield index, ends[position]
                index = ends[position]
        index += 1
