"""A display drawn: its table or panels, its files, and what is said of them."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache as once
from hashlib import sha256
from importlib.metadata import version

from report_build.cache import Cache
from report_build.displays.alt import filled_alt
from report_build.displays.drawing import DataTable, Drawing, SummaryTable
from report_build.displays.drawings import DRAWINGS
from report_build.displays.figures import Figure, draw_figure
from report_build.displays.rows import Rows, text_of
from report_build.displays.spreadsheet import csv_bytes
from report_build.displays.summary import one_of_text
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study

LABELS = ("display.", "voice.", "bound.", "list.", "general")  # beginnings of the labels that a drawing may use


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table or figure ready to be set into pages, and its files."""

    rows: Rows
    csv: bytes
    alt: str = ""  # alternative text, plain; '' for a table
    table: DataTable | SummaryTable | None = None  # the table, or a figure's data; None where there is nothing to show
    panels: tuple[str, ...] = ()  # of a figure: SVG elements
    svg: bytes | None = None  # on its own, plain colours on white; None for a table
    png: bytes | None = None
    function: str = ""  # the function that makes the rows

    @property
    def digest(self) -> str:
        """A short hash of the published rows."""
        return sha256(self.csv).hexdigest()[:12]


def rows_for(study: Study, display: Display, language: str) -> Rows:
    """The rows that a display shows, in one language; none where its drawing is unknown."""
    drawing = DRAWINGS.get(display.drawing)
    return drawing.rows(study, display, language) if drawing else Rows((), (), 0, ())


def draw(study: Study, display: Display, labels: Labels, cache: Cache) -> Drawn:
    """The display in one language.

    A figure is drawn again only if its rows, its texts, the labels it may use, its module or the drawing library
    changed; only then is matplotlib imported. A display whose drawing is unknown draws nothing: see
    :func:`report_build.displays.check.check_displays` for what is wrong with it.
    """
    drawing = DRAWINGS.get(display.drawing)
    rows = rows_for(study, display, labels.language)
    csv = published_csv(study, rows, labels)
    if drawing is None or not len(rows):
        return Drawn(rows, csv, "" if drawing is None else filled_alt(drawing, display, rows, labels))
    table = drawing.table(rows, labels)
    if drawing.panels is None:
        return Drawn(rows, csv, table=table, function=drawing.function)
    figure = _figure(study, display, drawing, rows, labels, cache)
    alt = filled_alt(drawing, display, rows, labels)
    return Drawn(rows, csv, alt, table, figure.panels, figure.svg, figure.png, drawing.function)


def display_files(drawn: Drawn, display: Display) -> Mapping[str, bytes]:
    """Site-relative address -> bytes of the display's downloads."""
    files = {"csv": drawn.csv, "svg": drawn.svg, "png": drawn.png}
    return {f"displays/{display.id}.{kind}": data for kind, data in files.items() if data}


def published_csv(study: Study, rows: Rows, labels: Labels) -> bytes:
    """The published columns as CSV; of a doubtful cell the note begins by saying that exactly one candidate holds."""
    columns = rows.columns[: rows.published]
    records = [list(record[: rows.published]) for record in rows.records]
    if "one_of" in columns:
        note = columns.index("note")
        for record, values in zip(records, rows.dicts(), strict=True):
            said = one_of_text(values, labels, "display.one_of.csv")
            record[note] = "; ".join(part for part in (said, text_of(values, "note")) if part)
    return csv_bytes(columns, records, {level.symbol for level in study.levels if level.symbol})


def _figure(  # noqa: PLR0917  # reason: all that decides how a figure looks
    study: Study, display: Display, drawing: Drawing, rows: Rows, labels: Labels, cache: Cache
) -> Figure:
    own_labels = {key: dict(row) for key, row in study.wordings.items() if key.startswith(LABELS)}
    parts = [
        display.drawing,
        display.id,
        labels.language,
        rows.key(),
        json.dumps(display.caption, ensure_ascii=False),
        json.dumps(own_labels, ensure_ascii=False, sort_keys=True),
        drawing.source_hash,
        _matplotlib(),
    ]

    def drawn() -> str:
        panels = drawing.panels(rows, labels) if drawing.panels else []
        figure = draw_figure(panels, display.id, display.caption.of(labels.language), labels.language)
        files = [b64encode(file).decode() for file in (figure.svg, figure.png)]
        return json.dumps([figure.panels, *files])

    panels, svg, png = json.loads(cache.text("figure", parts, drawn))
    return Figure(tuple(panels), b64decode(svg), b64decode(png))


@once
def _matplotlib() -> str:
    return f"matplotlib {version('matplotlib')}"
