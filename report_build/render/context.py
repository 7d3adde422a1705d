"""What a rendering needs to know besides the study: where things are, how they are numbered and cited."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from report_build.model.coding import GENERAL
from report_build.model.study import Study
from report_build.words import Words

CARDS_A_PAGE = 2000  # above it, evidence cards stand on a page per programme


def evidence_page(study: Study, evidence: str) -> str:
    """The address of the page that holds a passage's card.

    Above :data:`CARDS_A_PAGE` passages, the page of the first programme that the passage speaks of.
    """
    if len(study.evidence) <= CARDS_A_PAGE or evidence not in study.passage:
        return "preuves.html"
    cases = study.passage[evidence].cases
    first = cases[0] if cases and cases[0] in study.case else GENERAL
    return f"preuves-{first}.html"


@dataclass(frozen=True, slots=True)
class Links:
    """Relative addresses seen from one page; they work from any folder, host and ``file://``."""

    page: str  # the site-relative address of the page being rendered, e.g. "anomie.html"

    def to(self, address: str, anchor: str = "") -> str:
        """The way from here to a page or file of the site; within the page only the anchor."""
        if address == self.page and anchor:
            return f"#{anchor}"
        path = posixpath.relpath(address, posixpath.dirname(self.page) or ".")
        return f"{path}#{anchor}" if anchor else path


@dataclass(frozen=True, slots=True)
class Target:
    """A heading or claim that can be linked to."""

    page: str  # site-relative address
    title: str  # plain text
    anchor: str


@dataclass(frozen=True, slots=True)
class References:
    """Cited works as the language's CSL style formats them (HTML; links point to ``#ref-<key>``)."""

    citations: Mapping[str, str] = field(default_factory=dict)  # cluster as written, e.g. "@alter2000, p. 3" -> HTML
    labels: Mapping[str, str] = field(default_factory=dict)  # key -> short form, e.g. "Dubar 1998" (HTML, no link)
    entries: Mapping[str, str] = field(default_factory=dict)  # key -> bibliography entry (HTML), in style order


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Everything that blocks, displays and markers are rendered from."""

    study: Study
    words: Words
    links: Links
    numbers: Mapping[str, int] = field(default_factory=dict)  # display id -> its number among its kind
    shown_on: Mapping[str, str] = field(default_factory=dict)  # display id -> page address
    sections: Mapping[str, Target] = field(default_factory=dict)  # heading id -> where it is
    claims: Mapping[str, Target] = field(default_factory=dict)  # claim id -> where it is worded; title: its text
    references: References = field(default_factory=References)
    cited_on: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)  # key -> places, reading order

    @property
    def language(self) -> str:
        return self.words.language

    def evidence(self, evidence: str) -> str:
        """The way to a passage's card."""
        return self.links.to(evidence_page(self.study, evidence), evidence)

    def code(self, code: str) -> str:
        """The way to a code's entry in the codebook."""
        return self.links.to("codes.html", f"code-{code}")

    def case(self, case: str) -> str:
        """The way to a programme's page."""
        return self.links.to(f"cas-{case}.html")

    def work(self, key: str) -> str:
        """The way to a work's entry in the bibliography."""
        return self.links.to("bibliographie.html", f"ref-{key}")
