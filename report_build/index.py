"""The index: one complete value, made when all pages of a language are parsed, that answers whatever a page may ask."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property

from report_build.argument.ledger import Entry, ledger
from report_build.displays.drawn import Drawn
from report_build.labels import Labels
from report_build.model import cards
from report_build.model.coding import PAGES
from report_build.model.edition import Edition
from report_build.model.pages import Block, Citation, ClaimMark, CrossReference, Float, Marker, ParsedPage, PassageMark
from report_build.model.study import Study
from report_build.references.formatted import References
from report_build.weave.texts import Piece, pieces

CARDS_A_PAGE = cards.CARDS_A_PAGE
NO_BREAK = "\u00a0"
_NESTED = 10  # titles within titles, beyond which the rest is left out
_PLACEHOLDER = re.compile("\u0002rb:(\\d+)\u0003")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Site-relative addresses of the generated pages."""

    evidence: str = "evidence.html"
    claims: str = "claims.html"
    codes: str = "codes.html"
    data: str = "data.html"
    bibliography: str = "bibliography.html"
    cite: str = "cite.html"
    comparison: str = "comparison.html"
    case_prefix: str = "case-"
    report: str = "report"  # no page: the whole report, in the names of the files that cite it

    @classmethod
    def of(cls, study: Study) -> Addresses:
        """Those that a study gives its pages (``pages`` of ``data/study.yaml``); the engine's for the others."""
        named = {name: study.about.name_of_page(name) for name in PAGES}
        case, report = named.pop("case"), named.pop("report")
        return cls(**{name: f"{stem}.html" for name, stem in named.items()}, case_prefix=f"{case}-", report=report)

    def as_words(self) -> str:
        """All of them in one line, as a version's manifest keeps them."""
        return " ".join(f"{one.name}={getattr(self, one.name)}" for one in fields(self))

    @staticmethod
    def heading(page: str, part: str) -> str:
        """The id of a heading of a generated page, for one of its parts."""
        return f"sec-{page.removesuffix('.html')}-{part}"

    def case(self, case: str) -> str:
        """The page of one case."""
        return f"{self.case_prefix}{case}.html"

    def evidence_cards(self, page: cards.CardPage) -> str:
        """A page of evidence cards; no id has two hyphens, so that no part is taken for another case."""
        if not page.case:
            return self.evidence
        part = f"--{page.part}" if page.part > 1 else ""
        return f"{self.evidence.removesuffix('.html')}-{page.case}{part}.html"

    def holds_evidence(self, address: str) -> bool:
        """Whether a page holds cards: what people said is not for search engines."""
        return address == self.evidence or address.startswith(f"{self.evidence.removesuffix('.html')}-")

    def evidence_page(self, study: Study, evidence: str) -> str:
        """The page that holds a passage's card."""
        page = cards.page_of_card(study).get(evidence)
        return self.evidence_cards(page) if page else self.evidence


@dataclass(frozen=True, slots=True)
class Links:
    """Relative addresses seen from one page; they work from any folder, host and ``file://``."""

    page: str  # the site-relative address of the page being rendered, e.g. "method.html"

    def to(self, address: str, anchor: str = "") -> str:
        """The way from here to a page or file of the site; within the page only the anchor."""
        if address == self.page and anchor:
            return f"#{anchor}"
        folder = posixpath.dirname(self.page)
        path = posixpath.relpath(address, folder) if folder else address  # relpath asks for the working directory
        return f"{path}#{anchor}" if anchor else path


@dataclass(frozen=True, slots=True)
class Target:
    """A heading, claim or page that can be linked to."""

    page: str  # site-relative address
    title: str  # plain text
    anchor: str


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """The report, or a part of it, in another form than a site."""

    form: str  # e.g. "pdf"
    media_type: str
    size: int  # bytes


