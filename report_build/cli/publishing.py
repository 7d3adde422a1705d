"""The commands that publish: release, dev, withdraw, verify, compare."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from report_build.cli.output import FOUND, OK, config_files, print_error, print_findings, progress
from report_build.cli.site_url import site_address
from report_build.errors import ReportError, UsageError
from report_build.findings import Finding, Place
from report_build.metadata.publication import STUDY_FILE
from report_build.metadata.study_json import read_study_json
from report_build.publish.compare import Change, Comparison, compare
from report_build.publish.git import Git
from report_build.publish.private import FILE, read_names
from report_build.publish.release import publish_dev, release, require_identity, require_ready
from report_build.publish.remote import Made, Remote, tag_of
from report_build.publish.store import Store
from report_build.publish.texts import plain
from report_build.publish.verify import rebuild, verify
from report_build.publish.versions import Version
from report_build.publish.withdraw import erase, erratum, passages_in, still_standing, withdraw

if TYPE_CHECKING:
    from report_build.project import Project


def release_command(options: argparse.Namespace) -> int:
    """``report-build release X.Y.Z``."""
    version = Version.read(options.version)
    store, remote = _store(options)
    head = require_ready(store.git)
    tell_of_names(options.config_file.resolve().parent, store.git)
    with _committed(options, store, head) as project:
        if not project.site:
            print_error(
                "report-build: no site address is known (--site-url, site_url in mkdocs.yml, or the CI environment): "
                "this version's pages will carry no permanent address, no canonical link and no sitemap, for ever"
            )
        done = release(project, store, version, remote=remote)
    for finding in project.allowed:
        print_error(f"allowed by data/study.yaml: {finding}")
    stands = "stood there already; what was missing after it was made good" if done.resumed else "was added"
    print_error(f"{version} {stands}: {options.branch} at {done.commit[:12]}, tag {done.tag}")
    if done.pushed:
        print_error(f"branch and tag are on {remote}")
    else:
        print_error(f"publish it with: git push --atomic REMOTE {options.branch} {done.tag}")
    return OK


def publish_command(options: argparse.Namespace) -> int:
    """``report-build publish dev``."""
    store, remote = _store(options)
    head = require_ready(store.git)
    tell_of_names(options.config_file.resolve().parent, store.git)
    with _committed(options, store, head) as project:
        commit = publish_dev(project, store, remote=remote)
    print_error(f"dev was replaced: {options.branch} at {commit[:12]}")
    return OK


def withdraw_command(options: argparse.Namespace) -> int:
    """``report-build withdraw X.Y.Z --reason … [--erratum [--corrected-by A.B.C]] [--erase PATH …]``."""
    version = Version.read(options.version)
    store, remote = _store(options)
    require_identity(store.git)
    head = store.git.commit_of("HEAD")
    if head is None:
        raise ReportError("there is no commit yet: commit the report first")
    _require_no_name(options.config_file.resolve().parent, options.reason)
    day = _day(options.date) if options.date else datetime.now(tz=UTC).date().isoformat()
    erased = list(dict.fromkeys(options.erase or ()))
    still: Mapping[str, int] = {}
    with _committed(options, store, head) as project:
        if remote:
            remote.follow()
        before = store.tip()
        if erased:
            passages = passages_in(store, version, erased)
            commit = erase(project, store, version, erased, reason=options.reason, date=day)
            did = f"{', '.join(erased)} gave way to a tombstone in {version}"
            still = still_standing(store, passages)
        elif options.erratum:
            corrected = str(Version.read(options.corrected_by)) if options.corrected_by else ""
            commit = erratum(project, store, version, reason=options.reason, date=day, corrected_by=corrected)
            did = f"the pages of {version} tell of the erratum"
        else:
            commit = withdraw(project, store, version, reason=options.reason, date=day)
            did = f"the pages of {version} say that it is withdrawn"
        if commit is None and (remote is None or remote.holds()):
            raise ReportError(f"nothing is left to do: {did} already")
        if remote:
            remote.push(Made(commit, before) if commit else None)
    print_error(f"{did}{'' if commit else ' already'}: {options.branch} at {(commit or before or '')[:12]}")
    if erased:
        print_error(
            "Older commits of the branch still hold the erased bytes: ask the host to forget them, and rewrite there"
        )
        for path, count in still.items():
            print_error(f"  {path} still holds {count} of the passages that stood there")
    if remote:
        print_error(f"the branch is on {remote}")
    return OK


def _day(given: str) -> str:
    """:raises UsageError: it is no day of the calendar."""
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as wrong:
        raise UsageError(f"--date '{given}' is no day: write it as YYYY-MM-DD") from wrong


def verify_command(options: argparse.Namespace) -> int:
    """``report-build verify X.Y.Z [--rebuild [--python PATH]]``."""
    version = Version.read(options.version)
    store = Store(Git(options.config_file.resolve().parent), options.branch)
    found, notes = verify(store, version)
    if options.rebuild:
        program = os.environ.get("REPORT_BUILD_ENGINE", "")
        python = Path(options.python).absolute() if options.python else None
        found += rebuild(store, version, tag_of(version), program=program, python=python, say=progress(options.quiet))
    for one in sorted(found):
        told = f" ({one.told})" if one.told else ""
        print(f"{one.path}: {one.why}{told}")
    wrong = [one for one in found if not one.openly]
    if not options.quiet:
        for note in notes:
            print_error(note)
        how = "its bytes are those of its manifest"
        if options.rebuild:
            how += f", and of a rebuild from its tag{f' by {program}' if program else ''}"
        count = "1 thing differs" if len(wrong) == 1 else f"{len(wrong)} things differ"
        print_error(f"{version}: {count if wrong else how}")
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
    count = len(whole.changes)
    print(f"{whole.before} -> {whole.after}: {count} change{'' if count == 1 else 's'}")
    _print(whole.changes)
    if whole.consequences:
        print("what follows from them:")
        _print(whole.consequences)
    return OK


def _print(changes: Iterable[Change]) -> None:
    """Changes for people to read: those of one thing, in whatever language, under its name."""
    told: dict[str, dict[str, None]] = {}
    for change in changes:
        fields = change.fields if change.kind == "changed" and change.part != "displays" else ()
        said = told.setdefault(f"  {change.part} {change.kind}: {change.id}", {})
        for one in fields:
            said |= dict.fromkeys(_differing(one.name, one.before, one.after))
    for name, lines in told.items():
        print("\n".join([name, *lines]))


def _differing(name: str, before: object, after: object) -> Iterator[str]:
    """A field before and after; of texts by language those that differ."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        yield f"    {name}: {_short(before)} -> {_short(after)}"
        return
    for language in dict.fromkeys([*before, *after]):
        was, now = (one.get(language) for one in (before, after))
        if was != now:
            texts = [one.get("text", one) if isinstance(one, Mapping) else one for one in (was, now)]
            yield f"    {name} ({language}): {_short(texts[0])} -> {_short(texts[1])}"


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
        language: data
        for language in store.languages()
        if STUDY_FILE not in store.erased(language, version)
        and (data := store.file(language, version, STUDY_FILE)) is not None
    }
    if not found and any(STUDY_FILE in store.erased(language, version) for language in store.languages()):
        raise ReportError(f"{STUDY_FILE} of {version} was erased, so that it cannot be compared")
    if not found:
        raise ReportError(f"{version} is not published on {options.branch}, and no file is called {name}")
    return found


