"""The marks that each language sets around a quotation: for browsers, and for every form that has only letters.

As the locales of CSL and of Unicode have them; of languages with two ways, the one of books. French ones have their
narrow blanks, which browsers leave out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_ALIKE: Mapping[str, str] = {  # opening and closing mark, and those of a quotation within -> languages
    "“ ” ‘ ’": "en gl da tr pt-BR",
    "«\u202f \u202f» “ ”": "fr",
    "« » ‹ ›": "de-CH fr-CH it-CH",
    "« » “ ”": "it es ca eu pt el",
    "« » „ “": "ru uk",
    "« » ‘ ’": "nb nn no",
    "„ “ ‚ ‘": "de cs sk sl hr sr is bg",
    "„ “ « »": "et lt",
    "„ ” « »": "pl ro",
    "„ ” » «": "hu",
    "” ” ’ ’": "sv fi",
    "‘ ’ “ ”": "nl cy",
}
MARKS: Mapping[str, tuple[str, ...]] = {
    language: tuple(marks.split(" ")) for marks, languages in _ALIKE.items() for language in languages.split()
}
OPENING = frozenset(mark.strip() for marks in MARKS.values() for mark in marks[::2])
CLOSING = frozenset(mark.strip() for marks in MARKS.values() for mark in marks[1::2])


def quotation_marks(language: str) -> tuple[str, str]:
    """What opens and closes a quotation in a language; in one that is not known here, what does in English."""
    opening, closing, *_ = MARKS.get(language) or MARKS.get(language.partition("-")[0]) or MARKS["en"]
    return opening, closing


def style_rules() -> Iterator[str]:
    """The same for browsers, as rules of a style sheet: those of a region come last, and so count for it."""
    yield _rule("q", MARKS["en"])
    for marks, languages in sorted(_ALIKE.items(), key=lambda pair: "-" in pair[1]):
        yield _rule(f"q:is({', '.join(f':lang({one})' for one in languages.split())})", tuple(marks.split(" ")))


def _rule(selector: str, marks: tuple[str, ...]) -> str:
    written = " ".join(f'"{mark}"' for mark in marks).replace("\u202f", "\\202f")
    return f"{selector} {{ quotes: {written}; }}"
