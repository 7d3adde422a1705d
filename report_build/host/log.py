"""What goes through the engine's log."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from mkdocs.exceptions import PluginError

from report_build.findings import Finding, in_order
from report_build.host.engine import ENGINE

_LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.INFO}
STOPPED = "the report was not built"
engine_log = logging.getLogger(ENGINE)  # whose warnings a strict build counts, with those of every log below it
log = logging.getLogger(f"{ENGINE}.plugins.report")
if ENGINE != "mkdocs":
    logging.getLogger("mkdocs").parent = engine_log  # themes and plug-ins know that name alone


def report(findings: Iterable[Finding]) -> None:
    """Log findings, in order, each at its severity: strict builds count them."""
    for finding in in_order(findings):
        log.log(_LEVELS[finding.severity], "%s", finding, extra={"finding": finding})


def say(words: str) -> None:
    """Tell how the work goes: our commands pass it on, MkDocs' own do with ``-v``."""
    log.debug("%s", words, extra={"progress": True})


def stop(findings: Iterable[Finding]) -> PluginError:
    """What ends a build whose errors leave nothing sound to show; the findings were reported."""
    count = sum(finding.severity == "error" for finding in in_order(findings))
    return PluginError(f"{STOPPED}: {count} error{'s' if count > 1 else ''} to mend first")


def in_one_line(words: str, config_file: Path) -> str:
    """MkDocs' words as a finding has them: no line ends, no final full stop, paths from the study's root."""
    return " ".join(words.split()).rstrip(".").replace(f"{config_file.resolve().parent}{os.sep}", "")


class Progress(logging.Handler):
    """Passes on how the work goes."""

    def __init__(self, progress: Callable[[str], None]) -> None:
        super().__init__(logging.DEBUG)
        self.progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        if "progress" in record.__dict__:
            self.progress(record.getMessage())


class Listening(logging.Handler):
    """Keeps what is said meanwhile."""

    def __init__(self, level: int = logging.INFO) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    @property
    def anything(self) -> bool:
        """Whether anything was said: to people that must be said again."""
        return bool(self.messages)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def __enter__(self) -> Self:
        engine_log.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        engine_log.removeHandler(self)
