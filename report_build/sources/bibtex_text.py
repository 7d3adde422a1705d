"""A bibliography's text made ready for bibtexparser, which knows no ``%``, no ``@my-type``, takes ``@commentary`` for
a comment, and a quotation mark within braces for the end of a text between such marks.

Every line keeps its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r'^[ \t]*@[ \t]*(\w[\w.:+-]*)[ \t]*\n?[ \t]*([{(])|\\.|["{}()%]', re.MULTILINE | re.DOTALL)
_SPECIAL = re.compile(r"@([ \t]*)((?:comment|string|preamble)\w+)(?=[ \t]*[{(])", re.IGNORECASE)
_ENTRY = re.compile(r"@[ \t]*(\w+)[ \t]*[{(]")
# What an @comment holds that is an entry: one with its sign, or what follows it, "key, title = {…}".
_HELD = re.compile(r"@[ \t]*\w+\s*[{(]\s*[^\s,{}()]+\s*,")
_HELD_BARE = re.compile(r"\s*(?:\w+\s*\{\s*)?[^\s,{}=]+\s*,\s*[A-Za-z][\w-]*\s*=\s*[{\"]")
_STAND_IN = "type__"  # before a type that begins like one of BibTeX's commands
# No character: stands for each of two backslashes, so that a brace after them counts, and for one that ends a line,
# which the parser would leave out of its count of lines.
_BACKSLASH = "\ufdd0"
_QUOTE = "\ufdd1"  # stands for a quotation mark within braces, which ends nothing


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text for the parser, and what is known of the author's."""

    text: str
    openings: tuple[int, ...]  # lines on which an entry, or another block, starts; from 1
    commented: tuple[tuple[int, str], ...]  # lines on which a comment holds the start of an entry: after % or @comment


def prepare(text: str) -> Prepared:
    """Blank out what ``%`` comments, outside braces and quotes, as biber and pandoc do, and what ``@comment`` holds."""
    pieces: list[str] = []
    openings: list[int] = []
    commented: list[tuple[int, str]] = []
    depth, quoted, closing, copied, position, comment = 0, False, "}", 0, 0, False
    while found := _MARK.search(text, position):
        position, mark = found.end(), found[0]
        if found[1]:  # a block starts, whatever was left open before it
            depth, quoted, closing = 1, False, "}" if found[2] == "{" else ")"
            comment = found[1].lower() == "comment"  # there, a % is text
            if comment and (end := _closing(text, found.end(), found[2])):
                held = text[found.end() : end]
                starts = [one.start() for one in _HELD.finditer(held)] or ([0] if _HELD_BARE.match(held) else [])
                commented += [(text.count("\n", 0, found.end() + at) + 1, "@comment") for at in starts]
                pieces += [text[copied : found.start()], "\n" * text.count("\n", found.start(), end)]
                copied = position = end + 1
                depth = 0
                continue
            # The parser wants a type's brace on its line, and letters alone in it.
            pieces += [text[copied : found.start()], f"@{_hidden(found[1])}{found[2]}", "\n" * found[0].count("\n")]
            copied = position
            openings.append(text.count("\n", 0, found.start()) + 1)
        elif mark == "%" and depth < 2 and not (quoted or (comment and depth)):  # noqa: PLR2004  # reason: 2 is within a field's braces
            position = _line_end(text, found.start())
            pieces.append(text[copied : found.start()])
            copied = position
            if _ENTRY.search(text, found.start(), position):
                commented.append((text.count("\n", 0, found.start()) + 1, "%"))
        elif mark == '"' and depth > 1:
            pieces += [text[copied : found.start()], _QUOTE]
            copied = position
        elif depth:
            depth, quoted = _after(mark, depth, quoted=quoted, closing=closing)
    made = "".join((*pieces, text[copied:]))
    made = _SPECIAL.sub(rf"@\1{_STAND_IN}\2", made).replace("\\\\", _BACKSLASH * 2).replace("\\\n", f"{_BACKSLASH}\n")
    return Prepared(made, tuple(openings), tuple(commented))


def _after(mark: str, depth: int, *, quoted: bool, closing: str) -> tuple[int, bool]:
    """How deep in braces, and whether in quotes, a text stands after a mark."""
    if mark == "{":
        return depth + 1, quoted
    if mark == '"':
        return depth, not quoted
    if (mark == "}" and (depth > 1 or (closing == "}" and not quoted))) or (
        mark == ")" and closing == ")" and depth == 1 and not quoted
    ):
        return depth - 1, quoted
    return depth, quoted


def _closing(text: str, start: int, opening: str) -> int:
    """Where what opened before ``start`` closes; 0 where it does not."""
    closing, depth = {"{": "}", "(": ")"}[opening], 1
    for found in re.compile(rf"\\.|[{re.escape(opening + closing)}]", re.DOTALL).finditer(text, start):
        depth += (found[0] == opening) - (found[0] == closing)
        if not depth:
            return found.start()
    return 0


def _hidden(kind: str) -> str:
    """A type whose signs are written as letters, which the parser reads."""
    return re.sub(r"\W", lambda sign: f"__{ord(sign[0])}__", kind)


def type_as_written(kind: str) -> str:
    """A type that the parser gave back, as its author wrote it."""
    return re.sub(r"__(\d+)__", lambda sign: chr(int(sign[1])), as_written(kind))


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def as_written(text: str) -> str:
    """A piece of what the parser gave back, as its author wrote it."""
    return text.removeprefix(_STAND_IN).replace(_BACKSLASH, "\\").replace(_QUOTE, '"')
