"""Whether pages and the texts of the data are written as their language is: spaces, quotes, ordinals."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

from report_build.cache import Cache
from report_build.findings import Finding, Place
from report_build.grouping import grouped
from report_build.model.description import texts_in
from report_build.model.schema import SETTINGS
from report_build.model.study import Study
from report_build.model.text import Origin, Text
from report_build.typography.faults import Fault, faults, suspect
from report_build.typography.prose import masked_page, masked_text

_AROUND = 18  # characters shown on either side
_MEND = "report-build check --fix mends it"
_WORDS: Mapping[str, tuple[str, str]] = {  # code -> what is wrong, and the cure where --fix has none
    "RB510": ("the space beside a sign of punctuation is not what '{language}' has there", ""),
    "RB511": ("a straight quotation mark or apostrophe stands for a curved one", ""),
    "RB512": ("a quotation mark of another kind than '{language}' has", "Choose the marks of the language, in pairs"),
    "RB513": ("an ordinal or title is not raised as '{language}' has it", ""),
    "RB514": ("three dots stand for an ellipsis", ""),
}


def check_page(text: str, path: str, language: str, cache: Cache) -> list[Finding]:
    """Findings on a page's prose; code, addresses, attributes and markers are left alone.

    :param text: the whole file, front matter included.
    """

    def compute() -> str:
        return json.dumps([(one.place.line, one.code, one.message, one.hint) for one in _on_page(text, path, language)])

    stored = json.loads(cache.text("language", [language, text], compute))
    return [Finding(Place(path, line), code, message, hint) for line, code, message, hint in stored]


def _on_page(text: str, path: str, language: str) -> Iterator[Finding]:
    ends = [found.start() for found in re.finditer("\n", text)]
    met = faults(masked_page(text), language) if suspect(text, language) else ()
    lines = grouped(((fault.code, bisect_left(ends, fault.start) + 1), fault) for fault in met)
    for (code, line), found in lines.items():
        yield _finding(code, found, text, Place(path, line), language)


def check_data(study: Study) -> list[Finding]:
    """Findings on the texts of the data, in each of their languages."""
    return [
        _finding(code, some, words, place(language), language)
        for text, place in _texts(study)
        for language, words in text.items()
        for code, some in _in_text(words, language)
    ]


@lru_cache(maxsize=16384)  # a server looks at the same texts after every save
def _in_text(words: str, language: str) -> tuple[tuple[str, tuple[Fault, ...]], ...]:
    """Kinds of faults, and the faults of each."""
    found = sorted(faults(masked_text(words), language), key=_code) if suspect(words, language) else ()
    return tuple((code, tuple(some)) for code, some in groupby(found, _code))


def _code(fault: Fault) -> str:
    return fault.code


def _texts(study: Study) -> Iterator[tuple[Text, Callable[[str], Place]]]:
    for table in study.tables:
        for value in study.rows(table.name):
            for field, _, text in table.texts_of(value):
                yield text, _placer(value.origin, field)
    for field, _, text in texts_in(SETTINGS, study.about):
        yield text, _placer(study.about.origin, field)


def _placer(origin: Origin, field: str) -> Callable[[str], Place]:
    return lambda language: origin.at_language(field, language)


def _finding(code: str, found: Sequence[Fault], text: str, place: Place, language: str) -> Finding:
    what, cure = _WORDS[code]
    first = found[0]
    line_start, line_end = text.rfind("\n", 0, first.start) + 1, text.find("\n", first.end)
    line_end = line_end if line_end >= 0 else len(text)
    start, end = max(line_start, first.start - _AROUND), min(line_end, first.end + _AROUND)
    shown = f"{'…' if start > line_start else ''}{text[start:end].strip()}{'…' if end < line_end else ''}"
    more = f" (and {len(found) - 1} more here)" if len(found) > 1 else ""
    return Finding(place, code, f"{what.format(language=language)}: '{shown}'{more}", cure or _MEND)
