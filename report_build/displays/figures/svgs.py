"""From matplotlib's SVG to what pages and readers get: one drawing for both colour schemes, in the site's font."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from report_build.displays.figures.colours import COLOURS
from report_build.displays.figures.sheet import Link, Panel, places
from report_build.markup import as_content, as_text

SVG = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}"
SAID_BY_DEFAULT = re.compile(r"(?:font-family:[^;]*|text-anchor:\s*start)(?:;\s*|$)")  # the font is the sheet's own
COMMAND = re.compile(r"([MLQCz])([^MLQCz]*)")  # of a path, as matplotlib writes them
ATTRIBUTES = frozenset(
    ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor")
)
TEXT = "13"  # px, unless a text says its own
REFERENCE = re.compile(r"url\(#([^)]+)\)")
LINK = "rb-link:"  # what a link of a panel begins with until a page shows it
PASSAGES = re.compile(r'(?<= data-passages=")[^"]+')  # of a link, parted by blanks
STANDALONE_FONT = "'DejaVu Sans', Verdana, Arial, sans-serif"


def inline(drawn: str, panel: Panel, prefix: str) -> str:
    """A panel for a page: colours as classes of displays.css, the page's font, ids that no other figure has."""
    body = _body(drawn, prefix, {value: name for name, value in COLOURS.items()})
    screen = f" rb-panel--{panel.screen}" if panel.screen else ""
    begins = (
        f'<svg class="rb-panel{screen}" viewBox="0 0 {panel.width:g} {panel.height:g}" '
        f'width="{panel.width:g}" height="{panel.height:g}" style="--rb-panel:{panel.width:g}px" '
        f'font-size="{TEXT}" stroke-linejoin="round"'
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
        f"<rect {place}/></a>"
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


def _body(drawn: str, prefix: str, colours: Mapping[str, str]) -> str:
    """What matplotlib drew, without its wrapping: ids prefixed, colours named, nothing said that is so anyway."""
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
    """A path in few characters: each step from where the last one ended where that is shorter, by one number where it
    follows an axis; without letters and blanks that may be left out. Places are in tenths, so that steps add up.
    """
    written = last = ""
    here = start = (0, 0)
    for command, numbers in COMMAND.findall(path):
        if command == "z":
            written, last, here = f"{written}z", "z", start
            continue
        there = [round(float(number) * 10) for number in numbers.split()]
        steps = [number - here[place % 2] for place, number in enumerate(there)]
        ways = [(command, there), (command.lower(), steps)]
        if command == "L" and 0 in steps:
            along = int(steps[0] == 0)
            ways = [("HV"[along], [there[along]]), ("hv"[along], [steps[along]])]
        letter, told = min(ways, key=lambda way: len(_step(*way, last)))
        written += _step(letter, told, last)
        last, here = letter, (there[-2], there[-1])
        if command == "M":
            start = here
    return written


def _step(letter: str, tenths: Sequence[int], last: str) -> str:
    """A step of a path as written after one with another letter, or the same: L after M, and l after m, go without."""
    said = "" if letter + last in ("LM", "lm") or (letter == last and letter not in "Mm") else letter
    for number in tenths:
        whole, tenth = divmod(abs(number), 10)
        text = ("-" if number < 0 else "") + (str(whole) if whole or not tenth else "") + (f".{tenth}" if tenth else "")
        said += text if said == letter or text[0] == "-" else f" {text}"
    return said


def _said_of(style: str, names: Mapping[str, str]) -> dict[str, str]:
    """What an element of a drawing says of its look; where colours have names, in classes and attributes: shorter."""
    told = {name.strip(): value.strip() for name, _, value in (one.partition(":") for one in style.split(";")) if value}
    if not names:
        return {"style": ";".join(f"{name}:{value}" for name, value in told.items())} if told else {}
    lines = {"fill": "", "stroke": "-line"}
    classes = [f"{names[told.pop(name)]}{line}" for name, line in lines.items() if told.get(name) in names]
    if told.get("font-size") == f"{TEXT}px":
        del told["font-size"]
    said = {name: told.pop(name) for name in sorted(ATTRIBUTES & told.keys())}
    rest = ";".join(
        f"{name}:{f'var(--rb-fig-{names[value]})' if value in names else value}" for name, value in told.items()
    )
    return ({"class": " ".join(classes)} if classes else {}) | said | ({"style": rest} if rest else {})


def _rewrite(tree: ET.Element, prefix: str, colours: Mapping[str, str]) -> None:
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
        style = element.attrib.pop("style", "")
        for name, value in _said_of(SAID_BY_DEFAULT.sub("", style), colours).items():
            element.set(name, value)
        if "d" in element.attrib:
            element.set("d", path_in_short(element.attrib["d"]))
