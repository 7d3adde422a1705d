"""Where sites and files may be written: never over a source, and never where something else lies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from unicodedata import normalize

from report_build.cache import TAG, USUAL
from report_build.publish import manifest

BEGUN = ".report-build"  # in a folder while a site is made there
FRONT_PAGE = (
    b'<meta name="generator" content="report-build">'  # in the page above the languages, which no manifest lists
)
PUBLISHING = "report-build-publishing"  # in git's folder: what a release is made in, and taken away with it
_HISTORY = frozenset({".git", ".hg", ".svn"})
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_CURE = "Name a new folder, or take that away yourself"


def refusal(out: Path, sources: Iterable[Path], written: Iterable[str] = (), *, beside: str = "") -> str:
    """Why a folder may be neither cleared nor written into, with both paths and the cure; '' where it may.

    :param sources: files and folders that the study is made from or uses.
    :param written: names, relative to the folder, that the tool gives to what it writes there.
    :param beside: name of a folder in it that is left as it is.
    """
    folder = out.resolve()
    return not_apart(folder, sources) or _holding(folder, _strange(folder, {*written, *_around(folder)}, beside))


def refusal_as_cache(out: Path, sources: Iterable[Path]) -> str:
    """As :func:`refusal`, for a folder that computed values are kept in."""
    folder = out.resolve()
    ours = folder.parts[-2:] == USUAL or (folder / TAG).is_file() or not folder.is_dir()
    return not_apart(folder, sources) or _holding(folder, None if ours else next(folder.iterdir(), None))


def not_apart(out: Path, sources: Iterable[Path]) -> str:
    """Why a folder and the sources get into each other's way; '' where they do not."""
    folder = out.resolve()
    head = f"'{folder}' cannot be written to"
    for known in (source.resolve() for source in sources):
        if _is_within(known, folder) and known.exists():
            return f"{head}: the study's '{known}' would be lost in it. Name a folder apart from it"
        if _is_within(folder, known):
            return f"{head}: it is in '{known}', which the study uses. Name a folder outside"
    for part in (folder, *folder.parents):
        if part.name in _HISTORY and not folder.is_relative_to(part / PUBLISHING):
            return f"{head}: it is in '{part}', which holds a history of versions. Name a folder outside"
        if part.exists() and not part.is_dir():
            return f"{head}: '{part}' is a file. Name a folder"
    return ""


def _is_within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or lies below it, whether or not a disk tells capitals and forms of accents apart."""
    outer, inner = ([normalize("NFC", part).casefold() for part in one.parts] for one in (folder, path))
    return inner[: len(outer)] == outer


def _holding(folder: Path, strange: Path | None) -> str:
    if strange is None:
        return ""
    return f"'{folder}' cannot be written to: it holds '{strange}', which report-build did not write. {_CURE}"


def begin_site(folder: Path) -> None:
    """Mark a folder as one that a site is being made in, so that one that was cut off can be made anew."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / BEGUN).touch()


def end_site(folder: Path) -> None:
    """The site is whole: from here on its manifest says what was written."""
    (folder / BEGUN).unlink(missing_ok=True)


def abandon_site(folder: Path) -> None:
    """Errors kept the site from being made: leave no mark, nor an empty folder that looks like a site."""
    if not (folder / BEGUN).exists():
        return
    (folder / BEGUN).unlink()
    for place in (folder, *folder.parents):
        if any(place.iterdir()):
            break
        place.rmdir()


def _around(folder: Path) -> set[str]:
    """The names, relative to the folder, of what was written there as part of a site around it."""
    return {
        Path(name).relative_to(folder.relative_to(above)).as_posix()
        for above in folder.parents
        for name in _listed(above)
        if Path(name).is_relative_to(folder.relative_to(above))
    }


def _strange(folder: Path, written: set[str], beside: str = "", *, inside: bool = False) -> Path | None:
    """The first thing in a folder that the tool did not write; what is hidden at its top is never touched.

    :param written: names below the folder that the tool gives, or that a folder above lists.
    :param inside: whether all that the folder holds would be taken away.
    """
    if not folder.is_dir() or (folder / BEGUN).exists():
        return None
    known = {*written, *_listed(folder)}
    for entry in sorted(folder.iterdir()):
        name = entry.name
        if name in {beside, *_LEFT_BY_SYSTEMS} or (name.startswith(".") and not inside):
            continue
        if entry.is_dir() and not entry.is_symlink():
            below = {one.removeprefix(f"{name}/") for one in known if one.startswith(f"{name}/")}
            if (strange := _strange(entry, below, inside=True)) is not None:
                return strange
        elif entry.is_symlink() or (name not in known and not _is_front_page(entry)):
            return entry
    return None


def _listed(folder: Path) -> list[str]:
    """What a site's manifest lists, and the manifest."""
    try:
        return [manifest.FILE, *manifest.Manifest.from_json((folder / manifest.FILE).read_bytes()).outputs]
    except (OSError, UnicodeError, ValueError, json.JSONDecodeError):
        return []


def _is_front_page(file: Path) -> bool:
    return file.name == "index.html" and FRONT_PAGE in file.read_bytes()
