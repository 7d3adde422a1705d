"""``check --fix``: mend the language of sources where that is safe, and leave every other byte as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from report_build.files import write_whole
from report_build.model.description import Table
from report_build.model.schema import TABLES
from report_build.typography.faults import edits, faults, suspect
from report_build.typography.prose import masked_page, masked_text
from report_build.typography.scalars import Piece, pieces_of_csv, pieces_of_page, pieces_of_yaml

_ROUNDS = 4  # what one mending brings to light, the next one mends


Mend = Callable[[str], tuple[str, int]]  # a file's text -> mended, and how many places were


def mend_page(text: str, language: str) -> tuple[str, int]:
    """A page with its prose mended, line ends as they are, and how many places were."""
    return _mended(text, lambda now: [pieces_of_page(now, language)], masked_page)


def mend_csv(text: str, table: Table) -> tuple[str, int]:
    """A CSV file with the cells of its text columns mended, and how many places were."""
    return _mended(text, lambda now: pieces_of_csv(now, table), masked_text)


def mend_yaml(text: str) -> tuple[str, int]:
    """A YAML data file with its wordings mended, and how many places were."""
    return _mended(text, pieces_of_yaml, masked_text)


def _mended(text: str, read: Callable[[str], Iterable[Piece]], mask: Callable[[str], str]) -> tuple[str, int]:
    count = 0
    for _ in range(_ROUNDS):
        changes = [
            (piece.places[fault.start][0] if fault.start < len(piece.places) else piece.places[-1][1], fault, piece)
            for piece in read(text)
            if suspect(piece.signs, piece.language)
            for fault in edits(faults(mask(piece.signs), piece.language))
        ]
        if not changes:
            break
        parts, place = [], 0
        for start, fault, piece in sorted(changes, key=lambda change: change[0]):
            end = piece.places[fault.end - 1][1] if fault.end > fault.start else start
            parts += [text[place:start], fault.right or ""]
            place = end
        text = "".join([*parts, text[place:]])
        count += len(changes)
    return text, count


def mend_sources(
    root: Path, docs: Mapping[str, str], data: str = "data", tables: Iterable[Table] = TABLES
) -> dict[str, int]:
    """Mend the pages and data files of a study in place, each whole or not at all: path from the root -> places.

    Files in another encoding than UTF-8, and CSV and YAML files that cannot be read to their end, are left alone.

    :param docs: language -> folder of its pages, from the root.
    :param tables: the study's, its own ones and its attributes included.
    """
    files: dict[Path, Mend] = {}
    for language, folder in docs.items():
        for path in sorted((root / folder).rglob("*.md")):
            files[path] = partial(mend_page, language=language)
    for table in tables:
        files[root / data / table.file] = partial(mend_csv, table=table) if table.file.endswith(".csv") else mend_yaml
    done: dict[str, int] = {}
    for path, mend in files.items():
        count = _mend_file(path, mend)
        if count:
            done[path.relative_to(root).as_posix()] = count
    return done


def _mend_file(path: Path, mend: Mend) -> int:
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return 0  # the check says so
    now, count = mend(text)
    if count:
        write_whole(path, now)
    return count
