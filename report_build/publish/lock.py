"""A lock on an open file, which the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import sys
from typing import IO

# The modules differ by system, and neither is there on the other: they are imported where a lock is wanted.
_FAR = 1 << 30  # the byte that Windows locks: beyond any content, which others may go on reading


def take_lock(file: IO[str]) -> None:
    """Take the lock, or say at once that another holds it.

    :raises OSError: another holds it.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # reason: see above

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  # reason: see above

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def leave_lock(file: IO[str]) -> None:
    """Let go of it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  # reason: see above

        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  # reason: see above

        fcntl.flock(file, fcntl.LOCK_UN)
