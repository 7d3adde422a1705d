"""The command that makes the folder which archives take of a released version."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from report_build import host, pipeline
from report_build.cache import Cache
from report_build.cli.output import OK, config_files, display_path
from report_build.cli.site import require_room
from report_build.errors import ReportError
from report_build.labels import Labels
from report_build.publish.deposit import Files, deposit_files
from report_build.publish.git import Git
from report_build.publish.store import Store
from report_build.publish.versions import Version
from report_build.render.front import front_page
from report_build.translation import own_name

FOLDER = "deposit"


def deposit_command(options: argparse.Namespace) -> int:
    """``report-build deposit X.Y.Z``."""
    version = Version.read(options.version)
    config_file = config_files(options.config_file)[0].resolve()
    root = config_file.parent
    store = Store(Git(root), options.branch)
    study, _ = pipeline.read(host.study_sources(config_file), Cache(root / pipeline.CACHE))
    editions: dict[str, Files] = {}
    for site in host.language_sites(config_file):
        files = store.whole(site.language, version)
        if files:
            editions[site.language] = files
    if not editions:
        raise ReportError(f"{options.branch} has no version {version}: release it first")
    titles = [
        (language, own_name(language, study.wordings), _title(files.get("ro-crate-metadata.json", b"")))
        for language, files in editions.items()
    ]
    front = str(front_page(titles, f"{version}/index.html")).encode()
    made = deposit_files(editions, str(version), front, Labels(next(iter(editions)), study.wordings))
    output: Path = options.output or root / FOLDER / str(version)
    require_room(output, options.config_file, written=set(made))
    output.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (output / name).write_bytes(content)
        print(f"{display_path(output / name)}: {len(content)} bytes")
    return OK


def _title(crate: bytes) -> str:
    """What a version's site is called, as its own description has it."""
    nodes = json.loads(crate)["@graph"] if crate else []
    return next((str(node["name"]) for node in nodes if node["@id"] == "./"), "")
