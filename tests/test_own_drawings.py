"""The author's own drawings: what they give back is shown, what goes wrong is said at its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import copy_study

from report_build.cache import Cache
from report_build.displays import Drawn, check_displays, draw
from report_build.displays.figures.colours import COLOURS
from report_build.labels import Labels
from report_build.model.study import Study
from report_build.sources import load_study


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_study("towns", tmp_path_factory.mktemp("towns") / "study")


def written(towns: Path, code: str) -> Study:
    """The study with another file of drawings, its displays those of the file alone."""
    (towns / "data" / "figures.py").write_text(code, encoding="utf-8")
    shown = [("fig-riders", "figure", "figures.riders"), ("tbl-costs", "table", "figures.costs")]
    entries = "\n".join(
        f"  - {{id: {id_}, kind: {kind}, drawing: {drawing}, caption: {{en: A, de: B}}, alt: {{en: C, de: D}}}}"
        for id_, kind, drawing in shown
        if f"def {drawing.partition('.')[2]}(" in code
    )
    (towns / "data" / "displays.yaml").write_text(f"displays:\n{entries}\n", encoding="utf-8")
    return load_study(towns, cache=Cache(None))[0]


def drawn(study: Study, cache: Cache | None = None) -> Drawn:
    return draw(study, study.displays[:1], Labels("en", study.wordings), cache or Cache(None))[study.displays[0].id]


FRAME = "def riders(tables):\n    return tables['counts'][['case', 'riders']]\n"


def test_a_frame_is_a_table_or_with_a_drawing_beside_it_a_figure(towns: Path) -> None:
    study = written(towns, FRAME + "def draw_riders(frame, axes):\n    axes.bar(frame['case'], frame['riders'])\n")
    assert check_displays(study) == []
    made = drawn(study)
    assert made.csv.startswith(b"case,riders\nalderwick,")
    assert made.problem is None
    assert made.svg
    assert made.png
    assert "var(--rb-fig-soft)" in made.panels[0]
    assert COLOURS["soft"] not in made.panels[0]
    assert set(made.rows.files) == {"data/figures.py", "data/tables/counts.csv"}
    assert drawn(study) == made


def test_an_edited_function_is_drawn_anew(towns: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    bars = FRAME + "def draw_riders(frame, axes):\n    axes.bar(frame['case'], frame['riders'])\n"
    first = drawn(written(towns, bars), cache)
    assert drawn(written(towns, bars), cache) == first
    second = drawn(written(towns, bars.replace("axes.bar(", "axes.plot(")), cache)
    assert second.svg != first.svg
    assert second == drawn(written(towns, bars.replace("axes.bar(", "axes.plot(")))


@pytest.mark.parametrize(
    ("code", "line", "says"),
    [
        ("def riders(tables):\n    x = 1\n    return tables['count']\n", 3, "KeyError"),
        ("def riders(tables):\n    return 1\n", 1, "no pandas DataFrame"),
        ("def riders(tables)\n    return 1\n", 1, "no Python"),
        ("import nothing_of_that_name\n" + FRAME, 1, "ModuleNotFoundError"),
        ("def riders(tables, axis):\n    return tables['counts']\n", 1, "'axis'"),
        ("import sys\ndef riders(tables):\n    sys.exit(3)\n", 3, "SystemExit"),
        (
            (
                "import numpy as np\ndef riders(tables):\n    f = tables['counts']\n"
                "    return f.assign(riders=np.random.default_rng().random(len(f)))\n"
            ),
            2,
            "something else each time",
        ),
        ("def riders(tables):\n    return tables['counts'].iloc[:, [0, 0]]\n", 1, "not told apart"),
    ],
)
def test_what_goes_wrong_is_said_at_its_line(towns: Path, code: str, line: int, says: str) -> None:
    study = written(towns, code)
    said = [one for one in check_displays(study) if one.code == "RB610"]
    assert [(one.place.file, one.place.line) for one in said] == [("data/figures.py", line)]
    assert says in said[0].message
    for one in study.displays:
        assert draw(study, [one], Labels("en"), Cache(None))[one.id].table is None


def test_what_fails_in_one_language_alone_is_said_where_it_is_drawn(towns: Path) -> None:
    study = written(towns, FRAME.replace("(tables):", "(tables, language):\n    {'en': 1}[language]", 1))
    assert [one.code for one in check_displays(study) if one.code == "RB610"] == []
    told = draw(study, study.displays, Labels("de"), Cache(None))
    assert [one.problem.message for one in told.values() if one.problem] == ["'riders' failed with KeyError: 'de'"]


def test_a_drawing_that_fails_is_said_at_its_line(towns: Path) -> None:
    made = drawn(written(towns, FRAME + "def draw_riders(frame, axes):\n    axes.bar(1 / 0, 1)\n"))
    assert made.problem is not None
    assert (made.problem.code, made.problem.place.line) == ("RB610", 4)
    assert made.svg is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import time\ndef costs(tables):\n    time.time_ns()\n    return tables['counts']\n", "time_ns"),
        ("def costs(tables):\n    open('x')\n    return tables['counts']\n", "open"),
        ("def draw_costs(frame, axes):\n    pass\n", "draws what no function gives back"),
    ],
)
def test_what_would_make_builds_differ_is_said(towns: Path, code: str, says: str) -> None:
    assert any(one.code == "RB611" and says in one.message for one in check_displays(written(towns, code)))


def test_a_colour_that_no_scheme_changes_is_said(towns: Path) -> None:
    code = FRAME + "def draw_riders(frame, axes):\n    axes.bar(frame['case'], frame['riders'], color='#ff00ff')\n"
    problem = drawn(written(towns, code)).problem
    assert problem is not None
    assert (problem.code, problem.severity) == ("RB612", "note")


ENDLESS = "def riders(tables):\n    while True:\n        pass\n"


@pytest.mark.parametrize(
    ("code", "line", "says"),
    [
        (ENDLESS, 1, "'riders' does not end within 1 s"),
        (FRAME + "def draw_riders(frame, axes):\n    while True:\n        pass\n", 3, "'draw_riders' does not end"),
        ("import os\ndef riders(tables):\n    os._exit(3)\n", 2, "ended the process that it ran in (exit code 3)"),
    ],
)
def test_a_function_that_never_ends_is_stopped(towns: Path, code: str, line: int, says: str) -> None:
    study = written(towns, code)
    study = replace(study, about=replace(study.about, drawing_seconds=1))
    problem = next((one for one in check_displays(study) if one.code == "RB610"), None) or drawn(study).problem
    assert problem is not None
    assert (problem.place.file, problem.place.line) == ("data/figures.py", line)
    assert says in problem.message
    assert drawn(written(towns, FRAME)).table is not None  # the next one runs as ever


def test_what_is_printed_disturbs_nothing(towns: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = "import os\ndef riders(tables):\n    os.write(1, b'loud')\n    print('aloud')\n"
    made = drawn(written(towns, code + "    return tables['counts'][['case', 'riders']]\n"))
    assert made.csv.startswith(b"case,riders\nalderwick,")
    assert capfd.readouterr().out == ""


def test_running_the_authors_file_leaves_nothing_beside_it(towns: Path) -> None:
    study = written(towns, FRAME)
    before = sorted((towns / "data").rglob("*"))
    assert drawn(study).table is not None
    assert sorted((towns / "data").rglob("*")) == before
