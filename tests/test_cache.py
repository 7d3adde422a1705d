"""What is kept of former builds, and for how long."""

from __future__ import annotations

import os
from pathlib import Path
from time import time

from report_build.cache import TAG, Cache

DAY = 24 * 3600


def aged(file: Path, days: float) -> None:
    os.utime(file, (time() - days * DAY, time() - days * DAY))


def entries(folder: Path) -> list[bytes]:
    return sorted(file.read_bytes()[32:] for file in folder.glob("*/*"))


def test_what_was_of_no_use_for_a_month_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for name in ("old", "used", "new"):
        cache.keep("kind", [name], name.encode())
    for file in tmp_path.glob("kind/*"):
        aged(file, 1 if file.read_bytes().endswith(b"new") else 40)
    assert cache.known("kind", ["used"]) == b"used"
    cache.tidy()
    assert entries(tmp_path) == [b"new", b"old", b"used"]  # it was looked at today, when it was made
    aged(tmp_path / TAG, 2)
    cache.tidy()
    assert entries(tmp_path) == [b"new", b"used"]
    assert cache.text("kind", ["old"], lambda: "again") == "again"


def test_tidying_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    Cache(tmp_path / "nowhere").tidy()
    Cache(None).tidy()
    assert list(tmp_path.iterdir()) == []
