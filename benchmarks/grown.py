"""The report's own study, grown: more pages, works and passages of the same make."""

from __future__ import annotations

import csv
import shutil
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = ("data", "docs", "references.bib", "CITATION.cff", "mkdocs.yml")
WORDS = ("régularité", "entraide", "horaire", "distance", "groupe", "tuteur", "module", "forum", "emploi", "lien")


def copy_report(to: Path) -> Path:
    """The report as it stands, in French."""
    to.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, to / name)
    return to


def grow(to: Path, *, pages: int, works: int, passages: int) -> Path:
    """The report with at least so many pages, cited works and passages: each new page cites works and has claims."""
    study = copy_report(to)
    grow_works(study, works)
    grow_passages(study, passages)
    grow_pages(study, pages, works)
    return study


def grow_works(study: Path, count: int) -> None:
    entries = [
        f"@article{{grown{number},\n  author = {{Auteur{number}, Anne and Second{number % 97}, Paul}},\n"
        f"  title = {{{sentence(number)}}},\n  journal = {{Revue {number % 13}}},\n  year = {{{1950 + number % 55}}},\n"
        f"  volume = {{{number % 40 + 1}}},\n  pages = {{{number}--{number + 12}}},\n  verification = {{known}},\n}}\n"
        for number in range(count)
    ]
    with (study / "references.bib").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(entries))


def grow_passages(study: Path, count: int) -> None:
    evidence, codings = study / "data/evidence.csv", study / "data/codings.csv"
    with evidence.open(encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    with codings.open(encoding="utf-8", newline="") as file:
        links = [row for row in csv.DictReader(file) if row["bears"] == "for"]
    codes = {row["id"]: [link["code"] for link in links if link["evidence"] == row["id"]] for row in known}
    models = [row for row in known if row["voice"].startswith("author") and not row["speaker"] and codes[row["id"]]]
    new = list(islice(zip(range(count), cycle(models), strict=False), count - len(known)))
    with evidence.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, known[0].keys(), lineterminator="\n")
        for number, model in new:
            texts = {"paraphrase_fr": f"{sentence(number)}.", "paraphrase_en": f"{sentence(number + 7)}."}
            writer.writerow({**model, "id": f"g{number}", **texts, "memo_fr": "", "memo_en": ""})
    with codings.open("a", encoding="utf-8", newline="") as file:
        for number, model in new:
            file.write("".join(f"g{number},{code},for\n" for code in codes[model["id"]]))


def grow_pages(study: Path, count: int, works: int) -> None:
    docs = study / "docs/fr"
    names = [f"grown{number}" for number in range(count - len(list(docs.glob("*.md"))))]
    if not names:
        return
    each = max(1, works // len(names))
    for number, name in enumerate(names):
        parts = [f"# Page {number} {{#sec-{name}}}"]
        for part in range(5):
            parts.append(f"## Partie {part} {{#sec-{name}-{part}}}")
            for paragraph in range(3):
                start = number * 60 + part * 12 + paragraph * 4
                cited = [number * each + (part * 3 + paragraph + more) % each for more in (0, 15)]
                parts.append(
                    f"{sentence(start)}, *{sentence(start + 1)}* "
                    f"[@grown{cited[0] % works}, p. {paragraph + 1}; @grown{cited[1] % works}]. "
                    f"{sentence(start + 2)} (@tbl-collectifs, @sec-{names[number - 1]}). {sentence(start + 3)}."
                )
        (docs / f"{name}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    config = (study / "mkdocs.yml").read_text(encoding="utf-8")
    entries = "".join(f"      - {name}.md\n" for name in names)
    (study / "mkdocs.yml").write_text(
        config.replace("\nplugins:", f"  - Suite:\n{entries}\nplugins:", 1), encoding="utf-8"
    )


def sentence(number: int) -> str:
    """A sentence of its own for each number."""
    chosen = [WORDS[(number // len(WORDS) ** place + place * number) % len(WORDS)] for place in range(12)]
    return f"La {' '.join(chosen)} du cas {number}"
