"""Works that the data name by another key of their entry (``ids``): by the key of the entry from here on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from report_build.model.row import Row
from report_build.model.schema import WORKS
from report_build.model.study import Study


def by_entry_keys(study: Study) -> Study:
    """The study with each work named by the key of its entry, in whatever table and column it is named."""
    changed: dict[str, Any] = {}
    others = dict(study.others)
    for table in study.tables if study.alias else ():
        columns = [column.field for column in table.columns if column.refers == WORKS]
        if not columns:
            continue
        if table.name in others:
            others[table.name] = _by_keys(others[table.name], columns, study.alias)
        else:
            changed[table.name] = _by_keys(getattr(study, table.name, ()), columns, study.alias)
    return replace(study, **changed, others=others)


def _by_keys(rows: Iterable[Any], columns: Iterable[str], alias: Mapping[str, str]) -> tuple[Any, ...]:
    return tuple(_with(row, {name: _key(getattr(row, name), alias) for name in columns}) for row in rows)


def _key(named: Any, alias: Mapping[str, str]) -> Any:
    """The key, or keys, of the entries that a cell names."""
    return tuple(alias.get(one, one) for one in named) if isinstance(named, tuple) else alias.get(named, named)


def _with(row: Any, cells: Mapping[str, Any]) -> Any:
    """A row with other values in some cells."""
    if all(getattr(row, name) == cell for name, cell in cells.items()):
        return row
    if isinstance(row, Row):
        return Row(origin=row.origin, **{**row.fields, **cells})
    own = getattr(row, "attributes", {})
    usual = {name: cell for name, cell in cells.items() if name not in own}
    if len(usual) == len(cells):
        return replace(row, **usual)
    return replace(row, **usual, attributes={**own, **{name: cell for name, cell in cells.items() if name in own}})
