"""Figures, tables, equations, callouts and small signs of the author's own, as Pandoc and Quarto have them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown import Markdown

from report_build.check.pages import check_pages
from report_build.labels import Labels
from report_build.model.pages import PageFacts
from report_build.model.study import Study
from report_build.typography.prose import masked_page
from report_build.weave.equations import mathml
from report_build.weave.extension import ReportExtension


def woven(text: str, *others: str) -> tuple[str, PageFacts]:
    extension = ReportExtension("docs/page.md", Study(), Labels("en"))
    made = Markdown(extensions=["attr_list", "tables", "footnotes", *others, extension]).convert(text)
    return re.sub("\x02rb:(\\d+)\x03", r"«\1»", made), extension.facts


def test_an_image_alone_with_an_id_is_a_figure() -> None:
    made, facts = woven('![The *ward* [@eq-a]](w.png){#fig-ward fig-alt="A room" width=200}\n')
    figure = html.fragment_fromstring(made)
    assert (figure.tag, figure.get("id")) == ("figure", "fig-ward")
    assert figure.find("img").get("alt") == "A room"
    assert figure.find("img").get("width") == "200"
    assert (facts.floats[0].kind, facts.floats[0].id, facts.floats[0].line) == ("figure", "fig-ward", 1)


def test_an_image_within_words_or_without_such_an_id_stays_one() -> None:
    for text in ("See ![a](w.png){#fig-w} there.", "![a](w.png){#ward}", "![a](w.png)"):
        made, facts = woven(text)
        assert "<figure" not in made
        assert facts.floats == ()


@pytest.mark.parametrize("others", [(), ("def_list",)])
@pytest.mark.parametrize("behind", [True, False])
def test_a_caption_beside_a_table_is_its_own(behind: bool, others: tuple[str, ...]) -> None:
    table, caption = "| a | b |\n|---|---|\n| 1 | 2 |\n", ": Beds *of* wards {#tbl-beds}\n"
    made, facts = woven(f"{table}\n{caption}" if behind else f"{caption}\n{table}", *others)
    found = html.fragment_fromstring(made)
    assert (found.tag, found.get("id"), found[0].tag) == ("table", "tbl-beds", "caption")
    assert found[0].find("em").text == "of"
    assert "{#" not in made
    assert [one.id for one in facts.floats] == ["tbl-beds"]


def test_a_definition_behind_a_table_and_its_caption_is_one() -> None:
    made, facts = woven("| a |\n|---|\n| 1 |\n\n: Beds {#tbl-beds}\n\nTerm\n:   Meaning\n", "def_list")
    assert [one.id for one in facts.floats] == ["tbl-beds"]
    assert "<dt>Term</dt>" in made


def test_a_caption_of_no_table_is_said() -> None:
    _, facts = woven("Words.\n\n: Beds {#tbl-beds}\n")
    assert facts.malformed == ((3, "{#tbl-beds}"),)


@pytest.mark.parametrize(
    "text",
    [
        "$$ a_1 < b^2 $$ {#eq-a}",
        "$$\na_1 < b^2\n$$ {#eq-a}",
        "- x\n\n    $$ a_1 < b^2 $$ {#eq-a}",
        "> $$ a_1 < b^2 $$ {#eq-a}",
    ],
)
def test_equations_are_set_and_numbered(text: str) -> None:
    _, facts = woven(text)
    assert [(one.id, one.kind) for one in facts.floats] == [("eq-a", "equation")]
    assert html.fragment_fromstring(facts.floats[0].html).tag == "math"


def test_dollars_are_no_equations() -> None:
    for text in ("It costs $5 and $10.", "$5-$10", r"\$x\$", "`$x$`", "    $$ x $$", "```\n$$ x $$\n```"):
        made, facts = woven(text)
        assert "<math" not in made
        assert facts.floats == ()


@pytest.mark.parametrize("tex", [r"\foo{x}", r"\frac{1}", "x^{2", "a & b", r"\begin{matrix} a", ""])
def test_what_cannot_be_set_is_said(tex: str) -> None:
    made, wrong = mathml(tex, display=True)
    assert wrong
    assert made.startswith('<code class="rb-unresolved">')


@given(st.text(alphabet=r"abx\{}^_&<>$ 12'\"", max_size=30))
def test_any_latex_gives_sound_markup_or_is_said(tex: str) -> None:
    made, _ = mathml(tex, display=False)
    assert html.fragment_fromstring(made).tag in {"math", "code"}


def test_callouts_are_boxes_in_the_language_of_the_page() -> None:
    made, _ = woven("::: {.callout-warning}\nMind *this*.\n\n- one\n:::\n\nAfter.\n")
    box = html.fragments_fromstring(made)[0]
    assert box.get("class") == "admonition danger"
    assert [one.text_content().strip() for one in box] == ["Warning", "Mind this.", "one"]
    titled, _ = woven('::: {.callout-tip title="So"}\nX\n::: {.callout-note}\n## Inner\nY\n:::\n:::\n')
    assert [one.text for one in html.fromstring(titled).xpath("//p[@class='admonition-title']")] == ["So", "Inner"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H~2~O", "H<sub>2</sub>O"),
        ("x^2^", "x<sup>2</sup>"),
        ("~~gone~~", "<del>gone</del>"),
        ("[Kings]{.smallcaps}", '<span class="rb-small-caps">Kings</span>'),
        ("~ and ~", "~ and ~"),
        ("a ^ b ^ c", "a ^ b ^ c"),
        ("- [x] done", "<li>\u2611 done</li>"),
        ("- [ ] open", "<li>\u2610 open</li>"),
    ],
)
def test_small_signs(text: str, expected: str) -> None:
    assert expected in woven(text)[0]


def test_footnotes_stay_footnotes() -> None:
    made, _ = woven("A[^1] and b[^2].\n\n[^1]: One.\n[^2]: Two.\n")
    assert made.count("footnote-ref") == 2


@pytest.mark.parametrize("text", ["::: {.column-margin}\nX\n:::", "A [span]{.mark}.", "$$ unclosed"])
def test_what_is_not_known_is_said_never_printed_in_silence(text: str) -> None:
    assert woven(text)[1].raw


def test_two_things_of_one_id_are_said() -> None:
    facts = woven("$$ a $$ {#eq-a}\n\n$$ b $$ {#eq-a}\n\nSee @eq-a and @eq-b.\n")[1]
    said = [(one.place.line, one.code) for one in check_pages(Study(), [facts], blocks={})]
    assert said == [(3, "RB330"), (5, "RB302")]


def test_equations_are_no_prose() -> None:
    assert "a : b" not in masked_page("Soit $$ a : b $$ et $c : d$.\n")
    assert "c : d" not in masked_page("Soit $$ a : b $$ et $c : d$.\n")
