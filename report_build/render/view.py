"""The index as one page sees it: ways that lead from there, and the names of things as links.

A page's view is what templates call ``page``. Its methods give plain text, which templates escape, or HTML that says so
by its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from report_build.argument.ledger import Entry
from report_build.displays.wording import condition_told
from report_build.index import Addresses, Index, Links, Target
from report_build.labels import Labels
from report_build.model.answers import Answer
from report_build.model.bibliography import Work
from report_build.model.cards import CardPage, listed, part_of_cards
from report_build.model.coding import GENERAL, Assessment, Evidence, Relation
from report_build.model.edition import Edition
from report_build.model.study import Study
from report_build.model.text import Text
from report_build.references.verification import verification_note, verification_of
from report_build.render.citing import Citing
from report_build.render.markers import marker_html
from report_build.render.templates import render, sentence, words_of
from report_build.weave.texts import pieces

_RANGE = r"([\w.:]+(?:\s*[-–,]\s*[\w.:]+)*)"
_LOCATORS = {
    "page": re.compile(rf"(?:pp?\.|pages?)\s*{_RANGE}", re.IGNORECASE),
    "line": re.compile(rf"(?:ll?\.|lines?|lignes?)\s*{_RANGE}", re.IGNORECASE),
    "paragraph": re.compile(rf"(?:par\.|paras?\.?|paragraphs?|paragraphes?|¶|§)\s*{_RANGE}", re.IGNORECASE),
    "time": re.compile(r"((?:\d+:)?\d{1,2}:\d{2}(?:\s*[-–]\s*(?:\d+:)?\d{1,2}:\d{2})?)"),
}
_OPENING = 70  # characters of a passage that say which it is


def joined(separator: str, parts: Iterable[str | Markup]) -> Markup:
    """Parts one after the other, each escaped unless it is HTML already."""
    return Markup(escape(separator)).join(parts)  # noqa: S704  # reason: escaped on the line


@dataclass(frozen=True, slots=True)
class PageView:
    """The index seen from one page of the site."""

    index: Index
    address: str  # of the page, site-relative

    @property
    def study(self) -> Study:
        return self.index.study

    @property
    def labels(self) -> Labels:
        return self.index.labels

    @property
    def edition(self) -> Edition:
        return self.index.edition

    @property
    def language(self) -> str:
        return self.index.language

    @property
    def addresses(self) -> Addresses:
        return self.index.addresses

    @property
    def links(self) -> Links:
        return Links(self.address)

    @property
    def citing(self) -> Citing:
        """How the report and its parts are cited."""
        return Citing(self.index)

    # Ways ---------------------------------------------------------------------------------------------------------

    def to(self, address: str, anchor: str = "") -> str:
        """The way to a page or file of the site."""
        return self.links.to(address, anchor)

    def evidence(self, evidence: str) -> str:
        """The way to a passage's card."""
        return self.to(self.index.evidence_page(evidence), evidence)

    def code(self, code: str) -> str:
        """The way to a code's entry in the codebook."""
        return self.to(self.addresses.codes, f"code-{code}")

    def case(self, case: str) -> str:
        """The way to a case's page."""
        return self.to(self.addresses.case(case))

    def claim(self, claim: str) -> str:
        """The way to a claim's entry in the ledger of claims."""
        return self.to(self.addresses.claims, claim)

    def wording(self, claim: str) -> str:
        """The way to where a page words a claim."""
        place = self.index.wordings[claim]
        return self.to(place.page, place.anchor)

    def work(self, key: str) -> str:
        """The way to a work's entry in the bibliography."""
        return self.to(self.addresses.bibliography, f"ref-{key}")

    def display(self, display: str) -> str:
        """The way to a table or figure on the page that shows it."""
        return self.to(self.index.shown_on[display], display)

    # Texts --------------------------------------------------------------------------------------------------------

    def text(self, wording: Text) -> str | Markup:
        """A text of the data in the page's language; where it has none, another language's, marked as such."""
        if wording.get(self.language):
            return self.woven(wording[self.language])
        language, said = next(((language, said) for language, said in wording.items() if said), ("", ""))
        return Markup('<span lang="{}">{}</span>').format(language, self.woven(said)) if said else ""

    def woven(self, said: str) -> str | Markup:
        """A text of the data, its citations, references and values put in."""
        if "@" not in said and "{{<" not in said:
            return said
        parts = pieces(said, self.study, self.labels)
        return Markup("").join(part if isinstance(part, str) else marker_html(part, self) for part in parts)

    def plain(self, said: str) -> str:
        """As :meth:`woven`, for an attribute: without markup."""
        return self.index.plain_words(said)

    def with_markup(self, key: str, **values: str | Markup) -> Markup:
        """A label whose ``{name}`` fields may be HTML."""
        return Markup(escape(self.labels(key))).format(**values)  # noqa: S704  # reason: escaped on the line

    def choose_with_markup(self, key: str, count: int, **values: str | Markup) -> Markup:
        """As :meth:`with_markup`, in the number that ``count`` asks for."""
        return self.with_markup(self.labels.number_key(key, count), count=self.number(count), **values)

    def footing(self, entry: Entry) -> str:
        """A claim's footing in words, with how many cards are listed for it, unless they carry parts of it at most."""
        footing = sentence(self.labels(f"ledger.footing.{entry.footing}"))
        if not entry.cards or entry.footing == "statement":
            return footing
        return self.labels.choose("claims.footing.passages", entry.cards, footing=footing)

    def strength(self, entry: Entry) -> str:
        """What a claim's mark says, in words."""
        against = self.labels.choose("claims.mark.against", len(entry.counter)) if entry.counter else ""
        return self.labels("list.semicolon").join(part for part in (self.footing(entry), against) if part)

    def named_strength(self, entry: Entry) -> str:
        """The name of a claim's mark for ears, and its hint for a pointer: which claim, and what it rests on."""
        number = self.number(self.index.claims.numbers[entry.claim.id])
        return f"{self.labels('claims.claim', number=number)}{self.colon}{self.strength(entry)}"

    def answer(self, answer: Answer) -> Markup:
        """A claim of another report that a claim answers, and what is done to it."""
        return render("blocks/answers.html", page=self, answer=answer)

    def number(self, value: int) -> str:
        """A whole number as the language writes it."""
        return self.labels.number(value)

    def size(self, size: int) -> str:
        """How much a file is, in kilobytes of 1,000 bytes, rounded up."""
        return self.labels("blocks.files.kilobytes", count=self.number(-(-size // 1000)))

    def numbers(self, values: Iterable[int]) -> list[str]:
        """Whole numbers as the language writes them."""
        return [self.number(value) for value in values]

    @property
    def colon(self) -> str:
        """The colon between a name and what is said of it, with its blanks."""
        return self.labels("blocks.colon")

    def display_name(self, display: str) -> str:
        """The display as it is referred to, e.g. "Table 1"; its id where no page shows it."""
        if display not in self.index.numbers:
            return display
        kind = self.study.display[display].kind
        return f"{self.labels(kind)} {self.number(self.index.numbers[display])}"

    def case_text(self, case: str, *, short: bool = True) -> str | Markup:
        """A case's name; evidence that speaks of none says so."""
        if case == GENERAL:
            return sentence(self.labels("general"))
        known = self.study.case.get(case)
        return self.text(known.short if short else known.label) if known else case

    def code_text(self, code: str) -> str | Markup:
        """A code's label."""
        known = self.study.code.get(code)
        return self.text(known.label) if known else code

    def place(self, section: str, paragraph: str) -> str | Markup:
        """A place in the source: its section's label and the paragraph."""
        known = self.study.section.get(section)
        name = self.text(known.label) if known else section
        return joined(", ", [name, self.paragraph(paragraph)]) if paragraph else name

    def place_of(self, passage: Evidence) -> str | Markup:
        """Where a passage stands: in which source and where there, or in which section and paragraph."""
        parts = [self.source_text(passage.source), self.locator(passage.locator)] if passage.source else []
        if passage.section or passage.paragraph or not parts:
            parts.append(self.place(passage.section, passage.paragraph))
        return joined(", ", [part for part in parts if part])

    def source_text(self, source: str) -> str | Markup:
        """A source's name."""
        known = self.study.source.get(source)
        return self.text(known.label) if known else source

    def locator(self, locator: str) -> str:
        """A place in a source in words: a page, line, paragraph or time; any other as written."""
        for unit, form in _LOCATORS.items():
            found = form.fullmatch(locator)
            if found:
                return self.labels(f"sources.locator.{unit}", number=found[1].replace("-", "–"))
        return locator

    def quotations(self, passage: Evidence) -> list[tuple[str, str]]:
        """Language and words of what a passage says word for word: as it was said, then as the page's readers read.

        Its words are nobody's to change: no marker is woven into them.
        """
        said = [(language, words) for language, words in passage.quotation.items() if words]
        return [one for place, one in enumerate(said) if place == 0 or one[0] == self.language]

    def withheld(self, passage: Evidence) -> str | Markup:
        """That the words of a passage are withheld, and why; '' where they are not."""
        if not self.study.is_restricted(passage) or any(passage.words.values()):
            return ""
        reason = self.text(self.study.restriction(passage))
        return self.with_markup("sources.withheld.why", reason=reason) if reason else self.labels("sources.withheld")

    def opening_of(self, passage: Evidence) -> str:
        """The first words of a passage, or that they are withheld, as plain text."""
        quoted = [words for _, words in self.quotations(passage)]
        said = self.withheld(passage) or next(iter(quoted), "") or self.text(passage.paraphrase)
        plain = words_of(escape(said))
        return plain if len(plain) <= _OPENING else f"{plain[: plain.rfind(' ', 0, _OPENING)].rstrip(' ,;:')}…"

    def paragraph(self, paragraph: str) -> str:
        """A paragraph's number in words: a plain one, a note (``n4``), the box, a table; any other as written."""
        if paragraph.isdigit():
            return self.labels("blocks.paragraph", number=paragraph)
        if paragraph[:1] == "n" and paragraph[1:].isdigit():
            return self.labels("blocks.paragraph.note", number=paragraph[1:])
        return self.labels(f"blocks.paragraph.{paragraph}") if paragraph in {"box", "table"} else paragraph

    def case_texts(self, cases: Iterable[str]) -> Markup:
        """Cases by their names, without links, in one line."""
        return joined(", ", (self.case_text(case) for case in cases))

    def known_passages(self, evidence: Iterable[str]) -> list[Evidence]:
        """The passages of these ids that the study has."""
        return [self.study.passage[one] for one in evidence if one in self.study.passage]

    def judged_on(self, cell: Assessment) -> list[str]:
        """How a cell was judged, in a few words: on what, how firmly, how well it can be read."""
        found = [self.labels(f"blocks.basis.{cell.basis}")] if cell.basis else []
        if cell.force and cell.force != "plain":
            found.append(self.labels(f"blocks.force.{cell.force}"))
        remark = {"damaged": "blocks.damaged", "restored": "blocks.restored"}.get(cell.legibility)
        return [*found, self.labels(remark)] if remark else found

    def by_voice(self, evidence: Iterable[str]) -> list[tuple[str, list[str]]]:
        """Passages grouped by the voice that speaks in them, in the order of the voices."""
        known = self.known_passages(evidence)
        groups = ((voice, [one.id for one in known if one.voice == voice]) for voice in self.study.voice)
        return [(voice, found) for voice, found in groups if found]

    # Names as links -----------------------------------------------------------------------------------------------

    def link(self, href: str, text: str | Markup) -> Markup:
        """A link."""
        return Markup(f'<a href="{escape(href)}">{escape(text)}</a>')  # noqa: S704  # reason: escaped on the line

    def case_name(self, case: str) -> str | Markup:
        """A case's name, linked to its page."""
        name = self.case_text(case)
        return self.link(self.case(case), name) if case in self.study.case else name

    def case_names(self, cases: Iterable[str]) -> Markup:
        """Cases by their names, in one line."""
        return joined(", ", (self.case_name(case) for case in cases))

    def code_name(self, code: str) -> str | Markup:
        """A code's label, linked to its entry in the codebook."""
        name = self.code_text(code)
        return self.link(self.code(code), name) if code in self.study.code else name

    def condition_in_state(self, influence: Relation) -> str | Markup:
        """The condition of an influence in the state in which it acts, linked to the condition's entry."""
        told = condition_told(self.study, influence.condition, influence.state, self.labels)
        return self.link(self.code(influence.condition), told) if influence.condition in self.study.code else told

    def code_names(self, codes: Iterable[str]) -> Markup:
        """Codes by their labels, in one line; empty ids are left out."""
        return joined(", ", (self.code_name(code) for code in codes if code))

    def passages(self, evidence: Iterable[str]) -> Markup:
        """Passages by their identifiers, each linked to its card, in one line."""
        known = self.study.passage
        ids = [one for one in evidence if one in known]
        some = ids[: listed(self.study)]
        named = joined(", ", (self.link(self.evidence(one), one) for one in some))
        return named + self.and_more(len(ids) - len(some))

    def and_more(self, count: int) -> Markup:
        """How many passages are not named one by one, linked to the pages of cards; nothing where all are."""
        said = self.labels("blocks.passages.more", count=self.number(count))
        return " " + self.link(self.to(self.addresses.evidence), said) if count else Markup("")

    def some_passages(self, passages: Sequence[Evidence]) -> Sequence[Evidence]:
        """The passages of a list that are named one by one."""
        return passages[: listed(self.study)]

    def part_of_cards(self, page: CardPage) -> str:
        """Which of a case's pages of cards it is."""
        return part_of_cards(page)

    def claim_numbers(self, claims: Iterable[str]) -> Markup:
        """Claims by their numbers, in order, each linked to its entry in the ledger."""
        numbers = self.index.claims.numbers
        known = sorted((claim for claim in dict.fromkeys(claims) if claim in numbers), key=numbers.__getitem__)
        return joined(", ", (self.link(self.claim(claim), self.number(numbers[claim])) for claim in known))

    def work_entry(self, key: str) -> Markup:
        """A work's entry in the bibliography."""
        return Markup(self.index.references.entries[key])  # noqa: S704  # reason: formatted by us

    def verification_of(self, work: Work) -> str:
        """How far a work could be verified: a known status, else ``none``."""
        return verification_of(work)

    def verification_note(self, work: Work) -> Text:
        """What was found about a work; under ``''`` where it is in no language."""
        return verification_note(work)

    def anything(self, name: str) -> str | Markup:
        """Whatever an identifier names, linked to where it is shown; unknown ones stay as written."""
        study, index = self.study, self.index
        if name in study.passage:
            return self.link(self.evidence(name), self.labels("claims.preview.card", id=name))
        if name in study.code:
            return self.code_name(name)
        if name in study.case:
            return self.case_name(name)
        if name in index.shown_on:
            return self.link(self.display(name), self.display_name(name))
        if name in index.wordings:
            return self.target(index.wordings[name], name)
        if name in index.references.entries:
            return self.work_name(name)
        case, _, code = name.partition("/")
        if case in study.case and code in study.code:
            return joined(" × ", [self.anything(case), self.anything(code)])
        return name

    def work_label(self, key: str) -> str | Markup:
        """A work in the short form of the language's style."""
        labels = self.index.references.labels
        return Markup(labels[key]) if key in labels else key  # noqa: S704  # reason: formatted by us

    def work_name(self, key: str) -> str | Markup:
        """A work in the short form of the language's style, linked to its entry where the report has one."""
        label = self.work_label(key)
        return self.link(self.work(key), label) if key in self.index.references.entries else label

    def works(self, keys: Iterable[str]) -> Markup:
        """Works by their short forms, in one line."""
        return joined(self.labels("list.semicolon"), (self.work_name(key) for key in keys))

    def target(self, place: Target, text: str | Markup) -> Markup:
        """A link to a section, claim or page."""
        return self.link(self.to(place.page, place.anchor), text)