@dataclass(frozen=True)
class ClaimIndex:
    """The claims as the pages of one language have them."""

    entries: Mapping[str, Entry] = field(default_factory=dict)  # claim id -> what it rests on, by number
    numbers: Mapping[str, int] = field(default_factory=dict)  # claim id -> its number
    restated: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)  # claim id -> sections that restate it

    @classmethod
    def of(cls, study: Study, worded: Iterable[str], restated: Mapping[str, tuple[Target, ...]]) -> ClaimIndex:
        """Number the claims as they are first worded; those that no page words follow in the ledger's order."""
        entries = ledger(study)
        order = dict.fromkeys([*(id_ for id_ in worded if id_ in entries), *entries])
        numbers = {id_: number for number, id_ in enumerate(order, start=1)}
        return cls({id_: entries[id_] for id_ in order}, numbers, restated)

    @cached_property
    def resting_on(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Evidence id -> how claims use it (``for``, ``against``, or ``states``: it makes the claim) -> claim ids."""
        found: dict[str, dict[str, list[str]]] = {}
        for id_, entry in self.entries.items():
            for passage in entry.support:
                way = "states" if passage in entry.statements else "for"
                found.setdefault(passage, {}).setdefault(way, []).append(id_)
            for passage in entry.counter:
                found.setdefault(passage, {}).setdefault("against", []).append(id_)
        return {
            passage: {way: tuple(dict.fromkeys(ids)) for way, ids in ways.items()} for passage, ways in found.items()
        }


@dataclass(frozen=True)
class Index:
    """Everything that blocks, displays, markers and exports are made from, in one language."""

    study: Study
    labels: Labels
    edition: Edition
    addresses: Addresses = field(default_factory=Addresses)
    titles: Mapping[str, str] = field(default_factory=dict)  # page address -> plain title, in reading order
    numbers: Mapping[str, int] = field(default_factory=dict)  # display id -> its number among its kind
    shown_on: Mapping[str, str] = field(default_factory=dict)  # display id -> page address
    float_on: Mapping[str, str] = field(default_factory=dict)  # id of an author's own figure, … -> page address
    shown_by: Mapping[str, int] = field(default_factory=dict)  # display id -> number of the marker there that shows it
    drawn: Mapping[str, Drawn] = field(default_factory=dict)  # display id -> its table or panels, and files
    sections: Mapping[str, Target] = field(default_factory=dict)  # heading id -> where it is
    wordings: Mapping[str, Target] = field(default_factory=dict)  # claim id -> where it is worded; title: its text
    claims: ClaimIndex = field(default_factory=ClaimIndex)
    references: References = field(default_factory=References)
    cited_on: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)  # key -> places, reading order
    data_files: Mapping[str, bytes] = field(default_factory=dict)  # address -> content of each file made before pages
    exports: Mapping[str, ExportedFile] = field(
        default_factory=dict
    )  # address -> other forms, on pages made after them
    plain: Mapping[str, Sequence[str]] = field(default_factory=dict)  # page address -> plain text of each marker

    @property
    def language(self) -> str:
        return self.labels.language

    def plain_text(self, address: str, text: str) -> str:
        """A text of a page with what its markers say, in plain text, in the place of their placeholders."""
        plain = self.plain.get(address, ())
        return _PLACEHOLDER.sub(lambda found: plain[int(found[1])], text)

    def plain_words(self, said: str) -> str:
        """A text of the data with what its markers say, in plain text."""

        def title(section: str) -> str:
            return self.sections[section].title if section in self.sections else ""

        def plain(piece: Piece) -> str:
            if isinstance(piece, str):
                return piece
            if isinstance(piece, PassageMark):
                return ""
            if isinstance(piece, Citation):
                return self.references.plain_citation(piece.cites) or piece.source
            return cross_reference_text(piece, self.study, self.labels, self.numbers, title) or piece.source

        return "".join(plain(piece) for piece in pieces(said, self.study, self.labels))

    def evidence_page(self, evidence: str) -> str:
        """The address of the page that holds a passage's card."""
        return self.addresses.evidence_page(self.study, evidence)


def make_index(
    pages: Sequence[ParsedPage],
    study: Study,
    labels: Labels,
    edition: Edition,
    *,
    drawn: Mapping[str, Drawn],
    references: References,
    data_files: Mapping[str, bytes] | None = None,
) -> Index:
    """Number displays and claims, and note where everything is.

    :param pages: of one language, generated ones included, in reading order: the navigation's, then the others by path.
    """
    numbers, shown_on, shown_by, float_on = _number_displays(pages, study)
    titles = _Titles(pages, study, labels, numbers, references)
    plain = {page.address: [titles.of_marker(mark) for mark in page.facts.markers] for page in pages}

    def text(page: ParsedPage, written: str) -> str:
        return _PLACEHOLDER.sub(lambda found: plain[page.address][int(found[1])], written)

    sections = {id_: Target(page, titles.of_section(id_), id_) for id_, page in titles.page_of.items()}

    def place(page: ParsedPage, section: str) -> Target:
        """The section that a marker stands in, or the page where that has none."""
        known = sections.get(section)
        return known if known and known.page == page.address else Target(page.address, text(page, page.title), "")

    wordings: dict[str, Target] = {}
    restated: dict[str, dict[Target, None]] = {}
    cited: dict[str, dict[Target, None]] = {}
    for page in pages:
        for claim in page.facts.claims:
            if claim.id:
                wordings.setdefault(claim.id, Target(page.address, text(page, claim.text), claim.id))
            elif claim.of:
                restated.setdefault(claim.of, {})[place(page, claim.section)] = None
        for mark in page.facts.citations:
            for key in mark.keys:
                if key in references.entries:
                    cited.setdefault(key, {})[place(page, mark.section)] = None
    return Index(
        study,
        labels,
        edition,
        addresses=Addresses.of(study),
        titles={page.address: text(page, page.title) for page in pages},
        numbers=numbers,
        shown_on=shown_on,
        shown_by=shown_by,
        float_on=float_on,
        drawn=drawn,
        sections=sections,
        wordings=wordings,
        claims=ClaimIndex.of(study, wordings, {id_: tuple(places) for id_, places in restated.items()}),
        references=references,
        cited_on={key: tuple(places) for key, places in cited.items()},
        data_files=data_files or {},
        plain=plain,
    )


_KINDS = {"fig": "figure", "tbl": "table", "eq": "equation"}


def kind_of(target: str, study: Study) -> str:
    """What a numbered thing is: of a display what the study says, of the author's own what its id begins with."""
    display = study.display.get(target)
    return display.kind if display else _KINDS.get(target.partition("-")[0], "figure")


def cross_reference_text(
    marker: CrossReference, study: Study, labels: Labels, numbers: Mapping[str, int], title: Callable[[str], str]
) -> str:
    """What a cross-reference says: "Tableau 1", the number alone, or a section's title; '' where it leads nowhere.

    :param title: section id -> its plain title, '' for an unknown one.
    """
    if marker.target in numbers:
        number = labels.number(numbers[marker.target])
        return number if marker.bare else f"{labels(kind_of(marker.target, study))}{NO_BREAK}{number}"
    named = title(marker.target)
    return named if marker.bare or not named else labels("weave.section", title=named)


class _Titles:
    """Plain texts of markers and titles of sections, which may have each other in them."""

    def __init__(
        self,
        pages: Sequence[ParsedPage],
        study: Study,
        labels: Labels,
        numbers: Mapping[str, int],
        references: References,
    ) -> None:
        self.page_of: dict[str, str] = {}  # section id -> page address; of duplicates the first stands
        self._written: dict[str, tuple[str, Sequence[Marker]]] = {}
        for page in pages:
            for heading in page.facts.headings:
                if heading.id and heading.id not in self.page_of:
                    self.page_of[heading.id] = page.address
                    self._written[heading.id] = (heading.text, page.facts.markers)
        self._study, self._labels, self._numbers, self._references = study, labels, numbers, references
        self._known: dict[str, str] = {}
        self._asked: list[str] = []  # sections whose titles are being put together

    def of_section(self, section: str) -> str:
        """A section's title; '' where there is no such section, or where its title would have itself in it."""
        if section not in self._written or section in self._asked or len(self._asked) > _NESTED:
            return ""
        if section not in self._known:
            text, markers = self._written[section]
            self._asked.append(section)
            said = _PLACEHOLDER.sub(lambda found: self.of_marker(markers[int(found[1])]), text)
            self._asked.remove(section)
            if self._asked:  # what was left out to end a circle may have its place when asked by itself
                return said
            self._known[section] = said
        return self._known[section]

    def of_marker(self, marker: Marker) -> str:
        """What a marker says, without markup; its source where it resolves to nothing."""
        if isinstance(marker, ClaimMark | PassageMark):
            return ""
        if isinstance(marker, Float):
            return marker.text if marker.kind == "equation" else ""
        if isinstance(marker, CrossReference):
            said = cross_reference_text(marker, self._study, self._labels, self._numbers, self.of_section)
            return said or marker.source
        if isinstance(marker, Citation):
            return self._references.plain_citation(marker.cites) or marker.source
        return marker.source


def _number_displays(
    pages: Sequence[ParsedPage], study: Study
) -> tuple[dict[str, int], dict[str, str], dict[str, int], dict[str, str]]:
    """Numbers by kind, the page each display is shown on, and the marker that shows it: the first in reading order.

    Last, the page that each figure, table and equation of the author's own stands on.
    """
    float_on: dict[str, str] = {}
    numbers: dict[str, int] = {}
    shown_on: dict[str, str] = {}
    shown_by: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for page in pages:
        for number, mark in enumerate(page.facts.markers):
            if isinstance(mark, Block) and mark.name == "display" and mark.alone and mark.arguments:
                display = study.display.get(mark.arguments[0])
                if display and display.id not in numbers:
                    counts[display.kind] += 1
                    numbers[display.id] = counts[display.kind]
                    shown_on[display.id] = page.address
                    shown_by[display.id] = number
            elif isinstance(mark, Float) and mark.id and mark.id not in numbers and mark.id not in study.display:
                counts[mark.kind] += 1
                numbers[mark.id] = counts[mark.kind]
                float_on[mark.id] = page.address
    return numbers, shown_on, shown_by, float_on
