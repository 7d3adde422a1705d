"""From the study to what its displays show: plain rows first, data frames where they are wanted.

Importing this package imports no pandas.
"""

from report_build.displays.derivations import DERIVATIONS, Derivation, check_displays, frame, rows_for
from report_build.displays.rows import Rows
from report_build.displays.spreadsheet import csv_bytes, safe_cell

__all__ = ["DERIVATIONS", "Derivation", "Rows", "check_displays", "csv_bytes", "frame", "rows_for", "safe_cell"]
