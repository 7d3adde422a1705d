"""The typography of each language that has rules here: what is wrong in a text, and what it should be.

French after the Imprimerie nationale: a narrow no-break space before ``;``, ``!`` and ``?``, a no-break space before
``:`` and inside guillemets; either is accepted in place of the other. A language without rules has no faults.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_build.typography.prose import MASKED

NARROW, NO_BREAK = "\u202f", "\u00a0"
_BLANKS = " \t\u00a0\u2009\u202f"
_FIT = (NARROW, NO_BREAK)

_BEFORE = re.compile(rf"(?P<before>[^\s{_BLANKS}])(?P<blanks>[{_BLANKS}]*)(?P<sign>[;:!?»])(?P<after>.|$)", re.DOTALL)
_OPENING = re.compile(rf"«(?P<blanks>[{_BLANKS}]*)(?=[^\s{_BLANKS}])")
_TIGHT = re.compile(rf"[\w)\]”’*_…%{MASKED}](?P<blanks>[{_BLANKS}]+)[;:!?,](?=[\s)\]”’*_]|$)")
_APOSTROPHE = re.compile(rf"(?<=[^\W\d_])'(?=[^\W\d_]|[«“*_\[{MASKED}])")
_DOTS = re.compile(r"(?<![./])\.{3}(?![./\w])")
_QUOTE = re.compile(r'"')
_PARAGRAPH = re.compile(r"(?:[^\n]+(?:\n|$))+")
_INNER = re.compile(r"«[^«»]*»")
_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_CENTURY = rf"[{_BLANKS}](?:siècle|République|arrondissement|millénaire|congrès)"

_ORDINALS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (r"(?<![\w.,/-])1(?P<wrong>er)(?![\w-])", "ᵉʳ"),
        (r"(?<![\w.,/-])1(?P<wrong>ers)(?![\w-])", "ᵉʳˢ"),
        (r"(?<![\w.,/-])1(?P<wrong>re|ère)(?![\w-])", "ʳᵉ"),
        (r"(?<![\w.,/-])(?:[2-9]|[1-9]\d+)(?P<wrong>e|è|ème|ième)(?![\w-])", "ᵉ"),
        (rf"(?<!\w)I(?P<wrong>er|re)(?={_CENTURY})", ""),
        (rf"(?<!\w){_ROMAN}(?P<wrong>e|ème)(?={_CENTURY})", "ᵉ"),
        (r"(?<!\w)M(?P<wrong>me)(?=[\s\u00a0\u202f])", "ᵐᵉ"),
        (r"(?<!\w)M(?P<wrong>mes)(?=[\s\u00a0\u202f])", "ᵐᵉˢ"),
        (r"(?<!\w)M(?P<wrong>lle)(?=[\s\u00a0\u202f])", "ˡˡᵉ"),
        (r"(?<!\w)M(?P<wrong>lles)(?=[\s\u00a0\u202f])", "ˡˡᵉˢ"),
    )
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Signs of a text that its language writes otherwise."""

    start: int
    end: int
    code: str  # of the finding
    right: str | None  # what is right; None where only its author can tell


def faults(prose: str, language: str) -> list[Fault]:
    """What is wrong in a text, in order.

    :param prose: has :data:`~report_build.typography.prose.MASKED` for what is no prose.
    """
    rules = _RULES.get(language.partition("-")[0], ())
    return sorted((fault for rule in rules for fault in rule(prose)), key=lambda one: (one.start, one.end, one.code))


def suspect(text: str, language: str) -> bool:
    """Whether a text may have faults at all: a quick look before a thorough one."""
    signs = _SUSPECT.get(language.partition("-")[0])
    return signs is not None and signs.search(text) is not None


def edits(found: Sequence[Fault]) -> list[Fault]:
    """Those faults that can be mended at once: none lies within another."""
    chosen: list[Fault] = []
    for fault in found:
        if fault.right is not None and (not chosen or fault.start >= chosen[-1].end):
            chosen.append(fault)
    return chosen


def _french_spaces(prose: str) -> Iterator[Fault]:
    place = 0
    while found := _BEFORE.search(prose, place):
        place = found.end("sign")
        before, blanks, sign, after = found["before"], found["blanks"], found["sign"], found["after"]
        if blanks in _FIT or (before in "!?;:…([/" and not blanks) or (sign == ":" and (before == ":" or after == ":")):
            continue
        ends = not after or after in f"\n {NARROW}{NO_BREAK}\t)]»”*_,.!?…{MASKED}" or sign == "»"
        joined = not blanks and not (before.isalnum() or before in ")]»”*%’")
        if ends and not joined and not (sign == "»" and before == "«"):
            right = NARROW if sign in ";!?" else NO_BREAK
            yield Fault(found.start("blanks"), found.end("blanks"), "RB510", right)
    for found in _OPENING.finditer(prose):
        if found["blanks"] not in _FIT and prose[found.end()] != "»":
            yield Fault(*found.span("blanks"), "RB510", NO_BREAK)


