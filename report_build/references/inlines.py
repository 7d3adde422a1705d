"""Pandoc's inline elements: plain words into them, and from them to HTML that holds nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from report_build.check.bibliography import is_url
from report_build.markup import as_attribute, as_content

Inline = Mapping[str, Any]

_EMPHASIS = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")
_TAGS = {
    "Emph": "em",
    "Strong": "strong",
    "Superscript": "sup",
    "Subscript": "sub",
    "Strikeout": "s",
    "Underline": "u",
}


def inlines_of(text: str) -> list[Inline]:
    """Labels as pandoc's inlines; ``*so*`` is emphasis, nothing else is markup."""
    found: list[Inline] = []
    position = 0
    for match in _EMPHASIS.finditer(text):
        found += _words(text[position : match.start()])
        found.append({"t": "Emph", "c": _words(match[1])})
        position = match.end()
    return found + _words(text[position:])


def _words(text: str) -> list[Inline]:
    return [
        {"t": "Space"} if part.isspace() and part != "\u00a0" else {"t": "Str", "c": part}
        for part in re.split(r"([ \t\r\n]+)", text)
        if part
    ]


def html_of(inlines: Sequence[Inline]) -> str:
    """HTML of inlines; every text is escaped. Links are anchors, or web addresses that show themselves."""
    return "".join(_html(inline) for inline in inlines)


def _html(inline: Inline) -> str:
    kind: str = inline["t"]
    content: Any = inline.get("c")
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{html_of(content)}</{_TAGS[kind]}>"
    return _WRITERS[kind](content) if kind in _WRITERS else ""


def _link(content: Any) -> str:
    _, inner, (address, _) = content
    text = "".join(part.get("c", " ") for part in inner if isinstance(part.get("c", " "), str))
    if not (address.startswith("#") or (is_url(address) and text in address)):
        return html_of(inner)
    return f'<a href="{as_attribute(address)}">{html_of(inner)}</a>'


def _quoted(content: Any) -> str:
    opening, closing = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
    return f"{opening}{html_of(content[1])}{closing}"


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "Str": as_content,
    "Space": lambda _: " ",
    "SoftBreak": lambda _: " ",
    "LineBreak": lambda _: "<br>",
    "SmallCaps": lambda inner: f'<span class="smallcaps">{html_of(inner)}</span>',
    "Span": lambda content: html_of(content[1]),
    "Cite": lambda content: html_of(content[1]),
    "Link": _link,
    "Quoted": _quoted,
    "Code": lambda content: f"<code>{as_content(content[1])}</code>",
    "Math": lambda content: as_content(content[1]),
    "RawInline": lambda content: as_content(content[1]),
}
