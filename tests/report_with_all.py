"""A page that has everything an author may write, some of it broken or hostile."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

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

Elle dit « العلم نور » puis <span lang="he">שלום</span> ; voir <https://example.org/LONG>.

<blockquote lang="ar" dir="rtl"><p>في البدء كانت الكلمة، ثم جاء الكتاب (2019).</p></blockquote>

> LENGTHY

| A | B |
|---|---|
| noté[^1] | ![dans une cellule](alpha.png) |

[^1]: La note **d’une** cellule.

    - et sa liste

![en quatre couleurs](cmjn.jpg) ![à demi transparente](alpha.png) ![animée](anime.gif) ![grise](gris.png)

- un
    - deux
        - trois
            1. quatre
                - cinq

<h2></h2>

WIDE
"""
TEXT = TEXT.replace("LONG", "chemin/" * 60).replace("LENGTHY", "Une phrase qui remplit sa ligne et ne dit rien. " * 250)
TEXT = TEXT.replace(
    "WIDE", "\n".join(["| Une colonne " * 12 + "|", "|---" * 12 + "|", *["| une valeur " * 12 + "|"] * 40])
)
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
    pictures = study / "docs" / "fr"
    (pictures / "carre.svg").write_text(SQUARE, encoding="utf-8")
    Image.new("CMYK", (30, 20), (0, 200, 100, 20)).save(pictures / "cmjn.jpg")
    Image.new("RGBA", (30, 20), (0, 100, 0, 90)).save(pictures / "alpha.png")
    Image.new("I;16", (30, 20), 30000).save(pictures / "gris.png")
    Image.new("P", (20, 20)).save(pictures / "anime.gif", save_all=True, append_images=[Image.new("P", (20, 20), 3)])
    settings = study / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8") + "  footnotes: {}\n", encoding="utf-8")
    told = study / "data" / "study.yaml"
    stated = "".join(f"{name}: {{fr: {words}, en: {words} (in French)}}\n" for name, words in STATED.items())
    told.write_text(told.read_text(encoding="utf-8") + f"\n{stated}", encoding="utf-8")
    cited = study / "CITATION.cff"
    name = "  - name: Contributors to the tests\n"
    cited.write_text(cited.read_text(encoding="utf-8").replace(name, name + AUTHOR), encoding="utf-8")
    return study
