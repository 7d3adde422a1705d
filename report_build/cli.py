"""``report-build``: the only module that prints.

Exit codes: 0 fine; 1 findings; 2 used wrongly.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

import report_build
from report_build.catalogue import RULES
from report_build.errors import ReportError, ToolError, UsageError
from report_build.findings import Finding, Format, fails, in_order

_CONFIG = "mkdocs.yml"
_OK, _FOUND, _MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code, and never lets a traceback out unless ``--debug`` asks for it."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice, at each build, on another project's future
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a test's stand-in may lack it
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter must not end a build
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UsageError as error:
        _tell(f"report-build: {error}")
        return _MISUSED
    except ToolError as error:
        _tell(f"report-build: {error}")
        for line in error.words.splitlines():
            _tell(f"    {line}")
        return _FOUND
    except ReportError as error:
        _tell(f"report-build: {error}")
        return _FOUND
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again at its end
        return _FOUND
    except Exception as error:  # noqa: BLE001  # reason: the last resort of the only module that may speak
        return _our_mistake(error, debug=options.debug)


def _our_mistake(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
        return _FOUND
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "report_build" in frame.filename]
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    _tell(f"report-build: {type(error).__name__}: {error}{place}")
    _tell("This is a mistake of report-build, not of your study. Please tell the project (CONTRIBUTING.md says where),")
    _tell("with what the same command prints when it starts with: report-build --debug")
    return _FOUND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="report-build", description="Build, check and serve a research report from its coded data."
    )
    parser.add_argument("--version", action="version", version=f"report-build {report_build.__version__}")
    parser.add_argument("--debug", action="store_true", help="show the traceback of a mistake of report-build")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], does: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does)
        added.set_defaults(run=run)
        added.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return added

    def configured(added: argparse.ArgumentParser) -> None:
        added.add_argument("-f", "--config-file", type=Path, default=Path(_CONFIG), help=f"default: {_CONFIG}")
        added.add_argument("--no-cache", action="store_true", help="compute everything anew, keep nothing")

    check = command("check", _check, "Say what is wrong with the study; write no site.")
    configured(check)
    check.add_argument("--format", choices=("text", "github", "json"), default="text", help="default: text")
    check.add_argument("-q", "--quiet", action="store_true", help="findings only")

    build = command("build", _build, "Build the site in every language.")
    configured(build)
    build.add_argument("--strict", action="store_true", help="fail on warnings too")
    build.add_argument("-d", "--site-dir", type=Path, default=None, help="default: site, beside the configuration")
    build.add_argument("-q", "--quiet", action="store_true", help="findings only")

    serve = command("serve", _serve, "Show the report and follow every save.")
    configured(serve)
    serve.add_argument("-a", "--dev-addr", default=None, metavar="HOST:PORT", help="default: 127.0.0.1:8000")
    serve.add_argument("-o", "--open", action="store_true", help="open it in a browser")
    serve.add_argument("--unsupervised", action="store_true", help="end when the first build fails")

    display = command("display", _display, "Rebuild one table or figure by itself.")
    display.add_argument("id", help="its id, e.g. tbl-collectifs")
    display.add_argument("-f", "--config-file", type=Path, default=Path(_CONFIG), help=argparse.SUPPRESS)
    display.add_argument("--no-cache", action="store_true", help="draw it anew")
    display.add_argument("--language", default="fr", help="default: fr")
    display.add_argument("--out", type=Path, default=Path("site/displays"), help="folder; default: site/displays")

    command("codes", _codes, "List the findings' codes, as Markdown.")
    return parser


# Commands


def _check(options: argparse.Namespace) -> int:
    from report_build import host  # noqa: PLC0415  # reason: `codes` and `display` need no MkDocs

    findings: list[Finding] = []
    for config_file in _config_files(options.config_file):
        with TemporaryDirectory(prefix="report-build-") as folder:
            run = host.build(
                config_file, site=Path(folder), cached=not options.no_cache, progress=_progress(options.quiet)
            )
        findings += run.findings
    _show(findings, options.format)
    if options.format == "text" and not options.quiet:
        _tell(_sum(findings))
    return _FOUND if fails(findings) else _OK


def _build(options: argparse.Namespace) -> int:
    from report_build import host  # noqa: PLC0415  # reason: `codes` and `display` need no MkDocs
    from report_build.translation.front import front_page  # noqa: PLC0415  # reason: as above

    site: Path = options.site_dir or options.config_file.resolve().parent / "site"
    findings: list[Finding] = []
    built: list[host.Run] = []
    for config_file in _config_files(options.config_file):
        run = host.build(config_file, site=site, cached=not options.no_cache, progress=_progress(options.quiet))
        findings += run.findings
        if not run.stopped:
            built.append(run)
            if not options.quiet:
                _tell(f"{_short(run.site)}: {run.pages} pages in {run.seconds:.1f} s")
    if built:
        front = front_page([(run.language, run.language_name, run.title) for run in built])
        (site / "index.html").write_text(front, encoding="utf-8")
    _show(findings, "text")
    if not options.quiet:
        _tell(_sum(findings))
    wrong = fails(findings) if options.strict else any(finding.severity == "error" for finding in findings)
    return _FOUND if wrong else _OK


def _serve(options: argparse.Namespace) -> int:
    from report_build import host, serving  # noqa: PLC0415  # reason: `codes` and `display` need no MkDocs

    if options.unsupervised:
        host.serve(
            options.config_file, address=options.dev_addr, open_browser=options.open, cached=not options.no_cache
        )
        return _OK
    _config_files(options.config_file)
    again = [sys.executable, "-m", "report_build", "serve", "--unsupervised", "-f", str(options.config_file)]
    again += ["-a", options.dev_addr] if options.dev_addr else []
    again += [flag for flag, given in (("--open", options.open), ("--no-cache", options.no_cache)) if given]
    root = options.config_file.resolve().parent
    while True:
        before = serving.state_of(_watched(root))
        code = _until_end(again)
        if code in {_OK, _MISUSED} or code < 0:
            return code if code >= 0 else _OK
        _tell("report-build: the server could not start. It tries again at the next change of a source.")
        while serving.state_of(_watched(root)) == before:
            sleep(0.3)


def _watched(root: Path) -> list[Path]:
    """The sources of a study, wherever its configuration puts them: everything but what is hidden or built."""
    return [path for path in root.iterdir() if not path.name.startswith(".") and path.name != "site"]


def _until_end(command: list[str]) -> int:
    """Run a server until it ends; it ends with us."""
    child = subprocess.Popen(command)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    try:
        return child.wait()
    except KeyboardInterrupt:
        child.send_signal(signal.SIGINT)
        child.wait()
        return _OK


def _display(options: argparse.Namespace) -> int:
    from report_build import pipeline  # noqa: PLC0415  # reason: `codes` needs none of it
    from report_build.cache import Cache  # noqa: PLC0415  # reason: as above

    sources = pipeline.Sources(options.config_file.resolve().parent)
    cache = Cache(None if options.no_cache else sources.root / pipeline.CACHE)
    files, findings = pipeline.files_of_display(sources, options.id, options.language, cache)
    _show(findings, "text")
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (options.out / name).write_bytes(content)
        print(options.out / name)
    return _OK if files else _FOUND


def _codes(_options: argparse.Namespace) -> int:
    print("| code | name | severity | meaning |\n|---|---|---|---|")
    for code, rule in sorted(RULES.items()):
        print(f"| {code} | {rule.name} | {rule.severity} | {rule.meaning} |")
    return _OK


# Words


def _config_files(first: Path) -> list[Path]:
    """The configuration given, then its sisters in other languages, e.g. ``mkdocs.en.yml``.

    :raises UsageError: it is not there.
    """
    if not first.is_file():
        raise UsageError(f"{first} is not there. Run this in the folder of the report, or name the file with -f")
    return [first, *sorted(first.parent.glob(f"{first.stem}.*{first.suffix}"))]


def _show(findings: Sequence[Finding], form: Format) -> None:
    """Text goes to standard error; what programs read goes to standard output."""
    ordered = in_order(findings)
    if form == "json":
        print(json.dumps([_as_json(finding) for finding in ordered], ensure_ascii=False, indent=1))
    for finding in ordered:
        if form == "text":
            _tell(str(finding))
        elif form == "github":
            print(_as_github(finding))


def _as_json(finding: Finding) -> dict[str, str | int]:
    return {
        "file": finding.place.file,
        "line": finding.place.line,
        "severity": finding.severity,
        "code": finding.code,
        "name": finding.name,
        "message": finding.message,
        "hint": finding.hint,
    }


def _as_github(finding: Finding) -> str:
    """A workflow command; its properties and its message have signs to be written otherwise."""
    kind = "notice" if finding.severity == "note" else finding.severity
    place = f"file={_property(finding.place.file)}" + (f",line={finding.place.line}" if finding.place.line else "")
    words = f"{finding.message}. {finding.hint}" if finding.hint else finding.message
    words = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{kind} {place},title={finding.code} {finding.name}::{words}"


def _property(text: str) -> str:
    for sign, written in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        text = text.replace(sign, written)
    return text


def _sum(findings: Sequence[Finding]) -> str:
    ordered = in_order(findings)
    counts = [(name, sum(finding.severity == name for finding in ordered)) for name in ("error", "warning", "note")]
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts)


def _progress(quiet: bool) -> Callable[[str], None]:
    return (lambda _: None) if quiet else (lambda words: _tell(f"  {words}"))


def _short(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
