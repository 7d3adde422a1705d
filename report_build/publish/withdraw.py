"""Saying later what is wrong with a version: a withdrawal, an erratum, or a tombstone in a file's place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from report_build.errors import ReportError
from report_build.publish.root import LandingFiles
from report_build.publish.status import Notice, Record
from report_build.publish.store import LanguageState, Store
from report_build.publish.versions import Version

Tombstone = Callable[[str, str, Version, Notice], bytes]  # language, path, version, notice -> bytes


def withdraw(store: Store, version: Version, reason: str, date: str, *, landing_files: LandingFiles) -> str:
    """Keep a version's pages and let them say that it was withdrawn, and why; returns the commit.

    :raises ReportError: the version is not published, is withdrawn already, or no reason is given.
    """

    def noted(record: Record) -> Record:
        if record.withdrawn:
            raise ReportError(f"{version} is withdrawn already, since {record.withdrawn.date}")
        return replace(record, withdrawn=Notice(date, reason))

    return _note(store, version, reason, date, noted=noted, landing_files=landing_files, title=f"Withdraw {version}")


def erratum(
    store: Store, version: Version, reason: str, date: str, corrected_by: str, *, landing_files: LandingFiles
) -> str:
    """Let a version's pages say what was wrong in it, and which version corrects it ('' where none does yet)."""

    def noted(record: Record) -> Record:
        return replace(record, errata=(*record.errata, Notice(date, reason, version=corrected_by)))

    return _note(
        store, version, reason, date, noted=noted, landing_files=landing_files, title=f"Note an erratum to {version}"
    )


def erase(
    store: Store,
    version: Version,
    paths: Sequence[str],
    reason: str,
    date: str,
    *,
    landing_files: LandingFiles,
    tombstone: Tombstone,
) -> str:
    """Put tombstones in the place of files that the law or a person's protection does not allow to stay.

    ``paths`` are relative to the version's folder and go in every language that has them. The bytes go from the
    branch's newest state; older commits of the branch still hold them until the host is asked to forget those.

    :raises ReportError: as :func:`withdraw`, or a path is in no language.
    """
    _require_reason(reason)
    with store.publishing():
        states = _states(store, version)
        replaced: dict[str, dict[str, bytes]] = {language: {} for language in states}
        for path in paths:
            having = [language for language in states if path in store.files(language, version)]
            if not having:
                raise ReportError(f"{version} has no file {path}: nothing was erased")
            for language in having:
                notice = Notice(date, reason, path)
                content = tombstone(language, path, version, notice)
                notice = replace(notice, sha256=hashlib.sha256(content).hexdigest())
                replaced[language][f"{version}/{path}"] = content
                state = states[language]
                record = state.status.records[str(version)]
                states[language] = replace(
                    state, status=state.status.with_record(version, replace(record, erased=(*record.erased, notice)))
                )
        root, beside = landing_files(_all(store, states), {})
        message = f"Erase {', '.join(paths)} from {version}\n\n{reason}\n"
        return store.commit([], states, root, beside, message=message, date=date, replaced=replaced)


def _note(
    store: Store,
    version: Version,
    reason: str,
    date: str,
    *,
    noted: Callable[[Record], Record],
    landing_files: LandingFiles,
    title: str,
) -> str:
    _require_reason(reason)
    with store.publishing():
        states = {
            language: replace(
                state, status=state.status.with_record(version, noted(state.status.records[str(version)]))
            )
            for language, state in _states(store, version).items()
        }
        root, beside = landing_files(_all(store, states), {})
        return store.commit([], states, root, beside, message=f"{title}\n\n{reason}\n", date=date)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReportError("a reason is needed: readers of the version are shown it. Give it with --reason")


def _states(store: Store, version: Version) -> dict[str, LanguageState]:
    states = {language: store.read_language(language) for language in store.languages()}
    having = {language: state for language, state in states.items() if version in state.versions.released}
    if not having:
        raise ReportError(f"{version} is not published on {store.branch}")
    return having


def _all(store: Store, changed: Mapping[str, LanguageState]) -> Mapping[str, LanguageState]:
    return {**{language: store.read_language(language) for language in store.languages()}, **changed}
