"""``study.json``: the whole study in one file with a versioned schema, and what comparing two versions reads.

Its parts and its schema follow from :data:`report_build.model.schema.TABLES`; the schema is published with it. A
change that older readers cannot read raises the first number of :data:`SCHEMA_VERSION`; one that they can pass over,
the second. Where a row stands in its file is left out, and parts are sorted by id, prose excepted, so that moving a row
changes no byte but its file's hash. What says nothing (no text, no list, no value) is left out, too: a field that a
record lacks is empty. Prose is told page by page.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from functools import partial
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from report_build.argument.ledger import ledger
from report_build.cache import Cache, by_value
from report_build.check.claims import ClaimFact
from report_build.errors import ReportError
from report_build.model.description import Column, Table
from report_build.model.fields import IDS_SCHEMA, TEXT_SCHEMA, Schema, object_schema
from report_build.model.schema import TABLE, TABLES
from report_build.model.study import Study, once
from report_build.render.reading import ProseBlock

SCHEMA_VERSION = "1.0"
SCHEMA_FILE = "study.schema.json"
REFERENCES = "references"  # what study.json calls the works of the bibliography
PROSE = "prose"
PARTS = (*(table.name for table in TABLES), REFERENCES, "labels", PROSE)

Value = None | bool | int | float | str | tuple["Value", ...] | Mapping[str, "Value"]
Record = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Published:
    """What a study became in its pages: everything ``study.json`` tells besides the coded data, by language."""

    wordings: Sequence[ClaimFact] = ()
    prose: Mapping[str, Mapping[str, Sequence[ProseBlock]]] = field(default_factory=dict)  # language -> page -> blocks
    drawn: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    # ^ display id -> language -> file name -> SHA-256 of its bytes
    formatted: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # reference -> language -> as formatted


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published study as plain values: what :func:`read_study_json` gives back."""

    schema_version: str
    about: Record  # title, version, date, languages and the hashes of the source files
    parts: Mapping[str, Mapping[str, Record]]  # name of PARTS -> id -> record, the id included


def study_json(study: Study, published: Published | None = None, cache: Cache | None = None) -> bytes:
    """The study as ``study.json``; the same study gives the same bytes.

    :param cache: keeps the tables that pages add nothing to, by the value of their rows: an edited page changes none.
    """
    out, kept = published or Published(), cache or Cache(None)
    rows = {}
    for name in _names(study):
        made = partial(_lines_of, study, out, name)
        table = None if name in _COMPUTED else study.table.get(name)
        rows[name] = kept.text("study-part", _made_of(study, table), made) if table else made()
    return _written_as_json(_about(study), rows)


def _lines_of(study: Study, out: Published, name: str) -> str:
    told = _lines(name, _part(study, out, name))
    return told.encode(errors="backslashreplace").decode()  # a lone surrogate becomes its JSON escape, to be kept


def _made_of(study: Study, table: Table) -> Sequence[str | bytes]:
    """All that a table's part is made of."""
    columns = [column.name for column in table.columns if column.published]
    return [table.name, *columns, _hashes_of_rows(study)[table.name]]


@once
def _hashes_of_rows(study: Study) -> Mapping[str, bytes]:
    """Table -> a hash of its rows' values."""
    return {table.name: sha256(by_value(study.rows(table.name))).digest() for table in study.tables}


def study_schema(tables: Sequence[Table] = TABLES) -> bytes:
    """The schema that ``study.json`` keeps (JSON Schema 2020-12), to be published beside it.

    :param tables: the study's, its own ones included: they are parts of the file by their names.
    """
    text: Schema = {"type": "string"}
    by_language: Schema = {"type": "object", "additionalProperties": {"type": "object"}}
    parts = {table.name: _record_schema(table) for table in tables}
    parts[REFERENCES] = _filled_object(id=text, type=text, fields=TEXT_SCHEMA, formatted=TEXT_SCHEMA)
    parts["labels"] = _filled_object(id=text, words=TEXT_SCHEMA)
    by_block: Schema = {"type": "object", "additionalProperties": text, "description": "A paragraph's id: its text."}
    parts[PROSE] = _object(id=text, language=text, page=text, blocks=by_block)
    hashes = {"type": "object", "additionalProperties": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}
    about = _object(title=text, version=text, doi=text, date=text, languages=IDS_SCHEMA, sources=hashes)
    properties = {
        "$schema": text,
        "schema_version": {"type": "string", "pattern": "^1\\.[0-9]+$"},
        "about": about,
        **{name: {"type": "array", "items": parts[name]} for name in dict.fromkeys((*PARTS, *parts))},
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A study as report-build publishes it",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": {
            "text": {"type": "object", "additionalProperties": {"type": "string"}, "description": "By language."},
            "ids": {"type": "array", "items": {"type": "string"}},
            "by-language": by_language,
        },
    }
    return (json.dumps(schema, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


# What the engine computes and adds to a record, by table.
_COMPUTED: Mapping[str, Mapping[str, Schema]] = {
    "claims": {
        "footing": {"type": "string"},
        "flags": IDS_SCHEMA,
        "grounds": {"type": "object", "additionalProperties": IDS_SCHEMA},
        "borrowed": IDS_SCHEMA,
        "passages": {"type": "integer"},
        "shares": {"type": "array", "items": {"type": "object"}},
        "wording": {"$ref": "#/$defs/by-language"},
        "restated": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}},
    },
    "displays": {"drawn": {"type": "object", "additionalProperties": TEXT_SCHEMA}},
}


