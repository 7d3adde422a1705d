"""What may be wrong with what a display asks for: its drawing, its selection, the fields of its alternative text."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from report_build.displays.alt import ALT_FIELD
from report_build.displays.drawing import Drawing
from report_build.displays.own import check_script
from report_build.displays.own_run import OwnError
from report_build.displays.registry import drawings_of
from report_build.displays.selection import names
from report_build.findings import Finding, in_order
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Study
from report_build.suggest import Names

MOST_HEIGHT = 2000  # px of an author's figure


def check_displays(study: Study) -> list[Finding]:
    """What is wrong with what ``data/displays.yaml`` asks for, sorted."""
    found = [*check_script(study), *(finding for display in study.displays for finding in _check(study, display))]
    return in_order(dict.fromkeys(found))


def _check(study: Study, display: Display) -> Iterator[Finding]:
    known_drawings = drawings_of(study)
    drawing = known_drawings.get(display.drawing)
    if drawing is None:
        message = f"{display.id!r} asks for the drawing {display.drawing!r}, which does not exist"
        yield Finding(display.origin.at("drawing"), "RB601", message, _hint(display.drawing, known_drawings))
        return
    if drawing.kind != display.kind:
        message = f"{display.id!r} is a {display.kind}, but {display.drawing!r} draws a {drawing.kind}"
        yield Finding(display.origin.at("kind"), "RB602", message, f"Set kind to {drawing.kind}")
    allowed = {*drawing.selects, *drawing.options}
    for key in display.select if not drawing.own else ():  # an author's function knows its own keys
        if key not in allowed:
            message = f"{display.id!r} selects by {key!r}, which {display.drawing!r} does not know"
            yield Finding(display.origin.at("select"), "RB603", message, _hint(key, allowed))
    if study.incomplete:
        return  # what a broken file holds cannot be missed
    try:
        rows = drawing.rows(study, display, "")
    except OwnError as error:
        yield error.finding
        return
    height = display.select.get("height", 1)
    if drawing.own and drawing.paint and not (isinstance(height, int) and 1 <= height <= MOST_HEIGHT):
        message = f"{display.id!r} asks for the height {height!r}"
        yield Finding(display.origin.at("select"), "RB604", message, f"Write px, at most {MOST_HEIGHT}")
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
