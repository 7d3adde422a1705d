"""Findings: what is wrong with a study, where, and what to do about it.

Stages return ``(value, findings)``; only the plug-in logs them and only the command line prints them.
The catalogue of stable codes stands in :mod:`report_build.catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from report_build.catalogue import RULES, Severity

_LONGEST = 600  # characters of a message or hint
Format = Literal["text", "github", "gitlab", "json"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a source file of the study."""

    file: str  # POSIX path relative to the study's root, e.g. "data/evidence.csv"
    line: int = 0  # counted from 1; 0 means the file as a whole
    cell: str = ""  # in a workbook: sheet and cell, e.g. "codings!C14"

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}:{self.cell}"
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem: its place, its code, what is wrong and how to mend it."""

    place: Place
    code: str  # a key of RULES, e.g. "RB103"
    message: str  # what is wrong, one line, no final full stop
    hint: str = ""  # what to do about it, one line

    def __post_init__(self) -> None:
        """Whatever names from the data a text holds, it stays one line that can be read; a file's name likewise."""
        if not self.place.file.isprintable():
            object.__setattr__(self, "place", replace(self.place, file=_printable(self.place.file)))
        for name in ("message", "hint"):
            text = getattr(self, name)
            if len(text) > _LONGEST or not text.isprintable():
                line = " ".join(text[: 4 * _LONGEST].split())
                line = _printable(line)
                object.__setattr__(self, name, line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…")

    @property
    def severity(self) -> Severity:
        return RULES[self.code].severity

    @property
    def name(self) -> str:
        return RULES[self.code].name

    def __str__(self) -> str:
        tail = f". {self.hint}" if self.hint else ""
        return f"{self.place}: {self.severity} {self.code} {self.name}: {self.message}{tail}"


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings without repetition, sorted by file, line, code and message."""
    return sorted(set(findings), key=lambda one: (one.place, one.code, one.message, one.hint))


def fails(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error or a warning: notes never fail a build."""
    return any(finding.severity != "note" for finding in findings)
