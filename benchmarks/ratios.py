"""How long whole builds take beside bare MkDocs on the same woven pages: medians of interleaved runs, one machine.

    python benchmarks/ratios.py [--runs 5] [--growth]

Every run is a process of its own and writes every page. ``cold``: no cache; ``nothing``: nothing changed;
``paragraph``: one paragraph edited; ``row``: one row of the data edited, which a table and a figure show. ``--growth``
adds studies of 30 pages, 300 works and 3,000 passages, and ten times that.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grown import copy_report, grow
from woven import bare_twin

LIMITS = {"cold": 2.0, "nothing": 0.5, "paragraph": 0.55, "row": 1.2}
EDITED_PAGE, EDITED_ROW = "docs/fr/question.md", "data/assessments.csv"


@dataclass(frozen=True)
class Took:
    seconds: float  # by the clock
    cpu: float  # user and system
    mebibytes: float  # peak resident memory


def timed(folder: Path) -> Took:
    """One whole ``mkdocs build``, its interpreter's start included."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    log = tempfile.TemporaryFile()  # noqa: SIM115  # reason: read below, after the process
    process = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env={**environment, "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=log,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        log.seek(0)
        raise SystemExit(f"the build in {folder} failed:\n{log.read().decode()}")
    log.close()
    return Took(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def edits(study: Path) -> dict[str, Callable[[int], None]]:
    """What is done before each run of a kind; each edit is a new one, so that no run finds it in the cache."""
    page, row = study / EDITED_PAGE, study / EDITED_ROW
    prose, rows = page.read_text(encoding="utf-8"), list(csv.DictReader(row.open(encoding="utf-8", newline="")))
    paragraph = next(part for part in prose.split("\n\n")[3:] if part[:1].isalpha())
    cell = next(line for line in rows if line["code"] == "anomie-vers-reseau" and line["level"] == "marked")
    notes = {column: text for column, text in cell.items() if column.startswith("note_")}

    def edit_paragraph(run: int) -> None:
        page.write_text(prose.replace(paragraph, f"{paragraph} Ajout {run}."), encoding="utf-8")

    def edit_row(run: int) -> None:
        cell.update({column: f"{text} Addition {run}." for column, text in notes.items()})
        with row.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(cell), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return {
        "cold": lambda _run: shutil.rmtree(study / ".cache", ignore_errors=True),
        "nothing": lambda _run: None,
        "paragraph": edit_paragraph,
        "row": edit_row,
    }


def measure(study: Path, bare: Path, runs: int, kinds: tuple[str, ...]) -> dict[str, list[Took]]:
    """Interleaved runs: bare, then each kind, again and again; the first round warms the machine and is not counted."""
    prepare = edits(study)
    taken: dict[str, list[Took]] = {"bare": [], **{kind: [] for kind in kinds}}
    for run in range(runs + 1):
        taken["bare"].append(timed(bare))
        for kind in kinds:
            prepare[kind](run)
            taken[kind].append(timed(study))
    return {kind: found[1:] for kind, found in taken.items()}


def show(title: str, taken: dict[str, list[Took]]) -> None:
    print(f"\n{title}\n{'':12}{'seconds':>9}{'ratio':>8}{'cpu':>8}{'ratio':>8}{'MiB':>8}  at most")
    wall = {kind: statistics.median(one.seconds for one in found) for kind, found in taken.items()}
    cpu = {kind: statistics.median(one.cpu for one in found) for kind, found in taken.items()}
    for kind, found in taken.items():
        peak = max(one.mebibytes for one in found)
        limit = f"{LIMITS[kind]:.2f}" if kind in LIMITS else ""
        print(
            f"{kind:12}{wall[kind]:9.2f}{wall[kind] / wall['bare']:8.2f}"
            f"{cpu[kind]:8.2f}{cpu[kind] / cpu['bare']:8.2f}{peak:8.0f}  {limit}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="report-build-benchmark-") as name:
        folder = Path(name)
        study = copy_report(folder / "report")
        show("the report", measure(study, bare_twin(study, folder / "bare"), options.runs, tuple(LIMITS)))
        if options.growth:
            grown: list[dict[str, float]] = []
            for size in (1, 10):
                study = grow(folder / f"grown-{size}", pages=30 * size, works=300 * size, passages=3000 * size)
                bare = bare_twin(study, folder / f"grown-bare-{size}")
                taken = measure(study, bare, max(1, options.runs // 2), ("cold", "nothing"))
                show(f"{30 * size} pages, {300 * size} works, {3000 * size} passages", taken)
                grown.append({kind: statistics.median(one.cpu for one in found) for kind, found in taken.items()})
            small, large = grown
            print("\nCPU seconds, and how many times more for ten times the study (our time less bare: at most 11)")
            for kind in small:
                ours = (
                    ""
                    if kind == "bare"
                    else f"   less bare: {small[kind] - small['bare']:6.2f}, then {large[kind] - large['bare']:6.2f}"
                )
                print(f"{kind:12}{small[kind]:7.2f}{large[kind]:9.2f}{large[kind] / small[kind]:7.1f}{ours}")


if __name__ == "__main__":
    main()
