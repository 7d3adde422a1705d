"""The edition that a site is: what is cited, by whom, in which version, and where it stands.

Everything comes from ``CITATION.cff`` and from the parameters of the build; nothing is known here of pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from report_build.model.access import PUBLIC_EDITION
from report_build.model.study import Study
from report_build.model.text import on_one_line

DEV, LATEST = "dev", "latest"  # addresses that are no version's
DOI = "https://doi.org/"
STATEMENTS = (
    "funding",
    "availability",
    "ethics",
    "conflicts",
)  # that data/study.yaml may make, as readers are shown them


@dataclass(frozen=True, slots=True)
class Person:
    """An author: a person, or an entity with one name."""

    family: str = ""
    given: str = ""
    name: str = ""  # of an entity
    orcid: str = ""  # as an address
    affiliation: str = ""

    @property
    def display_name(self) -> str:
        """The name as it is said."""
        return self.name or f"{self.given} {self.family}".strip()

    @property
    def sorted(self) -> str:
        """The name as lists of authors in BibTeX, RIS and Highwire tags have it."""
        return self.name or ", ".join(part for part in (self.family, self.given) if part)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What depends on where a build goes; recorded in its manifest."""

    slot: str = ""  # a version or "dev"; "" for a local build
    commit: str = ""
    site: str = ""  # address under which the languages' folders stand, ended by "/"; "" where it is not known
    previous: str = ""  # the version before; "" for the first
    edition: str = PUBLIC_EDITION  # or the restricted one, which is never published

    @classmethod
    def of(cls, slot: str, commit: str, site_url: str, previous: str, edition: str = PUBLIC_EDITION) -> Parameters:
        """Parameters as a build is given them: an address may end in a slash or not."""
        return cls(slot, commit, f"{site_url.rstrip('/')}/" if site_url else "", previous, edition)

    def folder(self, language: str) -> str:
        """The address of a language's site; '' where it is not known."""
        return "".join([self.site, f"{language}/", f"{self.slot}/" if self.slot else ""]) if self.site else ""

    def as_words(self) -> dict[str, str]:
        told = {"slot": self.slot, "commit": self.commit, "site_url": self.site, "previous": self.previous}
        return told if self.edition == PUBLIC_EDITION else {**told, "edition": self.edition}


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a report in one language."""

    language: str
    default: str  # the language that the others translate
    titles: Mapping[str, str]  # language -> title of its site
    title: str  # as CITATION.cff has it, in every language the one that is cited
    version: str
    date: str  # ISO date of the release
    authors: tuple[Person, ...]
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    license: str = ""  # SPDX identifier of the data's licence
    doi: str = ""  # of this version
    doi_of_all: str = ""  # of the report in all its versions
    sources: tuple[Mapping[str, object], ...] = ()  # what the report reads, as CITATION.cff describes it
    parameters: Parameters = field(default_factory=Parameters)
    statements: Mapping[str, str] = field(default_factory=dict)  # one of STATEMENTS -> what is said of it

    @property
    def released(self) -> bool:
        """Whether this is a version that can be cited: neither a local build nor the head of ``main``."""
        return self.parameters.slot not in ("", DEV)

    @property
    def languages(self) -> tuple[str, ...]:
        """The default language's first."""
        return tuple(self.titles)

    @property
    def year(self) -> str:
        return self.date[:4]

    def address(self, page: str = "", anchor: str = "", *, language: str = "", slot: str = "") -> str:
        """The permanent address of a page or file; '' where the site's is not known."""
        if not self.parameters.site:
            return ""
        folder = "/".join(part for part in (language or self.language, slot or self.parameters.slot) if part)
        return f"{self.parameters.site}{folder}/{quote(page)}" + (f"#{anchor}" if anchor else "")

    @property
    def cite_as(self) -> str:
        """The identifier of this version: its DOI, else the address of its home page; '' where neither is known."""
        return f"{DOI}{self.doi}" if self.doi else self.address("index.html") if self.released else ""

    @property
    def license_url(self) -> str:
        return license_url(self.license)


def edition_of(
    study: Study, language: str, titles: Mapping[str, str], parameters: Parameters, *, data_license: str = ""
) -> Edition:
    """The edition that a build makes.

    The top-level ``doi`` of CITATION.cff stands for all versions, as archives give it before a version is deposited;
    an entry of ``identifiers`` whose description names this version is the version's own.
    """
    citation = study.citation
    told = citation.text if citation else lambda _name: ""
    data = citation.data if citation else {}
    version = told("version")
    keywords = data.get("keywords")
    return Edition(
        language=language,
        default=next(iter(titles), language),
        titles=titles,
        title=told("title"),
        version=version,
        date=told("date-released")[:10],
        authors=people(data),
        abstract=on_one_line(study.about.abstract.get(language, "") or told("abstract")),
        keywords=tuple(map(str, keywords)) if isinstance(keywords, list) else (),
        license=data_license or (told("license") if isinstance(data.get("license"), str) else ""),
        doi=_version_doi(data, version),
        doi_of_all=told("doi").strip(),
        sources=tuple(entries(data, "references")),
        parameters=parameters,
        statements={
            name: on_one_line(said_there)
            for name in STATEMENTS
            if (said_there := getattr(study.about, name).of(language))
        },
    )


def _version_doi(data: Mapping[str, object], version: str) -> str:
    for one in entries(data, "identifiers"):
        described = said(one, "description").replace(",", " ").replace(";", " ").split()
        if said(one, "type") == "doi" and version and {version, f"v{version}", f"{version}."} & set(described):
            return said(one, "value").strip()
    return ""


def people(data: Mapping[str, object]) -> tuple[Person, ...]:
    """The authors of a work described as in CITATION.cff, in order."""
    return tuple(
        Person(
            said(one, "family-names"),
            said(one, "given-names"),
            said(one, "name"),
            said(one, "orcid"),
            said(one, "affiliation"),
        )
        for one in entries(data, "authors")
    )


def entries(data: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    """The entries of a list of CITATION.cff."""
    value = data.get(name)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def said(data: Mapping[str, object], name: str) -> str:
    """A scalar of CITATION.cff as text; '' where it is absent."""
    value = data.get(name)
    return "" if value is None or isinstance(value, list | Mapping) else str(value)


def doi_of_source(edition: Edition) -> str:
    """The DOI of the first work that the report reads; '' where it has none."""
    return next((said(source, "doi") for source in edition.sources if said(source, "doi")), "")


def license_url(spdx: str) -> str:
    """The address of a licence's text; '' for none."""
    parts = spdx.lower().split("-")
    if parts[0] == "cc" and len(parts) == 3:  # noqa: PLR2004  # reason: CC-BY-4.0, CC-BY-SA has one more
        return f"https://creativecommons.org/licenses/{parts[1]}/{parts[2]}/"
    if parts[0] == "cc" and len(parts) == 4:  # noqa: PLR2004  # reason: as above
        return f"https://creativecommons.org/licenses/{parts[1]}-{parts[2]}/{parts[3]}/"
    if spdx.upper() == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://spdx.org/licenses/{spdx}.html" if spdx else ""
