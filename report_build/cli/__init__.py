"""``report-build``: what its commands do; only this package prints. Their options are described in ``commands``.

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
from importlib import import_module
from pathlib import Path

from report_build.cli.output import FOUND, MISUSED, print_error, print_findings
from report_build.commands import parser
from report_build.errors import ReportError, StudyFindingsError, ToolError, UsageError

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
    options = parser().parse_args(arguments)
    if options.engine:
        os.environ["REPORT_BUILD_ENGINE"] = options.engine  # read when `host` is imported, here or in a child
    try:
        return _function(options.run)(options)
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


def _function(name: str) -> Callable[[argparse.Namespace], int]:
    """What runs a command: ``site.check`` is the function of that name in the module of this package."""
    module, _, function = name.partition(".")
    found: Callable[[argparse.Namespace], int] = getattr(import_module(f"{__name__}.{module}"), function)
    return found
