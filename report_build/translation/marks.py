"""What readers see of a translation's state: a notice under each heading whose section is stale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from report_build.labels import Labels
from report_build.translation.freshness import Page

_NOTICE = Markup('<p><small class="rb-stale" data-search-exclude>{}</small></p>')


@dataclass(frozen=True, slots=True)
class StaleMarks:
    """What readers are told of a page whose original has changed since it was translated."""

    notices: Mapping[str, Markup]  # id of a heading, '' for the top of the page -> paragraph to follow it

    def in_html(self, html: str) -> str:
        """Put the notices below their headings."""
        for id_, notice in self.notices.items():
            if id_:
                heading = re.search(rf'<(h[1-6])[^<>]*\sid="{re.escape(id_)}".*?</\1>', html, re.DOTALL)
                end = heading.end() if heading else 0
                html = f"{html[:end]}\n{notice}{html[end:]}"
        return f"{self.notices['']}\n{html}" if "" in self.notices else html


def stale_marks(page: Page, original: str, way: str, labels: Labels) -> StaleMarks:
    """The notices of a page.

    :param original: the language translated from.
    :param way: to the page in it, seen from this one; '' where it cannot be reached.
    """
    notices: dict[str, Markup] = {}
    for one in page.state.stale:
        said = escape(labels("translation.stale"))
        if way:
            address = f"{way}#{one.section.id}" if one.now and one.section.id else way
            said = Markup('<a href="{}" hreflang="{}">{}</a>').format(address, original, said)
        notices[one.section.id] = _NOTICE.format(said)
    return StaleMarks(notices)
