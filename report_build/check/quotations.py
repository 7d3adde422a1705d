"""Whether what a page sets between quotation marks, beside a passage, is what the passage says word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from unicodedata import normalize

from report_build.excerpts import shortened
from report_build.findings import Finding
from report_build.labels.quotes import CLOSING, OPENING
from report_build.markup import without_markup
from report_build.model.pages import PageFacts, ParsedPage, PassageMark
from report_build.model.study import Study

_BLOCK = re.compile(r"</?(?:p|li|td|th|dd|dt|h[1-6]|div|blockquote|figcaption|caption)\b[^<>]*>")
_QUOTED_BLOCK = re.compile(r"<blockquote\b[^<>]*>(.*?)</blockquote>", re.DOTALL)
_Q = re.compile(r"</?q\b[^<>]*>")
_MARK = re.compile("(?:\u0002rb:\\d+\u0003)+")  # passages pointed to together
_NUMBER = re.compile("\u0002rb:(\\d+)\u0003")
_OPENING, _CLOSING = ("".join(sorted(marks)) for marks in (OPENING, CLOSING))
_WITHIN = "".join(sorted((OPENING | CLOSING) - {"’"}))  # which is an apostrophe too
_QUOTED = re.compile(f'[{_OPENING}]([^"{_WITHIN}]+)[{_CLOSING}]|"([^"]+)"')
_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|\(\s*(?:…|\.{3})\s*\)|…|\.{3}")
_CASE_CHANGED = re.compile(r"\[(\w)\](?=\w)")  # "[L]e soir": the letter is the quoter's, the word is not
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 3  # words: fewer are a word that the page takes up, not a quotation
_ALIKE = 0.6  # how much of it stands in the passage, in order, where it is meant for the passage's words


def check_quotations(study: Study, pages: Iterable[ParsedPage]) -> Iterator[Finding]:
    """Quotations of pages that are nearly, and not quite, what the passages say which stand beside them.

    What a page leaves out, between brackets or by dots, is left out; a translation has other words, and is not judged.
    """
    if not any(any(passage.quotation.values()) for passage in study.evidence):
        return
    for page in pages:
        for quoted, marks in _quotations(page):
            said = [_words(words) for mark in marks for words in _quoted_by(study, mark)]
            parts = _LEFT_OUT.split(_CASE_CHANGED.sub(r"\1", quoted))
            wrong = next((part for part in parts if _misquotes(_words(part), said)), "")
            if wrong:
                ids = ", ".join(dict.fromkeys(mark.passage for mark in marks))
                message = f"'{shortened(' '.join(wrong.split()), 60)}' is not what '{ids}' says word for word"
                hint = "Quote it as data/evidence.csv has it, or show it by {{< quotation … >}}"
                yield Finding(page.facts.at(marks[0].line), "RB332", message, hint)


def _quoted_by(study: Study, mark: PassageMark) -> Iterator[str]:
    passage = study.passage.get(mark.passage)
    return (words for words in passage.quotation.values() if words) if passage else iter(())


def _quotations(page: ParsedPage) -> Iterator[tuple[str, Sequence[PassageMark]]]:
    """What a page quotes, with the passages that it points to right behind it."""
    blocks = _QUOTED_BLOCK.findall(page.html)
    for block in blocks:
        parts = _BLOCK.sub(" … ", block)  # each paragraph by itself: the last may say who speaks
        yield from _before_marks(without_markup(parts), page.facts)
    for block in _BLOCK.split(_QUOTED_BLOCK.sub("<p>", page.html)):
        for text, marks in _before_marks(without_markup(_Q.sub('"', block)), page.facts):
            yield from ((one or other, marks) for one, other in _QUOTED.findall(text))


def _before_marks(text: str, facts: PageFacts) -> Iterator[tuple[str, Sequence[PassageMark]]]:
    """Each stretch of a text that ends with passages, and these."""
    begins = 0
    for found in _MARK.finditer(text):
        markers = [facts.markers[int(number)] for number in _NUMBER.findall(found[0])]
        marks = [one for one in markers if isinstance(one, PassageMark)]
        if marks:
            yield _MARK.sub("", text[begins : found.start()]), marks
            begins = found.end()


def _words(text: str) -> list[str]:
    return _WORD.findall(normalize("NFC", text).casefold())


def _misquotes(quoted: Sequence[str], said: Sequence[Sequence[str]]) -> bool:
    """Whether words are nearly those of one of the passages, and those of none."""
    if len(quoted) < _FEWEST or any(_holds(whole, quoted) for whole in said):
        return False
    return any(_share(quoted, whole) >= _ALIKE for whole in said)


def _holds(whole: Sequence[str], part: Sequence[str]) -> bool:
    return any([*whole[place : place + len(part)]] == [*part] for place in range(len(whole) - len(part) + 1))


def _share(quoted: Sequence[str], whole: Sequence[str]) -> float:
    """The share of words that stand in a passage in the same order."""
    matched = SequenceMatcher(None, quoted, whole, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matched) / len(quoted)
