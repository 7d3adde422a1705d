"""What a site says of itself as an edition: how to cite it and each of its parts, and what its pages tell machines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from report_build.metadata.data_package import data_package, media_types
from report_build.metadata.edition import DEV, DOI, Edition
from report_build.metadata.head import HeadOf, head
from report_build.metadata.records import Part, address_of, bibtex, csl_item, csl_json, ris, source_item
from report_build.model.study import Study
from report_build.render.context import Links, RenderContext, evidence_page
from report_build.words import Words

FOLDER = "citations"
CITE_PAGE = "citer.html"
COMPARISON_PAGE = "comparaison.html"
OF_EDITION = frozenset({CITE_PAGE, COMPARISON_PAGE})  # pages that differ between any two versions
_TITLE = "rbparttitle"  # stands for a part's title while the styles are applied: all parts are formatted by one item
_REPORT, _PART, _SOURCE = "report", "part", "source-"


@dataclass(frozen=True)
class Imprint:
    """The edition of one language's site, once its pages are known."""

    study: Study
    edition: Edition
    words: Words
    formatted: Mapping[str, str] = field(default_factory=dict)  # id of an own item -> HTML
    context: RenderContext | None = None  # what is known of all pages
    titles: Mapping[str, str] = field(default_factory=dict)  # page address -> plain title

    @property
    def version_words(self) -> str:
        return self.words("theme.version", version=self.edition.version).lower() if self.edition.version else ""

    @cached_property
    def data(self) -> Mapping[str, bytes]:
        """The data package's files."""
        return data_package(self.study, self.edition, self.words)

    # Before pages are woven -------------------------------------------------------------------------------------------

    def own_items(self) -> list[dict[str, Any]]:
        """The CSL items that the references' one formatting run takes along; addresses are put after what it gives."""
        whole = csl_item(self.edition, Part(), version_words=self.version_words)
        part = csl_item(self.edition, Part(_TITLE.capitalize(), "x.html"), version_words=self.version_words)
        sources = [source_item(source) for source in self.edition.sources]
        items = [
            {**whole, "id": _REPORT},
            {**part, "id": _PART},
            *({**item, "id": f"{_SOURCE}{number}"} for number, item in enumerate(sources)),
        ]
        return [
            {name: value for name, value in item.items() if name not in ("URL", "DOI", "version")} for item in items
        ]

    # Files ------------------------------------------------------------------------------------------------------------

    def files(self) -> Mapping[str, bytes]:
        """The data package, and the citation of the report, each page and each display in three formats."""
        found = dict(self.data)
        for part in self.parts():
            for ending, content in self.records(part).items():
                found[f"{self._stem(part)}.{ending}"] = content.encode()
        return found

    def parts(self) -> Iterator[Part]:
        """The report, its pages and its displays."""
        yield Part()
        yield from (self._page(address) for address in self.titles)
        yield from (self._display(display) for display in self._shown())

    def records(self, part: Part) -> Mapping[str, str]:
        """File ending -> content of a part's citation."""
        item = csl_item(self.edition, part, version_words=self.version_words)
        return {
            "bib": bibtex(self.edition, part, version_words=self.version_words),
            "ris": ris(self.edition, item),
            "json": csl_json(item),
        }

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
        number = self.words.number(self.context.numbers[display])
        title = self.words(
            "publish.display", kind=self.words(known.kind), number=number, caption=known.caption.of(self.words.language)
        )
        return Part(title, self.context.shown_on[display], display)

    def _card(self, evidence: str) -> Part:
        title = self.words("publish.card", id=evidence)
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
        words = self.words
        displays = [self._display(display) for display in self._shown(address)]
        cards = [self._card(one) for one in self.study.passage if evidence_page(self.study, one) == address]
        inner = [
            self._standing(),
            self._full(self._page_or_report(address), links, "citer-page"),
        ]
        if displays:
            inner.append(f"<h3>{escape(words('publish.displays'))}</h3>")
            inner += [self._one_of_many(part, links) for part in displays]
        if cards:
            items = "".join(f"<li>{self._copied(part, f'citer-{part.anchor}')}</li>" for part in cards)
            title = f"<summary>{escape(words('publish.cards'))}</summary>"
            inner.append(f'<details class="rb-format">{title}<ul class="rb-citations">{items}</ul></details>')
        more = f'<a href="{escape(links.to(CITE_PAGE))}">{escape(words("publish.more"))}</a>'
        inner.append(f"<p>{more} {escape(self._edition_words())}</p>")
        title = words("publish.cite-report" if address == "index.html" else "publish.cite-page")
        return (
            f'<details class="rb-imprint" data-search-exclude><summary>{escape(title)}</summary>'
            f"{''.join(inner)}</details>"
        )

    def cite_page(self) -> Mapping[str, str]:
        """The parts of ``citer.html`` by the name of the place where they go."""
        links, words, edition = Links(CITE_PAGE), self.words, self.edition
        where = [
            (words("publish.address"), _linked(edition.address("index.html"))),
            (words("publish.doi"), _linked(f"{DOI}{edition.doi}" if edition.doi else "")),
            (words("publish.doi-of-all"), _linked(f"{DOI}{edition.doi_of_all}" if edition.doi_of_all else "")),
            (words("publish.version"), escape(" · ".join(filter(None, (edition.version, edition.date))))),
            (words("publish.commit"), f"<code>{escape(edition.parameters.commit[:12])}</code>"),
        ]
        facts = "".join(
            f"<div><dt>{escape(term)}</dt> <dd>{said}</dd></div> "
            for term, said in where
            if said and said != "<code></code>"
        )
        sources = "".join(
            _quote(html, f"citer-source-{number}", words)
            for number, html in enumerate(self.formatted.get(f"{_SOURCE}{n}", "") for n in range(len(edition.sources)))
            if html
        )
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
        return f'<p class="rb-not-citable">{escape(self.words(key))}</p>'

    def _edition_words(self) -> str:
        return "" if not self.edition.date else f"{self.version_words.capitalize()}, {self.edition.date}."

    def _full(self, part: Part, links: Links, anchor: str) -> str:
        """A citation to copy, its formats to copy, and its files."""
        formats = []
        for ending, name in (("bib", "BibTeX"), ("ris", "RIS"), ("json", "CSL-JSON")):
            content = self.records(part)[ending].replace("\r\n", "\n").strip()
            file = links.to(f"{self._stem(part)}.{ending}")
            named = self.words("publish.download", file=file.rsplit("/", 1)[-1])
            formats.append(
                f'<details class="rb-format"><summary>{name}</summary>'
                f'<pre tabindex="0"><code id="{anchor}-{ending}">{escape(content)}</code></pre>'
                f"<p>{_button(f'{anchor}-{ending}', self.words)} "
                f'<a href="{escape(file)}" download>{escape(named)}</a></p></details>'
            )
        return self._copied(part, anchor) + "".join(formats)

    def _one_of_many(self, part: Part, links: Links) -> str:
        inner = self._full(part, links, f"citer-{part.anchor}")
        return f'<details class="rb-format"><summary>{escape(part.title)}</summary>{inner}</details>'

    def _copied(self, part: Part, anchor: str) -> str:
        return _quote(self.citation(part), anchor, self.words)

    def citation(self, part: Part) -> str:
        """A part of the report in the style of the language, its permanent address after it."""
        html = self.formatted.get(_PART if part.title else _REPORT, "")
        if part.title:
            html = html.replace(_TITLE.capitalize(), escape(part.title, quote=False))
        address = address_of(self.edition, part)
        return f"{html} {_linked(address)}" if address else html


