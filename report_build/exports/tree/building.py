"""From the index and the pages to one document. No engine is needed, and no site is built.

What an author wrote is read from the page's own HTML; tables, figures, claims, cards and references are the index's.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from urllib.parse import unquote, urlsplit

from markupsafe import Markup

from report_build.exports import Material, picture_address
from report_build.exports.tree.dangling import without_dangling
from report_build.exports.tree.displays import display_of
from report_build.exports.tree.front import Contributor, Statement
from report_build.exports.tree.html import Element, parse
from report_build.exports.tree.nodes import (
    Block,
    Chapter,
    ClaimNote,
    Display,
    Document,
    Heading,
    Inlines,
    Reference,
    Text,
    Title,
)
from report_build.exports.tree.reading import DISPLAY, Reader
from report_build.model.pages import ClaimMark, ParsedPage
from report_build.render.blocks import show_block
from report_build.render.page import OWN_BLOCKS, ShowBlock, render_written
from report_build.render.templates import sentence
from report_build.render.view import PageView, joined

_PICTURES = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")  # that every form can show
_ON_THE_WEB = ("http", "https", "mailto")
_STANDS_FOR = Markup(f'<div {DISPLAY}="{{}}"></div>')  # noqa: S704  # reason: the ids put in are escaped
_BLOCKS: Mapping[str, ShowBlock] = {
    **OWN_BLOCKS,
    "footing": partial(show_block, "claim-counts"),
    "claim-example": lambda *_: Markup(""),
}  # marks are for a screen, and so is what opens beside a claim


def make_document(material: Material) -> Document:
    """The report in one language."""
    return _Builder(material).document()


class _Builder:
    def __init__(self, material: Material) -> None:
        self.material, self.index = material, material.index
        self.anchors: dict[tuple[str, str], str] = {}  # (page address, id there; '' for its top) -> id in the document
        self.taken: set[str] = set()
        self.files: dict[str, bytes] = {}

    def document(self) -> Document:
        index, labels = self.index, self.index.labels
        written = [page for page in self.material.pages if page.address not in self.material.generated]
        views = {page.address: PageView(index, page.address) for page in self.material.pages}
        bodies = {page.address: self._article(page, views[page.address]) for page in written}
        self._name_places(bodies)
        chapters = tuple(self._chapter(page, bodies[page.address]) for page in written)
        cards = self._cards()
        references = tuple(
            Reference(f"ref-{key}", key, self._inlines(index.addresses.bibliography, Markup(entry)))  # noqa: S704  # reason: formatted by us
            for key, entry in index.references.entries.items()
        )
        worded = {mark.claim for page in written for mark in page.facts.markers if isinstance(mark, ClaimMark)}
        view = PageView(index, index.addresses.claims)
        claims = {id_: self._claim(id_, view) for id_ in index.claims.entries if id_ in worded}
        names = {name: labels(f"exports.{name}") for name in labels.names("exports.")}
        names |= {
            "colon": labels("blocks.colon"),
            "semicolon": labels("list.semicolon"),
            "empty": labels("display.empty"),
        }
        names |= {name: labels(f"blocks.title.{name}") for name in ("abstract", "keywords")}
        names |= {"reading": labels("display.reading"), "note": labels("display.note")}
        listed = self.anchors[index.addresses.bibliography, ""]
        chapters, cards, references, claims = without_dangling((chapters, cards, references, claims), {listed})
        return Document(index.language, self._title(), chapters, cards, references, listed, claims, names, self.files)

    # Places -------------------------------------------------------------------------------------------------------

    def _article(self, page: ParsedPage, view: PageView) -> Element:
        """A page as its author wrote it, its markers resolved, its displays named."""
        html, _ = render_written(page, view, display=lambda id_, _: _STANDS_FOR.format(id_), blocks=_BLOCKS)
        return parse(html)

    def _name_places(self, bodies: Mapping[str, Element]) -> None:
        """Give every place that can be led to an id of its own."""
        index, at = self.index, self.index.addresses
        for key in index.references.entries:
            self._place(at.bibliography, f"ref-{key}")
        for passage in index.study.evidence:
            self._place(index.evidence_page(passage.id), passage.id)
        for display, address in index.shown_on.items():
            self._place(address, display)
        for address, body in bodies.items():
            first = next((one.id for one in body.walk() if one.tag == "h1" and one.id), "")
            top = self._place(address, first or f"page-{address.removesuffix('.html')}")
            self.anchors[address, ""] = top
            for one in body.walk():
                if one.id and (address, one.id) not in self.anchors:
                    self._place(address, one.id)
        for claim, target in index.wordings.items():  # the ledger's entries are the notes to the wordings
            if (target.page, target.anchor) in self.anchors:
                self.anchors[at.claims, claim] = self.anchors[target.page, target.anchor]
        for address in self.material.generated:
            if at.holds_evidence(address):
                self.anchors[address, ""] = self._place("", "cards")
        self.anchors[at.bibliography, ""] = self._place("", "references")

    def _place(self, address: str, id_: str) -> str:
        if (address, id_) in self.anchors:
            return self.anchors[address, id_]
        name, number = id_, 1
        while name in self.taken:
            number += 1
            name = f"{id_}-{number}"
        self.taken.add(name)
        self.anchors[address, id_] = name
        return name

    def _target(self, page: str, href: str) -> str:
        """Where a link of a page leads to from the document; '' where it leads nowhere."""
        try:
            parts = urlsplit(href)
        except ValueError:
            return ""
        if parts.scheme or parts.netloc:
            return href if parts.scheme in _ON_THE_WEB else ""
        address = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path)) if parts.path else page
        written = href.partition("#")[2]
        anchor = unquote(written)
        known = self.anchors.get((address, anchor))
        if known is None and anchor and (address, anchor) not in self.anchors and address in self._chapter_pages:
            known = self.anchors.get((address, ""))
        return f"#{known}" if known else self.index.edition.address(address, written)

    @cached_property
    def _chapter_pages(self) -> set[str]:
        return {page.address for page in self.material.pages if page.address not in self.material.generated}

    # Content ------------------------------------------------------------------------------------------------------

    def _reader(self, address: str, body: Element | None = None, leave_out: frozenset[str] = frozenset()) -> Reader:
        notes = {one.id: one for one in body.walk() if one.tag == "li" and one.id} if body else {}
        return Reader(
            target=partial(self._target, address),
            anchor=partial(self._place, address),
            display=self._display,
            claim=self.index.claims.entries.__contains__,
            picture=partial(self._picture, address),
            notes=notes,
            leave_out=leave_out,
        )

    def _inlines(self, address: str, said: str | Markup) -> Inlines:
        """A text of the index, as a page at an address has it."""
        if not isinstance(said, Markup):
            return (Text(said),) if said else ()
        body = parse(said)
        return self._reader(address).inlines(body)

    def _chapter(self, page: ParsedPage, body: Element) -> Chapter:
        blocks = list(self._reader(page.address, body).blocks(body))
        title: Inlines = (Text(self.index.titles.get(page.address, page.title)),)
        first = next((number for number, one in enumerate(blocks) if isinstance(one, Heading)), -1)
        if first >= 0 and (heading := blocks[first]) and isinstance(heading, Heading) and heading.level == 1:
            title = heading.content
            del blocks[first]
        blocks = [
            Heading(2, one.content, one.id) if isinstance(one, Heading) and one.level == 1 else one for one in blocks
        ]
        language = page.language if page.language != self.index.language else ""
        top = self.anchors[page.address, ""]
        return Chapter(top, title, _without_gaps(blocks), page.address, language, page.one_page)

    def _cards(self) -> Chapter | None:
        """The cards, under the sections of the source that they come from; None where there are none."""
        blocks: list[Block] = []
        for address, made in self.material.generated.items():
            if not self.index.addresses.holds_evidence(address):
                continue
            view = PageView(self.index, address)
            for section in made.sections:
                cards = [
                    parse(show_block(name, given, view)) for name, given in section.blocks if name == "evidence-cards"
                ]
                if cards:
                    blocks.append(Heading(2, (Text(section.title),), self._place(address, section.id)))
                reader = self._reader(address, leave_out=frozenset(["data-edition"]))
                blocks += [block for card in cards for block in reader.blocks(card)]
        if not blocks:
            return None
        return Chapter(self.anchors["", "cards"], (Text(self.index.labels("blocks.page.evidence")),), tuple(blocks))

    def _display(self, id_: str) -> Display | None:
        address = self.index.shown_on[id_]
        drawn = self.index.drawn[id_]
        if drawn.svg and drawn.png:
            self.files |= {f"{id_}.svg": drawn.svg, f"{id_}.png": drawn.png.content}
        view = PageView(self.index, address)
        return display_of(drawn, self.index.study.display[id_], view, partial(self._inlines, address))

    def _picture(self, page: str, source: str) -> tuple[str, str]:
        address = picture_address(page, source)
        content = self.material.picture(address)
        if content is None or not address.lower().endswith(_PICTURES):
            return "", ""
        name = f"picture-{address.replace('/', '-')}"
        self.files[name] = content
        return name, address

    def _claim(self, id_: str, view: PageView) -> ClaimNote:
        """What a claim rests on, as the ledger has it."""
        entry, labels, index = self.index.claims.entries[id_], self.index.labels, self.index
        claim = entry.claim
        number = index.claims.numbers[id_]
        carrying = [one for one in entry.support if one not in entry.statements]
        facts: list[tuple[str, str | Markup]] = [
            (labels("claims.support"), self._voiced(carrying, view)),
            (labels("claims.counter"), self._voiced(entry.counter, view)),
            (labels("claims.statements"), view.passages(entry.statements)),
            (labels("claims.references"), view.works(claim.references)),
            (labels("claims.why"), view.text(claim.why)),
            (labels("claims.tension"), view.text(claim.tension)),
            (labels("claims.answers"), joined(labels("list.semicolon"), map(view.answer, claim.answers))),
        ]
        told = tuple((label, self._inlines(view.address, said)) for label, said in facts if said)
        caveats = tuple(sentence(labels(f"ledger.flag.{flag}")) for flag in entry.flags)
        name = labels("claims.claim", number=labels.number(number))
        place = index.wordings.get(id_)
        anchor = self.anchors.get((place.page, place.anchor), "") if place else ""
        return ClaimNote(number, name, anchor, view.footing(entry) if entry.footing else "", caveats, told)

    def _voiced(self, passages: Sequence[str], view: PageView) -> Markup:
        """Passages by the voice that speaks in them."""
        labels = self.index.labels
        return joined(
            labels("list.semicolon"),
            (
                Markup("{} {}").format(labels.get(f"voice.{voice}", voice), view.passages(found))
                for voice, found in view.by_voice(passages)
            ),
        )

    def _title(self) -> Title:
        edition = self.index.edition
        view = PageView(self.index, "index.html")
        whole = edition.title if edition.language == edition.default else ""
        title = edition.titles.get(edition.language) or edition.title
        subtitle = whole.removeprefix(title).lstrip("\u00a0 :") if whole.startswith(title) else ""
        status = show_block("status", {}, view)
        own = self.index.study.about.abstract.get(edition.language)  # CITATION.cff has one for all languages
        return Title(
            title,
            sentence(subtitle),
            tuple(author.display_name for author in edition.authors),
            edition.version,
            edition.date,
            edition.address("index.html"),
            self._inlines("index.html", Markup(view.citing.citation(view.citing.whole()))),  # noqa: S704  # reason: formatted by us
            tuple(one.text for one in parse(status).walk() if one.tag == "li"),
            edition.abstract if own or edition.language == edition.default else "",
            edition.keywords,
            edition.license,
            edition.license_url,
            tuple(
                Contributor(one.display_name, one.family, one.given, one.orcid, one.affiliation)
                for one in edition.authors
            ),
            tuple(
                Statement(name, self.index.labels(f"blocks.title.{name}"), said)
                for name, said in edition.statements.items()
            ),
        )


def _without_gaps(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks whose headings go down by one level at a time, as readers of structure expect."""
    level = 1
    found: list[Block] = []
    for one in blocks:
        if isinstance(one, Heading):
            level = min(one.level, level + 1)
            found.append(Heading(level, one.content, one.id))
        else:
            found.append(one)
    return tuple(found)
