"""The process in which an author's drawings run: one that is ended when a function does not end by itself.

It is started when the first function is called, answers call after call, and ends with this process. What both say
goes through pipes, one pickled value after another. A function asks for the tables of the study as it needs them.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event, Lock, Timer
from typing import IO, Any, cast

from report_build.displays.own_run import Columns, OwnError, Tables, frame_of, rows_of_frame, run
from report_build.displays.rows import Rows
from report_build.findings import Finding, Place
from report_build.model.study import Script

WORKER = "report_build.displays.own_worker"  # what the process runs
GRACE = 5  # seconds, after which the process ends by itself where nobody is left to end it


@dataclass(frozen=True, slots=True)
class FrameCall:
    """A function that gives back a frame."""

    script: Script
    name: str
    line: int  # of the function
    select: Mapping[str, Any]
    language: str
    tables: tuple[str, ...]  # that it may ask for

    def answer(self, columns_of: Callable[[str], Columns]) -> tuple[Rows, tuple[str, ...]]:
        """The frame as rows, and the tables that were asked for."""
        tables = Tables(self.tables, columns_of)
        offered = {"tables": tables, "select": dict(self.select), "language": self.language}
        frame = run(self.script, self.name, offered)
        return rows_of_frame(frame, self.script, Place(self.script.file, self.line), self.name), tuple(tables.asked)


@dataclass(frozen=True, slots=True)
class PaintCall:
    """A function that draws a frame on Axes."""

    script: Script
    name: str
    line: int
    rows: Rows
    select: Mapping[str, Any]
    id: str  # of the display
    title: str
    language: str
    height: float | None  # px

    def answer(self, columns_of: Callable[[str], Columns]) -> Any:  # noqa: ARG002  # reason: one signature for both
        """The figure, and the colours in it that no scheme changes."""
        from report_build.displays.figures.axes import HEIGHT, Axes, draw_on_axes  # noqa: PLC0415  # reason: matplotlib

        def paint(axes: Axes) -> None:
            offered = {
                "frame": frame_of(self.rows),
                "axes": axes,
                "select": dict(self.select),
                "language": self.language,
            }
            run(self.script, self.name, offered)

        return draw_on_axes(paint, self.id, self.title, self.language, self.height or HEIGHT)


Call = FrameCall | PaintCall
_Asked = tuple[str, str, float]  # the text of a file, a function of it, and the seconds that it had


class _Process:
    """The process, as whoever calls sees it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._endless: dict[_Asked, Finding] = {}  # what was said of functions that did not end

    def ask(self, call: Call, columns_of: Callable[[str], Columns], seconds: float) -> Any:
        """What a function gives back.

        :param seconds: that it may take.

        :raises OwnError: it fails, does not end, or ends the process.
        """
        key = (call.script.text, call.name, seconds)
        if key in self._endless:  # the next language would wait for it, too
            raise OwnError(self._endless[key])
        with self._lock:
            process = self._process if self._process and self._process.poll() is None else self._started()
            said, late = self._exchange(process, call, columns_of, seconds)
        place = Place(call.script.file, call.line)
        if said is None and late:
            message = f"'{call.name}' does not end within {seconds:g} s, and was stopped"
            hint = "Give it less to do, or write how long it may take: drawing-seconds: in data/study.yaml"
            self._endless[key] = Finding(place, "RB610", message, hint)
            raise OwnError(self._endless[key])
        if said is None:
            message = f"'{call.name}' ended the process that it ran in (exit code {process.wait()})"
            raise OwnError(Finding(place, "RB610", message))
        what, value = said
        if what == "error":
            raise OwnError(value)
        return value

    def _exchange(
        self, process: subprocess.Popen[bytes], call: Call, columns_of: Callable[[str], Columns], seconds: float
    ) -> tuple[tuple[str, Any] | None, bool]:
        """What the process says in the end, None where it says nothing more; and whether that took too long."""
        late = Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = Timer(seconds, stop)
        calls, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        try:
            write(calls, (call, seconds))
            timer.start()
            while (said := read(answers)) is not None and said[0] == "table":
                write(calls, columns_of(said[1]))
        except BrokenPipeError:
            said = None
        except BaseException:  # what it would still say answers no other call
            process.kill()
            raise
        finally:
            timer.cancel()
        if said is None:
            process.wait()
            self._process = None
        return said, late.is_set()

    def _started(self) -> subprocess.Popen[bytes]:
        """A new process, that has imported what every function needs."""
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", WORKER],  # -P: what lies in the study's folder is never taken for a module
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONHASHSEED": "0"},
        )
        atexit.register(process.kill)
        read(cast("IO[bytes]", process.stdout))
        self._process = process
        return process


_PROCESS = _Process()
ask = _PROCESS.ask


def write(pipe: IO[bytes], value: Any) -> None:
    pickle.dump(value, pipe)
    pipe.flush()


def read(pipe: IO[bytes]) -> Any:
    """The next value; None where no more comes."""
    try:
        return pickle.load(pipe)  # noqa: S301  # reason: our own process
    except (EOFError, pickle.UnpicklingError):
        return None
