"""The commands that check, build and serve a site, and those on its parts."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

from report_build import host, pipeline
from report_build.cache import Cache
from report_build.cli.output import (
    FOUND,
    MISUSED,
    OK,
    config_files,
    display_path,
    print_error,
    print_findings,
    progress,
    summary,
)
from report_build.cli.site_url import site_address
from report_build.errors import UsageError
from report_build.findings import Finding, fails
from report_build.host.watch import state_of
from report_build.model.access import TEAM_EDITION
from report_build.publish import outputs
from report_build.publish.versions import Version
from report_build.render.front import front_page
from report_build.typography.mending import mend_sources


def check(options: argparse.Namespace) -> int:
    if options.fix:
        _mend(options.config_file, quiet=options.quiet)
    findings: list[Finding] = []
    for config_file in config_files(options.config_file):
        with TemporaryDirectory(prefix="report-build-") as folder:
            run = host.build(
                config_file, site=Path(folder), cached=not options.no_cache, progress=progress(options.quiet)
            )
        findings += run.findings
    print_findings(findings, options.format, every=options.all)
    if options.format == "text" and not options.quiet:
        print_error(summary(findings))
    return FOUND if fails(findings) else OK


def _mend(config_file: Path, *, quiet: bool) -> None:
    """Mend the language of the sources where that is safe, and say where."""
    config_files(config_file)
    docs = {site.language: site.docs for site in host.language_sites(config_file.resolve())}
    root = config_file.resolve().parent
    # what is wrong with it is said when all has been mended
    sources = host.study_sources(config_file)
    study, _ = pipeline.read(sources, Cache(None))
    for file, places in mend_sources(root, docs, sources.data, study.tables).items():
        if not quiet:
            print_error(f"{file}: mended in {places} place{'' if places == 1 else 's'}")


def build(options: argparse.Namespace) -> int:
    for_the_team = options.edition == TEAM_EDITION
    if for_the_team and options.slot:
        raise UsageError("the restricted edition is never published: build it without --slot")
    name = "site-restricted" if for_the_team else "site"
    site: Path = options.site_dir or options.config_file.resolve().parent / name
    require_room(site, options.config_file, beside="displays")
    if options.slot not in ("", "dev"):
        Version.read(options.slot)
    given = {
        "commit": options.commit,
        "previous": str(options.previous.resolve()) if options.previous else "",
        "edition": options.edition,
    }
    findings: list[Finding] = []
    built: list[host.Run] = []
    for config_file in config_files(options.config_file):
        run = host.build(
            config_file,
            site=site,
            cached=not options.no_cache,
            progress=progress(options.quiet),
            slot=options.slot,
            site_url=site_address(options.site_url, published=bool(options.slot)),
            options=given,
        )
        findings += run.findings
        if not run.stopped:
            built.append(run)
            if not options.quiet:
                print_error(f"{display_path(run.site)}: {run.pages} pages in {run.seconds:.1f} s")
    if built:
        start = f"{options.slot}/index.html" if options.slot else "index.html"
        front = front_page([(run.language, run.language_name, run.title) for run in built], start)
        (site / "index.html").write_text(front, encoding="utf-8", newline="\n")
        if for_the_team:
            (site / ".gitignore").write_text("*\n", encoding="utf-8", newline="\n")  # so that no commit takes it along
    print_findings(findings, "text", every=options.all)
    if not options.quiet:
        print_error(summary(findings))
    wrong = fails(findings) if options.strict else any(finding.severity == "error" for finding in findings)
    return FOUND if wrong else OK


def serve(options: argparse.Namespace) -> int:
    if options.unsupervised:
        host.serve(
            options.config_file,
            address=options.dev_addr,
            open_browser=options.open,
            cached=not options.no_cache,
            progress=progress(quiet=False),
        )
        return OK
    config_files(options.config_file)
    _require_free(options.dev_addr or host.served_at(options.config_file))
    again = [sys.executable, "-m", "report_build", "serve", "--unsupervised", "-f", str(options.config_file)]
    again += ["-a", options.dev_addr] if options.dev_addr else []
    again += [flag for flag, given in (("--open", options.open), ("--no-cache", options.no_cache)) if given]
    root = options.config_file.resolve().parent
    while True:
        before = state_of(_watched(root))
        code = _until_end(again)
        if code in {OK, MISUSED} or code < 0:
            return code if code >= 0 else OK
        print_error("report-build: the server could not start. It tries again at the next change of a source.")
        while state_of(_watched(root)) == before:
            sleep(0.3)


def require_room(out: Path, config_file: Path, *, written: Iterable[str] = (), beside: str = "") -> None:
    """What is written into a folder takes the place of what stands there.

    :param written: names that what is written there has.
    :param beside: name of a folder in it that is left as it is.
    :raises UsageError: sources stand in the folder, or something else that is not the tool's.
    """
    problem = outputs.refusal(out, host.sources_of(config_file), written, beside=beside)
    if problem:
        raise UsageError(problem)


def _require_free(address: str) -> None:
    """Where no server can listen, the host's would hang.

    :raises UsageError: another program listens there, or it is no address of this machine.
    """
    name, _, port = address.rpartition(":")
    if not (name and port.isascii() and port.isdigit()):
        raise UsageError(f"'{address}' is no address to serve at: write it as 127.0.0.1:8000")
    if problem := host.why_not(name, int(port)):
        raise UsageError(problem)


def _watched(root: Path) -> list[Path]:
    """The sources of a study, wherever its configuration puts them: everything but what is hidden or built."""
    return [path for path in root.iterdir() if not path.name.startswith(".") and path.name != "site"]


def _until_end(command: list[str]) -> int:
    """Run a server until it ends; it ends with us."""
    above = (
        {host.SUPERVISED: str(os.getpid())} if os.name == "posix" else {}
    )  # so that it ends with us, if we are killed
    child = subprocess.Popen(command, env={**os.environ, **above})
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        return child.wait()
    except KeyboardInterrupt:
        if os.name == "posix":  # Windows tells every program at the console by itself, and lets no other do it
            child.send_signal(signal.SIGINT)
        child.wait()
        return OK
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # while nothing runs, it ends us alone


def display(options: argparse.Namespace) -> int:
    sources = host.study_sources(options.config_file)
    cache = Cache(None if options.no_cache else sources.root / pipeline.CACHE)
    study, _ = pipeline.read(sources, cache)
    named = {f"{id_}{ending}" for id_ in study.display for ending in (".csv", ".svg", ".png")}
    require_room(options.out, options.config_file, written=named)
    files, findings = pipeline.files_of_display(sources, options.id, options.language, cache)
    print_findings(findings, "text")
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (options.out / name).write_bytes(content)
        print(options.out / name)
    return OK if files else FOUND
