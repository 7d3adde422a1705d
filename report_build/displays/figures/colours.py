"""The grammar of colour of all figures, in one place.

- **Ink draws.** ``ink``, ``soft`` and ``faint`` are for words, lines and rules, ``tint`` for what is there.
- **A hue is a voice**, the same as on cards and beside claims, and nothing else ever has one: see :data:`VOICES`.
- **Up and down** (builds and undoes, favours and hinders) are told by direction. Words on a ground have it tinted too:
  see :data:`UP` and :data:`DOWN`.
- **A frame without a ground** is what is said with less: a hedge, or no mark at all. It looks the same both ways.

A page gives each name a value for either scheme (``displays.css``), a download the values of :data:`COLOURS`.
"""

from __future__ import annotations

from collections.abc import Mapping
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

# What a mark of either way stands on, and the outline of one that stands on no more than that.
UP: Colour = "tint"
DOWN: Colour = "shade"
FRAME: Colour = "rise"


def hue(ground: str) -> Colour:
    """The hue of a voice; ink where nothing is known of it."""
    return VOICES.get(ground, "ink")
