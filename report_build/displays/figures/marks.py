"""Marks that drawings of numbers share: dots in shapes that are told apart without colour, and marks of a scale."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin
from typing import Literal

from report_build.displays.figures.colours import hue
from report_build.displays.figures.measure import text_width
from report_build.displays.figures.sheet import COLUMN, LEADING, SMALL, Box, Mark, Pen, Shape, Stroke

Look = Literal["disc", "ring", "square", "triangle", "diamond", "cross"]
SHAPES: tuple[Look, ...] = ("disc", "ring", "diamond")  # of columns on one line: each is seen over the others
GROUPS: tuple[Look, ...] = ("disc", "ring", "square", "triangle", "diamond", "cross")
_CORNERS = 24  # of what looks round
TICK = 3.5  # px: half a mark of a scale
SIZE = 4.4  # px: half a dot's width


def dot(x: float, y: float, look: Look, size: float = SIZE) -> tuple[Mark, ...]:
    """A dot around a place."""
    match look:
        case "disc":
            return (_round(x, y, size, filled=True),)
        case "ring":
            return (_round(x, y, size - 0.7, filled=False),)
        case "square":
            return (Box(x - size + 0.6, y - size + 0.6, 2 * size - 1.2, 2 * size - 1.2, "paper", "ink", 1.5),)
        case "triangle":
            points = ((x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8))
            return (Shape(points, "soft"),)
        case "diamond":
            tips = ((x, y - size - 0.8), (x + size + 0.8, y), (x, y + size + 0.8), (x - size - 0.8, y))
            return (Shape(tips, "soft", "paper", 0.8),)
        case "cross":
            arm = size - 0.8
            return (
                Stroke(((x - arm, y - arm), (x + arm, y + arm)), "ink", 1.8),
                Stroke(((x - arm, y + arm), (x + arm, y - arm)), "ink", 1.8),
            )


def voice_mark(x: float, y: float, ground: str, *, hollow: bool = False) -> tuple[Mark, ...]:
    """The mark of a voice by what it gives a claim, in shape and hue as beside claims.

    A disc: material, hollow of further voices; a lozenge: an account, hollow a mere statement; a square: others'
    work, hollow a summary.
    """
    colour, size = hue(ground), 4.0
    tip = size * 1.25
    lozenge = ((x, y - tip), (x + tip, y), (x, y + tip), (x - tip, y))
    match ground:
        case "reported":
            return (Shape(lozenge, colour),)
        case "statement":
            return (Shape(lozenge, None, colour, 1.1),)
        case "cited":
            return (Box(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7, colour),)
        case "summary":
            return (Box(x - size * 0.75, y - size * 0.75, size * 1.5, size * 1.5, None, colour, 1.1),)
        case _:
            turns = [2 * pi * step / _CORNERS for step in range(_CORNERS)]
            points = tuple((round(x + size * cos(turn), 2), round(y + size * sin(turn), 2)) for turn in turns)
            return (Shape(points, None, colour, 1.3),) if hollow else (Shape(points, colour),)


def _round(x: float, y: float, size: float, *, filled: bool) -> Shape:
    turns = [2 * pi * step / _CORNERS for step in range(_CORNERS)]
    points = tuple((round(x + size * cos(turn), 2), round(y + size * sin(turn), 2)) for turn in turns)
    return Shape(points, "ink", "paper", 0.8) if filled else Shape(points, "paper", "ink", 1.6)


def scale_marks(pen: Pen, y: float, places: Sequence[float], texts: Sequence[str]) -> float:
    """The numbers of a scale over their places, as many as stand apart; returns where the next mark could begin."""
    within = [_within(place, text) for place, text in zip(places, texts, strict=True)]
    for place in apart(within, texts):
        pen.lines(within[place], y, [texts[place]], size=SMALL, anchor="middle", colour="soft")
    return y + SMALL * LEADING + 2


def _within(place: float, text: str) -> float:
    """The middle of a text that stands over a place, or as near as the panel allows."""
    half = text_width(text, SMALL) / 2
    return min(max(place, half), COLUMN - half)


def gauge(pen: Pen, y: float, places: Sequence[float], left: float, right: float) -> None:
    """The line of one row, with the marks of its scale."""
    pen.add(Stroke(((left, y), (right, y)), "faint", 1.0))
    pen.add(*(Stroke(((place, y - TICK), (place, y + TICK)), "faint", 0.8) for place in places))


def one_stands_for(count: int, most: int) -> int:
    """How many one mark stands for, so that no more than ``most`` are drawn: 1, 2, 5, 10, 20, …"""
    size, step = 1, 0
    while count > most * size:
        size = (2, 5, 10)[step % 3] * 10 ** (step // 3)
        step += 1
    return size


def apart(places: Sequence[float], texts: Sequence[str], gap: float = 6.0) -> list[int]:
    """Which marks can be written beside one another: all, or every second, third … of them, from the first."""
    for step in range(1, len(places) + 1):
        kept = list(range(0, len(places), step))
        if all(
            places[b] - places[a] >= (text_width(texts[a], SMALL) + text_width(texts[b], SMALL)) / 2 + gap
            for a, b in pairwise(kept)
        ):
            return kept
    return [0]
