"""Paths of ``{{< value path >}}``: numbers and labels of the data that prose names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from report_build.displays.cells import SUMMARIES, column_of, is_number, numbers_in, summary, unit, with_unit
from report_build.model.coding import BOUNDS
from report_build.suggest import Names

if TYPE_CHECKING:
    from report_build.labels import Labels
    from report_build.model.description import Table
    from report_build.model.study import Study

_WORDS = "words"
_IN_LETTERS = 20


class UnknownValueError(Exception):
    """A path that stands for nothing."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    @property
    def told(self) -> str:
        """Both, as no text of a value is."""
        return f"\0{self.what}\0{self.hint}"


def value_of(study: Study, labels: Labels, path: str, options: Sequence[str] = ()) -> str:
    """The text that a path stands for, in the language of ``words``.

    :raises UnknownValueError: the path or an option stands for nothing.
    """
    unknown = [option for option in options if option != _WORDS]
    if unknown:
        raise UnknownValueError(f"'{unknown[0]}' is no option of a value", f"The only one is '{_WORDS}'.")
    if not path:
        raise UnknownValueError("a value needs a path", "Write {{< value count.evidence >}}.")
    head, *rest = path.split(".")
    if head not in _READERS:
        raise UnknownValueError(f"'{path}' names no value", Names(_READERS).near(head))
    return _READERS[head](study, labels, path, rest, _WORDS in options)


ValueOf = Callable[["Study", "Labels", str, Sequence[str]], str]


class AskedValues:
    """:func:`value_of`, which notes what was asked and what was said."""

    def __init__(self) -> None:
        self.said: dict[tuple[str, ...], str] = {}  # path and options -> the text, or why there is none

    def __call__(self, study: Study, labels: Labels, path: str, options: Sequence[str] = ()) -> str:
        try:
            said = self.said[path, *options] = value_of(study, labels, path, options)
        except UnknownValueError as problem:
            self.said[path, *options] = problem.told
            raise
        return said


def answer(study: Study, labels: Labels, path: str, options: Sequence[str] = ()) -> str:
    """The text that a path stands for, or why it stands for nothing."""
    try:
        return value_of(study, labels, path, options)
    except UnknownValueError as problem:
        return problem.told


def _fieldwork(study: Study, labels: Labels, path: str, rest: list[str], letters: bool) -> str:
    instruments = {instrument.id: instrument for instrument in study.fieldwork}
    kinds = {instrument.kind for instrument in study.fieldwork}
    if len(rest) == 2 and rest[1] == "total" and rest[0] in kinds:  # noqa: PLR2004  # reason: kind and "total"
        counted = [item for item in study.fieldwork if item.kind == rest[0] and item.count is not None]
        bounds = {item.bound for item in counted}
        if not counted:
            raise UnknownValueError(f"no instrument of kind '{rest[0]}' has a count")
        if len(bounds) > 1:
            raise UnknownValueError(f"the instruments of kind '{rest[0]}' have counts of several bounds, not one sum")
        return _bounded(labels, sum(item.count or 0 for item in counted), bounds.pop(), letters=letters)
    name = ".".join(rest[:1])
    if name not in instruments or rest[1:] not in ([], ["population"]):
        hint = Names([*instruments, *(f"{kind}.total" for kind in kinds)]).near(".".join(rest))
        raise UnknownValueError(f"'{path}' names no instrument of data/fieldwork.csv", hint)
    instrument = instruments[name]
    count = instrument.population if rest[1:] else instrument.count
    if count is None:
        raise UnknownValueError(f"data/fieldwork.csv gives no number for '{path}'")
    return _bounded(labels, count, instrument.population_bound if rest[1:] else instrument.bound, letters=letters)


