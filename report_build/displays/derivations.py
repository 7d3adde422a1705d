"""Which derivation a display's drawing stands for, and what may be wrong with what a display asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report_build.displays import figure_rows, table_rows
from report_build.displays.facts import ALT_FIELD, facts
from report_build.displays.frames import to_frame
from report_build.displays.rows import Rows
from report_build.displays.selection import names, return_arrow, selected_mechanism
from report_build.findings import Finding, in_order
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study
from report_build.suggest import Names

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a drawing's rows are made, and what its displays may select."""

    kind: str  # "table" or "figure"
    rows: Callable[[Study, Display, str], Rows]
    selects: Mapping[str, Callable[[Study], Collection[str]]]  # key of ``select`` -> the ids it may name

    @property
    def name(self) -> str:
        """The function that makes the rows, as a reader finds it in the code."""
        return f"{self.rows.__module__}.{self.rows.__name__}"


def _cases(study: Study) -> Collection[str]:
    return study.case


def _codes(kind: str) -> Callable[[Study], Collection[str]]:
    return lambda study: [code.id for code in study.codes_of_kind(kind)]


def _instruments(study: Study) -> Collection[str]:
    return [item.id for item in study.fieldwork]


DERIVATIONS: Mapping[str, Derivation] = {
    "collectives-table": Derivation(
        "table", table_rows.collectives_table, {"cases": _cases, "codes": _codes("collective")}
    ),
    "dynamics-table": Derivation("table", table_rows.dynamics_table, {"cases": _cases, "codes": _codes("dynamic")}),
    "states": Derivation("figure", figure_rows.states, {"cases": _cases, "codes": _codes("dynamic")}),
    "influences": Derivation("figure", figure_rows.influences, {"cases": _cases, "codes": _codes("condition")}),
    "fieldwork": Derivation("figure", figure_rows.fieldwork, {"instruments": _instruments}),
    "loop": Derivation("figure", figure_rows.loop, {"mechanism": _codes("mechanism")}),
    "provenance": Derivation("figure", figure_rows.provenance, {"cases": _cases}),
}


def rows_for(study: Study, display: Display, language: str) -> Rows:
    """The rows that a display shows, in one language; none where its drawing is unknown."""
    derivation = DERIVATIONS.get(display.drawing)
    return derivation.rows(study, display, language) if derivation else Rows((), (), 0, ())


def frame(study: Study, display: Display, language: str) -> pd.DataFrame:
    """The tidy data frame that a display shows; columns in a fixed order, published ones first."""
    return to_frame(rows_for(study, display, language))


def check_displays(study: Study) -> list[Finding]:
    """What is wrong with what ``data/displays.yaml`` asks for: drawings, selections and fields of alternative texts."""
    return in_order(finding for display in study.displays for finding in _check(study, display))


def _check(study: Study, display: Display) -> Iterator[Finding]:
    derivation = DERIVATIONS.get(display.drawing)
    if derivation is None:
        message = f"{display.id!r} asks for the drawing {display.drawing!r}, which does not exist"
        yield Finding(display.origin.at("drawing"), "RB601", message, _hint(display.drawing, DERIVATIONS))
        return
    if derivation.kind != display.kind:
        message = f"{display.id!r} is a {display.kind}, but {display.drawing!r} draws a {derivation.kind}"
        yield Finding(display.origin.at("kind"), "RB602", message, f"Set kind to {derivation.kind}")
    yield from _check_keys(display, derivation)
    if study.incomplete:
        return  # what a broken file holds cannot be missed
    yield from _check_alt(study, display, derivation)
    missing = list(_check_ids(study, display, derivation))
    yield from missing
    if not missing and not len(derivation.rows(study, display, "")):
        message = f"{display.id!r} selects nothing that it could show"
        yield Finding(display.origin.at("select"), "RB605", message, "Code what it shows, or take the display out")


def _check_keys(display: Display, derivation: Derivation) -> Iterator[Finding]:
    allowed = {*derivation.selects, *(("back",) if display.drawing == "loop" else ())}
    for key in display.select:
        if key not in allowed:
            message = f"{display.id!r} selects by {key!r}, which {display.drawing!r} does not know"
            yield Finding(display.origin.at("select"), "RB603", message, _hint(key, allowed))


def _check_ids(study: Study, display: Display, derivation: Derivation) -> Iterator[Finding]:
    place = display.origin.at("select")
    for key, known in derivation.selects.items():
        ids = known(study)
        for name in names(display, key) or ():
            if name not in ids:
                message = f"{display.id!r} selects {name!r}, which is none of its {key}"
                yield Finding(place, "RB604", message, _hint(name, ids))
    if display.drawing == "loop":
        mechanism = selected_mechanism(study, display)
        if names(display, "mechanism") is None:
            message = f"{display.id!r} does not say which mechanism it shows"
            yield Finding(place, "RB604", message, "Add mechanism: <code> under select")
        elif mechanism is not None and "back" in display.select and not return_arrow(display, len(mechanism.steps)):
            message = f"{display.id!r} goes back by {display.select['back']!r}, which is no two of its steps"
            yield Finding(
                place, "RB604", message, f"Write back: [from, to] with steps from 1 to {len(mechanism.steps)}"
            )


def _check_alt(study: Study, display: Display, derivation: Derivation) -> Iterator[Finding]:
    asked = {name for wording in display.alt.values() for name in ALT_FIELD.findall(wording)}
    if not asked:
        return
    known = facts(display.drawing, derivation.rows(study, display, ""), Labels("en"))
    for name in sorted(asked - known.keys()):
        message = f"the alternative text of {display.id!r} has a field {{{name}}} that cannot be filled in"
        yield Finding(display.origin.at("alt"), "RB606", message, _hint(name, known))


def _hint(name: str, known: Collection[str]) -> str:
    if not known:
        return "None is known yet"
    return Names(known).near(name) or f"Known: {', '.join(sorted(known)[:12])}"
