"""The whole report in other forms than a site: one module a form, each reading the index or the document made of it.

A build imports none of them unless it is asked for a form.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from report_build.cache import Cache, by_value, installed
from report_build.errors import ToolError, UsageError
from report_build.findings import Finding, Place
from report_build.index import ExportedFile, Index
from report_build.markup import as_text
from report_build.model.edition import DEV
from report_build.model.pages import ParsedPage
from report_build.render.kept import hash_of_index
from report_build.render.pages import GeneratedPage
from report_build.suggest import Names

if TYPE_CHECKING:
    from report_build.exports.tree import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FOLDER = "exports"  # of the site, below which the files stand


_SOURCE = re.compile(r"""\bsrc\s*=\s*["']?([^"'>]+)""", re.IGNORECASE)


def picture_address(page: str, source: str) -> str:
    """The address in the site of a picture that a page shows; '' where it stands elsewhere, or nowhere."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


def pictures_of(pages: Iterable[ParsedPage], picture: Callable[[str], bytes | None]) -> Mapping[str, bytes]:
    """Address -> content of the authors' pictures that pages show.

    :param picture: finds one by its address in the site.
    """
    shown = {picture_address(page.address, as_text(source)) for page in pages for source in _SOURCE.findall(page.html)}
    found = {address: picture(address) for address in sorted(shown - {""})}
    return {address: content for address, content in found.items() if content is not None}


@dataclass(frozen=True)
class Material:
    """What the forms of one language are made from."""

    index: Index
    pages: Sequence[ParsedPage] = ()  # in reading order, generated ones included
    generated: Mapping[str, GeneratedPage] = field(default_factory=dict)  # address -> page that no author wrote
    shown: Mapping[str, str] = field(default_factory=dict)  # address -> page as readers have it
    files: Mapping[str, bytes] = field(default_factory=dict)  # of the site, by address, that a form may carry
    picture: Callable[[str], bytes | None] = lambda _: None  # an author's picture by its address in the site
    cache: Cache = field(default_factory=lambda: Cache(None))

    @cached_property
    def document(self) -> Document:
        """The report as written forms have it."""
        from report_build.exports.tree import make_document  # noqa: PLC0415  # reason: only if a form asks for it

        return make_document(self)

    def holding(self, document: Document) -> Material:
        """The same with another document, and nothing kept."""
        other = replace(self, cache=Cache(None))
        other.__dict__["document"] = document
        return other

    @cached_property
    def _key(self) -> tuple[str | bytes, ...]:
        """All that a form depends on besides the engine: with it, nothing else need be looked at."""
        shown = pictures_of(self.pages, self.picture)
        made_from = (self.pages, dict(self.generated), shown, dict(self.files))
        return (*installed(), hash_of_index(self.index), by_value(made_from))

    def kept(self, form: str, make: Callable[[], bytes]) -> bytes:
        """A form as it was made of the same before."""
        return self.cache.blob(f"export-{form}", self._key, make)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the report."""

    file: str  # its name below :data:`FOLDER`
    media_type: str
    made_by: str  # module of this package, and its function from :class:`Material` to bytes: "module.function"
    needs: tuple[str, ...] = ()  # packages that only this form needs
    written: bool = False  # whether it is made of the report's text

    @property
    def missing(self) -> tuple[str, ...]:
        """What it needs and is not installed."""
        return tuple(name for name in self.needs if find_spec(name) is None)

    def make(self, material: Material) -> bytes:
        if self.missing:
            raise ToolError(
                f"{self.file} needs {', '.join(self.missing)}",
                f"Install: python -m pip install {' '.join(self.missing)}. Or leave the form out of `exports:`",
            )
        module, function = self.made_by.rsplit(".", 1)

        def made(material: Material) -> bytes:
            maker = getattr(import_module(f"report_build.exports.{module}"), function)
            return cast("Callable[[Material], bytes]", maker)(material)

        try:
            return material.kept(self.file, partial(made, material))
        except Exception as error:
            raise self._told(material, made, error) from error

    def _told(self, material: Material, made: Callable[[Material], bytes], error: Exception) -> Exception:
        """Why it could not be made: where a program refuses one block, its page and how it begins."""
        from report_build.exports.tree.blame import refused  # noqa: PLC0415  # reason: only if something fails

        if not self.written:
            return error
        found = refused(material.document, lambda document: made(material.holding(document)))
        if found is None:
            return error
        page = next(page.facts.path for page in material.pages if page.address == found.address)
        place = f", block {found.number} (“{found.said}”)" if found.number else ""
        return ToolError(f"{page}{place}: {self.file} cannot be made with it", found.why)


FORMS: Mapping[str, Form] = {
    "pdf": Form("report.pdf", "application/pdf", "pdf.pdf_file", ("typst", "pikepdf"), written=True),
    "epub": Form("report.epub", "application/epub+zip", "epub.epub_file", written=True),
    "docx": Form("report.docx", DOCX, "docx.docx_file", written=True),
    "tei": Form("report.tei.xml", "application/tei+xml", "xml.tei_file", written=True),
    "jats": Form("report.jats.xml", "application/jats+xml", "xml.jats_file", written=True),
    "argument": Form("argument.jsonld", "application/ld+json", "argument.argument_file"),
    "nanopub": Form("nanopublications.trig", "application/trig", "nanopublications.nanopublications_file"),
    "annotations": Form("annotations.json", "application/json", "annotations.annotations_file"),
    "qdc": Form("report.qdc", "application/xml", "refi_qda.codebook_file"),
    "qdpx": Form("report.qdpx", "application/zip", "refi_qda.project_file"),
}


def exported(files: Mapping[str, bytes]) -> Mapping[str, ExportedFile]:
    """What pages and machines are told of the files that :func:`export_files` made."""
    made = {f"{FOLDER}/{form.file}": (name, form.media_type) for name, form in FORMS.items()}
    return {address: ExportedFile(*made[address], len(content)) for address, content in files.items()}


def known_forms(names: Iterable[str]) -> tuple[str, ...]:
    """Forms in the order of :data:`FORMS`, each once.

    :raises UsageError: a form is unknown.
    """
    asked = list(names)
    for name in asked:
        if name not in FORMS:
            raise UsageError(f"there is no form '{name}' to export to. Known: {', '.join(FORMS)}")
    return tuple(name for name in FORMS if name in asked)


def unknown_forms(names: str, place: Place) -> Iterator[Finding]:
    """What is wrong with the forms that a configuration names, which a release alone would meet.

    :param names: as the configuration has them.
    :param place: where it does.
    """
    known = Names(FORMS)
    for name in dict.fromkeys(names.split()):
        if name not in known:
            cure = known.near(name) or f"Known: {', '.join(FORMS)}"
            yield Finding(place, "RB686", f"there is no form '{name}' to export to", cure)


def forms_asked(options: Mapping[str, str], *, serving: bool) -> list[str]:
    """The forms that a run is to make: those asked for, else of a released version those configured.

    They cost as much as the site itself, so that a site that is worked on, or that changes daily, goes without.

    :param options: of the plug-in.
    """
    configured = options["exports"] if options["slot"] not in ("", DEV) and not serving else ""
    return (options["export"] or configured).split()


def export_files(forms: Iterable[str], material: Material) -> Mapping[str, bytes]:
    """Site-relative address -> bytes of each form.

    :raises UsageError: a form is unknown.
    :raises ToolError: what makes a form is not installed, or failed.
    """
    return {f"{FOLDER}/{FORMS[name].file}": FORMS[name].make(material) for name in known_forms(forms)}
