"""Figure: where the evidence on each case comes from: each passage a mark of its voice, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from report_build.displays.drawing import Cell, DataTable, Drawing, Shown, all_cases, by_value, distinct
from report_build.displays.figures import effects
from report_build.displays.figures.effects import Screen, Slot
from report_build.displays.figures.marks import one_stands_for, voice_mark
from report_build.displays.figures.measure import wrapped
from report_build.displays.figures.sheet import (
    COLUMN,
    DESK,
    LEADING,
    SMALL,
    TEXT,
    Panel,
    Pen,
    Stroke,
    block_height,
)
from report_build.displays.rows import Record, Rows, Value, list_of, number_of, rows_of, text_of
from report_build.displays.selection import selected_cases
from report_build.grouping import firsts, grouped
from report_build.labels import Labels
from report_build.model.coding import GENERAL, Display, Evidence
from report_build.model.study import Study

ACROSS: Mapping[Screen, int] = {"wide": 5, "narrow": 3}  # cases of one panel
NAMES = 196.0  # px: the column of sections
GAP = 8.0  # px between cases
STEP = 11.0  # px from one mark to the next
SECTIONS = 60  # with more than these, neighbours share a row
OWN_WORDS = "material"  # the ground of voices that are told apart; others of one ground share a mark
MARKS = 60  # of one cell: above it a mark stands for several passages


def rows(study: Study, display: Display, language: str) -> Rows:
    """One row for each passage and case it speaks of: its voice, and where in the source it stands.

    ``position`` counts the places that passages can stand at, in reading order, from 1; passages on no case in
    particular come last, as a case of their own.
    """
    places = _places(study)
    starts = firsts((part, position) for (part, _), position in places.items())
    names = {
        **{one.id: one.label.of(language) for one in study.sources},
        **{one.id: one.label.of(language) for one in study.sections},
    }
    cases = [(case.id, case.short.of(language)) for case in selected_cases(study, display)]
    ordered = sorted(study.evidence, key=lambda passage: places[_place(passage)])
    records: list[dict[str, Value]] = [
        {
            "case": case,
            "voice": passage.voice,
            "evidence": passage.id,
            "section": passage.section,
            "paragraph": passage.paragraph,
            "position": places[_place(passage)],
            "shared": len(passage.cases),
            "section_start": starts[_place(passage)[0]],
            "section_label": names.get(_place(passage)[0], _place(passage)[0]),
            "case_label": label,
            "voices": tuple(study.voice),
            "ground": study.ground(passage),
        }
        for case, label in [*cases, (GENERAL, "")]
        for passage in ordered
        if case in passage.cases
    ]
    published = ("case", "voice", "evidence", "section", "paragraph", "position", "shared")
    labels = ("section_start", "section_label", "case_label", "voices", "ground")
    origins = [
        *(passage.origin for passage in study.evidence),
        *(source.origin for source in study.sources),
        *(section.origin for section in study.sections),
        *(paragraph.origin for paragraph in study.paragraphs),
    ]
    return rows_of(published, labels, records, origins)


def _place(passage: Evidence) -> tuple[str, str]:
    """The section that a passage stands in, or the source that it is from where none is named; and its place there."""
    return (passage.section, passage.paragraph) if passage.section else (passage.source, passage.locator)


def _places(study: Study) -> dict[tuple[str, str], int]:
    """A place -> its number in reading order, from 1: source by source, section by section, each as it is listed."""
    rank = {name: number for number, name in enumerate((*study.source, *study.section))}
    listed = [(item.section, item.paragraph) for item in study.paragraphs]
    named = [_place(item) for item in study.evidence]
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
    """The key, then the strip: for a desk, and for a phone."""
    records = list(found.dicts())
    screens: tuple[Screen, ...] = ("wide", "narrow")
    return [panel for screen in screens for panel in _strip(records, screen, labels)]


def _strip(records: Sequence[Record], screen: Screen, labels: Labels) -> list[Panel]:
    """Sections below one another in the source's order, cases beside one another; as many panels as cases need."""
    cases = list(dict.fromkeys(str(record["case"]) for record in records))
    sections = _sections(records)
    across = ACROSS[screen]
    marks = {voice: _mark(voice, records) for voice in _voices_of(records)}
    of_section = {start: row for row, (_, starts) in enumerate(sections) for start in starts}
    cells = grouped(((str(one["case"]), of_section[number_of(one, "section_start")]), one) for one in records)
    scale = one_stands_for(max(len(cell) for cell in cells.values()), MARKS)
    said = Said(marks, scale, labels)
    found = [_key(records, said, screen)]
    for first in range(0, len(cases), across):
        shown = cases[first : first + across]
        found.append(_panel(shown, [name for name, _ in sections], cells, said, screen))
    return found


