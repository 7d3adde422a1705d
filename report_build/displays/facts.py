"""The numbers that a figure's alternative text may name: ``{field}`` of the template -> how many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from report_build.displays.rows import Rows
from report_build.labels import Labels
from report_build.model.coding import BOUNDS, NOT_STATED, VOICES, Display

ALT_FIELD = re.compile(r"\{([\w-]+)\}")
MOVES = ("tabulated", "prose", "ruled-out", "unreported", NOT_STATED)
# drawing -> (column -> name under which its distinct values are counted, columns whose values are counted, zeros)
COUNTED: Mapping[str, tuple[Mapping[str, str], tuple[str, ...], tuple[str, ...]]] = {
    "collectives-table": ({"case": "cases", "code": "codes"}, ("level",), ()),
    "dynamics-table": ({"case": "cases", "code": "codes"}, ("level",), ()),
    "states": ({"case": "cases"}, ("mark", "status"), MOVES),
    "influences": (
        {"case": "cases", "condition": "conditions"},
        ("influence",),
        ("favours", "hinders", "ambivalent", NOT_STATED),
    ),
    "fieldwork": ({"instrument": "instruments"}, ("results",), ("reported", "traces", "none")),
    "loop": ({"step": "steps", "actor": "actors"}, (), ()),
    "provenance": ({"evidence": "passages", "case": "cases"}, ("case", "voice"), VOICES),
}


def facts(drawing: str, rows: Rows, labels: Labels) -> Mapping[str, str]:
    """Field -> number in the language's form: how many distinct things, and how many rows of each kind.

    Of the fieldwork also each instrument's id -> its count with its bound, and ``<id>-population``.
    """
    distinct, valued, zeros = COUNTED[drawing]
    records = list(rows.dicts())
    counts: Counter[str] = Counter(dict.fromkeys((*distinct.values(), *zeros), 0))
    for column, name in distinct.items():
        counts[name] = len({record[column] for record in records})
    counts.update(str(record[column]) for column in valued for record in records if record[column])
    found = {name: labels.number(count) for name, count in counts.items()}
    if drawing == "fieldwork":
        for record in records:
            for name, column, bound in (("", "count", "bound"), ("-population", "population", "population_bound")):
                found[f"{record['instrument']}{name}"] = bounded(record[column], str(record[bound]), labels)
    return found


def bounded(count: object, bound: str, labels: Labels) -> str:
    """« plus de 200 »; that it is not said, where it is not."""
    if not isinstance(count, int):
        return labels("display.not_said")
    return labels(f"bound.{bound if bound in BOUNDS else '='}", count=labels.number(count))


def filled_alt(display: Display, rows: Rows, labels: Labels) -> str:
    """The alternative text with its fields filled in; an unknown field stays as written (and is a finding)."""
    known = facts(display.drawing, rows, labels) if display.drawing in COUNTED else {}
    template = display.alt.of(labels.language) or display.caption.of(labels.language)
    return ALT_FIELD.sub(lambda found: known.get(found[1], found[0]), template)
