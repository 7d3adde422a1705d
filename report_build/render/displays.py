"""A table or figure as it stands in a page: caption, body, note, reading, data, provenance, downloads."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from report_build.displays import Drawn, file_addresses
from report_build.displays.drawing import SummaryTable
from report_build.displays.figures.svgs import LINK, PASSAGES
from report_build.markup import as_text
from report_build.model.coding import Display
from report_build.render.templates import render
from report_build.render.view import PageView

_PLACE = re.compile(rf'href="{LINK}(?P<kind>code|evidence):(?P<id>[^"]*)"')
WIDE = 6  # with more columns than these a table scrolls in its own region


def marks_of_notes(table: SummaryTable) -> Mapping[str, str]:
    """Text -> mark of the notes on a table's cells, row by row: the same text shares one mark."""
    notes = dict.fromkeys(cell.note for _, cells in table.rows for cell in cells if cell and cell.note)
    return {note: str(number) for number, note in enumerate(notes, start=1)}


def display_html(drawn: Drawn, display: Display, page: PageView) -> Markup:
    """The display as it stands in a page."""
    number = page.index.numbers.get(display.id)
    kind = page.labels(display.kind)
    table = drawn.table
    return render(
        "displays/display.html",
        display=display,
        drawn=drawn,
        panels=[Markup(_led(panel, page)) for panel in drawn.panels],  # noqa: S704  # reason: drawn by us
        linked=any(LINK in panel for panel in drawn.panels),
        table=table,
        summary=isinstance(table, SummaryTable),
        notes=marks_of_notes(table) if isinstance(table, SummaryTable) else {},
        title=kind if number is None else f"{kind} {page.number(number)}",
        files=_files(drawn, display),
        hashes={name: page.study.hashes.get(name, "")[:12] for name in drawn.rows.files},
        wide=WIDE,
        page=page,
    )


def _led(panel: str, page: PageView) -> str:
    """A panel whose places lead from this page to the codes and cards that they show."""

    def way(found: re.Match[str]) -> str:
        id_ = as_text(found["id"])
        return f'href="{escape(page.code(id_) if found["kind"] == "code" else page.evidence(id_))}"'

    def cards(found: re.Match[str]) -> str:
        first, *others = (page.evidence(as_text(id_)) for id_ in found[0].split())
        file = first.partition("#")[0]  # of the others in it only the part behind is said
        return str(escape(" ".join([first, *(way.removeprefix(f"{file}#") for way in others)])))

    return PASSAGES.sub(cards, _PLACE.sub(way, panel))


def _files(drawn: Drawn, display: Display) -> Mapping[str, str]:
    """Format -> address of each download."""
    return {kind.upper(): address for kind, address in file_addresses(drawn, display).items()}
