"""Figures: nothing overlaps, nothing is too small, and the same figure is the same bytes everywhere."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from display_studies import FIELDWORK, article, hashes
from drawn_panels import DRAWN, FIGURES, ROOT, panels, real, some_panels, text_boxes
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from report_build.cache import Cache
from report_build.displays import DRAWINGS as ALL_DRAWINGS
from report_build.displays import Drawn, draw, rows_for
from report_build.displays.figures import pictures
from report_build.displays.figures.colours import COLOURS, DOWN, FRAME, UP, VOICES
from report_build.displays.figures.marks import one_stands_for
from report_build.displays.figures.measure import text_width, wrapped
from report_build.displays.figures.moves import LOOKS
from report_build.displays.figures.pictures import SecondProcess, draw_beside, drawn_on_one_sheet
from report_build.displays.figures.sheet import Label, Panel, Stroke, places, side_by_side
from report_build.displays.figures.svgs import marks, path_in_short
from report_build.labels import Labels
from report_build.model.study import Study

SHEETS = ROOT / "report_build/theme/overrides/assets/report"
SVG = "{http://www.w3.org/2000/svg}"


def drawn_in(study: Study, name: str, language: str) -> Drawn:
    return draw(study, [study.display[name]], Labels(language, study.wordings), Cache(None))[name]


@pytest.mark.parametrize(("which", "name", "language"), DRAWN)
def test_no_label_overlaps_another_or_a_line_or_leaves_its_panel(which: str, name: str, language: str) -> None:
    for panel in some_panels(which, name, language):
        boxes = text_boxes(panel)
        for text, left, top, right, bottom in boxes:
            assert left >= -1, text
            assert top >= -1, text
            assert right <= panel.width + 1, text
            assert bottom <= panel.height + 1, text
        for (one, l1, t1, r1, b1), (two, l2, t2, r2, b2) in combinations(boxes, 2):
            assert not (l1 < r2 - 0.5 and l2 < r1 - 0.5 and t1 < b2 - 0.5 and t2 < b1 - 0.5), (one, two)
        strokes = [mark for mark in panel.marks if isinstance(mark, Stroke) and mark.colour != "paper"]
        for text, left, top, right, bottom in boxes:
            for stroke in strokes if which != "many" else ():  # so many moves have to cross
                for (x0, y0), (x1, y1) in zip(stroke.points, stroke.points[1:], strict=False):
                    apart = max(x0, x1) < left or min(x0, x1) > right or max(y0, y1) < top or min(y0, y1) > bottom
                    assert apart, (text, stroke)


@pytest.mark.parametrize("name", FIGURES)
def test_the_page_s_drawing_leaves_no_colour_font_or_id_of_its_own(name: str) -> None:
    html = "".join(drawn_in(article(), name, "fr").panels)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", html)
    assert "DejaVu" not in html
    assert "<style" not in html
    root = ET.fromstring(f"<div>{html}</div>")
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert all(item.startswith(f"{name}-fr-") for item in ids)
    assert max(Counter(ids).values(), default=1) == 1
    labels = {mark.text for panel in panels("made", name, "fr") for mark in panel.marks if isinstance(mark, Label)}
    assert labels == {element.text for element in root.iter("text")}  # real text, all of it


@pytest.mark.parametrize("name", FIGURES)
def test_a_download_stands_alone(name: str) -> None:
    drawn = drawn_in(article(), name, "en")
    assert drawn.svg is not None
    assert drawn.png is not None
    root = ET.fromstring(drawn.svg)
    assert root.findtext(f"{SVG}title") == f"Caption of {name}"
    assert root.find(f"{SVG}rect").attrib["fill"] == "#ffffff"
    assert b"var(" not in drawn.svg
    assert b"<dc:date" not in drawn.svg
    assert drawn.png.content.startswith(b"\x89PNG")
    assert not re.search(rb"tEXt|iTXt|tIME", drawn.png.content)
    picture = Image.open(BytesIO(drawn.png.content)).convert("RGB")
    assert picture.getpixel((0, 0)) == picture.getpixel((picture.width - 1, picture.height - 1)) == (255, 255, 255)


def test_the_same_bytes_whatever_the_machine_s_settings(tmp_path: Path) -> None:
    own = tmp_path / "matplotlibrc"
    own.write_text("font.size: 23\nsvg.fonttype: path\nlines.linewidth: 9\ntext.color: red\nsavefig.dpi: 50\n")
    program = (
        "import sys, matplotlib; sys.path.insert(0, 'tests'); from display_studies import hashes; print(*hashes());"
        "print(matplotlib.rcParams['font.size'], matplotlib.rcParams['svg.fonttype'], file=sys.stderr)"
    )
    other = {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "MATPLOTLIBRC": str(own)}
    drawn = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **other},
        capture_output=True,
        text=True,
        check=True,
    )
    assert drawn.stdout.split() == hashes()
    assert drawn.stderr == "23.0 path\n"  # the machine's settings were there, and are left as they were


def some_figures(number: int) -> list[list[Panel]]:
    """Figures of a letter each."""
    return [[Panel(100, 20, (Label(0, 12, letter),))] for letter in "abcde"[:number]]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_figures_come_in_the_order_in_which_they_were_asked_for(number: int) -> None:
    some = some_figures(number)
    assert [picture() for picture in draw_beside(some)] == [*map(drawn_on_one_sheet, some)]


def test_a_second_process_draws_the_same_and_ends_once_nobody_can_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = next(panels("real", name, "en") for name in real().display if name in FIGURES)
    monkeypatch.setattr(pictures, "drawn_on_one_sheet", None)  # not this one
    assert SecondProcess([figure]).picture(0) == drawn_on_one_sheet(figure)
    forgotten = SecondProcess(some_figures(5))
    process = forgotten._process
    del forgotten
    assert process.wait(5) == -signal.SIGKILL


def test_what_a_second_process_cannot_draw_is_tried_here_and_its_error_told() -> None:
    (good,) = some_figures(1)
    whole, mistaken = draw_beside([good, [None]])
    assert whole() == drawn_on_one_sheet(good)
    with pytest.raises(AttributeError):
        mistaken()


def luminance(colour: str) -> float:
    text = colour.lstrip("#")
    text = "".join(2 * letter for letter in text) if len(text) == 3 else text
    parts = [int(text[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def rules(sheet: str, selector: str) -> tuple[dict[str, str], dict[str, str]]:
    """Custom properties of the first rule with a selector, on light paper and on dark."""
    found = re.findall(r"--rb-([\w-]+): ([^;]+);", sheet.split(f"{selector} {{")[1].split("}", maxsplit=1)[0])
    pairs = {name: re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value) or ("", value, value) for name, value in found}
    return {name: pair[1] for name, pair in pairs.items()}, {name: pair[2] for name, pair in pairs.items()}


def schemes() -> dict[str, dict[str, str]]:
    """Each scheme's colours of figures and its paper, as the report's palette gives them; without it; in downloads."""
    palette, style = (SHEETS / "report.css").read_text(), (SHEETS / "displays.css").read_text()
    light, dark = rules(palette, ":root")
    paper, _ = rules(palette.split("@media print")[1], ":root")
    named, slate = rules(style, "html")
    in_print, _ = rules(style.split("@media print")[1], "html")

    def resolved(names: dict[str, str], palette: dict[str, str]) -> dict[str, str]:
        found = {}
        for name, value in names.items():
            variable = re.fullmatch(r"var\(--rb-([\w-]+), (#\w+)\)", value)
            found[name.removeprefix("fig-")] = palette.get(variable[1], variable[2]) if variable else value
        return found

    return {
        "light": resolved(named, light),
        "dark": resolved(slate, dark),
        "print": resolved(named | in_print, light | paper),
        "bare": resolved(named, {}),
        "download": dict(COLOURS),
    }


@pytest.mark.parametrize("scheme", ["light", "dark", "print", "bare", "download"])
def test_text_and_marks_have_contrast_in_every_scheme(scheme: str) -> None:
    colours = schemes()[scheme]
    assert colours.keys() >= COLOURS.keys()
    for ink in ("ink", "soft", *VOICES.values()):
        assert contrast(colours[ink], colours["paper"]) >= 4.5
    for tint in (UP, DOWN):  # words and marks upon tints
        assert contrast(colours["ink"], colours[tint]) >= 4.5
    assert contrast(colours[FRAME], colours["paper"]) >= 3
    assert contrast(colours[UP], colours[DOWN]) >= 1.3  # the two ways are told apart by tint alone, too


def test_moves_are_told_apart_without_colour() -> None:
    looks = [(look.head, look.dash) for look in LOOKS.values()]
    assert len(set(looks)) == len(looks)


def test_a_state_without_a_mark_from_which_a_move_leaves_says_so() -> None:
    study, labels = article(), Labels("fr")
    panels = ALL_DRAWINGS["states"].panels(rows_for(study, study.display["fig-dynamiques"], "fr"), labels)
    said = [[mark.text for mark in panel.marks if isinstance(mark, Label)] for panel in panels]
    assert [texts.count(labels("display.start.unmet")) for texts in said] == [1, 0, 0, 0, 0]
    assert [panel.screen for panel in panels] == ["", "", "", "wide", "narrow"]


@given(st.integers(1, 10**9), st.integers(1, 400))
def test_a_mark_stands_for_as_few_as_possible(count: int, most: int) -> None:
    one = one_stands_for(count, most)
    assert count <= most * one
    assert one == 1 or count > most * one / 2.5


def test_a_questionnaire_shows_every_copy_that_went_out() -> None:
    study = replace(article(), fieldwork=FIELDWORK[3:4])
    shown = study.display["fig-terrain"]
    first = ALL_DRAWINGS["units"].panels(rows_for(study, shown, "fr"), Labels("fr"))[0]
    squares = [mark for mark in first.marks if not isinstance(mark, Label)][: 200 + 3]
    hollow = [mark for mark in squares if mark.edge == "ink"]
    assert len(hollow) == 40
    assert len(squares) == 200 + 3  # and three dots for « plus de »
    assert "40 sur plus de 200" in " ".join(mark.text for mark in first.marks if isinstance(mark, Label))


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=60), st.floats(30, 300))
def test_wrapped_text_keeps_its_letters_and_fits(text: str, width: float) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")
    for line in lines:
        assert text_width(line) <= width or all(len(word) <= 8 for word in line.split(" "))


def test_letters_that_the_bundled_font_lacks_are_still_text() -> None:
    panel = Panel(100, 20, (Label(0, 12, "学習 $x_1$ & <b>"),))
    assert "学習 $x_1$ &amp; &lt;b&gt;" in marks(panel.marks)


def test_a_sheet_holds_all_its_panels_apart() -> None:
    sizes = [(328, 30), (328, 50), (100, 20), (660, 40)]
    some = [Panel(width, height, (Label(0, 10, str(height)),)) for width, height in sizes]
    *corners, (width, height) = places(some)
    assert corners == [(16, 16), (368, 16), (16, 90), (16, 134)]  # no row is wider than two columns of a phone
    assert (width, height) == (712, 190)
    assert len(side_by_side(some).marks) == 4


PLACES = st.integers(-3000, 3000).map(lambda tenths: tenths / 10) | st.sampled_from([0.0, 1.0, 0.5])
POINTS = st.tuples(PLACES, PLACES)
STEPS = st.tuples(st.sampled_from("ML"), POINTS.map(lambda one: (one,))) | st.tuples(
    st.just("Q"), st.tuples(POINTS, POINTS)
)


def read_back(path: str) -> list[tuple[float, ...]]:
    """The places that a path written in short leads to, as SVG reads it; () where it closes."""
    taken = {"M": 2, "L": 2, "Q": 4, "H": 1, "V": 1, "Z": 0}
    words = re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", path)
    here, start, letter, found = [0.0, 0.0], [0.0, 0.0], "", []
    while words:
        letter = words.pop(0) if words[0].isalpha() else letter.translate(str.maketrans("Mm", "Ll"))
        kind, steps = letter.upper(), letter.islower()
        numbers = [float(words.pop(0)) for _ in range(taken[kind])]
        if kind == "Z":
            here = start
            found.append(())
            continue
        if kind in "HV":
            along = "HV".index(kind)
            numbers = [numbers[0] if place == along else (0.0 if steps else here[place]) for place in (0, 1)]
        numbers = [number + here[place % 2] * steps for place, number in enumerate(numbers)]
        here = numbers[-2:]
        start = here if kind == "M" else start
        found.append(tuple(round(number, 1) + 0 for number in numbers))
    return found


@given(POINTS, st.lists(STEPS | st.just(("z", ())), max_size=12))
def test_a_path_in_short_leads_where_it_led(first: tuple[float, float], steps: list[tuple[str, tuple]]) -> None:
    path = [("M", (first,)), *steps]
    assert read_back(path_in_short(path)) == [
        tuple(number for point in points for number in point) for _, points in path
    ]
