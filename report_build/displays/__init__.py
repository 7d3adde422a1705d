"""From the study to what its displays show: a drawing is one value in one module of ``drawings/``.

Importing this package imports no matplotlib.
"""

from report_build.displays.check import check_displays
from report_build.displays.drawing import Drawing, Shown
from report_build.displays.drawings import DRAWINGS
from report_build.displays.drawn import Drawn, display_files, draw, file_addresses, rows_for
from report_build.displays.registry import drawings_of
from report_build.displays.rows import Rows
from report_build.displays.spreadsheet import csv_bytes, safe_cell
from report_build.model.coding import Display
from report_build.model.study import Study


def shown_by(study: Study, display: Display) -> Shown:
    """What a display shows of the study, told without drawing it; nothing where its drawing is unknown."""
    drawing = drawings_of(study).get(display.drawing)
    return drawing.shows(study, display) if drawing else Shown()
