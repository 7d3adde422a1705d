"""The whole report in other forms than a site: one module a form, each reading the index.

A build imports none of them unless it is asked for a form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from report_build.errors import UsageError
from report_build.index import Index

FOLDER = "exports"  # of the site, below which the files stand


def export_files(forms: Iterable[str], index: Index) -> Mapping[str, bytes]:
    """Site-relative address -> bytes of each form.

    :raises UsageError: a form is unknown.
    """
    files = {}
    for form in forms:
        if form not in FORMS:
            raise UsageError(f"there is no form '{form}' to export to. Known: {', '.join(FORMS)}")
        name, make = FORMS[form]
        files[f"{FOLDER}/{name}"] = make(index)
    return files


def _qdc(index: Index) -> bytes:
    from report_build.exports.refi_qda import codebook_file  # noqa: PLC0415  # reason: only if asked for

    return codebook_file(index)


def _qdpx(index: Index) -> bytes:
    from report_build.exports.refi_qda import project_file  # noqa: PLC0415  # reason: only if asked for

    return project_file(index)


def _argument(index: Index) -> bytes:
    from report_build.exports.argument import argument_file  # noqa: PLC0415  # reason: only if asked for

    return argument_file(index)


# Form -> the name of its file, and what makes it.
FORMS: Mapping[str, tuple[str, Callable[[Index], bytes]]] = {
    "argument": ("argument.jsonld", _argument),
    "qdc": ("report.qdc", _qdc),
    "qdpx": ("report.qdpx", _qdpx),
}
