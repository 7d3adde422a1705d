"""The few exceptions: what cannot be said as a finding on a study."""

from __future__ import annotations

from collections.abc import Sequence

from report_build.findings import Finding


class ReportError(Exception):
    """A failure that the user can act on; the message is one line, the cure included."""


class UsageError(ReportError):
    """The command or the configuration is used wrongly (exit code 2)."""


class ToolError(ReportError):
    """A foreign program failed; ``stderr`` is what it said, printed indented below ours."""

    def __init__(self, message: str, stderr: str = "") -> None:
        super().__init__(message)
        self.stderr = stderr


class StudyFindingsError(ReportError):
    """A study that cannot be published as it is; ``findings`` say why."""

    def __init__(self, message: str, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = findings
