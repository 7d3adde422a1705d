"""The outlines of marks, and which neighbours are drawn as one: what a page's SVG and a picture are both drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from report_build.displays.figures.colours import Colour
from report_build.displays.figures.sheet import Box, Dash, Label, Mark, Shape, Stroke

Point = tuple[float, float]
Step = tuple[str, tuple[Point, ...]]  # a command of SVG's paths (M, L, Q, z) and its points


@dataclass(frozen=True, slots=True)
class Look:
    """How an outline is drawn; without an edge or a fill where there is none."""

    fill: Colour | None
    edge: Colour | None
    line: float
    dash: Dash = ()


def drawn_marks(marks: Sequence[Mark]) -> Iterator[Label | tuple[Look, list[Step]]]:
    """Lines of text, and paths: neighbours of one look are one path, as hundreds of squares cost as much as one."""
    for look, alike in groupby(marks, key=_look):
        path: list[Step] = []
        for mark in alike:
            if isinstance(mark, Label):
                yield mark
            else:
                path += _outline(mark)
        if look:
            yield look, path


def _look(mark: Mark) -> Look | None:
    match mark:
        case Label():
            return None
        case Stroke():
            return Look(None, mark.colour, mark.width, mark.dash)
        case Box():
            return Look(mark.fill, mark.edge, mark.line, mark.dash)
        case Shape():
            return Look(mark.fill, mark.edge, mark.line)


def _outline(mark: Stroke | Box | Shape) -> Iterator[Step]:
    match mark:
        case Stroke():
            yield from _rounded(mark.points, mark.radius)
            yield "L", (mark.points[-1],)
        case Box():
            left, top, right, bottom = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
            middle = (left + right) / 2  # begins in the middle of the top, so that every corner can be round
            corners = ((middle, top), (right, top), (right, bottom), (left, bottom), (left, top), (middle, top))
            yield from _rounded(corners, mark.radius)
            yield "z", ()
        case Shape():
            yield from _rounded((*mark.points, mark.points[0]), 0)
            yield "z", ()


def _rounded(points: tuple[Point, ...], radius: float) -> Iterator[Step]:
    """From the first point to the last corner; each corner becomes a curve that starts ``radius`` before it."""
    yield "M", (points[0],)
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        if radius:
            yield "L", (_towards(corner, before, radius),)
            yield "Q", (corner, _towards(corner, after, radius))
        else:
            yield "L", (corner,)


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    share = min(0.5, distance / length) if length else 0.0
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
