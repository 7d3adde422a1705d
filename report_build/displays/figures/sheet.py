"""A figure as a value: narrow panels made of plain marks, in pixels from the top left. Nothing here draws.

A panel is at most a phone's column wide; pages lay panels side by side or under one another, downloads in rows as wide
as two of them.
A figure that needs a desk's width is drawn twice, and its narrow panel says so.
Colours are names: see :mod:`report_build.displays.figures.colours`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from report_build.displays.figures.colours import Colour

COLUMN = 328.0  # px: the text column of a phone 360 px wide
DESK = 660.0  # px: the text column beside a page's contents
TEXT = 13.0  # px: ordinary text
SMALL = 12.8  # px: the smallest text
LEADING = 1.32  # line height, as a multiple of the text's size

Anchor = Literal["start", "middle", "end"]
Dash = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    size: float = TEXT
    anchor: Anchor = "start"
    bold: bool = False
    colour: Colour = "ink"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points, its corners rounded by ``radius``."""

    points: tuple[tuple[float, float], ...]
    colour: Colour = "ink"
    width: float = 1.0
    dash: Dash = ()
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its corners rounded by ``radius``."""

    x: float
    y: float
    width: float
    height: float
    fill: Colour | None = None
    edge: Colour | None = None
    line: float = 1.0
    dash: Dash = ()
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed polygon."""

    points: tuple[tuple[float, float], ...]
    fill: Colour | None = "ink"
    edge: Colour | None = None
    line: float = 1.0


Mark = Label | Stroke | Box | Shape


@dataclass(frozen=True, slots=True)
class Link:
    """A place of a panel that leads to what it shows; only in a page, not in a download."""

    x: float
    y: float
    width: float
    height: float
    target: str  # "code:…" or "evidence:…" with an id: the page says where that is
    title: str
    passages: tuple[str, ...] = ()  # that the page opens beside it, where scripts run


@dataclass(frozen=True, slots=True)
class Panel:
    """Marks on a sheet of their own."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    links: tuple[Link, ...] = ()
    screen: Literal["", "wide", "narrow"] = ""  # of a figure drawn twice: where this one is shown; files have the wide


@dataclass(slots=True)
class Pen:
    """Collects marks while a panel is laid out."""

    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def lines(
        self,
        x: float,
        y: float,
        lines: list[str],
        *,
        size: float = TEXT,
        anchor: Anchor = "start",
        bold: bool = False,
        colour: Colour = "ink",
    ) -> float:
        """Lines of text under one another from the top ``y``; returns where the next could begin."""
        for line in lines:
            self.marks.append(Label(x, y + size, line, size, anchor, bold, colour))
            y += size * LEADING
        return y

    def add(self, *marks: Mark) -> None:
        self.marks += marks

    def link(
        self,
        place: tuple[float, float, float, float],
        target: str,
        title: str,
        passages: tuple[str, ...] = (),
    ) -> None:
        """Make a place (left, top, width, height) lead to what it shows."""
        self.links.append(Link(*place, target, title, passages))

    def panel(self, height: float, width: float = COLUMN, screen: Literal["", "wide", "narrow"] = "") -> Panel:
        return Panel(width, round(height), tuple(self.marks), tuple(self.links), screen)


def block_height(lines: list[str], size: float = TEXT) -> float:
    """The height of lines of text, in px."""
    return len(lines) * size * LEADING


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """The same mark elsewhere on the sheet."""
    if isinstance(mark, Stroke | Shape):
        return replace(mark, points=tuple((x + dx, y + dy) for x, y in mark.points))
    return replace(mark, x=mark.x + dx, y=mark.y + dy)


Place = tuple[float, float]


def places(panels: Sequence[Panel], gap: float = 24.0, margin: float = 16.0) -> list[Place]:
    """Where panels stand on one sheet; last, the sheet's own width and height.

    They stand in rows no wider than two such columns, so that letters can be read on a sheet of paper.
    """
    rows: list[list[Panel]] = []
    for panel in panels:
        taken = sum(one.width + gap for one in rows[-1]) + panel.width if rows else 0.0
        if rows and taken <= 2 * COLUMN + gap:
            rows[-1].append(panel)
        else:
            rows.append([panel])
    found: list[Place] = []
    y, widest = margin, 0.0
    for row in rows:
        x = margin
        for panel in row:
            found.append((x, y))
            x += panel.width + gap
        widest = max(widest, x - gap + margin)
        y += max(panel.height for panel in row) + gap
    return [*found, (widest, y - gap + margin)]


def filed(panels: Sequence[Panel]) -> list[Panel]:
    """The panels that a figure's files show: one that is drawn twice is there once, wide."""
    return [panel for panel in panels if panel.screen != "narrow"]


def side_by_side(panels: Sequence[Panel]) -> Panel:
    """All panels on one sheet, in rows."""
    *corners, (width, height) = places(panels)
    marks = (moved(mark, x, y) for panel, (x, y) in zip(panels, corners, strict=True) for mark in panel.marks)
    return Panel(width, height, tuple(marks))


def arrow_head(x: float, y: float, direction: str, colour: Colour, *, size: float = 8.0, hollow: bool = False) -> Shape:
    """A triangle whose tip is at (x, y), pointing ``up``, ``down``, ``left`` or ``right``."""
    half = size * 0.55
    ends = {
        "down": ((x - half, y - size), (x + half, y - size)),
        "up": ((x - half, y + size), (x + half, y + size)),
        "right": ((x - size, y - half), (x - size, y + half)),
        "left": ((x + size, y - half), (x + size, y + half)),
    }[direction]
    return Shape(((x, y), *ends), "paper" if hollow else colour, colour, 1.2)
