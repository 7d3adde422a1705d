"""The Nu HTML checker, and what it says of Material alone, which is no fault of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from conftest import ENGINE, ROOT, judge

QUICK = ("-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # it ends before more compiling would pay


def messages(java: str, *files: Path) -> Iterator[str]:
    """What the Nu HTML checker says, without places."""
    jar = judge("vnu-jar/build/dist/vnu.jar")
    run = subprocess.run(
        [java, *QUICK, "-jar", str(jar), "--format", "json", "--exit-zero-always", *map(str, files)],
        capture_output=True,
        check=True,
    )
    for said in json.loads(run.stderr)["messages"]:
        yield f"{said.get('subType', said['type'])}: {said['message']}"


def bare_site(folder: Path) -> Path:
    """Two plain pages, by Material as our configuration sets it up, without our plug-in and its theme."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["plugins"].pop("report")
    settings |= {"docs_dir": "docs", "site_dir": "site", "nav": ["index.md", {"Section": ["other.md"]}]}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    (folder / "docs").mkdir()
    for name in ("index", "other"):
        (folder / "docs" / f"{name}.md").write_text("# One {#one}\n\n## Two {#two}\n\nWords.\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", ENGINE, "build", "-q", "-f", "mkdocs.yml"], cwd=folder, check=True, capture_output=True
    )
    return folder / "site"
