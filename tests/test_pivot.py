"""Two columns of an own table across each other: rows that name rows, what stands in a cell, what may be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import copy_study

from report_build.argument.graph import Node, graph
from report_build.cache import Cache
from report_build.check import check_study
from report_build.displays.check import check_displays
from report_build.displays.drawing import SummaryTable
from report_build.displays.drawings.pivot import DRAWING
from report_build.labels import Labels
from report_build.model.study import Study
from report_build.sources import load_study

TABLES = """tables:
  - {table: groups, columns: [{column: id}, {column: case, type: case}, {column: label, type: text}]}
  - {table: marks, columns: [{column: id}, {column: label, type: text}]}
  - table: verdicts
    key: [group, mark]
    columns:
      - {column: group, type: row, table: groups}
      - {column: mark, type: row, table: marks}
      - {column: verdict, type: word, values: [so, silent]}
      - {column: passages, type: passages}
      - {column: note, type: text}
"""
GROUPS = "id,case,label_en,label_de\nriders,corlow,Riders,Radler\nwalkers,dunsey,Walkers,Geher\n"
MARKS = "id,label_en,label_de\nfast,Fast,Schnell\nsafe,Safe,Sicher\n"
VERDICTS = (
    "group,mark,verdict,passages,note_en,note_de\n"
    "walkers,safe,silent,,,\nriders,safe,silent,,,\nwalkers,fast,so,{passage},As we read it.,Nach unserer Lesart.\n"
    "riders,fast,silent,,,\n"
)
DISPLAY = """displays:
  - id: tbl-verdicts
    kind: table
    drawing: pivot
    select: {table: verdicts, rows: group, columns: mark, value: verdict, passages: passages, note: note, blank: silent}
    caption: {en: Verdicts, de: Urteile}
    alt: {en: "{rows} by {columns}: {so} so, {silent} silent, {walkers-so} of walkers.", de: "{rows}"}
"""


def loaded(folder: Path, old: str = "", new: str = "") -> tuple[Study, list[str]]:
    """The study of towns with these tables alone, one text of them replaced, and what is found in them."""
    root = copy_study("towns", folder / "study")
    data = root / "data"
    said = data / "study.yaml"
    kept = said.read_text(encoding="utf-8")
    passage = (data / "evidence.csv").read_text(encoding="utf-8").split("\n")[1].partition(",")[0]
    for name in ("counts", "plans"):
        (data / "tables" / f"{name}.csv").unlink()
    files = {
        "study.yaml": kept[: kept.index("tables:")] + TABLES,
        "displays.yaml": DISPLAY,
        "tables/groups.csv": GROUPS,
        "tables/marks.csv": MARKS,
        "tables/verdicts.csv": VERDICTS.format(passage=passage),
    }
    assert not old or any(old in text for text in files.values())
    for name, text in files.items():
        (data / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    study, findings = load_study(root, cache=Cache(None))
    mine = ("displays.yaml", "study.yaml", "verdicts.csv", "groups.csv", "marks.csv")
    return study, [
        f"{one.place} {one.code}"
        for one in (*findings, *check_study(study), *check_displays(study))
        if str(one.place.file).endswith(mine)
    ]


def shown(study: Study) -> SummaryTable:
    table = DRAWING.table(DRAWING.rows(study, study.displays[0], "en"), Labels("en", study.wordings))
    assert isinstance(table, SummaryTable)
    return table


def test_rows_and_columns_stand_in_the_order_of_the_tables_that_they_name(tmp_path: Path) -> None:
    study, said = loaded(tmp_path)
    assert not [one for one in said if "RB504" not in one], said
    table = shown(study)
    assert table.cases == ("Fast", "Safe")
    assert [label for label, _ in table.rows] == ["Corlow: Riders", "Dunsey: Walkers"]
    riders, walkers = (cells for _, cells in table.rows)
    assert [cell and (cell.level, cell.judged, cell.brief) for cell in walkers] == [
        ("so", "so", "A"),
        ("not-stated", "silent", "–"),
    ]
    assert not any(cell.evidence for cell in riders if cell)
    assert walkers[0] is not None
    assert walkers[0].note == "As we read it."
    counted = DRAWING.counts(DRAWING.rows(study, study.displays[0], "en"), Labels("en", study.wordings))
    assert {key: counted[key] for key in ("rows", "columns", "cells", "so", "silent", "walkers-so", "safe-silent")} == {
        "rows": "2", "columns": "2", "cells": "4", "so": "1", "silent": "3", "walkers-so": "1", "safe-silent": "2",
    }  # fmt: skip
    down = {edge.node for edge in graph(study).down[Node("verdict", "walkers/fast")]}
    assert {Node("group", "walkers"), Node("mark", "fast")} <= down


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("walkers,fast,so,", "walker,fast,so,", "verdicts.csv:4 RB138"),
        ("walkers,safe,silent", "walkers,fast,silent", "verdicts.csv:4 RB101"),
        ("walkers,safe,silent,,", "walkers,safe,so,,", "verdicts.csv:2 RB608"),
        ("fast,so,", "fast,silent,", "verdicts.csv:4 RB608"),
        ("type: row, table: groups", "type: row, table: group", "study.yaml:29 RB162"),
        ("type: row, table: groups", "type: row", "study.yaml:29 RB162"),
        ("type: row, table: groups", "type: word, table: groups", "study.yaml:29 RB162"),
        ("blank: silent", "blank: silence", "displays.yaml:5 RB604"),
        ("blank: silent", "where: {mark: [fast, slow]}", "displays.yaml:5 RB604"),
        ("blank: silent", "where: {marks: fast}", "displays.yaml:5 RB604"),
        ("blank: silent", "where: fast", "displays.yaml:5 RB604"),
        ("rows: group, ", "", "displays.yaml:5 RB604"),
        ("columns: mark,", "columns: marks,", "displays.yaml:5 RB604"),
        ("    key: [group, mark]\n", "    key: [group]\n", "verdicts.csv:4 RB101"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(old: str, new: str, expected: str, tmp_path: Path) -> None:
    _, said = loaded(tmp_path, old, new)
    assert any(expected in one for one in said), said


def test_two_rows_for_a_cell_are_said_by_the_display_whatever_the_key(tmp_path: Path) -> None:
    study, said = loaded(tmp_path, "    key: [group, mark]\n", "    key: [group, mark, verdict]\n")
    assert not [one for one in said if "RB607" in one]
    study, said = loaded(tmp_path / "again", "rows: group, columns: mark", "rows: verdict, columns: mark")
    assert [one for one in said if "RB607" in one], said
    assert len(shown(study).rows) == 2
