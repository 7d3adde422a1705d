"""What a display selects from the study (``select`` of ``data/displays.yaml``); everything is selected by default."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from report_build.findings import Finding
from report_build.model.coding import Case, Code, Display, Instrument
from report_build.model.study import Study

T = TypeVar("T", Case, Code, Instrument)


_INDENT = "\u2003"  # of a code below another, for each above it


def names(display: Display, key: str) -> tuple[str, ...] | None:
    """The ids that a display selects under a key, or None where it leaves the choice open."""
    value = display.select.get(key)
    if value is None:
        return None
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else (str(value),)


def selected_cases(study: Study, display: Display) -> tuple[Case, ...]:
    """The display's cases, in its own order; by default all, in the study's order."""
    return chosen(display, "cases", study.case.values())


def selected_codes(study: Study, display: Display, kinds: Iterable[str]) -> tuple[Code, ...]:
    """The display's codes of some kinds, in its own order; by default all, in codebook order."""
    return chosen(display, "codes", codes_of_kinds(study, kinds))


def codes_of_kinds(study: Study, kinds: Iterable[str]) -> tuple[Code, ...]:
    """The codes of some kinds, kind by kind in codebook order."""
    return tuple(code for kind in kinds for code in study.codes_of_kind(kind))


def moves(study: Study) -> tuple[str, ...]:
    """The kinds of codes that lead from one state to another."""
    return tuple(kind.id for kind in study.kind.values() if kind.ends)


def states(study: Study) -> tuple[str, ...]:
    """The kinds of codes that moves lead from and to."""
    ends = {kind.ends for kind in study.kind.values()}
    return tuple(kind.id for kind in study.kind.values() if kind.id in ends)


def conditions(study: Study) -> tuple[str, ...]:
    """The kinds of codes that stated influences start from, states and moves left aside.

    Those that cases are judged by, if they are judged by any.
    """
    named = {study.code[one.condition].kind for one in study.relations if one.condition in study.code}
    known = [kind for kind in study.kind.values() if kind.id in named - {*states(study), *moves(study)}]
    return tuple(kind.id for kind in known if kind.assessed) or tuple(kind.id for kind in known)


def codes_asked(study: Study, display: Display) -> tuple[Code, ...]:
    """The codes that a display names; else those of its kind that the source tabulates, or all if it tabulates none."""
    kinds = names(display, "kind")
    if names(display, "codes") is not None:
        return chosen(display, "codes", [code for code in study.codes if kinds is None or code.kind in kinds])
    codes = tuple(code for kind in kinds or () for code in study.codes_of_kind(kind))
    return tuple(code for code in codes if code.tabulated) or codes


def labels_in_tree(study: Study, codes: Sequence[Code], language: str) -> dict[str, str]:
    """What codes are called, each set in as deep as it stands below others that are shown."""
    shown = {code.id for code in codes}
    return {
        code.id: _INDENT * len(shown.intersection(study.above(code.id, same_kind=True))) + code.label.of(language)
        for code in codes
    }


def check_codes(study: Study, display: Display) -> Iterator[Finding]:
    """Whether a display says which codes it shows, and names codes of its kind only."""
    place, kinds = display.origin.at("select"), names(display, "kind")
    if kinds is None and names(display, "codes") is None:
        known = ", ".join(dict.fromkeys(code.kind for code in study.codes))
        hint = f"Add kind: under select, with one of {known}" if known else "No code is known yet"
        yield Finding(place, "RB604", f"{display.id!r} does not say which codes it shows", hint)
    for name in names(display, "codes") or ():
        if kinds and name in study.code and study.code[name].kind not in kinds:
            message = f"{display.id!r} selects {name!r}, which is of the kind {study.code[name].kind}"
            yield Finding(place, "RB604", message, "Take it out, or take out kind: codes of several kinds may be shown")


def chosen(display: Display, key: str, known: Iterable[T]) -> tuple[T, ...]:
    """Of some values with ids those that a display selects under a key, in its own order; by default all."""
    wanted: Sequence[str] | None = names(display, key)
    by_id = {value.id: value for value in known}
    if wanted is None:
        return tuple(by_id.values())
    return tuple(by_id[name] for name in dict.fromkeys(wanted) if name in by_id)
