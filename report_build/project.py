"""A report and its publication branch: how a version is built, and what stands around the versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from report_build import host, pipeline
from report_build.cache import Cache
from report_build.check.own_rules import allowed
from report_build.errors import ReportError, StudyFindingsError
from report_build.findings import Finding, fails, in_order
from report_build.index import Addresses
from report_build.labels import Labels
from report_build.model.access import PUBLIC_EDITION
from report_build.model.bibliography import CitationFile
from report_build.model.edition import DEV, people
from report_build.publish import manifest
from report_build.publish.private import FILE
from report_build.publish.release import Built, Target
from report_build.publish.root import Files, Report, landing_files
from report_build.publish.status import Notice
from report_build.publish.store import LanguageState, Store
from report_build.publish.versions import Version
from report_build.render.templates import render
from report_build.translation import own_name


class Project:
    """A report as a commit has it, in a clean folder of its own, with the branch that it is published on."""

    def __init__(
        self,
        config_file: Path,
        store: Store,
        *,
        commit: str,
        work: Path,
        site: str | None,
        cache: Path | None,
        names: Path | None = None,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        """:param config_file: of the default language, among the commit's files.
        :param work: an empty folder to build in.
        :param site: the address above the languages; None: as the configuration has it.
        :param names: the file of real names, which no commit has; None where there is none.
        :param cache: folder of what was computed before; None computes everything anew.
        """
        self.root, self.commit, self.store = config_file.parent, commit, store
        self._config_files = [config_file, *sorted(self.root.glob(f"{config_file.stem}.*{config_file.suffix}"))]
        self._work, self._cache, self._names, self._progress = work, cache, names, progress
        self.study, _ = pipeline.read(host.study_sources(config_file), Cache(cache))
        self.allowed: list[Finding] = []  # warnings of the last build that the study allows
        self._sites = host.language_sites(config_file)
        self.site = site if site is not None else host.configured_address(config_file)
        self._title = pipeline.short_title(self.study)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(site.language for site in self._sites)

    @property
    def citation(self) -> CitationFile | None:
        return self.study.citation

    def build(self, target: Target) -> Built:
        """Every language's site, strictly; findings end it."""
        self._require_same_addresses(target)
        previous = target.put_previous(self._work / "previous")
        given = {"commit": target.commit, "previous": str(previous) if previous else "", "edition": PUBLIC_EDITION}
        if self._names is not None:
            given["names"] = str(self._names)
        if self._cache is not None:
            given["cache"] = str(self._cache)
        findings: list[Finding] = []
        folders: dict[str, Path] = {}
        for config_file in self._config_files:
            run = host.build(
                config_file,
                site=self._work / "site",
                cached=self._cache is not None,
                progress=self._progress,
                slot=target.slot,
                site_url=self.site,
                options=given,
            )
            findings += run.findings
            folders[run.language] = run.site
        self.allowed = allowed(self.study, in_order(findings))
        failing = [one for one in findings if one not in self.allowed and fails([one])]
        if failing:
            cure = "mend them first"
            if all(one.severity != "error" for one in failing):
                rule = f"{{{failing[0].code}: warning}}"
                cure += f", or let a release pass with them: rules: {rule} in data/study.yaml names one"
            raise StudyFindingsError(f"the study has findings: {cure}. Nothing was published", findings)
        pages = {
            language: manifest.Manifest.from_json((site / manifest.FILE).read_bytes()).pages
            for language, site in folders.items()
        }
        return Built(folders, pages)

    def _require_same_addresses(self, target: Target) -> None:
        """:raises ReportError: a version would give a generated page another address than the version before."""
        now = Addresses.of(self.study)
        for files in target.previous.values():
            data = files.get(manifest.FILE)
            told = manifest.Manifest.from_json(data).parameters.get("pages", "") if data else ""
            before = dict(part.split("=", 1) for part in told.split())
            moved = [name for name, address in before.items() if getattr(now, name, address) != address]
            if moved and target.slot != DEV:
                kept = ", ".join(f"{name.partition('_')[0]}: {_stem(before[name])}" for name in moved)
                raise ReportError(
                    f"pages that the version before published would move: addresses are fixed once released. "
                    f"Write in data/study.yaml: pages: {{{kept}}}"
                )

    def landing_files(
        self, states: Mapping[str, LanguageState], pages: Mapping[str, Iterable[str]]
    ) -> tuple[Files, Mapping[str, Files]]:
        """What stands at the root and beside the versions."""
        labels = self.study.wordings
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
            Addresses.of(self.study),
        )
        return landing_files(report, states, {**known, **pages})

    def _site_of_latest(self, states: Mapping[str, LanguageState]) -> str:
        """The address that the newest version was released for whose manifest stands: landing files keep to it."""
        for language, state in states.items():
            for name in state.status.records:
                told = self.store.manifest(language, Version.read(name))
                if told is not None:
                    return told.parameters.get("site_url", "")
        return ""

    def tombstone(self, language: str, path: str, version: Version, notice: Notice) -> bytes:
        """What stands in an erased file's place."""
        labels = Labels(language, self.study.wordings)
        title = labels("publish.tombstone")
        why = labels("publish.tombstone.why", date=notice.date, path=path, version=version, reason=notice.reason)
        if not path.endswith(".html"):
            return f"{title}. {why}\n".encode()
        return str(render("publish/tombstone.html", language=language, title=title, why=why)).encode()


def _stem(address: str) -> str:
    return address.removesuffix(".html").removesuffix("-")


@contextmanager
def committed(
    config_file: Path,
    store: Store,
    commit: str,
    *,
    site: str | None,
    cached: bool = True,
    progress: Callable[[str], None] = lambda _: None,
) -> Iterator[Project]:
    """Hold the publishing lock, and lay out a commit's files in a clean folder: the work tree is never read.

    :param config_file: in the work tree.
    :raises ReportError: the commit has no such configuration, or the branch is not for publications.
    """
    git, folder = store.git, config_file.resolve().parent
    name = f"{git.prefix}{config_file.name}"
    if not git.is_there(f"{commit}:{name}"):
        raise ReportError(f"{name} is not in commit {commit[:12]}: commit it first")
    with store.publishing() as work:
        sources = work / "sources"
        if git.is_there(f"{commit}:{git.prefix}{FILE}"):
            raise ReportError(
                f"{FILE} is in commit {commit[:12]}: real names belong in no commit. "
                f"Take it out of git (git rm --cached {FILE}), and out of its history"
            )
        git.export(commit, sources)
        read = host.sources_of(sources / git.prefix / config_file.name)
        for path, item in git.entries(commit).items():
            if item.kind == "commit" and any((sources / path).is_relative_to(folder) for folder in read):
                raise ReportError(f"{path} is a submodule, and no commit holds its files: commit the files themselves")
        project = Project(
            sources / git.prefix / config_file.name,
            store,
            commit=commit,
            work=work,
            site=site,
            cache=folder / pipeline.CACHE if cached else None,
            names=folder / FILE if (folder / FILE).exists() else None,
            progress=progress,
        )
        git.require_room_for(store.branch)
        store.require_own_branch(project.languages, {name, f"{git.prefix}CITATION.cff"})
        yield project
