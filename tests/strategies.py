"""What properties are tried on: pieces of files, and whole studies, made by hypothesis."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from unicodedata import normalize

import yaml
from hypothesis import strategies as st

from report_build.model.description import Column, Table
from report_build.model.schema import TABLES
from report_build.model.study import Study
from report_build.model.text import Origin, Text

# Of the small study, which lists no sources.
SOURCES = (
    *dict.fromkeys(f"data/{table.file}" for table in TABLES if table.name != "sources"),
    "references.bib",
    "CITATION.cff",
)
LANGUAGES = ("fr", "en")

# What breaks readers: quotes, separators, marks of YAML and BibTeX, other line ends, halves of characters, zeros.
hostile_bytes = st.one_of(
    st.binary(max_size=60),
    st.lists(
        st.sampled_from(
            [
                *(b'"', b'""', b",", b";", b"\n", b"\r", b"\r\n", b"\t", b" ", b"\0", b"\xff\xfe", b"\xef\xbb\xbf"),
                *(b"{", b"}", b"[", b"]", b"&a ", b"*a", b"- ", b": ", b"---\n", b"? ", b"|\n", b"!!x ", b"%", b"#"),
                *(b"@book{", b"@string{", b"=", b"\\", b"\xe9", "é".encode(), "\u2028".encode(), "\ufeff".encode()),
                *(b"<script>", b"general", b"e01", b"not-stated", b"null", b"9" * 5000, b"\xed\xa0\x80"),
            ]
        ),
        max_size=30,
    ).map(b"".join),
)

_names = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
# As read: composed, no control characters, no blanks around, line feeds only within.
_prose = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Cf")), max_size=30).map(
    lambda text: normalize("NFC", text).strip()
)
_paragraphs = st.lists(_prose.filter(bool), max_size=3).map("\n".join)


@st.composite
def _texts(draw: st.DrawFn, *, required: bool) -> Text:
    return Text((language, draw(_prose.filter(bool) if required else _paragraphs)) for language in LANGUAGES)


def _values(column: Column) -> st.SearchStrategy[Any]:
    match column.kind.name:
        case "text":
            return _texts(required=column.required)
        case "list":
            return st.lists(_names, min_size=int(column.required), max_size=3).map(tuple)
        case "number":
            number = st.integers(0, 10**9 - 1)
            return number if column.required else st.none() | number
        case "flag":
            return st.booleans()
        case "word":
            words = st.sampled_from(column.values) if column.values else _names
            return words if column.required else st.just("") | words
        case _:
            return st.just(column.kind.empty(required=column.required))


def rows(table: Table) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Rows of a table as reading gives them: attribute -> value."""
    return st.lists(st.fixed_dictionaries({column.field: _values(column) for column in table.columns}), max_size=4)


# Few names, so that they meet: ids, kinds, levels and words of closed lists, right and wrong.
_pool = st.sampled_from(
    (
        *("", "a", "b", "c-x", "general", "not-stated", "mixed", "not-a-name", "x/y", "B é", "{", "2026-11-22"),
        *("collective", "subtype", "dynamic", "condition", "mechanism"),
        *("for", "against", "table", "table-only", "damaged", "interviewee"),
    )
)


def _tangled(column: Column) -> st.SearchStrategy[Any]:
    match column.kind.name:
        case "text":
            return st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(["", "t", "{a}", "<b>"])).map(Text)
        case "list":
            return st.lists(_pool, max_size=3).map(tuple)
        case "number":
            return st.integers(0, 3) if column.required else st.none() | st.integers(0, 3)
        case "flag":
            return st.booleans()
        case "parts":
            inner = {one.field: _tangled(one) for one in column.kind.columns}
            made = st.fixed_dictionaries(inner).map(lambda given: column.kind.value(**given))
            return st.lists(made, max_size=3).map(tuple)
        case "words by id":
            return st.dictionaries(_pool, _pool, max_size=2)
        case "word":
            return _pool
        case _:
            return st.dictionaries(_pool, st.lists(_pool, max_size=2).map(tuple), max_size=2)


@st.composite
def tangled_studies(draw: st.DrawFn) -> Study:
    """Studies of the right types whose names meet, contradict and miss each other in every way."""
    tables: dict[str, Any] = {}
    for table in TABLES:
        fields = st.fixed_dictionaries({column.field: _tangled(column) for column in table.columns})
        tables[table.name] = tuple(
            table.value(**row, origin=Origin(f"data/{table.file}", line))
            for line, row in enumerate(draw(st.lists(fields, max_size=3)), 2)
        )
    incomplete = draw(st.frozensets(st.sampled_from([table.name for table in TABLES]), max_size=1))
    return Study(languages=LANGUAGES, incomplete=incomplete, **tables)


def write_rows(table: Table, values: list[dict[str, Any]], root: Path) -> None:
    """Write rows of a table the way its authors do; tables of one YAML file are added to it."""
    file = root / "data" / table.file
    file.parent.mkdir(parents=True, exist_ok=True)
    if table.items:
        known = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
        items = [{column.name: _plain(row[column.field]) for column in table.columns} for row in values]
        file.write_text(yaml.safe_dump({**known, table.items: items}, allow_unicode=True), encoding="utf-8")
        return
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(name for column in table.columns for name in _headings(column))
    writer.writerows([cell for column in table.columns for cell in _cells(row[column.field])] for row in values)
    file.write_bytes(out.getvalue().encode())


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, dict) else value


def _headings(column: Column) -> list[str]:
    return [f"{column.name}_{language}" for language in LANGUAGES] if column.kind.by_language else [column.name]


def _cells(value: Any) -> list[str]:
    if isinstance(value, Text):
        return list(value.values())
    if isinstance(value, tuple):
        return [";".join(value)]
    return ["" if value is None else str(value)]


def read_rows(study: Study, table: Table) -> list[dict[str, Any]]:
    """Rows of a table of a study, in the form that they were written from."""
    return [
        {column.field: getattr(value, column.field) for column in table.columns} for value in study.rows(table.name)
    ]
