"""A real server in a process of its own, and waiting for what it shows."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from conftest import ENGINE

PATIENCE = 40.0  # seconds: the machine may be busy with other tests


class Server:
    """``serve`` of the engine itself, or ``report-build serve`` above it, on a free port."""

    def __init__(self, study: Path, *, supervised: bool = False, options: tuple[str, ...] = ()) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        command = ["report_build", "serve"] if supervised else [ENGINE, "serve"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command, "-a", self.address, *options],
            cwd=study,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self.log: list[str] = []
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "HTTP/1.1" not in line:  # requests, of which a test makes hundreds
                self.log.append(line.rstrip("\n"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.running:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._reader.join(10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill the command alone, as a system does that runs out of memory."""
        self._process.kill()
        self._process.wait(10)

    def said(self, words: str) -> int:
        """How many lines of the log have these words."""
        return sum(words in line for line in list(self.log))

    def page(self, name: str = "index.html") -> str:
        """A page as it is served; '' where there is no answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{name}", timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()
        except OSError:
            return ""

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for something; the log is the message where it does not come."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if holds():
                return
            assert self.running or holds(), f"the server ended while waiting for {what}:\n" + "\n".join(self.log)
            time.sleep(0.1)
        raise AssertionError(f"no {what}:\n" + "\n".join(self.log))

    def shows(self, words: str, name: str = "index.html") -> None:
        """Wait for a page to have these words."""
        self.until(lambda: words in self.page(name), f"{words!r} in {name}")

    def drops(self, words: str, name: str = "index.html") -> None:
        """Wait for a page to be there without these words."""
        self.until(lambda: words not in (self.page(name) or words), f"{name} without {words!r}")
