"""Resolving: once every page is known, each placeholder becomes what it stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from typing import TYPE_CHECKING

from report_build.check.pages import check_pages
from report_build.findings import Finding, in_order
from report_build.model.pages import Block, Citation, ClaimMark, CrossReference, Marker, PageFacts
from report_build.references.formatting import Csl, format_references
from report_build.render.blocks.arguments import BlockError
from report_build.render.context import ClaimIndex, Links, RenderContext, Target
from report_build.weave.extension import PLACEHOLDER

if TYPE_CHECKING:
    from report_build.cache import Cache
    from report_build.labels import Labels
    from report_build.model.coding import Display
    from report_build.model.study import Study

_IN_PAGE = re.compile(rf"(<p(?: [^<>]*)?>)\s*{PLACEHOLDER.pattern}\s*</p>|{PLACEHOLDER.pattern}")
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"</?a\b[^<>]*>")
_NBSP = "\u00a0"

Show = Callable[["Display", RenderContext], str]
Render = Callable[[RenderContext, Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class WovenPage:
    """A page as Python-Markdown left it, its placeholders still in it."""

    address: str  # site-relative, e.g. "anomie.html"
    title: str  # plain text, for what links to the page as a whole; may have placeholders in it
    html: str
    facts: PageFacts
    language: str = ""  # the language that it is written in, where that is not the site's


@dataclass(frozen=True)
class Woven:
    """A language's pages with everything in its place."""

    html: Mapping[str, str]  # address -> HTML
    context: RenderContext  # what is known of all pages; its links lead from the site's root: replace them
    plain: Mapping[str, Sequence[str]] = field(default_factory=dict)  # address -> plain text of each marker

    def text(self, address: str, text: str) -> str:
        """A page title or an entry of a table of contents, plain text (escaped) in place of its placeholders."""
        plain = self.plain.get(address, ())
        return PLACEHOLDER.sub(lambda found: escape(plain[int(found[1])], quote=False), text)


def resolve(
    pages: Sequence[WovenPage],
    study: Study,
    labels: Labels,
    cache: Cache,
    *,
    show: Show,
    blocks: Mapping[str, Render],
    claims_page: str = "",
    own: Sequence[Csl] = (),
) -> tuple[Woven, list[Finding]]:
    """Number displays, format citations, and replace every placeholder of a language's pages.

    :param pages: in navigation order; those outside the navigation follow by path.
    :param show: a display and the context of its page -> its HTML, ``<figure>`` and caption included.
    :param blocks: block name -> what renders it from its arguments; a first unnamed one comes under the name ''.
    :param claims_page: the address of the ledger of claims; '' while the site has none: then claims get no marker.
    :param own: CSL items of how the report itself is cited, formatted with everything else.
    :return: the pages, and the findings of :func:`report_build.check.pages.check_pages` (all that is wrong with
        markers, headings and images) with those of blocks and of the formatting of references. A marker that
        resolves to nothing stays in its page as it was written.
    """
    facts = [page.facts for page in pages]
    findings = check_pages(study, facts, blocks=blocks)
    clusters = {mark.cluster for page in facts for mark in page.citations}
    references, problems = format_references(study, clusters, labels, cache, own)
    numbers, shown_on, first = _number_displays(pages, study)
    context = RenderContext(
        study=study, labels=labels, links=Links(""), numbers=numbers, shown_on=shown_on, references=references
    )
    # Titles of sections may have citations and references to other sections in them: those to others come second.
    plain = _plain_texts(pages, context)
    context = replace(context, sections=_sections(pages, plain))
    plain = _plain_texts(pages, context)
    context = replace(context, sections=_sections(pages, plain), claims=_claims(pages, plain))
    context = replace(context, index=ClaimIndex.of(study, context.claims, _restated(pages, context, plain)))
    context = replace(context, cited_on=_cited_on(pages, context, plain))
    html: dict[str, str] = {}
    for page in pages:
        weaver = _Weaver(replace(context, links=Links(page.address)), show, blocks, claims_page, first, problems)
        html[page.address] = weaver.weave(page)
    return Woven(html, context, plain), in_order([*findings, *problems])


@dataclass(frozen=True, slots=True)
class _Weaver:
    """Replaces the placeholders of one page."""

    context: RenderContext
    show: Show
    blocks: Mapping[str, Render]
    claims_page: str
    first: Mapping[str, tuple[str, int]]  # display id -> page and number of the marker that shows it
    findings: list[Finding]

    def weave(self, page: WovenPage) -> str:
        def put(found: re.Match[str]) -> str:
            number = int(found[2] or found[3])
            marker = page.facts.markers[number]
            block = self._block(page, number, marker) if isinstance(marker, Block) else None
            if block is not None:
                return block
            inline = _inline(marker, self.context, self.claims_page)
            return f"{found[1]}{inline}</p>" if found[1] else inline

        return _IN_PAGE.sub(put, page.html)

    def _block(self, page: WovenPage, number: int, block: Block) -> str | None:
        """The HTML of a display or block; None where it cannot be shown."""
        if not block.alone:
            return None
        if block.name == "display":
            display = self.context.study.display.get(block.words[0] if block.words else "")
            if display is None or self.first.get(display.id) != (page.address, number):
                return None
            return self.show(display, self.context)
        if block.name not in self.blocks:
            return None
        given = {**({"": block.words[0]} if block.words else {}), **block.options}
        try:
            return self.blocks[block.name](self.context, given)
        except BlockError as problem:
            place = page.facts.at(block.line)
            self.findings.append(Finding(place, "RB317", f"'{block.source}': {problem}", problem.hint))
            return None


