"""What a display selects from the study (``select`` of ``data/displays.yaml``); everything is selected by default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from report_build.model.coding import Case, Code, Display, Instrument
from report_build.model.study import Study

T = TypeVar("T", Case, Code, Instrument)


def names(display: Display, key: str) -> tuple[str, ...] | None:
    """The ids that a display selects under a key, or None where it leaves the choice open."""
    value = display.select.get(key)
    if value is None:
        return None
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else (str(value),)


def selected_cases(study: Study, display: Display) -> tuple[Case, ...]:
    """The display's cases, in its own order; by default all, in the study's order."""
    return chosen(display, "cases", study.case.values())


def selected_codes(study: Study, display: Display, kind: str, *, tabulated_only: bool = False) -> tuple[Code, ...]:
    """The display's codes of one kind, in its own order; by default all (or all tabulated), in codebook order."""
    codes = study.codes_of_kind(kind)
    if names(display, "codes") is None:
        return tuple(code for code in codes if code.tabulated or not tabulated_only)
    return chosen(display, "codes", codes)


def chosen(display: Display, key: str, known: Iterable[T]) -> tuple[T, ...]:
    """Of some values with ids those that a display selects under a key, in its own order; by default all."""
    wanted: Sequence[str] | None = names(display, key)
    by_id = {value.id: value for value in known}
    if wanted is None:
        return tuple(by_id.values())
    return tuple(by_id[name] for name in dict.fromkeys(wanted) if name in by_id)
