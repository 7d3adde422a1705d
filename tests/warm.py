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
from dataclasses import dataclass
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
        return self.begin(arguments, folder, environment).to_its_end(patience)

    def begin(self, arguments: list[str], folder: Path, environment: dict[str, str]) -> Running:
        """Begin one command, the leader of a group of processes; another one waits until it has ended."""
        process, place = self._process, TemporaryDirectory(prefix="warm-")
        out, err = Path(place.name, "out"), Path(place.name, "err")
        asked = {
            "arguments": arguments,
            "folder": str(folder),
            "environment": environment,
            "output": [os.devnull, str(out), str(err)],
            "umask": _umask(),
        }
        assert process.stdin is not None
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        return Running(int(self.answer()), arguments, self, place)

    def answer(self, patience: float | None = None) -> str:
        """The next line that the process says; '' after ``patience`` seconds."""
        answers = self._process.stdout
        assert answers is not None
        return answers.readline() if select.select([answers], [], [], patience)[0] else ""

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@dataclass
class Running:
    """A command that has begun."""

    pid: int
    arguments: list[str]
    by: Warm
    place: TemporaryDirectory[str]

    def to_its_end(self, patience: float) -> subprocess.CompletedProcess[str]:
        """Wait for it; TimeoutExpired after ``patience`` seconds."""
        code = self.by.answer(patience)
        if not code:
            self.by.end()
            raise subprocess.TimeoutExpired(self.arguments, patience)
        said = [Path(self.place.name, name).read_text(encoding="utf-8") for name in ("out", "err")]
        self.place.cleanup()
        return subprocess.CompletedProcess(self.arguments, int(code), *said)


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
        _say(str(child))
        _, status = os.waitpid(child, 0)
        _say(str(os.waitstatus_to_exitcode(status)))
    return None


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _become(asked: dict[str, Any]) -> None:
    os.setsid()
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
