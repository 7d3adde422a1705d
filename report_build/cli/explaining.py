"""``report-build explain``: say what a file, column, marker, finding, command or anything of the study's own is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from report_build.catalogue import RULES
from report_build.cli.output import FOUND, OK, print_error

if TYPE_CHECKING:
    from report_build.model.study import Study


def explain(options: argparse.Namespace) -> int:
    """Print what was asked for; near names on standard error where nothing is called so."""
    from report_build.explain import look_up  # noqa: PLC0415  # reason: other commands need none of it
    from report_build.explain.text import overview, told, told_each, told_group  # noqa: PLC0415  # reason: as above

    asked = " ".join(options.anything)
    if not asked.strip():
        print(overview(), end="")
        return OK
    answer = look_up(asked, _study(options.config_file))
    if answer.group:
        print(told_group(answer.group), end="")
        return OK
    if answer.topics:
        print(told(answer.topics), end="")
        return OK
    near = f"Near it: {', '.join(answer.near)}" if answer.near else "report-build explain lists what can be asked"
    if answer.speaking and not answer.near:
        near = "These speak of it:"
    print_error(f"report-build: nothing is called '{asked}'. {near}")
    if answer.speaking:
        print(told_each(answer.speaking), end="")
    return FOUND


def _study(config_file: Path) -> Study | None:
    """The study that the command is run in, broken or not; None where there is none."""
    from report_build import host, pipeline  # noqa: PLC0415  # reason: as above
    from report_build.cache import Cache  # noqa: PLC0415  # reason: as above

    root = config_file.resolve().parent
    if not config_file.is_file():
        return None
    sources = host.study_sources(config_file)
    if not (root / sources.data).is_dir():
        return None
    study, _ = pipeline.read(sources, Cache(root / pipeline.CACHE))
    return study


def codes(_options: argparse.Namespace) -> int:
    print("| code | name | severity | meaning |\n|---|---|---|---|")
    for code, rule in sorted(RULES.items()):
        print(f"| {code} | {rule.name} | {rule.severity} | {rule.meaning} |")
    return OK
