"""A matrix of value and sign: what each case has of a condition, and what that does there.

With few cases a cell holds its value in words beside its sign, and a phone shows the cells of a condition below its
name. With many, columns are numbered, a cell is a sign alone, and the row names the state in which the condition acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from report_build.displays.figures.colours import DOWN, FRAME, UP
from report_build.displays.figures.measure import text_width, wrapped
from report_build.displays.figures.sheet import (
    COLUMN,
    DESK,
    LEADING,
    SMALL,
    TEXT,
    Box,
    Mark,
    Panel,
    Pen,
    Shape,
    Stroke,
    block_height,
)

Screen = Literal["wide", "narrow"]
SIGNS = ("favours", "ambivalent", "hinders")  # in the order in which rows of one pattern stand
LEAST = 84.0  # px: a cell that has room for words
MOST = 176.0  # px: a cell needs no more
GAP = 5.0  # px between cells
INDENT = 19.0  # px: where words begin in a cell, behind its sign
PAD = 3.5  # px above and below the words of a cell
PITCH = 20.0  # px between numbered columns
ROWS = 30  # of a panel of numbered columns; repeated heads stand over the next
ROWS_NARROW = 12  # of a phone's panel


@dataclass(frozen=True, slots=True)
class Entry:
    """A stated effect."""

    sign: str  # one of SIGNS
    plain: bool  # stated without a hedge or a condition
    words: str  # of the state in which the condition acts
    target: str  # where it leads: see :class:`~report_build.displays.figures.sheet.Link`
    title: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a cell stands; it grows downwards."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A condition by cases: of each case what is stated, and what the case has of it where no effect is stated."""

    name: str
    cells: tuple[tuple[Entry, ...], ...]
    told: tuple[str, ...]

    @property
    def pattern(self) -> tuple[int, ...]:
        """Case by case: favours, both, hinders, nothing. Lines that are alike in the first cases stand together."""
        return tuple(_of_signs({entry.sign for entry in cell}) for cell in self.cells)


def _of_signs(signs: set[str]) -> int:
    if not signs:
        return len(SIGNS)
    return SIGNS.index(signs.pop()) if len(signs) == 1 else SIGNS.index("ambivalent")


def by_likeness(lines: Sequence[Line]) -> list[Line]:
    """Lines of one pattern beside one another; else as they came."""
    return sorted(lines, key=lambda line: line.pattern)


def has_room(cases: int, screen: Screen) -> bool:
    """Whether cells of so many cases hold words."""
    if screen == "narrow":
        return cases * (LEAST + GAP) - GAP <= COLUMN
    return _cell_width(cases) >= LEAST


def _name_width(cases: int) -> float:
    return {1: 220.0, 2: 220.0, 3: 200.0, 4: 160.0}.get(cases, 140.0)


def _cell_width(cases: int) -> float:
    return min(MOST, (DESK - _name_width(cases) - 14 - GAP * (cases - 1)) / max(cases, 1))


def worded(lines: Sequence[Line], heads: Sequence[str], screen: Screen) -> list[Panel]:
    """The matrix of words and signs."""
    if screen == "narrow":
        return [
            _worded_narrow(lines[first : first + ROWS_NARROW], heads) for first in range(0, len(lines), ROWS_NARROW)
        ]
    wide, left = _cell_width(len(heads)), _name_width(len(heads)) + 14
    places = [left + number * (wide + GAP) for number in range(len(heads))]
    right = min(DESK, places[-1] + wide)
    pen = Pen()
    y = _heads(pen, places, heads, wide, right)
    for line in lines:
        name = wrapped(line.name, left - 14)
        heights = [_cell_height(cell, told, wide) for cell, told in zip(line.cells, line.told, strict=True)]
        height = max(block_height(name) + 2 * PAD, *heights)
        pen.lines(0, y + PAD + 3, name)
        for x, cell, told in zip(places, line.cells, line.told, strict=True):
            _cell(pen, Slot(x, y + 3, wide), cell, told)
        y += height + 6
        pen.add(Stroke(((0, y), (right, y)), "faint", 0.8))
    return [pen.panel(y + 2, right, screen)]


def _worded_narrow(lines: Sequence[Line], heads: Sequence[str]) -> Panel:
    count = len(heads)
    wide = min(MOST, (COLUMN - GAP * (count - 1)) / count)
    places = [number * (wide + GAP) for number in range(count)]
    pen = Pen()
    y = _heads(pen, places, heads, wide, COLUMN)
    for line in lines:
        y = pen.lines(0, y + 5, wrapped(line.name, COLUMN, bold=True), bold=True) + 1
        for x, cell, told in zip(places, line.cells, line.told, strict=True):
            _cell(pen, Slot(x, y, wide), cell, told)
        y += max(_cell_height(cell, told, wide) for cell, told in zip(line.cells, line.told, strict=True)) + 6
        pen.add(Stroke(((0, y), (COLUMN, y)), "faint", 0.8))
    return pen.panel(y + 2, COLUMN, "narrow")


