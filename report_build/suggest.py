"""The nearest known name to a mistaken one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST = 60  # characters: comparing is quadratic in the length, and no name of ours is longer
_MOST = 100_000  # comparisons in all: with thousands of mistakes, the first hundreds get a suggestion


class Names:
    """Names that exist; ``near`` proposes one of them."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = dict.fromkeys(names)
        self._proposed: dict[str, str] = {}
        self._left = _MOST

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def near(self, name: str) -> str:
        """``Did you mean '…'?`` where a known name is close, else ''."""
        if name not in self._proposed:
            self._proposed[name] = self._nearest(name)
        return self._proposed[name]

    def _nearest(self, name: str) -> str:
        if len(name) > _LONGEST or self._left < len(self._names):
            return ""
        self._left -= len(self._names)
        lower = {known.lower(): known for known in self._names}
        likeness = 0.75 if any(char.isdigit() for char in name) else 0.6  # e30 is no misspelling of e03
        close = get_close_matches(name.lower(), lower, n=1, cutoff=likeness)
        if not close and len(name) >= 3:  # noqa: PLR2004  # reason: the shorter the piece, the more names start with it
            close = [known for known in lower if known.startswith(f"{name.lower()}-")][:1]
        return f"Did you mean '{lower[close[0]]}'?" if close else ""
