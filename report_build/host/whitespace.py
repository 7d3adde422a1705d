"""A page without the white space of the theme's templates, a tenth of its bytes, and its last scripts deferred."""

from __future__ import annotations

import re

from report_build.cache import Cache

_KEPT = re.compile(r"<(pre|textarea|script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_LAST_SCRIPTS = re.compile(r'(?:<script src="[^"]*"></script>\s*)+(?=</body>)')
_SAID_IN_XML = '<svg xmlns="http://www.w3.org/2000/svg"'
_BLANK = re.compile(r"[ \t\r\f]*\n[ \t\r\f\n]*")  # no-break spaces are none


def without_whitespace(html: str) -> str:
    """The page, each run of blanks with a line's end in it now that end alone; what is shown as written stays.

    Pictures lose the name of their language, which HTML knows.
    """
    html = html.replace(_SAID_IN_XML, "<svg")
    done: list[str] = []
    end = 0
    for kept in _KEPT.finditer(html):
        done += [_BLANK.sub("\n", html[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*done, _BLANK.sub("\n", html[end:])])


def as_published(html: str, cache: Cache) -> str:
    """The page as it is published."""
    return cache.text("published", [html], lambda: with_scripts_deferred(without_whitespace(html)))


def with_scripts_deferred(html: str) -> str:
    """The page, the scripts that end it run in their order once it is read; browsers ask for what is shown first."""
    return _LAST_SCRIPTS.sub(lambda scripts: scripts[0].replace("<script src", "<script defer src"), html)
