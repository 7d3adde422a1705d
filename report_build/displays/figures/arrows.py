"""Lines with an arrow head, or crossed out."""

from __future__ import annotations

from dataclasses import dataclass

from report_build.displays.figures.colours import Colour
from report_build.displays.figures.sheet import Dash, Pen, Stroke, arrow_head


@dataclass(frozen=True, slots=True)
class Look:
    """How a line with an arrow head is drawn."""

    colour: Colour
    width: float
    dash: Dash
    head: str  # "full", "hollow" or "cross": a line that is crossed out and leads nowhere


def draw_arrow(pen: Pen, points: tuple[tuple[float, float], ...], look: Look) -> None:
    """A line through some points, at whose end its head stands; one that is crossed out has a cross at its middle."""
    (x0, y0), (x1, y1) = points[-2], points[-1]
    if y0 == y1:
        direction, back = ("right", (-1, 0)) if x1 > x0 else ("left", (1, 0))
    else:
        direction, back = ("down", (0, -1)) if y1 > y0 else ("up", (0, 1))
    if look.head == "cross":
        pen.add(Stroke(points, look.colour, look.width, look.dash, 8))
        middle = _middle(points)
        _cross(pen, middle, look.colour)
        return
    size = 8.0 if look.head == "full" else 7.0
    tip = (x1 + back[0] * 1.5, y1 + back[1] * 1.5)
    stop = (tip[0] + back[0] * size * 0.8, tip[1] + back[1] * size * 0.8)
    pen.add(Stroke((*points[:-1], stop), look.colour, look.width, look.dash, 8))
    pen.add(arrow_head(*tip, direction, look.colour, size=size, hollow=look.head == "hollow"))


def _middle(points: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    half = len(points) // 2
    (x0, y0), (x1, y1) = points[half - 1], points[half]
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def _cross(pen: Pen, at: tuple[float, float], colour: Colour) -> None:
    x, y = at
    arm = 4.5
    pen.add(
        Stroke(((x - arm, y - arm), (x + arm, y + arm)), "paper", 5.5),
        Stroke(((x - arm, y + arm), (x + arm, y - arm)), "paper", 5.5),
        Stroke(((x - arm, y - arm), (x + arm, y + arm)), colour, 1.9),
        Stroke(((x - arm, y + arm), (x + arm, y - arm)), colour, 1.9),
    )
