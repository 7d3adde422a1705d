"""The commands that publish: release, dev, withdraw, verify, compare."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from report_build.cli.output import FOUND, OK, config_files, print_error, print_findings, progress
from report_build.cli.site_url import site_address
from report_build.errors import ReportError
from report_build.findings import Finding, fails
from report_build.labels import Labels
from report_build.metadata.study_json import read_study_json
from report_build.model.edition import people
from report_build.model.study import Study
from report_build.publish import manifest
from report_build.publish.compare import Change, Comparison, compare
from report_build.publish.git import Git
from report_build.publish.release import Built, Target, follow, publish_dev, push_branch, release, tag_of
from report_build.publish.root import Files, Report, around
from report_build.publish.status import Notice
from report_build.publish.store import LanguageShelf, Store
from report_build.publish.verify import manifest_of, rebuild, verify
from report_build.publish.versions import Version
from report_build.publish.withdraw import erase, erratum, withdraw

_STUDY = "study.json"


def release_command(options: argparse.Namespace) -> int:
    """``report-build release X.Y.Z``."""
    version = Version.read(options.version)
    place = _Place(options)
    if not place.site:
        print_error(
            "report-build: no site address is known (--site-url, site_url in mkdocs.yml, or the CI environment): this "
            "version's pages will carry no permanent address, no canonical link and no sitemap, for ever"
        )
    done = release(
        place.root,
        version,
        citation=place.study.citation,
        build=place.build,
        around=place.around,
        branch=options.branch,
        remote=options.push or "",
    )
    stands = "stood there already; what was missing after it was made good" if done.resumed else "was added"
    print_error(f"{version} {stands}: {options.branch} at {done.commit[:12]}, tag {done.tag}")
    if done.pushed:
        print_error(f"branch and tag are on {options.push}")
    else:
        print_error(f"publish it with: git push --atomic REMOTE {options.branch} {done.tag}")
    return OK


def publish_command(options: argparse.Namespace) -> int:
    """``report-build publish dev``."""
    place = _Place(options)
    commit = publish_dev(
        place.root, build=place.build, around=place.around, branch=options.branch, remote=options.push or ""
    )
    print_error(f"dev was replaced: {options.branch} at {commit[:12]}")
    return OK


def withdraw_command(options: argparse.Namespace) -> int:
    """``report-build withdraw X.Y.Z --reason … [--erratum [--corrected-by A.B.C]] [--erase PATH …]``."""
    version = Version.read(options.version)
    place = _Place(options)
    store = place.store
    if options.push:
        follow(store.git, store, options.push)
    before = store.tip()
    date = options.date or datetime.now(tz=UTC).date().isoformat()
    if options.erase:
        commit = erase(
            store, version, options.erase, options.reason, date, around=place.around, tombstone=place.tombstone
        )
        did = f"{', '.join(options.erase)} gave way to a tombstone in {version}"
    elif options.erratum:
        corrected = str(Version.read(options.corrected_by)) if options.corrected_by else ""
        commit = erratum(store, version, options.reason, date, corrected, around=place.around)
        did = f"the pages of {version} now print_error of the erratum"
    else:
        commit = withdraw(store, version, options.reason, date, around=place.around)
        did = f"the pages of {version} now say that it is withdrawn"
    print_error(f"{did}: {options.branch} at {commit[:12]}")
    if options.erase:
        print_error(
            "Older commits of the branch still hold the erased bytes: ask the host to forget them, and rewrite there"
        )
    if options.push:
        push_branch(store, options.push, before)
        print_error(f"the branch is on {options.push}")
    return OK


def verify_command(options: argparse.Namespace) -> int:
    """``report-build verify X.Y.Z [--rebuild]``."""
    version = Version.read(options.version)
    store = Store(Git(options.config_file.resolve().parent), options.branch)
    found = verify(store, version)
    if options.rebuild:
        found += rebuild(store, version, tag_of(version), say=progress(options.quiet))
    for one in sorted(found):
        told = f" ({one.told})" if one.told else ""
        print(f"{one.language}/{version}/{one.path}: {one.why}{told}")
    wrong = [one for one in found if not one.openly]
    if not options.quiet:
        how = "its bytes are those of its manifest" + (", and of a rebuild from its tag" if options.rebuild else "")
        print_error(f"{version}: {len(wrong)} files differ" if wrong else f"{version}: {how}")
    return FOUND if wrong else OK


def compare_command(options: argparse.Namespace) -> int:
    """``report-build compare A B``; each a released version or the path of a ``study.json``."""
    before, after = (_studies(options, name) for name in (options.before, options.after))
    languages = [language for language in before if language in after]
    if not languages:
        raise ReportError(f"{options.before} and {options.after} have no language in common")
    found = [compare(read_study_json(before[one]), read_study_json(after[one])) for one in languages]
    whole = Comparison(
        found[0].before,
        found[0].after,
        _united(comparison.changes for comparison in found),
        _united(comparison.consequences for comparison in found),
    )
    if options.format == "json":
        told = {"changes": whole.changes, "consequences": whole.consequences}
        lists = {name: [_as_json(change) for change in changes] for name, changes in told.items()}
        print(_short({"before": whole.before, "after": whole.after, **lists}, indent=1))
        return OK
    print(f"{whole.before} -> {whole.after}: {len(whole.changes)} changes")
    for change in whole.changes:
        _print(change)
    if whole.consequences:
        print("what follows from them:")
        for change in whole.consequences:
            _print(change)
    return OK


def _print(change: Change) -> None:
    print(f"  {change.part} {change.kind}: {change.id}")
    for one in change.fields if change.kind == "changed" and change.part != "displays" else ():
        print(f"    {one.name}: {_short(one.before)} -> {_short(one.after)}")


def _as_json(change: Change) -> dict[str, object]:
    fields = [{"name": one.name, "before": one.before, "after": one.after} for one in change.fields]
    return {"part": change.part, "kind": change.kind, "id": change.id, "page": change.page, "fields": fields}


def _short(value: object, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=dict)


def _united(parts: Iterable[tuple[Change, ...]]) -> tuple[Change, ...]:
    """Each change once: the languages of a report share their data."""
    found: list[Change] = []
    for changes in parts:
        found += [change for change in changes if change not in found]
    return tuple(found)


def _studies(options: argparse.Namespace, name: str) -> Mapping[str, bytes]:
    """The study as published, by language; of a file under one name for any."""
    path = Path(name)
    if path.is_file():
        return _by_language(path.read_bytes())
    store = Store(Git(options.config_file.resolve().parent), options.branch)
    version = Version.read(name)
    found = {
        language: data for language in store.languages() if (data := store.file(language, version, _STUDY)) is not None
    }
    if not found:
        raise ReportError(f"{version} is not published on {options.branch}, and no file is called {name}")
    return found


def _by_language(data: bytes) -> Mapping[str, bytes]:
    """A study file under the language of its prose."""
    prose = read_study_json(data).parts.get("prose", {})
    language = next((str(row["language"]) for row in prose.values()), "")
    return {language: data}


class _Place:
    """A report and its publication branch, as a command is pointed to them."""

    def __init__(self, options: argparse.Namespace) -> None:
        from report_build import host, pipeline  # noqa: PLC0415  # reason: `verify` and `compare` need no MkDocs
        from report_build.cache import Cache  # noqa: PLC0415  # reason: as above

        self.options = options
        self.files = config_files(options.config_file)
        self.root: Path = options.config_file.resolve().parent
        sources = pipeline.Sources(self.root)
        cache = Cache(None if options.no_cache else self.root / pipeline.CACHE)
        self.study: Study = pipeline.read(sources, cache)[0]
        self.sites = host.language_sites(options.config_file.resolve())
        given = site_address(options.site_url, published=True)
        self.site = given if given is not None else host.configured_address(options.config_file)
        self._title = pipeline.short_title(self.study)

    @property
    def store(self) -> Store:
        return Store(Git(self.root), self.options.branch)

    def build(self, target: Target, folder: Path) -> Built:
        """Every language's site, strictly; findings end it."""
        from report_build import host  # noqa: PLC0415  # reason: as above

        previous = target.put_previous(folder / "previous")
        given = {"commit": target.commit, "previous": str(previous) if previous else ""}
        findings: list[Finding] = []
        folders: dict[str, Path] = {}
        for config_file in self.files:
            run = host.build(
                config_file,
                site=folder / "site",
                cached=not self.options.no_cache,
                progress=progress(self.options.quiet),
                slot=target.slot,
                site_url=self.site,
                options=given,
            )
            findings += run.findings
            folders[run.language] = run.site
        if fails(findings):
            print_findings(findings, self.options.format)
            raise ReportError("the study has findings: mend them first. Nothing was published")
        pages = {
            language: manifest.Manifest.from_json((site / manifest.FILE).read_bytes()).pages
            for language, site in folders.items()
        }
        return Built(folders, pages)

    def around(
        self, shelves: Mapping[str, LanguageShelf], pages: Mapping[str, Iterable[str]]
    ) -> tuple[Files, Mapping[str, Files]]:
        """What stands around the versions."""
        from report_build.translation import own_name  # noqa: PLC0415  # reason: as above

        labels = self.study.labels
        languages = [(site.language, own_name(site.language, labels), site.title or self._title) for site in self.sites]
        known = {
            language: self.store.pages(language, Version.read(shelf.status.latest))
            for language, shelf in shelves.items()
            if shelf.status.latest and language not in pages
        }
        site = self.site or self._site_of_latest(shelves)
        authors = people(self.study.citation.data) if self.study.citation else ()
        report = Report(
            languages,
            ", ".join(person.words for person in authors),
            f"{site.rstrip('/')}/" if site else "",
            {language: Labels(language, labels) for language, *_ in languages},
        )
        return around(report, shelves, {**known, **pages})

    def _site_of_latest(self, shelves: Mapping[str, LanguageShelf]) -> str:
        """The address that the latest version was released for: what stands around it keeps to it."""
        for language, shelf in shelves.items():
            version = Version.read(shelf.status.latest) if shelf.status.latest else None
            if version is not None and self.store.file(language, version, manifest.FILE) is not None:
                return manifest_of(self.store, language, version).parameters.get("site_url", "")
        return ""

    def tombstone(self, language: str, path: str, version: Version, notice: Notice) -> bytes:
        """What stands in an erased file's place."""
        labels = Labels(language, self.study.labels)
        title = labels("publish.tombstone")
        why = labels("publish.tombstone.why", date=notice.date, path=path, version=version, reason=notice.reason)
        if not path.endswith(".html"):
            return f"{title}. {why}\n".encode()
        return (
            f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
            f'<title>{escape(title)}</title>\n<meta name="robots" content="noindex">\n</head>\n'
            f"<body><h1>{escape(title)}</h1><p>{escape(why)}</p></body>\n</html>\n"
        ).encode()
