"""What the process of an author's drawings does: answer calls until no more come."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from report_build.displays.own_process import GRACE, Call, read, write
from report_build.displays.own_run import Columns, OwnError, failed


def _answered(call: Call, columns_of: Callable[[str], Columns]) -> tuple[str, Any]:
    try:
        return "value", call.answer(columns_of)
    except OwnError as error:
        return "error", error.finding
    except Exception as error:  # noqa: BLE001  # reason: what an author put on the Axes fails when it is drawn
        return "error", failed(call.script, call.name, error)


def main() -> None:
    """Answer calls until no more come; what is printed goes where messages go."""
    import pandas as pd  # noqa: F401, PLC0415  # reason: that nobody's time is counted for it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us, too
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdin = io.StringIO()  # a function that asks for input gets none

    def columns_of(name: str) -> Columns:
        write(answers, ("table", name))
        found: Columns = read(calls)
        return found

    write(answers, "ready")
    while (asked := read(calls)) is not None:
        call, seconds = asked
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds + GRACE)
        said = _answered(call, columns_of)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        write(answers, said)


if __name__ == "__main__":
    main()
