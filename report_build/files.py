"""Writing the author's own files, each whole or not at all; and the tables that come with the engine."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: Path, text: str) -> None:
    """Write a text as UTF-8, its line ends as they are; whoever reads meanwhile finds the old file or the new one.

    :raises OSError: it cannot be written; what stood there stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
        draft.write(text.encode("utf-8"))
    if path.exists():
        shutil.copymode(path, draft.name)
    else:
        Path(draft.name).chmod(0o644)
    Path(draft.name).replace(path)


def engine_table(module: str, name: str) -> list[list[str]]:
    """The rows of a CSV file that comes with the engine, below the names of its columns.

    :param module: ``__file__`` of a module in the same folder.
    """
    with Path(module).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
