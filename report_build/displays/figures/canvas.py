"""The door to matplotlib, with measure.py: drawing panels as SVG and PNG that are the same everywhere.

Fonts are the ones that matplotlib brings along; its settings are its defaults, whatever the machine's own say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from PIL import Image

from report_build.displays.figures.colours import COLOURS, Colour
from report_build.displays.figures.measure import font_file, quiet
from report_build.displays.figures.sheet import Box, Dash, Label, Mark, Panel, Shape, Stroke

PNG_SCALE = 2  # pixels for each px of the sheet
PALETTE = 16  # colours of a PNG, so that a pixel takes half a byte
FLAT_COLOURS = 6  # of them, those of whole areas
LARGE = 4_000_000  # px² of sheet, above which one pixel a px must do
_PLACES = re.compile(r' (?:d|x|y)="[^"]*"')
_FINE = re.compile(r"-?\d+\.\d{2,}")
ALIGNMENTS = {"start": "left", "middle": "center", "end": "right"}


def svg(panel: Panel, salt: str) -> str:
    """A panel as SVG as matplotlib writes it: colours of :data:`COLOURS`, no background, real text, tenths of a px."""
    file = BytesIO()
    with _settings(salt):
        figure = _figure(panel)
        figure.patch.set_visible(False)
        FigureCanvasSVG(figure)
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(file, format="svg", transparent=True, metadata=metadata)
    return _PLACES.sub(lambda places: _FINE.sub(_rounded_off, places[0]), file.getvalue().decode())


def _rounded_off(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


def png(panel: Panel, salt: str) -> bytes:
    """A panel as PNG on white, at twice its size unless it is very large; its colours in a palette."""
    with _settings(salt):
        figure = _figure(panel)
        scale = PNG_SCALE if panel.width * panel.height <= LARGE else 1
        figure.dpi = 72 * scale
        figure.set_facecolor("white")
        canvas: Any = FigureCanvasAgg(figure)
        canvas.draw()
    return _with_palette(Image.fromarray(np.asarray(canvas.buffer_rgba())), 72 * scale)


def _with_palette(drawn: Image.Image, dpi: int) -> bytes:
    """A picture in 16 of its colours, others as the nearest of them: a fifth of the bytes.

    Our figures have eight colours, which stay as they are, and the shades between them and the paper at the edges.
    """
    picture = drawn.convert("RGB")
    counted: list[tuple[int, Any]] = picture.getcolors(picture.width * picture.height) or []
    palette = Image.new("P", (1, 1))
    palette.putpalette(bytes(part for colour in _palette(counted) for part in colour))
    small = BytesIO()
    coloured = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    coloured.save(small, "PNG", bits=4, dpi=(dpi, dpi))  # its best compression takes ten times as long for 4 %
    return small.getvalue()


def _palette(counted: Sequence[tuple[int, tuple[int, ...]]]) -> list[tuple[int, ...]]:
    """The colours that most of a picture has, then again and again the one whose pixels are the worst without it."""
    ordered = sorted(counted, reverse=True)
    chosen = [colour for _, colour in ordered[:FLAT_COLOURS]]
    counts, colours = np.array([count for count, _ in ordered]), np.array([colour for _, colour in ordered])
    apart = np.full(len(ordered), np.inf)
    for place in range(min(PALETTE, len(ordered))):
        if place >= len(chosen):
            chosen.append(ordered[int((apart * counts).argmax())][1])
        apart = np.minimum(apart, ((colours - chosen[place]) ** 2).sum(axis=1))
    return chosen


@contextmanager
def _settings(salt: str) -> Iterator[None]:
    with mpl.rc_context(), quiet():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {"svg.fonttype": "none", "svg.hashsalt": salt, "path.simplify": False, "text.hinting": "none"}
        )
        yield


def _figure(panel: Panel) -> Figure:
    figure = Figure(figsize=(panel.width / 72, panel.height / 72), dpi=72)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, panel.width)
    axes.set_ylim(panel.height, 0)
    # neighbours of one look are drawn as one path: hundreds of squares cost as much as one
    for place, (look, marks) in enumerate(groupby(panel.marks, key=_look)):
        if look is None:
            for label in marks:
                _write(axes, label, place)
        else:
            axes.add_patch(
                PathPatch(
                    Outline.make_compound_path(*map(_outline, marks)),
                    facecolor=COLOURS[look.fill] if look.fill else "none",
                    edgecolor=COLOURS[look.edge] if look.edge else "none",
                    linewidth=look.line if look.edge else 0,
                    linestyle=_style(look.dash, look.line),
                    joinstyle="round",
                    capstyle="butt",
                    zorder=place,
                    clip_on=False,  # nothing is drawn beyond the sheet
                )
            )
    return figure


@dataclass(frozen=True, slots=True)
class _Look:
    fill: Colour | None
    edge: Colour | None
    line: float
    dash: Dash = ()


def _look(mark: Mark) -> _Look | None:
    match mark:
        case Label():
            return None
        case Stroke():
            return _Look(None, mark.colour, mark.width, mark.dash)
        case Box():
            return _Look(mark.fill, mark.edge, mark.line, mark.dash)
        case Shape():
            return _Look(mark.fill, mark.edge, mark.line)


def _outline(mark: Mark) -> Outline:
    match mark:
        case Stroke():
            return _rounded(mark.points, mark.radius)
        case Box():
            left, top, right, bottom = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
            middle = (left + right) / 2  # begins in the middle of the top, so that every corner can be round
            corners = ((middle, top), (right, top), (right, bottom), (left, bottom), (left, top), (middle, top))
            return _rounded(corners, mark.radius, closed=True)
        case Shape():
            return _rounded((*mark.points, mark.points[0]), 0, closed=True)
        case Label():
            raise TypeError(mark)  # text has no outline


def _write(axes: Axes, label: Mark, place: int) -> None:
    if isinstance(label, Label):
        axes.text(
            label.x,
            label.y,
            label.text,
            fontproperties=FontProperties(fname=font_file(label.bold), size=label.size),
            fontweight="bold" if label.bold else "normal",
            color=COLOURS[label.colour],
            ha=ALIGNMENTS[label.anchor],
            va="baseline",
            parse_math=False,
            zorder=place,
        )


def _style(dash: Dash, width: float) -> object:
    # matplotlib scales dashes by the line's width; ours are in px
    return (0, tuple(length / width for length in dash)) if dash else "solid"


def _rounded(points: tuple[tuple[float, float], ...], radius: float, *, closed: bool = False) -> Outline:
    """The path through the points; each inner corner becomes a curve that starts ``radius`` before it."""
    vertices: list[tuple[float, float]] = [points[0]]
    codes = [Outline.MOVETO]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        if radius:
            vertices += [_towards(corner, before, radius), corner, _towards(corner, after, radius)]
            codes += [Outline.LINETO, Outline.CURVE3, Outline.CURVE3]
        else:
            vertices.append(corner)
            codes.append(Outline.LINETO)
    vertices.append(points[-1])
    codes.append(Outline.CLOSEPOLY if closed else Outline.LINETO)
    return Outline(vertices, codes)


def _towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    share = min(0.5, distance / length) if length else 0.0
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
