"""A page that has everything an author may write, some of it broken or hostile."""

from __future__ import annotations

from pathlib import Path

TEXT = """
## Avec tout {#sec-tout}

Une ligne<br>et sa suite, *penchée*, `x < y`, un signe & une [adresse](https://example.org/?a=1&b=2).

- un

    deux

- trois <b>gras

1. premier

> cité
>
> - en liste

| A | B |
|---|---|
| 1 | 2 |

    du code & <ses signes>

<details><summary>Plier</summary>Un **texte** plié.</details>

<div><p>mal fermé <i>et penché</div>

![un carré](carre.svg) ![absente](rien.png)

De l’eau, H~2~O, ~~retirée~~, [petites]{.smallcaps}. Chaque heure $h_i$ & $x < y$ compte, comme le montre @eq-somme.

$$
s = \\sum_{i=1}^{n} \\frac{h_i}{w_n}, \\quad \\text{en heures}
$$ {#eq-somme}

Un [lien](index.md#nulle-part) et un <a href="//[">autre</a>.
"""
STATED = {  # what a study can say of itself, in data/study.yaml -> its words in French
    "abstract": "Deux cercles lisent le même livre",
    "funding": "Bourse 12 du Conseil de nulle part",
    "data-availability": "Les enregistrements ne sont pas partagés",
    "ethics": "Chacun a donné son accord par écrit",
    "conflicts": "Aucun intérêt dans les cercles",
}
AUTHOR = """  - family-names: Exemple
    given-names: Zoé
    orcid: https://orcid.org/0000-0002-1825-0097
    affiliation: Université inventée
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def with_everything(study: Path) -> Path:
    """A copy of a study, its home page lengthened."""
    page = study / "docs" / "fr" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + TEXT, encoding="utf-8")
    (study / "docs" / "fr" / "carre.svg").write_text(SQUARE, encoding="utf-8")
    told = study / "data" / "study.yaml"
    stated = "".join(f"{name}: {{fr: {words}, en: {words} (in French)}}\n" for name, words in STATED.items())
    told.write_text(told.read_text(encoding="utf-8") + f"\n{stated}", encoding="utf-8")
    cited = study / "CITATION.cff"
    name = "  - name: Contributors to the tests\n"
    cited.write_text(cited.read_text(encoding="utf-8").replace(name, name + AUTHOR), encoding="utf-8")
    return study
