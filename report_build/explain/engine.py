"""What the engine knows by itself, without any study: each group from the description that the engine goes by."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import getdoc

from report_build.catalogue import RULES
from report_build.displays import DRAWINGS
from report_build.displays.drawing import Drawing
from report_build.explain.commands import commands
from report_build.explain.descriptions import descriptions
from report_build.explain.topic import Pairs, Topic, known
from report_build.labels import Labels, own_labels
from report_build.model.coding import PAGES
from report_build.model.description import Column, Table
from report_build.model.fields import TEXT, WORD, Field
from report_build.model.measures import MEASURES
from report_build.model.other_files import NAMES
from report_build.model.own import REFERENCES, ROW, ROWS, SEVERAL, TYPES
from report_build.model.schema import SETTINGS, STUDY_FILE, TABLE, TABLES, WORKS
from report_build.options import OPTIONS
from report_build.render.blocks import BLOCKS
from report_build.render.blocks.dictionary import described

SET_ASIDE = "To set it aside"
_IN_LETTERS = "Behind the path, words writes a number up to twenty in letters, where the language has them."
ALIKE = frozenset({SET_ASIDE, "Stands in", "Written", "In letters"})  # facts that are alike for all of a group


@dataclass(frozen=True, slots=True)
class Group:
    """Topics of one sort."""

    title: str
    topics: Callable[[], Sequence[Topic]]


@cache
def english() -> Labels:
    """What labels say in the language of the engine's own descriptions."""
    return Labels("en")


def plain(text: str) -> str:
    """A docstring's paragraph as text: on one line, without marks of code."""
    return " ".join(re.sub(r"``|:func:|:data:|:class:", "", text).replace("`", "").split())


# Files and columns --------------------------------------------------------------------------------------------------


def about_table(table: Table) -> str:
    """What a table holds."""
    return english().get(f"blocks.file.{table.name}", table.about.get("en", ""))


def path_of(table: Table) -> str:
    """Where a table stands, from the study's root."""
    return table.file if table is NAMES else f"data/{table.file}"


@cache
def files() -> list[Topic]:
    """The files of a study, and the lists within those that hold several."""
    found: list[Topic] = []
    for file in dict.fromkeys(path_of(table) for table in (*TABLES, NAMES)):
        tables = [table for table in (*TABLES, NAMES) if path_of(table) == file]
        if len(tables) == 1 and not tables[0].items:
            found.append(table_topic(tables[0], "file"))
            continue
        own = SETTINGS if file.endswith(STUDY_FILE) else ()
        lists = tuple((table.items, about_table(table)) for table in tables)
        about = "What the study is." if own else " ".join(about for _, about in lists)
        parts = [("Lists", lists), ("Settings", tuple((one.name, about_column(tables[0], one)) for one in own))]
        kept = tuple((heading, pairs) for heading, pairs in parts if pairs)
        found.append(Topic("file", file, about, known(_needed(tables)), kept, also=(file.rpartition("/")[2],)))
        found += [table_topic(table, "list") for table in tables]
    found += [Topic("file", name, one.about, also=_ending(name)) for name, one in descriptions("file").items()]
    return found


def _ending(name: str) -> tuple[str, ...]:
    """What a path may be called without its folder."""
    last = name.rstrip("/").rpartition("/")[2]
    return (last,) if last != name else ()


def _needed(tables: Sequence[Table]) -> tuple[str, str]:
    needed = next((table for table in tables if table.needed), None)
    if needed is None:
        return "Needed", "no"
    return "Needed", f"yes, or {TABLE[needed.instead].file}" if needed.instead else "yes"


def table_topic(table: Table, kind: str) -> Topic:
    """A file that holds one table, or a list within a file."""
    in_csv = path_of(table).endswith(".csv")
    names = tuple(
        (f"{column.name}_<language>" if in_csv and column.kind.by_language else column.name, _in_brief(table, column))
        for column in table.columns
    )
    file = path_of(table)
    key = " and ".join(_column_of(table, name).name for name in table.key)
    facts = known(
        ("Stands in", file if kind == "list" else ""),
        _needed([table]),
        ("No two rows share", key),
        ("May be a workbook instead", ".xlsx or .ods" if file.endswith(".csv") and table is not NAMES else ""),
    )
    heading = "Columns" if file.endswith(".csv") else "Keys of an item"
    also = (table.name, file.rpartition("/")[2]) if kind == "file" else (table.items,)
    name = file if kind == "file" else table.name
    return Topic(kind, name, about_table(table), facts, ((heading, names),), also=also)


