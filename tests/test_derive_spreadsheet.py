"""CSV files that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from report_build.displays import csv_bytes, safe_cell

SYMBOLS = {"++", "+"}


@given(st.text())
def test_no_text_starts_a_formula(text: str) -> None:
    safe = safe_cell(text, SYMBOLS)
    assert isinstance(safe, str)
    assert safe in SYMBOLS or not safe or (safe[0] not in "=+-@" and safe[0] >= " ")
    assert safe.removeprefix("'") == text.removeprefix("'")


def test_the_scales_symbols_stay_as_the_source_prints_them() -> None:
    assert [safe_cell(text, SYMBOLS) for text in ("++", "+", "+1", "-", "=HYPERLINK(1)", "@x", "\tx", "")] == [
        "++", "+", "'+1", "'-", "'=HYPERLINK(1)", "'@x", "'\tx", "",
    ]  # fmt: skip


def test_numbers_stay_numbers_and_what_is_not_said_is_empty() -> None:
    assert csv_bytes(("a", "b"), [(-3, None), (0, "x")]) == b"a,b\n-3,\n0,x\n"


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"))


@given(st.lists(st.tuples(CELL, CELL)))
def test_what_was_written_is_read_again(records: list[tuple[str, str]]) -> None:
    written = csv_bytes(("a", "b"), records, SYMBOLS).decode()
    read = list(csv.reader(StringIO(written, newline="")))[1:]
    assert [tuple(row) for row in read] == [tuple(safe_cell(value, SYMBOLS) for value in row) for row in records]
