"""Laws of reading and checking, whatever the files hold."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from broken_inputs import swap
from conftest import STUDIES, few
from hypothesis import given
from hypothesis import strategies as st
from strategies import SOURCES, hostile_bytes, read_rows, rows, tangled_studies, write_rows

from report_build.cache import Cache
from report_build.check import check_study
from report_build.check.claims import check_claims
from report_build.displays import check_displays
from report_build.findings import Finding, fails, in_order
from report_build.model.description import Table
from report_build.model.schema import TABLE, TABLES
from report_build.model.study import Study
from report_build.sources import load_study

SMALL = STUDIES / "small"
CSV_FILES = [table.file for table in TABLES if not table.items and table.name != "sources"]


@contextmanager
def copy() -> Iterator[Path]:
    """A copy of the small study that one example may spoil."""
    with TemporaryDirectory() as folder:
        yield Path(shutil.copytree(SMALL, Path(folder) / "study", ignore=shutil.ignore_patterns("docs")))


def read(root: Path) -> tuple[Study, list[Finding]]:
    study, findings = load_study(root, cache=Cache(None))
    return study, in_order([*findings, *check_study(study)])


def assert_places_exist(root: Path, findings: list[Finding]) -> None:
    for finding in findings:
        file = root / finding.place.file
        assert finding.place.file in SOURCES or finding.place.file == "data/labels.csv"
        raw = file.read_bytes() if file.is_file() else b""
        # as an editor counts; UTF-16 has a zero beside each line end
        lines = len(re.findall(rb"\r\0?\n|\r|\n", raw)) + 1
        assert 0 <= finding.place.line <= lines, str(finding)
        assert str(finding).isprintable(), str(finding)


@given(name=st.sampled_from(SOURCES), content=hostile_bytes)
def test_any_bytes_for_a_file_give_findings_with_a_place_in_it(name: str, content: bytes) -> None:
    with copy() as root:
        (root / name).write_bytes(content)
        _, findings = read(root)
        assert fails(findings)
        assert_places_exist(root, findings)


@given(
    name=st.sampled_from((*SOURCES, "data/labels.csv")),
    content=hostile_bytes,
    where=st.floats(0, 1),
    cut=st.integers(0, 40),
)
def test_any_bytes_within_a_file_never_raise(name: str, content: bytes, where: float, cut: int) -> None:
    with copy() as root:
        file = root / name
        raw = file.read_bytes()
        at = int(where * len(raw))
        file.write_bytes(raw[:at] + content + raw[at + cut :])
        _, findings = read(root)
        assert_places_exist(root, findings)


@few(8)
@given(data=st.data())
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_is_written_is_read(table: Table, data: st.DataObject) -> None:
    written: list[dict[str, Any]] = data.draw(rows(table))
    with copy() as root:
        if not table.items:
            (root / "data" / table.file).unlink(missing_ok=True)
        write_rows(table, written, root)
        study, findings = load_study(root, cache=Cache(None))
        assert [str(finding) for finding in findings if finding.place.file == f"data/{table.file}"] == []
        defaults = {column.field: column.default for column in table.columns if column.default}
        meant = [{name: value or defaults.get(name, value) for name, value in row.items()} for row in written]
        assert read_rows(study, table) == sorted(meant, key=lambda row: bool(row.get("coder")))  # others' come last


@few(20)
@given(seed=st.integers(0, 10**6), name=st.sampled_from(CSV_FILES))
def test_the_order_of_rows_changes_no_finding_but_its_line(seed: int, name: str) -> None:
    with copy() as root:
        for file, old, new in (
            ("codings.csv", "e03,noyau", "e03,noyo"),
            ("assessments.csv", "present,,e07,", "present,,,"),
            ("evidence.csv", ",lea,", ",leo,"),
            ("relations.csv", "heure-fixe,favours", "passage,favours"),
            ("fieldwork.csv", ",8,=,", ",8,,"),
            ("sections.csv", "Returns", ""),
        ):
            swap(old, new)(root / "data" / file)
        before = read(root)[1]
        table = root / "data" / name
        header, *body = csv.reader(io.StringIO(table.read_text(encoding="utf-8")))
        random.Random(seed).shuffle(body)
        out = io.StringIO()
        csv.writer(out).writerows([header, *body])
        table.write_text(out.getvalue(), encoding="utf-8")
        after = read(root)[1]
    assert sorted(map(without_line, before)) == sorted(map(without_line, after))
    assert fails(before)


@given(study=tangled_studies())
def test_checking_never_raises_and_says_each_thing_once(study: Study) -> None:
    findings = [*check_study(study), *check_claims(study), *check_displays(study)]
    assert all(str(finding).isprintable() for finding in findings)
    assert check_study(study) == in_order(check_study(study))


def without_line(finding: Finding) -> tuple[str, ...]:
    return (finding.place.file, finding.code, finding.message, finding.hint)


def named_rows() -> Iterator[tuple[str, int, str]]:
    """Table, index and name of every row that other rows of the small study rest on; on claims, pages alone do."""
    study, _ = load_study(SMALL, cache=Cache(None))
    for table in ("cases", "levels", "codes", "sections", "evidence"):
        for index, value in enumerate(getattr(study, table)):
            yield table, index, value.id
    for index, speaker in enumerate(study.speakers):
        yield "speakers", index, speaker.speaker
    for index, paragraph in enumerate(study.paragraphs):
        yield "paragraphs", index, paragraph.paragraph


@pytest.mark.parametrize(("table", "index", "name"), list(named_rows()), ids=str)
def test_deleting_what_others_rest_on_is_said_where_they_stand(table: str, index: int, name: str, small: Path) -> None:
    study, _ = load_study(small, cache=Cache(None))
    description = TABLE[table]
    kept = [row for number, row in enumerate(read_rows(study, description)) if number != index]
    if description.items:
        kept = [{key: plain(value) for key, value in row.items()} for row in kept]
    write_rows(description, kept, small)
    _, findings = read(small)
    assert fails(findings)
    own = f"data/{description.file}"
    named = [finding for finding in findings if f"'{name}'" in finding.message]
    assert any(finding.place.file != own or description.items for finding in named), [str(one) for one in findings]


def plain(value: Any) -> Any:
    """Steps and assertions as the mappings that they are written as."""
    if isinstance(value, tuple) and value and not isinstance(value[0], str):
        return tuple({name: plain(getattr(part, name)) for name in part.__slots__} for part in value)
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, dict) else value


def test_an_empty_folder_gives_one_finding_for_each_file_that_a_study_needs(tmp_path: Path) -> None:
    study, findings = read(tmp_path)
    optional = {f"data/{table.file}" for table in TABLES} - {f"data/{table.file}" for table in TABLES if table.needed}
    assert "data/cases.csv" not in optional
    assert [finding.place.file for finding in findings] == sorted(set(SOURCES) - optional)
    assert {finding.code for finding in findings} == {"RB001"}
    assert study.cases == ()
