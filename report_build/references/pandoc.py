"""The only door to pandoc."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from report_build.errors import ToolError

_SECONDS = 120  # pandoc needs 7 s for 3,000 works


def _binary() -> str:
    """Where pandoc is.

    :raises ToolError: it is not installed.
    """
    folder = files("pypandoc") / "files"
    binary = next((str(folder / name) for name in ("pandoc", "pandoc.exe") if (folder / name).is_file()), "")
    if not binary:
        raise ToolError("pandoc is not there", "Install the package pypandoc_binary.")
    return binary


def pandoc(arguments: Sequence[str], text: str) -> str:
    """What pandoc writes.

    :raises ToolError: pandoc failed or took too long; with its own words.
    """
    return _run([*arguments], text.encode(), "pandoc could not format the references").decode()


def written(form: str, document: Mapping[str, object], *, date: str) -> bytes:
    """A document of pandoc's own, as a file of another form.

    :param date: ISO date that the file says it was made on.
    :raises ToolError: as :func:`pandoc`.
    """
    try:
        made = int(datetime.fromisoformat(date).replace(tzinfo=UTC).timestamp())
    except ValueError:
        made = 0
    text = json.dumps(document, ensure_ascii=False).encode()
    return _run(
        ["-f", "json", "-t", form, "-o", "-"], text, f"pandoc could not write {form}", SOURCE_DATE_EPOCH=str(made)
    )


def equations_for_typst(equations: Sequence[str]) -> Mapping[str, str]:
    """LaTeX -> what stands for it in Typst's mathematics; an equation that pandoc does not know is left out.

    :param equations: each on one line.
    :raises ToolError: as :func:`pandoc`.
    """
    if not equations:
        return {}
    blocks = [{"t": "Para", "c": [{"t": "Math", "c": [{"t": "InlineMath"}, tex]}]} for tex in equations]
    document = json.dumps({"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}, ensure_ascii=False)
    made = pandoc(["-f", "json", "-t", "typst", "--wrap=none"], document).rstrip("\n").split("\n\n")
    return {
        tex: one.removeprefix("$").removesuffix("$")
        for tex, one in zip(equations, made, strict=True)
        if one.startswith("$") and one.endswith("$")
    }


def read(form: str, content: bytes, *arguments: str) -> Mapping[str, Any]:
    """A file as a document of pandoc's own.

    :raises ToolError: as :func:`pandoc`.
    """
    said = _run(["-f", form, "-t", "json", *arguments], content, f"pandoc could not read the file as {form}")
    document: Mapping[str, Any] = json.loads(said)
    return document


def _run(arguments: Sequence[str], given: bytes, failure: str, **environment: str) -> bytes:
    binary = _binary()
    command = [binary, *arguments, "--sandbox", f"--data-dir={Path(binary).parent / 'none'}"]
    try:
        done = subprocess.run(
            command, input=given, capture_output=True, timeout=_SECONDS, check=False, env={**os.environ, **environment}
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(failure, str(error)) from error
    if done.returncode:
        raise ToolError(failure, done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
