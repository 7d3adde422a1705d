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

Un [lien](index.md#nulle-part) et un <a href="//[">autre</a>.
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def with_everything(study: Path) -> Path:
    """A copy of a study, its home page lengthened."""
    page = study / "docs" / "fr" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + TEXT, encoding="utf-8")
    (study / "docs" / "fr" / "carre.svg").write_text(SQUARE, encoding="utf-8")
    return study
