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
IN_PAGES: Mapping[Colour, str] = {name: f"var(--rb-fig-{name})" for name in COLOURS}


def marks(drawn: Sequence[Mark], colours: Mapping[Colour, str]) -> str:
    """Marks as elements of SVG, in tenths of a px.

    :param colours: :data:`IN_PAGES` or :data:`report_build.displays.figures.colours.COLOURS`.
    """
    return "".join(
        _text(mark, colours) if isinstance(mark, Label) else _path(*mark, colours) for mark in drawn_marks(drawn)
    )


def _text(label: Label, colours: Mapping[Colour, str]) -> str:
    bold = "font-weight:700;" if label.bold else ""
    anchor = f"text-anchor:{label.anchor};" if label.anchor != "start" else ""
    style = f"{bold}font-size:{label.size:g}px;{anchor}fill:{colours[label.colour]}"
    return f'<text style="{style}" x="{_tenths(label.x)}" y="{_tenths(label.y)}">{as_content(label.text)}</text>'


def _path(look: Look, path: Sequence[Step], colours: Mapping[Colour, str]) -> str:
    style = f"fill:{colours[look.fill] if look.fill else 'none'}"
    if look.edge:
        dash = f"stroke-dasharray:{','.join(f'{length:g}' for length in look.dash)};" if look.dash else ""
        width = f";stroke-width:{look.line:g}" if look.line != 1 else ""
        style += f";{dash}stroke:{colours[look.edge]}{width}"
    written, before = "", ""
    for command, points in path:
        # further points of a line need no letter
        written += " " if command == "L" and before in ("M", "L") else command
        written += " ".join(f"{_tenths(x)} {_tenths(y)}" for x, y in points)
        before = command
    return f'<path d="{written}" style="{style}"/>'


def _tenths(number: float) -> str:
    return f"{round(number, 1) + 0:g}"  # no -0


def inline(drawn: str, panel: Panel) -> str:
    """A panel for a page: what was drawn, colours as custom properties, and its places that lead on."""
    screen = f" rb-panel--{panel.screen}" if panel.screen else ""
    begins = (
        f'<svg class="rb-panel{screen}" xmlns="{SVG}" viewBox="0 0 {panel.width:g} {panel.height:g}" '
        f'width="{panel.width:g}" height="{panel.height:g}" style="--rb-panel:{panel.width:g}px" '
        'stroke-linejoin="round"'
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
        f'<rect {place} fill="transparent"/></a>'
    )


def passages_of(panel: str) -> list[str]:
    """The passages that a page's panel opens beside its places."""
    return [as_text(id_) for found in PASSAGES.findall(panel) for id_ in found.split()]


def written(panels: Sequence[Panel], title: str, language: str) -> tuple[list[str], str]:
    """A figure's panels for a page, and all of it as a file of its own."""
    shown = filed(panels)
    file = standalone([marks(panel.marks, COLOURS) for panel in shown], shown, title, language)
    return [inline(marks(panel.marks, IN_PAGES), panel) for panel in panels], file


def standalone(drawn: Sequence[str], panels: Sequence[Panel], title: str, language: str) -> str:
    """A file of its own: what was drawn of some panels, in rows, on white, with a title."""
    *corners, (width, height) = places(panels)
    body = "".join(
        f'<g transform="translate({x:g} {y:g})">{panel}</g>' for panel, (x, y) in zip(drawn, corners, strict=True)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="{SVG}" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" stroke-linejoin="round" font-family="{STANDALONE_FONT}" '
        f'xml:lang="{as_content(language)}" role="img">'
        f'<title>{as_content(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>\n'
    )
