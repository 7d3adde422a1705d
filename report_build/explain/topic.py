"""One thing that can be asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What is said of one thing."""

    kind: str  # what it is, e.g. "column"
    name: str  # its full name, e.g. "evidence.voice"
    about: str  # what it means or does
    facts: Pairs = ()  # what else is said of it: (what, how it is)
    lists: tuple[tuple[str, Pairs], ...] = ()  # what it has: (heading, (name, meaning) of each)
    more: str = ""  # what else is to be said, in sentences
    also: tuple[str, ...] = ()  # what else it may be called

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be asked by."""
        return (self.name, *self.also)

    @property
    def key(self) -> str:
        """Its name as an id of a page."""
        bare = re.sub(r"[^a-z0-9]+", "-", f"{self.kind} {self.name}".lower()).strip("-")
        return bare or "topic"


def known(*facts: tuple[str, str]) -> Pairs:
    """The facts that say something."""
    return tuple((what, said) for what, said in facts if said)
