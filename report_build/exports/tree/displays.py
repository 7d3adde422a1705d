"""A table or figure of the index as a node."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from markupsafe import Markup

from report_build.displays import Drawn
from report_build.displays.drawing import DataTable, SummaryCell, SummaryTable
from report_build.displays.summary import listed
from report_build.exports.tree.nodes import Display, Inline, Inlines, Styled, Table, TableCell, Text
from report_build.model.coding import Display as Described
from report_build.render.displays import WIDE, marks_of_notes
from report_build.render.view import PageView

Read = Callable[[str | Markup], Inlines]


def display_of(drawn: Drawn, display: Described, page: PageView, read: Read) -> Display:
    """:param read: makes inlines of a text of the page."""
    number = page.index.numbers.get(display.id)
    kind = page.labels(display.kind)
    notes = marks_of_notes(drawn.table) if isinstance(drawn.table, SummaryTable) else {}
    narrow = isinstance(drawn.table, SummaryTable) and len(drawn.table.cases) > WIDE
    legend: tuple[tuple[str, str], ...] = ()
    if isinstance(drawn.table, SummaryTable):
        legend = drawn.table.brief_legend if narrow else drawn.table.legend
    return Display(
        display.id,
        "figure" if drawn.panels else "table",
        kind if number is None else f"{kind}\u00a0{page.number(number)}",
        read(page.woven(display.caption.of(page.language))),
        _table(drawn.table, page, read, notes, brief=narrow),
        page.plain(drawn.alt),
        display.id if drawn.svg and drawn.png else "",
        legend,
        tuple((mark, read(page.woven(text))) for text, mark in notes.items()),
        tuple((cell, read(page.woven(text))) for cell, text in _remarks(drawn.table, page)),
        read(page.woven(display.reading.of(page.language))),
        read(page.woven(display.note.of(page.language))),
    )


def _remarks(table: DataTable | SummaryTable | None, page: PageView) -> Iterator[tuple[str, str]]:
    """A cell, named as the site does, and what is said of it."""
    for code, cells in table.rows if isinstance(table, SummaryTable) else ():
        yield from ((f"{code}, {cell.case}{page.colon}", cell.remark) for cell in cells if cell and cell.remark)


def _table(
    table: DataTable | SummaryTable | None, page: PageView, read: Read, notes: Mapping[str, str], *, brief: bool
) -> Table | None:
    if table is None:
        return None
    if isinstance(table, SummaryTable):
        heads = (table.head, *table.cases)
        rows = tuple(
            (
                TableCell(_text(code), heads=True),
                *(TableCell(_judged(cell, page, read, notes, brief=brief)) for cell in cells),
            )
            for code, cells in table.rows
        )
    else:
        heads = table.heads
        rows = tuple(
            tuple(
                TableCell(
                    (*_text(cell.text), *_evidence(cell.evidence, page, read, after=cell.text)), heads=number == 0
                )
                for number, cell in enumerate(row)
            )
            for row in table.rows
        )
    return Table((tuple(TableCell(_text(head), heads=True) for head in heads),), rows)


def _text(text: str) -> Inlines:
    return (Text(text),) if text else ()


def _evidence(ids: Iterable[str], page: PageView, read: Read, *, after: object) -> Inlines:
    """Passages as links to their cards, in small type."""
    links = read(page.passages(ids))
    return (*_text(" " if after else ""), Styled("small", links)) if links else ()


def _judged(cell: SummaryCell | None, page: PageView, read: Read, notes: Mapping[str, str], *, brief: bool) -> Inlines:
    """A judgement: its sign or else its words, subtypes, the mark of its note, its passages."""
    if cell is None:
        return ()
    if brief:
        parts: list[Inline] = [*_text(cell.brief + ("?" if cell.doubtful else ""))]
    else:
        sign = cell.symbol or cell.judged  # the legend below says what a sign means
        subtypes = f" ({listed(cell.subtypes, page.labels('list.and'))})" if cell.subtypes else ""
        doubt = f" {page.labels('display.damaged.short')}" if cell.doubtful else ""
        parts = [*_text(sign), *_text(subtypes + doubt)]
    if cell.note:
        parts.insert(1, Styled("superscript", (Text(notes[cell.note]),)))
    if not brief:
        parts += _evidence(cell.evidence, page, read, after=parts)
    return tuple(parts)
