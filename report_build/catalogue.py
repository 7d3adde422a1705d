"""The catalogue of findings: stable codes, their names, severities and meaning, as ``catalogue.csv`` has them.

RB0xx reading files, RB1xx coded data, RB2xx bibliography and citation file, RB3xx pages, RB4xx claims,
RB5xx languages, RB6xx displays and host, RB7xx starting, importing and reviewing. A code, once released, keeps its
meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from report_build.files import engine_table

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code stands for."""

    name: str  # kebab-case, stable
    severity: Severity
    meaning: str  # one or two sentences for the documentation: what it means and how to mend it


RULES: Mapping[str, Rule] = {
    code: Rule(name, cast("Severity", severity), meaning)
    for code, name, severity, meaning in engine_table(__file__, "catalogue.csv")
}
