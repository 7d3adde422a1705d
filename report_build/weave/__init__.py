"""Weaving: the Markdown extension leaves placeholders where an author wrote markers.

For each page ``ReportExtension(page_path, study, labels, first_line=first_line_of(body, file_text))`` is put into
Markdown's list of extensions; after the conversion ``extension.facts`` says what was found. When all pages of a
language are converted, :mod:`report_build.index` and :mod:`report_build.render` make their HTML.
"""

from report_build.weave.extension import ReportExtension, asked_of, first_line_of
from report_build.weave.outline import PLACEHOLDER
