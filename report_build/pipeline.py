"""The whole, as it is run: load > check > weave > index > render > files.

Each function is one stretch of the way that the edges need by itself. None of them knows MkDocs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from markupsafe import Markup

from report_build.archive import zipped
from report_build.cache import USUAL, Cache, by_value
from report_build.check import check_study
from report_build.check.bibliography import check_bibliography
from report_build.check.claims import check_claims, check_shown, check_wordings, claim_facts
from report_build.check.pages import check_pages, cited_works
from report_build.check.quotations import check_quotations
from report_build.displays import Drawn, check_displays, display_files, draw
from report_build.errors import UsageError
from report_build.files import digest_of
from report_build.findings import Finding, Place, in_order
from report_build.index import Index, make_index
from report_build.labels import Labels
from report_build.metadata.crate import CRATE_FILE, crate_file
from report_build.metadata.data_package import data_package
from report_build.metadata.editor_schemas import editor_schemas
from report_build.metadata.publication import STUDY_FILE, study_files
from report_build.metadata.study_json import read_study_json
from report_build.model.access import public
from report_build.model.edition import Edition
from report_build.model.pages import PageFacts, ParsedPage
from report_build.model.study import Study
from report_build.publish.compare import compare, without_withheld
from report_build.publish.comparison_page import FigureFiles, comparison_html
from report_build.publish.previous import Previous
from report_build.references.files import reference_files
from report_build.references.formatted import References
from report_build.references.formatting import format_references
from report_build.references.styles import Asked, file_in_study, style_of
from report_build.render.blocks import BLOCKS
from report_build.render.blocks.files import DATA_ARCHIVE, SCHEMAS
from report_build.render.citing import Citing, own_items
from report_build.render.kept import FinishedPage, KeptStudy, fields_of, hash_of_study
from report_build.render.pages import GeneratedPage
from report_build.render.site import render_last, render_pages, render_written_pages
from report_build.search import entries, search_files
from report_build.sources import load_study
from report_build.sources.front_matter import front_matter_findings
from report_build.sources.text import read_source
from report_build.weave.data import as_drawn, check_data_texts, cited_in_data

_READ: dict[tuple[Sources, Cache, str], tuple[Study, tuple[Finding, ...]]] = {}  # the last reading of this process
CACHE = "/".join(USUAL)
_NO_DATE = "1970-01-01"  # of a study whose CITATION.cff gives none: never the clock's


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a study's sources are; names are relative to its root."""

    root: Path
    data: str = "data"
    bibliography: str = "references.bib"
    citation: str = "CITATION.cff"
    csl: str = ""  # the CSL style: a name, or a file; '' for the one that the language's labels name

    def paths(self) -> list[Path]:
        """What to look at for changes."""
        named = [self.root / name for name in (self.data, self.bibliography, self.citation)]
        return [*named, *self.style_files()]

    def style_files(self) -> list[Path]:
        """The CSL style, where it is a file of the study's own."""
        file = file_in_study(self.csl, self.root)
        return [file] if file else []


def read(sources: Sources, cache: Cache) -> tuple[Study, list[Finding]]:
    """The study, and everything that is wrong with its data, bibliography and citation file.

    Sites of several languages, built one after the other, get the same value while no source changes.
    """
    key = (sources, cache, digest_of(sources.paths()))
    if key not in _READ:
        kept = KeptStudy(cache, key[-1], sources.data, sources.bibliography, sources.citation)
        known = kept.known()
        study, findings = known or _read_anew(sources, cache)
        if known is None and key[-1] != digest_of(sources.paths()):  # changed while it was read
            return study, findings
        if known is None and study.script is None:  # the author's own program may say something else the next time
            kept.keep(study, findings)
        _READ.clear()
        _READ[key] = study, tuple(findings)
    study, told = _READ[key]
    return study, [*told]


def _read_anew(sources: Sources, cache: Cache) -> tuple[Study, list[Finding]]:
    study, findings = load_study(
        sources.root, cache=cache, data=sources.data, bibliography=sources.bibliography, citation=sources.citation
    )
    return study, [*findings, *check_study(study), *check_displays(study), *check_claims(study)]


