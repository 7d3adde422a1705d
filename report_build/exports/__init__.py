"""The whole report in other forms than a site: one module a form, each reading the index and the pages as parsed.

A build imports none of them unless it is asked for a form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from report_build.errors import ReportError, UsageError
from report_build.index import Index
from report_build.model.pages import ParsedPage

FOLDER = "exports"  # of the site, below which the files stand


class ExportError(ReportError):
    """A form that cannot be made; the message names the page and the block."""


@dataclass(frozen=True)
class Report:
    """What every form is made from: one language's index, and the pages that authors wrote, in reading order."""

    index: Index
    pages: Sequence[ParsedPage]


def export_files(forms: Iterable[str], report: Report) -> Mapping[str, bytes]:
    """Site-relative address -> bytes of each form.

    :raises UsageError: a form is unknown.
    :raises ExportError: a form cannot be made.
    """
    files = {}
    for form in forms:
        if form not in FORMS:
            raise UsageError(f"there is no form '{form}' to export to. Known: {', '.join(FORMS)}")
        name, make = FORMS[form]
        files[f"{FOLDER}/{name}"] = make(report)
    return files


def _qdc(report: Report) -> bytes:
    from report_build.exports.refi_qda import codebook_file  # noqa: PLC0415  # reason: only if asked for

    return codebook_file(report.index)


def _qdpx(report: Report) -> bytes:
    from report_build.exports.refi_qda import project_file  # noqa: PLC0415  # reason: only if asked for

    return project_file(report.index)


def _argument(report: Report) -> bytes:
    from report_build.exports.argument import argument_file  # noqa: PLC0415  # reason: only if asked for

    return argument_file(report.index)


# Form -> the name of its file, and what makes it.
FORMS: Mapping[str, tuple[str, Callable[[Report], bytes]]] = {
    "argument": ("argument.jsonld", _argument),
    "qdc": ("report.qdc", _qdc),
    "qdpx": ("report.qdpx", _qdpx),
}
