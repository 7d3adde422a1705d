"""From matplotlib's SVG to what pages and readers get: one drawing for both colour schemes, in the site's font."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from report_build.displays.figures.colours import COLOURS
from report_build.displays.figures.sheet import Link, Panel, places
from report_build.markup import as_content, as_text

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}"
SAID_BY_DEFAULT = re.compile(r"(?:font-family:[^;]*|text-anchor:\s*start)(?:;\s*|$)")  # the font is the sheet's own
COMMAND = re.compile(r"([MLHVCSQTAZ])\s*([^MLHVCSQTAZ]*?)\s*(?=[MLHVCSQTAZ]|$)", re.IGNORECASE)  # of a path
REFERENCE = re.compile(r"url\(#([^)]+)\)")
LINK = "rb-link:"  # what a link of a panel begins with until a page shows it
PASSAGES = re.compile(r'(?<= data-passages=")[^"]+')  # of a link, parted by blanks
STANDALONE_FONT = "'DejaVu Sans', Verdana, Arial, sans-serif"


def inline(drawn: str, panel: Panel, prefix: str) -> str:
    """A panel for a page: colours as custom properties, the page's font, ids that no other figure has."""
    body = _body(drawn, prefix, {value: f"var(--rb-fig-{name})" for name, value in COLOURS.items()})
    screen = f" rb-panel--{panel.screen}" if panel.screen else ""
    begins = (
        f'<svg class="rb-panel{screen}" xmlns="{SVG}" viewBox="0 0 {panel.width:g} {panel.height:g}" '
        f'width="{panel.width:g}" height="{panel.height:g}" style="--rb-panel:{panel.width:g}px" '
        'stroke-linejoin="round"'
    )
    if not panel.links:
        return f'{begins} aria-hidden="true" focusable="false">{body}</svg>'
    return f'{begins}><g aria-hidden="true">{body}</g>{"".join(map(_link, panel.links))}</svg>'


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


def standalone(drawn: Sequence[str], panels: Sequence[Panel], prefix: str, title: str, language: str) -> bytes:
    """A whole figure as a file of its own: its panels in rows, plain colours on white, with a title."""
    *corners, (width, height) = places(panels)
    body = "".join(
        f'<g transform="translate({x:g} {y:g})">{_body(panel, f"{prefix}-{number}", {})}</g>'
        for number, (panel, (x, y)) in enumerate(zip(drawn, corners, strict=True), start=1)
    )
    text = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<svg xmlns="{SVG}" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" stroke-linejoin="round" font-family="{STANDALONE_FONT}" '
        f'xml:lang="{as_content(language)}" role="img">'
        f'<title>{as_content(title)}</title><rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>\n'
    )
    return text.encode()


def _body(drawn: str, prefix: str, colours: dict[str, str]) -> str:
    """What matplotlib drew, without its wrapping: ids prefixed, colours replaced, nothing said that is so anyway."""
    root = ET.fromstring(drawn)  # noqa: S314  # reason: our own drawing, of a moment ago
    ET.register_namespace("", SVG)
    parts: list[str] = []
    for child in root:
        if child.tag in (f"{{{SVG}}}title", f"{{{SVG}}}metadata"):
            continue
        if child.tag == f"{{{SVG}}}defs" and child.find(f"{{{SVG}}}style") is not None:
            continue  # a style sheet in a page would reach beyond the figure; its rules stand on our own svg element
        _rewrite(child, prefix, colours)
        parts += [
            ET.tostring(one, encoding="unicode").replace(f' xmlns="{SVG}"', "").replace(" />", "/>")
            for one in _ungrouped(child)
        ]
    return re.sub(r">\s+<", "><", "".join(parts)).strip()


def _ungrouped(element: ET.Element) -> list[ET.Element]:
    """An element, or what it holds where it is a group of which nothing is said; so also all within it."""
    element[:] = [one for child in element for one in _ungrouped(child)]
    return list(element) if element.tag == f"{{{SVG}}}g" and not element.attrib else [element]


def path_in_short(path: str) -> str:
    """A path's commands without the blanks and letters that may be left out: further points of a line have no L."""
    written, before = "", ""
    for command, numbers in COMMAND.findall(path):
        implied = command == "L" and before in ("M", "L")
        written += (" " if implied else command) + " ".join(numbers.split())
        before = command
    return written


def _rewrite(tree: ET.Element, prefix: str, colours: dict[str, str]) -> None:
    for element in tree.iter():
        if element.tag == f"{{{SVG}}}g":
            element.attrib.pop("id", None)  # matplotlib names every group; nothing refers to them
        elif "id" in element.attrib:
            element.set("id", f"{prefix}-{element.attrib['id']}")
        for name in ("href", f"{XLINK}href"):
            if element.attrib.get(name, "").startswith("#"):
                element.set("href", f"#{prefix}-{element.attrib.pop(name)[1:]}")
        if "clip-path" in element.attrib:
            element.set("clip-path", REFERENCE.sub(rf"url(#{prefix}-\1)", element.attrib["clip-path"]))
        if "transform" in element.attrib and element.attrib["transform"].startswith("rotate(-0 "):
            del element.attrib["transform"]
        style = element.attrib.get("style")
        if style:
            for plain, named in colours.items():
                style = style.replace(plain, named)
            style = SAID_BY_DEFAULT.sub("", style).replace("; ", ";").replace(": ", ":").rstrip("; ")
            element.attrib["style"] = style
            if not style:
                del element.attrib["style"]
        if "d" in element.attrib:
            element.set("d", path_in_short(element.attrib["d"]))
