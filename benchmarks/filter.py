"""How long the page of evidence cards takes to filter, and to show itself, in Chromium; medians, one machine.

    python benchmarks/filter.py [--cards 2000] [--runs 5]

``keystroke`` and ``choice``: from the event until the next frame is painted, all that the script, the style sheets and
the layout then do included. ``first view``: from the navigation until the first contentful paint, beside the same page
whose filter script never arrives: it must not wait for it.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from grown import grow
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIMIT = 100  # milliseconds per keystroke or choice
WORDS = "réseau entraide"
CHOICES = (
    ("voice", "interviewee"),
    ("case", "universite"),
    ("code", "anomie"),
    ("voice", ""),
    ("code", ""),
    ("case", ""),
)
# From just before the event to the frame that shows what it did: two frames on, the first one has been painted.
UNTIL_PAINTED = """(change) => new Promise((done) => requestAnimationFrame(() => {
  const start = performance.now()
  const field = document.querySelector(`.rb-filter [name="${change[0]}"]`)
  field.value = change[1]
  field.dispatchEvent(new Event("input", { bubbles: true }))
  requestAnimationFrame(() => { const task = new MessageChannel()
    task.port1.onmessage = () => done(performance.now() - start)
    task.port2.postMessage(0)
  })
}))"""
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list, observer) => {
  const found = list.getEntriesByName("first-contentful-paint")[0]
  if (found) { observer.disconnect(); done(found.startTime) }
}).observe({ type: "paint", buffered: true }))"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *given: object) -> None:  # noqa: A002  # reason: the base class's name
        """Say nothing."""


def build(folder: Path, cards: int) -> Path:
    """The report with so many cards; its French site."""
    study = grow(folder / "report", pages=0, works=0, passages=cards)
    subprocess.run(
        [sys.executable, "-m", "report_build", "build", "-q"], cwd=study, check=True, stderr=subprocess.DEVNULL
    )
    return study / "site" / "fr"


def changes(page: Page) -> tuple[list[float], list[float]]:
    """Milliseconds of each keystroke and of each choice."""
    typed = [WORDS[: length + 1] for length in range(len(WORDS))]
    keystrokes = [page.evaluate(UNTIL_PAINTED, ["words", words]) for words in [*typed, *reversed(typed), ""]]
    choices = [page.evaluate(UNTIL_PAINTED, list(choice)) for choice in CHOICES]
    return keystrokes, choices


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cards", type=int, default=2000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory(prefix="report-build-benchmark-") as name, sync_playwright() as playwright:
        site = build(Path(name), options.cards)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/preuves.html"
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        taken: dict[str, list[float]] = {"keystroke": [], "choice": [], "first view": [], "without the script": []}
        for _ in range(options.runs):
            page = browser.new_page()
            page.goto(address)
            taken["first view"].append(page.evaluate(FIRST_PAINT))
            page.locator(".rb-filter fieldset:enabled").wait_for()
            cards = page.locator("article.rb-card").count()
            keystrokes, choices = changes(page)
            taken["keystroke"] += keystrokes
            taken["choice"] += choices
            page.close()
            page = browser.new_page()
            page.route("**/filter.js", lambda _route: None)  # a script that never arrives
            page.goto(address, wait_until="commit")
            taken["without the script"].append(page.evaluate(FIRST_PAINT))
            page.close()
        browser.close()
        server.shutdown()
        print(
            f"{cards} cards, {(site / 'preuves.html').stat().st_size / 1e6:.1f} MB\n"
            f"{'':20}{'median':>8}{'worst':>8}  ms"
        )
        for what, found in taken.items():
            print(f"{what:20}{statistics.median(found):8.0f}{max(found):8.0f}")
        slow = [what for what in ("keystroke", "choice") if statistics.median(taken[what]) >= LIMIT]
        if slow:
            raise SystemExit(f"over {LIMIT} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
