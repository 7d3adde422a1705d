"""Writing a new study: whole, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp

from report_build.errors import UsageError

_GIT = ".git"  # an empty repository is a fine place to begin in


def write_new(folder: Path, files: Mapping[str, str], finish: Callable[[Path], None] = lambda _: None) -> None:
    """Write a study into a folder that is not there yet, or empty; everything is made beside it, then put in place.

    :param finish: what is still to be done to the files, before they are put in place.
    :raises UsageError: something is there; it stands as it was.
    """
    folder = folder.absolute()
    require_empty(folder)
    if folder.is_dir():  # its own folder stays: a terminal may stand in it
        _move_into(folder, files, finish)
        return
    made = _missing(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        try:
            _write(draft / "study", files, finish)
            (draft / "study").rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except BaseException:
        if made != folder:
            shutil.rmtree(made, ignore_errors=True)
        raise


def _move_into(folder: Path, files: Mapping[str, str], finish: Callable[[Path], None]) -> None:
    """Write the study into an empty folder; what was put there is taken back where the rest cannot be."""
    draft = Path(mkdtemp(dir=folder, prefix=".new-"))
    moved: list[Path] = []
    try:
        _write(draft / "study", files, finish)
        for entry in sorted((draft / "study").iterdir()):
            entry.rename(folder / entry.name)
            moved.append(folder / entry.name)
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(root: Path, files: Mapping[str, str], finish: Callable[[Path], None]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    finish(root)


def require_empty(folder: Path) -> None:
    """:raises UsageError: a file stands there, or the folder has something in it besides an empty repository."""
    if folder.is_dir():
        found = sorted(path.name for path in folder.iterdir() if path.name != _GIT)
        if found:
            more = f" and {len(found) - 1} more" if len(found) > 1 else ""
            raise UsageError(f"{folder} is not empty: {found[0]}{more} is there. Name a folder that is not there yet")
    elif folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder} is no folder. Name one that is not there yet")


def _missing(folder: Path) -> Path:
    """The uppermost folder that has to be made."""
    while not folder.parent.exists():
        folder = folder.parent
    return folder
