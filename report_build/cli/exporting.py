"""The commands that write the report in other forms, and read back what a reviewer did to one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from report_build import host
from report_build.cli.output import FOUND, OK, config_files, display_path, print_error, print_findings, progress
from report_build.cli.site import require_room
from report_build.errors import UsageError
from report_build.exports import FOLDER, FORMS, known_forms
from report_build.exports.reviewed import pages_of, review
from report_build.findings import Finding
from report_build.host import Run


def export(options: argparse.Namespace) -> int:
    for name, form in FORMS.items():
        if not options.form and form.missing:
            print_error(f"{name} is left out: it needs {', '.join(form.missing)}")
    forms = " ".join(known_forms(options.form or [name for name, form in FORMS.items() if not form.missing]))
    output: Path = options.output or options.config_file.resolve().parent / FOLDER
    languages = [site.language for site in host.language_sites(options.config_file.resolve())]
    named = {f"{language}/{form.file}" for language in languages for form in FORMS.values()}
    require_room(output, options.config_file, written=named)
    findings: list[Finding] = []
    make = partial(_made, forms=forms, cached=not options.no_cache, quiet=options.quiet)
    for run in _one_process_each(make, config_files(options.config_file)):
        findings += run.findings
        for address, content in run.files.items():
            kept = output / run.language / address.removeprefix(f"{FOLDER}/")
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(content)
            print(f"{display_path(kept)}: {len(content)} bytes")
    print_findings(findings, "text")
    return FOUND if any(finding.severity == "error" for finding in findings) else OK


def _one_process_each(make: partial[Run], files: Sequence[Path]) -> Iterator[Run]:
    """The runs of all languages, in their order; where the machine can do several things at once, it does."""
    from report_build.displays.figures.pictures import work_beside  # noqa: PLC0415  # reason: only an export draws

    first, *others = files
    if not others or (os.cpu_count() or 1) == 1:
        yield from map(make, files)
        return
    work_beside(len(others))
    spawn, beside = get_context("spawn"), (len(others),)
    with ProcessPoolExecutor(len(others), mp_context=spawn, initializer=work_beside, initargs=beside) as pool:
        waiting = [pool.submit(make, file) for file in others]
        yield make(first)
        yield from (one.result() for one in waiting)


def _made(config_file: Path, *, forms: str, cached: bool, quiet: bool) -> Run:
    """The forms of one language."""
    with TemporaryDirectory(prefix="report-build-") as folder:  # the engine empties the site's folder first
        return host.build(
            config_file, site=Path(folder), cached=cached, progress=progress(quiet), options={"export": forms}
        )


def review_command(options: argparse.Namespace) -> int:
    """List a reviewer's comments and changes as findings; they fail nothing."""
    config_file = options.config_file.resolve()
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise UsageError(f"{options.file} cannot be read: {error.strerror}") from error
    sites = host.language_sites(config_file)
    found = review(content, pages_of(config_file.parent, [(site.language, site.docs) for site in sites]))
    print_findings(found, options.format, every=True)
    return OK
