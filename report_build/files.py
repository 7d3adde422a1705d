"""Files: the author's, written whole or not at all and known by what they contain; tables of the engine."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from hashlib import sha256
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


def digest_of(paths: Iterable[Path]) -> str:
    """A hash of what files, and the files of folders, contain; one that cannot be read counts as its error."""
    digest = sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            try:
                content = file.read_bytes()
            except OSError as error:
                content = str(error).encode()
            digest.update(f"{file}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return digest.hexdigest()


def engine_table(module: str, name: str) -> list[list[str]]:
    """The rows of a CSV file that comes with the engine, below the names of its columns.

    :param module: ``__file__`` of a module in the same folder.
    """
    with Path(module).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]
