"""Rules on pages, on facts made by hand: the golden cases of weaving show them on real Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from weaving import NO_WORKS, STUDY

from report_build.check.pages import check_pages, used_in_data
from report_build.findings import Finding
from report_build.model.pages import Block, Citation, Cite, ClaimMark, CrossReference, Heading, Image, PageFacts, Value
from report_build.model.study import Study

NOTHING = Study()


def said(study: Study, *pages: PageFacts) -> list[str]:
    return [
        f"{finding.place}: {finding.code} {finding.message}" for finding in check_pages(study, pages, blocks=("note",))
    ]


def shown(name: str, line: int = 1, *, alone: bool = True) -> Block:
    return Block(line, "display", (name,), {}, f"{{{{< display {name} >}}}}", alone)


def facts(path: str = "docs/fr/a.md", **found: object) -> PageFacts:
    return replace(PageFacts(path), **found)  # type: ignore[arg-type]


def test_pages_without_anything_are_right() -> None:
    assert said(NOTHING, facts(), facts("docs/fr/b.md")) == []


def test_works() -> None:
    page = facts(
        markers=(
            Citation(3, "[@alter2000; @alter200]", tuple(Cite(key, "normal") for key in ("alter2000", "alter200"))),
        )
    )
    assert check_pages(replace(STUDY, displays=()), [page], blocks=()) == [
        Finding(page.at(3), "RB301", "'alter200' is not in references.bib", "Did you mean 'alter2000'?")
    ]
    assert said(replace(STUDY, displays=()), facts()) == ["references.bib:9: RB316 'alter2000' is cited on no page"]
    assert used_in_data(STUDY) == ["weber1995"]
    assert used_in_data(NO_WORKS) == []


def test_displays_are_shown_once() -> None:
    first = facts(markers=(shown("tbl-un", 4), shown("tbl-deux", 6)))
    second = facts("docs/fr/b.md", markers=(shown("tbl-un", 2), shown("fig-un", 9, alone=False)))
    assert said(NO_WORKS, first, second) == [
        "data/displays.yaml:15: RB305 'fig-un' is shown on no page",
        "docs/fr/b.md:2: RB304 'tbl-un' is already shown at docs/fr/a.md:4",
        "docs/fr/b.md:9: RB308 '{{< display fig-un >}}' stands within other text",
    ]


@pytest.mark.parametrize(
    ("target", "message", "hint"),
    [
        ("tbl-un", "", ""),
        ("sec-un", "", ""),
        ("fig-un", "'fig-un' is shown on no page", "Show it with {{< display fig-un >}}."),
        ("tbl-n", "'tbl-n' is no target: there is no display of that id", "Did you mean 'tbl-un'?"),
        ("sec-une", "'sec-une' is no target: there is no heading with that id", "Did you mean 'sec-un'?"),
        ("sec-zzzzzzzzz", "'sec-zzzzzzzzz' is no target: there is no heading with that id", ""),
    ],
)
def test_targets_of_cross_references(target: str, message: str, hint: str) -> None:
    heading = Heading(1, 1, "sec-un", "Un", explicit=True)
    page = facts(markers=(shown("tbl-un"), shown("tbl-deux"), CrossReference(7, target)), headings=(heading,))
    found = [finding for finding in check_pages(NO_WORKS, [page], blocks=()) if finding.code != "RB305"]
    assert found == ([Finding(page.at(7), "RB302", message, hint)] if message else [])


def test_blocks_and_values() -> None:
    page = facts(
        markers=(
            Block(1, "note", (), {}, "{{< note >}}", alone=True),
            Block(2, "notes", (), {}, "{{< notes >}}", alone=True),
            Block(3, "note", (), {}, "{{< note >}}", alone=False),
            Block(4, "display", ("a", "b"), {}, "{{< display a b >}}", alone=True),
        ),
        values=(Value(5, "count.cases"), Value(6, "x", "'x' names no value", "Say more.")),
        malformed=((7, "{{< >}}"),),
    )
    assert said(NOTHING, page) == [
        "docs/fr/a.md:2: RB307 'notes' is no display, value or block",
        "docs/fr/a.md:3: RB308 '{{< note >}}' stands within other text",
        "docs/fr/a.md:4: RB309 '{{< display a b >}}' needs one id",
        "docs/fr/a.md:6: RB306 'x' names no value",
        "docs/fr/a.md:7: RB309 '{{< >}}' cannot be read as a marker",
    ]


def test_claims_are_worded_once_wherever_they_are_restated() -> None:
    first = facts(markers=(ClaimMark(1, "", "c-un", ""), ClaimMark(2, "", "c-deux", "")))
    second = facts("docs/fr/b.md", markers=(ClaimMark(3, "c-un", "", ""), ClaimMark(4, "c-un", "", "")))
    assert said(NOTHING, first, second) == [
        "docs/fr/a.md:2: RB310 no page words the claim 'c-deux'",
        "docs/fr/b.md:4: RB311 claim 'c-un' is already worded at docs/fr/b.md:3",
    ]


def test_headings() -> None:
    def heading(line: int, level: int, name: str = "") -> Heading:
        return Heading(line, level, name, "T", explicit=bool(name))

    first = facts(headings=(heading(1, 2, "sec-a"), heading(2, 4, "sec-b"), heading(3, 2), heading(4, 3, "sec-a")))
    second = facts("docs/fr/b.md", headings=(heading(1, 1, "sec-b"), heading(2, 2, "sec-c"), heading(3, 1, "sec-d")))
    assert said(NOTHING, first, second) == [
        "docs/fr/a.md:2: RB314 the heading is of level 4 after one of level 2",
        "docs/fr/a.md:3: RB312 the heading has no id",
        "docs/fr/a.md:4: RB313 the id 'sec-a' is already that of a heading at docs/fr/a.md:1",
        "docs/fr/b.md:1: RB313 the id 'sec-b' is already that of a heading at docs/fr/a.md:2",
    ]


def test_images() -> None:
    assert said(NOTHING, facts(images=(Image(4, "a.png"),))) == [
        "docs/fr/a.md:4: RB315 the image 'a.png' has no alternative text"
    ]
