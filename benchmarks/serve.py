"""How long an author waits for the served page after saving a file: medians, one machine.

    python benchmarks/serve.py [--runs 3]

``prose``: a word added to a page; ``data``: a paraphrase edited, which a card shows. From the moment the saved file
stands in its place until the page that ``report-build serve`` answers with has the change: the watching, MkDocs'
waiting for further saves and the build are all included. The ratio is to a whole cold build of the same woven pages by
bare MkDocs, its interpreter's start included, timed before the server runs.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grown import ROOT
from ratios import timed
from woven import bare_twin

TARGETS = {"prose": 0.8, "data": 1.2}  # seconds
PROSE, PROSE_PAGE = "docs/fr/anomie.md", "anomie.html"
DATA, DATA_PAGE, CELL = "data/evidence.csv", "preuves.html", "paraphrase_fr"
LEFT_OUT = shutil.ignore_patterns("site", ".git", ".venv", ".cache", "__pycache__", ".*_cache", ".hypothesis")
PATIENCE = 120.0  # seconds for the first page, and for each change
BETWEEN_LOOKS = 0.02  # seconds: how exact the times are
REST = 1.5  # seconds between a change seen and the next save


class Served:
    """A running server, and what it shows."""

    def __init__(self, process: subprocess.Popen[bytes], address: str, log: Path) -> None:
        self._process, self._address, self._log = process, address, log

    def page(self, name: str) -> str:
        """A page; '' where there is no answer. The server answers no request while it builds."""
        try:
            with urllib.request.urlopen(f"http://{self._address}/{name}", timeout=PATIENCE) as answer:
                return str(answer.read().decode())
        except OSError:
            return ""

    def until(self, words: str, name: str) -> float:
        """Wait for a page to have the words; the moment it had."""
        end = time.perf_counter() + PATIENCE
        while time.perf_counter() < end:
            if words in self.page(name):
                return time.perf_counter()
            if self._process.poll() is not None:
                break
            time.sleep(BETWEEN_LOOKS)
        raise SystemExit(f"{name} never had {words!r}; the server said:\n{self._log.read_text(encoding='utf-8')}")


@contextmanager
def serving(study: Path, log: Path) -> Iterator[Served]:
    """``report-build serve`` on a free port; it and its child end with the block, however that ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "report_build", "serve", "-a", address],
            cwd=study,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Served(process, address, log)
    finally:
        for sent in (signal.SIGTERM, signal.SIGKILL):  # the second for a child whose supervisor ended before it
            with suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, sent)
                process.wait(5)


def with_word(prose: str, word: str) -> str:
    """The page with a word added after the first of its first paragraph."""
    paragraph = next(part for part in prose.split("\n\n")[2:] if part[:1].isalpha())
    first, rest = paragraph.split(" ", 1)
    return prose.replace(paragraph, f"{first} {word} {rest}", 1)


def with_paraphrase(table: str, word: str) -> str:
    """The table with a word added to the first paraphrase."""
    rows = list(csv.DictReader(io.StringIO(table)))
    rows[0][CELL] = f"{rows[0][CELL].rstrip('.')} {word}."
    written = io.StringIO()
    writer = csv.DictWriter(written, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def waits(served: Served, file: Path, page: str, edited: Callable[[str, str], str], runs: int) -> list[float]:
    """Seconds from each save until the page shows it; saved as editors do, a new file in the old one's place."""
    text, taken = file.read_text(encoding="utf-8"), []
    for run in range(runs):
        time.sleep(REST + run / 10)  # not always at the same moment of the watching
        word = f"mesure{run}{file.stem}"
        if word in served.page(page):
            raise SystemExit(f"{page} has {word!r} already")
        draft = file.with_name(f".{file.name}.draft")
        draft.write_text(edited(text, word), encoding="utf-8")
        draft.replace(file)
        saved = time.perf_counter()
        taken.append(served.until(word, page) - saved)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server ends with us
    with tempfile.TemporaryDirectory(prefix="report-build-benchmark-") as name:
        study = shutil.copytree(ROOT, Path(name) / "report", ignore=LEFT_OUT)
        twin = bare_twin(study, Path(name) / "bare")
        bare = statistics.median(timed(twin).seconds for _ in range(options.runs))
        print(f"bare cold build {bare:.2f} s")
        with serving(study, Path(name) / "log") as served:
            served.until("</html>", PROSE_PAGE)
            taken = {
                "prose": waits(served, study / PROSE, PROSE_PAGE, with_word, options.runs),
                "data": waits(served, study / DATA, DATA_PAGE, with_paraphrase, options.runs),
            }
        for kind, found in taken.items():
            wait, each = statistics.median(found), ", ".join(f"{one:.2f}" for one in found)
            print(f"{kind} {wait:.2f} s (target {TARGETS[kind]}), {wait / bare:.2f} x bare cold build; each: {each}")


if __name__ == "__main__":
    main()