def computed_fields(part: str) -> frozenset[str]:
    """What the engine computes and no author writes in a part of the study."""
    return frozenset({"formatted"} if part == REFERENCES else _COMPUTED.get(part, ()))


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _filled_object(**properties: Schema) -> Schema:
    """A record that lacks what is empty."""
    return {**_object(**properties), "required": ["id"]}


def _record_schema(table: Table) -> Schema:
    columns = [column for column in table.columns if column.published]
    schema = object_schema([replace(one, name=_written(one)) for one in columns], _COMPUTED.get(table.name))
    schema["properties"] = {"id": {"type": "string"}, **schema["properties"]}
    schema["required"] = ["id"]
    return schema


def _written(column: Column) -> str:
    """A column's name in study.json: of the one that gives the id, ``id``."""
    return "id" if column.field == "id" else column.name


def snapshot(study: Study, published: Published | None = None) -> Snapshot:
    """The study as plain values."""
    out = published or Published()
    parts = {name: _part(study, out, name) for name in _names(study)}
    return Snapshot(SCHEMA_VERSION, _about(study), MappingProxyType(parts))


def _names(study: Study) -> Sequence[str]:
    return (*(table.name for table in study.tables), REFERENCES, "labels", PROSE)


def _part(study: Study, out: Published, name: str) -> Mapping[str, Record]:
    """One part: id -> record, sorted by id, prose excepted; of rows with the same id the first stands."""
    if name == PROSE:
        return _keyed(_prose(out))
    records: Iterable[Record]
    if name == REFERENCES:
        records = _references(study, out)
    elif name == "labels":
        records = ({"id": key, "words": _frozen(dict(words))} for key, words in study.labels.items())
    else:
        records = _records(study, name, out)
    return _keyed(map(_filled, sorted(records, key=lambda record: str(record["id"]))))


def _references(study: Study, out: Published) -> Iterable[Record]:
    for work in study.works:
        yield {
            "id": work.key,
            "type": work.type,
            "fields": _frozen(_by_key(work.published)),
            "formatted": _frozen(out.formatted.get(work.key, {})),
        }


def _written_as_json(about: Record, rows: Mapping[str, str]) -> bytes:
    told = {"$schema": SCHEMA_FILE, "schema_version": SCHEMA_VERSION, "about": about}
    parts = [f"{_json(name)}:{_json(value)}" for name, value in told.items()]
    names = (*PARTS, *sorted(rows.keys() - set(PARTS)))  # the author's own tables last
    parts += [f"{_json(name)}:[{rows.get(name, '')}]" for name in names]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    return text.encode(errors="backslashreplace")  # a lone surrogate becomes its JSON escape


def _lines(name: str, records: Mapping[str, Record]) -> str:
    """A part's records, each on a line of its own: tools that compare lines can tell what changed."""
    rows = ",\n".join(map(_json, _by_page(records) if name == PROSE else records.values()))
    return f"\n{rows}\n" if rows else ""


def _by_page(blocks: Mapping[str, Record]) -> Iterator[Record]:
    """Prose as it is written: a page's paragraphs by their ids, its address said once."""
    pages: dict[str, dict[str, Any]] = {}
    for id_, block in blocks.items():
        page, _, name = id_.partition("#")
        told = {"id": page, "language": block["language"], "page": block["page"], "blocks": {}}
        pages.setdefault(page, told)["blocks"][name] = block["text"]
    yield from pages.values()


