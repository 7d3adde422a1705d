"""Projects kept in SQLite: Taguette's export (``.sqlite3``) and QualCoder's folder (``.qda``). They are only read."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from report_build.errors import UsageError
from report_build.importing.names import is_name_attribute
from report_build.importing.project import (
    Code,
    Coding,
    Passage,
    Project,
    Source,
    attribute_of,
    beginning_at,
    one_line,
    paragraph_at,
)
from report_build.markup import without_markup


def read_database(file: Path) -> Project:
    """A project of Taguette or QualCoder.

    :raises UsageError: it is neither.
    """
    path = file / "data.qda" if file.is_dir() else file
    if not path.is_file():
        raise UsageError(f"{path} is not there")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            tables = {str(row["name"]) for row in database.execute("SELECT name FROM sqlite_master")}
            if {"highlights", "tags", "documents"} <= tables:
                return _taguette(database)
            if {"code_name", "code_text", "source"} <= tables:
                return _qualcoder(database, tables)
    except sqlite3.DatabaseError as error:
        raise UsageError(f"{path.name} cannot be read: {error}") from error
    raise UsageError(f"{path.name} is a project of neither Taguette nor QualCoder")


def _rows(database: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    for row in database.execute(f"SELECT * FROM {table}"):  # noqa: S608  # reason: names of ours
        yield {key: row[key] if row[key] is not None else "" for key in row.keys()}  # noqa: SIM118  # reason: a Row's


def _taguette(database: sqlite3.Connection) -> Project:
    project = Project("Taguette")
    for tag in _rows(database, "tags"):
        name = str(tag.get("path") or tag.get("name") or "unnamed")
        project.codes.append(Code(f"tag/{tag['id']}", name, str(tag.get("description", ""))))
    project.sources += [Source(f"document/{one['id']}", str(one["name"])) for one in _rows(database, "documents")]
    for one in _rows(database, "highlights"):
        said = one_line(without_markup(str(one["snippet"]), " "))
        project.passages.append(Passage(f"highlight/{one['id']}", f"document/{one['document_id']}", said))
    for one in _rows(database, "highlight_tags"):
        project.codings.append(Coding(f"highlight/{one['highlight_id']}", f"tag/{one['tag_id']}"))
    return project


def _qualcoder(database: sqlite3.Connection, tables: set[str]) -> Project:
    project = Project("QualCoder")
    if "code_cat" in tables:
        for one in _rows(database, "code_cat"):
            parent = f"category/{one['supercatid']}" if one.get("supercatid") else ""
            project.codes.append(Code(f"category/{one['catid']}", str(one["name"]), str(one.get("memo", "")), parent))
    for one in _rows(database, "code_name"):
        parent = f"category/{one['catid']}" if one.get("catid") else ""
        project.codes.append(Code(f"code/{one['cid']}", str(one["name"]), str(one.get("memo", "")), parent))
    texts: dict[str, str] = {}
    for one in _rows(database, "source"):
        ref = f"source/{one['id']}"
        texts[ref] = str(one.get("fulltext", ""))
        project.sources.append(Source(ref, str(one["name"]), texts[ref]))
    seen: set[str] = set()
    for one in _rows(database, "code_text"):
        source = f"source/{one['fid']}"
        ref = f"{source}/{one['pos0']}-{one['pos1']}"
        if ref not in seen:
            seen.add(ref)
            place = paragraph_at(texts.get(source, ""), int(one["pos0"]))
            said = str(one["seltext"]).strip()
            begins = beginning_at(texts.get(source, ""), int(one["pos0"]))
            project.passages.append(Passage(ref, source, said, place, str(one.get("memo", "")), begins))
        project.codings.append(Coding(ref, f"code/{one['cid']}", str(one.get("owner", ""))))
    for name in ("code_image", "code_av", "annotation", "journal"):
        if name in tables and (count := sum(1 for _ in _rows(database, name))):
            project.left[f"rows of {name}"] += count
    names = _qualcoder_cases(database, tables, project)
    if "attribute" in tables:
        typed = _rows(database, "attribute_type") if "attribute_type" in tables else ()
        numeric = {one["name"] for one in typed if one.get("valuetype") == "numeric"}
        for one in _rows(database, "attribute"):
            _qualcoder_attribute(one, names, numeric, project)
    return project


def _qualcoder_attribute(
    one: Mapping[str, Any], names: Mapping[Any, str], numeric: Collection[Any], project: Project
) -> None:
    """What is said of a case or file besides; people's names are proposed as names, and published nowhere."""
    name, said = str(one.get("name", "")), str(one.get("value") or "").strip()
    type_ = "decimal" if one.get("name") in numeric else "word"
    case = names.get(one.get("id"), "")
    if not name or not said:
        return
    if is_name_attribute(name):
        project.names.append(said)
    elif one.get("attr_type") == "file":
        attribute_of(project, name, "sources", type_).values[f"source/{one.get('id')}"] = said
    elif one.get("attr_type") == "case" and case in project.cases:
        attribute_of(project, name, "cases", type_).values[case] = said
    else:
        project.left["values of attributes of cases without passages, or of things that are not read"] += 1


def _qualcoder_cases(database: sqlite3.Connection, tables: set[str], project: Project) -> Mapping[Any, str]:
    """The cases; of each, by its number, its name."""
    if not {"cases", "case_text"} <= tables:
        return {}
    names = {one["caseid"]: str(one["name"]) for one in _rows(database, "cases")}
    for one in _rows(database, "case_text"):
        if one["caseid"] in names:
            project.cases.setdefault(names[one["caseid"]], []).append(f"source/{one['fid']}")
    return names
