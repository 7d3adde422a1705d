"""Alternative texts: ``{field}`` of the author's template becomes a number that the drawing counts."""

from __future__ import annotations

import re

from report_build.displays.drawing import Drawing
from report_build.displays.rows import Rows
from report_build.labels import Labels
from report_build.model.coding import Display

ALT_FIELD = re.compile(r"\{([\w-]+)\}")


def filled_alt(drawing: Drawing, display: Display, rows: Rows, labels: Labels) -> str:
    """The alternative text with its fields filled in; an unknown field stays as written (and is a finding)."""
    known = drawing.counts(rows, labels)
    template = display.alt.of(labels.language) or display.caption.of(labels.language)
    return ALT_FIELD.sub(lambda found: known.get(found[1], found[0]), template)
