"""Lighthouse's four scores of a report's pages on a phone, medians of three.

    npm ci --ignore-scripts --prefix benchmarks/lighthouse
    python benchmarks/lighthouse.py [--site SITE] [--slot 1.0.0] [--runs 3] [PAGE …]

Without ``--site`` the report is built, as a release would be. Pages are served compressed, as web hosts do, and
measured as Lighthouse does by default: a middling phone on a slow network, both reckoned from what the page asks for.
Performance depends on the machine, which had better be idle. Below a score that is too low stands what costs it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from weights import build, host

LIGHTHOUSE = Path(__file__).parent / "lighthouse/node_modules/lighthouse/cli/index.js"
LEAST = {"performance": 92, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = ("index.html", "dynamiques.html", "preuves.html")


def measured(address: str, *, hidden: bool) -> Mapping[str, Any]:
    """What one run of Lighthouse says of a page.

    :param hidden: whether the page keeps itself from search engines on purpose, which is then no fault of it.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
    asked = ["--quiet", "--output=json", f"--only-categories={','.join(LEAST)}"]
    asked += ["--chrome-flags=--headless=new --no-sandbox", *(["--skip-audits=is-crawlable"] if hidden else [])]
    told = subprocess.run(
        ["node", str(LIGHTHOUSE), address, *asked],
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        check=True,
        text=True,
    )
    found: Mapping[str, Any] = json.loads(told.stdout)
    return found


def costs(found: Mapping[str, Any], category: str) -> Iterator[str]:
    """The audits that keep a category from its best, the heaviest first."""
    weights = {one["id"]: one["weight"] for one in found["categories"][category]["auditRefs"]}
    audits = [found["audits"][id_] for id_ in weights if weights[id_]]
    for audit in sorted(audits, key=lambda one: weights[one["id"]] * (1 - (one["score"] or 0)), reverse=True):
        if audit["score"] is not None and audit["score"] < 1:
            yield f"{audit['title']} {audit.get('displayValue', '')}".strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", default=PAGES, metavar="PAGE")
    parser.add_argument("--site", type=Path, help="a folder with built languages")
    parser.add_argument("--language", default="fr")
    parser.add_argument("--slot", default="")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    low: list[str] = []
    with tempfile.TemporaryDirectory(prefix="report-build-benchmark-") as name:
        site = options.site or build(Path(name) / "site", options.slot)
        with host(site) as (address, _):
            for page in options.pages:
                place = "/".join(part for part in (options.language, options.slot, page) if part)
                hidden = '<meta name="robots" content="noindex">' in (site / place).read_text(encoding="utf-8")
                runs = [measured(f"{address}/{place}", hidden=hidden) for _ in range(options.runs)]
                for category, least in LEAST.items():
                    scores = [round(100 * run["categories"][category]["score"]) for run in runs]
                    score = statistics.median(scores)
                    print(f"{page:28}{category:16}{score:5.0f}  at least {least}  {scores}")
                    if score < least:
                        low.append(f"{page} {category}")
                        print("".join(f"{'':28}- {cost}\n" for cost in list(costs(runs[-1], category))[:6]), end="")
    if low:
        raise SystemExit(f"too low: {', '.join(low)}")


if __name__ == "__main__":
    main()
