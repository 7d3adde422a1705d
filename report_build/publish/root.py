"""What stands around the versions: the root pages, the sitemap, and each language's feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET

from report_build.index import Addresses
from report_build.labels import Labels
from report_build.publish import feed
from report_build.publish.store import LanguageShelf
from report_build.publish.versions import DEV, LATEST
from report_build.translation.front import front_page

Files = Mapping[str, bytes]
# the shelves as they will be, and the pages of a version that is being added -> root files, files beside the versions
Around = Callable[[Mapping[str, LanguageShelf], Mapping[str, Iterable[str]]], tuple[Files, Mapping[str, Files]]]
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_START = "index.html"


@dataclass(frozen=True, slots=True)
class Report:
    """What the pages around the versions say of the report."""

    languages: Sequence[tuple[str, str, str]]  # (language, what it calls itself, title), the default one first
    author: str
    site: str  # address above the languages, ended by "/"; "" where it is not known
    labels: Mapping[str, Labels]  # by language


def around(
    report: Report, shelves: Mapping[str, LanguageShelf], pages: Mapping[str, Iterable[str]]
) -> tuple[Files, Mapping[str, Files]]:
    """Root files, and files beside the versions by language.

    :param pages: language -> pages of its latest version, for the sitemap.
    """
    there = [one for one in report.languages if one[0] in shelves]
    released = [one for one in there if shelves[one[0]].status.latest]
    shown, slot = (released, LATEST) if released else (there, DEV)
    root = {".nojekyll": b"", "404.html": _missing(report, shown, slot).encode()}
    if shown:
        root[_START] = front_page(shown, f"{slot}/{_START}").encode()
    if report.site and released:
        root["sitemap.xml"] = _sitemap(
            report, shelves, {language: pages.get(language, ()) for language, *_ in released}
        )
    beside = {}
    for language, _, title in there:
        labels = report.labels[language]
        atom = feed.feed(
            shelves[language].status,
            title=title,
            author=report.author,
            language=language,
            site_url=report.site,
            titles={
                "release": labels("publish.feed.release", version="{version}"),
                "withdrawn": labels("publish.feed.withdrawn", version="{version}", reason="{reason}"),
            },
        )
        beside[language] = {feed.FILE: atom, _START: _leading(language, slot, title).encode()}
    return root, beside


def _leading(language: str, slot: str, title: str) -> str:
    """``/<language>/``: it leads to the latest version, without a script too."""
    to = f"{slot}/{_START}"
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta http-equiv="refresh" content="0; url={to}">\n<link rel="canonical" href="{to}">\n</head>\n'
        f'<body><p><a href="{to}">{escape(title)}</a></p></body>\n</html>\n'
    )


# A host shows this page for any wrong address, at any depth: without a known address the script finds where the report
# begins, from the language's name in the address.
_FIND = """for (const link of document.querySelectorAll("a[data-language]")) {
  const before = location.pathname.split("/" + link.dataset.language + "/")[0]
  if (before !== location.pathname) for (const each of document.querySelectorAll("a[data-language]"))
    each.href = before + "/" + each.dataset.language + "/" + each.dataset.page
}"""


def _missing(report: Report, shown: Sequence[tuple[str, str, str]], slot: str) -> str:
    base = urlsplit(report.site).path if report.site else "/"
    parts = []
    for language, _, title in shown:
        labels = report.labels[language]
        to = f"{slot}/{_START}"
        parts.append(
            f'<section lang="{escape(language)}"><h1>{escape(labels("theme.missing"))}</h1>'
            f'<p>{escape(labels("theme.missing.help"))} <a href="{escape(base)}{escape(language)}/{to}" '
            f'data-language="{escape(language)}" data-page="{to}">{escape(title)}</a></p></section>'
        )
    first = shown[0][0] if shown else "en"
    title = report.labels[first]("theme.missing") if shown else "404"
    return (
        f'<!doctype html>\n<html lang="{escape(first)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        "<style>body { font: 1.1rem/1.6 system-ui, sans-serif; margin: 12vh auto; max-width: 40rem; padding: 0 1.5rem }"
        f"</style>\n</head>\n<body>\n<main>\n{''.join(parts)}\n</main>\n<script>\n{_FIND}\n</script>\n</body>\n</html>\n"
    )


def _sitemap(report: Report, shelves: Mapping[str, LanguageShelf], pages: Mapping[str, Iterable[str]]) -> bytes:
    """The latest version's pages but those of evidence, each with its counterparts in the other languages."""
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    there = {language: frozenset(names) for language, names in pages.items()}
    latest = {language: shelves[language].status.latest or "" for language in pages}

    def address(language: str, page: str) -> str:
        return f"{report.site}{language}/{latest[language]}/{quote(page)}"

    for language, names in there.items():
        record = shelves[language].status.records[latest[language]]
        for page in sorted(name for name in names if not Addresses().holds_evidence(name)):
            url = ET.SubElement(root, f"{{{_SITEMAP}}}url")
            ET.SubElement(url, f"{{{_SITEMAP}}}loc").text = address(language, page)
            ET.SubElement(url, f"{{{_SITEMAP}}}lastmod").text = record.date
            for other in (one for one in there if page in there[one]):
                ET.SubElement(url, f"{{{_XHTML}}}link", rel="alternate", hreflang=other, href=address(other, page))
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
