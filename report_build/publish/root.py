"""The landing files of a publication: index, 404 page and sitemap at its root, feed and redirect per language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from markupsafe import Markup

from report_build.index import Addresses
from report_build.labels import Labels
from report_build.model.edition import DEV, LATEST
from report_build.publish import feed
from report_build.publish.store import LanguageState
from report_build.render.front import front_page
from report_build.render.templates import render

Files = Mapping[str, bytes]
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_START = "index.html"


@dataclass(frozen=True, slots=True)
class Report:
    """What the landing files say of the report."""

    languages: Sequence[tuple[str, str, str]]  # (language, what it calls itself, title), the default one first
    author: str
    site: str  # address above the languages, ended by "/"; "" where it is not known
    labels: Mapping[str, Labels]  # by language
    addresses: Addresses


def landing_files(
    report: Report, states: Mapping[str, LanguageState], pages: Mapping[str, Iterable[str]]
) -> tuple[Files, Mapping[str, Files]]:
    """Root files, and files beside the versions by language.

    :param pages: language -> pages of its latest version, for the sitemap.
    """
    there = [one for one in report.languages if one[0] in states]
    released = [one for one in there if states[one[0]].status.latest]
    shown, slot = (released, LATEST) if released else (there, DEV)
    root = {".nojekyll": b"", "404.html": str(_missing(report, shown, slot)).encode()}
    if shown:
        root[_START] = str(front_page(shown, f"{slot}/{_START}")).encode()
    if report.site and released:
        root["sitemap.xml"] = _sitemap(report, states, {language: pages.get(language, ()) for language, *_ in released})
    beside = {}
    for language, _, title in there:
        labels = report.labels[language]
        atom = feed.feed(
            states[language].status,
            title=title,
            author=report.author,
            language=language,
            site_url=report.site,
            titles={
                "release": labels("publish.feed.release", version="{version}"),
                "withdrawn": labels("publish.feed.withdrawn", version="{version}", reason="{reason}"),
            },
        )
        leading = render("publish/language.html", language=language, page=f"{slot}/{_START}", title=title)
        beside[language] = {feed.FILE: atom, _START: str(leading).encode()}
    return root, beside


def _missing(report: Report, shown: Sequence[tuple[str, str, str]], slot: str) -> Markup:
    """The page for a wrong address, at any depth and in all languages."""
    base = urlsplit(report.site).path if report.site else "/"
    page = f"{slot}/{_START}"
    languages = [(language, title, report.labels[language]) for language, _, title in shown]
    return render("publish/404.html", languages=languages, base=base, page=page)


def _sitemap(report: Report, states: Mapping[str, LanguageState], pages: Mapping[str, Iterable[str]]) -> bytes:
    """The latest version's pages but those of evidence, each with its counterparts in the other languages."""
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    there = {language: frozenset(names) for language, names in pages.items()}
    latest = {language: states[language].status.latest or "" for language in pages}

    def address(language: str, page: str) -> str:
        return f"{report.site}{language}/{latest[language]}/{quote(page)}"

    for language, names in there.items():
        record = states[language].status.records[latest[language]]
        for page in sorted(name for name in names if not report.addresses.holds_evidence(name)):
            url = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            ET.SubElement(url, f"{{{_SITEMAP}}}loc").text = address(language, page)
            ET.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = record.date
            for other in (one for one in there if page in there[one]):
                ET.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=other, href=address(other, page))
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
