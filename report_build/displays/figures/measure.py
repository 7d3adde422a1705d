"""How wide text is, and where its lines break, in the font that matplotlib brings along: the same on every machine."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from report_build.displays.figures.sheet import TEXT

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

LEAST_LEFT = 3  # letters that a break leaves over
BREAK_AFTER = 8  # letters: a longer word may be broken where it does not fit


@contextmanager
def quiet() -> Iterator[None]:
    """Say nothing of a letter that the bundled font lacks."""
    with warnings.catch_warnings():
        # a letter that the bundled font lacks: pages show it in the reader's font, downloads as a box
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def text_width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """The width of one line in px, in the bundled font; the site's fonts run narrower."""
    if not text:
        return 0.0
    return _unit_width(text, bold) * size / 100


@cache
def _unit_width(text: str, bold: bool) -> float:
    from matplotlib.ft2font import LoadFlags  # noqa: PLC0415  # reason: as in font_file

    font = _face(bold)
    with quiet():
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


@cache
def _face(bold: bool) -> FT2Font:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415  # reason: as in font_file

    face = FT2Font(font_file(bold))
    face.set_size(100, 72)
    return face


@cache
def font_file(bold: bool) -> str:
    """The bundled font; matplotlib is imported here, and only where something is measured."""
    import matplotlib as mpl  # noqa: PLC0415  # reason: it takes half a second, and most runs draw nothing

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name)


def wrapped(text: str, width: float, size: float = TEXT, *, bold: bool = False, lines: int = 0) -> list[str]:
    """Text as lines that fit a width; a word that does not fit is broken. Beyond ``lines`` (if set) an ellipsis."""
    found: list[str] = []
    line = ""
    for word in _pieces(text, width, size, bold=bold):
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


def _pieces(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    # split() would also part no-break spaces, which French punctuation needs
    for word in text.replace("\n", " ").split(" "):
        rest = word
        while len(rest) > BREAK_AFTER and text_width(rest, size, bold=bold) > width:
            end = max(2, len(rest) - LEAST_LEFT)
            while end > 1 and text_width(f"{rest[:end]}-", size, bold=bold) > width:
                end -= 1
            own = rest.rfind("-", 1, end + 1) + 1  # where it has a hyphen itself
            yield rest[:own] if own else f"{rest[:end]}-"
            rest = rest[own or end :]
        if rest:
            yield rest
