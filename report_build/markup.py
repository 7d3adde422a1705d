"""Between text and markup, both ways: the one door to the escapes of HTML and XML.

Templates escape by themselves; this is for what is neither made nor read in one.
"""

from __future__ import annotations

import re
from html import escape, unescape

_TAG = re.compile(r"<[^<>]*>")


def as_text(html: str) -> str:
    """What a piece of markup without elements says: ``&amp;`` is ``&``."""
    return unescape(html)


def without_markup(html: str, instead: str = "") -> str:
    """What a piece of markup says, its blanks as they are.

    :param instead: what stands in the place of each tag.
    """
    return as_text(_TAG.sub(instead, html))


def as_content(text: str) -> str:
    """A text as an element holds it."""
    return escape(text, quote=False)


def as_attribute(text: str) -> str:
    """A text as an attribute holds it, or an element."""
    return escape(text)