def _sections(records: Sequence[Record]) -> list[tuple[str, list[int]]]:
    """Sections in the source's order, each with where it starts; neighbours share a row where there are very many."""
    known = {number_of(one, "section_start"): text_of(one, "section_label") for one in records}
    starts = sorted(known)
    size = -(-len(starts) // SECTIONS)
    return [
        (" – ".join(dict.fromkeys((known[run[0]], known[run[-1]]))), run)
        for first in range(0, len(starts), size)
        for run in [starts[first : first + size]]
    ]


def _panel(
    cases: Sequence[str],
    sections: Sequence[str],
    cells: Mapping[tuple[str, int], Sequence[Record]],
    said: Said,
    screen: Screen,
) -> Panel:
    pen = Pen()
    width, left = (DESK, NAMES) if screen == "wide" else (COLUMN, 0.0)
    wide = (width - left - GAP * (len(cases) - 1)) / len(cases)
    places = [left + number * (wide + GAP) for number in range(len(cases))]
    y = _heads(pen, [Slot(x, 0, wide) for x in places], cases, cells, said.labels)
    pen.add(Stroke(((0, y), (width, y)), "ink", 1.2))
    y += 1
    for row, section in enumerate(sections):
        own = [cells.get((case, row), ()) for case in cases]
        if not any(own):
            continue
        name = wrapped(section, (left or width) - 12, SMALL if left else TEXT)
        below = pen.lines(0, y + 4, name, size=SMALL if left else TEXT, colour="ink" if left else "soft")
        top = y + 4 if left else below + 1
        for x, cell in zip(places, own, strict=True):
            below = max(below, _cell(pen, Slot(x, top, wide), cell, said))
        y = below + 4
        pen.add(Stroke(((0, y), (width, y)), "faint", 0.8))
    return pen.panel(y + 2, width, screen)


def _heads(
    pen: Pen,
    slots: Sequence[Slot],
    cases: Sequence[str],
    cells: Mapping[tuple[str, int], Sequence[Record]],
    labels: Labels,
) -> float:
    """Names of cases, and how many passages speak of each."""
    heads = []
    for case in cases:
        own = [record for (name, _), cell in cells.items() if name == case for record in cell]
        title = labels("display.general.short") if case == GENERAL else str(own[0]["case_label"])
        heads.append((wrapped(title, slots[0].width - 2, bold=True), labels.choose("display.passages", len(own))))
    foot = max(block_height(lines) for lines, _ in heads)
    for slot, (lines, count) in zip(slots, heads, strict=True):
        pen.lines(slot.x, foot - block_height(lines), lines, bold=True)
        pen.lines(slot.x, foot, [count], size=SMALL, colour="soft")
    return foot + SMALL * LEADING + 4


def _cell(pen: Pen, slot: Slot, cell: Sequence[Record], said: Said) -> float:
    """The passages of one case in one section, voice by voice; returns where they end."""
    if not cell:
        return slot.y
    numbers = Counter(text_of(record, "voice") for record in cell)
    across = max(1, int((slot.width - STEP / 2) // STEP))
    place = 0
    for voice, mark in said.marks.items():
        for _ in range(-(-numbers[voice] // said.scale)):
            mark.draw(pen, slot.x + place % across * STEP + STEP / 2, slot.y + place // across * STEP + 8)
            place += 1
    end = slot.y + (-(-place // across) - 1) * STEP + 16
    passages = tuple(text_of(record, "evidence") for record in cell)
    pen.link(
        (slot.x, slot.y, min(place, across) * STEP, end - slot.y), f"evidence:{passages[0]}", said.of(cell), passages
    )
    return end


@dataclass(frozen=True, slots=True)
class Spoken:
    """The mark of a voice: its hue and shape are those that a claim's mark has for what the voice gives it."""

    ground: str
    hollow: bool  # of the second and further voices whose own words are given

    def draw(self, pen: Pen, x: float, y: float) -> None:
        pen.add(*voice_mark(x, y, self.ground, hollow=self.hollow))


@dataclass(frozen=True, slots=True)
class Said:
    """How passages are drawn and told."""

    marks: Mapping[str, Spoken]  # of each voice that is heard, in the study's order
    scale: int  # passages of one mark
    labels: Labels

    def of(self, cell: Sequence[Record]) -> str:
        """Where passages stand, of which case, and whose they are."""
        numbers = Counter(text_of(record, "voice") for record in cell)
        voices = ", ".join(
            f"{self.labels.get(f'voice.{voice}', voice)} ({self.labels.number(numbers[voice])})"
            for voice in self.marks
            if numbers[voice]
        )
        first = cell[0]
        case = self.labels("display.general") if first["case"] == GENERAL else first["case_label"]
        return f"{first['section_label']}, {case}{self.labels('blocks.colon')}{voices}"


def _mark(voice: str, records: Sequence[Record]) -> Spoken:
    grounds = {text_of(one, "voice"): text_of(one, "ground") for one in records}
    order = [one for one in _voices_of(records) if grounds[one] == grounds[voice]]
    return Spoken(grounds[voice], hollow=grounds[voice] == OWN_WORDS and order[0] != voice)


def _voices_of(records: Sequence[Record]) -> list[str]:
    """Voices that are heard, in the study's order."""
    heard = dict.fromkeys(text_of(one, "voice") for one in records)
    known = [voice for voice in list_of(records[0], "voices") if voice in heard]
    return [*known, *(voice for voice in heard if voice not in known)]


def _key(records: Sequence[Record], said: Said, screen: Screen) -> Panel:
    """Each voice with all its passages, those of several cases counted once."""
    labels = said.labels
    passages = {text_of(one, "evidence"): text_of(one, "voice") for one in records}
    numbers = Counter(passages.values())
    alike = grouped(
        (mark, f"{labels.get(f'voice.{voice}', voice)} ({labels.number(numbers[voice])})")
        for voice, mark in said.marks.items()
    )
    entries = [effects.Sample(partial(_key_mark, mark), ", ".join(voices)) for mark, voices in alike.items()]
    counted = labels.choose("display.key.mark", said.scale)
    if len(passages) < len(records):
        counted += labels("list.semicolon") + labels("display.key.mark.repeated")
    return effects.key([*entries, effects.Sample(None, counted)], screen)


def _key_mark(mark: Spoken, pen: Pen, x: float, y: float) -> None:
    mark.draw(pen, x + 12, y)


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
