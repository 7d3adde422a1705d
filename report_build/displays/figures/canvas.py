"""The only door to matplotlib: measuring text, and drawing panels as SVG and PNG that are the same everywhere.

Fonts are the ones that matplotlib brings along; its settings are its defaults, whatever the machine's own say.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline

from report_build.displays.figures.sheet import COLOURS, TEXT, Box, Colour, Dash, Label, Mark, Panel, Shape, Stroke

PNG_SCALE = 2  # pixels for each px of the sheet
LARGE = 4_000_000  # px² of sheet, above which one pixel a px must do
ALIGNMENTS = {"start": "left", "middle": "center", "end": "right"}
BREAK_AFTER = 8  # letters: a longer word may be broken where it does not fit


def text_width(words: str, size: float = TEXT, *, bold: bool = False) -> float:
    """The width of one line in px, in the bundled font; the site's fonts run narrower."""
    if not words:
        return 0.0
    return _unit_width(words, bold) * size / 100


@cache
def _unit_width(words: str, bold: bool) -> float:
    font = _face(bold)
    with _quiet():
        font.set_text(words, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


@cache
def _face(bold: bool) -> FT2Font:
    face = FT2Font(_font_file(bold))
    face.set_size(100, 72)
    return face


@cache
def _font_file(bold: bool) -> str:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name)


def wrapped(words: str, width: float, size: float = TEXT, *, bold: bool = False, lines: int = 0) -> list[str]:
    """Text as lines that fit a width; a word that does not fit is broken. Beyond ``lines`` (if set) an ellipsis."""
    found: list[str] = []
    line = ""
    for word in _pieces(words, width, size, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold=bold) > width:
            found.append(line)
            line = word
        else:
            line = longer
    if line:
        found.append(line)
    if lines and len(found) > lines:
        last = found[lines - 1]
        while last and text_width(f"{last}…", size, bold=bold) > width:
            last = last[:-1]
        return [*found[: lines - 1], f"{last.rstrip()}…"]
    return found


def _pieces(words: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    # split() would also part no-break spaces, which French punctuation needs
    for word in words.replace("\n", " ").split(" "):
        rest = word
        while len(rest) > BREAK_AFTER and text_width(rest, size, bold=bold) > width:
            end = len(rest) - 1
            while end > 1 and text_width(f"{rest[:end]}-", size, bold=bold) > width:
                end -= 1
            yield f"{rest[:end]}-"
            rest = rest[end:]
        if rest:
            yield rest


def svg(panel: Panel, salt: str) -> str:
    """A panel as SVG as matplotlib writes it: colours of :data:`COLOURS`, no background, real text."""
    file = BytesIO()
    with _settings(salt):
        figure = _figure(panel)
        FigureCanvasSVG(figure)
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        figure.savefig(file, format="svg", transparent=True, metadata=metadata)
    return file.getvalue().decode()


def png(panel: Panel, salt: str) -> bytes:
    """A panel as PNG on white, at twice its size unless it is very large."""
    file = BytesIO()
    with _settings(salt):
        figure = _figure(panel)
        FigureCanvasAgg(figure)
        scale = PNG_SCALE if panel.width * panel.height <= LARGE else 1
        figure.savefig(file, format="png", dpi=72 * scale, facecolor="white", metadata={"Software": None})
    return file.getvalue()


def text_boxes(panel: Panel) -> list[tuple[str, float, float, float, float]]:
    """Each label with its box as drawn: text, left, top, right, bottom, in px of the sheet."""
    with _settings("measure"):
        figure = _figure(panel)
        canvas = FigureCanvasAgg(figure)
        renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]  # reason: matplotlib does not say
        boxes = [(text, text.get_window_extent(renderer)) for text in figure.axes[0].texts]
    return [(text.get_text(), box.x0, panel.height - box.y1, box.x1, panel.height - box.y0) for text, box in boxes]


@contextmanager
def _settings(salt: str) -> Iterator[None]:
    with mpl.rc_context(), _quiet():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {"svg.fonttype": "none", "svg.hashsalt": salt, "path.simplify": False, "text.hinting": "none"}
        )
        yield


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        # a letter that the bundled font lacks: pages show it in the reader's font, downloads as a box
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
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
            fontproperties=FontProperties(fname=_font_file(label.bold), size=label.size),
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
