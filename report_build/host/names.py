"""The names in a site: one file each, on every machine, and none in the place of what the report makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import jinja2
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from report_build.findings import Finding, Place
from report_build.host.assets import JOINED, SEARCH_PAGE
from report_build.host.objects import source_folder, source_name
from report_build.publish import manifest

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_BY_THE_HOST = ("404.html", "sitemap.xml", "sitemap.xml.gz", SEARCH_PAGE, manifest.FILE)
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?|.*[. ]|.*[<>:\"\\|?*\x00-\x1f\x7f].*", re.IGNORECASE | re.DOTALL
)


def same_names(config: MkDocsConfig, files: Files, made: Iterable[str]) -> list[Finding]:
    """A finding for each of the author's files that no site can hold beside another, or that no Windows can hold.

    :param made: addresses of what the report makes, beside the pages among ``files``.
    """
    docs = source_folder(config)
    theirs = [file for file in files if _is_theirs(config, file)]
    others = {file.dest_uri: "the theme brings" for file in files if file not in theirs}
    others |= dict.fromkeys([*_BY_THE_HOST, *JOINED.values(), *made], "the report makes")
    others |= {file.dest_uri: "the report makes" for file in files if file.generated_by is not None}
    taken = {_key(name): (name, who) for name, who in others.items()}
    folders = {_key(above): (name, who) for name, who in others.items() for above in _above(name)}
    findings: list[Finding] = []
    for file in sorted(theirs, key=lambda file: file.src_uri):
        own, place = _key(file.dest_uri), Place(f"{docs}/{file.src_uri}")
        found = taken.get(own) or folders.get(own) or _theme_file(config, file)
        found = found or next((taken[key] for above in _above(file.dest_uri) if (key := _key(above)) in taken), None)
        if found is not None:
            name, who = found
            findings.append(Finding(place, "RB698", f"the file takes the place of '{name}', which {who}", "Rename it"))
        if any(_RESERVED.fullmatch(part) for part in PurePosixPath(file.dest_uri).parts):
            problem = f"'{file.dest_uri}' is a name that Windows reserves or cannot write"
            findings.append(Finding(place, "RB680", problem, "Rename it"))
        taken.setdefault(own, (file.dest_uri, f"'{docs}/{file.src_uri}' becomes"))
        folders |= {_key(above): (file.dest_uri, f"'{docs}/{file.src_uri}' becomes") for above in _above(file.dest_uri)}
    return findings


def _is_theirs(config: MkDocsConfig, file: File) -> bool:
    published = file.inclusion is not InclusionLevel.EXCLUDED
    return published and file.generated_by is None and file.src_dir == config.docs_dir


def _key(name: str) -> str:
    """What two names have in common that some file systems take for one."""
    return unicodedata.normalize("NFC", name).casefold()


def _above(name: str) -> Iterator[str]:
    """The folders that a name stands in."""
    return (str(folder) for folder in PurePosixPath(name).parents if folder.name)


def _theme_file(config: MkDocsConfig, file: File) -> tuple[str, str] | None:
    """The theme's own file of that name; MkDocs leaves it out for the author's."""
    static = not file.is_documentation_page() and not file.dest_uri.endswith(".html")
    there = static and any((Path(folder) / file.src_uri).is_file() for folder in config.theme.dirs)
    return (file.dest_uri, "the theme brings") if there else None


def without_templates(
    env: jinja2.Environment, config: MkDocsConfig, pages: Iterable[Page], texts: Mapping[str, str]
) -> list[Finding]:
    """Take templates that the theme lacks from pages' front matter; findings say so.

    :param texts: of the pages' sources, by name.
    """
    findings: list[Finding] = []
    for page in pages:
        template = page.meta.get("template")
        if template is None:
            continue
        try:
            env.get_template(str(template))
        except jinja2.TemplateError as error:
            del page.meta["template"]
            name = source_name(config, page.file)
            lines = texts.get(name, "").splitlines()
            line = next((number for number, line in enumerate(lines, 1) if line.startswith("template")), 0)
            problem = f"the theme has no template '{template}' that can be read ({type(error).__name__})"
            cure = "Take the line out, or put the file into custom_dir"
            findings.append(Finding(Place(name, line), "RB321", problem, cure))
    return findings


def with_file_addresses(config: MkDocsConfig) -> list[Finding]:
    """Let pages' addresses end in ``.html``: they must open from a folder on disk, too."""
    if not config.use_directory_urls:
        return []
    config.use_directory_urls = False
    place = Place(Path(config.config_file_path).name)
    return [Finding(place, "RB694", "addresses of pages end in .html", "Write use_directory_urls: false")]