def _column_of(table: Table, attribute: str) -> Column:
    return next(column for column in table.columns if column.field == attribute)


def about_column(table: Table, column: Column) -> str:
    """What a column means."""
    return described(english(), table, column)


@cache
def columns() -> list[Topic]:
    """Every column, and every key of an item within an item."""
    return [topic for table in (*TABLES, NAMES) for topic in columns_of(table)]


def _in_brief(table: Table, column: Column) -> str:
    """What a column means, which words it allows, and that it is needed, in one line."""
    allowed = f"One of {', '.join(column.values)}." if column.values else ""
    return " ".join(filter(None, (about_column(table, column), allowed, "Needed." if column.required else "")))


def columns_of(table: Table) -> Iterator[Topic]:
    """The columns of one table."""
    for column in table.columns:
        yield column_topic(table, column, f"{table.name}.{column.name}")
        for inner in column.kind.columns:
            yield column_topic(table, inner, f"{table.name}.{column.name}.{inner.name}")


def column_topic(table: Table, column: Column, name: str, kind: str = "column") -> Topic:
    """A column of a CSV file, or a key of a YAML item."""
    refers = "a key of references.bib" if column.refers == WORKS else _refers(column.refers)
    facts = known(
        ("Stands in", path_of(table)),
        ("Written as", written(column.kind)),
        ("Values", ", ".join(column.values)),
        ("Names", refers),
        ("Needed", "yes" if column.required else ""),
        ("Where empty", column.default),
        ("Published", "" if column.published else "no"),
        ("Wording", "a quotation: nothing judges, mends or translates it" if column.quotation else ""),
    )
    inner = tuple((one.name, about_column(table, one)) for one in column.kind.columns)
    lists = (("Keys of each", inner),) if inner else ()
    return Topic(kind, name, about_column(table, column), facts, lists, also=(name.rpartition(".")[2],))


def written(kind: Field) -> str:
    """How a value of a kind is written: what its class says of itself."""
    return plain(getdoc(type(kind)) or "")


def _refers(table: str) -> str:
    if not table:
        return ""
    return f"one of the {table} of {path_of(TABLE[table])}"


@cache
def settings() -> list[Topic]:
    """What ``study.yaml`` says besides its lists."""
    table = TABLE["kinds"]  # of the same file
    found = []
    for column in SETTINGS:
        found.append(column_topic(table, column, column.name, "setting"))
        for inner in column.kind.columns:
            name = f"{column.name}.{inner.name}"
            found.append(column_topic(table, inner, name, "setting"))
            found += [column_topic(table, one, f"{name}.{one.name}", "setting") for one in inner.kind.columns]
    pages = tuple((name, english().get(f"blocks.page.{name}", name)) for name in PAGES)
    return [*found, Topic("setting", "pages.<page>", "The name of a generated page.", lists=(("Pages", pages),))]


@cache
def types() -> list[Topic]:
    """The types of the columns of an own table."""
    found = []
    for name in TYPES:
        if name in MEASURES:
            about = written(MEASURES[name])
        elif name in REFERENCES:
            about = f"The id of a {name}." if name != "work" else "A key of the bibliography."
        elif name in SEVERAL:
            about = f"Several ids of {SEVERAL[name]}, separated by semicolons."
        elif name in {ROW, ROWS}:
            about = (
                f"{'A row' if name == ROW else 'Several rows'} of another own table, by the id of each: table names it."
            )
        else:
            about = written(TEXT if name == "text" else WORD)
        found.append(Topic("type of a column", name, about, known(("Stands in", "tables of data/study.yaml"))))
    return found


# Pages --------------------------------------------------------------------------------------------------------------


@cache
def markers() -> list[Topic]:
    """What is written in pages."""
    return [
        Topic("marker", name, one.about, lists=(("Written", tuple((written, "") for written in one.written)),))
        for name, one in descriptions("marker").items()
    ]


