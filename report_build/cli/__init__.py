"""``report-build``: its commands and their options; only this package prints.

Exit codes: 0 fine; 1 findings; 2 used wrongly.
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import report_build
from report_build.cli import argument, exporting, importing, publishing, site, translation
from report_build.cli.output import CONFIG, FOUND, MISUSED, print_error, print_findings
from report_build.errors import ReportError, StudyFindingsError, ToolError, UsageError
from report_build.model.access import EDITIONS, PUBLIC_EDITION
from report_build.publish.release import BRANCH

FORMATS = ("text", "github", "gitlab", "json")  # of findings


_OF_THE_MACHINE = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EMFILE,
    errno.EIO,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code, and never lets a traceback out unless ``--debug`` asks for it."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's notice, at each build, on another project's future
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a test's stand-in may lack it
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter must not end a build
            if not stream.isatty():
                stream.reconfigure(encoding="utf-8")  # a file or program reads what we write alike on every machine
    options = _parser().parse_args(arguments)
    if options.engine:
        os.environ["REPORT_BUILD_ENGINE"] = options.engine  # read when `host` is imported, here or in a child
    try:
        return int(options.run(options))
    except UsageError as error:
        print_error(f"report-build: {error}")
        return MISUSED
    except ToolError as error:
        print_error(f"report-build: {error}")
        for line in error.stderr.splitlines():
            print_error(f"    {line}")
        return FOUND
    except StudyFindingsError as error:
        print_findings(error.findings, options.format)
        print_error(f"report-build: {error}")
        return FOUND
    except ReportError as error:
        print_error(f"report-build: {error}")
        return FOUND
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again at its end
        return FOUND
    except OSError as error:
        if error.errno not in _OF_THE_MACHINE or options.debug:
            return _internal_error(error, debug=options.debug)
        where = f" '{error.filename2 or error.filename}'" if error.filename else ""
        print_error(
            f"report-build: the machine refused{where}: {error.strerror}. Make room or leave to write, and try again"
        )
        return FOUND
    except Exception as error:  # noqa: BLE001  # reason: the last resort of the only module that may speak
        return _internal_error(error, debug=options.debug)


def _internal_error(error: Exception, *, debug: bool) -> int:
    if debug:
        traceback.print_exc()
        return FOUND
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "report_build" in frame.filename]
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    print_error(f"report-build: {type(error).__name__}: {error}{place}")
    print_error("This is a bug in report-build, not in your study. Please report it: CONTRIBUTING.md says where.")
    print_error("Add what the same command prints when it starts with: report-build --debug")
    return FOUND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="report-build", description="Build, check and serve a research report from its coded data."
    )
    parser.add_argument("--version", action="version", version=f"report-build {report_build.__version__}")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an internal error")
    parser.add_argument("--engine", metavar="mkdocs|properdocs", help="default: the one that is installed")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], does: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does)
        added.set_defaults(run=run)
        added.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return added

    def configured(added: argparse.ArgumentParser) -> None:
        added.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=f"default: {CONFIG}")
        added.add_argument("--no-cache", action="store_true", help="compute everything anew, keep nothing")

    check = command("check", site.check, "Say what is wrong with the study; write no site.")
    configured(check)
    check.add_argument("--fix", action="store_true", help="first mend spaces, quotes and ordinals where that is safe")
    check.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    check.add_argument("--all", action="store_true", help="list every note; else many of a kind are summed up")
    check.add_argument("-q", "--quiet", action="store_true", help="findings only")

    _building(command("build", site.build, "Build the site in every language."), configured)

    export = command("export", exporting.export, "Write the report in other forms, a folder for each language.")
    configured(export)
    export.add_argument(
        "form", nargs="*", metavar="FORM", help="pdf, epub, docx, tei, jats, argument, qdc or qdpx; default: all"
    )
    export.add_argument("-o", "--output", type=Path, default=None, metavar="DIR", help="default: exports")
    export.add_argument("-q", "--quiet", action="store_true", help="files and findings only")

    serve = command("serve", site.serve, "Show the report and follow every save.")
    configured(serve)
    serve.add_argument("-a", "--dev-addr", default=None, metavar="HOST:PORT", help="default: 127.0.0.1:8000")
    serve.add_argument("-o", "--open", action="store_true", help="open it in a browser")
    serve.add_argument("--unsupervised", action="store_true", help="end when the first build fails")

    display = command("display", site.display, "Rebuild one table or figure by itself.")
    display.add_argument("id", help="its id, e.g. tbl-ages")
    display.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=argparse.SUPPRESS)
    display.add_argument("--no-cache", action="store_true", help="draw it anew")
    display.add_argument("--language", default="", help="default: the study's first")
    display.add_argument("--out", type=Path, default=Path("site/displays"), help="folder; default: site/displays")

    translation.add_commands(commands.add_parser("translation", help="Keep translations in step with their originals."))

    argument.add_commands(command)

    does = "Add to a study what was coded in another tool, or a bibliography."
    importing.add_options(command("import", importing.import_command, does))

    command("codes", site.codes, "List the findings' codes, as Markdown.")
    _others(command)
    return parser


def _others(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What is read from a reviewer, and what is published."""
    review = command("review", exporting.review, "List what a reviewer wrote into the report's DOCX; change nothing.")
    review.add_argument("file", type=Path, metavar="BACK.docx", help="a file of 'report-build export docx', sent back")
    review.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=f"default: {CONFIG}")
    review.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    _publishing(command)


