"""Quotations in pages are those of the passages that stand beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import row
from hypothesis import given
from hypothesis import strategies as st
from weaving import NO_WORKS, page, weave

from report_build.check.quotations import check_quotations
from report_build.model.coding import Evidence
from report_build.model.text import Text
from report_build.render.page import OWN_BLOCKS

SAID = "Le téléphone ? Éteint, c’est fini ; le soir, je ne réponds plus à personne."
STUDY = replace(
    NO_WORKS,
    evidence=(
        row(Evidence, id="p01", cases=("atelier",), voice="interviewee", quotation=Text(fr=SAID)),
        row(
            Evidence, id="p02", cases=("atelier",), voice="interviewee", quotation=Text(en="I count them every Sunday")
        ),
        row(Evidence, id="p03", cases=("atelier",), voice="interviewee", paraphrase=Text(fr="Elle éteint le soir.")),
    ),
)


def wrong(text: str) -> list[str]:
    """What is said of the quotations of a page, each with its line."""
    found = check_quotations(STUDY, [page("index.html", text, STUDY)])
    return [f"{one.place.line} {one.code} {one.message}" for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "Elle dit : « Éteint, c’est fini » @p01.",
        "Elle dit : “Éteint, c'est fini ; le soir”@p01.",
        "Elle dit : « Éteint […] je ne réponds plus [jamais] à personne » @p01.",
        "> Éteint, c’est fini ; le soir, je ne réponds plus à personne. @p01",
        "> Éteint, c’est fini…\n>\n> … je ne réponds plus à personne. [@p01; @p02]",
        "« Éteint, c’est fini », puis « I count them every Sunday » [@p01; @p02].",
        "> Éteint, c’est fini ; le soir, je ne réponds plus à personne.\n>\n> Anne, première vague @p01",
        "« [L]e soir, je ne réponds plus à personne » @p01.",
        "Elle dit <q>Éteint, c’est fini</q> @p01.",
        "Le « soir calme » de chacun @p01.",  # a word taken up
        "« Off, it is over; in the evening I answer nobody » @p01.",  # a translation
        "« Elle éteint tout le soir » @p03.",  # nothing is quoted in that passage
        "« Éteint, c’est bien fini » : personne ne le dit ici.",  # beside no passage
        "| A | B |\n|---|---|\n| « Éteint, c’est fini » @p01 | rien |",
    ],
)
def test_what_the_passage_says_may_be_quoted_in_part(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Elle dit : « Éteint, c’est bien fini » @p01.", 1),
        ("Un.\n\nElle dit : “Le soir, je ne réponds jamais à personne”@p01.", 3),
        ("Un.\n\n> Éteint, et c’est fini pour le soir. @p01", 3),
        ("Elle dit <q>Éteint donc, c’est fini</q> @p01.", 1),
        ("- « I count them on every Sunday » @p02", 1),
        ("« Éteint, c’est fini » @p01, puis « I counted them every Sunday » [@p02; @p03].", 1),
        ("Elle dit : « Éteint, c’est fini […] je ne réponds plus guère à personne » @p01.", 1),
    ],
)
def test_what_is_nearly_what_it_says_is_found(text: str, line: int) -> None:
    [said] = wrong(text)
    assert said.startswith(f"{line} RB332 ")
    assert "is not what 'p0" in said


@given(st.data())
def test_any_part_of_a_passage_may_be_quoted_and_no_other_order_of_its_words(data: st.DataObject) -> None:
    words = SAID.split()
    first = data.draw(st.integers(0, len(words) - 4))
    part = words[first : data.draw(st.integers(first + 4, len(words)))]
    assert wrong(f"« {' '.join(part)} » @p01") == []
    other = [*part, "encore"]
    assert len(wrong(f"« {' '.join(other)} » @p01")) == 1


def test_a_passage_is_shown_as_it_was_said_with_who_says_it() -> None:
    text = "{{< quotation p01 >}}\n\n{{< quotation p03 >}}\n\n{{< quotation p09 >}}"
    woven, found = weave([page("index.html", text, STUDY)], STUDY, blocks={"quotation": OWN_BLOCKS["quotation"]})
    html = woven.html["index.html"]
    assert f'<blockquote class="rb-quotation" lang="fr"><p>{SAID}</p></blockquote>' in html
    assert html.count("<figcaption>") == 2
    assert html.count('data-ground="material"') == 2
    [refused] = [one for one in found if one.code == "RB317"]
    assert (refused.place.line, "'p09'" in refused.message) == (5, True)
