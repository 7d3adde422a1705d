"""The data dictionary: every file of coded data, its columns, what they mean and which values they allow."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from report_build.model.schema import TABLES, Column, Table
from report_build.render.blocks import arguments
from report_build.render.blocks.markup import heading, paragraph, table
from report_build.render.context import RenderContext

# Columns that mean the same wherever they stand; every other meaning is its own table's.
SHARED = frozenset({"case", "code", "evidence", "speaker", "order", "note", "force"})
BY_NAME: Mapping[str, Table] = {each.name: each for each in TABLES}


def data_dictionary(ctx: RenderContext, given: Mapping[str, str]) -> str:
    """``{{< data-dictionary [<table>] [level=…] >}}``: one table’s columns, or each table under its own heading."""
    args = arguments.read(given, arguments.FIRST, "level")
    one = args.one_of(arguments.FIRST, BY_NAME)
    if one:
        return _described(ctx, BY_NAME[one])
    return "".join(
        heading(args.level, f"data-{each.name}", f"<code>{escape(called(each))}</code>") + _described(ctx, each)
        for each in TABLES
    )


def called(each: Table) -> str:
    """The table's file, and the list within it where a file holds several."""
    return f"{each.file}: {each.items}" if each.items and each.items != each.file.split(".")[0] else each.file


def meaning(each: Table, column: Column) -> str:
    """The key of the words that say what a column means."""
    if column.field == "id":
        return "blocks.column.id"
    return f"blocks.column.{column.name}" if column.name in SHARED else f"blocks.column.{each.name}.{column.name}"


def _described(ctx: RenderContext, each: Table) -> str:
    head = [escape(ctx.labels(f"blocks.dictionary.{name}")) for name in ("column", "meaning", "allowed")]
    rows = [
        [
            f"<code>{escape(column.name + _languages(each, column))}</code>",
            escape(ctx.labels(meaning(each, column)))
            + (f" <strong>{escape(ctx.labels('blocks.dictionary.required'))}</strong>" if column.required else ""),
            ", ".join(f"<code>{escape(value)}</code>" for value in column.values),
        ]
        for column in each.columns
    ]
    count = ctx.labels.choose("blocks.dictionary.rows", len(getattr(ctx.study, each.name)))
    about = f"{escape(ctx.labels(f'blocks.file.{each.name}'))} {escape(count)}"
    return paragraph(about) + table(
        ctx.labels("blocks.dictionary.caption", file=called(each)), head, rows, style="rb-dictionary"
    )


def _languages(each: Table, column: Column) -> str:
    """In a CSV file a text has a column for each language, here written ``_*``."""
    return "_*" if column.kind == "text" and each.file.endswith(".csv") else ""
