"""What diagrams of moves are drawn with, and their key: routes between states, their looks, frames, and loops."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from report_build.displays.figures.arrows import Look, draw_arrow
from report_build.displays.figures.colours import DOWN, UP
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import LEADING, SMALL, TEXT, Box, Panel, Pen, Stroke

Entry = tuple[Callable[[Pen, float, float], None], str]  # draws its mark from (x, y) on, 42 by 17 px; what it means


@dataclass(frozen=True, slots=True)
class Route:
    """A move between two states, named by their place from the bottom."""

    start: int
    end: int
    look: Look
    also: tuple[int, ...] = ()  # other starts, from which it may have begun as well: they join it on its way

    @property
    def span(self) -> int:
        """How many states it passes."""
        return abs(self.end - self.start)

    @property
    def up(self) -> bool:
        """Whether it builds: it then runs on the left, upwards; what undoes, or goes round in place, on the right."""
        return self.end > self.start


LOOKS: Mapping[str, Look] = {
    "tabulated": Look(UP.line, 2.2, (), "full"),
    "prose": Look(UP.line, 2.2, (6.0, 3.0), "full"),
}


def coloured(look: Look, start: int, end: int) -> Look:
    return look if end > start else replace(look, colour=DOWN.line)


def state_box(x: float, y: float, width: float, height: float, *, met: bool) -> Box:
    """A full box, or a thin frame around what has no mark; dashes are kept for what only the text says."""
    return Box(x, y, width, height, "tint" if met else None, "ink" if met else "soft", 1.4 if met else 0.8, radius=7)


def loop(pen: Pen, points: tuple[tuple[float, float], ...], look: Look) -> None:
    """Who stays in a state: a line without a head, for it leads nowhere."""
    pen.add(Stroke(points, look.colour, look.width, look.dash, 8))


def key(entries: Sequence[Entry], width: float, columns: int, screen: Literal["wide", "narrow"]) -> Panel:
    """The key in columns of its entries, filled one after the other."""
    pen = Pen()
    gap, text_left, bottom = 20.0, 54.0, 0.0
    wide = (width - gap * (columns - 1)) / columns
    each = -(-len(entries) // columns)
    for column in range(columns):
        x, y = column * (wide + gap), 2.0
        for draw, text in entries[column * each : (column + 1) * each]:
            draw(pen, x, y)
            lines = wrapped(text, wide - text_left, SMALL)
            y = max(pen.lines(x + text_left, y, lines, size=SMALL), y + TEXT * LEADING) + 6
        bottom = max(bottom, y)
    return pen.panel(bottom + 2, width, screen)


def key_up(pen: Pen, x: float, y: float) -> None:
    draw_arrow(pen, ((x + 21, y + 17), (x + 21, y)), LOOKS["tabulated"])


def key_down(pen: Pen, x: float, y: float) -> None:
    draw_arrow(pen, ((x + 21, y), (x + 21, y + 17)), coloured(LOOKS["tabulated"], 1, 0))


def key_stay(pen: Pen, x: float, y: float) -> None:
    pen.add(Stroke(((x + 4, y + 3), (x + 38, y + 3)), "ink", 1.4))
    loop(
        pen, ((x + 11, y + 3), (x + 11, y + 14), (x + 31, y + 14), (x + 31, y + 3)), coloured(LOOKS["tabulated"], 0, 0)
    )


def key_either(pen: Pen, x: float, y: float) -> None:
    look = LOOKS["tabulated"]
    draw_arrow(pen, ((x + 33, y + 22), (x + 12, y + 22), (x + 12, y + 4), (x + 33, y + 4)), look)
    pen.add(Stroke(((x + 33, y + 14), (x + 12, y + 14)), look.colour, look.width))


def key_line(look: Look, pen: Pen, x: float, y: float) -> None:
    pen.add(Stroke(((x + 2, y + 9), (x + 40, y + 9)), "ink", look.width, look.dash))


def key_signs(signs: str, pen: Pen, x: float, y: float) -> None:
    pen.lines(x + 21, y, wrapped(signs, 42, bold=True, lines=1), anchor="middle", bold=True)


def key_unmet(pen: Pen, x: float, y: float) -> None:
    pen.add(state_box(x + 2, y, 38, 17, met=False))
