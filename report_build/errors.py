"""The few exceptions: what cannot be said as a finding on a study."""

from __future__ import annotations


class ReportError(Exception):
    """A failure that the user can act on; the message is one line, the cure included."""


class UsageError(ReportError):
    """The command or the configuration is used wrongly (exit code 2)."""


class ToolError(ReportError):
    """A foreign program failed; ``words`` are its own, printed indented below ours."""

    def __init__(self, message: str, words: str = "") -> None:
        super().__init__(message)
        self.words = words
