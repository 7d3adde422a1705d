"""Writing the author's own files: each whole or not at all."""

from __future__ import annotations

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
