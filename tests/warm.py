"""A process that has imported the commands once, and forks itself for each that it is asked to run.

Importing takes half of a command on a small study, and the suite runs hundreds. What forks is the real command in a
process of its own: its folder, environment and output are the caller's. ``--thorough`` starts each one anew instead.
"""

from __future__ import annotations

import gc
import json
import os
import select
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from report_build.cache import engine_fingerprint

IMPORTED = (
    "jsonschema",
    "markdown.extensions.codehilite",
    "markdown.extensions.fenced_code",
    "markdown.extensions.tables",
    "material.templates",
    "matplotlib.figure",
    "mkdocs.commands.build",
    "pandas",
    "report_build.check.citation_schema",
    "report_build.cli.argument",
    "report_build.cli.publishing",
    "report_build.cli.site",
    "report_build.displays.figures",
    "report_build.plugin",
    "report_build.project",
    "report_build.publish.release",
)


class Warm:
    """The caller's side: one process for as long as the caller lives."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
        )

    def run(
        self, arguments: list[str], folder: Path, environment: dict[str, str], patience: float
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end; TimeoutExpired after ``patience`` seconds."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        with TemporaryDirectory(prefix="warm-") as place:
            out, err = Path(place, "out"), Path(place, "err")
            asked = {
                "arguments": arguments,
                "folder": str(folder),
                "environment": environment,
                "output": [os.devnull, str(out), str(err)],
                "umask": _umask(),
            }
            process.stdin.write(json.dumps(asked) + "\n")
            process.stdin.flush()
            if not select.select([process.stdout], [], [], patience)[0]:
                self.end()
                raise subprocess.TimeoutExpired(arguments, patience)
            code = int(process.stdout.readline())
            said = (file.read_text(encoding="utf-8") for file in (out, err))
            return subprocess.CompletedProcess(arguments, code, *said)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


def _umask() -> int:
    now = os.umask(0o077)
    os.umask(now)
    return now


def _answer() -> None:
    """Fork for each line that comes in; the process that runs the command leaves by its end."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            return _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return None


def _become(asked: dict[str, Any]) -> None:
    for standard, path in enumerate(asked["output"]):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(file, standard)
        os.close(file)
    os.umask(asked["umask"])
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    sys.path[0] = asked["folder"]
    sys.argv[1:] = asked["arguments"]
    from report_build.cli import main  # noqa: PLC0415  # reason: as `python -m report_build` does it, in its own process

    sys.exit(main())


if __name__ == "__main__":
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    for name in IMPORTED:
        import_module(name)
    engine_fingerprint()
    gc.collect()
    gc.freeze()
    _answer()
