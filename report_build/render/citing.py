"""How the report, its parts and what it reads are cited, in the style of the site's language and as records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup, escape

from report_build.grouping import grouped
from report_build.index import Index
from report_build.labels import Labels
from report_build.model.cards import card_pages
from report_build.model.edition import DOI, Edition
from report_build.references.files import ris_record
from report_build.references.records import Part, address_of, csl_item, records, source_items

FOLDER = "citations"
FORMATS = (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON"))
CARDS_FORMAT = FORMATS[1]  # of the file of all cards of a page, which is large: who reads the others reads RIS, too
# Stand for a card's id and place in the citation and the records that serve all cards of a page; a script puts them in.
CARD_ID, CARD_PLACE = "rbcardid", "rbcardplace"
_TITLE = "Rbparttitle"  # stands for a part's title while the styles are applied: all parts are formatted by one item
_REPORT, _PART, _SOURCE = "report", "part", "source-"


def version_text(edition: Edition, labels: Labels) -> str:
    """The version in the language's words, e.g. "version 1.0.0"; '' for a report without one."""
    return labels("exports.version", version=edition.version) if edition.version else ""


def own_items(edition: Edition, labels: Labels) -> list[dict[str, Any]]:
    """CSL items of the report, of any part of it, and of what it reads, for the one run that formats references.

    Addresses are put after what the styles give.
    """
    told = version_text(edition, labels)
    whole = csl_item(edition, Part(), version_words=told)
    part = csl_item(edition, Part(_TITLE, "x.html"), version_words=told)
    titled = edition.default  # the one title is in it, and some styles capitalise English titles alone
    items = [
        {**whole, "id": _REPORT, "language": titled},
        {**part, "id": _PART, "language": titled},
        *({**item, "id": f"{_SOURCE}{number}"} for number, item in enumerate(source_items(edition.sources))),
    ]
    return [{name: value for name, value in item.items() if name not in ("URL", "DOI", "version")} for item in items]


