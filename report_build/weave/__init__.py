"""Weaving: the Markdown extension leaves placeholders; once every page is known, each becomes what it stands for.

For each page ``ReportExtension(page_path, study, words, first_line=first_line_of(body, file_text))`` is put into
Markdown's list of extensions; after the conversion ``extension.facts`` says what was found. When all pages of a
language are converted, ``resolve`` takes them in navigation order as ``WovenPage`` values and returns their final HTML.
"""

from report_build.weave.extension import ReportExtension, first_line_of
from report_build.weave.resolve import Woven, WovenPage, resolve

__all__ = ["ReportExtension", "Woven", "WovenPage", "first_line_of", "resolve"]
