"""The whole, as it is run: load > check > derive > render > weave.

Each function is one stretch of the way that the edges need by itself. None of them knows MkDocs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from report_build.cache import Cache
from report_build.check import check_study
from report_build.check.claims import check_claims, check_wordings, claim_facts
from report_build.check.pages import check_pages
from report_build.displays import check_displays
from report_build.errors import UsageError
from report_build.findings import Finding
from report_build.labels import Labels
from report_build.metadata.publication import study_files
from report_build.model.study import Study
from report_build.references.files import reference_files
from report_build.references.formatting import Csl
from report_build.render.blocks import BLOCKS, virtual_pages
from report_build.render.context import CLAIMS_PAGE, Links, RenderContext
from report_build.render.displays import Drawn, display_files, display_html, draw
from report_build.render.previews import with_previews
from report_build.sources import load_study
from report_build.sources.text import read_source
from report_build.weave import Woven, WovenPage, resolve

CACHE = ".cache/report-build"
_NO_DATE = "1970-01-01"  # of a study whose CITATION.cff gives none: never the clock's


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a study's sources are; names are relative to its root."""

    root: Path
    data: str = "data"
    bibliography: str = "references.bib"
    citation: str = "CITATION.cff"

    def paths(self) -> list[Path]:
        """What to look at for changes."""
        return [self.root / name for name in (self.data, self.bibliography, self.citation)]


def read(sources: Sources, cache: Cache) -> tuple[Study, list[Finding]]:
    """The study, and everything that is wrong with its data, bibliography and citation file."""
    study, findings = load_study(
        sources.root, cache=cache, data=sources.data, bibliography=sources.bibliography, citation=sources.citation
    )
    return study, [*findings, *check_study(study), *check_displays(study), *check_claims(study)]


def check(pages: Sequence[WovenPage], study: Study, labels: Labels) -> list[Finding]:
    """What is wrong with the pages of a study that is too broken to be shown."""
    return [
        *check_pages(study, [page.facts for page in pages], blocks=BLOCKS),
        *_check_wordings(pages, study, labels.language),
    ]


def _check_wordings(pages: Sequence[WovenPage], study: Study, language: str) -> list[Finding]:
    """The ledger against the pages of one site, which may borrow pages of another language."""
    facts = [fact for page in pages for fact in claim_facts([page.facts], page.language or language)]
    return check_wordings(study, facts, site=language)


def read_page(root: Path, name: str) -> tuple[str, list[Finding]]:
    """The text of a page's source; '' where there is none to be had, and then a finding says so."""
    file, findings = read_source(root, name)
    return (file.text if file else ""), findings


def short_title(study: Study) -> str:
    """The study's title as CITATION.cff has it, without its subtitle; '' where it has none."""
    title = study.citation.words("title") if study.citation else ""
    return re.split(r"\s*:\s", title, maxsplit=1)[0]


def date_of(study: Study | None) -> str:
    """The ISO date of the study's release, which its pages carry."""
    given = study.citation.words("date-released") if study and study.citation else ""
    try:
        return date.fromisoformat(given[:10]).isoformat()
    except ValueError:
        return _NO_DATE


def draw_displays(
    study: Study, labels: Labels, cache: Cache, say: Callable[[str], None]
) -> tuple[Mapping[str, Drawn], Mapping[str, bytes]]:
    """Every table and figure, and its files for downloading: site-relative address -> bytes."""
    drawn: dict[str, Drawn] = {}
    files: dict[str, bytes] = {}
    for display in study.display.values():
        say(f"drawing {display.id}")
        drawn[display.id] = draw(study, display, labels, cache)
        files.update(display_files(drawn[display.id], display))
    return drawn, files


def files_of_display(
    sources: Sources, display: str, language: str, cache: Cache
) -> tuple[Mapping[str, bytes], list[Finding]]:
    """One display's files by name; none where the study's data have errors, and then findings say which.

    :raises UsageError: the study has no such display.
    """
    study, findings = read(sources, cache)
    if any(finding.severity == "error" for finding in findings):
        return {}, findings
    if display not in study.display:
        raise UsageError(f"there is no display '{display}'. Known: {', '.join(study.display)}")
    shown = study.display[display]
    files = display_files(draw(study, shown, Labels(language, study.labels), cache), shown)
    return {Path(name).name: content for name, content in files.items()}, findings


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page of the site that no author wrote."""

    source: str  # the file it stands for in the pages' folder, e.g. "preuves.md"
    markdown: str
    of_case: bool  # whether it is a programme's own page


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of one language and the files beside them hold."""

    woven: Woven
    files: Mapping[str, bytes]  # site-relative address -> content


def weave(
    pages: Sequence[WovenPage],
    study: Study,
    labels: Labels,
    cache: Cache,
    say: Callable[[str], None],
    *,
    own: Sequence[Csl] = (),
) -> tuple[Site, list[Finding]]:
    """Draw what the study shows and put everything in its place in the pages, which come in reading order.

    :param own: CSL items of how the report itself is cited.
    """
    drawn, downloads = draw_displays(study, labels, cache, say)
    woven, findings = resolve(
        pages,
        study,
        labels,
        cache,
        show=lambda display, context: display_html(drawn[display.id], display, context),
        blocks=BLOCKS,
        own=own,
        claims_page=CLAIMS_PAGE if study.claims else "",
    )
    generated = {page.address for page in virtual_pages(study, labels)}
    files = {
        **downloads,
        **reference_files(study, list(woven.context.references.entries), cache),
        **study_files(pages, woven, study, downloads, cache, generated=generated),
    }
    findings += _check_wordings(pages, study, labels.language)
    return Site(replace(woven, html=_with_previews(pages, woven)), files), findings


def _with_previews(pages: Sequence[WovenPage], woven: Woven) -> Mapping[str, str]:
    def seen_from(page: WovenPage) -> RenderContext:
        return replace(woven.context, links=Links(page.address))

    return {
        page.address: with_previews(woven.html[page.address], page.facts, seen_from(page), woven.html) for page in pages
    }


def generated_pages(study: Study, labels: Labels) -> list[GeneratedPage]:
    """Pages made from the data alone, in reading order."""
    return [
        GeneratedPage(page.address.removesuffix(".html") + ".md", page.markdown, page.address.startswith("cas-"))
        for page in virtual_pages(study, labels)
    ]