def _heads(pen: Pen, places: Sequence[float], heads: Sequence[str], wide: float, right: float) -> float:
    """Names of cases over their columns, on one base line."""
    blocks = [wrapped(head, wide - 4, bold=True) for head in heads]
    foot = max(block_height(block) for block in blocks)
    for x, block in zip(places, blocks, strict=True):
        pen.lines(x + 4, foot - block_height(block), block, bold=True)
    pen.add(Stroke(((0, foot + 4), (right, foot + 4)), "ink", 1.2))
    return foot + 5


def _cell_height(cell: Sequence[Entry], told: str, wide: float) -> float:
    if not cell:
        return block_height(wrapped(told, wide - INDENT - 2, SMALL), SMALL) + 2 * PAD
    return sum(_entry_height(entry, wide) for entry in cell) + 3 * (len(cell) - 1)


def _entry_height(entry: Entry, wide: float) -> float:
    return max(block_height(wrapped(entry.words, wide - INDENT - 2)), TEXT * LEADING) + 2 * PAD


def _cell(pen: Pen, slot: Slot, cell: Sequence[Entry], told: str) -> None:
    """What is stated, one below the other; else what the case has, in grey, or a dot where nothing is said."""
    if not cell and told:
        lines = wrapped(told, slot.width - INDENT - 2, SMALL)
        pen.lines(slot.x + INDENT, slot.y + PAD, lines, size=SMALL, colour="soft")
    elif not cell:
        pen.add(nothing(slot.x + 10, slot.y + PAD + 8.3))
    for entry in cell:
        slot = replace(slot, y=_entry(pen, slot, entry) + 3)


def nothing(x: float, y: float) -> Box:
    """A dot where nothing is said."""
    return Box(x - 1.3, y - 1.3, 2.6, 2.6, "soft")


def _entry(pen: Pen, slot: Slot, entry: Entry) -> float:
    """A stated effect on its ground, which is a mere outline where it is hedged; returns where it ends."""
    x, y, wide = slot.x, slot.y, slot.width
    height = _entry_height(entry, wide)
    pen.add(*ground(x, y, wide, height, entry), *sign(x + 10, y + height / 2, entry.sign, plain=entry.plain))
    pen.lines(x + INDENT, y + PAD, wrapped(entry.words, wide - INDENT - 2))
    pen.link((x, y, wide, height), entry.target, entry.title, entry.passages)
    return y + height


def ground(x: float, y: float, wide: float, height: float, entry: Entry) -> list[Mark]:
    """What a stated effect stands on: the tint of its way, of both for both; a mere outline where it is hedged."""
    if not entry.plain:
        return [Box(x + 0.6, y + 0.6, wide - 1.2, height - 1.2, None, FRAME, 1.2, radius=4)]
    if entry.sign != "ambivalent":
        return [Box(x, y, wide, height, DOWN if entry.sign == "hinders" else UP, radius=4)]
    band = 4.0  # px at the foot, below the words
    square_foot = Box(x, y + band, wide, height - 2 * band, UP)
    return [Box(x, y, wide, height, DOWN, radius=4), Box(x, y, wide, height - band, UP, radius=4), square_foot]


def sign(x: float, y: float, influence: str, *, plain: bool, size: float = 5.2) -> list[Mark]:
    """Up: favours; down: hinders; both: each half as large. Hollow where hedged or conditional."""
    if influence == "ambivalent":
        return [_triangle(x, y - 5, -3.7, plain=plain), _triangle(x, y + 5, 3.7, plain=plain)]
    return [_triangle(x, y, size if influence == "hinders" else -size, plain=plain)]


def _triangle(x: float, y: float, reach: float, *, plain: bool) -> Shape:
    """A triangle whose tip is ``reach`` px below the centre; above it, if negative."""
    half = abs(reach) * 1.05
    points = ((x, y + reach), (x - half, y - reach * 0.8), (x + half, y - reach * 0.8))
    return Shape(points, "ink" if plain else None, "ink", 1.3)


# Many cases ---------------------------------------------------------------------------------------------------------


