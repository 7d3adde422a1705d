"""Every form says what the site says: the words of claims and what they rest on, cells of displays, references.

The small study is asked always; this report, in both languages, with ``--thorough`` or ``make forms``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import forms_said
import pytest
from conftest import Forms
from forms_said import FORMS, Said


@pytest.fixture(scope="module")
def there(any_forms: Forms) -> tuple[Said, Path]:
    """What a site says, and the folder of its forms."""
    return forms_said.site(any_forms.site), any_forms.folder


@pytest.mark.parametrize("form", FORMS)
def test_a_form_says_what_the_site_says(there: tuple[Said, Path], form: str) -> None:
    site, folder = there
    assert len(site.tables) > 1
    assert site.claims
    assert site.references
    said = FORMS[form](folder / form)
    assert differences(site, said) == []


def test_what_differs_is_seen(forms: Forms) -> None:
    site = forms_said.site(forms.site)
    said = FORMS["report.epub"](forms.folder / "report.epub")
    claim, (words, _) = next(iter(site.claims.items()))
    display, cells = next(iter(site.tables.items()))
    other = (*cells[:-1], (*cells[-1][:-1], f"{cells[-1][-1]}+"))
    for spoilt in (
        replace(site, claims={**site.claims, claim: (words[1:] + words[0], site.footings[claim])}),
        replace(site, footings={**site.footings, claim: f"{site.footings[claim]}x"}),
        replace(site, tables={**site.tables, display: other}),
        replace(site, references=(*site.references, "Durand1999")),
    ):
        assert len(differences(spoilt, said)) == 1


def differences(site: Said, said: Said) -> list[str]:
    """What the site says and a form does not."""
    found = []
    notes = [note for _, note in said.claims.values()]
    for claim, (words, _) in site.claims.items():
        own = said.claims.get(claim)
        if words not in (own[0] if own else said.text):
            found.append(f"{claim}: {words}")
        if not any(site.footings[claim] in note for note in ([own[1]] if own else notes)):
            found.append(f"{claim} rests on: {site.footings[claim]}")
    for display, cells in site.tables.items():
        if cells not in ([said.tables[display]] if display in said.tables else said.tables.values()):
            found.append(f"{display}: {cells}")
    found += [f"reference: {work}" for work in site.references if work not in said.text]
    return found
