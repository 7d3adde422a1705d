"""Figures: a derived frame becomes panels, panels become SVG and PNG. The only package that imports matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from report_build.displays.figures import canvas, svgs
from report_build.displays.figures.fieldwork import draw_fieldwork
from report_build.displays.figures.influences import draw_influences
from report_build.displays.figures.loop import draw_loop
from report_build.displays.figures.provenance import draw_provenance
from report_build.displays.figures.sheet import Panel, side_by_side
from report_build.displays.figures.states import draw_states
from report_build.displays.figures.svgs import Drawing
from report_build.displays.rows import Rows
from report_build.labels import Labels
from report_build.model.coding import Display

DRAWINGS: Mapping[str, Callable[[Rows, Labels], list[Panel]]] = {
    "states": draw_states,
    "influences": draw_influences,
    "fieldwork": draw_fieldwork,
    "loop": draw_loop,
    "provenance": draw_provenance,
}


def panels_of(rows: Rows, drawing: str, labels: Labels) -> list[Panel]:
    """The panels of a figure, in reading order."""
    return DRAWINGS[drawing](rows, labels)


def draw_figure(rows: Rows, display: Display, labels: Labels) -> Drawing:
    """A figure as panels for a page, and as SVG and PNG files of its own. ``rows`` are not empty."""
    panels = panels_of(rows, display.drawing, labels)
    salt = f"{display.id} {labels.language}"
    drawn = [canvas.svg(panel, salt) for panel in panels]
    html = "".join(
        svgs.inline(svg, panel, f"{display.id}-{labels.language}-{number}")
        for number, (svg, panel) in enumerate(zip(drawn, panels, strict=True), start=1)
    )
    title = display.caption.of(labels.language)
    file = svgs.standalone(drawn, panels, display.id, title, labels.language)
    return Drawing(html, file, canvas.png(side_by_side(panels), salt))


__all__ = ["DRAWINGS", "Drawing", "draw_figure", "panels_of"]
