"""What is asked of a sheet of paper: a page made for one fits it, and a figure's letters can be read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from conftest import lacking
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from report_build.displays.figures.sheet import COLUMN, SMALL, Panel
from report_build.displays.figures.svgs import SVG, standalone
from report_build.exports.figure_sheets import LEAST, Sheet
from report_build.exports.tree.nodes import (
    Chapter,
    Claim,
    ClaimNote,
    Footnote,
    Paragraph,
    Text,
    Title,
    fields_of,
)
from report_build.exports.tree.plain import as_json

PAPER = Sheet(450, 620)
ROOM = PAPER.height * SMALL / LEAST  # px of a figure that a sheet has room for
DRAWN = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0L1 1"/></svg>'


def sides(svg: bytes) -> tuple[float, float]:
    found = re.search(rb'viewBox="\S+ \S+ (\S+) (\S+)"', svg)
    assert found
    return float(found[1]), float(found[2])


@given(st.lists(st.tuples(st.sampled_from([COLUMN, 2 * COLUMN]), st.integers(20, 900)), min_size=1, max_size=9))
def test_a_figure_is_cut_between_its_rows_and_never_within_one(sizes: list[tuple[float, int]]) -> None:
    panels = [Panel(width, height, ()) for width, height in sizes]
    whole = standalone([DRAWN] * len(panels), panels, "A figure", "en").encode()
    parts = PAPER.svgs(whole)
    held = [len(ET.fromstring(part).findall(f"{{{SVG}}}g")) for part in parts]
    assert sum(held) == len(panels)
    assert all(held)
    assert sum(sides(part)[1] for part in parts) == pytest.approx(sides(whole)[1])
    width = sides(whole)[0]
    assert all(SMALL * min(PAPER.width / width, PAPER.height / sides(part)[1]) >= LEAST for part in parts)
    if sides(whole)[1] <= ROOM:
        assert parts == [whole]
    pictures = PAPER.pngs(whole, png_of(*map(round, sides(whole))))
    assert [Image.open(BytesIO(one)).height for one in pictures] == pytest.approx(
        [sides(part)[1] for part in parts], abs=1
    )


def png_of(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("P", (width, height)).save(file, "PNG", bits=4)
    return file.getvalue()


def test_a_row_that_is_higher_than_a_sheet_stays_whole() -> None:
    panels = [Panel(COLUMN, 90, ()), Panel(2 * COLUMN, 3000, ())]
    whole = standalone([DRAWN] * 2, panels, "A figure", "en").encode()
    assert [sides(part)[1] for part in PAPER.svgs(whole)] == [pytest.approx(118), pytest.approx(3028)]
    other = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0, 0, 100, 9000"/>'
    assert PAPER.svgs(other) == [other]


def sheets_of(chapter: Chapter) -> int:
    """On how many sheets a chapter is set; a title page, one of contents and the chapter after it stand around it."""
    if find_spec("typst") is None or find_spec("pikepdf") is None:
        lacking("typst or pikepdf")
    import pikepdf  # noqa: PLC0415  # reason: it may be missing

    from report_build.exports.pdf import set_pages  # noqa: PLC0415  # reason: as above

    front = {name: getattr(Title("A report", "", (), "", "", "", (), ()), name) for name in fields_of(Title)}
    note = ClaimNote(1, "Claim 1", "", "interview passages", (), (("Why", (Text("Because it is said. " * 6),)),))
    names = ("colon", "contents", "cite", "page", "abstract", "keywords", "license")
    told = {
        "language": "en",
        "names": {name: name for name in names},
        "front": as_json(front),
        "chapters": as_json((chapter, Chapter("next", (Text("Next"),), ()))),
        "cards": None,
        "references": [],
        "claims": as_json({"c-a": note}),
        "figures": [],
        "edition": "",
        "sheet": "",
        "attached": [],
        "sheets": {},
    }
    with pikepdf.open(BytesIO(set_pages(told, {}, datetime(2020, 1, 1, tzinfo=UTC)))) as pdf:
        return len(pdf.pages) - 3


WORDS = "A sentence of some words, as reports have them, so that lines are filled. "
PARAGRAPH = Paragraph((Text(WORDS * 7),))


@pytest.mark.parametrize(
    ("paragraphs", "usual", "fitted"),
    [([PARAGRAPH] * 5, 1, 1), ([PARAGRAPH] * 12, 2, 1), ([PARAGRAPH] * 50, 6, 6)],
    ids=["short", "a sheet and a bit", "long"],
)
def test_a_page_made_for_one_sheet_fits_it_or_flows(paragraphs: list[Paragraph], usual: int, fitted: int) -> None:
    chapter = Chapter("a", (Text("A page"),), tuple(paragraphs))
    assert sheets_of(chapter) == usual
    assert sheets_of(replace(chapter, one_page=True)) == fitted


def test_the_notes_of_a_page_for_one_sheet_are_reckoned_with() -> None:
    claims = [Paragraph((Claim("c-a", (Text(WORDS * 5),), f"c-{number}"),)) for number in range(9)]
    notes = [Paragraph((Text(WORDS), Footnote((Paragraph((Text(WORDS * 2),)),)))) for _ in range(3)]
    chapter = Chapter("a", (Text("A page"),), (*claims, *notes))
    assert sheets_of(chapter) == 2
    assert sheets_of(replace(chapter, one_page=True)) == 1