def check(pages: Sequence[ParsedPage], study: Study, labels: Labels) -> list[Finding]:
    """What is wrong with the pages of a study that is too broken to be shown."""
    return [
        *_check_facts(study, [page.facts for page in pages], labels),
        *_check_wordings(pages, study, labels.language),
    ]


def _check_facts(study: Study, facts: Sequence[PageFacts], labels: Labels) -> list[Finding]:
    """What was found in pages, and the bibliography: how an entry looks matters where it is cited."""
    cited = cited_works(study, facts)
    return [
        *check_pages(study, facts, blocks=BLOCKS),
        *check_shown(study, facts),
        *check_bibliography(study, cited),
        *check_data_texts(study, labels),
    ]


def _check_wordings(pages: Sequence[ParsedPage], study: Study, language: str) -> list[Finding]:
    """The ledger and the passages against the pages of one site, which may show pages of another language."""
    facts = [fact for page in pages for fact in claim_facts([page.facts], page.language or language)]
    return [*check_wordings(study, facts, site=language), *check_quotations(study, pages)]


def read_page(root: Path, name: str) -> tuple[str, list[Finding]]:
    """The text of a page's source; '' where there is none to be had, and then a finding says so."""
    file, findings = read_source(root, name)
    return (file.text, [*findings, *front_matter_findings(file.text, name)]) if file else ("", findings)


def short_title(study: Study) -> str:
    """The study's title as CITATION.cff has it, without its subtitle; '' where it has none."""
    title = study.citation.text("title") if study.citation else ""
    return re.split(r"\s*:\s", title, maxsplit=1)[0]


def style(sources: Sources, labels: Labels, place: Place) -> tuple[bytes, list[Finding]]:
    """The CSL style of the language's citations, and why it is not the one that is asked for.

    :param place: where the configuration names it.
    """
    asked = Asked(sources.csl, place if sources.csl else Place(f"{sources.data}/labels.csv"))
    return style_of(asked, labels, sources.root)


def date_of(study: Study | None) -> str:
    """The ISO date of the study's release, which its pages carry."""
    given = study.citation.text("date-released") if study and study.citation else ""
    try:
        return date.fromisoformat(given[:10]).isoformat()
    except ValueError:
        return _NO_DATE


def draw_displays(study: Study, labels: Labels, cache: Cache, say: Callable[[str], None]) -> Mapping[str, Drawn]:
    """Every table and figure, by id."""
    displays = [as_drawn(display, study, labels) for display in study.display.values()]
    for display in displays:
        say(f"drawing {display.id}")
    return draw(study, displays, labels, cache)


