"""How long it takes to write every form of this report in both languages: medians, one machine.

    python benchmarks/exports.py [--runs 3]

Every run is one ``report-build export``. ``cold``: no cache; ``nothing``: nothing changed; ``paragraph``: one paragraph
of the French pages edited. Seconds are by the clock; processor seconds count all processes. The ratio is to bare MkDocs
on the woven French pages, timed between the runs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grown import ROOT, copy_report
from ratios import Took, edits, timed
from woven import bare_twin

LIMITS = {"cold": 25.0, "nothing": 5.0}  # seconds by the clock


def exported(study: Path) -> Took:
    """One whole export, its interpreter's start included."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "report_build", "export", "--quiet"],
        cwd=study,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the export failed: see 'report-build export' in {study}")
    return Took(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="report-build-benchmark-") as name:
        folder = Path(name)
        study = copy_report(folder / "report")
        shutil.copy(ROOT / "mkdocs.en.yml", study)
        bare = bare_twin(study, folder / "bare")
        prepare = edits(study)
        kinds = ("cold", "nothing", "paragraph")
        taken: dict[str, list[Took]] = {"bare": [], **{kind: [] for kind in kinds}}
        for run in range(options.runs):
            taken["bare"].append(timed(bare))
            for kind in kinds:
                prepare[kind](run)
                taken[kind].append(exported(study))
    seconds = {kind: statistics.median(one.seconds for one in found) for kind, found in taken.items()}
    cpu = {kind: statistics.median(one.cpu for one in found) for kind, found in taken.items()}
    print(f"{'':12}{'seconds':>9}{'ratio':>8}{'cpu':>8}{'ratio':>8}{'MiB':>8}  at most")
    for kind, found in taken.items():
        peak = max(one.mebibytes for one in found)
        limit = f"{LIMITS[kind]:.0f} s" if kind in LIMITS else ""
        print(
            f"{kind:12}{seconds[kind]:9.2f}{seconds[kind] / seconds['bare']:8.2f}"
            f"{cpu[kind]:8.2f}{cpu[kind] / cpu['bare']:8.2f}{peak:8.0f}  {limit}"
        )
    late = {kind: most for kind, most in LIMITS.items() if seconds[kind] > most}
    if late:
        raise SystemExit(f"too slow: {', '.join(late)}")


if __name__ == "__main__":
    main()
