"""Watching the sources while an author edits, where MkDocs' own watching would end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Event, Thread

_INTERVAL = 0.3  # seconds between two looks at the sources

State = Mapping[Path, tuple[int, int]]


def state_of(paths: Iterable[Path]) -> State:
    """Modification time and size of every file at or below the paths; what is not there, or is hidden, is left out."""
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        for file in [path, *path.rglob("*")] if path.is_dir() else [path]:
            try:
                about = file.stat()
            except OSError:
                continue  # gone between listing and looking, or a dangling link
            if not file.name.startswith("."):
                found[file] = (about.st_mtime_ns, about.st_size)
    return found


class Watch(Thread):
    """Looks at something again and again, and calls back when it has changed.

    MkDocs' own watching ends for good when what it watches is moved away, as editors and git do.
    """

    def __init__(self, look: Callable[[], object], changed: Callable[[], None]) -> None:
        super().__init__(name="report-build watch", daemon=True)
        self._look, self._changed = look, changed
        self._ended = Event()

    def run(self) -> None:
        before = self._look()
        while not self._ended.wait(_INTERVAL):
            now = self._look()
            if now != before:
                before = now
                self._changed()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