def _count(study: Study, labels: Labels, path: str, rest: list[str], letters: bool) -> str:
    names = [*study.table, "references"]
    of, *which = rest or [""]
    column = "verification" if of == "references" else _closed(study.table[of]) if of in names else ""
    if of not in names or len(which) > 1 or (which and not column):
        raise UnknownValueError(f"'{path}' names nothing that is counted", Names(names).near(".".join(rest)))
    rows = study.works if of == "references" else study.counting(of)
    if not which:
        return _number(labels, len(rows), letters=letters)
    counted = Counter(getattr(row, column) for row in rows)
    if which[0] not in counted:
        raise UnknownValueError(f"'{path}' counts nothing", Names(counted).near(which[0]))
    return _number(labels, counted[which[0]], letters=letters)


def _closed(table: Table) -> str:
    """The field of the first of a table's columns that has a closed list, or one of the study's own; '' for none."""
    return next((one.field for one in table.columns if one.values or one.name in {"kind", "voice"}), "")


def _level(study: Study, labels: Labels, path: str, rest: list[str], letters: bool) -> str:  # noqa: ARG001  # reason: one signature for all readers
    cell = study.assessment.get((rest[0], rest[1])) if len(rest) == 2 else None  # noqa: PLR2004  # reason: case and code
    if cell is None or cell.level not in study.level:
        hint = Names(f"{case}.{code}" for case, code in study.assessment).near(".".join(rest))
        raise UnknownValueError(f"'{path}' names no judgement of data/assessments.csv", hint)
    return study.level[cell.level].label.of(labels.language)


def _label(study: Study, labels: Labels, path: str, rest: list[str], letters: bool) -> str:  # noqa: ARG001  # reason: one signature for all readers
    name = ".".join(rest)
    for known in (study.case, study.code, study.level):
        if name in known:
            return known[name].label.of(labels.language)
    names = Names([*study.case, *study.code, *study.level])
    raise UnknownValueError(f"'{path}' names no case, code or level", names.near(name))


def _tables(study: Study, labels: Labels, path: str, rest: list[str], letters: bool) -> str:
    tables = {table.name: table for table in (*study.own_tables, *(study.table[name] for name in study.attributes))}
    if not rest or rest[0] not in tables:
        hint = Names(tables).near(".".join(rest[:1])) or f"Tables: {', '.join(tables) or 'none'}"
        raise UnknownValueError(f"'{path}' names no table of data/tables", hint)
    table, rows = tables[rest[0]], study.rows(rest[0])
    if rest[1:] in (["rows"], []):
        return _number(labels, len(rows), letters=letters)
    column = column_of(table, rest[1])
    if column is None:
        raise UnknownValueError(
            f"'{rest[1]}' is no column of '{table.name}'",
            Names(["rows", *(one.name for one in table.columns)]).near(rest[1]),
        )
    what = ".".join(rest[2:])
    known = {table.id_of(row): getattr(row, column.field) for row in rows}
    if what in known:
        return with_unit(study, table, column, known[what], labels)
    if what == "known":
        return _number(labels, sum(value not in (None, "", ()) for value in known.values()), letters=letters)
    if what not in SUMMARIES or not is_number(column):
        options = [*(SUMMARIES if is_number(column) else ()), "known"]
        hint = Names([*options, *known]).near(what) or f"Behind it may stand {', '.join(options)} or the key of a row"
        raise UnknownValueError(f"'{path}' says nothing of '{column.name}' that is known", hint)
    numbers = numbers_in(rows, column)
    if not numbers:
        raise UnknownValueError(f"the column '{column.name}' of '{table.name}' has no number")
    words, of = summary(column, what, numbers, labels), unit(column, labels)
    return f"{words}\u00a0{of}" if of else words


_Reader = Callable[["Study", "Labels", str, list[str], bool], str]
_READERS: Mapping[str, _Reader] = {
    "fieldwork": _fieldwork,
    "count": _count,
    "level": _level,
    "label": _label,
    "tables": _tables,
}


def _bounded(labels: Labels, count: int, bound: str, *, letters: bool) -> str:
    if bound not in BOUNDS:
        bound = "="  # the table's own finding says so
    return labels(f"bound.{bound}", count=_number(labels, count, letters=letters))


def _number(labels: Labels, count: int, *, letters: bool) -> str:
    return labels(f"weave.number.{count}") if letters and 0 <= count <= _IN_LETTERS else labels.number(count)
