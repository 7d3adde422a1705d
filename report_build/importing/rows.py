"""Changing an author's CSV file where it must be, and nowhere else: rows and columns added, single rows replaced."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from report_build.errors import UsageError

Rows = Sequence[Mapping[str, str]]


def read_file(path: Path) -> str:
    """The text of a file, '' where there is none.

    :raises UsageError: it is in another encoding.
    """
    try:
        return path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is not UTF-8. Save it so first, and import again") from error


def with_rows(path: Path, columns: Sequence[str], new: Rows, changed: Mapping[str, Mapping[str, str]]) -> str:
    """A CSV file's text with rows at its end, and others with new cells in their place.

    :param columns: of a file that is not there yet; one that is there keeps its own, and gets those that rows need.
    :param changed: first cell of a row -> column -> its new text.
    :raises UsageError: the file is not separated by commas.
    """
    text = read_file(path)
    ends = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        return _written([dict.fromkeys(columns, "")], columns, ends, header=True) + _written(new, columns, ends)
    known = [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")), [])]
    if len(known) < 2:  # noqa: PLR2004  # reason: another separator leaves one column
        raise UsageError(f"{path.name} is not separated by commas. Save it so first, and import again")
    needed = {name for row in (*new, *changed.values()) for name, cell in row.items() if cell}
    added = [name for name in columns if name in needed and name not in known]
    whole = [*known, *added]
    text = _records(text, known, added, changed, ends)
    return text + ("" if text.endswith("\n") else ends) + _written(new, whole, ends)


def _written(rows: Rows, columns: Sequence[str], ends: str, *, header: bool = False) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator=ends, extrasaction="ignore")
    if header:
        writer.writeheader()
    else:
        writer.writerows(rows)
    return out.getvalue()


def _records(
    text: str, columns: Sequence[str], added: Sequence[str], changed: Mapping[str, Mapping[str, str]], ends: str
) -> str:
    """A file's text, record by record: those that are not changed stay as they are written."""
    lines = text.splitlines(keepends=True) if "\x0b" not in text and "\x85" not in text else text.split("\n")
    reader = csv.reader(io.StringIO(text, newline=""))
    out: list[str] = []
    start = 0
    for number, cells in enumerate(reader):
        written = "".join(lines[start : reader.line_num])
        start = reader.line_num
        bare = written.rstrip("\r\n")
        new = changed.get(cells[0].strip()) if number and cells else None
        if new is not None:
            row = dict(zip(columns, cells, strict=False)) | dict(new)
            out.append(_written([row], [*columns, *added], ends))
        elif not cells:
            out.append(written)
        else:
            out.append(bare + "".join(f",{name if number == 0 else ''}" for name in added) + written[len(bare) :])
    return "".join(out)