def _english_spaces(prose: str) -> Iterator[Fault]:
    for found in _TIGHT.finditer(prose):
        yield Fault(*found.span("blanks"), "RB510", "")


def _apostrophes(prose: str) -> Iterator[Fault]:
    for found in _APOSTROPHE.finditer(prose):
        yield Fault(*found.span(), "RB511", "’")


def _straight_quotes(opening: str, closing: str) -> Callable[[str], Iterator[Fault]]:
    def rule(prose: str) -> Iterator[Fault]:
        for paragraph in _PARAGRAPH.finditer(prose):
            quotes = [found.start() for found in _QUOTE.finditer(prose, *paragraph.span())]
            paired = len(quotes) % 2 == 0 and all(
                _opens(prose, one) and not _opens(prose, other) and _closes(prose, other)
                for one, other in zip(quotes[::2], quotes[1::2], strict=True)
            )
            inner = _Spans(_INNER, prose, *paragraph.span()) if opening[0] == "«" else None
            for number, at in enumerate(quotes):
                within = inner is not None and inner.holds(at)
                signs = ("“", "”") if within else (opening, closing)
                yield Fault(at, at + 1, "RB511" if paired else "RB512", signs[number % 2] if paired else None)

    return rule


class _Spans:
    """Where a pattern is found in a text, or a part of it."""

    def __init__(self, pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None) -> None:
        spans = [found.span() for found in pattern.finditer(text, start, len(text) if end is None else end)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def holds(self, place: int) -> bool:
        index = bisect_left(self._starts, place) - 1
        return index >= 0 and place < self._ends[index]


def _opens(prose: str, at: int) -> bool:
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    return (not before or before in f"{_BLANKS}\n([/—–«“*_'’") and bool(after) and after not in f"{_BLANKS}\n"


def _closes(prose: str, at: int) -> bool:
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    return before not in f"{_BLANKS}\n" and (not after or not after.isalnum())


def _dots(prose: str) -> Iterator[Fault]:
    for found in _DOTS.finditer(prose):
        yield Fault(*found.span(), "RB514", "…")


def _ordinals(prose: str) -> Iterator[Fault]:
    for pattern, right in _ORDINALS:
        for found in pattern.finditer(prose):
            written = right or {"er": "ᵉʳ", "re": "ʳᵉ"}[found["wrong"]]
            yield Fault(*found.span("wrong"), "RB513", written)


def _foreign_quotes(foreign: str, within: re.Pattern[str] | None) -> Callable[[str], Iterator[Fault]]:
    signs = re.compile(foreign)

    def rule(prose: str) -> Iterator[Fault]:
        allowed = _Spans(within, prose) if within else None
        for found in signs.finditer(prose):
            if allowed is None or not allowed.holds(found.start()):
                yield Fault(*found.span(), "RB512", None)

    return rule


_RULES: Mapping[str, tuple[Callable[[str], Iterator[Fault]], ...]] = {
    "fr": (
        _french_spaces,
        _apostrophes,
        _straight_quotes(f"«{NO_BREAK}", f"{NO_BREAK}»"),
        _dots,
        _ordinals,
        _foreign_quotes("[“”„]", _INNER),  # within guillemets they are the inner quotation's
    ),
    "en": (_english_spaces, _apostrophes, _straight_quotes("“", "”"), _dots, _foreign_quotes("[«»„]", None)),
}

_SUSPECT: Mapping[str, re.Pattern[str]] = {  # a text with a fault has one of these; a text without may have, too
    "fr": re.compile(
        r"""[^\u00a0\u202f][;:!?»]|[\u00a0\u202f]{2}|[ \t\u2009][\u00a0\u202f]|["'“”„]"""
        r"""|«(?![\u00a0\u202f][^\u00a0\u202f])|«.[ \t\u2009]|\.\.\.|\d[eèirm]|[IVX](?:e|è|r)|M(?:me|lle)"""
    ),
    "en": re.compile(r"""[ \t\u00a0\u2009\u202f][;:!?,]|["'«»„]|\.\.\."""),
}
