"""A door to matplotlib, with measure.py and axes.py: drawing a sheet as PNG that is the same everywhere.

Its renderer draws outlines and text without its figures and axes, which take several times as long. Its settings are
its defaults, whatever the machine's own say, and fonts are the ones that it brings along.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from PIL import Image

from report_build.displays.figures.colours import COLOURS
from report_build.displays.figures.measure import font_file, quiet
from report_build.displays.figures.outlines import Look, Step, drawn_marks
from report_build.displays.figures.sheet import Label, Panel

PNG_SCALE = 2  # pixels for each px of the sheet
PALETTE = 16  # colours of a PNG, so that a pixel takes half a byte
FLAT_COLOURS = 6  # of them, those of whole areas
LARGE = 4_000_000  # px² of sheet, above which one pixel a px must do
_CODES = {"M": Outline.MOVETO, "L": Outline.LINETO, "Q": Outline.CURVE3, "z": Outline.CLOSEPOLY}
_PACKED = np.array([1 << 16, 1 << 8, 1], np.int32)  # what makes one number of red, green and blue
_BEFORE = {"start": 0, "middle": 0.5, "end": 1}  # how much of a line of text stands before its place


def png(panel: Panel) -> bytes:
    """A panel as PNG on white, at twice its size unless it is very large; its colours in a palette."""
    scale = PNG_SCALE if panel.width * panel.height <= LARGE else 1
    with settings():
        drawn = _drawn(panel, scale)
    return _with_palette(drawn, 72 * scale)


@contextmanager
def settings() -> Iterator[None]:
    """Matplotlib's defaults."""
    with mpl.rc_context(), quiet():
        mpl.rcdefaults()
        mpl.rcParams.update({"path.simplify": False, "text.hinting": "none"})
        yield


def _drawn(panel: Panel, scale: int) -> Image.Image:
    renderer: Any = RendererAgg(  # type: ignore[no-untyped-call]  # reason: matplotlib's
        panel.width * scale, panel.height * scale, 72 * scale
    )
    upwards = Affine2D().scale(scale, -scale).translate(0, panel.height * scale)  # from its lower left corner
    renderer.draw_path(
        renderer.new_gc(), Outline.unit_rectangle(), Affine2D().translate(-0.5, -0.5).scale(1e5), to_rgba("white")
    )
    for mark in drawn_marks(panel.marks):
        if isinstance(mark, Label):
            _write(renderer, mark, scale, below=int(renderer.height) - renderer.height)
        else:
            _draw(renderer, *mark, upwards)
    return Image.fromarray(np.asarray(renderer.buffer_rgba()))


def _draw(renderer: Any, look: Look, path: Sequence[Step], upwards: Affine2D) -> None:
    pen = renderer.new_gc()
    pen.set_linewidth(look.line if look.edge else 0)
    if look.edge:
        pen.set_foreground(COLOURS[look.edge])
        pen.set_dashes(0, look.dash or None)
    points = [point for _, given in path for point in given or ((0, 0),)]
    codes = [_CODES[command] for command, given in path for _ in given or ((0, 0),)]
    renderer.draw_path(pen, Outline(points, codes), upwards, to_rgba(COLOURS[look.fill]) if look.fill else None)


def _write(renderer: Any, label: Label, scale: int, *, below: float) -> None:
    pen = renderer.new_gc()
    pen.set_foreground(COLOURS[label.colour])
    font = font_of(label)
    width, _, _ = renderer.get_text_width_height_descent(label.text, font, ismath=False)
    left = label.x * scale - width * _BEFORE[label.anchor]
    renderer.draw_text(pen, left, label.y * scale + below, label.text, font, 0)


def font_of(label: Label) -> FontProperties:
    """The bundled font that a line of text is drawn in."""
    return FontProperties(fname=font_file(label.bold), size=label.size)


def _with_palette(drawn: Image.Image, dpi: int) -> bytes:
    """A picture in 16 of its colours, others as the nearest of them: a fifth of the bytes.

    Our figures have eight colours, which stay as they are, and the shades between them and the paper at the edges.
    """
    picture = drawn.convert("RGB")
    counted: list[tuple[int, Any]] = picture.getcolors(picture.width * picture.height) or []
    counts, colours = np.array([count for count, _ in counted]), np.array([colour for _, colour in counted])
    chosen, nearest = _palette(counts, colours)
    place = np.zeros(1 << 24, np.uint8)  # of each colour in the palette
    place[colours @ _PACKED] = nearest
    coloured = Image.fromarray(place[np.asarray(picture, np.int32) @ _PACKED], "P")
    coloured.putpalette(chosen.astype(np.uint8).tobytes())
    file = BytesIO()
    coloured.save(file, "PNG", compress_level=6, bits=4, dpi=(dpi, dpi))
    return file.getvalue()


def _palette(counts: Any, colours: Any) -> tuple[Any, Any]:
    """The colours that most of a picture has, then again and again the one whose pixels are the worst without it.

    Of all colours too: the place of the nearest in this palette.
    """
    order = np.lexsort((*colours.T, counts))[::-1]
    chosen = list(order[:FLAT_COLOURS])
    apart, nearest = np.full(len(order), np.inf), np.zeros(len(order), np.uint8)
    for place in range(min(PALETTE, len(order))):
        if place >= len(chosen):
            chosen.append(int((apart * counts).argmax()))
        distance = ((colours - colours[chosen[place]]) ** 2).sum(axis=1)
        nearest[distance < apart] = place
        apart = np.minimum(apart, distance)
    return colours[chosen], nearest
