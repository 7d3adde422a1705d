"""Tables and figures: drawn once for the same rows and words, then set into the page that shows them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache as once
from html import escape, unescape
from importlib.metadata import version

from markupsafe import Markup

from report_build.cache import Cache
from report_build.displays import DERIVATIONS, csv_bytes, rows_for
from report_build.displays.drawn import Drawn
from report_build.displays.facts import filled_alt
from report_build.displays.rows import Rows
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study
from report_build.render import data_tables, tables
from report_build.render.view import PageView

EVIDENCE_LINK = re.compile(r'href="rb-evidence:([^"]*)"')
LABELS = ("display.", "voice.", "bound.", "list.", "general")  # keys of the words that a drawing may use
HEADS = {"collectives-table": "display.head.collective", "dynamics-table": "display.head.dynamic"}
ONE_OF_COLUMN = "one_of"


def draw(study: Study, display: Display, labels: Labels, cache: Cache) -> Drawn:
    """The display in one language.

    It is drawn again only if its own rows, its texts, the words it may use, or the drawing libraries changed; only
    then are pandas and matplotlib imported. A display whose drawing is unknown draws nothing: see
    :func:`report_build.displays.check_displays` for what is wrong with it.
    """
    rows = rows_for(study, display, labels.language)
    if not len(rows):
        return Drawn("", published_csv(study, rows, labels), None, None, filled_alt(display, rows, labels), "")
    parts = [
        display.drawing,
        display.id,
        labels.language,
        rows.key(),
        json.dumps(rows.files),
        json.dumps([display.caption, display.note, display.alt], ensure_ascii=False),
        json.dumps(_own_labels(study), ensure_ascii=False, sort_keys=True),
        *_versions(),
    ]
    return Drawn.from_json(cache.text("display", parts, lambda: _drawn(study, display, rows, labels).to_json()))


def display_html(drawn: Drawn, display: Display, ctx: PageView) -> Markup:
    """The display as it stands in a page: caption with its number, body, note, reading, data, provenance, downloads."""
    labels, language = ctx.labels, ctx.language
    number = ctx.index.numbers.get(display.id)
    title = labels(display.kind) if number is None else f"{labels(display.kind)} {labels.number(number)}"
    caption = display.caption.of(language)
    numbered = f'<span class="rb-number">{escape(title)}</span>'
    head = f"<figcaption>{numbered} {escape(caption)}</figcaption>"
    if not drawn.html:
        body = f'{head}<p class="rb-empty">{escape(labels("display.empty"))}</p>'
    elif display.kind == "table":
        body = _linked(drawn.html, ctx).replace(tables.NUMBER_MARK, numbered)
    else:
        body = f'{head}<div class="rb-drawing" role="img" aria-label="{escape(drawn.alt)}">{drawn.html}</div>'
    reading = "".join(
        f'<p class="rb-{name}"><span class="rb-lead">{escape(labels(f"display.{name}"))}</span> {escape(said)}</p>'
        for name, said in (("reading", display.reading.of(language)), ("note", display.note.of(language)))
        if said
    )
    data = (
        f'<details class="rb-figure-data"><summary>{escape(labels("display.data"))}</summary>'
        f"{_linked(drawn.data_html, ctx)}</details>"
        if drawn.data_html
        else ""
    )
    tail = _provenance(drawn, display, title, ctx) if drawn.html else ""
    return Markup(  # noqa: S704  # reason: escaped above
        f'<figure id="{escape(display.id)}" class="rb-display rb-{escape(display.kind)} '
        f'rb-drawing-{escape(display.drawing)}">{body}{reading}{data}{tail}</figure>'
    )


def display_files(drawn: Drawn, display: Display) -> Mapping[str, bytes]:
    """Site-relative address -> bytes of the display's downloads."""
    files = {"csv": drawn.csv, "svg": drawn.svg, "png": drawn.png}
    return {f"displays/{display.id}.{kind}": data for kind, data in files.items() if data}


def published_csv(study: Study, rows: Rows, labels: Labels) -> bytes:
    """The published columns as CSV; of a doubtful cell the note begins by saying that exactly one candidate holds."""
    columns = rows.columns[: rows.published]
    records = [list(record[: rows.published]) for record in rows.records]
    if ONE_OF_COLUMN in columns:
        note = columns.index("note")
        for record, values in zip(records, rows.dicts(), strict=True):
            said = tables.one_of_words(values, labels, "display.one_of.csv")
            record[note] = "; ".join(part for part in (said, str(values["note"])) if part)
    return csv_bytes(columns, records, {level.symbol for level in study.levels if level.symbol})


def _drawn(study: Study, display: Display, rows: Rows, labels: Labels) -> Drawn:
    csv = published_csv(study, rows, labels)
    caption = display.caption.of(labels.language)
    if DERIVATIONS[display.drawing].kind == "table":
        html = tables.summary_table(rows, display.id, caption, labels(HEADS[display.drawing]), labels)
        return Drawn(html, csv, None, None, "", "", len(rows), rows.files)
    from report_build.displays.figures import draw_figure  # noqa: PLC0415  # reason: matplotlib takes half a second

    drawing = draw_figure(rows, display, labels)
    data_html = data_tables.figure_data(rows, display.drawing, caption, labels)
    alt = filled_alt(display, rows, labels)
    return Drawn(drawing.html, csv, drawing.svg, drawing.png, alt, data_html, len(rows), rows.files)


def _linked(html: str, ctx: PageView) -> str:
    return EVIDENCE_LINK.sub(lambda link: f'href="{escape(ctx.evidence(unescape(link[1])))}"', html)


def _provenance(drawn: Drawn, display: Display, title: str, ctx: PageView) -> str:
    labels = ctx.labels
    files = tables.listed([_source(ctx, name) for name in drawn.files], escape(labels("list.and")))
    made = labels.choose("display.source", drawn.rows, files=files)
    downloads = " ".join(
        f'<a href="{escape(ctx.links.to(address))}" download>{address.rsplit(".", 1)[1].upper()}'
        f'<span class="rb-hidden"> ({escape(title)})</span></a>'
        for address in display_files(drawn, display)
    )
    function = DERIVATIONS[display.drawing].name
    return (
        f'<div class="rb-provenance"><p>{made} · {escape(labels("display.function"))} '
        f"<code>{escape(function)}</code> · {escape(labels('display.hash'))} <code>{drawn.digest}</code> · "
        f"<code>report-build display {escape(display.id)}</code></p>"
        f'<p class="rb-downloads">{escape(labels("display.download"))} {downloads}</p></div>'
    )


def _source(ctx: PageView, name: str) -> str:
    """A source file with the beginning of its hash, which belongs to the edition: rows elsewhere in it change it."""
    known = ctx.study.hashes.get(name, "")[:12]
    label = escape(ctx.labels("display.hash.file"))
    return escape(name) + (f" <span data-edition>({label} <code>{known}</code>)</span>" if known else "")


def _own_labels(study: Study) -> dict[str, dict[str, str]]:
    return {key: dict(row) for key, row in study.labels.items() if key.startswith(LABELS)}


@once
def _versions() -> tuple[str, ...]:
    return tuple(f"{name} {version(name)}" for name in ("pandas", "matplotlib"))
