"""Where the texts of data files stand, sign by sign: mending one leaves every other byte as it was."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from report_build.model.description import Table
from report_build.model.fields import LANGUAGE
from report_build.model.schema import SETTINGS, TABLES

_TOLD = (*SETTINGS, *(column for table in TABLES for column in table.columns))
_COLUMNS = [one for column in _TOLD for one in (column, *column.kind.columns)]
_TEXTS = {column.name for column in _COLUMNS if column.is_prose} - {one.name for one in _COLUMNS if one.quotation}
_ESCAPES = {'"': re.compile(r"\\(?:x..|u.{4}|U.{8}|\r\n|.)", re.DOTALL), "'": re.compile("''"), ",": re.compile('""')}


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of a file in one language: its signs, and where each of them stands."""

    language: str
    signs: str  # one for each place; a sign that is written as an escape is the one it stands for, or U+E000
    places: tuple[tuple[int, int], ...]  # start and end of each sign in the file


def pieces_of_page(text: str, language: str) -> Piece:
    """A whole page; a line end is one sign, however many characters it has."""
    places = [found.span() for found in re.finditer(r"\r\n|.", text, re.DOTALL)]
    return Piece(language, "".join("\n" if text[start] == "\r" else text[start] for start, _ in places), tuple(places))


def pieces_of_csv(text: str, table: Table) -> list[Piece]:
    """The cells of a CSV file's text columns; none where its rows cannot be told apart for sure.

    :param text: with the line ends that the file has.
    """
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].lower().startswith("sep="):
        return []
    separator = next((mark for mark in (";", "\t") if mark in lines[0] and "," not in lines[0]), ",")
    rows = list(_cells(text, separator, 1 if text.startswith("\ufeff") else 0))
    try:
        read = list(csv.reader(text.lstrip("\ufeff").splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error:
        return []
    if [[_cell(text, *span) for span in row] for row in rows if row] != [row for row in read if row]:
        return []
    names = [_cell(text, *span).strip() for span in rows[0]]
    texts = {column.name for column in table.columns if column.is_prose}
    languages: dict[int, str] = {}
    for index, name in enumerate(names):
        stem, _, language = name.rpartition("_")
        if stem in texts and LANGUAGE.fullmatch(language):
            languages[index] = language
    return [
        _piece(text, *row[index], ",", languages[index]) for row in rows[1:] for index in languages if index < len(row)
    ]


def _cells(text: str, separator: str, start: int) -> Iterator[list[tuple[int, int]]]:
    cell = re.compile(rf'"(?:[^"]|"")*"|[^{separator}\r\n"]*')
    end_of_row = re.compile(r"\r\n|\r|\n|\Z")
    row: list[tuple[int, int]] = []
    place = start
    while place <= len(text):
        found = cell.match(text, place)
        if found is None:
            return
        row.append(found.span())
        place = found.end()
        if text[place : place + 1] == separator:
            place += 1
            continue
        end = end_of_row.match(text, place)
        if end is None:
            return  # signs after a closing quote: not a file to be sure of
        if row != [(found.start(), found.start())]:
            yield row
        row = []
        if end.end() >= len(text):
            return
        place = end.end()


def _cell(text: str, start: int, end: int) -> str:
    written = text[start:end]
    return written[1:-1].replace('""', '"') if written.startswith('"') else written


def pieces_of_yaml(text: str) -> list[Piece]:
    """The wordings of a YAML data file, in every language; none where it cannot be read to its end.

    :param text: with the line ends that the file has.
    """
    found: list[Piece] = []
    mapping: list[bool] = []  # of each open container: whether it is a mapping, not a list
    keys: list[str | None] = []  # of each open container: the key that waits for its value, or whose value is open
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                mapping.append(isinstance(event, yaml.MappingStartEvent))
                keys.append(None)
                continue
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                mapping.pop()
                keys.pop()
            elif isinstance(event, yaml.ScalarEvent):
                if mapping and mapping[-1] and keys[-1] is None:
                    keys[-1] = event.value
                    continue
                language, field = (keys[-1] or "", keys[-2] or "") if len(keys) > 1 else ("", "")
                if field in _TEXTS and LANGUAGE.fullmatch(language):
                    found.append(_scalar(text, event, language))
            elif not isinstance(event, yaml.AliasEvent):
                continue
            if keys:
                keys[-1] = None
    except yaml.YAMLError:
        return []
    return found


def _scalar(text: str, event: Any, language: str) -> Piece:  # reason: the stubs allow events without a place
    return _piece(text, event.start_mark.index, event.end_mark.index, event.style or "", language)


def _piece(text: str, start: int, end: int, style: str, language: str) -> Piece:
    """The signs of a scalar or cell between its quotes; ``style`` is the quote, or "," for a cell of a CSV file."""
    written = text[start:end]
    quote = '"' if style == "," and written.startswith('"') else style if style in ("'", '"') else ""
    inner_start, inner_end = (start + 1, end - 1) if quote else (start, end)
    if style in ("|", ">"):
        inner_start = text.find("\n", start) + 1
    escapes = _ESCAPES["," if style == "," else quote] if quote else None
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    place = inner_start
    while place < inner_end:
        found = escapes.match(text, place, inner_end) if escapes else None
        stop = found.end() if found else place + 2 if text.startswith("\r\n", place) else place + 1
        signs.append(_sign(text[place:stop]))
        places.append((place, stop))
        place = stop
    return Piece(language, "".join(signs), tuple(places))


def _sign(written: str) -> str:
    if written in ('""', '\\"'):
        return '"'
    if written == "''":
        return "'"
    if written in ("\r\n", "\r"):
        return "\n"
    return written if len(written) == 1 else "\ue000"
