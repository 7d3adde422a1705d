"""A display drawn: its table or panels, its files, and what is said of them."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache as once
from functools import partial
from hashlib import sha256
from importlib.metadata import version

from report_build.cache import Cache
from report_build.displays.alt import filled_alt
from report_build.displays.drawing import DataTable, Drawing, Paint, SummaryTable
from report_build.displays.figures import Figure, svgs
from report_build.displays.figures.pictures import Picture, draw_beside, drawn_on_one_sheet
from report_build.displays.figures.sheet import Panel
from report_build.displays.own_run import OwnError
from report_build.displays.registry import drawings_of
from report_build.displays.rows import Rows, text_of
from report_build.displays.spreadsheet import csv_bytes
from report_build.displays.summary import one_of_text
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study

_NO_ROWS = Rows((), (), 0, ())
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
    png: Picture | None = None
    function: str = ""  # the function that makes the rows
    problem: Finding | None = None  # why an author's function could not draw it, or what is wrong with what it drew

    @property
    def digest(self) -> str:
        """A short hash of the published rows."""
        return sha256(self.csv).hexdigest()[:12]


def rows_for(study: Study, display: Display, language: str) -> Rows:
    """The rows that a display shows, in one language; none where its drawing is unknown.

    :raises OwnError: the author's function fails.
    """
    drawing = drawings_of(study).get(display.drawing)
    return drawing.rows(study, display, language) if drawing else _NO_ROWS


def draw(study: Study, displays: Sequence[Display], labels: Labels, cache: Cache) -> Mapping[str, Drawn]:
    """Displays in one language, by id.

    A figure is drawn again only if its rows, its texts, the labels it may use, its module or the drawing library
    changed; only then is matplotlib imported. A display whose drawing is unknown draws nothing: see
    :func:`report_build.displays.check.check_displays` for what is wrong with it.
    """
    known = drawings_of(study)
    drawn = {display.id: _data(study, display, labels) for display in displays}
    shown = [(display, drawn[display.id]) for display in displays if drawn[display.id].table is not None]
    figures = [(display, drawing, found.rows) for display, found in shown if (drawing := known[display.drawing]).draws]
    engine = [one for one in figures if one[1].paint is None]
    made = {one[0].id: figure for one, figure in zip(engine, _figures(study, engine, labels, cache), strict=True)}
    problems: dict[str, Finding] = {}
    for one in figures:
        if (paint := one[1].paint) is not None:
            id_ = one[0].id
            try:
                own, foreign = _own_figure(study, one, paint, labels, cache)
            except OwnError as error:
                problems[id_] = error.finding
                continue
            picture = Picture(sha256(own.png).hexdigest(), partial(bytes, own.png))
            made[id_] = _Ready(own.panels, own.svg, picture)
            if foreign:
                problems[id_] = _foreign(one[0], foreign)
    for display, drawing, rows in figures:
        if figure := made.get(display.id):
            alt = filled_alt(drawing, display, rows, labels)
            drawn[display.id] = replace(
                drawn[display.id], alt=alt, panels=figure.panels, svg=figure.svg, png=figure.png
            )
    return {id_: replace(one, problem=problems[id_]) if id_ in problems else one for id_, one in drawn.items()}


def _foreign(display: Display, colours: Sequence[str]) -> Finding:
    message = f"{display.id!r} is drawn in {', '.join(colours)}, which stay as they are in the dark scheme"
    hint = "Leave colours to the Axes, or take C0 to C3 of its cycle"
    return Finding(display.origin.at("drawing"), "RB612", message, hint)


def _own_figure(
    study: Study, asked: tuple[Display, Drawing, Rows], paint: Paint, labels: Labels, cache: Cache
) -> tuple[Figure, tuple[str, ...]]:
    """A figure that its author draws, as it was if nothing that decides it has changed; and its foreign colours.

    :raises OwnError: the author's function fails.
    """
    display, drawing, rows = asked
    key = [*_parts(study, display, drawing, rows, labels), json.dumps(display.select, sort_keys=True, default=str)]
    kept = cache.known("own-figure", key)
    if kept is not None:
        panels, svg, png, colours = json.loads(kept)
        return Figure(tuple(panels), b64decode(svg), b64decode(png)), tuple(colours)
    drawn = [paint(study, display, rows, labels) for _ in range(2)]
    if drawn[0] != drawn[1]:
        message = f"{display.id!r} is drawn otherwise each time"
        raise OwnError(Finding(display.origin.at("drawing"), "RB610", message, "Take out what is random, or the clock"))
    figure, foreign = drawn[0]
    files = [b64encode(file).decode() for file in (figure.svg, figure.png)]
    cache.keep("own-figure", key, json.dumps([figure.panels, *files, foreign]).encode())
    return figure, foreign


def _data(study: Study, display: Display, labels: Labels) -> Drawn:
    """A display's rows and table, before any figure is drawn."""
    drawing = drawings_of(study).get(display.drawing)
    problem = None
    try:
        rows = rows_for(study, display, labels.language)
    except OwnError as error:  # the check asks in one language only, and of the whole study
        rows, problem = _NO_ROWS, error.finding
    csv = published_csv(study, rows, labels)
    if drawing is None or not len(rows):
        alt = "" if drawing is None else filled_alt(drawing, display, rows, labels)
        return Drawn(rows, csv, alt, problem=problem)
    return Drawn(rows, csv, table=drawing.table(rows, labels), function=drawing.function)


