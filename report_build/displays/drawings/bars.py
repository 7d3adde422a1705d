"""Figure: how many passages each code, case or voice has, as bars, apart for each case or voice where that is asked.

A column of your own in ``sources.csv``, such as a wave, can stand in place of each of them. Of a table, a column of
numbers: a bar a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from report_build.displays.drawing import (
    Cell,
    DataTable,
    Drawing,
    Shown,
    all_cases,
    all_codes,
    code_head,
    distinct,
    kinds_of_codes,
)
from report_build.displays.figures.colours import hue
from report_build.displays.figures.measure import text_width, wrapped
from report_build.displays.figures.sheet import COLUMN, LEADING, TEXT, Box, Panel, Pen, Stroke
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, number_or_none, rows_of, text_of
from report_build.displays.selection import check_codes, codes_asked, labels_in_tree, names, selected_cases
from report_build.displays.tabular import (
    asked_table,
    check_columns,
    column_named,
    head_told,
    measured_counts,
    measured_rows,
    measured_table,
    number_told,
    shown_rows,
    tables_of,
)
from report_build.findings import Finding
from report_build.grouping import grouped
from report_build.labels import Labels
from report_build.model.coding import GENERAL, Display, Evidence
from report_build.model.description import Column
from report_build.model.study import Study
from report_build.model.text import Text

BY = ("code", "case", "voice")  # what a bar may stand for
SPLIT = ("case", "voice")  # what the bars may be drawn apart for
HEIGHT = 11.0  # px of a bar
ROWS_A_PANEL = 20  # of a table
NUMBER = 40.0  # px at the right, for the number after the longest bar

Groups = Mapping[str, tuple[str, str, Sequence[str]]]  # id -> label, kind of code, ids of passages


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row a bar: what it stands for, and its passages. A passage of two cases counts in each."""
    if "table" in display.select:
        table = asked_table(study, display)
        column = column_named(table, _value(display))
        return measured_rows(study, display, language, table, [column] if column else ())
    by, split = _asked(display)
    known = {*SPLIT, *_attributes(study)}
    parts: Groups = _groups(study, display, split, language) if split in known else {"": ("", "", list(study.passage))}
    records: list[dict[str, Value]] = []
    for part, (part_label, _, within) in parts.items():
        kept = set(within)
        for name, (label, kind, ids) in _groups(study, display, by, language).items():
            passages = tuple(id_ for id_ in ids if id_ in kept)
            records.append(
                {
                    "split": part,
                    by: name,
                    "passages": len(passages),
                    "evidence": passages,
                    "part_label": part_label,
                    "label": label,
                    "kind": kind,
                    "by": by,
                    "split_by": split,
                    "ground": _ground(study, name if by == "voice" else part if split == "voice" else ""),
                }
            )
    origins = [
        *(one.origin for one in study.evidence),
        *((one.origin for one in study.codings) if by == "code" else ()),
    ]
    published, labels = (by, "passages", "evidence"), ("part_label", "label", "kind", "by", "split_by", "ground")
    if split:
        return rows_of(("split", *published), labels, records, origins)
    return rows_of(published, ("split", *labels), records, origins)


def _ground(study: Study, voice: str) -> str:
    """What a bar's voice gives a claim; '' where it has no one voice."""
    return study.voice[voice].ground if voice in study.voice else ""


def _value(display: Display) -> str:
    return (names(display, "value") or ("",))[0]


def _asked(display: Display) -> tuple[str, str]:
    by, split = (str(display.select.get(key, "")) for key in ("by", "split"))
    return by, split


