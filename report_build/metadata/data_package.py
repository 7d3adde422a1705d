"""The coded data as a Frictionless data package, generated from the model.

A table of the study is a CSV file; what holds several values (a list, the steps of a mechanism) is a link table of its
own, because no cell holds a list and a foreign key needs one value a row. Texts that a spreadsheet would run get a
leading apostrophe, as in every CSV file that the report publishes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from report_build.displays.spreadsheet import csv_bytes, safe_cell
from report_build.labels import Labels
from report_build.model.coding import GENERAL
from report_build.model.description import Column, Table, singular
from report_build.model.edition import DOI, Edition, said
from report_build.model.fields import WORD, Cell
from report_build.model.study import Study
from report_build.render.blocks.dictionary import described

FOLDER = "data"
DESCRIPTOR = f"{FOLDER}/datapackage.json"
_WORKS = ("author", "title", "journal", "booktitle", "publisher", "year", "doi")


@dataclass(slots=True)
class _Resource:
    """A CSV file of the package, as it is being put together."""

    name: str
    key: tuple[str, ...]
    fields: list[dict[str, Any]] = field(default_factory=list)
    foreign: list[dict[str, Any]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    def add(self, name: str, kind: str = "string", description: str = "", **constraints: Any) -> None:
        told = {name: value for name, value in constraints.items() if value}
        added: dict[str, Any] = {"name": name, "type": kind}
        if description:
            added["description"] = description
        if told:
            added["constraints"] = told
        self.fields.append(added)

    def refer(self, names: Sequence[str], resource: str, theirs: Sequence[str]) -> None:
        one = len(names) == 1
        self.foreign.append(
            {
                "fields": names[0] if one else list(names),
                "reference": {"resource": resource, "fields": theirs[0] if one else list(theirs)},
            }
        )


def data_package(study: Study, edition: Edition, labels: Labels) -> Mapping[str, bytes]:
    """Every file of the package: site-relative address -> bytes; the descriptor last."""
    symbols = {level.symbol for level in study.levels if level.symbol}
    keys = {table.name: _key(table) for table in study.tables} | {"works": ("key",)}
    resources = [resource for table in study.tables for resource in _resources(study, table, keys, labels)]
    resources.append(_works(study, labels))
    kept = {resource.name: resource for resource in resources if resource.rows}
    files: dict[str, bytes] = {}
    described = []
    for name, resource in kept.items():
        content = csv_bytes([one["name"] for one in resource.fields], resource.rows, symbols)
        files[f"{FOLDER}/{name}.csv"] = content
        described.append(_described(resource, content, kept))
    files[DESCRIPTOR] = _descriptor(edition, described)
    return files


def media_types(files: Collection[str]) -> Mapping[str, str]:
    """Address -> media type of the package's files."""
    return {name: "application/json" if name.endswith(".json") else "text/csv" for name in files}


def _key(table: Table) -> tuple[str, ...]:
    """A table's key as its columns are named."""
    named = {column.field: column.name for column in table.columns}
    return tuple(named[attribute] for attribute in table.key)


def _resources(study: Study, table: Table, keys: Mapping[str, tuple[str, ...]], labels: Labels) -> Iterator[_Resource]:
    """A table, then a link table for each of its columns that holds several values."""
    own = keys[table.name]
    main = _Resource(table.name, own)
    rows = study.rows(table.name)
    columns = [column for column in table.told_columns(rows) if column.published]
    single = [column for column in columns if not column.kind.several]
    languages = {column.name: _languages(study, column, rows) for column in single}
    for column in single:
        about = described(labels, table, column)
        if f"{table.name}.{column.name}" in study.withheld:
            about = f"{about} {labels('sources.column.withheld')}"
        for name in _names(column, languages[column.name]):
            unique = column.name in own and len(own) == 1
            required = column.required and column.kind == WORD
            kind = column.kind.package_type
            values = [safe_cell(value) for value in table.told_values(column, rows)]  # as they stand in the file
            main.add(name, kind, about, required=required, unique=unique, enum=values)
        _foreign(main, column, keys)
    main.rows = [_cells(row, single, languages) for row in rows]
    yield main
    for column in columns:
        if column not in single:
            yield from _links(study, table, column, keys, labels)


def _languages(study: Study, column: Column, rows: Sequence[Any]) -> Sequence[str]:
    """The languages that a column is published in: the study's, or of a quotation those in which something was said."""
    if not column.quotation:
        return study.languages
    return tuple(dict.fromkeys(one for row in rows for one, said in getattr(row, column.field).items() if said))


def _names(column: Column, languages: Sequence[str]) -> list[str]:
    return [f"{column.name}_{language}" for language in languages] if column.kind.by_language else [column.name]


