"""A workbook's bytes become sheets, or a finding that says why not."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from report_build.cache import Cache
from report_build.sources.spreadsheets.archive import RefusedError, vet
from report_build.sources.spreadsheets.sheet import Problem, Sheet
from report_build.sources.spreadsheets.values import clean

SUFFIXES = (".xlsx", ".ods")
_MOST_CELLS = 3_000_000
_WIDEST = 1_000  # columns
_SHOWN = 60


def read_sheets(raw: bytes, suffix: str, cache: Cache) -> list[Sheet]:
    """All sheets of a workbook in their order.

    :param suffix: ``.xlsx`` or ``.ods``.
    :raises RefusedError: it cannot be read, or should not be.
    """
    kept = cache.known("sheets", [suffix, raw])
    if kept is not None:
        return [
            Sheet(name, tuple((row, tuple(cells)) for row, cells in rows), tuple(Problem(*one) for one in said), hidden)
            for name, hidden, rows, said in json.loads(kept)
        ]
    members = vet(raw)
    try:
        found = [_sheet(*parts) for parts in _read(raw, suffix, members)]
    except RefusedError:
        raise
    except Exception as error:  # reason: the libraries raise whatever a broken file leads them to
        raise RefusedError(f"it cannot be read: {type(error).__name__}: {error}") from error
    told = [[one.name, one.hidden, one.rows, one.problems] for one in found]
    cache.keep("sheets", [suffix, raw], json.dumps(told, ensure_ascii=False).encode())
    return found


def _read(raw: bytes, suffix: str, members: dict[str, bytes]) -> Iterable[Any]:
    if suffix == ".xlsx":
        from report_build.sources.spreadsheets import xlsx  # noqa: PLC0415  # reason: few studies have one

        return xlsx.read(raw, members)
    from report_build.sources.spreadsheets import ods  # noqa: PLC0415  # reason: as above

    return ods.read(raw)


def _sheet(
    name: str,
    hidden: bool,
    cells: Iterable[tuple[int, int, str]],
    without_value: list[tuple[int, int, str]],
    merged: list[tuple[int, int, str]],
) -> Sheet:
    rows: dict[int, list[str]] = {}
    problems = []
    count = 0
    for row, column, written in cells:
        text, control = clean(written)
        text = text.strip()
        if not text:
            continue
        count += 1
        if count > _MOST_CELLS or column >= _WIDEST:
            raise RefusedError(f"the sheet '{name}' has more than {_MOST_CELLS} cells or {_WIDEST} columns")
        line = rows.setdefault(row, [])
        line += [""] * (column + 1 - len(line))
        line[column] = text
        if control:
            message = f"a control character, {control}, was left out"
            problems.append(Problem(row, column, "RB005", message, "Delete it, or type the text again"))
    for row, column, formula in without_value:
        message = f"the formula '{formula[:_SHOWN]}' was saved without a value"
        problems.append(Problem(row, column, "RB024", message, "Open the file in a spreadsheet program and save it"))
    for row, column, area in merged:
        message = f"the cells {area} are merged: only the first holds the value, the others are empty"
        problems.append(Problem(row, column, "RB028", message, "Unmerge them, and write the value in each"))
    printable = "".join(sign if sign.isprintable() else "?" for sign in name)
    return Sheet(printable, tuple((row, tuple(rows[row])) for row in sorted(rows)), tuple(problems), hidden)
