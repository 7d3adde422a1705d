"""What a newcomer waits for, and what lies on the disk then: a fresh clone made into a site, with pip and with uv.

    python benchmarks/install.py [COMMIT ...]

The bar: an installation has at most 500 MB. Packages come from wherever pip and uv are told to look, and both may have
them in their caches; the environment is weighed as it is after the build, compiled files included.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parent.parent
BAR = 500  # MB
WAYS: Mapping[str, Sequence[str]] = {
    "pip": ("make", "site"),
    "uv": (sys.executable, "-m", "uv", "run", "--quiet", "report-build", "build", "--strict"),
}
NOT_OURS = ("PYTHONPATH", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "PYTHONDONTWRITEBYTECODE")


def fresh(commit: str, folder: Path) -> None:
    for command in (["clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], ["checkout", "--quiet", commit]):
        subprocess.run(["git", *command], cwd=folder if folder.exists() else folder.parent, check=True)


def weight(environment: Path) -> tuple[int, float]:
    """Files, links left out, and their bytes in MB."""
    files = [file for file in environment.rglob("*") if file.is_file() and not file.is_symlink()]
    return len(files), sum(file.stat().st_size for file in files) / 1e6


def main() -> int:
    environ = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    heavy = False
    for commit in sys.argv[1:] or ["HEAD"]:
        for way, command in WAYS.items():
            with TemporaryDirectory(prefix="report-build-install-") as place:
                clone = Path(place, "report")
                fresh(commit, clone)
                before = perf_counter()
                done = subprocess.run(command, cwd=clone, env=environ, capture_output=True, text=True, check=False)
                seconds = perf_counter() - before
                if done.returncode:
                    print(done.stdout + done.stderr, file=sys.stderr)
                    return 1
                files, size = weight(clone / ".venv")
                shutil.rmtree(clone / ".venv")
                print(f"{commit[:12]:<12} {way:<4}{seconds:>7.1f} s{files:>8,} files{size:>7.0f} MB", flush=True)
                heavy = commit == (sys.argv[1:] or ["HEAD"])[-1] and size > BAR
    return int(heavy)


if __name__ == "__main__":
    sys.exit(main())
