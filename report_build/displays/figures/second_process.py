"""A second process that draws some figures while this one draws the others: drawing is a third of a cold build."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Thread
from typing import Self

from report_build.displays.figures import Figure, draw_figure
from report_build.displays.figures.sheet import Panel


@dataclass(frozen=True, slots=True)
class Order:
    """A figure to be drawn: what :func:`report_build.displays.figures.draw_figure` takes."""

    panels: tuple[Panel, ...]
    name: str
    title: str
    language: str

    def drawn(self) -> Figure:
        """The figure."""
        return draw_figure(self.panels, self.name, self.title, self.language)


_beside = 1


def work_beside(others: int) -> None:
    """Say that as many other processes do as much as this one, so that its share of the processors is smaller."""
    global _beside  # noqa: PLW0603  # reason: set once, when a process begins
    _beside = 1 + others


def draw_figures(orders: Sequence[Order]) -> list[Figure]:
    """Figures in the order of their orders; where a processor is free, half of them beside the others.

    Where the second process cannot be had, or fails, this one draws its figures as well: an error is then raised here.
    """
    shared = orders[1::2] if (os.cpu_count() or 1) > _beside else []
    if not shared:
        return [order.drawn() for order in orders]
    with _SecondProcess(shared) as other:
        own = [order.drawn() for order in orders[::2]]
        others = other.figures() or [order.drawn() for order in shared]
    figures = [*own, *others]
    figures[::2], figures[1::2] = own, others
    return figures


class _SecondProcess:
    """The second process, with its orders; it ends with the ``with`` statement, whatever happens there."""

    def __init__(self, orders: Sequence[Order]) -> None:
        self._orders = orders
        self._said = b""

    def __enter__(self) -> Self:
        # -P: what lies in the study's folder is never taken for a module
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        # a thread, since each side of a pipe waits for the other
        self._talk = Thread(target=self._exchange, daemon=True)
        self._talk.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._talk.join()

    def _exchange(self) -> None:
        self._said, _ = self._process.communicate(pickle.dumps(self._orders))

    def figures(self) -> list[Figure]:
        """What it drew; nothing where it failed."""
        self._talk.join()
        return pickle.loads(self._said) if self._process.returncode == 0 else []  # noqa: S301  # reason: our own process


def main() -> None:
    """Draw what standard input orders, and write the figures to standard output."""
    orders = pickle.load(sys.stdin.buffer)  # noqa: S301  # reason: from our own process
    sys.stdout.buffer.write(pickle.dumps([order.drawn() for order in orders]))


if __name__ == "__main__":
    main()
