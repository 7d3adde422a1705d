"""Figures: panels become SVG and PNG. Nothing outside this package imports matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from report_build.displays.figures import svgs
from report_build.displays.figures.sheet import Panel, side_by_side


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure drawn: its panels for a page, and its files."""

    panels: tuple[str, ...]  # SVG elements
    svg: bytes
    png: bytes


def draw_figure(panels: Sequence[Panel], name: str, title: str, language: str) -> Figure:
    """Panels as SVG for a page, and as SVG and PNG files of their own.

    :param name: the display's id, which no other figure's ids begin with.
    """
    from report_build.displays.figures import canvas  # noqa: PLC0415  # reason: matplotlib takes half a second

    salt = f"{name} {language}"
    drawn = [canvas.svg(panel, salt) for panel in panels]
    inline = tuple(
        svgs.inline(svg, panel, f"{name}-{language}-{number}")
        for number, (svg, panel) in enumerate(zip(drawn, panels, strict=True), start=1)
    )
    filed = [panel for panel in panels if panel.filed]
    svgs_filed = [svg for svg, panel in zip(drawn, panels, strict=True) if panel.filed]
    file = svgs.standalone(svgs_filed, filed, name, title, language)
    return Figure(inline, file, canvas.png(side_by_side(filed), salt))
