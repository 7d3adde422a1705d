"""Where a server keeps what it shows: a folder that goes when the server ends, however it ends."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from report_build.publish.lock import leave_lock, take_lock

_PREFIX = "report-build-serve-"
_HELD = "held"  # a file in it, locked as long as its server runs


@contextmanager
def own_temporary_folder() -> Iterator[Path]:
    """Let all temporary files meanwhile stand in one folder; what servers that were killed left behind is cleared."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        _clear(left)
    folder, before = Path(tempfile.mkdtemp(prefix=_PREFIX)), tempfile.tempdir
    try:
        with (folder / _HELD).open("w", encoding="utf-8") as held:
            take_lock(held)
            tempfile.tempdir = str(folder)
            yield folder
    finally:
        tempfile.tempdir = before
        rmtree(folder, ignore_errors=True)


def _clear(left: Path) -> None:
    """Take a folder away whose server has ended."""
    try:
        with (left / _HELD).open("r+", encoding="utf-8") as held:
            take_lock(held)
            leave_lock(held)
    except OSError:
        return  # its server runs, or it is another user's
    rmtree(left, ignore_errors=True)
