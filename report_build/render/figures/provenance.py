"""Where the evidence on each programme comes from: each coded passage by voice, at its place along the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report_build.derive.rows import Rows, Value
from report_build.model.coding import GENERAL, VOICES
from report_build.render.figures.canvas import wrapped
from report_build.render.figures.sheet import COLUMN, LEADING, SMALL, TEXT, Box, Panel, Pen, Stroke, block_height
from report_build.words import Words

Record = Mapping[str, Value]
LEFT, RIGHT = 116.0, 296.0  # px: the track along the source
TICK = 14.0  # px: a passage of this programme alone; one shared with others is half as high


def draw_provenance(rows: Rows, words: Words) -> list[Panel]:
    """One panel a programme, then the key; the same voices in each, so that what is missing shows."""
    records = list(rows.dicts())
    found = {str(record["voice"]) for record in records}
    voices = [voice for voice in VOICES if voice in found]
    cases = dict.fromkeys(str(record["case"]) for record in records)
    starts = sorted({int(str(record["section_start"])) for record in records})
    panels = [_strips([r for r in records if r["case"] == case], voices, starts, words) for case in cases]
    return [*panels, _key(records, words)]


def _strips(records: Sequence[Record], voices: Sequence[str], starts: Sequence[int], words: Words) -> Panel:
    pen = Pen()
    first = records[0]
    title = words("display.general") if first["case"] == GENERAL else str(first["case_label"])
    y = pen.lines(0, 0, wrapped(title, COLUMN, 13, bold=True), size=13, bold=True)
    y = pen.lines(0, y, [words.choose("display.passages", len(records))], size=SMALL, colour="soft") + 8
    length = int(str(first["positions"]))
    top = y
    for voice in voices:
        spoken = [record for record in records if record["voice"] == voice]
        label = wrapped(words(f"voice.{voice}"), LEFT - 10, SMALL)
        height = max(block_height(label, SMALL), TICK) + 8
        middle = y + height / 2
        pen.lines(0, middle - block_height(label, SMALL) / 2, label, size=SMALL)
        pen.add(Stroke(((LEFT, middle), (RIGHT, middle)), "faint", 0.8))
        for x, alone in _ticks(spoken, length):
            half = TICK / 2 if alone else TICK / 4
            pen.add(Box(x - 1, middle - half, 2, 2 * half, "accent" if alone else "warm"))
        count = [words.number(len(spoken))]
        pen.lines(COLUMN, middle - TEXT * LEADING / 2, count, anchor="end", colour="ink" if spoken else "soft")
        y += height
    sections = [Stroke(((_at(s, length), top), (_at(s, length), y)), "faint", 0.8, (2.0, 2.0)) for s in starts[1:]]
    pen.marks[:0] = sections
    pen.lines(LEFT, y + 2, [words("display.axis.start")], size=SMALL, colour="soft")
    y = pen.lines(RIGHT, y + 2, [words("display.axis.end")], size=SMALL, anchor="end", colour="soft")
    return pen.panel(y + 4)


def _ticks(records: Sequence[Record], length: int) -> list[tuple[float, bool]]:
    """Where passages stand, and whether this programme has one there for itself; at most one a pixel."""
    places: dict[float, bool] = {}
    for record in records:
        x = float(round(_at(int(str(record["position"])), length)))
        places[x] = places.get(x, False) or int(str(record["shared"])) <= 1
    return sorted(places.items())


def _at(position: int, length: int) -> float:
    return LEFT + 2 + (RIGHT - LEFT - 4) * (position - 1) / max(length - 1, 1)


def _key(records: Sequence[Record], words: Words) -> Panel:
    pen = Pen()
    y = pen.lines(0, 0, [words("display.key")], size=13, bold=True) + 8
    middle = TEXT * LEADING / 2
    pen.add(Box(8, y + middle - TICK / 2, 2, TICK, "accent"))
    y = pen.lines(24, y, wrapped(words("display.key.passage"), COLUMN - 24)) + 8
    if any(int(str(record["shared"])) > 1 for record in records):
        pen.add(Box(8, y + middle - TICK / 4, 2, TICK / 2, "warm"))
        y = pen.lines(24, y, wrapped(words("display.key.shared"), COLUMN - 24)) + 8
    pen.add(Stroke(((9, y), (9, y + TEXT * LEADING)), "soft", 0.8, (2.0, 2.0)))
    y = pen.lines(24, y, wrapped(words("display.key.section"), COLUMN - 24)) + 6
    return pen.panel(y)
