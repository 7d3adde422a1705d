"""What a page quotes of a passage is what the passage says."""

from __future__ import annotations

import pytest
from weaving import page

from report_build.check.pages import closest
from report_build.model.pages import PassageMark

SAID = "Éteint, c’est éteint. Le soir, je le mets dans le tiroir, et je le ferme."
ENGLISH = "I ring Theo, and Theo rings me."


@pytest.mark.parametrize(
    "quoted",
    [
        "Éteint, c'est éteint",
        "le soir je le mets dans le tiroir",
        "Le soir […] et je le ferme",
        "[L]e soir, je le mets… et je le ferme.",
        "Off is off",  # a translation
        "le tiroir",  # too short to tell
        "",
        "[…]",
    ],
)
def test_the_words_of_a_passage_a_translation_and_a_few_words_are_none_of_a_misquotation(quoted: str) -> None:
    assert closest(quoted, [SAID]) == ""


@pytest.mark.parametrize("quoted", ["Éteint, c’est fini", "Le soir, je le mets dans un tiroir", "I ring Theo and Theo"])
def test_other_words_are_a_misquotation(quoted: str) -> None:
    assert closest(quoted, [SAID, ENGLISH]) == ("" if quoted.startswith("I") else SAID)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Carine dit : « Éteint, c’est *éteint* »@e01.", "Éteint, c’est éteint"),
        ("She says “off is off.” [@e01; @e02]", "off is off."),
        ("On n’éteint pas @e01.", ""),
        ("> Le soir, je le ferme.\n>\n> Anne, première vague @e01", "Le soir, je le ferme."),
        ("> Le soir, je le ferme. — Anne @e01", "Le soir, je le ferme."),
        ("> Le soir, je le ferme. @e01", "Le soir, je le ferme."),
    ],
)
def test_a_mark_knows_what_is_quoted_before_it(text: str, quoted: str) -> None:
    [mark, *_] = [one for one in page("p.html", text).facts.markers if isinstance(one, PassageMark)]
    assert mark.quoted == quoted
    assert mark.among[:1] == (("e01",) if quoted else ())
