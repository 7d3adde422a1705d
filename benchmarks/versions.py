"""How the publishing step grows with the versions that stand on the branch already; the site's build is left out.

    python benchmarks/versions.py [how many versions]

The bar: with 200 versions, at most 1.2 × the time with one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from report_build.labels import Labels
from report_build.publish.git import Git
from report_build.publish.root import Report, landing_files
from report_build.publish.status import Record
from report_build.publish.store import LanguageState, Slot, Store
from report_build.publish.versions import Version

BAR = 1.2
PAGES, OTHERS = 28, 226  # files of a version in one language, as many as the report has
REPEATS = 7
LANGUAGES = ("fr", "en")


def site(folder: Path, number: int) -> Path:
    """A version's files: pages that differ from version to version, and assets that do not."""
    for page in range(PAGES):
        file = folder / f"page-{page}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f"<h1>{page}</h1>{'<p>text</p>' * 2000}<p>{number if page % 4 == 0 else ''}</p>", encoding="utf-8"
        )
    for other in range(OTHERS):
        (folder / f"asset-{other}.txt").write_text("asset\n" * 1500, encoding="utf-8")
    return folder


def publish(store: Store, folder: Path, number: int) -> float:
    """Add a version as a release does; seconds."""
    version = Version(1, number, 0)
    report = Report(
        [(language, language, "Report") for language in LANGUAGES],
        "Somebody",
        "https://report.example/",
        {language: Labels(language) for language in LANGUAGES},
    )
    began = perf_counter()
    with store.publishing():
        states = {}
        for language in LANGUAGES:
            state = store.read_language(language)
            record = Record(date="2026-11-22", commit="0" * 40, changed=("page-0.html",))
            states[language] = LanguageState(
                state.versions.with_release(version), state.status.with_record(version, record)
            )
        pages = {language: [f"page-{page}.html" for page in range(PAGES)] for language in LANGUAGES}
        root, beside = landing_files(report, states, pages)
        slots = [Slot(language, str(version), folder) for language in LANGUAGES]
        store.commit(slots, states, root, beside, message=f"Release {version}\n", date="2026-11-22")
    return perf_counter() - began


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run(["git", "init", "-q", str(folder / "r")], check=True)
        git = Git(folder / "r")
        git.run("config", "user.name", "Benchmark")
        git.run("config", "user.email", "benchmark@example.invalid")
        store = Store(git, "gh-pages")
        publish(store, site(folder / "site", 0), 0)
        times = [publish(store, site(folder / "site", number), number) for number in range(1, count + REPEATS)]
    few, many = median(times[:REPEATS]), median(times[-REPEATS:])
    ratio = many / few
    print(
        f"publishing step: {few * 1000:.0f} ms with 1 version, {many * 1000:.0f} ms with {count}: "
        f"{ratio:.2f} x (bar {BAR})"
    )
    return int(ratio > BAR)


if __name__ == "__main__":
    sys.exit(main())
