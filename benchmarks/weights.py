"""What a reader downloads: each page with everything it loads, compressed as web hosts do, and each edition as a whole.

    python benchmarks/weights.py [--site SITE] [--slot 1.0.0]

Without ``--site`` the report is built, as a release would be. Each page is opened once in Chromium with an empty cache;
counted are the bytes of all answers, text by gzip at level 6, the requests, and the elements in the page once
it is loaded. ``search``: what is loaded at the first key, and how long the browser takes to make the index of it.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from grown import ROOT
from playwright.sync_api import sync_playwright

from report_build import host as engine
from report_build.publish.status import Record, Status
from report_build.publish.versions import Version, Versions

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGE, REQUESTS = 90_000, 15  # at most, of a page of the argument with everything it loads
EVIDENCE, NODES = 120_000, 4_000  # of the page of cards, and the elements that it has at first
INDEX = 60_000  # what search loads before its first answer, its scripts left out
EDITION = 4_000_000  # bytes of a language and version, as they lie on the host
TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".txt"}
SEARCHED = """async () => {
  const parts = []
  window.rbSearch = (part) => parts.push(part)
  const load = (src) => new Promise((done) => {
    document.head.append(Object.assign(document.createElement("script"), {src, onload: done}))
  })
  for (const src of ["search/index.js", "assets/search/minisearch.js", "assets/search/find.js"]) await load(src)
  for (const src of parts[0].more) await load(src)
  const start = performance.now()
  const finder = rbFind(parts[0])
  for (const part of parts.slice(1)) finder.add(part.entries)
  const made = performance.now()
  for (const query of ["a", "an", "no", "re", "res"]) finder.search(query)
  return [made - start, (performance.now() - made) / 5]
}"""


@dataclass
class Taken:
    """What the server gave since it was last asked."""

    sizes: dict[str, int] = field(default_factory=dict)

    def clear(self) -> None:
        self.sizes.clear()


class _Compressing(SimpleHTTPRequestHandler):
    """A web host that compresses text."""

    def __init__(self, *given: object, taken: Taken, **more: object) -> None:
        self.taken = taken
        super().__init__(*given, **more)  # type: ignore[arg-type]  # reason: handed through

    def log_message(self, format: str, *given: object) -> None:  # noqa: A002  # reason: the base class's name
        """Say nothing."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.taken.sizes[self.path] = 0
            self.send_error(404)
            return
        content = file.read_bytes()
        compressed = file.suffix in TEXT
        if compressed:
            content = gzip.compress(content, 6)
        self.taken.sizes[self.path] = len(content)
        self.send_response(200)
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def host(folder: Path) -> Iterator[tuple[str, Taken]]:
    taken = Taken()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressing, directory=str(folder), taken=taken))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", taken
    finally:
        server.shutdown()


def build(folder: Path, slot: str) -> Path:
    """The report, built as a release would be, with what stands beside a release; the folder with its languages."""
    for config in sorted(ROOT.glob("mkdocs*.yml")):
        run = engine.build(config, site=folder, slot=slot, site_url="https://report.example/" if slot else None)
        if run.stopped:
            raise SystemExit("\n".join(map(str, run.findings)))
        if slot:
            beside = run.site.parent
            (beside / "versions.json").write_bytes(Versions((Version.read(slot),)).to_json())
            (beside / "status.json").write_bytes(Status({slot: Record("2026-01-01")}).to_json())
    return folder


def name_of(edition: Path) -> str:
    """Where an edition lies below the folder that is served: its language, and its version where it has one."""
    return edition.name if edition.name.isalpha() else f"{edition.parent.name}/{edition.name}"


def weigh_edition(site: Path) -> bool:
    """Say what an edition weighs by kind of file; whether it is light enough."""
    kinds: dict[str, int] = {}
    files = [file for file in site.rglob("*") if file.is_file()]
    for file in files:
        kinds[file.suffix] = kinds.get(file.suffix, 0) + file.stat().st_size
    whole = sum(kinds.values())
    most = ", ".join(f"{kind} {size / 1e6:.2f}" for kind, size in sorted(kinds.items(), key=lambda one: -one[1])[:6])
    print(f"\n{name_of(site)}: {whole / 1e6:.2f} MB in {len(files)} files (at most {EDITION / 1e6:.0f}): {most}")
    return whole <= EDITION


def weigh_pages(site: Path, address: str, taken: Taken, browser: Browser, evidence: str) -> list[str]:
    """Say what each page weighs; those that are too heavy."""
    heavy: list[str] = []
    for file in sorted(site.glob("*.html")):
        if file.name == "404.html":
            continue
        taken.clear()
        context = browser.new_context(viewport={"width": 390, "height": 844})
        page = context.new_page()
        page.goto(f"{address}/{name_of(site)}/{file.name}", wait_until="networkidle")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        argument = page.locator(".rb-footing--page").count() > 0
        context.close()
        size, requests = sum(taken.sizes.values()), len(taken.sizes)
        over = (argument and (size > PAGE or requests > REQUESTS)) or (
            file.name == evidence and (size > EVIDENCE or nodes > NODES)
        )
        mark = "argument" if argument else "evidence" if file.name == evidence else ""
        own = taken.sizes.get(f"/{name_of(site)}/{file.name}", 0)
        print(f"{file.name:32}{size / 1e3:8.1f} kB{own / 1e3:8.1f} own{requests:5} requests{nodes:7} nodes  {mark}"
              f"{'  TOO HEAVY' if over else ''}")  # fmt: skip
        if over:
            heavy.append(f"{name_of(site)}/{file.name}")
    return heavy


def weigh_search(site: Path, address: str, browser: Browser) -> bool:
    """Say what search loads and how long its index takes; whether it is light enough."""
    first = len(gzip.compress((site / "search/index.js").read_bytes(), 6))
    later = sum(len(gzip.compress(file.read_bytes(), 6)) for file in (site / "search").glob("passages-*.js"))
    scripts = sum(len(gzip.compress(file.read_bytes(), 6)) for file in (site / "assets/search").glob("*.js"))
    times = []
    for _ in range(3):
        page = browser.new_page()
        page.goto(f"{address}/{name_of(site)}/search.html")
        times.append(page.evaluate(SEARCHED))
        page.close()
    made, key = (statistics.median(found) for found in zip(*times, strict=True))
    print(
        f"search: index {first / 1e3:.1f} kB (at most {INDEX / 1e3:.0f}), passages {later / 1e3:.1f} kB, "
        f"scripts {scripts / 1e3:.1f} kB; made in {made:.0f} ms, {key:.0f} ms a key"
    )
    return first <= INDEX


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a folder with built languages")
    parser.add_argument("--slot", default="")
    parser.add_argument("--evidence", default="preuves.html", help="the page of cards")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    heavy: list[str] = []
    with tempfile.TemporaryDirectory(prefix="report-build-benchmark-") as name, sync_playwright() as playwright:
        site = options.site or build(Path(name) / "site", options.slot)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with host(site) as (address, taken):
            editions = [folder / options.slot for folder in site.iterdir() if folder.is_dir()]
            for language in sorted(folder for folder in editions if (folder / "search/index.js").is_file()):
                if not weigh_edition(language):
                    heavy.append(name_of(language))
                if not weigh_search(language, address, browser):
                    heavy.append(f"{name_of(language)}/search")
                heavy += weigh_pages(language, address, taken, browser, options.evidence)
        browser.close()
    if heavy:
        raise SystemExit(f"too heavy: {', '.join(heavy)}")


if __name__ == "__main__":
    main()
