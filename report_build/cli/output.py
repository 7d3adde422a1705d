"""What the commands say, and where: findings, sums and progress. Only this package prints."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from report_build.catalogue import RULES
from report_build.errors import UsageError
from report_build.findings import Finding, Format, in_order
from report_build.grouping import grouped

OK, FOUND, MISUSED = 0, 1, 2  # exit codes
_MOST_NOTES, _MOST_WARNINGS, _FIRST = 5, 12, 3  # of one kind that are listed one by one; how many of more are


def config_files(first: Path) -> list[Path]:
    """The configuration given, then its sisters in other languages, e.g. ``mkdocs.en.yml``.

    :raises UsageError: it is not there.
    """
    if not first.is_file():
        raise UsageError(f"{first} is not there. Run this in the folder of the report, or name the file with -f")
    return [first, *sorted(first.parent.glob(f"{first.stem}.*{first.suffix}"))]


def print_findings(findings: Sequence[Finding], form: Format, *, every: bool = False) -> None:
    """Text goes to standard error; what programs read goes to standard output.

    :param every: whether each note stands on a line of its own; else, as text, many of a kind are summed up in one.
    """
    ordered = in_order(findings)
    if form == "json":
        print(json.dumps([_as_json(finding) for finding in ordered], ensure_ascii=False, indent=1))
    if form == "gitlab":
        print(json.dumps([_as_gitlab(finding) for finding in ordered], ensure_ascii=False, indent=1))
    if form == "text":
        for line in lines(ordered, every=every):
            print_error(line)
    if form == "github":
        for finding in ordered:
            print(_as_github(finding))


def lines(findings: Sequence[Finding], *, every: bool) -> Iterator[str]:
    """Findings as text; what is wrong in the same words on many lines of a file is one.

    Of many notes or warnings of one kind the last lines say how many there are.
    """
    if every:
        yield from map(str, findings)
        return
    kinds = grouped(((finding.severity, finding.code), finding) for finding in findings)
    alike = grouped(((finding.place.file, finding.code, finding.message), finding) for finding in findings)
    most = {"note": _MOST_NOTES, "warning": _MOST_WARNINGS}
    many = {kind: same for kind, same in kinds.items() if len(same) > most.get(kind[0], len(same))}
    listed = {id(one) for (severity, _), same in many.items() if severity == "warning" for one in same[:_FIRST]}
    for finding in findings:
        same = alike[finding.place.file, finding.code, finding.message]
        if (finding.severity, finding.code) in many:
            if id(finding) in listed:
                yield str(finding)
        elif len(same) <= _FIRST:
            yield str(finding)
        elif finding is same[0]:
            yield f"{finding} (and on {len(same) - 1} more lines: {', '.join(str(one.place.line) for one in same[1:])})"
    for (severity, code), same in sorted(many.items()):
        if severity == "note":
            first = ", ".join(str(finding.place) for finding in same[:_FIRST])
            yield f"{len(same)} notes {code} {same[0].name}: {RULES[code].meaning} First: {first}. --all lists them"
        else:
            yield f"and {len(same) - _FIRST} more warnings {code} {same[0].name}: --all lists them"


def _as_json(finding: Finding) -> dict[str, str | int]:
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        **({"cell": finding.place.cell} if finding.place.cell else {}),
        "severity": finding.severity,
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "hint": finding.hint,
    }


def _as_gitlab(finding: Finding) -> dict[str, object]:
    """An entry of a code quality report, which merge requests show on the lines."""
    known = "\0".join(str(part) for part in (finding.code, finding.place.file, finding.message))
    return {
        "description": f"{finding.code} {finding.place.cell} {finding.message}. {finding.hint}".replace(
            "  ", " "
        ).strip(),
        "check_name": finding.name,
        "fingerprint": sha256(known.encode()).hexdigest(),
        "severity": {"error": "major", "warning": "minor"}.get(finding.severity, "info"),
        "location": {"path": finding.place.file, "lines": {"begin": max(finding.place.line, 1)}},
    }


def _as_github(finding: Finding) -> str:
    """A workflow command; its properties and its message have signs to be written otherwise."""
    kind = "notice" if finding.severity == "note" else finding.severity
    place = f"file={_property(finding.place.file)}" + (f",line={finding.place.line}" if finding.place.line else "")
    words = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
    words = f"{finding.place.cell}: {words}" if finding.place.cell else words  # which no annotation has a place for
    words = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{kind} {place},title={finding.code} {finding.name}::{words}"


def _property(text: str) -> str:
    for sign, written in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, written)
    return text


def summary(findings: Sequence[Finding]) -> str:
    ordered = in_order(findings)
    counts = [(name, sum(finding.severity == name for finding in ordered)) for name in ("error", "warning", "note")]
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts)


def progress(quiet: bool) -> Callable[[str], None]:
    return (lambda _: None) if quiet else (lambda words: print_error(f"  {words}"))


def display_path(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def print_error(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
