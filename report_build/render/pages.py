"""The generated pages: what stands on them, as values; blocks fill them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from report_build.check.rules import tables_in_use
from report_build.index import Addresses
from report_build.labels import Labels
from report_build.model.cards import card_pages, part_of_cards
from report_build.model.coding import GENERAL
from report_build.model.pages import Heading, PageFacts
from report_build.model.study import Study
from report_build.render.blocks.cases import has_part, part_title, parts_of
from report_build.render.blocks.dictionary import called

BlockCall = tuple[str, Mapping[str, str]]  # name and arguments
Group = Literal["cases", "materials", "edition"]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a page under a heading."""

    id: str
    title: str  # plain text
    blocks: tuple[BlockCall, ...]
    lead: str = ""  # plain text


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page of the site that no author wrote."""

    address: str  # site-relative, e.g. "evidence.html"
    title: str  # plain text
    lead: str = ""  # plain text
    blocks: tuple[BlockCall, ...] = ()
    sections: tuple[PageSection, ...] = ()
    group: Group = "materials"  # where it stands in the navigation
    nav_title: str = ""  # plain text: a shorter name for lists of pages, where there is one
    for_search_engines: bool = True  # False: what people said is found from the argument, not from a search engine

    @property
    def id(self) -> str:
        """The id of its heading."""
        return f"sec-{'page-' if self.group == 'edition' else ''}{_stem(self.address)}"

    @property
    def source(self) -> str:
        """The file it stands for in the pages' folder, e.g. ``evidence.md``."""
        return self.address.removesuffix(".html") + ".md"

    @property
    def facts(self) -> PageFacts:
        """What other pages can refer to: its headings."""
        headings = [(1, self.id, self.title), *((2, each.id, each.title) for each in self.sections)]
        return PageFacts(
            self.source, headings=tuple(Heading(0, level, id_, title, explicit=True) for level, id_, title in headings)
        )


def generated_pages(study: Study, labels: Labels, addresses: Addresses) -> tuple[GeneratedPage, ...]:
    """All generated pages in reading order: one per case, claims, evidence, codebook, bibliography, data, edition."""
    return (
        *(_case(study, labels, addresses, case) for case in study.case),
        *_claims(study, labels, addresses),
        *_evidence(study, labels, addresses),
        _codes(study, labels, addresses),
        GeneratedPage(
            addresses.bibliography,
            labels("blocks.page.bibliography"),
            labels("blocks.page.bibliography.lead"),
            (("bibliography", {}),),
        ),
        _data(study, labels, addresses),
        _cite(labels, addresses),
        GeneratedPage(
            addresses.comparison,
            labels("publish.page.comparison"),
            blocks=(("comparison", {}),),
            group="edition",
        ),
    )


def _stem(address: str) -> str:
    return address.removesuffix(".html")


def _section(address: str, part: str | int, title: str, *blocks: BlockCall, lead: str = "") -> PageSection:
    """A part of the page at an address."""
    return PageSection(f"sec-{_stem(address)}-{part}", title, blocks, lead)


def _case(study: Study, labels: Labels, addresses: Addresses, case: str) -> GeneratedPage:
    address = addresses.case(case)
    sections = tuple(
        _section(address, part, part_title(part, labels), ("case-profile", {"": case, "part": part}))
        for part in parts_of(study)
        if part != "summary" and has_part(study, case, part)
    )
    return GeneratedPage(
        address,
        study.case[case].label.of(labels.language),
        labels("blocks.page.case.lead"),
        (("case-profile", {"": case, "part": "summary"}),),
        sections,
        group="cases",
        nav_title=study.case[case].short.of(labels.language),
    )


def _claims(study: Study, labels: Labels, addresses: Addresses) -> Iterator[GeneratedPage]:
    """The ledger, where the study has one."""
    if study.claims:
        address = addresses.claims
        counts = _section(address, "counts", labels("claims.page.counts"), ("claim-counts", {}))
        every = _section(address, "all", labels("claims.page.all"), ("claims-filter", {}), ("claims", {}))
        lead = labels("claims.page.lead")
        yield GeneratedPage(address, labels("claims.page"), lead, (("footing", {}),), (counts, every))


