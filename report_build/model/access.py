"""The study as everybody may have it: without the words of what is restricted, and with word that there is some."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from report_build.model.coding import Attributed, Coding, Evidence, Source, Speaker
from report_build.model.description import Column, Table
from report_build.model.row import Row
from report_build.model.study import Study, once
from report_build.model.text import Text

PUBLIC_EDITION, TEAM_EDITION = "public", "restricted"
EDITIONS = (PUBLIC_EDITION, TEAM_EDITION)


@once
def public(study: Study) -> Study:
    """What may be published of a study.

    Of a restricted passage its words, remarks, speaker and place in the source are left out; of a restricted source its
    date, work, file and attributes; of a restricted column everything. Ids, kinds, voices, cases and codes stay: they
    say that there is something.
    """
    hidden = {one.id for one in study.evidence if study.is_restricted(one)}
    withheld = {name for name in study.about.restricted if restricted_column(study, name) is not None}
    if not hidden and not withheld and not any(study.is_restricted(one) for one in study.sources):
        return study

    no_attributes = {column.field: column.absent for column in study.attributes.get("sources", ())}

    def passage(one: Evidence) -> Evidence:
        return (
            replace(one, quotation=Text(), paraphrase=Text(), memo=Text(), speaker="", locator="", ref="")
            if one.id in hidden
            else one
        )

    def source(one: Source) -> Source:
        if not study.is_restricted(one):
            return one
        return replace(one, date="", work="", file="", attributes={**one.attributes, **no_attributes})

    def coding(one: Coding) -> Coding:
        return replace(one, memo=Text()) if one.evidence in hidden else one

    def speaker(one: Speaker) -> Speaker:
        return replace(one, name="", descriptor=Text()) if one.evidence in hidden else one

    changes: dict[str, Callable[[Any], Any]] = {
        "evidence": passage,
        "sources": source,
        "codings": coding,
        "speakers": speaker,
    }
    own = {one.name for one in fields(Study)}
    tables: dict[str, Any] = {}
    others, recoded = dict(study.others), dict(study.recoded)
    for table in study.tables:
        columns = [one for one in table.columns if f"{table.name}.{one.name}" in withheld]
        change = changes.get(table.name, _as_it_is)
        if table.name in own:
            tables[table.name] = _changed(getattr(study, table.name), change, columns)
        if table.name in others:
            others[table.name] = _changed(others[table.name], change, columns)
        if table.name in recoded:
            recoded[table.name] = _changed(recoded[table.name], change, columns)
    return replace(study, **tables, others=others, recoded=recoded, withheld=frozenset(withheld), public=True)


def restricted_column(study: Study, name: str) -> tuple[Table, Column] | None:
    """The column that ``table.column`` names, where it can be left out: none that names rows or must be filled in."""
    table = study.table.get(name.partition(".")[0])
    column = next((one for one in table.columns if one.name == name.partition(".")[2]), None) if table else None
    if table is None or column is None or column.required or column.field in table.key:
        return None
    return table, column


def restricted_words(study: Study) -> Iterable[tuple[str, str]]:
    """Passage id and text of all that was written and is not for everybody."""
    for one in study.evidence:
        if study.is_restricted(one):
            yield from ((one.id, said) for said in _words(one))


def public_words(study: Study) -> Iterable[str]:
    """The texts of the passages that are for everybody."""
    return (said for one in study.evidence if not study.is_restricted(one) for said in _words(one))


def _words(one: Evidence) -> Iterable[str]:
    return (said for text in (one.quotation, one.paraphrase, one.memo) for said in text.values() if said)


def _as_it_is(row: Any) -> Any:
    return row


def _changed(rows: Iterable[Any], change: Callable[[Any], Any], columns: Iterable[Column]) -> tuple[Any, ...]:
    empty = {one.field: one.absent for one in columns}
    return tuple(_emptied(changed, empty) if empty else changed for changed in map(change, rows))


def _emptied(row: Any, empty: Mapping[str, Any]) -> Any:
    if isinstance(row, Row):
        return Row(origin=row.origin, **{**row.fields, **empty})
    more = {name: value for name, value in empty.items() if isinstance(row, Attributed) and name in row.attributes}
    usual = {name: value for name, value in empty.items() if name not in more}
    return replace(row, **usual, attributes={**row.attributes, **more}) if more else replace(row, **usual)
