"""A site as an edition: its parameters, its own pages and files, and its manifest, from hook to hook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from report_build.cache import Cache
from report_build.errors import UsageError
from report_build.labels import Labels
from report_build.metadata.edition import DEV, Parameters, edition_of
from report_build.metadata.imprint import COMPARISON_PAGE, OF_EDITION, Imprint, imprint_pages, placed
from report_build.metadata.page_text import page_hash
from report_build.metadata.study_json import read_study_json
from report_build.model.study import Study
from report_build.pipeline import GeneratedPage, Site, short_title
from report_build.publish import manifest
from report_build.publish.compare import compare
from report_build.publish.comparison_page import FigureFiles, comparison_html, nothing_before
from report_build.publish.versions import LATEST
from report_build.render.context import Links
from report_build.translation import Languages

STUDY_FILE = "study.json"


def parameters(options: Mapping[str, str], site_url: str, root: Path) -> Parameters:
    """What a build's options say of where it goes.

    :raises UsageError: the folder of the version before holds none.
    """
    previous = options["previous"]
    version = ""
    if previous:
        studies = sorted((root / previous).glob(f"*/{STUDY_FILE}"))
        if not studies:
            raise UsageError(f"{previous} holds no <language>/{STUDY_FILE}: it is no published version")
        version = str(read_study_json(studies[0].read_bytes()).about.get("version") or "")
    site = f"{site_url.rstrip('/')}/" if site_url else ""
    return Parameters(options["slot"], options["commit"], site, version)


@dataclass
class EditionBuild:
    """What a build knows of its edition."""

    parameters: Parameters
    data_license: str
    previous: Path | None = None
    imprint: Imprint = field(init=False)
    hashes: dict[str, str] = field(default_factory=dict)  # page address -> hash of what the page says

    def folder(self, language: str) -> str:
        """The address of a language's site; '' where it is not known."""
        told = self.parameters
        return "".join([told.site, f"{language}/", f"{told.slot}/" if told.slot else ""]) if told.site else ""

    def pages(self, labels: Labels) -> list[GeneratedPage]:
        """The edition's own pages."""
        return [GeneratedPage(source, markdown, of_case=False) for source, markdown in imprint_pages(labels)]

    def begin(self, study: Study, languages: Languages, labels: Labels) -> None:
        """Before pages are woven: what is cited, and how."""
        titles = {site.language: site.title or short_title(study) for site in languages.sites}
        edition = edition_of(study, languages.own, titles, self.parameters, data_license=self.data_license)
        self.imprint = Imprint(study, edition, labels)

    def end(self, site: Site, titles: Mapping[str, str], cache: Cache) -> tuple[Mapping[str, str], Mapping[str, bytes]]:
        """Every page's final HTML and the edition's files, once pages are woven."""
        woven = site.woven
        plain = {address: woven.text(address, title) for address, title in titles.items()}
        self.imprint = replace(
            self.imprint, formatted=woven.context.references.own, context=woven.context, titles=plain
        )
        self.hashes = {
            address: cache.text("said", [plain[address], content], partial(page_hash, plain[address], content))
            for address, content in woven.html.items()
            if address not in OF_EDITION
        }
        compared, figures = self._comparison(site, plain)
        own = {**self.imprint.cite_page(), "comparison": compared}

        def part(address: str) -> Callable[[str], str]:
            put_in = self.imprint.put_in
            return lambda name: own.get(name, "") if address in OF_EDITION else put_in(name, Links(address))

        html = {address: placed(content, part(address)) for address, content in woven.html.items()}
        return html, {**self.imprint.files(), **figures}

    def _comparison(self, site: Site, titles: Mapping[str, str]) -> tuple[str, Mapping[str, bytes]]:
        """What changed since the version before, and the figures that were drawn otherwise there."""
        labels = self.imprint.labels
        before = self.previous / labels.language if self.previous else None
        now = site.files.get(STUDY_FILE)
        if before is None or now is None or not (before / STUDY_FILE).is_file():
            return nothing_before(labels), {}
        comparison = compare(read_study_json((before / STUDY_FILE).read_bytes()), read_study_json(now))
        figures = FigureFiles.of(before, site.files)
        hashes = self._pages_before or self.hashes
        changed = [page for page in self.hashes.keys() | hashes if self.hashes.get(page) != hashes.get(page)]
        links = Links(COMPARISON_PAGE)
        html = comparison_html(
            comparison, self.imprint.study, labels, links, titles=titles, figures=figures, changed_pages=sorted(changed)
        )
        return html, figures.files

    @cached_property
    def _pages_before(self) -> Mapping[str, str]:
        """Page address -> hash in the version before, in this language; empty where it was not published in it."""
        old = self.previous / self.imprint.labels.language / manifest.FILE if self.previous else None
        return manifest.Manifest.from_json(old.read_bytes()).pages if old is not None and old.is_file() else {}

    def neighbours(self, address: str) -> Sequence[tuple[str, str]]:
        """(words, address) of a page in the versions that its build can know: the one before, and always the latest."""
        told, labels, links = self.parameters, self.imprint.labels, Links(address)
        if not told.slot:
            return ()
        found = []
        if address in self._pages_before or (self._pages_before and address in OF_EDITION):
            there = links.to(f"../{told.previous}/{address}")
            found.append((labels("publish.banner.previous", version=told.previous), there))
            found.append((labels("publish.banner.changes"), links.to(COMPARISON_PAGE)))
        if told.slot != DEV:
            found.append((labels("publish.banner.latest"), self._latest(address)))
        return found

    def _latest(self, address: str) -> str:
        """The way to a page in the latest version; to its home page where ``dev`` has a new one; '' before any."""
        told = self.parameters
        if told.slot == DEV and not told.previous:
            return ""
        there = told.slot != DEV or address in self._pages_before or address in OF_EDITION
        return Links(address).to(f"../{LATEST}/{address if there else 'index.html'}")

    def on_page(self, address: str, description: str) -> Mapping[str, object]:
        """What the templates put around a page."""
        edition = self.imprint.edition
        labels = self.imprint.labels
        return {
            "head": self.imprint.head(address, description),
            "cite": self.imprint.cite_block(address),
            "slot": edition.parameters.slot,
            "version": edition.version if edition.released else "",
            "page": "" if address in OF_EDITION else address,
            "address": address,
            "neighbours": self.neighbours(address),
            "others": labels("publish.versions"),
            "dev": labels("publish.banner.dev") if edition.parameters.slot == DEV else "",
            "latest": labels("publish.banner.latest"),
            "latest_address": self._latest(address),
            "title": labels("publish.banner.title"),
            "words": {
                name: labels(f"publish.banner.{name}", **{one: "{" + one + "}" for one in given})
                for name, given in BANNER.items()
            },
        }

    def write_manifest(
        self, folder: Path, root: Path, files: Sequence[Path], read: Mapping[str, str]
    ) -> manifest.Manifest:
        """Put the manifest into a built site."""
        hashed = manifest.hashes(root, files)
        if self.previous is not None:
            before = manifest.hashes(self.previous)
            hashed = {**hashed, **{f"previous/{name}": value for name, value in before.items()}}
        return manifest.write_manifest(folder, self.parameters.as_words(), {**read, **hashed}, self.hashes)


# what the script puts into the banner's sentences
BANNER: Mapping[str, tuple[str, ...]] = {
    "newer": ("version", "date"),
    "same": (),
    "changed": ("version",),
    "withdrawn": ("reason", "date"),
    "erratum": ("reason", "date"),
    "corrected": ("version",),
    "erased": ("path", "reason", "date"),
    "go": ("version",),
    "compare": ("version",),
}