def _evidence(study: Study, labels: Labels, addresses: Addresses) -> Iterator[GeneratedPage]:
    """The cards: on one page, or on pages for each case that the first leads to, where one would be too long."""
    title, lead = labels("blocks.page.evidence"), labels("blocks.page.evidence.lead")
    address = addresses.evidence
    pages = card_pages(study)
    if len(pages) == 1:
        sections = (*_sources(study, labels, address), *_by_section(study, labels, addresses, address))
        yield GeneratedPage(address, title, lead, (("evidence-filter", {}),), sections, for_search_engines=False)
        return
    sources = _sources(study, labels, address)
    yield GeneratedPage(address, title, lead, (("evidence-pages", {}),), sources, for_search_engines=False)
    for page in pages:
        own, given = addresses.evidence_cards(page), {"case": page.case, "part": str(page.part)}
        named = labels("general") if page.case == GENERAL else study.case[page.case].label.of(labels.language)
        yield GeneratedPage(
            own,
            labels("blocks.page.evidence.case", case=f"{named}{part_of_cards(page)}"),
            lead,
            (("evidence-filter", given),),
            _by_section(study, labels, addresses, own, given),
            for_search_engines=False,
        )


def _sources(study: Study, labels: Labels, address: str) -> tuple[PageSection, ...]:
    """What was coded, where the study lists it."""
    if not study.sources:
        return ()
    return (_section(address, "sources", labels("sources.title"), ("sources", {})),)


def _by_section(
    study: Study, labels: Labels, addresses: Addresses, address: str, given: Mapping[str, str] | None = None
) -> tuple[PageSection, ...]:
    """A heading per section or source, in their order, over the cards of what stands there."""
    shown = next((page.passages for page in card_pages(study) if addresses.evidence_cards(page) == address), ())
    used = dict.fromkeys(("source", one.source) if one.source else ("section", one.section) for one in shown)
    sources = [("source", id_) for id_ in study.source if ("source", id_) in used]
    known = [*(("section", id_) for id_ in study.section if ("section", id_) in used), *sources]
    return tuple(
        _section(
            address,
            number,
            _title_of_part(study, labels, what, id_),
            ("evidence-cards", {**(given or {}), what: id_}),
        )
        for number, (what, id_) in enumerate([*known, *(one for one in used if one not in known)], start=1)
    )


def _title_of_part(study: Study, labels: Labels, what: str, id_: str) -> str:
    """The heading of a source's or section's cards; of those that name neither, what they are."""
    named = study.source.get(id_) if what == "source" else study.section.get(id_)
    return named.label.of(labels.language) if named else id_ or labels("blocks.passages")


def _codes(study: Study, labels: Labels, addresses: Addresses) -> GeneratedPage:
    address = addresses.codes
    matrix = _section(address, "matrix", labels("claims.matrix"), ("matrix", {}), lead=labels("claims.matrix.lead"))
    judged = (matrix,) if any(one.assessed and study.codes_of_kind(one.id) for one in study.kind.values()) else ()
    kinds = tuple(
        _section(address, kind, labels.get(f"blocks.kind.{kind}", kind), ("codebook", {"kind": kind}))
        for kind in study.kind
        if study.codes_of_kind(kind)
    )
    lead = labels("blocks.page.codes.lead")
    return GeneratedPage(address, labels("blocks.page.codes"), lead, sections=(*judged, *kinds))


def _data(study: Study, labels: Labels, addresses: Addresses) -> GeneratedPage:
    address = addresses.data
    files = _section(address, "files", labels("blocks.files.title"), ("data-files", {}), ("other-forms", {}))
    tables = (
        _section(address, table.name, called(table), ("data-dictionary", {"": table.name}))
        for table in tables_in_use(study)
    )
    lead = labels("blocks.page.data.lead")
    return GeneratedPage(address, labels("blocks.page.data"), lead, sections=(files, *tables))


def _cite(labels: Labels, addresses: Addresses) -> GeneratedPage:
    """How to cite the report, its displays and what it reads: the edition's own page."""
    address = addresses.cite
    return GeneratedPage(
        address,
        labels("publish.page.cite"),
        blocks=(("cite-report", {}), ("other-forms", {})),
        sections=(
            _section(address, "displays", labels("publish.page.cite.displays"), ("cite-displays", {})),
            _section(address, "source", labels("publish.page.cite.source"), ("cite-sources", {})),
        ),
        group="edition",
    )