def _by_language(data: bytes) -> Mapping[str, bytes]:
    """A study file under the language of its prose."""
    prose = read_study_json(data).parts.get("prose", {})
    language = next((str(row["language"]) for row in prose.values()), "")
    return {language: data}


def tell_of_names(root: Path, git: Git) -> None:
    """Say that no file is searched for real names, where the study may have a list of them on another machine."""
    if not (root / FILE).exists() and git.asks("check-ignore", "--quiet", f"{git.prefix}{FILE}"):
        message = "there is no such file here, so that nothing is searched for real names"
        cure = (
            "Where another machine has it, run 'report-build check' there before you publish; a study without such a "
            "list needs nothing"
        )
        print_findings([Finding(Place(FILE), "RB154", message, cure)], "text")


def _require_no_name(root: Path, reason: str) -> None:
    """:raises UsageError: a text that readers will be shown has a real name in it."""
    names, _ = read_names(root)
    if any(name.pattern.search(plain(reason)) for name in names):
        raise UsageError(f"the reason has a real name of {FILE} in it, and readers are shown it")


def _store(options: argparse.Namespace) -> tuple[Store, Remote | None]:
    """The publication branch, and the remote that ``--push`` names."""
    config_files(options.config_file)  # it is there, or nothing below would say so
    store = Store(Git(options.config_file.resolve().parent), options.branch)
    return store, Remote(store, options.push) if options.push else None


def _committed(options: argparse.Namespace, store: Store, commit: str) -> AbstractContextManager[Project]:
    from report_build.project import committed  # noqa: PLC0415  # reason: `verify` and `compare` need no MkDocs

    return committed(
        options.config_file,
        store,
        commit,
        site=site_address(options.site_url, published=True),
        cached=not options.no_cache,
        progress=progress(options.quiet),
    )