def imprint_pages(words: Words) -> list[tuple[str, str]]:
    """The generated pages of an edition, as (source name, Markdown); their parts are put in once pages are woven."""
    cite = [f"# {words('publish.page.cite')} {{#sec-page-citer}}", place("report")]
    for name in ("displays", "source"):
        cite += [f"## {words(f'publish.page.cite.{name}')} {{#sec-citer-{name}}}", place(name)]
    compared = [f"# {words('publish.page.comparison')} {{#sec-page-comparaison}}", place("comparison")]
    return [("citer.md", "\n\n".join(cite) + "\n"), ("comparaison.md", "\n\n".join(compared) + "\n")]


def place(name: str) -> str:
    """The HTML that stands for a part until it is known."""
    return f'<div class="rb-place" data-place="{name}"></div>'


def placed(html: str, parts: Mapping[str, str]) -> str:
    """A generated page with its parts in their places."""
    for name, content in parts.items():
        html = html.replace(place(name), f'<div class="rb-place" data-edition>{content}</div>')
    return html


def _linked(address: str) -> str:
    return f'<a href="{escape(address)}">{escape(address)}</a>' if address else ""


def _quote(html: str, anchor: str, words: Words) -> str:
    return (
        f'<blockquote class="rb-cite__text"><p id="{escape(anchor)}">{html}</p>{_button(anchor, words)}</blockquote>'
        if html
        else ""
    )


def _button(anchor: str, words: Words) -> str:
    """Hidden until a script finds a clipboard."""
    label, done = escape(words("blocks.copy")), escape(words("blocks.copied"))
    return (
        f'<button type="button" class="rb-cite__copy" data-copies="{escape(anchor)}" data-done="{done}" hidden>'
        f"{label}</button>"
    )