def files_of_display(
    sources: Sources, display: str, language: str, cache: Cache
) -> tuple[Mapping[str, bytes], list[Finding]]:
    """One display's files by name; none where the study's data have errors, and then findings say which.

    :param language: '' for the study's first.

    :raises UsageError: the study has no such display.
    """
    study, findings = read(sources, cache)
    if any(finding.severity == "error" for finding in findings):
        return {}, findings
    if display not in study.display:
        raise UsageError(f"there is no display '{display}'. Known: {', '.join(study.display)}")
    study = public(study)
    labels = Labels(language or study.language, study.wordings)
    shown = as_drawn(study.display[display], study, labels)
    drawn = draw(study, [shown], labels, cache)[display]
    findings = [*findings, drawn.problem] if drawn.problem else findings
    files = display_files(drawn, shown)
    return {Path(name).name: content for name, content in files.items()}, findings


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of one language and the files beside them hold."""

    index: Index
    pages: Mapping[str, FinishedPage]  # address -> page
    files: Mapping[str, bytes]  # site-relative address -> content
    data: tuple[str, ...]  # the addresses of the data package's files

    @property
    def said(self) -> dict[str, str]:
        """Address -> hash of what the page says; pages that differ between any two versions are left out."""
        return {address: page.said for address, page in self.pages.items() if page.said}


@dataclass(frozen=True, slots=True)
class First:
    """A page that is wanted before all others."""

    address: str  # '' where there is none
    begun: Callable[[Index], None]  # is told of the index before any page is made
    show: Callable[[Site, Sequence[Finding]], None]  # is given the page, and what is known to be wrong so far
    between: Callable[[], None]  # is called before each other page, and before what takes as long as one


@dataclass(frozen=True, slots=True)
class Content:
    """What the site and the forms of one language are made from."""

    pages: Sequence[ParsedPage]  # all of them, in reading order
    generated: Mapping[str, GeneratedPage]  # address -> page that no author wrote
    study: Study
    labels: Labels
    edition: Edition
    cache: Cache
    say: Callable[[str], None]  # is told what is being done
    picture: Callable[[str], bytes | None] = lambda _: None  # finds an author's picture by its address in the site
    style: bytes = b""  # the CSL style of citations; by default the one that the labels name


def make_site(
    content: Content,
    *,
    previous: Previous | None = None,
    permalink_title: str | None = None,
    forms: Sequence[str] = (),
    forms_alone: bool = False,
    first: First | None = None,
) -> tuple[Site, list[Finding]]:
    """Everything that one language's site holds, and what is wrong with its pages.

    :param permalink_title: what a heading's own link is called; None where the site has none.
    :param forms: the forms to export the report to, e.g. ``pdf``.
    :param forms_alone: whether no site is wanted, whose pages would tell of the forms.
    :param first: what is wanted before all is done.
    """
    pages, generated, study, labels = content.pages, content.generated, content.study, content.labels
    edition, cache = content.edition, content.cache
    facts = [page.facts for page in pages]
    findings = _check_facts(study, facts, labels)
    drawn = draw_displays(study, labels, cache, content.say)
    findings += [one.problem for one in drawn.values() if one.problem]
    citations = {mark.cites for page in facts for mark in page.citations} | cited_in_data(study, labels)
    references, problems = format_references(study, citations, labels, cache, own_items(edition, labels), content.style)
    package, data = _data_files(study, edition, labels, references, cache)
    index = make_index(pages, study, labels, edition, drawn=drawn, references=references, data_files=data)
    if first is not None:
        wrong = [*findings, *problems, *_check_wordings(pages, study, labels.language)]
        _show_first(first, content, index, permalink_title, package, wrong)
    between = first.between if first else lambda: None
    written = [page for page in pages if page.address not in generated]
    finished, shared, misused = (
        render_written_pages(written, index, cache)
        if forms_alone
        else render_pages(pages, generated, index, cache, permalink_title=permalink_title, between=between)
    )
    between()
    findings += _same_names(written, Citing(index))
    readings = {address: page.reading for address, page in finished.items()}
    downloads: dict[str, bytes] = {}
    for id_, one in drawn.items():  # only now, as pictures are drawn beside the pages
        downloads.update(display_files(one, study.display[id_]))
    files = {
        **downloads,
        **data,
        **shared,
        **study_files(written, readings, index, downloads, cache),
        **Citing(index).files(),
    }
    comparison = index.addresses.comparison
    if comparison in generated and not forms_alone:
        said = {address: page.said for address, page in finished.items() if address != index.addresses.cite}
        html, figures = _comparison(index, said, files, previous)
        made = generated[comparison]
        last = render_last(made, index, cache, html, permalink_title=permalink_title)
        finished = {**finished, comparison: last}
        files |= figures
    between()
    if not forms_alone:
        files |= search_files(*entries(pages, generated, readings, index), index)
    if forms:
        from report_build.exports import Material, export_files, exported  # noqa: PLC0415  # reason: only if asked for

        shown = {address: page.html for address, page in finished.items()}
        carried = {name: files[name] for name in (DATA_ARCHIVE, STUDY_FILE)}
        material = Material(index, pages, generated, shown, carried, content.picture, cache)
        others = export_files(forms, material)
        files = {**files, **others}
        index = replace(index, exports=exported(others))
    if forms and not forms_alone:
        telling = [page for page in pages if page.address in (index.addresses.cite, index.addresses.data)]
        told, _, _ = render_pages(telling, generated, index, cache, permalink_title=permalink_title)
        finished = {**finished, **told}
    if edition.released and not forms_alone:
        files = {**files, CRATE_FILE: crate_file(index, files)}
    site = Site(index, _of_every_version(finished, index), files, package)
    return site, in_order([*findings, *problems, *misused, *_check_wordings(pages, study, labels.language)])


def _data_files(
    study: Study, edition: Edition, labels: Labels, references: References, cache: Cache
) -> tuple[tuple[str, ...], Mapping[str, bytes]]:
    """The addresses of the data package's files; and all files of data, by address."""
    made_of: list[str | bytes] = [hash_of_study(study), by_value(edition), labels.language]
    package = cache.files("package", made_of, lambda: data_package(study, edition, labels))
    keys = list(references.entries)
    cited = cache.files("cited", [*made_of, *keys], lambda: reference_files(study, keys, labels, cache))
    data = {**package, **cited}
    data[DATA_ARCHIVE] = cache.blob("archive", [*made_of, *keys], lambda: zipped(data))
    return tuple(package), data | {f"{SCHEMAS}/{name}": schema for name, schema in editor_schemas().items()}


