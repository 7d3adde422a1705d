"""The author's own drawings: functions of a Python file of the study, which ``drawings:`` of study.yaml names.

``def ages(tables, select, language)`` gives back a pandas frame, which is a table; with ``def draw_ages(frame, axes,
select, language)`` beside it, that draws the frame on a matplotlib Axes, it is a figure. Each may be left out.
``tables["evidence"]`` is any table of the study as a frame. An error in the file is a finding at its line, and so is a
function that does not end: they run in a process of their own.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from report_build.displays.cells import SUMMARIES
from report_build.displays.drawing import Cell, DataTable, Drawing, Shown
from report_build.displays.own_process import Call, FrameCall, PaintCall, ask
from report_build.displays.own_run import Columns, OwnError
from report_build.displays.rows import Rows, Value
from report_build.findings import Finding, Place
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Script, Study, once
from report_build.model.text import Text

if TYPE_CHECKING:
    from report_build.displays.figures import Figure

SECONDS = 60  # that a function may take, where the study does not say
DRAWS = "draw_"  # how the name of a function begins that draws what the function of that name gives back
_MOST_DECIMALS = 3
_CLOCKS = frozenset({"now", "today", "utcnow", "time_ns", "urandom", "uuid1", "uuid4"})
_FILES = frozenset(
    {"open", "read_csv", "read_excel", "read_json", "read_parquet", "urlopen", "read_text", "read_bytes"}
)
_SEEDED = frozenset({"default_rng", "RandomState", "Random"})


@once
def own_drawings(study: Study) -> Mapping[str, Drawing]:
    """The author's drawings by their names in displays.yaml, ``<file>.<function>``; nothing of them is run."""
    script = study.script
    if script is None:
        return {}
    names = [one.name for one in _functions(script)]
    return {
        f"{script.stem}.{name}": _drawing(script, name, drawn=f"{DRAWS}{name}" in names)
        for name in names
        if not name.startswith(("_", DRAWS))
    }


def _tree(script: Script) -> ast.Module | None:
    try:
        return ast.parse(script.text)
    except (SyntaxError, ValueError):
        return None


def _functions(script: Script) -> list[ast.FunctionDef]:
    tree = _tree(script)
    return [one for one in tree.body if isinstance(one, ast.FunctionDef)] if tree else []


def check_script(study: Study) -> Iterator[Finding]:
    """What is wrong with the file as it stands: its syntax, and what would make two builds differ."""
    script = study.script
    if script is None:
        return
    try:
        tree = ast.parse(script.text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 0) or 0
        yield Finding(Place(script.file, line), "RB610", f"the file is no Python: {getattr(error, 'msg', error)}")
        return
    names = [one.name for one in _functions(script)]
    for one in _functions(script):
        if one.name.startswith(DRAWS) and one.name.removeprefix(DRAWS) not in names:
            wanted = one.name.removeprefix(DRAWS)
            message = f"'{one.name}' draws what no function gives back"
            yield Finding(Place(script.file, one.lineno), "RB611", message, f"Add def {wanted}(tables)")
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        place = Place(script.file, call.lineno)
        if called in _CLOCKS:
            message = f"'{called}' gives something else each time, and the figure would change by itself"
            yield Finding(place, "RB611", message, "Write the value, or put it into data/tables")
        elif called in _FILES:
            message = f"'{called}' reads what the report does not know: it would not see that it changed"
            yield Finding(place, "RB611", message, "Put the data into data/tables, and take tables['<name>']")
        elif called in _SEEDED and not call.args and not call.keywords:
            message = f"'{called}' is given no seed"
            yield Finding(place, "RB611", message, f"Write {called}(0)")


def _drawing(script: Script, name: str, *, drawn: bool) -> Drawing:
    def rows(study: Study, display: Display, language: str) -> Rows:
        return _rows(study, script, name, display, language)

    def paint(study: Study, display: Display, found: Rows, labels: Labels) -> tuple[Figure, tuple[str, ...]]:
        height = display.select.get("height")
        title, drawn_by = display.caption.of(labels.language), f"{DRAWS}{name}"
        asked = float(height) if isinstance(height, int) else None
        call = PaintCall(
            script,
            drawn_by,
            _line(script, drawn_by),
            found,
            dict(display.select),
            display.id,
            title,
            labels.language,
            asked,
        )
        return cast("tuple[Figure, tuple[str, ...]]", _asked(study, call))

    return Drawing(
        name=f"{script.stem}.{name}",
        kind="figure" if drawn else "table",
        selects={},
        options=(),
        rows=rows,
        counts=_counts,
        shows=_shows,
        table=_table,
        panels=None,
        paint=paint if drawn else None,
        own=(f"{script.stem}.{name}", sha256(script.text.encode()).hexdigest()),
    )


