"""Figures on paper: one that is too high for its letters to be read on one sheet is cut between its rows of panels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from report_build.displays.figures.sheet import SMALL
from report_build.displays.figures.svgs import SVG
from report_build.exports.pictures import cut

LEAST = 7.5  # points: the smallest letters that are read with ease
_ABOVE = 12.0  # px between a cut and the row below it: half of what parts two rows
_PLACE = re.compile(r"translate\(\S+ (\S+)\)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The room for a figure on a sheet of paper, in points."""

    width: float
    height: float

    def svgs(self, svg: bytes) -> list[bytes]:
        """A figure's file as one for each of its parts."""
        parts = self._parts(svg)
        return [svg] if len(parts) == 1 else [_part(svg, top, bottom) for top, bottom in parts]

    def pngs(self, svg: bytes, png: bytes) -> list[bytes]:
        """The same of its PNG."""
        parts = self._parts(svg)
        return [png] if len(parts) == 1 else [*cut(png, [bottom / parts[-1][1] for _, bottom in parts])]

    def _parts(self, svg: bytes) -> list[tuple[float, float]]:
        """Where the parts of a figure begin and end, in px; it is one where it fits, or where nothing parts its rows.

        :param svg: as :func:`report_build.displays.figures.svgs.standalone` writes it.
        """
        root = ET.fromstring(svg)  # noqa: S314  # reason: drawn by us, or by the author's own program
        _, _, width, height = map(float, root.get("viewBox", "0 0 1 1").replace(",", " ").split())
        if SMALL * min(self.width / width, self.height / height) >= LEAST:
            return [(0.0, height)]
        most, begins = self.height * SMALL / LEAST, [0.0]
        rows = sorted({top - _ABOVE for _, top in _panels(root)})[1:]
        for row, after in pairwise([*rows, height]):
            if after - begins[-1] > most:
                begins.append(row)
        return [*pairwise([*begins, height])]


def _panels(root: ET.Element) -> Iterator[tuple[ET.Element, float]]:
    """The panels of a figure, and where each begins."""
    for one in root.findall(f"{{{SVG}}}g"):
        if place := _PLACE.fullmatch(one.get("transform", "")):
            yield one, float(place[1])


def _part(svg: bytes, top: float, bottom: float) -> bytes:
    root = ET.fromstring(svg)  # noqa: S314  # reason: as above
    for panel, begins in [*_panels(root)]:
        if not top <= begins < bottom:
            root.remove(panel)
    width = root.get("width", "")
    root.attrib |= {"viewBox": f"0 {top:g} {width} {bottom - top:g}", "height": f"{bottom - top:g}"}
    for ground in root.findall(f"{{{SVG}}}rect"):
        ground.set("y", f"{top:g}")
    ET.register_namespace("", SVG)
    made: bytes = ET.tostring(root, encoding="utf-8")
    return made