def _inline(marker: Marker, context: RenderContext, claims_page: str = "") -> str:
    """The HTML of a citation, cross-reference or claim's marker; of anything else its source."""
    if isinstance(marker, ClaimMark):
        return _claim_marker(marker, context, claims_page)
    if isinstance(marker, CrossReference):
        source = f"[-@{marker.target}]" if marker.bare else f"@{marker.target}"
        html = _cross_reference(marker, context) or _unresolved(source)
    elif isinstance(marker, Citation):
        html = _citation(marker, context) or _unresolved(marker.cluster)
    else:
        return _unresolved(marker.source)
    return html if marker.linked else _LINK.sub("", html)


def _unresolved(source: str) -> str:
    return f'<span class="rb-unresolved">{escape(source)}</span>'


def _citation(marker: Citation, context: RenderContext) -> str:
    html = context.references.citations.get(marker.cluster, "")
    if not html:
        return ""
    for key in dict.fromkeys(marker.keys):  # links lead to the bibliography's page, and name the work for previews
        anchor = escape(f"#ref-{key}")
        html = html.replace(f'href="{anchor}"', f'class="rb-work-link" href="{escape(context.work(key))}"')
    return f'<span class="rb-citation">{html}</span>'


def _cross_reference(marker: CrossReference, context: RenderContext) -> str:
    target = marker.target
    if target in context.numbers:
        number = context.labels.number(context.numbers[target])
        kind = context.study.display[target].kind
        text = number if marker.bare else f"{context.labels(kind)}{_NBSP}{number}"
        address = context.links.to(context.shown_on[target], target)
    elif target in context.sections:
        section = context.sections[target]
        text = section.title if marker.bare else context.labels("weave.section", title=section.title)
        address = context.links.to(section.page, section.anchor)
    else:
        return ""
    return f'<a class="rb-reference" href="{escape(address)}">{escape(text, quote=False)}</a>'


def _claim_marker(marker: ClaimMark, context: RenderContext, claims_page: str) -> str:
    if not claims_page or marker.claim not in context.study.claim:
        return ""
    number = context.labels.number(context.index.numbers.get(marker.claim, 0))
    label = escape(context.labels("weave.evidence-of-claim", number=number))
    address = escape(context.links.to(claims_page, marker.claim))
    return f'<a class="rb-claim-marker" href="{address}" data-number="{number}" aria-label="{label}"></a>'


def _number_displays(
    pages: Sequence[WovenPage], study: Study
) -> tuple[dict[str, int], dict[str, str], dict[str, tuple[str, int]]]:
    """Numbers by kind, the page each display is shown on, and the marker that shows it: the first in reading order."""
    numbers: dict[str, int] = {}
    shown_on: dict[str, str] = {}
    first: dict[str, tuple[str, int]] = {}
    counts: Counter[str] = Counter()
    for page in pages:
        for number, mark in enumerate(page.facts.markers):
            if isinstance(mark, Block) and mark.name == "display" and mark.alone and mark.words:
                display = study.display.get(mark.words[0])
                if display and display.id not in first:
                    counts[display.kind] += 1
                    numbers[display.id] = counts[display.kind]
                    shown_on[display.id] = page.address
                    first[display.id] = (page.address, number)
    return numbers, shown_on, first


def _plain_texts(pages: Sequence[WovenPage], context: RenderContext) -> dict[str, list[str]]:
    """Address -> what each marker of the page says, without markup."""
    return {
        page.address: [
            "" if isinstance(mark, ClaimMark) else unescape(_TAG.sub("", _inline(mark, context)))
            for mark in page.facts.markers
        ]
        for page in pages
    }


def _put(text: str, plain: Sequence[str]) -> str:
    return PLACEHOLDER.sub(lambda found: plain[int(found[1])], text)


def _sections(pages: Sequence[WovenPage], plain: Mapping[str, Sequence[str]]) -> dict[str, Target]:
    """Heading id -> where it is; of duplicates the first in reading order stands."""
    sections: dict[str, Target] = {}
    for page in pages:
        for heading in page.facts.headings:
            if heading.id and heading.id not in sections:
                sections[heading.id] = Target(page.address, _put(heading.text, plain[page.address]), heading.id)
    return sections


def _claims(pages: Sequence[WovenPage], plain: Mapping[str, Sequence[str]]) -> dict[str, Target]:
    """Claim id -> where it is worded, its text as title."""
    claims: dict[str, Target] = {}
    for page in pages:
        for claim in page.facts.claims:
            if claim.id and claim.id not in claims:
                claims[claim.id] = Target(page.address, _put(claim.text, plain[page.address]), claim.id)
    return claims


def _restated(
    pages: Sequence[WovenPage], context: RenderContext, plain: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Target, ...]]:
    """Claim id -> the sections that restate it, each once, in reading order."""
    found: dict[str, dict[Target, None]] = {}
    for page in pages:
        for claim in page.facts.claims:
            if claim.of and not claim.id:
                found.setdefault(claim.of, {})[_place(page, claim.section, context, plain)] = None
    return {id_: tuple(places) for id_, places in found.items()}


def _place(page: WovenPage, section: str, context: RenderContext, plain: Mapping[str, Sequence[str]]) -> Target:
    """The section that a marker stands in, or the page where that has none."""
    known = context.sections.get(section)
    if known is not None and known.page == page.address:
        return known
    return Target(page.address, _put(page.title, plain[page.address]), "")


def _cited_on(
    pages: Sequence[WovenPage], context: RenderContext, plain: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Target, ...]]:
    """Key -> the sections that cite it, each once, in reading order."""
    found: dict[str, dict[Target, None]] = {}
    for page in pages:
        for mark in page.facts.citations:
            place = _place(page, mark.section, context, plain)
            for key in mark.keys:
                found.setdefault(key, {})[place] = None
    return {key: tuple(places) for key, places in found.items() if key in context.references.entries}
