"""Figures as PNG: where a processor is free, a second process draws them while this one goes on with the pages."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Thread
from weakref import finalize

from report_build.displays.figures.sheet import Panel, filed, side_by_side


@dataclass(frozen=True)
class Picture:
    """A PNG that is read, or drawn, once it is asked for."""

    shows: str  # all that decides how it looks, or a hash of it
    made: Callable[[], bytes] = field(compare=False, repr=False)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (self.shows,)  # what it is by value, for hashes of what it is part of

    @cached_property
    def content(self) -> bytes:
        """Its bytes."""
        return self.made()


def drawn_on_one_sheet(panels: Sequence[Panel]) -> bytes:
    """Panels as PNG, on one sheet."""
    from report_build.displays.figures import canvas  # noqa: PLC0415  # reason: matplotlib takes half a second

    return canvas.png(side_by_side(filed(panels)))


_beside = 1


def work_beside(others: int) -> None:
    """Say that as many other processes do as much as this one, so that its share of the processors is smaller."""
    global _beside  # noqa: PLW0603  # reason: set once, when a process begins
    _beside = 1 + others


def draw_beside(figures: Sequence[Sequence[Panel]]) -> list[Callable[[], bytes]]:
    """What gives each of some figures as PNG, in their order; a second process begins to draw them at once.

    Where it cannot be had, or fails, this one draws what it is asked for: an error is then raised here.
    """
    if not figures or (os.cpu_count() or 1) <= _beside:
        return [lambda one=panels: drawn_on_one_sheet(one) for panels in figures]  # type: ignore[misc]  # reason: bound at once
    other = SecondProcess(figures)
    return [lambda one=number: other.picture(one) for number in range(len(figures))]  # type: ignore[misc]  # reason: as above


class SecondProcess:
    """A second process with the figures that it draws; it ends at the latest when nobody can ask for them any more."""

    def __init__(self, figures: Sequence[Sequence[Panel]]) -> None:
        self._figures = figures
        self._made: list[bytes] = []
        # -P: what lies in the study's folder is never taken for a module
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        finalize(self, _end, self._process)
        # a thread, since each side of a pipe waits for the other
        self._talk = Thread(target=_exchange, args=(self._process, figures, self._made), daemon=True)
        self._talk.start()

    def picture(self, number: int) -> bytes:
        """One of the figures, once all are drawn."""
        self._talk.join()
        return self._made[number] if self._made else drawn_on_one_sheet(self._figures[number])


def _exchange(process: subprocess.Popen[bytes], figures: Sequence[Sequence[Panel]], made: list[bytes]) -> None:
    said, _ = process.communicate(pickle.dumps(figures))
    if process.returncode == 0:
        made += pickle.loads(said)  # noqa: S301  # reason: our own process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def main() -> None:
    """Draw the figures on standard input, and write their pictures to standard output."""
    figures = pickle.load(sys.stdin.buffer)  # noqa: S301  # reason: from our own process
    sys.stdout.buffer.write(pickle.dumps([drawn_on_one_sheet(panels) for panels in figures]))


if __name__ == "__main__":
    main()