def _cells(value: object, columns: Sequence[Column], languages: Mapping[str, Sequence[str]]) -> list[Cell]:
    return [cell for one in columns for cell in one.kind.cells(getattr(value, one.field), languages[one.name])]


def _foreign(resource: _Resource, column: Column, keys: Mapping[str, tuple[str, ...]]) -> None:
    """A foreign key where a column refers to ids that are a key by themselves."""
    if column.refers and len(keys[column.refers]) == 1:
        resource.refer([column.name], column.refers, keys[column.refers])


def _links(
    study: Study, table: Table, column: Column, keys: Mapping[str, tuple[str, ...]], labels: Labels
) -> Iterator[_Resource]:
    own = [name if name != "id" else singular(table.name) for name in keys[table.name]]
    link = _Resource(f"{table.name}-{column.name}", ())
    inner = column.kind.columns
    below = {one.name: _Resource(f"{link.name}-{one.name}", ()) for one in inner if one.kind.several}
    parts = [part for row in study.rows(table.name) for part in getattr(row, column.field)] if inner else []
    languages = {one.name: _languages(study, one, parts) for one in inner}
    for resource in (link, *below.values()):
        for name, theirs in zip(own, keys[table.name], strict=True):
            resource.add(name, required=next(one.required for one in table.columns if one.name == theirs))
        resource.refer(own, table.name, keys[table.name])
        numbered = column.kind.told_apart_by
        resource.add(numbered, "integer" if numbered == "position" else "string", required=True)
    if inner:
        for one in inner:
            if one.name in below:
                below[one.name].add(one.name, required=True)
                _foreign(below[one.name], one, keys)
                continue
            for name in _names(one, languages[one.name]):
                link.add(name if name not in own else f"{name}_of")
            if one.name not in own:
                _foreign(link, one, keys)
    else:
        named = column.name if column.kind.told_apart_by == "position" else "word"
        value = named if named not in own else f"{named}_of"
        link.add(value, "string", described(labels, table, column), required=True)
        if column.refers and len(keys[column.refers]) == 1:
            link.refer([value], column.refers, keys[column.refers])
    for row in study.rows(table.name):
        head = [getattr(row, attribute) for attribute in table.key]
        given = getattr(row, column.field)
        if column.refers == "cases":  # `general` is not a case id
            given = [word for word in given if word != GENERAL]
        for place, item in column.kind.told_apart(given):
            if not inner:
                link.rows.append([*head, place, item])
                continue
            single = [one for one in inner if not one.kind.several]
            link.rows.append([*head, place, *_cells(item, single, languages)])
            for one in inner:
                if one.name in below:
                    below[one.name].rows += [[*head, place, word] for word in getattr(item, one.field)]
    yield from (link, *below.values())


def _works(study: Study, labels: Labels) -> _Resource:
    resource = _Resource("works", ("key",))
    resource.add("key", description=labels("publish.data.key"), required=True, unique=True)
    resource.add("type", required=True)
    for name in (*_WORKS, "verification"):
        resource.add(name)
    for work in study.work.values():
        fields = [work.fields.get(name, "").replace("{", "").replace("}", "") for name in _WORKS]
        resource.rows.append([work.key, work.type, *fields, work.verification])
    return resource


def _described(resource: _Resource, content: bytes, kept: Mapping[str, _Resource]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": resource.fields}
    if resource.key:
        schema["primaryKey"] = resource.key[0] if len(resource.key) == 1 else list(resource.key)
    foreign = [one for one in resource.foreign if one["reference"]["resource"] in kept]
    for one in foreign:
        if one["reference"]["resource"] == resource.name:
            one["reference"]["resource"] = ""  # how the format names the table itself
    if foreign:
        schema["foreignKeys"] = foreign
    return {
        "name": resource.name,
        "path": f"{resource.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": schema,
    }


def _descriptor(edition: Edition, resources: list[dict[str, Any]]) -> bytes:
    described = {
        "profile": "tabular-data-package",
        "name": "report-data",
        "id": f"{DOI}{edition.doi}" if edition.doi else "",
        "title": edition.title,
        "description": edition.abstract,
        "version": edition.version,
        "created": f"{edition.date}T00:00:00Z" if edition.date else "",
        "homepage": edition.address("index.html"),
        "keywords": list(edition.keywords),
        "licenses": [{"name": edition.license, "path": edition.license_url}] if edition.license else [],
        "contributors": [{"title": person.display_name, "role": "author"} for person in edition.authors],
        "sources": [_source(source) for source in edition.sources],
        "resources": resources,
    }
    kept = {name: value for name, value in described.items() if value not in ("", [])}
    return (json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _source(source: Mapping[str, object]) -> dict[str, str]:
    doi = said(source, "doi")
    told = {"title": said(source, "title"), "path": f"{DOI}{doi}" if doi else said(source, "url")}
    return {name: value for name, value in told.items() if value}
