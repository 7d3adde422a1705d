"""What matplotlib drew as SVG for an author, without its wrapping: colours by name, ids that no other figure has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from report_build.displays.figures.svgs import SVG

XLINK = "{http://www.w3.org/1999/xlink}"
SAID_BY_DEFAULT = re.compile(r"(?:font-family:[^;]*|text-anchor:\s*start)(?:;\s*|$)")  # the font is the sheet's own
COMMAND = re.compile(r"([MLHVCSQTAZ])\s*([^MLHVCSQTAZ]*?)\s*(?=[MLHVCSQTAZ]|$)", re.IGNORECASE)  # of a path
REFERENCE = re.compile(r"url\(#([^)]+)\)")


def cleaned(drawn: str, prefix: str, colours: Mapping[str, str]) -> str:
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


def _path_in_short(path: str) -> str:
    """A path's commands without the blanks and letters that may be left out: further points of a line have no L."""
    written, before = "", ""
    for command, numbers in COMMAND.findall(path):
        implied = command == "L" and before in ("M", "L")
        written += (" " if implied else command) + " ".join(numbers.split())
        before = command
    return written


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
        style = element.attrib.get("style")
        if style:
            for plain, named in colours.items():
                style = style.replace(plain, named)
            style = SAID_BY_DEFAULT.sub("", style).replace("; ", ";").replace(": ", ":").rstrip("; ")
            element.attrib["style"] = style
            if not style:
                del element.attrib["style"]
        if "d" in element.attrib:
            element.set("d", _path_in_short(element.attrib["d"]))
