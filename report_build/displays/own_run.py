"""What runs of an author's own drawings, and where: the functions of their file, in a process of its own.

A function that never ends is ended with its process, and one that brings the process down brings down nothing else;
see :mod:`report_build.displays.own_process`.
"""

from __future__ import annotations

import inspect
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from functools import cache
from math import isfinite
from types import CodeType
from typing import TYPE_CHECKING, Any

from report_build.displays.rows import Rows, Value
from report_build.findings import Finding, Place
from report_build.model.study import Script

if TYPE_CHECKING:
    import pandas as pd

Columns = Mapping[str, list[Any]]  # of a table: the name of each, and its cells


class OwnError(Exception):
    """A function of the author's failed, or gave back what cannot be shown."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class Tables(Mapping[str, "pd.DataFrame"]):
    """The study's tables as pandas frames, made when they are asked for; which were, is remembered."""

    def __init__(self, names: tuple[str, ...], columns_of: Callable[[str], Columns]) -> None:
        self._names, self._columns_of = names, columns_of
        self.asked: dict[str, None] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415  # reason: only where an author draws

        if name not in self._names:
            raise KeyError(name)
        self.asked[name] = None
        return pd.DataFrame(self._columns_of(name))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


# Running the author's functions -------------------------------------------------------------------------------------


@cache
def _compiled(text: str, file: str) -> CodeType:
    return compile(text, file, "exec")


def run(script: Script, name: str, offered: Mapping[str, Any]) -> Any:
    """What a function gives back, called with those of its parameters that are offered.

    :raises OwnError: whatever it raises, at its line.
    """
    with steady():
        try:
            module: dict[str, Any] = {"__name__": script.stem, "__file__": script.file}
            exec(_compiled(script.text, script.file), module)  # noqa: S102  # reason: the author's own file
            function: Callable[..., Any] = module[name]
            return function(**_arguments(script, function, offered))
        except (OwnError, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise OwnError(failed(script, name, error)) from error


def _arguments(script: Script, function: Callable[..., Any], offered: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a function is given: those of its parameters that are offered."""
    asked = inspect.signature(function).parameters
    unknown = [name for name, how in asked.items() if name not in offered and how.default is how.empty]
    if unknown:
        message = f"'{function.__name__}' asks for '{unknown[0]}', which is none of {', '.join(offered)}"
        raise OwnError(Finding(Place(script.file, function.__code__.co_firstlineno), "RB610", message))
    return {name: offered[name] for name in asked if name in offered}


def failed(script: Script, name: str, error: BaseException) -> Finding:
    """The finding on an error, at the last of the author's lines that led to it."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == script.file]
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return Finding(Place(script.file, (lines[-1] if lines else 0) or 0), "RB610", f"'{name}' failed with {said}")


@contextmanager
def steady() -> Iterator[None]:
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


def rows_of_frame(frame: Any, script: Script, place: Place, name: str) -> Rows:
    """A frame as rows; which files they come from is for who gave the tables to say."""
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
    return Rows(tuple(columns), records, len(columns), (script.file,))


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


def frame_of(found: Rows) -> pd.DataFrame:
    """Rows as the frame that they were."""
    import pandas as pd  # noqa: PLC0415  # reason: as above

    return pd.DataFrame([list(record) for record in found.records], columns=list(found.columns))