def _show_first(  # noqa: PLR0917  # reason: all that is known by then
    first: First,
    content: Content,
    index: Index,
    permalink_title: str | None,
    package: tuple[str, ...],
    wrong: Sequence[Finding],
) -> None:
    first.begun(index)
    wanted = [page for page in content.pages if page.address == first.address != index.addresses.comparison]
    if not wanted:
        return
    made, _, misused = render_pages(wanted, content.generated, index, content.cache, permalink_title=permalink_title)
    first.show(Site(index, made, {}, package), in_order([*wrong, *misused]))


def make_forms(content: Content, forms: Sequence[str]) -> tuple[Mapping[str, bytes], list[Finding]]:
    """The forms of one language without its site, and what is wrong with its pages: see :func:`make_site`.

    Where all that they are made from is what it was, by value, they are not made again.
    """
    from report_build.exports import pictures_of  # noqa: PLC0415  # reason: only if asked for
    from report_build.exports.kept import KeptForms  # noqa: PLC0415  # reason: as above

    pages = tuple(content.pages)
    about = (content.labels.language, fields_of(content.study), content.edition, content.style)
    made_from = (*about, pages, dict(content.generated), pictures_of(pages, content.picture), tuple(forms))
    kept = KeptForms.of(content.cache, *made_from)
    known = kept.files()
    if known is not None:
        return known
    site, findings = make_site(content, forms=forms, forms_alone=True)
    files = {address: site.files[address] for address in site.index.exports}
    if not any(one.severity == "error" for one in findings):
        kept.keep(files, findings)
    return files, findings


def _same_names(written: Iterable[ParsedPage], citing: Citing) -> Iterator[Finding]:
    """Authors' pages whose files of records would take the place of others."""
    taken = citing.shared_names()
    for page in written:
        if page.address in taken:
            message = f"what cites the page takes the place of '{taken[page.address]}', which the report makes"
            yield Finding(Place(page.facts.path), "RB698", message, "Rename it")


def _of_every_version(pages: Mapping[str, FinishedPage], index: Index) -> Mapping[str, FinishedPage]:
    """Pages; the one that says how to cite this version has no hash, as no two versions agree on it."""
    cite = index.addresses.cite
    return {
        address: FinishedPage(page.html, page.reading, "") if address == cite else page
        for address, page in pages.items()
    }


def _comparison(
    index: Index, said: Mapping[str, str], files: Mapping[str, bytes], previous: Previous | None
) -> tuple[Markup, Mapping[str, bytes]]:
    """What changed since the version before, and the figures that were drawn otherwise there."""
    before = previous.study if previous else None
    if previous is None or before is None:
        return comparison_html(None, index, figures=FigureFiles()), {}
    figures = FigureFiles.of(previous.folder / previous.language, files)
    hashes = previous.pages or said
    changed = sorted(page for page in said.keys() | hashes if said.get(page) != hashes.get(page))
    now = read_study_json(files[STUDY_FILE])
    comparison = compare(without_withheld(before, now, index.study), now)
    return comparison_html(comparison, index, figures=figures, changed_pages=changed), figures.files
