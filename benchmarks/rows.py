"""What a study of many passages costs, and whether its pages stay small enough to be read.

    python benchmarks/rows.py [--rows 30000] [--runs 1]

A study with so many passages is built cold, beside bare MkDocs on the same woven pages: where a machine is busy, the
ratio says more than the seconds. The largest page, the most cards on one, and the largest files are named.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path

from grown import ROOT, sentence
from ratios import timed
from woven import bare_twin

LONGEST_PAGE, MOST_CARDS = 1.5e6, 1000
MOST_SECONDS, MOST_MEMORY = 60, 500  # MiB
CASES, SECTIONS, CODES = ("midi", "soir"), ("accueil", "retours"), ("voisinage", "pret")


def study_of(rows: int, to: Path) -> Path:
    """The smallest study of the tests with so many passages more, each coded twice."""
    shutil.copytree(ROOT / "tests/studies/small", to, ignore=shutil.ignore_patterns("site", ".cache"))
    append(to / "data/evidence.csv", (passage(number) for number in range(rows)))
    codings = ({"evidence": f"g{row}", "code": code, "bears": "for"} for row in range(rows) for code in CODES)
    append(to / "data/codings.csv", codings)
    return to


def passage(number: int) -> dict[str, str]:
    return {
        "id": f"g{number}",
        "cases": CASES[number % 10 // 9],  # nine of ten are of one case
        "voice": "author-report",
        "section": SECTIONS[number % 2],
        "paragraph": "1" if number % 2 else "2",
        "paraphrase_fr": f"{sentence(number)}.",
        "paraphrase_en": f"{sentence(number + 7)}.",
    }


def append(table: Path, rows: Iterable[dict[str, str]]) -> None:
    """Add rows below a table's own."""
    with table.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with table.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="report-build-benchmark-") as name:
        study = study_of(options.rows, Path(name) / "study")
        bare = bare_twin(study, Path(name) / "bare")
        ours, theirs = [], []
        for _ in range(options.runs):
            shutil.rmtree(study / ".cache", ignore_errors=True)
            theirs.append(timed(bare))
            ours.append(timed(study))
        print(f"{options.rows} passages, medians of {options.runs}")
        for what, limit in (("seconds", MOST_SECONDS), ("cpu", MOST_SECONDS), ("mebibytes", MOST_MEMORY)):
            taken = [statistics.median(getattr(one, what) for one in runs) for runs in (ours, theirs)]
            print(f"{what:10} {taken[0]:8.1f}  bare {taken[1]:8.1f}  ratio {taken[0] / taken[1]:5.2f}  at most {limit}")
        sizes(study / "site")


def sizes(site: Path) -> None:
    """The largest page and files, and the most cards on a page."""
    files = sorted((file for file in site.rglob("*") if file.is_file()), key=lambda file: -file.stat().st_size)
    pages = [file for file in files if file.suffix == ".html"]
    cards = {page: page.read_text(encoding="utf-8").count('<article id="') for page in pages}
    most = max(cards, key=lambda page: cards[page])
    largest = pages[0].stat().st_size
    print(
        f"pages: {len(pages)}; largest {pages[0].relative_to(site).as_posix()}: {largest} of {LONGEST_PAGE:.0f} bytes"
    )
    print(f"most cards: {cards[most]} of {MOST_CARDS} on {most.relative_to(site).as_posix()}")
    for file in files[:6]:
        print(f"{file.stat().st_size:12} {file.relative_to(site).as_posix()}")


if __name__ == "__main__":
    main()
