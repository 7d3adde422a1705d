"""What a site says of itself as an edition: how to cite it and each of its parts, and what its pages tell machines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape, unescape
from typing import Any

from report_build.labels import Labels
from report_build.metadata.data_package import data_package, media_types
from report_build.metadata.edition import DEV, DOI, Edition
from report_build.metadata.head import HeadOf, head
from report_build.metadata.records import Part, address_of, csl_item, records, source_items
from report_build.model.coding import Evidence
from report_build.model.study import Study
from report_build.render.blocks.bibliography import HOW_TO_CITE
from report_build.render.blocks.evidence import CARD
from report_build.render.blocks.markup import place_words, reserved
from report_build.render.context import Links, RenderContext, evidence_page

FOLDER = "citations"
CITE_PAGE = "citer.html"
COMPARISON_PAGE = "comparaison.html"
OF_EDITION = frozenset({CITE_PAGE, COMPARISON_PAGE})  # pages that differ between any two versions
_TITLE = "rbparttitle"  # stands for a part's title while the styles are applied: all parts are formatted by one item
_REPORT, _PART, _SOURCE = "report", "part", "source-"
_ID = "rbcardid"  # stands for a card's id in the records that its buttons copy
_FORMATS = (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON"))
_PLACE = re.compile(r'<div class="rb-place" data-place="([^"]*)"></div>')


@dataclass(frozen=True)
class Imprint:
    """The edition of one language's site, once its pages are known."""

    study: Study
    edition: Edition
    labels: Labels
    formatted: Mapping[str, str] = field(default_factory=dict)  # id of an own item -> HTML
    context: RenderContext | None = None  # what is known of all pages
    titles: Mapping[str, str] = field(default_factory=dict)  # page address -> plain title

    @property
    def version_words(self) -> str:
        return self.labels("theme.version", version=self.edition.version).lower() if self.edition.version else ""

    @cached_property
    def data(self) -> Mapping[str, bytes]:
        """The data package's files."""
        return data_package(self.study, self.edition, self.labels)

    @cached_property
    def _sources(self) -> Sequence[Mapping[str, Any]]:
        """What the report reads, as CSL items."""
        return source_items(self.edition.sources)

    # Before pages are woven -------------------------------------------------------------------------------------------

    def own_items(self) -> list[dict[str, Any]]:
        """The CSL items that the references' one formatting run takes along; addresses are put after what it gives."""
        whole = csl_item(self.edition, Part(), version_words=self.version_words)
        part = csl_item(self.edition, Part(_TITLE.capitalize(), "x.html"), version_words=self.version_words)
        titled = self.edition.default  # the one title is in it, and some styles capitalise English titles alone
        items = [
            {**whole, "id": _REPORT, "language": titled},
            {**part, "id": _PART, "language": titled},
            *({**item, "id": f"{_SOURCE}{number}"} for number, item in enumerate(self._sources)),
        ]
        return [
            {name: value for name, value in item.items() if name not in ("URL", "DOI", "version")} for item in items
        ]

    # Files ------------------------------------------------------------------------------------------------------------

    def files(self) -> Mapping[str, bytes]:
        """The data package, and in three formats how to cite the report, its parts, and what it reads."""
        found = dict(self.data)
        for name, items in self._cited_together():
            for ending, content in records(items).items():
                found[f"{FOLDER}/{name}.{ending}"] = content.encode()
        return found

    def _cited_together(self) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
        """(name, CSL items) of what one file of each format holds."""
        for part in self.parts():
            yield part.name, [self._item(part)]
        for page, cards in self._cards.items():
            yield _cards_of(page), [self._item(card) for card in cards]
        for source in self._sources:
            yield source["id"], [source]

    def parts(self) -> Iterator[Part]:
        """The report, its pages and its displays."""
        yield Part()
        yield from (self._page(address) for address in self.titles)
        yield from (self._display(display) for display in self._shown())

    @cached_property
    def _cards(self) -> Mapping[str, Sequence[Part]]:
        """The cards on each page of evidence."""
        found: dict[str, list[Part]] = {}
        for one in self.study.evidence:
            page = evidence_page(self.study, one.id)
            if page in self.titles:
                found.setdefault(page, []).append(self._card(one.id))
        return found

    def _item(self, part: Part) -> Mapping[str, Any]:
        return csl_item(self.edition, part, version_words=self.version_words)

    def _stem(self, part: Part) -> str:
        return f"{FOLDER}/{part.name}"

    def _page(self, address: str) -> Part:
        return Part(self.titles[address], address) if address != "index.html" else Part()

    def _shown(self, page: str = "") -> list[str]:
        shown = self.context.shown_on if self.context else {}
        return [display for display, address in shown.items() if not page or address == page]

    def _display(self, display: str) -> Part:
        assert self.context is not None  # noqa: S101  # reason: displays are known only with it
        known = self.study.display[display]
        number = self.labels.number(self.context.numbers[display])
        title = self.labels(
            "publish.display",
            kind=self.labels(known.kind),
            number=number,
            caption=known.caption.of(self.labels.language),
        )
        return Part(title, self.context.shown_on[display], display)

    def _card(self, evidence: str) -> Part:
        title = self.labels("publish.card", id=evidence)
        return Part(title, evidence_page(self.study, evidence), evidence)

    # Pages ------------------------------------------------------------------------------------------------------------

    def head(self, address: str, description: str = "") -> str:
        """What a page's head tells machines."""
        page = HeadOf(address, self.titles.get(address, ""), self._stem(self._page_or_report(address)), description)
        return head(self.edition, page, media_types(sorted(self.data)))

    def _page_or_report(self, address: str) -> Part:
        return self._page(address) if address in self.titles else Part()

    def cite_block(self, address: str) -> str:
        """How to cite a page and what stands on it, below its text."""
        links = Links(address)
        labels = self.labels
        displays = [self._display(display) for display in self._shown(address)]
        inner = [self._standing(), self._full(self._page_or_report(address), links, "citer-page")]
        if displays:
            inner.append(f"<h3>{escape(labels('publish.displays'))}</h3>")
            inner += [self._one_of_many(part, links) for part in displays]
        if address in self._cards:
            inner.append(self._all_cards(address, links))
        inner.append(f"<p>{self._more(links)} {escape(self._edition_words())}</p>")
        title = labels("publish.cite-report" if address == "index.html" else "publish.cite-page")
        return (
            f'<details class="rb-imprint" data-search-exclude><summary>{escape(title)}</summary>'
            f"{''.join(inner)}</details>"
        )

    def cite_page(self) -> Mapping[str, str]:
        """The parts of ``citer.html`` by the name of the place where they go."""
        links, labels, edition = Links(CITE_PAGE), self.labels, self.edition
        where = [
            (labels("publish.address"), _linked(edition.address("index.html"))),
            (labels("publish.doi"), _linked(f"{DOI}{edition.doi}" if edition.doi else "")),
            (labels("publish.doi-of-all"), _linked(f"{DOI}{edition.doi_of_all}" if edition.doi_of_all else "")),
            (labels("publish.version"), escape(" · ".join(filter(None, (edition.version, edition.date))))),
            (labels("publish.commit"), f"<code>{escape(edition.parameters.commit[:12])}</code>"),
        ]
        facts = "".join(
            f"<div><dt>{escape(term)}</dt> <dd>{told}</dd></div> "
            for term, told in where
            if told and told != "<code></code>"
        )
        sources = "".join(self._source(number, links) for number in range(len(self._sources)))
        displays = "".join(self._one_of_many(self._display(display), links) for display in self._shown())
        full = self._full(Part(), links, "citer-rapport")
        return {
            "report": f'{self._standing()}{full}<dl class="rb-facts">{facts}</dl>',
            "displays": displays,
            "source": sources,
        }

    def _standing(self) -> str:
        """That a build which is no release cannot be cited."""
        if self.edition.released:
            return ""
        key = "publish.not-citable.dev" if self.edition.parameters.slot == DEV else "publish.not-citable.local"
        return f'<p class="rb-not-citable">{escape(self.labels(key))}</p>'

    def _edition_words(self) -> str:
        return "" if not self.edition.date else f"{self.version_words.capitalize()}, {self.edition.date}."

    def put_in(self, name: str, links: Links) -> str:
        """What belongs into a place that a block left on a page; '' for none of ours."""
        if name == HOW_TO_CITE:
            return self._how_to_cite(links)
        card = self.study.passage.get(name.removeprefix(CARD)) if name.startswith(CARD) else None
        return self._cite_card(card) if card else ""

    def _how_to_cite(self, links: Links) -> str:
        """The report for its coding and displays, its source for the argument."""
        labels = self.labels
        parts = [_cited_for(labels("blocks.cite.report")), self._copied(Part(), "report-citation")]
        for number in range(len(self._sources)):
            parts += [
                _cited_for(labels("blocks.cite.source")),
                _quote(self._source_citation(number), f"source-citation-{number + 1}", labels),
            ]
        return f'<div class="rb-cite" data-search-exclude>{"".join(parts)}<p>{self._more(links)}</p></div>'

    def _cite_card(self, one: Evidence) -> str:
        """A card as a part of this version, and the passage that it codes in the source."""
        assert self.context is not None  # noqa: S101  # reason: cards are woven with it
        anchor, labels = f"{one.id}-cite", self.labels
        told = self.citation(self._card(one.id))
        if source := self.formatted.get(f"{_SOURCE}0", ""):
            where = place_words(self.context, one.section, one.paragraph)
            told += f" {labels('claims.cite.passage', source=source.removesuffix('.'), place=where)}"
        buttons = _button(anchor, labels) + "".join(
            _button(f"citer-fiche-{ending}", labels, name=name, put=one.id) for ending, name in _FORMATS
        )
        return (
            f"<details data-search-exclude><summary>{escape(labels('claims.cite'))}</summary>"
            f'<blockquote class="rb-cite__text"><p id="{escape(anchor)}">{told}</p>{buttons}</blockquote></details>'
        )

    def _all_cards(self, address: str, links: Links) -> str:
        """Files that cite each card of a page, and the records that a card's own buttons copy, its id put in."""
        labels = self.labels
        ways = " ".join(
            _download(f"{FOLDER}/{_cards_of(address)}.{ending}", links, labels) for ending, _name in _FORMATS
        )
        blank = records([self._item(Part(labels("publish.card", id=_ID), address, _ID))])
        hidden = "".join(
            f'<pre hidden id="citer-fiche-{ending}">{escape(_plain(content))}</pre>'
            for ending, content in blank.items()
        )
        return f"<h3>{escape(labels('publish.cards'))}</h3><p>{ways}</p>{hidden}"

    def _full(self, part: Part, links: Links, anchor: str) -> str:
        """A citation to copy, its formats to copy, and its files."""
        return self._copied(part, anchor) + self._formats(self._item(part), part.name, links, anchor)

    def _source_citation(self, number: int) -> str:
        """What the report reads, in the style of the language, with the identifier that many styles leave out."""
        html, doi = self.formatted.get(f"{_SOURCE}{number}", ""), self._sources[number].get("DOI")
        return f"{html} {_linked(f'{DOI}{doi}')}" if html and doi else html

    def _source(self, number: int, links: Links) -> str:
        source, anchor = self._sources[number], f"citer-source-{number + 1}"
        citation = _quote(self._source_citation(number), anchor, self.labels)
        return citation + self._formats(source, source["id"], links, anchor)

    def _more(self, links: Links) -> str:
        return f'<a href="{escape(links.to(CITE_PAGE))}">{escape(self.labels("publish.more"))}</a>'

    def _formats(self, item: Mapping[str, Any], name: str, links: Links, anchor: str) -> str:
        formats = []
        told = records([item])
        for ending, format_ in _FORMATS:
            formats.append(
                f'<details class="rb-format"><summary>{format_}</summary>'
                f'<pre tabindex="0"><code id="{anchor}-{ending}">{escape(_plain(told[ending]))}</code></pre>'
                f"<p>{_button(f'{anchor}-{ending}', self.labels)} "
                f"{_download(f'{FOLDER}/{name}.{ending}', links, self.labels)}</p></details>"
            )
        return "".join(formats)

    def _one_of_many(self, part: Part, links: Links) -> str:
        inner = self._full(part, links, f"citer-{part.anchor}")
        return f'<details class="rb-format"><summary>{escape(part.title)}</summary>{inner}</details>'

    def _copied(self, part: Part, anchor: str) -> str:
        return _quote(self.citation(part), anchor, self.labels)

    def citation(self, part: Part) -> str:
        """A part of the report in the style of the language, its permanent address after it."""
        html = self.formatted.get(_PART if part.title else _REPORT, "")
        if part.title:
            html = html.replace(_TITLE.capitalize(), escape(part.title, quote=False))
        address = address_of(self.edition, part)
        return f"{html} {_linked(address)}" if address else html


