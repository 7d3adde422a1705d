"""The author's own drawings: functions of a Python file of the study, which ``drawings:`` of study.yaml names.

``def ages(tables, select, language)`` gives back a pandas frame, which is a table; with ``def draw_ages(frame, axes)``
beside it, that draws the frame on a matplotlib Axes, it is a figure. Of the three parameters each may be left out.
``tables["evidence"]`` is any table of the study as a frame. An error in the file is a finding at its line.
"""

from __future__ import annotations

import ast
import inspect
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from functools import cache
from hashlib import sha256
from math import fsum, isfinite
from types import CodeType
from typing import TYPE_CHECKING, Any

from report_build.displays.drawing import Cell, DataTable, Drawing, Shown
from report_build.displays.rows import Rows, Value
from report_build.findings import Finding, Place
from report_build.labels import Labels
from report_build.model.coding import Display
from report_build.model.study import Script, Study, once
from report_build.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from report_build.displays.figures.axes import Axes

DRAWS = "draw_"  # how the name of a function begins that draws what the function of that name gives back
_MOST_DECIMALS = 3
_CLOCKS = frozenset({"now", "today", "utcnow", "time_ns", "urandom", "uuid1", "uuid4"})
_FILES = frozenset(
    {"open", "read_csv", "read_excel", "read_json", "read_parquet", "urlopen", "read_text", "read_bytes"}
)
_SEEDED = frozenset({"default_rng", "RandomState", "Random"})


class OwnError(Exception):
    """A function of the author's failed, or gave back what cannot be shown."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


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

    def paint(display: Display, found: Rows, axes: Axes) -> None:
        frame = _frame_of(found)
        _run(script, f"{DRAWS}{name}", {"frame": frame, "axes": axes, "select": dict(display.select)})

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


# Running the author's functions -------------------------------------------------------------------------------------


@cache
def _compiled(text: str, file: str) -> CodeType:
    return compile(text, file, "exec")


def _run(script: Script, name: str, offered: Mapping[str, Any]) -> Any:
    """What a function gives back, called with those of its parameters that are offered.

    :raises OwnError: whatever it raises, at its line.
    """
    with _steady():
        try:
            module: dict[str, Any] = {"__name__": script.stem, "__file__": script.file}
            exec(_compiled(script.text, script.file), module)  # noqa: S102  # reason: the author's own file
            function: Callable[..., Any] = module[name]
            return function(**_arguments(script, function, offered))
        except (OwnError, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise OwnError(_failed(script, name, error)) from error


def _arguments(script: Script, function: Callable[..., Any], offered: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a function is given: those of its parameters that are offered."""
    asked = inspect.signature(function).parameters
    unknown = [name for name, how in asked.items() if name not in offered and how.default is how.empty]
    if unknown:
        message = f"'{function.__name__}' asks for '{unknown[0]}', which is none of {', '.join(offered)}"
        raise OwnError(Finding(Place(script.file, function.__code__.co_firstlineno), "RB610", message))
    return {name: offered[name] for name in asked if name in offered}


def _failed(script: Script, name: str, error: BaseException) -> Finding:
    """The finding on an error, at the last of the author's lines that led to it."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == script.file]
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return Finding(Place(script.file, (lines[-1] if lines else 0) or 0), "RB610", f"'{name}' failed with {said}")


@contextmanager
def _steady() -> Iterator[None]:
    """The same random numbers each time; what is printed goes where messages go; no setting is left behind."""
    import numpy as np  # noqa: PLC0415  # reason: only where an author draws

    state, numbers = random.getstate(), np.random.get_state()  # noqa: NPY002  # reason: what authors use
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002  # reason: as above
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        random.setstate(state)
        np.random.set_state(numbers)  # noqa: NPY002  # reason: as above


class Tables(Mapping[str, "pd.DataFrame"]):
    """The study's tables as pandas frames, made when they are asked for; which were, is remembered."""

    def __init__(self, study: Study, language: str) -> None:
        self._study, self._language = study, language
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415  # reason: only where an author draws

        table = self._study.table[name]
        self.asked[name] = None
        columns = [one for one in table.columns if one.published and not one.kind.columns]
        rows = self._study.rows(name)
        return pd.DataFrame({one.name: [self._cell(getattr(row, one.field)) for row in rows] for one in columns})

    @property
    def files(self) -> set[str]:
        """The source files of the tables that were asked for."""
        asked = [self._study.table[name].file for name in self.asked]
        return {self._study.files[file] for file in asked if file in self._study.files}

    def _cell(self, value: Any) -> Any:
        return value.of(self._language) if isinstance(value, Text) else value

    def __iter__(self) -> Iterator[str]:
        return iter(self._study.table)

    def __len__(self) -> int:
        return len(self._study.table)


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
    line = next(one.lineno for one in _functions(script) if one.name == name)
    found: list[Rows] = []
    for _ in range(2):
        tables = Tables(study, language or "en")
        offered = {"tables": tables, "select": dict(display.select), "language": language or "en"}
        frame = _run(script, name, offered)
        found.append(_rows_of(frame, tables, script, Place(script.file, line), name))
    if found[0].key() != found[1].key():
        message = f"'{name}' gives back something else each time"
        raise OwnError(
            Finding(Place(script.file, line), "RB610", message, "Take out what is random, or give it a seed")
        )
    return found[0]


def _rows_of(frame: Any, tables: Tables, script: Script, place: Place, name: str) -> Rows:
    import pandas as pd  # noqa: PLC0415  # reason: as above

    if not isinstance(frame, pd.DataFrame):
        message = f"'{name}' gives back {type(frame).__name__}, and no pandas DataFrame"
        raise OwnError(Finding(place, "RB610", message, "End it with return frame"))
    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.reset_index()
    columns = [str(column) for column in frame.columns]
    if len(set(columns)) < len(columns) or not columns:
        message = f"the columns of the frame of '{name}' are not told apart by their names"
        raise OwnError(Finding(place, "RB610", message, "Name each column, and each once"))
    records = tuple(tuple(_plain(value) for value in row) for row in frame.itertuples(index=False, name=None))
    return Rows(tuple(columns), records, len(columns), tuple(sorted({*tables.files, script.file})))


def _plain(value: Any) -> Value:
    """A cell of a frame as a published file holds it."""
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(str(one) for one in (sorted(value, key=str) if isinstance(value, set | frozenset) else value))
    if hasattr(value, "isoformat"):
        said = str(value.isoformat())
        return "" if said == "NaT" else said.removesuffix("T00:00:00")
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value if value is None or isinstance(value, int | str) else str(value)


def _frame_of(found: Rows) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  # reason: as above

    return pd.DataFrame([list(record) for record in found.records], columns=list(found.columns))


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
            middle = fsum(numbers) / len(numbers)
            measured = {"sum": fsum(numbers), "mean": middle, "min": min(numbers), "max": max(numbers)}
            for what, value in measured.items():
                told[f"{column}-{what}"] = labels.number(round(value, _MOST_DECIMALS))
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
