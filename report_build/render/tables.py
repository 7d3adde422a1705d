"""Summary tables and data tables as accessible HTML.

Links to evidence cards, and the display's number, depend on the page that shows a table. They are left as marks that
no text can forge, since every text is escaped: ``href="rb-evidence:e07"`` and ``<rb-number></rb-number>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from string import ascii_lowercase

from report_build.displays.frames import pivot_cells, to_frame
from report_build.displays.rows import LIST_MARK, Rows, Value
from report_build.labels import Labels
from report_build.model.coding import NOT_STATED

NUMBER_MARK = "<rb-number></rb-number>"
EVIDENCE_MARK = 'href="rb-evidence:'
WIDE = 6  # with more columns than these a table scrolls in its own region


@dataclass(slots=True)
class Notes:
    """Footnotes of one table: the same words share one mark."""

    prefix: str  # the display's id
    marks: dict[str, str] = field(default_factory=dict)  # note text -> mark

    def refer(self, text: str, labels: Labels) -> str:
        """A link to a note, which is made on its first mention."""
        first = text not in self.marks
        mark = self.marks.setdefault(text, letter(len(self.marks)))
        own_id = f' id="{escape(self.prefix)}-ref-{mark}"' if first else ""
        label = escape(labels("display.note_ref", mark=mark))
        return (
            f'<sup class="rb-note-ref"><a{own_id} href="#{escape(self.prefix)}-note-{mark}" '
            f'aria-label="{label}">{mark}</a></sup>'
        )

    def html(self, labels: Labels) -> str:
        """The notes as a list, each with a way back."""
        if not self.marks:
            return ""
        back, prefix = escape(labels("display.note_back")), escape(self.prefix)
        items = "".join(
            f'<li id="{prefix}-note-{mark}"><a class="rb-note-mark" href="#{prefix}-ref-{mark}" '
            f'aria-label="{back} ({mark})">{mark}</a> <span>{escape(text)}</span></li>'
            for text, mark in self.marks.items()
        )
        return f'<ul class="rb-notes">{items}</ul>'


def letter(place: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa, as columns of a spreadsheet."""
    quotient, rest = divmod(place, 26)
    return (letter(quotient - 1) if quotient else "") + ascii_lowercase[rest]


def summary_table(rows: Rows, display_id: str, caption: str, head: str, labels: Labels) -> str:
    """One of the source's tables: codes by cases, words behind the symbols, flags, notes and links to evidence."""
    frame = to_frame(rows)
    places = pivot_cells(frame, "code", "case")
    records = list(rows.dicts())
    notes = Notes(display_id)
    first = {str(record["case"]): str(record["case_label"]) for record in records}
    columns = "".join(f'<th scope="col">{escape(first[case])}</th>' for case in places.columns)
    body: list[str] = []
    for code, cells in zip(places.index, places.to_numpy().tolist(), strict=True):
        label = next(str(record["code_label"]) for record in records if record["code"] == code)
        tds = "".join(_cell(records[place], notes, labels) if place >= 0 else "<td></td>" for place in cells)
        body.append(f'<tr><th scope="row">{escape(label)}</th>{tds}</tr>')
    wide = " rb-wide" if len(places.columns) > WIDE else ""
    table = (
        f'<table class="rb-table rb-summary{wide}"><caption>{NUMBER_MARK} {escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(head)}</th>{columns}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    )
    return scrolling(table, caption, labels, len(places.columns)) + _legend(records, labels) + notes.html(labels)


def scrolling(table: str, title: str, labels: Labels, columns: int = WIDE + 1) -> str:
    """A table that is wider than a page may be, in a region of its own that the keyboard can scroll."""
    if columns <= WIDE:
        return table
    label = escape(labels("display.scroll", title=title))
    return f'<div class="rb-scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>'


def data_table(
    caption: str, heads: Sequence[str], body: Iterable[Sequence[str]], labels: Labels, *, row_heads: int = 1
) -> str:
    """A figure's data: cells are HTML already (see :func:`text` and :func:`evidence_links`)."""
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    lines = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{cell}</th>' if place < row_heads else f"<td>{cell}</td>"
            for place, cell in enumerate(cells)
        )
        + "</tr>"
        for cells in body
    )
    title = labels("display.data.caption", caption=caption)
    table = (
        f'<table class="rb-table rb-data"><caption>{escape(title)}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table>"
    )
    return scrolling(table, title, labels)


