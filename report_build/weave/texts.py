"""Markers where Markdown reads none: in attributes, raw HTML, front matter and the texts of the data.

Such text is not written for this extension, so that only what can be nothing else is a marker there: a citation of
works that the bibliography has, a reference to a display or section, a passage, a value. All else stays, and
:func:`raw_markers` names what then stands raw.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from report_build.markup import as_text
from report_build.model.pages import Citation, CrossReference, PassageMark
from report_build.references.clusters import KEY, NOT_BEFORE, parse_cluster
from report_build.weave.lines import sentinels_apart
from report_build.weave.values import UnknownValueError, ValueOf, value_of

if TYPE_CHECKING:
    from report_build.labels import Labels
    from report_build.model.study import Study

TARGET = re.compile(r"(?:tbl|fig|sec|eq)-.+")
CLUSTER = re.compile(r"\[[^\[\]@]*@[^\[\]]*\](?![({\[])")
_MARKER = re.compile(
    rf"\\@|\[[^\[\]@]*@[^\[\]]*\](?![({{\[])|{NOT_BEFORE}@{KEY}(?:[ ]\[[^\[\]@]*\](?![({{\[]))?"
    r"|\{\{<\s+value\s+(?P<value>[^<>{}]*?)\s*>\}\}"
)
_RAW = re.compile(
    rf"(?:[^\w\s@\\\x02\x03\])}}]|(?<![\w@\\]))@?[@＠](?P<blank>[ \u200b\u2060\u00ad-]?)(?P<key>{KEY})"
    r"|\{\{[<%][^\n\x02]{,40}|\{\{[ ]*(?:display|value)[ ][^{}\n\x02]{,40}\}\}|\][ ]?\{[^{}\n]*\.claim\b[^{}\n]*\}?"
    r"|(?:^|(?<=\s)):::+[ \t]*[\w{][^\n\x02]{,40}|^[ ]*:::+[ \t]*$"
    r"|\]\{\.[\w-]+[^{}\n]*\}|\$\$[^\n\x02]{0,40}|\{#[a-z][\w-]*\}",
    re.MULTILINE,
)
# Of Markdown's own, and of LaTeX's, what nothing took: pages alone are written in them.
_RAW_MARKDOWN = re.compile(
    _RAW.pattern + r"|\{:[ ]?[#.\w][^{}\n]{,60}\}|(?<![^\s\x03])\{\.[a-z][^{}\n]{,60}\}"
    r"|\[\^[\w-]+\]|\\(?:cite\w*|(?:auto|c|eq)?ref)\{[^{}\n]+\}",
    re.MULTILINE,
)
_WEB = re.compile(r"(?:https?|ftp)://[^\s<>]+", re.IGNORECASE)
_SIGN = re.compile(r"[@＠\\]|\{[{#:.]|:::|\][ ]?\{|\$\$|\[\^")
_PLAIN_AT = re.compile("&(?:#64|#x40|commat);", re.IGNORECASE)  # how an author writes an @ that cites nothing
_TAG = re.compile(r"""<!--.*?-->|<[/!?a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_SAID = re.compile(r"""(?<=\s)(?P<name>alt|title|aria-label)=(?P<quote>["'])(?P<text>.*?)(?P=quote)""", re.DOTALL)
NOT_TEXT = frozenset({"code", "pre", "script", "style", "textarea", "kbd", "samp", "svg", "math", "template"})

Piece = str | Citation | CrossReference | PassageMark


def pieces(text: str, study: Study, labels: Labels, line: int = 0, value: ValueOf = value_of) -> Iterator[Piece]:
    """A text cut at its markers; values are put in. What cites an unknown work stays as it is written."""
    position = 0
    for found in _MARKER.finditer(text) if "@" in text or "{{<" in text else ():
        put = _marker(found, study, labels, line, value)
        if put is not None:
            before = text[position : found.start()]
            before = (
                before.rstrip(" ") if isinstance(put[0], PassageMark) else before
            )  # its mark follows without a blank
            if before:
                yield before
            yield from put
            position = found.end()
    if position < len(text):
        yield text[position:]


def is_passage(key: str, study: Study) -> bool:
    """Whether ``@key`` points to a passage: where a work has the same name it is cited."""
    return key in study.passage and key not in study.work and key not in study.alias


def _marker(found: re.Match[str], study: Study, labels: Labels, line: int, value: ValueOf) -> tuple[Piece, ...] | None:
    source = found[0]
    if source == "\\@":
        return ("@",)
    if found["value"] is not None:
        path, *how = found["value"].split() or [""]
        try:
            return (value(study, labels, path, how),)
        except UnknownValueError:
            return None
    cites = parse_cluster(" ".join(source.split()), study.alias)
    if len(cites) == 1 and TARGET.fullmatch(cites[0].key):
        one = cites[0]
        if not source.startswith("["):
            rest = source.removeprefix(f"@{one.key}")
            return (CrossReference(line, one.key), rest) if rest else (CrossReference(line, one.key),)
        return (CrossReference(line, one.key, bare=one.mode == "suppress"),) if not one.prefix + one.suffix else None
    if cites and all(is_passage(cite.key, study) and not cite.prefix + cite.suffix for cite in cites):
        return tuple(PassageMark(line, cite.key) for cite in cites)
    if any(cite.key in study.work for cite in cites) and not any(TARGET.fullmatch(cite.key) for cite in cites):
        return (Citation(line, source, cites),)
    if source.startswith("["):  # "[voir @tbl-x]": brackets as written, with what stands in them
        inner = tuple(pieces(source[1:-1], study, labels, line, value))
        return ("[", *inner, "]") if any(not isinstance(piece, str) for piece in inner) else None
    return None


def in_raw_html(html: str, weave: Callable[[str], str]) -> str:
    """Raw HTML, each text and each attribute that is read out given to ``weave``; code stays."""
    return "".join(
        part if not said else _attributes(part, weave) if part.startswith("<") else weave(part)
        for part, said in _parts(html)
    )


def _attributes(tag: str, weave: Callable[[str], str]) -> str:
    def put(found: re.Match[str]) -> str:
        return f"{found['name']}={found['quote']}{weave(found['text'])}{found['quote']}"

    return _SAID.sub(put, tag) if "@" in tag or "{{<" in tag else tag


def _parts(html: str) -> Iterator[tuple[str, bool]]:
    """Tags and texts in turn, and whether readers are told them: not so in comments and within code."""
    position, within = 0, ""
    for tag in _TAG.finditer(html):
        if tag.start() > position:
            yield html[position : tag.start()], not within
        position = tag.end()
        element = _ELEMENT.match(tag[0])
        yield tag[0], element is not None and not within
        name = element[2].lower() if element else ""
        if element and not within and name in NOT_TEXT and not element[1] and not tag[0].endswith("/>"):
            within = name
        elif element and element[1] and name == within:
            within = ""
    if position < len(html):
        yield html[position:], not within


def may_hold_markers(text: str) -> bool:
    """Whether there can be any marker in a text at all: most have none."""
    return _SIGN.search(text) is not None


def raw_markers(html: str, study: Study) -> Iterator[tuple[int, str]]:
    """What stands in finished HTML as a marker is written, so that readers would see it.

    With the line that a sentinel beside it carries, 0 where there is none.
    """
    if not may_hold_markers(html):
        return
    for part, said in _parts(html):
        if not said:
            continue
        for text in (found["text"] for found in _SAID.finditer(part)) if part.startswith("<") else (part,):
            plain, lines = sentinels_apart(as_text(_PLAIN_AT.sub("at", text)))
            for found in _raw_in(plain, study, _RAW_MARKDOWN):
                line = next((line for place, line in lines if found.start() <= place <= found.end()), 0)
                yield line, found[0].strip()


def raw_in_text(text: str, study: Study) -> Iterator[str]:
    """What stands in a plain text as a marker is written."""
    if not may_hold_markers(text):
        return iter(())
    return (found[0].strip() for found in _raw_in(text, study, _RAW))


def _raw_in(text: str, study: Study, raw: re.Pattern[str]) -> Iterator[re.Match[str]]:
    text = _WEB.sub(lambda found: "w" * len(found[0]), text)
    boxed = False  # the line of colons that ends a box is told with the one that begins it
    for found in raw.finditer(text):
        key = (found["key"] or "").strip("{}")
        ends_box = boxed and not found[0].strip(" :")
        boxed = boxed or found[0].startswith(":::")
        known = (
            key in study.work
            or key in study.alias
            or (not found["blank"] and (key in study.display or key in study.passage))
        )
        if (known or not key) and not ends_box:
            yield found
