"""``study.json``: the whole study in one file with a versioned schema, and what comparing two versions reads.

The schema stands beside this module (``study.schema.json``, JSON Schema 2020-12) and is published with the file. A
change that older readers cannot read raises the first number of :data:`SCHEMA_VERSION`; one that they can pass over,
the second. Where a row stands in its file is left out, and parts are sorted by id, prose excepted, so that moving a row
changes no byte but its file's hash.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from report_build.argument.ledger import ledger
from report_build.check.claims import ClaimFact
from report_build.errors import ReportError
from report_build.model.study import Study
from report_build.render.reading import ProseBlock

SCHEMA_VERSION = "1.0"
SCHEMA_FILE = "study.schema.json"
PARTS = (
    "cases",
    "levels",
    "codes",
    "speakers",
    "collectives",
    "evidence",
    "codings",
    "assessments",
    "relations",
    "fieldwork",
    "claims",
    "displays",
    "references",
    "decisions",
    "sections",
    "paragraphs",
    "labels",
    "prose",
)
# names of the model's fields that are reserved in Python or the ledger's own, as authors write them
_WRITTEN = {"start": "from", "end": "to", "support": "for", "counter": "against", "key": "id"}

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


def study_json(study: Study, published: Published | None = None) -> bytes:
    """The study as ``study.json``; the same study gives the same bytes."""
    return write_study_json(snapshot(study, published))


def study_schema() -> bytes:
    """The schema that ``study.json`` keeps, to be published beside it."""
    return files(__package__).joinpath(SCHEMA_FILE).read_bytes()


def snapshot(study: Study, published: Published | None = None) -> Snapshot:
    """The study as plain values; of rows with the same id the first stands."""
    out = published or Published()
    parts: dict[str, Iterable[Record]] = {
        "cases": map(_record, study.cases),
        "levels": map(_record, study.levels),
        "codes": map(_record, study.codes),
        "speakers": (
            _nameless(_record(mention, f"{mention.evidence}/{mention.speaker}")) for mention in study.speakers
        ),
        "collectives": map(_record, study.collectives),
        "evidence": map(_record, study.evidence),
        "codings": (_record(coding, f"{coding.evidence}/{coding.code}") for coding in study.codings),
        "assessments": (_record(cell, f"{cell.case}/{cell.code}") for cell in study.assessments),
        "relations": map(_record, study.relations),
        "fieldwork": map(_record, study.fieldwork),
        "claims": _claims(study, out),
        "displays": ({**_record(one), "drawn": _frozen(out.drawn.get(one.id, {}))} for one in study.displays),
        "references": (
            {
                "id": work.key,
                "type": work.type,
                "fields": _frozen(_by_key(work.fields)),
                "formatted": _frozen(out.formatted.get(work.key, {})),
            }
            for work in study.works
        ),
        "decisions": map(_record, study.decisions),
        "sections": map(_record, study.sections),
        "paragraphs": (_record(row, f"{row.section}/{row.paragraph}") for row in study.paragraphs),
        "labels": ({"id": key, "words": _frozen(dict(words))} for key, words in study.labels.items()),
    }
    kept = {name: _keyed(sorted(records, key=lambda record: str(record["id"]))) for name, records in parts.items()}
    kept["prose"] = _keyed(_prose(out))
    return Snapshot(SCHEMA_VERSION, _about(study), MappingProxyType(kept))


def write_study_json(found: Snapshot) -> bytes:
    """A snapshot as JSON, in UTF-8, ended by a newline; reading it gives the snapshot back."""
    whole = {
        "$schema": SCHEMA_FILE,
        "schema_version": found.schema_version,
        "about": found.about,
        **{name: list(found.parts.get(name, {}).values()) for name in PARTS},
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False, default=dict)
    return (text + "\n").encode(errors="backslashreplace")  # a lone surrogate becomes its JSON escape


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
        kept[name] = _keyed(_frozen_record(row) for row in rows)
    return Snapshot(version, _frozen_record(whole["about"]), MappingProxyType(kept))


def _about(study: Study) -> Record:
    told = {name: study.citation.words(name) if study.citation else "" for name in ("title", "version", "doi")}
    date = study.citation.words("date-released") if study.citation else ""
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
            **_record(entry.claim),
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


def _nameless(mention: Record) -> Record:
    """A mention without the person's name: that stays with the authors, in the study's own files."""
    return MappingProxyType({name: value for name, value in mention.items() if name != "name"})


def _record(value: Any, id_: str = "") -> Record:
    """A value of the model by the names that authors write, without its place in the files."""
    named = {
        _WRITTEN.get(one.name, one.name): getattr(value, one.name) for one in fields(value) if one.name != "origin"
    }
    return _frozen_record({"id": id_, **named} if id_ else named)


def _frozen_record(record: Mapping[str, Any]) -> Record:
    return MappingProxyType({str(name): _frozen(value) for name, value in record.items()})


def _frozen(value: Any) -> Value:
    """A value that JSON can say and nobody can change; what YAML reads beyond JSON (dates) becomes text."""
    if isinstance(value, Mapping):
        return _frozen_record(value)
    if is_dataclass(value):
        return _record(value)
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    if value is None or isinstance(value, str | bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value)


def _by_key(values: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(values.items()))


def _keyed(records: Iterable[Record]) -> Mapping[str, Record]:
    found: dict[str, Record] = {}
    for record in records:
        found.setdefault(str(record["id"]), MappingProxyType(dict(record)))
    return MappingProxyType(found)
