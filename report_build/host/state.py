"""What one build knows, from hook to hook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from report_build import pipeline
from report_build.cache import Cache
from report_build.findings import Finding
from report_build.host.converted import Converted
from report_build.index import Addresses
from report_build.labels import Labels
from report_build.model.access import TEAM_EDITION, public
from report_build.model.edition import Parameters
from report_build.model.study import Study
from report_build.publish import manifest
from report_build.publish.previous import Previous
from report_build.publish.private import Private
from report_build.render.pages import GeneratedPage
from report_build.translation import Languages, LanguageSite
from report_build.translation.marks import StaleMarks
from report_build.weave import ReportExtension


@dataclass(slots=True)
class Build:
    """What one build knows, from hook to hook."""

    sources: pipeline.Sources
    languages: Languages
    cache: Cache
    study: Study | None = None  # None: there is none to show
    private: Private = field(default_factory=Private)  # what must stand in no published file
    labels: Labels = field(init=False)
    findings: list[Finding] = field(default_factory=list)
    stale: bool = False  # whether ``study`` is the last good one, not the one on disk
    extensions: list[Any] = field(default_factory=list)  # Markdown's, as configured
    texts: dict[str, str] = field(default_factory=dict)  # source name -> the page's whole text
    converted: Converted | None = None  # pages that a former build has converted
    parsing: dict[str, ReportExtension] = field(default_factory=dict)  # page address -> what read it
    fallback_pages: Mapping[str, LanguageSite] = field(
        default_factory=dict
    )  # page source -> the language it is written in
    parameters: Parameters = field(default_factory=Parameters)
    data_license: str = ""
    previous: Previous | None = None
    generated: Mapping[str, GeneratedPage] = field(default_factory=dict)  # page source -> page
    site: pipeline.Site | None = None
    told: set[str] = field(default_factory=set)  # what is told of once: addresses on other hosts, extensions
    notices: Mapping[str, StaleMarks] = field(default_factory=dict)  # page source -> for its readers

    def __post_init__(self) -> None:
        self.labels = Labels(self.languages.own)

    @property
    def for_the_team(self) -> bool:
        """Whether the edition has what is not for everybody."""
        return self.parameters.edition == TEAM_EDITION

    def shown(self, study: Study) -> Study:
        """What of a study the edition has."""
        return study if self.for_the_team else public(study)

    def marked(self, name: str) -> str:
        """The site's name, on every page, with word of an edition that is not for everybody."""
        return f"{self.labels('theme.restricted')} · {name}" if self.for_the_team else name

    def parameters_told(self, addresses: Addresses) -> dict[str, str]:
        """What the manifest tells of a build's parameters: the names of generated pages are fixed once released."""
        return {**self.parameters.as_words(), "pages": addresses.as_words()}

    def hashes_of_what_was_read(self, study: Study, inputs: Iterable[Path]) -> dict[str, str]:
        """SHA-256 of the study's files, the other inputs, and the version before, by path."""
        before = manifest.hashes(self.previous.folder) if self.previous is not None else {}
        return {
            **study.hashes,
            **manifest.hashes(self.sources.root, inputs),
            **{f"previous/{name}": value for name, value in before.items()},
        }

    @property
    def study_labels(self) -> Mapping[str, Mapping[str, str]]:
        return self.study.labels if self.study else {}
