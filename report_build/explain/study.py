"""What a study has of its own: its kinds, codes, cases, claims, displays, tables, wordings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from report_build.displays.registry import drawings_of
from report_build.explain.engine import about_column, column_topic, english, path_of, written
from report_build.explain.topic import Pairs, Topic, known
from report_build.model.description import Column, Table, singular
from report_build.model.own import ATTRIBUTED
from report_build.model.schema import TABLE
from report_build.model.study import Study
from report_build.model.text import Text

_MOST = 12  # parts of a row that are listed


def topics_of(study: Study, name: str) -> list[Topic]:
    """What the study calls by a name."""
    found = [*_rows(study, name), *_attributes(study, name), *_own_tables(study, name), *_drawings(study, name)]
    if name in study.labels:
        about = "The study's own wording of a label."
        found.append(Topic("label of the study", name, about, tuple(study.labels[name].items())))
    if work := study.work.get(name):
        fields = tuple(work.fields.items())
        found.append(Topic("work", name, f"An entry of the bibliography, {work.type}.", fields))
    return found


def names_of(study: Study) -> Iterator[str]:
    """What the study has a name for."""
    for table in study.tables:
        if table.named_by:
            yield from (str(getattr(row, table.named_by)) for row in study.rows(table.name))
    for own in study.own_tables:
        yield own.name
        yield from (f"{own.name}.{column.name}" for column in own.columns)
    yield from study.labels
    yield from study.work


def _rows(study: Study, name: str) -> Iterator[Topic]:
    for table in study.tables:
        rows = [row for row in study.rows(table.name) if table.named_by and getattr(row, table.named_by) == name]
        for row in rows[:1] if len(table.key) > 1 else rows:
            yield _row(study, table, row, name)


def _row(study: Study, table: Table, row: Any, name: str) -> Topic:
    kind = singular(table.name)
    title = getattr(row, table.title_field, "") if table.title_field else ""
    about = title.of(study.language) if isinstance(title, Text) else str(title)
    facts: list[tuple[str, str]] = [("Stands in", str(row.origin.at(table.key[0])))]
    lists = []
    for column in table.columns:
        value = getattr(row, column.field)
        if column.field in {"id", table.title_field, "order"} or column.kind.is_missing(value) or value is False:
            continue
        if column.kind.columns:
            parts = tuple((str(number), _part(study, column, part)) for number, part in enumerate(value[:_MOST], 1))
            lists.append((column.name, parts))
        else:
            facts.append((column.name, _said(study, value)))
    if table.name == "codes":
        passages = {one.evidence for one in study.codings if one.code == name}
        facts.append(("passages coded", str(len(passages))))
    if table.node_kind:
        facts.append(("What rests on it", f"report-build trace {name} shows it"))
    return Topic(f"{kind} of the study", name, about, known(*facts), tuple(lists), also=(f"{kind}:{name}",))


def _part(study: Study, column: Column, part: Any) -> str:
    values = (getattr(part, one.field) for one in column.kind.columns)
    return "; ".join(said for value in values if (said := _said(study, value)))


def _said(study: Study, value: Any) -> str:
    """A value as words."""
    if isinstance(value, Text):
        return value.of(study.language)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_said(study, one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(_said(study, one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _attributes(study: Study, name: str) -> Iterator[Topic]:
    """What cases and sources have besides, as the study names it."""
    for table in study.tables:
        every = {column.name for column in TABLE[table.name].columns} if table.name in ATTRIBUTED else set()
        for column in table.columns if every else ():
            if column.name not in every and name in {column.name, f"{table.name}.{column.name}"}:
                topic = column_topic(table, column, f"{table.name}.{column.name}")
                yield Topic("attribute of the study", topic.name, _column(study, table, column), topic.facts)


def _own_tables(study: Study, name: str) -> Iterator[Topic]:
    for table in study.own_tables:
        pairs: Pairs = tuple((column.name, _column(study, table, column)) for column in table.columns)
        if name in {table.name, path_of(table), table.file.rpartition("/")[2]}:
            said = study.said_of.get(table.name)
            about = said.about.of(study.language) if said else ""
            facts = known(
                ("Stands in", path_of(table)),
                ("Rows", str(len(study.rows(table.name)))),
                ("Described", "" if said else "nowhere: types were told from the cells"),
            )
            yield Topic("table of the study", table.name, about, facts, (("Columns", pairs),))
        for column in table.columns:
            if name in {f"{table.name}.{column.name}", column.name}:
                topic = column_topic(table, column, f"{table.name}.{column.name}")
                yield Topic(topic.kind, topic.name, _column(study, table, column), topic.facts)


def _column(study: Study, table: Table, column: Column) -> str:
    about = about_column(table, column)
    return about if about != column.name else column.label.of(study.language) or written(column.kind)


def _drawings(study: Study, name: str) -> Iterator[Topic]:
    drawing = drawings_of(study).get(name)
    if drawing is not None and drawing.own:
        facts = known(("Kind", drawing.kind), ("Stands in", study.script.file if study.script else ""))
        yield Topic("drawing of the study", name, "A drawing of the author's own.", facts)


def value_in(study: Study, path: str) -> Topic | None:
    """What a path stands for in the study; None where it stands for nothing."""
    from report_build.weave.values import UnknownValueError, value_of  # noqa: PLC0415  # reason: few ask for it

    try:
        said = value_of(study, english(), path)
    except UnknownValueError:
        return None
    return Topic("value of the study", path, said, known(("Written", f"{{{{< value {path} >}}}}")))
