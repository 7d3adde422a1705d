"""Commands on translations: what of them is not what their original is, and saying that it is."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from report_build import host, pipeline
from report_build.cache import Cache
from report_build.cli.output import OK, config_files, print_error
from report_build.errors import UsageError
from report_build.model.study import Study
from report_build.translation import Languages
from report_build.translation.freshness import Freshness, freshness, stamp, write_memory
from report_build.translation.status import status


def _asked(options: argparse.Namespace) -> Iterator[tuple[Path, Study, Freshness]]:
    config_files(options.config_file)
    return _translations(options.config_file, options.language)


def _translations(
    config_file: Path, wanted: str = "", *, cached: bool = True
) -> Iterator[tuple[Path, Study, Freshness]]:
    """The study's root, the study, and the state of each of its translations that was asked for."""
    root = config_file.resolve().parent
    sites = host.language_sites(config_file.resolve())
    others = [site.language for site in sites[1:]]
    if not others:
        raise UsageError(f"there is one language only; {config_file.stem}.<language>.yml adds another")
    if wanted and wanted not in others:
        raise UsageError(f"'{wanted}' is none of the languages translated to: {', '.join(others)}")
    sources = host.study_sources(config_file)
    study, _ = pipeline.read(sources, Cache(root / pipeline.CACHE if cached else None))
    languages = Languages.found(root, sites[0].language, sites)
    for language in [wanted] if wanted else others:
        known, _ = freshness(root, languages, study, language, sources.data)
        yield root, study, known


def stamp_all(config_file: Path) -> None:
    """Say of a study that was just begun that its languages say the same."""
    for root, study, known in _translations(config_file, cached=False):
        write_memory(root, known, stamp(known, study, []))


def show_status(options: argparse.Namespace) -> int:
    for _, _, known in _asked(options):
        print("\n".join(status(known)))
    return OK


def stamp_command(options: argparse.Namespace) -> int:
    for root, study, known in _asked(options):
        memory = stamp(known, study, options.pages)
        written = write_memory(root, known, memory)
        print_error(f"{known.file}: {'written' if written else 'says so already'}")
        for page in known.pages.values():
            for section, blocks in page.state.uneven:
                place = f"{page.translation}:{section.line}"
                print_error(f"{place}: accepted with {len(section.blocks)} blocks, where its original has {blocks}")
    return OK
