"""``report-build guide``: the guide for authors, for the version that is installed."""

from __future__ import annotations

import argparse
import shutil
import webbrowser
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import report_build
from report_build import host
from report_build.cli.output import FOUND, OK, display_path, print_findings, progress
from report_build.cli.site import require_room
from report_build.render.front import front_page


def guide(options: argparse.Namespace) -> int:
    """Build it from the sources that came with the engine, and say where to open it."""
    out: Path = options.folder
    with as_file(files("report_build") / "guide") as source, TemporaryDirectory(prefix="report-build-") as folder:
        study = Path(folder) / "guide"  # of its own: where the engine is installed, nothing is written
        shutil.copytree(source, study)
        config = study / "mkdocs.yml"
        require_room(out, config)
        run = host.build(config, site=out, cached=False, progress=progress(options.quiet))
    print_findings(run.findings, "text")
    if run.stopped:
        return FOUND
    start = out / "index.html"
    front = front_page([(run.language, run.language_name, run.title)], "index.html")
    start.write_text(front, encoding="utf-8", newline="\n")
    print(
        f"{display_path(start.resolve())}: the guide to report-build {report_build.__version__}; open it in a browser"
    )
    if options.open:
        webbrowser.open(start.resolve().as_uri())
    return OK
