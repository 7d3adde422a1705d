"""What may be wrong with what a display asks for: its drawing, its selection, the fields of its alternative text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from report_build.displays.alt import ALT_FIELD
from report_build.displays.drawing import Drawing
from report_build.displays.drawings import DRAWINGS
from report_build.displays.selection import names
from report_build.findings import Finding, in_order
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study
from report_build.suggest import Names


def check_displays(study: Study) -> list[Finding]:
    """What is wrong with what ``data/displays.yaml`` asks for, sorted."""
    return in_order(finding for display in study.displays for finding in _check(study, display))


def _check(study: Study, display: Display) -> Iterator[Finding]:
    drawing = DRAWINGS.get(display.drawing)
    if drawing is None:
        message = f"{display.id!r} asks for the drawing {display.drawing!r}, which does not exist"
        yield Finding(display.origin.at("drawing"), "RB601", message, _hint(display.drawing, DRAWINGS))
        return
    if drawing.kind != display.kind:
        message = f"{display.id!r} is a {display.kind}, but {display.drawing!r} draws a {drawing.kind}"
        yield Finding(display.origin.at("kind"), "RB602", message, f"Set kind to {drawing.kind}")
    allowed = {*drawing.selects, *drawing.options}
    for key in display.select:
        if key not in allowed:
            message = f"{display.id!r} selects by {key!r}, which {display.drawing!r} does not know"
            yield Finding(display.origin.at("select"), "RB603", message, _hint(key, allowed))
    if study.incomplete:
        return  # what a broken file holds cannot be missed
    rows = drawing.rows(study, display, "")
    asked = {name for wording in display.alt.values() for name in ALT_FIELD.findall(wording)}
    known = drawing.counts(rows, Labels("en", study.wordings)) if asked else {}
    for name in sorted(asked - known.keys()):
        message = f"the alternative text of {display.id!r} has a field {{{name}}} that cannot be filled in"
        yield Finding(display.origin.at("alt"), "RB606", message, _hint(name, known))
    missing = [*_check_ids(study, display, drawing), *drawing.check(study, display)]
    yield from missing
    if not missing and not len(rows):
        message = f"{display.id!r} selects nothing that it could show"
        yield Finding(display.origin.at("select"), "RB605", message, "Code what it shows, or take the display out")


def _check_ids(study: Study, display: Display, drawing: Drawing) -> Iterator[Finding]:
    for key, known in drawing.selects.items():
        ids = known(study)
        for name in names(display, key) or ():
            if name not in ids:
                message = f"{display.id!r} selects {name!r}, which is none of its {key}"
                yield Finding(display.origin.at("select"), "RB604", message, _hint(name, ids))


def _hint(name: str, known: Collection[str]) -> str:
    if not known:
        return "None is known yet"
    return Names(known).near(name) or f"Known: {', '.join(sorted(known)[:12])}"
