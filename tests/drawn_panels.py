"""The panels of all figures of the test studies, and of studies made to try them: very many cases, a single one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from display_studies import DRAWINGS, article, both, cell, code, display, large, relation, row
from matplotlib.backends.backend_agg import RendererAgg

from report_build.cache import Cache
from report_build.displays import DRAWINGS as ALL_DRAWINGS
from report_build.displays import rows_for
from report_build.displays.figures.canvas import font_of, settings
from report_build.displays.figures.sheet import Label, Panel
from report_build.labels import Labels
from report_build.model.coding import Case
from report_build.model.study import Study
from report_build.sources import load_study

ROOT = Path(__file__).parent.parent
FIGURES = [name for name, (kind, _) in DRAWINGS.items() if kind == "figure"]
LANGUAGES = ("en", "fr")


@cache
def real() -> Study:
    return load_study(ROOT, cache=Cache(None))[0]


@cache
def of_tests(name: str) -> Study:
    """A study in ``tests/studies``, with figures of influences and of voices beside its own."""
    study = load_study(ROOT / "tests/studies" / name, cache=Cache(None))[0]
    more = (display("fig-influences"), display("fig-provenance"))
    return replace(study, displays=(*study.displays, *(one for one in more if len(rows_for(study, one, "en")))))


def many_states() -> Study:
    """Five states that all lead to one another."""
    names = [f"state-{n}" for n in range(5)]
    moves = [
        code(f"{a}-{b}", "dynamic", n, both(f"{a} → {b}"), start=(a,), end=b)
        for n, (a, b) in enumerate((a, b) for a in names for b in names)
    ]
    states = [code(name, "collective", n, both(f"Collective of type {name}")) for n, name in enumerate(names)]
    return replace(
        article(),
        codes=(*states, *moves),
        assessments=tuple(cell("entreprise", item.id, "marked", "e01", force="hedged") for item in moves),
        displays=(display("fig-dynamiques"),),
    )


@cache
def influences(cases: int, conditions: int) -> Study:
    """Of each case every third condition favours or hinders, and of none in particular every fifth."""
    known = [
        row(Case, id=f"case-{n}", order=n, label=both(f"Quarter {n}"), short=both(f"Quarter {n}")) for n in range(cases)
    ]
    codes = [code(f"cond-{n}", "condition", n, both(f"Condition of kind {n}")) for n in range(conditions)]
    ends = [one for one in article().codes if one.kind != "condition"]
    signs = ("favours", "hinders", "ambivalent")
    relations = [
        replace(
            relation(f"r{n}-{c}", f"cond-{n}", signs[(n + c) % 3], "reseau-entraide", f"case-{c}"),
            state=("present", "absent")[(n * c) % 2],
            force=("plain", "hedged")[n % 2],
        )
        for n in range(conditions)
        for c in range(cases)
        if (n + 2 * c) % 3 == 0
    ]
    general = [
        relation(f"g{n}", f"cond-{n}", "hinders", "reseau-entraide", "general") for n in range(conditions) if n % 5 == 4
    ]
    return replace(
        article(),
        cases=tuple(known),
        codes=(*ends, *codes),
        relations=(*relations, *general),
        assessments=(),
        displays=(display("fig-influences"),),
    )


STUDIES: Mapping[str, Callable[[], Study]] = {
    "made": article,
    "real": real,
    "long": lambda: large(5, 20),
    "many": many_states,
    "nurses": lambda: of_tests("nurses"),
    "small": lambda: of_tests("small"),
    "towns": lambda: of_tests("towns"),
    "40 by 60": lambda: influences(40, 60),
    "1 by 1": lambda: influences(1, 1),
}
DRAWN = [
    (which, shown.id, language)
    for which, made in STUDIES.items()
    for shown in made().displays
    if shown.drawing in ALL_DRAWINGS and ALL_DRAWINGS[shown.drawing].panels is not None
    for language in (LANGUAGES if which != "40 by 60" else LANGUAGES[:1])
]


@cache
def panels(which: str, name: str, language: str) -> list[Panel]:
    study = STUDIES[which]()
    shown = study.display[name]
    make = ALL_DRAWINGS[shown.drawing].panels
    assert make is not None
    return make(rows_for(study, shown, language), Labels(language, study.wordings))


def some_panels(which: str, name: str, language: str) -> list[Panel]:
    """All panels; of the very many of one figure, whose rows are alike, those at both ends."""
    found = panels(which, name, language)
    return found if which != "40 by 60" else [*found[:2], *found[-2:]]


def text_boxes(panel: Panel) -> list[tuple[str, float, float, float, float]]:
    """Each label with its box as drawn: text, left, top, right, bottom, in px of the sheet."""
    boxes = []
    with settings():
        renderer = RendererAgg(panel.width, panel.height, 72)
        for label in (mark for mark in panel.marks if isinstance(mark, Label)):
            width, height, below = renderer.get_text_width_height_descent(label.text, font_of(label), ismath=False)
            left = label.x - width * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
            boxes.append((label.text, left, label.y + below - height, left + width, label.y + below))
    return boxes