def text(value: Value) -> str:
    """A value as HTML."""
    return "" if value is None else escape(str(value))


def evidence_links(ids: Value, labels: Labels) -> str:
    """Links to the cards of a cell's passages; the page that shows them fills in the way there."""
    names = [name for name in str(ids or "").split(LIST_MARK) if name]
    if not names:
        return ""
    links = " ".join(f'<a {EVIDENCE_MARK}{escape(name)}">{escape(name)}</a>' for name in names)
    label = escape(labels("display.evidence"))
    return f'<span class="rb-evidence"><span class="rb-hidden">{label} </span>{links}</span>'


def listed(items: Sequence[str], joining: str) -> str:
    """« a, b et c »: commas, and a word before the last."""
    return joining.join([*([", ".join(items[:-1])] if items[:-1] else []), *items[-1:]])


def one_of_words(record: Mapping[str, Value], labels: Labels, key: str) -> str:
    """That exactly one of the candidate cells holds, in words; '' for a cell whose place is sure."""
    candidates = str(record["one_of_labels"] or "")
    return labels(key, cases=listed(candidates.split(LIST_MARK), labels("display.or"))) if candidates else ""


def _cell(record: Mapping[str, Value], notes: Notes, labels: Labels) -> str:
    symbol, subtypes = str(record["symbol"]), str(record["subtypes"])
    parts: list[str] = []
    if symbol:
        parts.append(f'<span class="rb-symbol" aria-hidden="true">{escape(symbol)}</span>')
    note = _note(record, labels)
    refs = notes.refer(note, labels) if note else ""
    parts.append(f'<span class="rb-judged">{text(record["level_label"])}</span>{refs}')
    if subtypes:
        named = listed(str(record["subtype_labels"]).split(LIST_MARK), labels("list.and"))
        parts.append(f'<span class="rb-subtypes">({escape(named)})</span>')
    if record["legibility"] == "damaged" and symbol:
        parts.append(f'<span class="rb-flag">{escape(labels("display.damaged.short"))}</span>')
    case = f'<span class="rb-case">{text(record["case_label"])}</span>'
    said = f'<span class="rb-said">{" ".join(parts)}</span>'
    links = evidence_links(record["evidence"], labels)
    return f'<td data-level="{text(record["level"])}"><div class="rb-cell">{case} {said} {links}</div></td>'


def _note(record: Mapping[str, Value], labels: Labels) -> str:
    found = [one_of_words(record, labels, "display.one_of")]
    if record["legibility"] == "damaged" and record["symbol"] and not record["one_of"]:
        found.append(labels("display.damaged"))
    if record["basis"] == "table-only" and record["symbol"]:
        found.append(labels("display.table_only"))
    if record["force"] in ("hedged", "conditional"):
        found.append(labels(f"display.{record['force']}"))
    return " ".join(part for part in [*found, str(record["note"])] if part)


def _legend(records: Iterable[Mapping[str, Value]], labels: Labels) -> str:
    levels = {str(record["level"]): record for record in records}
    ordered = sorted(levels.values(), key=lambda record: int(record["level_rank"] or 0))
    items = "".join(
        f"<div><dt>{escape(str(record['symbol']) or labels(_no_symbol(record)))}</dt>"
        f"<dd>{text(record['level_words'] or record['level_label'])}</dd></div>"
        for record in ordered
    )
    return f'<dl class="rb-legend">{items}</dl>'


def _no_symbol(record: Mapping[str, Value]) -> str:
    return "display.no_symbol" if record["level"] == NOT_STATED else "display.empty_symbol"
