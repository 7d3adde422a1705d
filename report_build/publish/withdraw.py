"""Saying later what is wrong with a version: a withdrawal, an erratum, or a tombstone in a file's place.

Each act is done once: told again, it changes nothing, so that a run which was cut off before it pushed can be
repeated. All run inside :meth:`Store.publishing`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from report_build.errors import ReportError
from report_build.markup import without_markup
from report_build.metadata.publication import STUDY_FILE
from report_build.metadata.study_json import read_study_json
from report_build.publish.release import Sources
from report_build.publish.status import Notice, Record
from report_build.publish.store import LanguageState, Store
from report_build.publish.versions import Version

_WORD = re.compile(r"\w+")


def withdraw(sources: Sources, store: Store, version: Version, *, reason: str, date: str) -> str | None:
    """Keep a version's pages and let them say that it was withdrawn, and why; returns the commit.

    None: it is withdrawn already.

    :raises ReportError: the version is not published, or no reason is given.
    """

    def noted(record: Record) -> Record:
        return record if record.withdrawn else replace(record, withdrawn=Notice(date, reason))

    return _note(sources, store, version, reason, date, noted=noted, title=f"Withdraw {version}")


def erratum(
    sources: Sources, store: Store, version: Version, *, reason: str, date: str, corrected_by: str
) -> str | None:
    """Let a version's pages say what was wrong in it, and which version corrects it ('' where none does yet).

    None: they say so already.

    :raises ReportError: as :func:`withdraw`, or the version that corrects it is not published, or is itself.
    """
    if corrected_by:
        if corrected_by == str(version):
            raise ReportError(f"{version} cannot be corrected by itself: name the version that mends it")
        _states(store, Version.read(corrected_by))

    def noted(record: Record) -> Record:
        if any((one.reason, one.version) == (reason, corrected_by) for one in record.errata):
            return record
        return replace(record, errata=(*record.errata, Notice(date, reason, version=corrected_by)))

    return _note(sources, store, version, reason, date, noted=noted, title=f"Note an erratum to {version}")


def erase(
    sources: Sources, store: Store, version: Version, paths: Sequence[str], *, reason: str, date: str
) -> str | None:
    """Put tombstones in the place of files that the law or a person's protection does not allow to stay.

    ``paths`` are relative to the version's folder and go in every language that has them. The bytes go from the
    branch's newest state; older commits of the branch still hold them until the host is asked to forget those.
    None: tombstones stand in all these places already.

    :raises ReportError: as :func:`withdraw`, or a path is in no language.
    """
    _require_reason(reason)
    before = _states(store, version)
    states = dict(before)
    replaced: dict[str, dict[str, bytes]] = {language: {} for language in states}
    for path in paths:
        having = [language for language in states if path in store.files(language, version)]
        if not having:
            raise ReportError(f"{version} has no file {path}: nothing was erased")
        for language in (one for one in having if path not in store.erased(one, version)):
            notice = Notice(date, reason, path)
            content = sources.tombstone(language, path, version, notice)
            notice = replace(notice, sha256=hashlib.sha256(content).hexdigest())
            replaced[language][f"{version}/{path}"] = content
            state = states[language]
            record = state.status.records[str(version)]
            states[language] = replace(
                state, status=state.status.with_record(version, replace(record, erased=(*record.erased, notice)))
            )
    if states == before:
        return None
    root, beside = sources.landing_files(_all(store, states), {})
    message = f"Erase {', '.join(paths)} from {version}\n\n{reason}\n"
    return store.commit([], states, root, beside, message=message, date=date, replaced=replaced)


def _note(
    sources: Sources,
    store: Store,
    version: Version,
    reason: str,
    date: str,
    *,
    noted: Callable[[Record], Record],
    title: str,
) -> str | None:
    _require_reason(reason)
    before = _states(store, version)
    states = {
        language: replace(state, status=state.status.with_record(version, noted(state.status.records[str(version)])))
        for language, state in before.items()
    }
    if states == before:
        return None
    root, beside = sources.landing_files(_all(store, states), {})
    return store.commit([], states, root, beside, message=f"{title}\n\n{reason}\n", date=date)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReportError("a reason is needed: readers of the version are shown it. Give it with --reason")


def _states(store: Store, version: Version) -> dict[str, LanguageState]:
    states = store.states()
    having = {language: state for language, state in states.items() if version in state.versions.released}
    if not having:
        raise ReportError(f"{version} is not published on {store.branch}")
    for language, state in having.items():
        if str(version) not in state.status.records:
            raise ReportError(f"{store.branch}:{language}/status.json does not know {version}, which is listed")
    return having


def _all(store: Store, changed: Mapping[str, LanguageState]) -> Mapping[str, LanguageState]:
    return store.states() | dict(changed)


# Where what was erased still stands ----------------------------------------------------------------------------------


def passages_in(store: Store, version: Version, paths: Sequence[str]) -> tuple[str, ...]:
    """The passages that files of a version hold, each as its bare words; asked before the files are erased."""
    found: dict[str, None] = {}
    for language in store.languages():
        study = None if STUDY_FILE in store.erased(language, version) else store.file(language, version, STUDY_FILE)
        if study is None:
            continue
        passages = [_words(text) for text in _texts(read_study_json(study).parts.get("evidence", {}))]
        for path in paths:
            said = _file_words(path, store.file(language, version, path) or b"")
            found |= dict.fromkeys(passage for passage in passages if f" {passage} " in f" {said} ")
    return tuple(found)


def still_standing(store: Store, passages: Sequence[str]) -> Mapping[str, int]:
    """Path on the branch -> how many of the passages stand there still; every version and language is searched."""
    found: dict[str, int] = {}
    for language in store.languages() if passages else ():
        files = store.git.files(f"{store.reference}:{language}")
        read: dict[str, int] = {}  # blob -> count: versions share their files
        blobs = dict(store.git.blobs(files.values()))
        for path, blob in sorted(files.items()):
            if blob not in read:
                said = f" {_file_words(path, blobs[blob])} "
                read[blob] = sum(f" {passage} " in said for passage in passages)
            if read[blob]:
                found[f"{language}/{path}"] = read[blob]
    return found


_MANY_WORDS = 4  # shorter texts stand in a file by chance


def _texts(value: object) -> list[str]:
    """Every text of some length in a JSON value."""
    if isinstance(value, str):
        return [value] if len(_WORD.findall(value)) >= _MANY_WORDS else []
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    return [text for one in inner for text in _texts(one)]


def _file_words(path: str, data: bytes) -> str:
    """A published text file's words, without its markup; '' of a picture or an archive."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return ""
    if path.endswith(".json"):
        with suppress(ValueError):  # a tombstone is no JSON: it is read as text
            text = "\n".join(_texts(json.loads(text)))
    return _words(without_markup(text, " ") if path.endswith((".html", ".json", ".svg", ".xml")) else text)


def _words(text: str) -> str:
    """A text as words alone: quotes, spaces and signs differ between data and page."""
    return " ".join(_WORD.findall(text)).casefold()
