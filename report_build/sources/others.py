"""What was downloaded of other reports: their claims, as the ``argument.jsonld`` of each has them.

Nothing is fetched, no context either: a file is read as report-build writes it (:mod:`report_build.exports.argument`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from report_build.findings import Finding, Place
from report_build.model.answers import OtherReport
from report_build.model.text import Text
from report_build.sources.text import SourceFile, read_source

_ENDINGS = (".jsonld", ".json")
_LARGEST = 100_000_000  # bytes: a report of 100,000 passages has fewer
_CLAIM = ("dg:Claim", "https://discoursegraphs.com/schema/dg_core#Claim")
_CURE = "Download the other report's argument.jsonld again"


def read_other_reports(root: Path, folder: str) -> tuple[tuple[OtherReport, ...], list[Finding], dict[str, str]]:
    """The reports of a folder, by file name; what is wrong with the files, and their hashes.

    :param folder: relative to the study's root; where there is none, nothing was downloaded.
    """
    found: list[OtherReport] = []
    findings: list[Finding] = []
    hashes: dict[str, str] = {}
    for name in _files_in(root / folder):
        place = Place(f"{folder}/{name}")
        if not name.lower().endswith(_ENDINGS):
            findings.append(
                Finding(place, "RB020", "it is no JSON-LD; it is not read", "Name it after its report, .jsonld")
            )
            continue
        source, said = _read(root, place)
        findings += said
        if source is not None:
            hashes[source.name] = source.digest
            report, said = report_in(source)
            findings += said
            found += [report] if report else []
    return tuple(found), findings, hashes


def _files_in(folder: Path) -> list[str]:
    try:
        return sorted(one.name for one in folder.iterdir() if not one.name.startswith((".", "~")))
    except OSError:
        return []


def _read(root: Path, place: Place) -> tuple[SourceFile | None, list[Finding]]:
    path = root / place.file
    if path.is_file() and path.stat().st_size > _LARGEST:
        message = f"it is larger than {_LARGEST // 1_000_000} MB, and is not read"
        return None, [Finding(place, "RB002", message, "Keep of it the claims that are answered")]
    return read_source(root, place.file)


def report_in(source: SourceFile) -> tuple[OtherReport | None, list[Finding]]:
    """The report that a file tells of; None, and why, where it tells of none."""
    try:
        read = json.loads(source.text)
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        message = f"it is no JSON: {getattr(error, 'msg', None) or error}"
        return None, [Finding(source.place(line), "RB419", message, _CURE)]
    except RecursionError:
        return None, [Finding(source.place(), "RB419", "it is nested deeper than any report is", _CURE)]
    claims = dict(_claims(read))
    if not claims:
        return None, [Finding(source.place(), "RB419", "it has no claim, as argument.jsonld has them", _CURE)]
    return OtherReport(source.name, claims), []


def _claims(read: object) -> Iterator[tuple[str, Text]]:
    """Each claim by its address; its wording under the language that it is in."""
    if not isinstance(read, Mapping):
        return
    context, nodes = read.get("@context"), read.get("@graph")
    usual = context.get("@language") if isinstance(context, Mapping) else None
    for node in nodes if isinstance(nodes, list) else ():
        if not isinstance(node, Mapping) or not isinstance(node.get("@id"), str):
            continue
        kinds = node.get("@type")
        if any(kind in _CLAIM for kind in (kinds if isinstance(kinds, list) else [kinds])):
            yield node["@id"], Text(_wordings(node.get("schema:text"), usual))


def _wordings(said: object, usual: object) -> Iterator[tuple[str, str]]:
    for one in said if isinstance(said, list) else [said]:
        words, language = (one.get("@value"), one.get("@language")) if isinstance(one, Mapping) else (one, usual)
        if isinstance(words, str):
            yield language if isinstance(language, str) else "", words