@cache
def blocks() -> list[Topic]:
    """The blocks that a page can have."""
    return [_block(name, getdoc(function) or "") for name, function in BLOCKS.items()]


def _block(name: str, doc: str) -> Topic:
    usage, _, about = doc.partition("``: ")
    first, _, more = about.partition("\n\n")
    facts = known(("Written", usage.strip("`")))
    return Topic("block", name, plain(first[:1].upper() + first[1:]), facts, more=plain(more))


@cache
def values() -> list[Topic]:
    """What ``{{< value … >}}`` can name."""
    return [
        Topic(
            "value",
            path,
            one.about,
            known(("Written", f"{{{{< value {path} >}}}}"), ("In letters", _IN_LETTERS if "count" in path else "")),
            also=(path.partition(".")[0],),
        )
        for path, one in descriptions("value").items()
    ]


# Displays -----------------------------------------------------------------------------------------------------------


@cache
def drawings() -> list[Topic]:
    """The drawings that a display can ask for."""
    return [drawing_topic(one) for one in DRAWINGS.values()]


def drawing_topic(drawing: Drawing) -> Topic:
    """A form of table or figure."""
    doc = getdoc(sys.modules[drawing.rows.__module__]) or ""
    first, _, more = doc.partition(": ")[2].partition("\n\n")
    told = plain(first)
    told_of = descriptions("key")
    keys = tuple(
        (key, told_of[key].about if key in told_of else "") for key in sorted({*drawing.selects, *drawing.options})
    )
    facts = known(
        ("Kind", drawing.kind),
        ("Written", f"drawing: {drawing.name}, in an item of data/displays.yaml"),
        ("In {fields} of alt", plain(getdoc(drawing.counts) or "")),
    )
    lists = (("Keys of select", keys),) if keys else ()
    return Topic("drawing", drawing.name, told[:1].upper() + told[1:], facts, lists, more=plain(more))


# Findings, options, labels ------------------------------------------------------------------------------------------


@cache
def findings() -> list[Topic]:
    """The findings that a check can say."""
    found = []
    for code, rule in sorted(RULES.items()):
        rules = {
            "error": "not possible: what it finds cannot be shown as it is meant",
            "warning": f"rules: {{{code}: off}} in data/study.yaml; {{{code}: warning}} only lets a release pass",
            "note": f"rules: {{{code}: off}} in data/study.yaml; it fails nothing as it is",
        }
        facts = known(("Name", rule.name), ("Severity", rule.severity), (SET_ASIDE, rules[rule.severity]))
        found.append(Topic("finding", code, rule.meaning, facts, also=(rule.name,)))
    return found


@cache
def options() -> list[Topic]:
    """The options of the plug-in."""
    return [
        Topic(
            "option of the plug-in",
            one.name,
            one.about,
            known(
                ("Stands in", "mkdocs.yml, under plugins: report:" if not one.given else "nowhere: commands give it"),
                ("Values", ", ".join(one.values)),
                ("Default", one.default),
            ),
            also=(f"report.{one.name}", f"plugins.report.{one.name}"),
        )
        for one in OPTIONS
    ]


@cache
def labels() -> list[Topic]:
    """The report's own words."""
    return [
        Topic(
            "label",
            key,
            row.get("en") or next(filter(None, row.values()), ""),
            _wordings(row) + known((SET_ASIDE, "a row of data/labels.csv with this key says it otherwise")),
        )
        for key, row in own_labels().items()
    ]


def _wordings(row: object) -> Pairs:
    found = dict(row) if isinstance(row, dict) else {}
    return tuple((str(language), str(words)) for language, words in found.items() if language != "en" and words)


GROUPS = {
    "files": Group("Files", files),
    "columns": Group("Columns of tables and keys of items", columns),
    "settings": Group("Settings of study.yaml", settings),
    "types": Group("Types of an own table's columns", types),
    "markers": Group("What is written in pages", markers),
    "blocks": Group("Blocks of pages", blocks),
    "values": Group("Values in prose", values),
    "drawings": Group("Drawings of tables and figures", drawings),
    "findings": Group("Findings", findings),
    "commands": Group("Commands and their options", commands),
    "options": Group("Options of the plug-in", options),
    "labels": Group("Labels, the report's own words", labels),
}
