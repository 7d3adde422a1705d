"""What readers see of a translation's state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from report_build.labels import Labels
from report_build.translation.blocks import Block
from report_build.translation.freshness import Page
from report_build.translation.state import Stale

_INLINE = ("paragraph", "item", "row")  # kinds of blocks that take the notice at their end
_ATTRIBUTES = re.compile(r"\s*\{:?[^{}]*\}\s*")  # a block's own, on a line of their own
_ROW_END = re.compile(r"[ \t]*\|?[ \t]*$")


@dataclass(frozen=True, slots=True)
class StaleMarks:
    """What readers are told of a page whose original has changed since it was translated."""

    after: Mapping[int, str]  # line of the file -> HTML for its end
    headings: Mapping[str, str]  # id of a heading -> HTML to follow it

    def in_source(self, markdown: str, first_line: int) -> str:
        """Put the notices at the ends of their blocks; no line is added.

        :param first_line: where in the file the Markdown begins.
        """
        lines = markdown.split("\n")
        for number, html in self.after.items():
            index = number - first_line
            while 0 < index < len(lines) and _ATTRIBUTES.fullmatch(lines[index]):
                index -= 1
            if 0 <= index < len(lines):
                end = _ROW_END.search(lines[index]).start()  # type: ignore[union-attr]  # reason: it matches every text
                lines[index] = lines[index][:end] + html + lines[index][end:]
        return "\n".join(lines)

    def in_html(self, html: str) -> str:
        """Put the notices on headings below them."""
        for id_, notice in self.headings.items():
            html = re.sub(rf'(<(h[1-6])[^<>]*\sid="{re.escape(id_)}".*?</\2>)', rf"\1\n<p>{notice}</p>", html, count=1)
        return html


def stale_marks(page: Page, original: str, way: str, labels: Labels) -> StaleMarks:
    """The notices of a page.

    :param original: the language translated from.
    :param way: to the page in it, seen from this one; '' where it cannot be reached.
    """
    after: dict[int, str] = {}
    headings: dict[str, str] = {}
    for one in page.state.stale:
        notice = _notice(one, original, way, labels)
        if one.block.kind == "heading" and one.block.section:
            headings[one.block.section] = notice
        elif one.block.kind in _INLINE:
            after[one.block.last] = f" {notice}"
    return StaleMarks(after, headings)


def _notice(one: Stale, original: str, way: str, labels: Labels) -> Markup:
    said = escape(labels("translation.stale"))
    if way:
        address = way + _anchor((one.now, one.block))
        said = Markup('<a href="{}" hreflang="{}">{}</a>').format(address, original, said)
    return Markup('<small class="rb-stale" data-search-exclude>{}</small>').format(said)


def _anchor(blocks: Sequence[Block | None]) -> str:
    """Where a block can be linked to: an id of its own, else its section's."""
    for block in blocks:
        if block is not None:
            ids = sorted(block.ids)
            return f"#{ids[0]}" if ids else f"#{block.section}" if block.section else ""
    return ""