def _shows(study: Study, display: Display) -> Shown:  # noqa: ARG001  # reason: one signature for all
    return Shown()


# What the author's functions give back --------------------------------------------------------------------------------


def columns_of(study: Study, name: str, language: str) -> Columns:
    """A table of the study as columns: texts in one language."""
    columns = [one for one in study.table[name].columns if one.published and not one.kind.columns]
    rows = study.rows(name)
    return {one.name: [_cell(getattr(row, one.field), language) for row in rows] for one in columns}


def _cell(value: Any, language: str) -> Any:
    return value.of(language) if isinstance(value, Text) else value


def _line(script: Script, name: str) -> int:
    return next(one.lineno for one in _functions(script) if one.name == name)


def _asked(study: Study, call: Call) -> Any:
    """What a function gives back, in the time that the study gives it.

    :raises OwnError: it fails.
    """
    return ask(call, lambda name: columns_of(study, name, call.language), study.about.drawing_seconds or SECONDS)


@once
def _kept(study: Study) -> dict[tuple[str, str, str], Rows | OwnError]:  # noqa: ARG001  # reason: it is the study's own
    """What each function gave back, by its name, what was selected, and the language."""
    return {}


def _rows(study: Study, script: Script, name: str, display: Display, language: str) -> Rows:
    """What a function gives back, as rows; it is called twice, and must say the same.

    :raises OwnError: it fails, or gives back no frame.
    """
    kept = _kept(study)
    key = (name, repr(sorted(display.select.items(), key=str)), language)
    if key not in kept:
        try:
            kept[key] = _called(study, script, name, display, language)
        except OwnError as error:
            kept[key] = error
    found = kept[key]
    if isinstance(found, OwnError):
        raise found
    return found


def _called(study: Study, script: Script, name: str, display: Display, language: str) -> Rows:
    line = _line(script, name)
    call = FrameCall(script, name, line, dict(display.select), language or "en", tuple(study.table))
    found: list[Rows] = []
    for _ in range(2):
        rows, tables = _asked(study, call)
        files = {study.files[file] for one in tables if (file := study.table[one].file) in study.files}
        found.append(replace(rows, files=tuple(sorted({*files, script.file}))))
    if found[0].key() != found[1].key():
        message = f"'{name}' gives back something else each time"
        raise OwnError(
            Finding(Place(script.file, line), "RB610", message, "Take out what is random, or give it a seed")
        )
    return found[0]


# What is shown of a frame -------------------------------------------------------------------------------------------


def _numbers(found: Rows, place: int) -> list[float]:
    values = [record[place] for record in found.records if record[place] is not None]
    return [float(one) for one in values if isinstance(one, int | float)] if _is_numeric(values) else []


def _is_numeric(values: list[Value]) -> bool:
    return bool(values) and all(isinstance(one, int | float) for one in values)


def _counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Rows, and the sum, mean, least and most of each column of numbers."""
    told = {"rows": labels.number(len(found))}
    for place, column in enumerate(found.columns):
        if numbers := _numbers(found, place):
            for name in ("sum", "mean", "min", "max"):
                told[f"{column}-{name}"] = labels.number(round(SUMMARIES[name](numbers), _MOST_DECIMALS))
    return told


def _table(found: Rows, labels: Labels) -> DataTable:
    """The frame as a table: numbers of a column with as many decimals each."""
    texts: list[list[str]] = []
    numeric = set()
    for place in range(len(found.columns)):
        values = [record[place] for record in found.records]
        known = _numbers(found, place)
        if known:
            numeric.add(place)
        decimals = max((_decimals(value) for value in known), default=0)
        texts.append([_said(value, labels, decimals) for value in values])
    body = tuple(tuple(Cell(column[row]) for column in texts) for row in range(len(found)))
    return DataTable(found.columns, body, numeric=frozenset(numeric - {0}))


def _decimals(value: float) -> int:
    rounded = round(value, _MOST_DECIMALS)
    return next(count for count in range(_MOST_DECIMALS + 1) if round(rounded, count) == rounded)


def _said(value: Value, labels: Labels, decimals: int) -> str:
    if isinstance(value, tuple):
        return labels("list.and").join(map(str, value))
    if isinstance(value, int | float):
        return labels.number(value, decimals)
    return value or ""