def _building(build: argparse.ArgumentParser, configured: Callable[[argparse.ArgumentParser], None]) -> None:
    """The options of ``build``."""
    configured(build)
    build.add_argument("--strict", action="store_true", help="fail on warnings too")
    build.add_argument("--all", action="store_true", help="list every note; else many of a kind are summed up")
    build.add_argument("-d", "--site-dir", type=Path, default=None, help="default: site, or site-restricted")
    build.add_argument("-q", "--quiet", action="store_true", help="findings only")
    build.add_argument("--slot", default="", metavar="X.Y.Z|dev", help="the published folder that the site is for")
    build.add_argument("--commit", default="", help="the commit that it is built from; recorded in the manifest")
    build.add_argument(
        "--site-url", default=None, metavar="URL", help="address above the languages; default: mkdocs.yml"
    )
    build.add_argument(
        "--edition",
        choices=EDITIONS,
        default=PUBLIC_EDITION,
        help="restricted: with all that is withheld, for the team, never published; default: public",
    )
    build.add_argument("--previous", type=Path, default=None, metavar="FOLDER", help="the version before, as published")


def _publishing(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands on the publication branch."""

    def branched(added: argparse.ArgumentParser) -> argparse.ArgumentParser:
        added.add_argument("-f", "--config-file", type=Path, default=Path(CONFIG), help=f"default: {CONFIG}")
        added.add_argument("--branch", default=BRANCH, help=f"the publication branch; default: {BRANCH}")
        return added

    def building(added: argparse.ArgumentParser) -> None:
        branched(added)
        added.add_argument("--no-cache", action="store_true", help="compute everything anew, keep nothing")
        added.add_argument("--site-url", default=None, metavar="URL", help="address above the languages")
        added.add_argument("--push", nargs="?", const="origin", metavar="REMOTE", help="and push; default: origin")
        added.add_argument("--format", choices=FORMATS, default="text", help="of findings")
        added.add_argument("-q", "--quiet", action="store_true", help="findings only")

    release = command("release", publishing.release_command, "Add a version to the publication branch, for ever.")
    release.add_argument("version", metavar="X.Y.Z")
    building(release)

    publish = command("publish", publishing.publish_command, "Replace the published head of the report.")
    publish.add_argument("slot", choices=("dev",))
    building(publish)

    withdraw = command("withdraw", publishing.withdraw_command, "Say later what is wrong with a version.")
    withdraw.add_argument("version", metavar="X.Y.Z")
    withdraw.add_argument("--reason", required=True, help="readers of the version are shown it")
    withdraw.add_argument("--erratum", action="store_true", help="tell of a mistake; the version stands")
    withdraw.add_argument(
        "--corrected-by", default="", metavar="X.Y.Z", help="of an erratum: the version that mends it"
    )
    withdraw.add_argument("--erase", nargs="+", metavar="PATH", help="put tombstones in these files' places")
    withdraw.add_argument("--date", default="", metavar="YYYY-MM-DD", help="default: today")
    building(withdraw)

    verify = command("verify", publishing.verify_command, "Hold a published version to its manifest.")
    verify.add_argument("version", metavar="X.Y.Z")
    verify.add_argument("--rebuild", action="store_true", help="build it anew from its tag and compare every byte")
    verify.add_argument(
        "--python", metavar="PATH", help="to rebuild by: has what is needed; default: made from the tag"
    )
    verify.add_argument("-q", "--quiet", action="store_true", help="differences only")
    branched(verify)

    compared = command("compare", publishing.compare_command, "Say what changed between two versions.")
    compared.add_argument("before", metavar="A", help="a released version, or the path of a study.json")
    compared.add_argument("after", metavar="B")
    compared.add_argument("--format", choices=("text", "json"), default="text")
    branched(compared)
