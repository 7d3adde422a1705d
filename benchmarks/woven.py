"""The same site for bare MkDocs: the same configuration less our plug-in, the same woven pages, figures ready-made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

import report_build

OVERRIDES = Path(report_build.__file__).parent / "theme" / "overrides"
SEARCH = {"lang": "fr", "pipeline": ["stopWordFilter"], "separator": r"[\s\-]+"}  # Material's own; ours takes its place
HEADING = re.compile(r'^<h([1-6]) id="(sec-[^"]+)">(.*?)(?:<a class="headerlink".*?</a>)?</h\1>$', re.MULTILINE)

# Run by MkDocs after our plug-in: keeps each page as it was woven, and what the plug-in made of the configuration.
KEEP = """
import json, pathlib
from mkdocs.plugins import event_priority

@event_priority(-1000)
def on_env(env, config, files):
    kept = pathlib.Path(config.config_file_path).parent / "kept"
    kept.mkdir(exist_ok=True)
    pages = {file.src_uri: [file.page.title, file.page.content] for file in files.documentation_pages()}
    known = {"pages": pages, "nav": config.nav, "site_name": config.site_name}
    (kept / "site.json").write_text(json.dumps(known), encoding="utf-8")
    return env
"""


def bare_twin(study: Path, to: Path) -> Path:
    """Build the study once with our plug-in, and write into ``to`` what bare MkDocs builds to the same pages."""
    config = yaml.safe_load((study / "mkdocs.yml").read_text(encoding="utf-8"))
    work = to.with_name(to.name + "-work")
    shutil.copytree(study, work, ignore=shutil.ignore_patterns("site", ".cache"))
    (work / "keep.py").write_text(KEEP, encoding="utf-8")
    write_config(work, {**config, "hooks": ["keep.py"], "site_dir": "site"})
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=work,
        check=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    kept = yaml.safe_load((work / "kept/site.json").read_text(encoding="utf-8"))

    docs = to / "docs"
    shutil.copytree(work / "site" / "displays", docs / "displays")
    for name, (title, content) in kept["pages"].items():
        (docs / name).write_text(f"---\ntitle: {title!r}\n---\n\n{as_markdown(content)}\n", encoding="utf-8")
    shutil.copytree(OVERRIDES, to / "overrides")
    assets = sorted(f"assets/report/{file.name}" for file in (OVERRIDES / "assets/report").iterdir())
    config["plugins"].pop("report")
    config["theme"]["custom_dir"] = "overrides"
    config["extra_css"] = [name for name in assets if name.endswith(".css")]
    config["extra_javascript"] = [name for name in assets if name.endswith(".js") and "search" not in name]
    config["plugins"]["search"] = SEARCH
    write_config(
        to, {**config, "nav": kept["nav"], "site_name": kept["site_name"], "docs_dir": "docs", "site_dir": "site"}
    )
    shutil.rmtree(work)
    return to


def as_markdown(content: str) -> str:
    """Headings as Markdown, so that contents and search have them; all else is HTML already."""
    return HEADING.sub(lambda found: f"\n{'#' * int(found[1])} {found[3]} {{#{found[2]}}}\n", content)


def write_config(folder: Path, config: Mapping[str, Any]) -> None:
    folder.mkdir(exist_ok=True)
    text = yaml.safe_dump(dict(config), allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
