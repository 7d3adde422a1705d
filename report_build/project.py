"""A report and its publication branch: how a version is built, and what stands around the versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from report_build import host, pipeline
from report_build.cache import Cache
from report_build.errors import StudyFindingsError
from report_build.findings import Finding, fails
from report_build.labels import Labels
from report_build.model.edition import people
from report_build.publish import manifest
from report_build.publish.git import Git
from report_build.publish.release import Built, Target
from report_build.publish.root import Files, Report, landing_files
from report_build.publish.status import Notice
from report_build.publish.store import LanguageState, Store
from report_build.publish.verify import manifest_of
from report_build.publish.versions import Version
from report_build.render.templates import render
from report_build.translation import own_name


class Project:
    """A report with its publication branch, as the commands that publish see it."""

    def __init__(
        self,
        config_files: Sequence[Path],
        *,
        branch: str,
        site: str | None,
        cached: bool = True,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        """:param config_files: of each language, the default one first.
        :param site: the address above the languages; None: as the configuration has it.
        """
        self._config_files, self._cached, self._progress = config_files, cached, progress
        self.root = config_files[0].resolve().parent
        sources = pipeline.Sources(self.root)
        self.study, _ = pipeline.read(sources, Cache(self.root / pipeline.CACHE if cached else None))
        self._sites = host.language_sites(config_files[0].resolve())
        self.site = site if site is not None else host.configured_address(config_files[0])
        self._title = pipeline.short_title(self.study)
        self.store = Store(Git(self.root), branch)

    def build(self, target: Target, folder: Path) -> Built:
        """Every language's site, strictly; findings end it."""
        previous = target.put_previous(folder / "previous")
        given = {"commit": target.commit, "previous": str(previous) if previous else ""}
        findings: list[Finding] = []
        folders: dict[str, Path] = {}
        for config_file in self._config_files:
            run = host.build(
                config_file,
                site=folder / "site",
                cached=self._cached,
                progress=self._progress,
                slot=target.slot,
                site_url=self.site,
                options=given,
            )
            findings += run.findings
            folders[run.language] = run.site
        if fails(findings):
            raise StudyFindingsError("the study has findings: mend them first. Nothing was published", findings)
        pages = {
            language: manifest.Manifest.from_json((site / manifest.FILE).read_bytes()).pages
            for language, site in folders.items()
        }
        return Built(folders, pages)

    def landing_files(
        self, states: Mapping[str, LanguageState], pages: Mapping[str, Iterable[str]]
    ) -> tuple[Files, Mapping[str, Files]]:
        """What stands at the root and beside the versions."""
        labels = self.study.labels
        languages = [
            (site.language, own_name(site.language, labels), site.title or self._title) for site in self._sites
        ]
        known = {
            language: self.store.pages(language, Version.read(state.status.latest))
            for language, state in states.items()
            if state.status.latest and language not in pages
        }
        site = self.site or self._site_of_latest(states)
        authors = people(self.study.citation.data) if self.study.citation else ()
        report = Report(
            languages,
            ", ".join(person.display_name for person in authors),
            f"{site.rstrip('/')}/" if site else "",
            {language: Labels(language, labels) for language, *_ in languages},
        )
        return landing_files(report, states, {**known, **pages})

    def _site_of_latest(self, states: Mapping[str, LanguageState]) -> str:
        """The address that the latest version was released for: the landing files keep to it."""
        for language, state in states.items():
            version = Version.read(state.status.latest) if state.status.latest else None
            if version is not None and self.store.file(language, version, manifest.FILE) is not None:
                return manifest_of(self.store, language, version).parameters.get("site_url", "")
        return ""

    def tombstone(self, language: str, path: str, version: Version, notice: Notice) -> bytes:
        """What stands in an erased file's place."""
        labels = Labels(language, self.study.wordings)
        title = labels("publish.tombstone")
        why = labels("publish.tombstone.why", date=notice.date, path=path, version=version, reason=notice.reason)
        if not path.endswith(".html"):
            return f"{title}. {why}\n".encode()
        return str(render("publish/tombstone.html", language=language, title=title, why=why)).encode()
