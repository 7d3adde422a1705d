"""Figure: where the evidence on each case comes from: each passage by voice, at its place along the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from report_build.displays.drawing import (
    Cell,
    DataTable,
    Drawing,
    Shown,
    all_cases,
    by_value,
    distinct,
)
from report_build.displays.figures.measure import wrapped
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
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, rows_of, text_of
from report_build.displays.selection import (
    selected_cases,
)
from report_build.labels import Labels
from report_build.model.coding import (
    GENERAL,
    Display,
)
from report_build.model.study import Study

LEFT, RIGHT = 116.0, 296.0  # px: the track along the source
REACH = 14.0  # px: the tallest bar, above the line or below
SINGLE = 5.0  # px: the bar of one passage; those of several grow from it
COLOUR: Mapping[bool, Colour] = {True: "accent", False: "warm"}  # alone, shared


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row for each passage and case it speaks of: its voice, and where in the source it stands.

    ``position`` counts the source's paragraphs in reading order, from 1 to ``positions``; passages on no case
    in particular come last, as a case of their own.
    """
    places = _places(study)
    starts: dict[str, int] = {}
    for (section, _), position in places.items():
        starts.setdefault(section, position)
    cases = [(case.id, case.short.of(language)) for case in selected_cases(study, display)]
    ordered = sorted(study.evidence, key=lambda passage: places[passage.section, passage.paragraph])
    records: list[dict[str, Value]] = [
        {
            "case": case,
            "voice": passage.voice,
            "evidence": passage.id,
            "section": passage.section,
            "paragraph": passage.paragraph,
            "position": places[passage.section, passage.paragraph],
            "shared": len(passage.cases),
            "positions": len(places),
            "section_start": starts[passage.section],
            "section_label": study.section[passage.section].label.of(language)
            if passage.section in study.section
            else passage.section,
            "case_label": label,
            "voices": tuple(study.voice),
        }
        for case, label in [*cases, (GENERAL, "")]
        for passage in ordered
        if case in passage.cases
    ]
    published = ("case", "voice", "evidence", "section", "paragraph", "position", "shared")
    labels = ("positions", "section_start", "section_label", "case_label", "voices")
    origins = [
        *(passage.origin for passage in study.evidence),
        *(section.origin for section in study.sections),
        *(paragraph.origin for paragraph in study.paragraphs),
    ]
    return rows_of(published, labels, records, origins)


def _places(study: Study) -> dict[tuple[str, str], int]:
    """(section, paragraph) -> its place in the source, from 1; paragraphs on no list end their section."""
    rank = {name: number for number, name in enumerate(study.section)}
    listed = [(item.section, item.paragraph) for item in study.paragraphs]
    named = [(item.section, item.paragraph) for item in study.evidence]
    keys = sorted(dict.fromkeys([*listed, *named]), key=lambda key: rank.get(key[0], len(rank)))
    return {key: number for number, key in enumerate(keys, start=1)}


def shows(study: Study, display: Display) -> Shown:  # noqa: ARG001  # reason: one signature for all
    """All passages."""
    return Shown(nodes=tuple(("evidence", one.id) for one in study.evidence))


def counts(found: Rows, labels: Labels) -> Mapping[str, str]:
    """Passages, cases, and passages of each case and of each voice."""
    return {
        **distinct(found, labels, passages="evidence", cases="case"),
        **by_value(found, labels, "case", "voice", zeros=labels.names("voice.")),
    }


def _voices(found: Rows) -> Sequence[str]:
    """The study's voices, in their order."""
    return next((list_of(one, "voices") for one in found.dicts()), ())


def table(found: Rows, labels: Labels) -> DataTable:
    """Voices by cases: how many passages."""
    numbers = Counter((one["voice"], one["case"]) for one in found.dicts())
    cases = {
        text_of(one, "case"): labels("display.general") if one["case"] == GENERAL else text_of(one, "case_label")
        for one in found.dicts()
    }
    body = tuple(
        (Cell(labels.get(f"voice.{voice}", voice)), *(Cell(labels.number(numbers[voice, case])) for case in cases))
        for voice in _voices(found)
        if any((voice, case) in numbers for case in cases)
    )
    return DataTable((labels("display.voice"), *cases.values()), body)


def panels(found: Rows, labels: Labels) -> list[Panel]:
    """One panel a case, then the key; the same voices in each, so that what is missing shows."""
    records = list(found.dicts())
    heard = {text_of(record, "voice") for record in records}
    voices = [voice for voice in _voices(found) if voice in heard]
    cases = dict.fromkeys(str(record["case"]) for record in records)
    starts = sorted({number_of(record, "section_start") for record in records})
    by_case = [[record for record in records if record["case"] == case] for case in cases]
    length = number_of(records[0], "positions")
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
    length = number_of(first, "positions")
    top = y
    lines: list[Stroke] = []
    for voice in voices:
        spoken = [record for record in records if record["voice"] == voice]
        label = wrapped(labels.get(f"voice.{voice}", voice), LEFT - 10, SMALL)
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
    """How many passages stand at each pixel of the track: of this case alone (True), and shared (False)."""
    bars: dict[bool, Counter[float]] = {True: Counter(), False: Counter()}
    for record in records:
        x = float(round(_at(number_of(record, "position"), length)))
        bars[number_of(record, "shared") <= 1][x] += 1
    return bars


def _at(position: int, length: int) -> float:
    return LEFT + 2 + (RIGHT - LEFT - 4) * (position - 1) / max(length - 1, 1)


def _key(records: Sequence[Record], more: float, labels: Labels) -> Panel:
    pen = Pen()
    y = pen.lines(0, 0, [labels("display.key")], size=13, bold=True) + 8
    shared = any(number_of(record, "shared") > 1 for record in records)
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


DRAWING = Drawing(
    name="strip",
    kind="figure",
    selects={"cases": all_cases},
    rows=rows,
    counts=counts,
    shows=shows,
    table=table,
    panels=panels,
)