def _groups(study: Study, display: Display, by: str, language: str) -> Groups:
    """The passages of each code, case or voice, in the order of codebook, cases and voices; each passage once."""
    passages = _passages(study, display)
    if by == "code":
        codes = codes_asked(study, display)
        called = labels_in_tree(study, codes, language)
        found: dict[str, dict[str, None]] = {code.id: {} for code in codes}
        kept = {one.id for one in passages}
        for coding in study.codings:
            if coding.code in found and coding.bears == "for" and coding.evidence in kept:
                found[coding.code][coding.evidence] = None
        return {id_: (called[id_], study.code[id_].kind, list(ids)) for id_, ids in found.items()}
    if by == "case":
        shown = [(case.id, case.short.of(language)) for case in selected_cases(study, display)]
        if any(GENERAL in one.cases for one in passages):
            shown.append((GENERAL, ""))
        return {id_: (label, "", [one.id for one in passages if id_ in one.cases]) for id_, label in shown}
    if by == "voice":
        heard = dict.fromkeys(one.voice for one in passages)
        known = [voice for voice in study.voice if voice in heard]
        known += [voice for voice in heard if voice not in study.voice]
        return {voice: ("", "", [one.id for one in passages if one.voice == voice]) for voice in known}
    column = _attributes(study).get(by)
    if column is not None:
        told = {one.id: _told(study, one, by, language) for one in passages}
        values = [*(value for value in column.values if value in told.values()), *sorted(filter(None, told.values()))]
        return {
            value: (value, "", [id_ for id_, each in told.items() if each == value]) for value in dict.fromkeys(values)
        }
    return {}


def _attributes(study: Study) -> Mapping[str, Column]:
    """The columns that the study gives its sources, by which passages can be told apart."""
    taken = {*BY, "passages", "evidence"}
    return {one.name: one for one in study.attributes.get("sources", ()) if one.published and one.name not in taken}


def _told(study: Study, passage: Evidence, attribute: str, language: str) -> str:
    """What a column says of the source of a passage."""
    value = getattr(study.source.get(passage.source), attribute, None)
    return "" if value is None else value.of(language) if isinstance(value, Text) else str(value)


def _passages(study: Study, display: Display) -> list[Evidence]:
    """The passages of the cases that it names; by default all."""
    if names(display, "cases") is None:
        return list(study.passage.values())
    cases = {case.id for case in selected_cases(study, display)}
    return [one for one in study.passage.values() if cases.intersection(one.cases)]


def check(study: Study, display: Display) -> Iterator[Finding]:
    """Whether it says what its bars stand for and what they are drawn apart for, and which codes it counts."""
    if "table" in display.select:
        yield from check_columns(study, display, ("value",), ("label", "sort"), numeric={"value"})
        return
    by, split = _asked(display)
    place = display.origin.at("select")
    more = (*_attributes(study),)
    if by not in (*BY, *more):
        message = f"{display.id!r} does not say what its bars stand for"
        yield Finding(place, "RB604", message, f"Add by: under select, with one of {', '.join((*BY, *more))}")
    if split and (split not in (*SPLIT, *more) or split == by):
        message = f"{display.id!r} draws its bars apart by {split!r}"
        yield Finding(place, "RB604", message, f"Known: {', '.join(one for one in (*SPLIT, *more) if one != by)}")
    if by == "code":
        yield from check_codes(study, display)


def shows(study: Study, display: Display) -> Shown:
    """The passages that it counts, or the rows of its table."""
    if "table" in display.select:
        return shown_rows(study, display)
    groups = _groups(study, display, _asked(display)[0], "").values()
    return Shown(nodes=tuple(("evidence", id_) for id_ in dict.fromkeys(id_ for _, _, ids in groups for id_ in ids)))


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Bars of one panel, panels, passages, and the passages of each bar under its id; of a table what its rows tell."""
    if "columns " in found.columns:
        return measured_counts(found, labels)
    records = list(found.dicts())
    known: dict[str, dict[str, None]] = {}
    for one in records:
        known.setdefault(_id(one), {}).update(dict.fromkeys(list_of(one, "evidence")))
    return {
        **{name: labels.number(len(ids)) for name, ids in known.items()},
        **distinct(found, labels, panels="split"),
        "bars": labels.number(len(known)),
        "passages": labels.number(len({id_ for ids in known.values() for id_ in ids})),
    }


def _id(record: Record) -> str:
    return text_of(record, text_of(record, "by"))


def _name(kind: str, id_: str, label: str, labels: Labels) -> str:
    """What a code, case or voice is called."""
    if kind == "voice":
        return labels.get(f"voice.{id_}", id_)
    return labels("display.general") if id_ == GENERAL else label


def _bar_name(record: Record, labels: Labels) -> str:
    return _name(text_of(record, "by"), _id(record), text_of(record, "label"), labels)


def _part_name(record: Record, labels: Labels) -> str:
    return _name(text_of(record, "split_by"), text_of(record, "split"), text_of(record, "part_label"), labels)


def table(found: Rows, labels: Labels) -> DataTable:
    """Each bar, and its passages; drawn apart: how many in each panel."""
    if "columns " in found.columns:
        return measured_table(found, labels)
    records = list(found.dicts())
    by = text_of(records[0], "by")
    head = labels(f"display.head.{by}")
    if by == "code":
        head = code_head((text_of(one, "kind") for one in records), labels)
    bars = grouped((_id(one), one) for one in records)
    body = [
        (Cell(_bar_name(parts[0], labels)), *(Cell(labels.number(number_of(one, "passages"))) for one in parts))
        for parts in bars.values()
    ]
    if not records[0]["split_by"]:
        evidence = [Cell(evidence=list_of(one, "evidence")) for one in records]
        rows_ = tuple((*cells, last) for cells, last in zip(body, evidence, strict=True))
        return DataTable((head, labels("display.count"), labels("display.evidence")), rows_)
    parts = next(iter(bars.values()))
    return DataTable((head, *(_part_name(one, labels) for one in parts)), tuple(body))


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel; drawn apart, one a part, all to one scale."""
    records = list(found.dicts())
    if "columns " in found.columns:
        return _measured_panels(records, labels)
    longest = max(number_of(one, "passages") for one in records) or 1
    parts = grouped((text_of(one, "split"), one) for one in records)
    return [_bars(shown, (COLUMN - NUMBER) / longest, labels) for shown in parts.values()]