def _by_block(pages: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Prose as it is read: each paragraph by itself, as in files that were written before pages were told together."""
    for page in pages:
        if not isinstance(page.get("blocks"), dict):
            yield page
            continue
        for name, text in page["blocks"].items():
            yield {
                "id": f"{page['id']}#{name}",
                **{key: page.get(key, "") for key in ("language", "page")},
                "text": text,
            }


_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=dict).encode


def read_study_json(data: bytes) -> Snapshot:
    """A published ``study.json`` as plain values; parts that a later schema adds are kept, too.

    :raises ReportError: it is no such file, or of a schema that this engine is too old to read.
    """
    try:
        whole = json.loads(data)
    except ValueError as error:
        raise ReportError(f"study.json cannot be read: {error}. Fetch it again from the published version") from error
    version = whole.get("schema_version") if isinstance(whole, dict) else None
    if not isinstance(version, str) or not isinstance(whole.get("about"), dict):
        raise ReportError("study.json names no schema version: it is no study that report-build has published")
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise ReportError(
            f"study.json has schema {version}, and this engine reads {SCHEMA_VERSION}. Update report-build"
        )
    parts = {name: rows for name, rows in whole.items() if name not in {"$schema", "schema_version", "about"}}
    kept = {}
    for name in (*PARTS, *(name for name in parts if name not in PARTS)):
        rows = parts.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(r, dict) and isinstance(r.get("id"), str) for r in rows):
            raise ReportError(f"study.json is damaged: {name!r} is no list of records with ids")
        kept[name] = _keyed(
            map(_frozen_record, _by_block(rows)) if name == PROSE else map(_filled, map(_frozen_record, rows))
        )
    return Snapshot(version, _frozen_record(whole["about"]), MappingProxyType(kept))


def _about(study: Study) -> Record:
    told = {name: study.citation.text(name) if study.citation else "" for name in ("title", "version", "doi")}
    date = study.citation.text("date-released") if study.citation else ""
    languages: Any = list(study.languages)
    return _frozen_record({**told, "date": date, "languages": languages, "sources": _by_key(study.hashes)})


def _claims(study: Study, out: Published) -> Iterable[Record]:
    """Each claim with its computed footing and its wordings."""
    worded: dict[str, dict[str, Any]] = {}
    restated: dict[str, dict[str, list[Any]]] = {}
    for fact in sorted(out.wordings, key=lambda fact: (fact.language, fact.place)):
        told = {"page": fact.place.file, "text": fact.text}
        if fact.restates:
            restated.setdefault(fact.id, {}).setdefault(fact.language, []).append(told)
        else:
            worded.setdefault(fact.id, {}).setdefault(fact.language, told)
    for id_, entry in ledger(study).items():
        yield {
            **_record(entry.claim, TABLE["claims"]),
            "footing": entry.footing,
            "flags": entry.flags,
            "grounds": _frozen(dict(entry.grounds)),
            "borrowed": entry.support if entry.borrowed else (),
            "passages": entry.passages,
            "shares": tuple(_frozen_record(asdict(share)) for share in entry.shares),
            "wording": _frozen(worded.get(id_, {})),
            "restated": _frozen(restated.get(id_, {})),
        }


def _prose(out: Published) -> Iterable[Record]:
    for language, pages in sorted(out.prose.items()):
        for page, blocks in sorted(pages.items()):
            for block in blocks:
                yield {"id": f"{language}/{page}#{block.id}", "language": language, "page": page, "text": block.text}


def _records(study: Study, name: str, out: Published) -> Iterable[Record]:
    """A table's rows by the names that authors write, without their places in the files."""
    if name == "claims":
        return _claims(study, out)
    table = study.table[name]
    records = (_record(row, table) for row in study.rows(name))
    if name == "displays":
        return ({**one, "drawn": _frozen(out.drawn.get(str(one["id"]), {}))} for one in records)
    return records


def _record(row: Any, table: Table) -> Record:
    columns = [column for column in table.columns if column.published]
    named = {_written(column): getattr(row, column.field) for column in columns}
    return _frozen_record({"id": table.id_of(row), **named})


def _filled(record: Record) -> Record:
    """A record without what is empty."""
    return {
        name: value for name, value in record.items() if name == "id" or not (value is None or value in ("", (), {}))
    }


_PLAIN = frozenset({str, int, bool, type(None)})


def _frozen_record(record: Mapping[str, Any]) -> Record:
    return MappingProxyType({str(name): _frozen(value) for name, value in record.items()})


def _frozen(value: Any) -> Value:
    """A value that JSON can say and nobody can change; what YAML reads beyond JSON (dates) becomes text."""
    if type(value) in _PLAIN:  # most are, and asking for it first takes a quarter of the time
        return value  # type: ignore[no-any-return]
    if isinstance(value, Mapping):
        return _frozen_record(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _frozen_record({one.name: getattr(value, one.name) for one in fields(value)})
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    if value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value)


def _by_key(values: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(values.items()))


def _keyed(records: Iterable[Mapping[str, Value]]) -> Mapping[str, Record]:
    found: dict[str, Record] = {}
    for record in records:
        found.setdefault(
            str(record["id"]), record if isinstance(record, MappingProxyType) else MappingProxyType(record)
        )
    return MappingProxyType(found)