def imprint_pages(labels: Labels) -> list[tuple[str, str]]:
    """The generated pages of an edition, as (source name, Markdown); their parts are put in once pages are woven."""
    cite = [f"# {labels('publish.page.cite')} {{#sec-page-citer}}", reserved("report")]
    for name in ("displays", "source"):
        cite += [f"## {labels(f'publish.page.cite.{name}')} {{#sec-citer-{name}}}", reserved(name)]
    compared = [f"# {labels('publish.page.comparison')} {{#sec-page-comparaison}}", reserved("comparison")]
    return [("citer.md", "\n\n".join(cite) + "\n"), ("comparaison.md", "\n\n".join(compared) + "\n")]


def placed(html: str, part: Callable[[str], str]) -> str:
    """A page with the parts that depend on the edition in their places; places of other names vanish."""

    def put(found: re.Match[str]) -> str:
        inner = part(unescape(found[1]))
        return f"<div data-edition>{inner}</div>" if inner else ""

    return _PLACE.sub(put, html)


def _cited_for(words: str) -> str:
    return f'<p class="rb-cite__for">{escape(words)}</p>'


def _linked(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>' if address else ""


def _quote(html: str, anchor: str, labels: Labels) -> str:
    return (
        f'<blockquote class="rb-cite__text"><p id="{escape(anchor)}">{html}</p>{_button(anchor, labels)}</blockquote>'
        if html
        else ""
    )


def _button(anchor: str, labels: Labels, *, name: str = "", put: str = "") -> str:
    """Hidden until a script finds a clipboard; ``put`` is copied in the place of :data:`_ID`."""
    label, done = escape(name or labels("blocks.copy")), escape(labels("blocks.copied"))
    more = f' data-put="{escape(put)}"' if put else ""
    return (
        f'<button type="button" class="rb-cite__copy" data-copies="{escape(anchor)}"{more} data-done="{done}" hidden>'
        f"{label}</button>"
    )


def _download(file: str, links: Links, labels: Labels) -> str:
    named = labels("publish.download", file=file.rsplit("/", 1)[-1])
    return f'<a href="{escape(links.to(file))}" download>{escape(named)}</a>'


def _cards_of(page: str) -> str:
    """The name of the files that cite each card of a page."""
    return f"{page.removesuffix('.html')}-fiches"


def _plain(record: str) -> str:
    return record.replace("\r\n", "\n").strip()