def _bars(records: Sequence[Record], step: float, labels: Labels) -> Panel:
    """Under one another: a name, below it a bar from the line at the left, and its number.

    :param step: px of one passage.
    """
    pen, y = Pen(), 0.0
    if records[0]["split_by"]:
        y = pen.lines(0, 0, wrapped(_part_name(records[0], labels), COLUMN, 13, bold=True), size=13, bold=True) + 8
    for one in records:
        y = pen.lines(0, y, wrapped(_bar_name(one, labels), COLUMN)) + 1
        count = number_of(one, "passages")
        if count:
            ground = text_of(one, "ground")
            pen.add(Box(0, y, count * step, HEIGHT, hue(ground) if ground else "soft"))
        pen.add(Stroke(((0, y - 1), (0, y + HEIGHT + 1)), "ink", 1.0))
        number = y + (HEIGHT - TEXT * LEADING) / 2
        pen.lines(count * step + 6, number, [labels.number(count)], colour="ink" if count else "soft")
        y += HEIGHT + 10
    return pen.panel(y)


def _measured_panels(records: Sequence[Record], labels: Labels) -> list[Panel]:
    """Bars of a column of numbers; those below nothing lead to the left."""
    name = list_of(records[0], "columns ")[0]
    measure = list_of(records[0], f"{name} measure ")
    numbers = [value for one in records if (value := number_or_none(one, name)) is not None]
    texts = [number_told(measure, value, labels) for value in numbers]
    room = COLUMN - max(text_width(text) for text in texts) - 8
    low, high = min(0.0, *numbers), max(0.0, *numbers)
    step = room / ((high - low) or 1)
    left = -low * step
    found = []
    for start in range(0, len(records), ROWS_A_PANEL):
        pen, y = Pen(), 0.0
        y = pen.lines(0, 0, wrapped(head_told(measure), COLUMN, bold=True), bold=True) + 6
        for one in records[start : start + ROWS_A_PANEL]:
            y = pen.lines(0, y, wrapped(text_of(one, "name "), COLUMN)) + 1
            value = number_or_none(one, name) or 0.0
            if value:
                pen.add(Box(left + min(value, 0.0) * step, y, abs(value) * step, HEIGHT, "soft"))
            pen.add(Stroke(((left, y - 1), (left, y + HEIGHT + 1)), "ink", 1.0))
            said = number_told(measure, one[name], labels)
            pen.lines(left + max(value, 0.0) * step + 6, y + (HEIGHT - TEXT * LEADING) / 2, [said])
            y += HEIGHT + 8
        found.append(pen.panel(y))
    return found


DRAWING = Drawing(
    name="bars",
    kind="figure",
    selects={"kind": kinds_of_codes, "codes": all_codes, "cases": all_cases, "table": tables_of},
    options=("by", "split", "value", "label", "sort"),
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=panels,
    check=check,
)
