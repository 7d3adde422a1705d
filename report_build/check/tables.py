"""Rules that hold for every table by its description: ids, closed lists, references, languages, order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from report_build.check.rules import Known, data_file, listed
from report_build.findings import Finding, Place
from report_build.model.coding import GENERAL
from report_build.model.description import Column, Table
from report_build.model.schema import SETTINGS, TABLE
from report_build.model.study import Study
from report_build.model.text import Origin, Text
from report_build.suggest import Names

_Findings = Iterator[Finding]
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID = 60


def check_tables(study: Study, known: Known) -> _Findings:
    """Every row of every table against the table's description."""
    for table in study.tables:
        values = study.rows(table.name)
        yield from _check_keys(table, values)
        for column in table.columns:
            if column.values:
                yield from _check_words(column, values)
            if column.refers and known.is_absent(column.refers):
                yield from _check_absent(known, table, column, values)
            elif column.refers:
                yield from _check_references(known, column, values)
            if column.kind.several:
                yield from _check_repeats(column, values)
            if column.is_prose and f"{table.name}.{column.name}" not in study.about.restricted:
                yield from _check_languages(study, table, column, values)
        if any(column.name == "order" for column in table.columns) and table not in study.own_tables:
            yield from _check_order(values)
    yield from _check_parts(study, known)
    for column in SETTINGS:
        if column.values:
            yield from _check_words(column, [study.about])
        if column.kind.by_language:
            yield from _check_languages(study, TABLE["kinds"], column, [study.about])


def _check_keys(table: Table, values: Sequence[Any]) -> _Findings:
    first: dict[tuple[str, ...], Place] = {}
    for value in values:
        key = tuple(getattr(value, name) for name in table.key)
        origin: Origin = value.origin
        if key in first:
            name = " × ".join(f"'{part}'" for part in key if part)
            message = f"{name} was already defined at {first[key]}, which is used"
            yield Finding(origin.at(table.key[0]), "RB101", message, "Keep one of them, or give this one another id")
        else:
            first[key] = origin.at(table.key[0])
            if table.key == ("id",) and not is_id(value.id):
                message = f"'{value.id}' cannot stand in an address"
                yield Finding(origin.at("id"), "RB102", message, "Use a to z, 0 to 9 and single hyphens, 60 at most")


def is_id(name: str) -> bool:
    """Whether a name can stand in addresses and file names as it is."""
    return len(name) <= _LONGEST_ID and _ID.fullmatch(name) is not None


def _check_words(column: Column, values: Sequence[Any]) -> _Findings:
    names = Names(column.values)
    for value in values:
        yield from _unknown_words(column, names, getattr(value, column.field), value.origin.at(column.field))


def _unknown_words(column: Column, names: Names, value: Any, place: Place) -> _Findings:
    for word in column.kind.closed_words(value):
        if word not in names:
            message = f"'{word}' is not a value of '{column.name}'"
            hint = names.near(word) or f"Values: {', '.join(column.values)}"
            yield Finding(place, "RB109", message, hint)


def _check_references(known: Known, column: Column, values: Sequence[Any]) -> _Findings:
    general = column.name == "cases"
    for value in values:
        named = getattr(value, column.field)
        for name in column.kind.words_in(named):
            if known.lacks(column.refers, name, general=general):
                yield _unknown(known, column.refers, name, value.origin.at(column.field))
        if general and "general" in named and len(named) > 1:
            message = f"'general' stands beside {listed(name for name in named if name != 'general')}"
            yield Finding(value.origin.at(column.field), "RB104", message, "Name the cases, or say general alone")


def _check_absent(known: Known, table: Table, column: Column, values: Sequence[Any]) -> _Findings:
    """Rows that name rows of a table that the study does not have."""
    for value in values:
        if any(word != GENERAL for word in column.kind.words_in(getattr(value, column.field))):
            there = known.file(column.refers)
            message = f"{there} is not there, and '{column.name}' of {known.file(table.name)} names what stands in it"
            hint = f"Add {there}, or leave '{column.name}' empty"
            yield Finding(value.origin.at(column.field), "RB001", message, hint)
            return


def _unknown(known: Known, table: str, name: str, place: Place) -> Finding:
    message = f"'{name}' is not in {known.file(table)}"
    return Finding(place, known.code_for(table), message, known.names(table).near(name))


def _check_repeats(column: Column, values: Sequence[Any]) -> _Findings:
    for value in values:
        words = column.kind.words_in(getattr(value, column.field))
        if len(set(words)) < len(words):
            again = dict.fromkeys(word for word in words if words.count(word) > 1)
            message = f"'{column.name}' names {listed(again)} more than once"
            yield Finding(value.origin.at(column.field), "RB129", message, "Name each once")


def _check_languages(study: Study, table: Table, column: Column, values: Sequence[Any]) -> _Findings:
    texts: list[tuple[Text, Origin]] = [(getattr(value, column.field), value.origin) for value in values]
    for language in study.languages:
        lacking = [(text, origin) for text, origin in texts if not text.get(language) and any(text.values())]
        if lacking and not table.items and not any(language in text for text, _ in texts):
            message = (
                f"there is no column '{column.name}_{language}', and '{column.name}' is written in another language"
            )
            yield Finding(Place(data_file(study, table)), "RB114", message, "Add it to the header row and fill it in")
            continue
        for _, origin in lacking:
            message = f"'{column.name}' is not written in '{language}'"
            yield Finding(origin.at_language(column.field, language), "RB114", message, "Write it in every language")


def _check_order(values: Sequence[Any]) -> _Findings:
    first: dict[tuple[int, str], str] = {}
    for value in values:
        taken = first.setdefault((value.order, getattr(value, "kind", "")), value.id)
        if taken != value.id and value.order:
            message = f"'{value.id}' has the order {value.order}, as '{taken}' has"
            yield Finding(value.origin.at("order"), "RB128", message, "Give each a number of its own")


def _check_parts(study: Study, known: Known) -> _Findings:
    """Items within items: steps, examples, and what claims assert."""
    for table in study.tables:
        for column in table.columns:
            for row in study.rows(table.name) if column.kind.columns else ():
                for index, part in enumerate(getattr(row, column.field)):
                    yield from _check_part(
                        study, known, column.kind.columns, part, row.origin, f"{column.field}.{index}"
                    )
    for claim in study.claims:
        for index, what in enumerate(claim.asserts):
            code_of = study.code.get(what.code)
            if code_of is not None and what.level in study.level and what.level not in code_of.scale:
                message = f"'{what.level}' is not on the scale of '{what.code}'"
                hint = Names(code_of.scale).near(what.level) or f"Its scale: {', '.join(code_of.scale) or 'none'}"
                yield Finding(claim.origin.at(f"asserts.{index}"), "RB107", message, hint)


def _check_part(  # noqa: PLR0917  # reason: a part, and where it stands
    study: Study, known: Known, columns: Sequence[Column], part: Any, origin: Origin, name: str
) -> _Findings:
    for column in columns:
        value = getattr(part, column.field)
        place = origin.at(f"{name}.{column.name}")
        if column.values:
            yield from _unknown_words(column, Names(column.values), value, place)
        if column.refers:
            for word in column.kind.words_in(value):
                if known.lacks(column.refers, word):
                    yield _unknown(known, column.refers, word, place)
        elif column.is_prose:
            for language in study.languages:
                if any(value.values()) and not value.get(language):
                    message = f"'{column.name}' is not written in '{language}'"
                    yield Finding(place, "RB114", message, "Write it in every language")
