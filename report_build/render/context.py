"""What a rendering needs to know besides the study: where things are, how they are numbered and cited."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from report_build.argument.ledger import Entry, ledger
from report_build.labels import Labels
from report_build.model.coding import GENERAL
from report_build.model.study import Study
from report_build.references.formatted import References

CARDS_A_PAGE = 2000  # above it, evidence cards stand on a page per programme
CLAIMS_PAGE = "affirmations.html"


def evidence_page(study: Study, evidence: str) -> str:
    """The address of the page that holds a passage's card.

    Above :data:`CARDS_A_PAGE` passages, the page of the first programme that the passage speaks of.
    """
    if len(study.evidence) <= CARDS_A_PAGE or evidence not in study.passage:
        return "preuves.html"
    cases = study.passage[evidence].cases
    first = cases[0] if cases and cases[0] in study.case else GENERAL
    return f"preuves-{first}.html"


def is_evidence_page(address: str) -> bool:
    """Whether a page holds cards: what people said is not for search engines."""
    return address == "preuves.html" or address.startswith("preuves-")


@dataclass(frozen=True, slots=True)
class Links:
    """Relative addresses seen from one page; they work from any folder, host and ``file://``."""

    page: str  # the site-relative address of the page being rendered, e.g. "anomie.html"

    def to(self, address: str, anchor: str = "") -> str:
        """The way from here to a page or file of the site; within the page only the anchor."""
        if address == self.page and anchor:
            return f"#{anchor}"
        folder = posixpath.dirname(self.page)
        path = posixpath.relpath(address, folder) if folder else address  # relpath asks for the working directory
        return f"{path}#{anchor}" if anchor else path


@dataclass(frozen=True, slots=True)
class Target:
    """A heading or claim that can be linked to."""

    page: str  # site-relative address
    title: str  # plain text
    anchor: str


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


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Everything that blocks, displays and markers are rendered from."""

    study: Study
    labels: Labels
    links: Links
    numbers: Mapping[str, int] = field(default_factory=dict)  # display id -> its number among its kind
    shown_on: Mapping[str, str] = field(default_factory=dict)  # display id -> page address
    sections: Mapping[str, Target] = field(default_factory=dict)  # heading id -> where it is
    claims: Mapping[str, Target] = field(default_factory=dict)  # claim id -> where it is worded; title: its text
    index: ClaimIndex = field(default_factory=ClaimIndex)
    references: References = field(default_factory=References)
    cited_on: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)  # key -> places, reading order

    @property
    def language(self) -> str:
        return self.labels.language

    def evidence(self, evidence: str) -> str:
        """The way to a passage's card."""
        return self.links.to(evidence_page(self.study, evidence), evidence)

    def code(self, code: str) -> str:
        """The way to a code's entry in the codebook."""
        return self.links.to("codes.html", f"code-{code}")

    def case(self, case: str) -> str:
        """The way to a programme's page."""
        return self.links.to(f"cas-{case}.html")

    def claim(self, claim: str) -> str:
        """The way to a claim's entry in the ledger of claims."""
        return self.links.to(CLAIMS_PAGE, claim)

    def work(self, key: str) -> str:
        """The way to a work's entry in the bibliography."""
        return self.links.to("bibliographie.html", f"ref-{key}")
