"""Everything that a search can find, as values: sections of pages, claims, passages, codes, works, displays, decisions.

What is searched is what the pages show. Nothing is read from HTML: pages were read once when they were made, and all
else stands in the index. How the words are matched is the browser's part (``theme/overrides/assets/search/find.js``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from report_build.index import Index
from report_build.markup import without_markup
from report_build.model.coding import GENERAL, Evidence
from report_build.model.pages import ParsedPage
from report_build.model.text import on_one_line
from report_build.render.pages import GeneratedPage
from report_build.render.reading import PageReading
from report_build.render.view import PageView

Kind = Literal["page", "claim", "passage", "code", "display", "work", "decision"]
KINDS: tuple[Kind, ...] = (
    "page",
    "claim",
    "passage",
    "code",
    "display",
    "work",
    "decision",
)  # as readers are told them

# How much a find on a page counts beside others that fit as well: the argument first. Other kinds: see find.js.
_ARGUMENT, _PROSE, _GENERATED = 1.0, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page as finds name it."""

    address: str
    title: str
    words: str = ""  # other words for what it is about, from ``keywords`` in its front matter
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found."""

    kind: Kind
    page: str  # address of the page it stands on
    anchor: str
    title: str  # plain text; '' for the page itself and for passages; of a claim its number
    text: str  # plain text
    note: str = ""  # what is told below it, e.g. what a claim rests on
    cases: tuple[str, ...] = ()
    voice: str = ""
    against: bool = False  # whether something speaks against the claim, or the passage against one


def pages_found(pages: Sequence[ParsedPage], generated: Mapping[str, GeneratedPage], index: Index) -> list[FoundPage]:
    """The pages that can be found, in reading order."""
    argument = {target.page for target in index.wordings.values()}
    found = []
    for page in pages:
        if page.search.excluded or page.language:
            continue
        weight = _GENERATED if page.address in generated else _ARGUMENT if page.address in argument else _PROSE
        words = on_one_line(page.search.words)
        found.append(FoundPage(page.address, index.titles[page.address], words, weight * page.search.boost))
    return found


def entries(
    pages: Sequence[ParsedPage],
    generated: Mapping[str, GeneratedPage],
    readings: Mapping[str, PageReading],
    index: Index,
) -> tuple[list[FoundPage], list[Entry]]:
    """Everything that can be found in one language's site, in reading order, kind by kind.

    Pages shown in another language are left out, as are those whose front matter says ``search: {exclude: true}``.
    """
    shown = pages_found(pages, generated, index)
    addresses = {page.address for page in shown}
    found: list[Entry] = []
    for page in shown:
        made = generated.get(page.address)
        found += _generated(page, made, index) if made else _sections(page, readings[page.address])
    more = (
        *_claims(index),
        *_passages(index),
        *_codes(index),
        *_displays(index),
        *_works(index),
        *_decisions(pages, index),
    )
    return shown, [*found, *(entry for entry in more if entry.page in addresses)]


def _sections(page: FoundPage, reading: PageReading) -> Iterator[Entry]:
    """A page's own text by its headings; what comes before the second one is the page itself."""
    for number, section in enumerate(reading.sections):
        anchor, title = (section.id, section.title) if number else ("", "")
        yield Entry("page", page.address, anchor, title, "\n".join(section.paragraphs))


def _generated(page: FoundPage, made: GeneratedPage, index: Index) -> Iterator[Entry]:
    """A generated page by its headings: what stands below them is found by itself."""
    case = made.address.removeprefix(index.addresses.case_prefix).removesuffix(".html")
    cases = (case,) if made.group == "cases" and case in index.study.case else ()
    yield Entry("page", page.address, "", "", made.lead, cases=cases)
    if made.address != index.addresses.evidence and not index.addresses.holds_evidence(made.address):
        for section in made.sections:
            yield Entry("page", page.address, section.id, section.title, section.lead, cases=cases)


def _claims(index: Index) -> Iterator[Entry]:
    """Each claim, where a page words it, else in the ledger."""
    labels = index.labels
    for id_, entry in index.claims.entries.items():
        place = index.wordings.get(id_)
        yield Entry(
            "claim",
            place.page if place else index.addresses.claims,
            id_,
            labels.number(index.claims.numbers[id_]),
            place.title if place else "",
            note=labels(f"ledger.footing.{entry.footing}"),
            cases=entry.claim.cases,
            against=bool(entry.counter),
        )


def _passages(index: Index) -> Iterator[Entry]:
    """Each passage that has words, with the voice that speaks in it."""
    study = index.study
    used = index.claims.resting_on
    for one in study.evidence:
        yield Entry(
            "passage",
            index.evidence_page(one.id),
            one.id,
            "",
            _words_of(one, index),
            cases=tuple(case for case in one.cases if case != GENERAL),
            voice=one.voice,
            against="against" in used.get(one.id, {}),
        )


def _words_of(passage: Evidence, index: Index) -> str:
    """What a card says of a passage: word for word, in whose words no marker is woven, then in words of ours."""
    quoted = [said for _, said in PageView(index, "").quotations(passage)]
    told = index.plain_words(passage.paraphrase.of(index.language))
    return "\n".join(filter(None, [*quoted, told]))


def _codes(index: Index) -> Iterator[Entry]:
    for code in index.study.code.values():
        definition = index.plain_words(code.definition.of(index.language))
        title = code.label.of(index.language)
        yield Entry("code", index.addresses.codes, f"code-{code.id}", title, definition)


def _displays(index: Index) -> Iterator[Entry]:
    language = index.language
    for id_, page in index.shown_on.items():
        display = index.study.display[id_]
        name = f"{index.labels(display.kind)} {index.labels.number(index.numbers[id_])}"
        text = "\n".join(index.plain_words(said.of(language)) for said in (display.caption, display.reading) if said)
        yield Entry("display", page, id_, name, text)


def _works(index: Index) -> Iterator[Entry]:
    """Each work of the bibliography as the style words it; what is copied from there, e.g. BibTeX, is no text."""
    for key, html in index.references.entries.items():
        label = without_markup(index.references.labels.get(key, key))
        text = on_one_line(without_markup(html))
        yield Entry("work", index.addresses.bibliography, f"ref-{key}", label, text)


def _decisions(pages: Iterable[ParsedPage], index: Index) -> Iterator[Entry]:
    """The decisions of coding, where a page lists them."""
    language = index.language
    page = next((page for page in pages if any(block.name == "decisions" for block in page.facts.blocks)), None)
    for one in index.study.decisions if page else ():
        title = index.plain_words(one.doubt.of(language))
        yield Entry("decision", page.address if page else "", f"decision-{one.id}", title, "")
