"""Figures as SVG: in a page one drawing for both colour schemes, in the site's font; and files of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from report_build.displays.figures.colours import COLOURS, Colour
from report_build.displays.figures.outlines import Look, Step, drawn_marks
from report_build.displays.figures.sheet import Label, Link, Mark, Panel, filed, places
from report_build.markup import as_content, as_text

SVG = "http://www.w3.org/2000/svg"
LINK = "rb-link:"  # what a link of a panel begins with until a page shows it
PASSAGES = re.compile(r'(?<= data-passages=")[^"]+')  # of a link, parted by blanks
STANDALONE_FONT = "'DejaVu Sans', Verdana, Arial, sans-serif"
TEXT = 13  # px, of a label unless it says its own
IN_PAGES: Mapping[Colour, str] = {name: f"var(--rb-fig-{name})" for name in COLOURS}


def marks(drawn: Sequence[Mark], colours: Mapping[Colour, str] | None = None) -> str:
    """Marks as elements of SVG, in tenths of a px.

    :param colours: of a file; in a page, where there are none, they are classes of displays.css.
    """
    return "".join(
        _text(mark, colours) if isinstance(mark, Label) else _path(*mark, colours) for mark in drawn_marks(drawn)
    )


def _text(label: Label, colours: Mapping[Colour, str] | None) -> str:
    bold = ' font-weight="700"' if label.bold else ""
    size = f' font-size="{label.size:g}"' if label.size != TEXT else ""
    anchor = f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
    place = f'x="{_written(_tenths(label.x))}" y="{_written(_tenths(label.y))}"'
    return f"<text{bold}{size}{anchor}{_coloured(label.colour, None, colours)} {place}>{as_content(label.text)}</text>"


def _path(look: Look, path: Sequence[Step], colours: Mapping[Colour, str] | None) -> str:
    dash = f' stroke-dasharray="{",".join(f"{length:g}" for length in look.dash)}"' if look.edge and look.dash else ""
    width = f' stroke-width="{look.line:g}"' if look.edge and look.line != 1 else ""
    return f'<path d="{path_in_short(path)}"{_coloured(look.fill, look.edge, colours)}{dash}{width}/>'


def _coloured(fill: Colour | None, edge: Colour | None, colours: Mapping[Colour, str] | None) -> str:
    plain = "" if fill else ' fill="none"'
    if colours is None:
        return f' class="{" ".join([*([fill] if fill else []), *([f"{edge}-line"] if edge else [])])}"{plain}'
    filled = f' fill="{colours[fill]}"' if fill else plain
    return f'{filled} stroke="{colours[edge]}"' if edge else filled


def path_in_short(path: Sequence[Step]) -> str:
    """A path in few characters: each step from where the last one ended where that is shorter, by one number where it
    follows an axis; without letters and blanks that may be left out. Places are in tenths, so that steps add up.
    """
    said = last = ""
    here = start = (0, 0)
    for command, points in path:
        if not points:
            said, last, here = f"{said}z", "z", start
            continue
        there = [_tenths(number) for point in points for number in point]
        steps = [number - here[place % 2] for place, number in enumerate(there)]
        ways = [(command, there), (command.lower(), steps)]
        if command == "L" and 0 in steps:
            along = int(steps[0] == 0)
            ways = [("HV"[along], [there[along]]), ("hv"[along], [steps[along]])]
        letter, told = min(ways, key=lambda way: len(_step(way[0], way[1], last)))
        said += _step(letter, told, last)
        last, here = letter, (there[-2], there[-1])
        if command == "M":
            start = here
    return said


def _step(letter: str, tenths: Sequence[int], last: str) -> str:
    """A step of a path as written after one with another letter, or the same: L after M, and l after m, go without."""
    said = "" if letter + last in ("LM", "lm") or (letter == last and letter not in "Mm") else letter
    for number in map(_written, tenths):
        said += number if said == letter or number[0] == "-" else f" {number}"
    return said


def _tenths(number: float) -> int:
    return round(number * 10)


def _written(tenths: int) -> str:
    whole, tenth = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + (str(whole) if whole or not tenth else "") + (f".{tenth}" if tenth else "")


def inline(drawn: str, panel: Panel) -> str:
    """A panel for a page: what was drawn, and its places that lead on."""
    screen = f" rb-panel--{panel.screen}" if panel.screen else ""
    begins = (
        f'<svg class="rb-panel{screen}" viewBox="0 0 {panel.width:g} {panel.height:g}" '
        f'width="{panel.width:g}" height="{panel.height:g}" style="--rb-panel:{panel.width:g}px" '
        f'font-size="{TEXT}" stroke-linejoin="round"'
    )
    if not panel.links:
        return f'{begins} aria-hidden="true" focusable="false">{drawn}</svg>'
    return f'{begins}><g aria-hidden="true">{drawn}</g>{"".join(map(_link, panel.links))}</svg>'


def _link(link: Link) -> str:
    """A place that leads on; the page that shows it puts an address in place of the target."""
    title = as_content(link.title)
    passages = f' data-passages="{as_content(" ".join(link.passages))}"' if link.passages else ""
    place = f'x="{link.x:g}" y="{link.y:g}" width="{link.width:g}" height="{link.height:g}"'
    return (
        f'<a class="rb-place" href="{LINK}{as_content(link.target)}"{passages}><title>{title}</title>'
        f"<rect {place}/></a>"
    )


def passages_of(panel: str) -> list[str]:
    """The passages that a page's panel opens beside its places."""
    return [as_text(id_) for found in PASSAGES.findall(panel) for id_ in found.split()]


def written(panels: Sequence[Panel], title: str, language: str) -> tuple[list[str], str]:
    """A figure's panels for a page, and all of it as a file of its own."""
    shown = filed(panels)
    file = standalone([marks(panel.marks, COLOURS) for panel in shown], shown, title, language)
    return [inline(marks(panel.marks), panel) for panel in panels], file


def standalone(drawn: Sequence[str], panels: Sequence[Panel], title: str, language: str) -> str:
    """A file of its own: what was drawn of some panels, in rows, on white, with a title."""
    *corners, (width, height) = places(panels)
    body = "".join(
        f'<g transform="translate({x:g} {y:g})">{panel}</g>' for panel, (x, y) in zip(drawn, corners, strict=True)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="{SVG}" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" font-family="{STANDALONE_FONT}" font-size="{TEXT}" '
        f'stroke-linejoin="round" xml:lang="{as_content(language)}" role="img">'
        f'<title>{as_content(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>\n'
    )
