"""The only door to pandoc."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from report_build.errors import ToolError

_SECONDS = 120  # pandoc needs 7 s for 3,000 works


def pandoc(arguments: Sequence[str], text: str) -> str:
    """What pandoc writes.

    :raises ToolError: pandoc failed or took too long; with its own words.
    """
    folder = files("pypandoc") / "files"
    binary = next((str(folder / name) for name in ("pandoc", "pandoc.exe") if (folder / name).is_file()), "")
    if not binary:
        raise ToolError("pandoc is not there", "Install the package pypandoc_binary.")
    command = [binary, *arguments, "--sandbox", f"--data-dir={Path(binary).parent / 'none'}"]
    try:
        done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError("pandoc could not format the references", str(error)) from error
    if done.returncode:
        raise ToolError("pandoc could not format the references", done.stderr.strip())
    return done.stdout
