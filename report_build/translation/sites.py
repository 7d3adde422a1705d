"""The languages of a report side by side: their sites, and the ways between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from report_build.findings import Finding, Place
from report_build.grouping import firsts
from report_build.labels import own_labels

INDEX = "index.html"
_NAME = "translation.own-name"


@dataclass(frozen=True, slots=True)
class LanguageSite:
    """One language of a report, as its configuration file has it."""

    language: str
    config: str  # the file's name, e.g. "mkdocs.en.yml"
    docs: str  # folder of the pages, POSIX path relative to the study's root, e.g. "docs/en"
    title: str = ""  # the site's name where this language's file gives one of its own


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the languages' sites stand to one another: ``/<language>/<slot>/…``, without a slot ``/<language>/…``."""

    slot: str = ""  # "" for a local build; else a version, "latest" or "dev"

    def way(self, language: str, address: str = INDEX) -> str:
        """The way from the root of one language's site to a page of another's; it works on any host and on disk."""
        slot = [part for part in self.slot.split("/") if part]
        return "/".join([*[".."] * (1 + len(slot)), language, *slot, address])


@dataclass(frozen=True, slots=True)
class Alternate:
    """A page in one of the languages, as the theme links to it."""

    lang: str
    name: str  # of the language, in that language
    link: str  # from the root of the site that the page is in
    address: str  # of the page on its host; '' where that is not known
    here: bool  # whether it is the page itself
    translated: bool  # whether the page is written in this language


Labels = Mapping[str, Mapping[str, str]]  # data/labels.csv: key -> language -> wording


def own_name(language: str, labels: Labels) -> str:
    """What a language calls itself: the study's label, else the engine's, else its code."""
    return labels.get(_NAME, {}).get(language) or own_labels()[_NAME].get(language) or language


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a report, seen from the site of one of them."""

    own: str
    sites: tuple[LanguageSite, ...]  # the default language's first; the own one is among them
    written: Mapping[str, frozenset[str]]  # language -> sources of its pages, relative to their folder
    layout: Layout = field(default_factory=Layout)

    @classmethod
    def found(cls, root: Path, own: str, sites: Sequence[LanguageSite], slot: str = "") -> Languages:
        """Look which pages are written in which language."""
        written = {site.language: frozenset(_pages_below(root / site.docs)) for site in sites}
        return cls(own, tuple(sites), written, Layout(slot))

    @property
    def default(self) -> LanguageSite:
        """The language that the others translate."""
        return self.sites[0]

    @property
    def here(self) -> LanguageSite:
        return next(site for site in self.sites if site.language == self.own)

    @property
    def is_translation(self) -> bool:
        return self.own != self.default.language

    def fallback_pages(self) -> Mapping[str, LanguageSite]:
        """Pages that are not written in this language, and the first language that has them."""
        here = self.written[self.own]
        return firsts((name, site) for site in self.sites for name in sorted(self.written[site.language] - here))

    def missing_pages(self) -> list[Finding]:
        """A finding for each page that is not written in this language."""
        return [
            Finding(
                Place(f"{site.docs}/{name}"),
                "RB501",
                f"the page is not written in '{self.own}', where it stands in its original language",
                f"Translate it in {self.here.docs}/{name}",
            )
            for name, site in self.fallback_pages().items()
        ]

    def way(self, language: str, name: str) -> str:
        """The way from a page to the same page in another language; ``name`` is its source, relative to its folder."""
        return "../" * name.count("/") + self.layout.way(language, f"{name.removesuffix('.md')}.html")

    def alternates(
        self, name: str, address: str, labels: Labels, folder: Callable[[str], str] = lambda _: ""
    ) -> list[Alternate]:
        """The same page in every language, the default one first; none where there is but one language.

        :param name: the page's source, relative to its folder; a generated page has one in every language.
        :param folder: gives the address of a language's site, or ''.
        """
        if len(self.sites) == 1:
            return []
        authored = any(name in pages for pages in self.written.values())
        return [
            Alternate(
                site.language,
                own_name(site.language, labels),
                address if site.language == self.own else self.layout.way(site.language, address),
                f"{there}{address}" if (there := folder(site.language)) else "",
                site.language == self.own,
                not authored or name in self.written[site.language],
            )
            for site in self.sites
        ]


def _pages_below(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.md"):
        name = file.relative_to(folder)
        if file.is_file() and not any(part.startswith(".") for part in name.parts):
            yield name.as_posix()
