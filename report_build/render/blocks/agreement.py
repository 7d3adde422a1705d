"""How far several people who coded agree, for a page on method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report_build.argument.agreement import Compared
from report_build.argument.agreement import agreement as agreement_of
from report_build.index import Index
from report_build.render.blocks import arguments


@dataclass(frozen=True, slots=True)
class Agreement:
    compared: tuple[Compared, ...]
    level: int  # of its headings


def agreement(index: Index, given: Mapping[str, str]) -> Agreement:
    """``{{< agreement [level=…] >}}``: how far coders agree, by code and by case, and where they differ."""
    args = arguments.read(given, "level")
    return Agreement(agreement_of(index.study), args.level)
