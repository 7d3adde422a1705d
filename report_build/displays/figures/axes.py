"""Figures that an author draws on Axes, in the engine's fonts and colours: a door to matplotlib, as canvas.py is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Sheet

from report_build.displays.figures import Figure, svgs
from report_build.displays.figures.cleaned import cleaned
from report_build.displays.figures.colours import COLOURS
from report_build.displays.figures.measure import quiet
from report_build.displays.figures.sheet import COLUMN, SMALL, TEXT, Panel

__all__ = ["HEIGHT", "Axes", "draw_on_axes"]

HEIGHT = 260.0  # px, unless the display asks for another
_PNG_SCALE = 2  # pixels for each px
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_PLAIN = {"#000000": COLOURS["ink"], "#ffffff": COLOURS["paper"]}  # what matplotlib's black and white stand for here
_CYCLE = ("soft", "shade", "ink", "rise")


def draw_on_axes(
    paint: Callable[[Axes], None], name: str, title: str, language: str, height: float = HEIGHT
) -> tuple[Figure, tuple[str, ...]]:
    """What a function draws, as a figure; and the colours in it that have no counterpart in the other scheme.

    :param name: the display's id, which no other figure's ids begin with.
    """
    salt = f"{name} {language}"
    with _settings(salt):
        sheet = Sheet(figsize=(COLUMN / 72, height / 72), dpi=72, layout="constrained")
        paint(sheet.add_subplot())
        FigureCanvasSVG(sheet)
        file = BytesIO()
        metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
        sheet.savefig(file, format="svg", transparent=True, metadata=metadata)
        drawn = file.getvalue().decode()
        FigureCanvasAgg(sheet)
        image = BytesIO()
        sheet.savefig(
            image, format="png", dpi=72 * _PNG_SCALE, facecolor="white", transparent=False, metadata={"Software": None}
        )
    for plain, ours in _PLAIN.items():
        drawn = drawn.replace(plain, ours)
    foreign = tuple(sorted(set(_COLOUR.findall(drawn)) - set(COLOURS.values())))
    panel = Panel(COLUMN, height, ())
    named = {value: svgs.IN_PAGES[colour] for colour, value in COLOURS.items()}
    inline = svgs.inline(cleaned(drawn, f"{name}-{language}-1", named), panel)
    alone = svgs.standalone([cleaned(drawn, f"{name}-1", {})], [panel], title, language)
    return Figure((inline,), alone.encode(), image.getvalue()), foreign


@contextmanager
def _settings(salt: str) -> Iterator[None]:
    """The engine's settings, whatever the machine's own say."""
    with mpl.rc_context(), quiet():
        mpl.rcdefaults()
        ink, soft, faint = COLOURS["ink"], COLOURS["soft"], COLOURS["faint"]
        mpl.rcParams.update(
            {
                "svg.fonttype": "none",
                "svg.hashsalt": salt,
                "text.hinting": "none",
                "font.size": TEXT,
                "axes.titlesize": TEXT,
                "axes.labelsize": TEXT,
                "xtick.labelsize": SMALL,
                "ytick.labelsize": SMALL,
                "legend.fontsize": SMALL,
                "legend.frameon": False,
                "text.color": ink,
                "axes.labelcolor": ink,
                "axes.edgecolor": ink,
                "axes.titlecolor": ink,
                "xtick.color": soft,
                "ytick.color": soft,
                "xtick.labelcolor": ink,
                "ytick.labelcolor": ink,
                "grid.color": faint,
                "axes.facecolor": "none",
                "axes.spines.top": False,
                "axes.spines.right": False,
                "patch.edgecolor": ink,
                "hatch.color": COLOURS["paper"],
                "axes.prop_cycle": cycler(
                    color=[COLOURS[one] for one in _CYCLE],  # type: ignore[index]
                    linestyle=["-", "--", ":", "-."],  # told apart without colour
                ),
            }
        )
        yield
