"""What the methodology appendix shows: fieldwork, decisions, the report's status, and the codes of findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_build.catalogue import RULES, Rule
from report_build.index import Index
from report_build.model.coding import Decision, Instrument
from report_build.render.blocks import arguments


def fieldwork_table(index: Index, given: Mapping[str, str]) -> tuple[Instrument, ...]:
    """``{{< fieldwork-table >}}``: every instrument, how much it brought, and what the source reports of it."""
    arguments.read(given)
    return index.study.fieldwork


@dataclass(frozen=True, slots=True)
class Decisions:
    decisions: tuple[Decision, ...]
    level: int  # of their headings


def decisions(index: Index, given: Mapping[str, str]) -> Decisions:
    """``{{< decisions [level=…] >}}``: what was in doubt, the readings considered, what was decided, by whom, when."""
    return Decisions(index.study.decisions, arguments.read(given, "level").level)


def status(index: Index, given: Mapping[str, str]) -> tuple[str, ...]:
    """``{{< status >}}``: what this report is and is not, in full."""
    arguments.read(given)
    return ("kind", "review", "voices", "cite") if index.study.about.on_a_source else ("voices",)


def finding_codes(index: Index, given: Mapping[str, str]) -> Mapping[str, Rule]:  # noqa: ARG001  # reason: as above
    """``{{< finding-codes >}}``: the catalogue of findings; its texts are the engine's, in English."""
    arguments.read(given)
    return dict(sorted(RULES.items()))