@dataclass(frozen=True, slots=True)
class Citing:
    """What can be cited of a site, and how; what templates call ``page.citing``."""

    index: Index
    folder: ClassVar = FOLDER  # where the files of records stand, site-relative
    format_names: ClassVar = FORMATS  # (ending, name)
    cards_format: ClassVar = CARDS_FORMAT
    blank_place: ClassVar = CARD_PLACE  # of a card's passage in the source, not yet known

    @property
    def edition(self) -> Edition:
        return self.index.edition

    @property
    def sources(self) -> Sequence[Mapping[str, Any]]:
        """What the report reads, as CSL items."""
        return source_items(self.edition.sources)

    @property
    def version(self) -> str:
        """The version in the language's words."""
        return version_text(self.edition, self.index.labels)

    # Parts ----------------------------------------------------------------------------------------------------------

    def whole(self) -> Part:
        """The report."""
        return Part(whole=self.index.addresses.report)

    def page(self, address: str) -> Part:
        """A page; the report for its home page, and for a page that is not known."""
        title = self.index.titles.get(address, "")
        return Part(title, address) if title and address != "index.html" else self.whole()

    def display(self, display: str) -> Part:
        """A table or figure on the page that shows it."""
        known, labels = self.index.study.display[display], self.index.labels
        title = labels(
            "publish.display",
            kind=labels(known.kind),
            number=labels.number(self.index.numbers[display]),
            caption=self.index.plain_words(known.caption.of(labels.language)),
        )
        return Part(title, self.index.shown_on[display], display)

    def displays(self, page: str = "") -> list[Part]:
        """The tables and figures of a page, or of all."""
        return [self.display(id_) for id_, address in self.index.shown_on.items() if not page or address == page]

    def card(self, evidence: str, page: str = "") -> Part:
        """A passage's card; ``page`` where it is another than the passage's own."""
        return Part(
            self.index.labels("publish.card", id=evidence), page or self.index.evidence_page(evidence), evidence
        )

    def cards(self) -> Mapping[str, Sequence[Part]]:
        """The cards on each page of evidence."""
        cards = (self.card(one.id) for one in self.index.study.evidence)
        return grouped((card.page, card) for card in cards if card.page in self.index.titles)

    def holds_cards(self, page: str) -> bool:
        """Whether cards stand on a page, which :meth:`cards` says of all pages at a price."""
        pages = card_pages(self.index.study)
        return any(one.passages and self.index.addresses.evidence_cards(one) == page for one in pages)

    def blank_card(self, page: str) -> Part:
        """A card of no passage yet, as its buttons copy it once the id is put in."""
        return self.card(CARD_ID, page)

    # How they are cited ---------------------------------------------------------------------------------------------

    def item(self, part: Part) -> Mapping[str, Any]:
        """A part as a CSL item."""
        return csl_item(self.edition, part, version_words=version_text(self.edition, self.index.labels))

    def citation(self, part: Part) -> Markup:
        """A part of the report in the style of the language, its permanent address after it."""
        formatted, address = self._formatted(part), address_of(self.edition, part)
        return _followed(formatted, address) if address else formatted

    def _formatted(self, part: Part) -> Markup:
        html = self.index.references.own.get(_PART if part.title else _REPORT, "")
        return Markup(html.replace(_TITLE, str(escape(part.title))))  # noqa: S704  # reason: formatted by us

    def source(self, number: int) -> Markup:
        """What the report reads, in the style of the language, with the identifier that many styles leave out."""
        formatted = self.source_alone(number)
        doi = self.sources[number].get("DOI")
        return _followed(formatted, f"{DOI}{doi}") if formatted and doi else formatted

    def source_alone(self, number: int) -> Markup:
        """As :meth:`source`, without its identifier."""
        return Markup(self.index.references.own.get(f"{_SOURCE}{number}", ""))  # noqa: S704  # reason: formatted by us

    def passage(self, part: Part, place: str | Markup) -> Markup:
        """A card, and the passage of the source that it codes."""
        return self._with_passage(self.citation(part), place)

    def any_passage(self, evidence: str, place: str) -> Markup:
        """As :meth:`passage`, of no card in particular: without an address."""
        return self._with_passage(self._formatted(self.card(evidence, "x.html")), place)

    def _with_passage(self, citation: Markup, place: str | Markup) -> Markup:
        source = self.source_alone(0)
        if not source:
            return citation
        told = Markup(escape(self.index.labels("claims.cite.passage")))  # noqa: S704  # reason: escaped on the line
        return citation + " " + told.format(source=Markup(source.removesuffix(".")), place=place)  # noqa: S704

    def formats(self, item: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """(ending, name, record) of a CSL item in each format."""
        told = records([item])
        return [(ending, name, told[ending].replace("\r\n", "\n").strip()) for ending, name in FORMATS]

    # Files ----------------------------------------------------------------------------------------------------------

    def file(self, name: str, ending: str) -> str:
        """The address of a file of records."""
        return f"{FOLDER}/{name}.{ending}"

    def anchor(self, name: str) -> str:
        """The id of a citation in a page."""
        return f"{self.index.addresses.cite.removesuffix('.html')}-{name}"

    def file_of_cards(self, page: str) -> str:
        """The name of the files that cite each card of a page."""
        return f"{page.removesuffix('.html')}--cards"  # no id has two hyphens

    def files(self) -> Mapping[str, bytes]:
        """In three formats how to cite the report, its parts, and what it reads; the cards in one."""
        found = {
            self.file(name, ending): content.encode()
            for name, items in self._cited()
            for ending, content in records(items).items()
        }
        ending, _ = CARDS_FORMAT
        for page, cards in self.cards().items():
            told = "".join(ris_record(self.item(card)) for card in cards)
            found[self.file(self.file_of_cards(page), ending)] = told.encode()
        return found

    def shared_names(self) -> Mapping[str, str]:
        """Page -> the file of records that would be its own and something else's: another page's, or a display's."""
        index = self.index
        titled = (page for page, title in index.titles.items() if title and page != "index.html")
        of_pages = {page: self.page(page).name for page in titled}
        cards = (index.addresses.evidence_cards(page) for page in card_pages(index.study) if page.passages)
        others = (self.whole().name, *index.shown_on, *map(self.file_of_cards, cards))
        of_sources = (str(source["id"]) for source in self.sources)
        met = Counter(name.casefold() for name in (*of_pages.values(), *others, *of_sources))
        return {page: self.file(name, "bib") for page, name in of_pages.items() if met[name.casefold()] > 1}

    def _cited(self) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
        """(name, CSL items) of what one file of each format holds, the cards aside."""
        for part in (self.whole(), *map(self.page, self.index.titles), *self.displays()):
            yield part.name, [self.item(part)]
        for source in self.sources:
            yield source["id"], [source]


def _followed(citation: Markup, address: str) -> Markup:
    return Markup('{} <a href="{address}">{address}</a>').format(citation, address=address)
