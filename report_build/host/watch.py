"""Watching the sources while an author edits: sooner than the host does, and where its watching would end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import TYPE_CHECKING

from watchdog.events import FileModifiedEvent
from watchdog.observers.api import ObservedWatch

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

_INTERVAL = 0.05  # seconds between two looks at the sources, at least
_REST = 0.08  # seconds without a change after which a build begins: longer than until the next look
_SHARE = 0.05  # of a core's time is spent on looking, at most

State = Mapping[Path, tuple[int, int]]


def state_of(paths: Iterable[Path]) -> State:
    """Modification time and size of every file at or below the paths; what is not there, or is hidden, is left out."""
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        for file in _files(path):
            try:
                about = file.stat()
            except OSError:
                continue  # gone between listing and looking, or a dangling link
            if not file.name.startswith("."):
                found[file] = (about.st_mtime_ns, about.st_size)
    return found


def _files(path: Path) -> list[Path]:
    try:
        return [path, *path.rglob("*")] if path.is_dir() else [path]
    except OSError:  # a folder that went while it was listed
        return [path]


def follow(server: LiveReloadServer, folder: Path, sources: Iterable[Path], told: Path) -> Watch:
    """Let the server build anew when the pages or other sources change, and no longer look at the pages itself.

    The host looks twice a second, and its looking ends for good when what it looks at is moved away, as editors and
    git do.

    :param folder: of the pages, which the server watches so far.
    :param told: a file that it watches: it is told at once that this one has changed.
    """
    server.unwatch(str(folder))
    server.build_delay = _REST
    name = str(told.absolute())

    def changed() -> None:
        server.observer.event_queue.put((FileModifiedEvent(name), ObservedWatch(name, recursive=True)))

    watched = [folder, *sources]
    watch = Watch(lambda: state_of(watched), changed)
    watch.start()
    return watch


class Watch(Thread):
    """Looks at something again and again, and calls back when it has changed."""

    def __init__(self, look: Callable[[], object], changed: Callable[[], None]) -> None:
        super().__init__(name="report-build watch", daemon=True)
        self._look, self._changed = look, changed
        self._ended = Event()

    def run(self) -> None:
        before, took = self._look(), 0.0
        while not self._ended.wait(max(_INTERVAL, took / _SHARE)):
            began = perf_counter()
            now = self._look()
            took = perf_counter() - began
            if now != before:
                before = now
                self._changed()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
