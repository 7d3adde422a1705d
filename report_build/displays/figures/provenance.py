"""Where the evidence on each programme comes from: each coded passage by voice, at its place along the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from report_build.displays.figures.canvas import wrapped
from report_build.displays.figures.sheet import (
    COLUMN,
    LEADING,
    SMALL,
    TEXT,
    Box,
    Colour,
    Panel,
    Pen,
    Stroke,
    block_height,
)
from report_build.displays.rows import Rows, Value
from report_build.labels import Labels
from report_build.model.coding import GENERAL, VOICES

Record = Mapping[str, Value]
LEFT, RIGHT = 116.0, 296.0  # px: the track along the source
REACH = 14.0  # px: the tallest bar, above the line or below
SINGLE = 5.0  # px: the bar of one passage; those of several grow from it
COLOUR: Mapping[bool, Colour] = {True: "accent", False: "warm"}  # alone, shared


def draw_provenance(rows: Rows, labels: Labels) -> list[Panel]:
    """One panel a programme, then the key; the same voices in each, so that what is missing shows."""
    records = list(rows.dicts())
    found = {str(record["voice"]) for record in records}
    voices = [voice for voice in VOICES if voice in found]
    cases = dict.fromkeys(str(record["case"]) for record in records)
    starts = sorted({int(str(record["section_start"])) for record in records})
    by_case = [[record for record in records if record["case"] == case] for case in cases]
    length = int(str(records[0]["positions"]))
    tallest = max(
        max(bar.values(), default=0)
        for shown in by_case
        for voice in voices
        for bar in _bars([record for record in shown if record["voice"] == voice], length).values()
    )
    more = min(4.0, (REACH - SINGLE) / max(tallest - 1, 1))
    return [*(_strips(shown, voices, starts, more, labels) for shown in by_case), _key(records, more, labels)]


def _strips(
    records: Sequence[Record], voices: Sequence[str], starts: Sequence[int], more: float, labels: Labels
) -> Panel:
    pen = Pen()
    first = records[0]
    title = labels("display.general") if first["case"] == GENERAL else str(first["case_label"])
    y = pen.lines(0, 0, wrapped(title, COLUMN, 13, bold=True), size=13, bold=True)
    y = pen.lines(0, y, [labels.choose("display.passages", len(records))], size=SMALL, colour="soft") + 6
    length = int(str(first["positions"]))
    top = y
    lines: list[Stroke] = []
    for voice in voices:
        spoken = [record for record in records if record["voice"] == voice]
        label = wrapped(labels(f"voice.{voice}"), LEFT - 10, SMALL)
        height = max(block_height(label, SMALL), 2 * REACH) + 4
        middle = y + height / 2
        pen.lines(0, middle - block_height(label, SMALL) / 2, label, size=SMALL)
        lines.append(Stroke(((LEFT, middle), (RIGHT, middle)), "soft", 0.7))
        bars = _bars(spoken, length)
        for alone in (True, False):
            for x, count in sorted(bars[alone].items()):
                tall = SINGLE + (count - 1) * more
                pen.add(Box(x - 1, middle - tall if alone else middle, 2, tall, COLOUR[alone]))
        count_at = middle - TEXT * LEADING / 2
        pen.lines(COLUMN, count_at, [labels.number(len(spoken))], anchor="end", colour="ink" if spoken else "soft")
        y += height
    sections = [Stroke(((_at(s, length), top), (_at(s, length), y)), "faint", 0.8, (2.0, 2.0)) for s in starts[1:]]
    pen.marks[:0] = [*sections, *lines]
    pen.lines(LEFT, y + 2, [labels("display.axis.start")], size=SMALL, colour="soft")
    y = pen.lines(RIGHT, y + 2, [labels("display.axis.end")], size=SMALL, anchor="end", colour="soft")
    return pen.panel(y + 4)


def _bars(records: Sequence[Record], length: int) -> dict[bool, Counter[float]]:
    """How many passages stand at each pixel of the track: of this programme alone (True), and shared (False)."""
    bars: dict[bool, Counter[float]] = {True: Counter(), False: Counter()}
    for record in records:
        x = float(round(_at(int(str(record["position"])), length)))
        bars[int(str(record["shared"])) <= 1][x] += 1
    return bars


def _at(position: int, length: int) -> float:
    return LEFT + 2 + (RIGHT - LEFT - 4) * (position - 1) / max(length - 1, 1)


def _key(records: Sequence[Record], more: float, labels: Labels) -> Panel:
    pen = Pen()
    y = pen.lines(0, 0, [labels("display.key")], size=13, bold=True) + 8
    shared = any(int(str(record["shared"])) > 1 for record in records)
    for name, above in (("alone", True), *((("shared", False),) if shared else ())):
        line = y + (REACH if above else 2)
        pen.add(Stroke(((0, line), (17, line)), "soft", 0.7))
        for x, count in ((4.0, 1), (12.0, 2)):
            tall = SINGLE + (count - 1) * more
            pen.add(Box(x - 1, line - tall if above else line, 2, tall, COLOUR[above]))
        y = max(pen.lines(26, y, wrapped(labels(f"display.key.{name}"), COLUMN - 26)), y + REACH + 2) + 8
    pen.add(Stroke(((9, y), (9, y + TEXT * LEADING)), "soft", 0.8, (2.0, 2.0)))
    y = pen.lines(26, y, wrapped(labels("display.key.section"), COLUMN - 26)) + 6
    return pen.panel(y)
