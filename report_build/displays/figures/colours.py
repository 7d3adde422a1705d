"""The grammar of colour of all figures, in one place.

- **Ink draws.** ``ink``, ``soft`` and ``faint`` are for words, lines and rules, ``tint`` for what is there.
- **A hue is a voice**, the same as on cards and beside claims, and nothing else ever has one: see :data:`VOICES`.
- **Up and down** (builds and undoes, favours and hinders) are told by shape, and again by tint: what goes up is pale,
  what goes down is strong. See :data:`UP` and :data:`DOWN`.

A page gives each name a value for either scheme (``displays.css``), a download the values of :data:`COLOURS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Colour = Literal["ink", "soft", "faint", "paper", "tint", "shade", "rise", "speaker", "author", "cited", "source"]

COLOURS: dict[Colour, str] = {  # no two alike: a page finds each by its value
    "ink": "#1b1f27",
    "soft": "#545d6a",
    "faint": "#c9cfd8",
    "paper": "#fffffe",
    "tint": "#eceae5",
    "shade": "#cbc7be",
    "rise": "#747b84",
    "speaker": "#8a3b12",
    "author": "#0b4a6f",
    "cited": "#5a3d8a",
    "source": "#50565c",
}

# What a voice gives a claim (see ``Voice.ground``) -> its hue.
VOICES: Mapping[str, Colour] = {
    "material": "speaker",
    "reported": "author",
    "statement": "author",
    "cited": "cited",
    "summary": "source",
}


@dataclass(frozen=True, slots=True)
class Way:
    """How one of two ways is tinted."""

    line: Colour  # an arrow that leads this way
    ground: Colour  # what a mark of this way stands on
    edge: Colour  # its outline, where it is no more than that


UP = Way("rise", "tint", "shade")
DOWN = Way("ink", "shade", "rise")


def hue(ground: str) -> Colour:
    """The hue of a voice; ink where nothing is known of it."""
    return VOICES.get(ground, "ink")