def numbered(lines: Sequence[Line], heads: Sequence[str], screen: Screen) -> list[Panel]:
    """The matrix of signs alone: columns numbered, as many as fit, their names above; a line names its state."""
    across = int((_width(screen) - _left(screen)) // PITCH)
    down = ROWS if screen == "wide" else ROWS_NARROW * 2
    found = []
    for start in range(0, len(heads), across):
        columns = range(start, min(start + across, len(heads)))
        own = [line for line in lines if any(line.cells[column] for column in columns)]
        found += [_numbered(own[first : first + down], heads, columns, screen) for first in range(0, len(own), down)]
    return found


def _width(screen: Screen) -> float:
    return DESK if screen == "wide" else COLUMN


def _left(screen: Screen) -> float:
    """Where numbered columns begin."""
    return 250.0 if screen == "wide" else 160.0


def _numbered(lines: Sequence[Line], heads: Sequence[str], columns: range, screen: Screen) -> Panel:
    pen, width, left = Pen(), _width(screen), _left(screen)
    names = "  ".join(f"{column + 1}\u00a0{heads[column]}" for column in columns)
    y = pen.lines(0, 0, wrapped(names, width, SMALL), size=SMALL, colour="soft") + 6
    places = [left + PITCH * (number + 0.5) for number in range(len(columns))]
    for x, column in zip(places, columns, strict=True):
        pen.lines(x, y, [str(column + 1)], size=SMALL, anchor="middle", bold=True)
    y += SMALL * LEADING + 3
    pen.add(Stroke(((0, y), (width, y)), "ink", 1.2))
    for line in lines:
        name = wrapped(line.name, left - 8)
        height = max(block_height(name), TEXT * LEADING) + 5
        pen.lines(0, y + 3, name)
        for x, column in zip(places, columns, strict=True):
            for entry in line.cells[column]:  # one at most: a line is one state
                top = y + (height - 18) / 2
                pen.add(*ground(x - 9, top, 18, 18, entry), *sign(x, top + 9, entry.sign, plain=entry.plain))
                pen.link((x - 9, top, 18, 18), entry.target, entry.title, entry.passages)
        y += height
        pen.add(Stroke(((0, y), (width, y)), "faint", 0.8))
    return pen.panel(y + 2, width, screen)


# What stands around the matrix --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry of a key: a mark, in the middle of its line, and what it means; words in grey where nothing is drawn."""

    draw: Callable[[Pen, float, float], None] | None
    text: str
    width: float = 20.0


def key(entries: Sequence[Sample], screen: Screen) -> Panel:
    """The key in a line, or as many as it needs."""
    width = _width(screen)
    pen, x, y = Pen(), 0.0, 1.0
    for entry in entries:
        indent = entry.width + 4 if entry.draw else 0.0
        lines = wrapped(entry.text, width - indent, SMALL)
        wide = indent + max(text_width(line, SMALL) for line in lines)
        if x and x + wide > width:
            x, y = 0.0, y + SMALL * LEADING + 6
        if entry.draw:
            entry.draw(pen, x, y + SMALL * LEADING / 2)
        y = pen.lines(x + indent, y, lines, size=SMALL, colour="ink" if entry.draw else "soft") - SMALL * LEADING
        x += wide + 22
    return pen.panel(y + SMALL * LEADING + 4, width, screen)


def listed(title: str, entries: Sequence[Entry], heads: Mapping[str, str], after: str, screen: Screen) -> Panel:
    """Effects that are stated of no case, what favours beside what hinders, then what does both, each under its head.

    Of each what is stated without a hedge comes first.

    :param heads: a sign's name.
    :param after: what is said of the rest.
    """
    width = _width(screen)
    pen, y = Pen(), 0.0
    if entries:
        y = pen.lines(0, 0, wrapped(title, width, bold=True), bold=True) + 4
        pen.add(Stroke(((0, y), (width, y)), "ink", 1.2))
        y += 5
        across = 2 if screen == "wide" else 1
        wide = (width - GAP * 2 * (across - 1)) / across
        for signs in (
            (("favours", "hinders"), ("ambivalent",)) if across > 1 else (("favours",), ("hinders",), ("ambivalent",))
        ):
            slots = [Slot(number * (wide + GAP * 2), y, wide) for number in range(len(signs))]
            y = max(_column(pen, slot, sign, entries, heads) for slot, sign in zip(slots, signs, strict=True))
    if after:
        y = pen.lines(0, y, wrapped(after, width, SMALL), size=SMALL, colour="soft")
    return pen.panel(y + 2, width, screen)


def _column(pen: Pen, slot: Slot, sign: str, entries: Sequence[Entry], heads: Mapping[str, str]) -> float:
    """The entries of one sign under its name; returns where what follows could begin."""
    own = sorted((entry for entry in entries if entry.sign == sign), key=lambda entry: not entry.plain)
    if not own:
        return slot.y
    slot = replace(slot, y=pen.lines(slot.x, slot.y, [heads[sign]], size=SMALL, bold=True) + 3)
    for entry in own:
        slot = replace(slot, y=_entry(pen, slot, entry) + 3)
    return slot.y + 5
