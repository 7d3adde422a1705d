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
    return _chosen(display, "cases", study.case.values())


def selected_codes(study: Study, display: Display, kind: str, *, tabulated_only: bool = False) -> tuple[Code, ...]:
    """The display's codes of one kind, in its own order; by default all (or all tabulated), in codebook order."""
    codes = study.codes_of_kind(kind)
    if names(display, "codes") is None:
        return tuple(code for code in codes if code.tabulated or not tabulated_only)
    return _chosen(display, "codes", codes)


def selected_instruments(study: Study, display: Display) -> tuple[Instrument, ...]:
    """The display's instruments of the fieldwork, in its own order; by default all, in file order."""
    return _chosen(display, "instruments", study.fieldwork)


def selected_mechanism(study: Study, display: Display) -> Code | None:
    """The mechanism that a display shows, if the codebook has it."""
    wanted = names(display, "mechanism") or ("",)
    code = study.code.get(wanted[0])
    return code if code is not None and code.kind == "mechanism" else None


def return_arrow(display: Display, steps: int) -> tuple[int, int] | None:
    """From which step of a loop back to which (counted from 1); by default from the last to the first.

    None where ``back`` names no two steps of the loop, or there are too few steps to go back.
    """
    value = display.select.get("back", [steps, 1])
    if not isinstance(value, list | tuple) or len(value) != 2 or not all(type(step) is int for step in value):  # noqa: PLR2004  # reason: from and to
        return None
    start, end = value
    return (start, end) if 1 <= end < start <= steps else None


def _chosen(display: Display, key: str, known: Iterable[T]) -> tuple[T, ...]:
    wanted: Sequence[str] | None = names(display, key)
    by_id = {value.id: value for value in known}
    if wanted is None:
        return tuple(by_id.values())
    return tuple(by_id[name] for name in dict.fromkeys(wanted) if name in by_id)