def display_files(drawn: Drawn, display: Display) -> Mapping[str, bytes]:
    """Site-relative address -> bytes of the display's downloads."""
    files = {"csv": drawn.csv, "svg": drawn.svg, "png": drawn.png.content if drawn.png else None}
    return {address: data for kind, address in file_addresses(drawn, display).items() if (data := files[kind])}


def file_addresses(drawn: Drawn, display: Display) -> Mapping[str, str]:
    """Kind, e.g. ``svg`` -> site-relative address of the display's downloads."""
    there = {"csv": drawn.csv, "svg": drawn.svg, "png": drawn.png}
    return {kind: f"displays/{display.id}.{kind}" for kind, file in there.items() if file}


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


@dataclass(frozen=True, slots=True)
class _Ready:
    """A figure for a page, and its files."""

    panels: tuple[str, ...]
    svg: bytes
    png: Picture


def _figures(
    study: Study, wanted: Sequence[tuple[Display, Drawing, Rows]], labels: Labels, cache: Cache
) -> list[_Ready]:
    """Figures, those that were drawn before as they were; pictures of the others are drawn beside."""
    keys = [_parts(study, display, drawing, rows, labels) for display, drawing, rows in wanted]
    kept = [cache.known("figure", key) for key in keys]
    missing = [number for number, known in enumerate(kept) if known is None]
    panels = {number: _panels(*wanted[number][1:], labels) for number in missing}
    beside = dict(zip(missing, draw_beside(list(panels.values())), strict=True))
    ready: list[_Ready] = []
    for number, ((display, drawing, rows), key, known) in enumerate(zip(wanted, keys, kept, strict=True)):
        if known is None:
            inline, file = svgs.written(panels[number], display.caption.of(labels.language), labels.language)
            cache.keep("figure", key, json.dumps([inline, file], ensure_ascii=False).encode())
        else:
            inline, file = json.loads(known)
        make = beside.get(number) or partial(_drawn_now, drawing, rows, labels)
        picture = Picture(sha256("\0".join(key).encode()).hexdigest(), partial(cache.blob, "picture", key, make))
        ready.append(_Ready(tuple(inline), file.encode(), picture))
    return ready


def _drawn_now(drawing: Drawing, rows: Rows, labels: Labels) -> bytes:
    return drawn_on_one_sheet(_panels(drawing, rows, labels))


def _panels(drawing: Drawing, rows: Rows, labels: Labels) -> list[Panel]:
    return drawing.panels(rows, labels) if drawing.panels else []


def _parts(study: Study, display: Display, drawing: Drawing, rows: Rows, labels: Labels) -> list[str]:
    """All that decides how a figure looks."""
    own_labels = {key: dict(row) for key, row in study.wordings.items() if key.startswith(LABELS)}
    return [
        display.drawing,
        display.id,
        labels.language,
        rows.key(),
        json.dumps(display.caption, ensure_ascii=False),
        json.dumps(own_labels, ensure_ascii=False, sort_keys=True),
        drawing.source_hash,
        _matplotlib(),
    ]


@once
def _matplotlib() -> str:
    return f"matplotlib {version('matplotlib')}"
