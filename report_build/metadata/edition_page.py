"""What the theme puts around a page of an edition: how to cite it, its standing, the ways to other versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from report_build.index import Index, Links
from report_build.metadata.data_package import media_types
from report_build.metadata.schema_org import json_ld
from report_build.model.edition import DEV, DOI, LATEST, doi_of_source
from report_build.render.templates import render
from report_build.render.view import PageView

RECORD_TYPES = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}
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


def around_page(
    index: Index, address: str, description: str, data: Sequence[str], pages_before: Mapping[str, str]
) -> Mapping[str, object]:
    """The values that the theme's templates read for a page.

    :param data: the addresses of the data package's files.
    :param pages_before: the pages of the version before, in this language; empty where there was none.
    """
    edition, labels, page = index.edition, index.labels, PageView(index, address)
    own = address in (index.addresses.cite, index.addresses.comparison)  # differs between any two versions
    return {
        "head": _head(page, description, media_types(sorted(data))),
        "cite": render("edition/cite-block.html", page=page),
        "slot": edition.parameters.slot,
        "version": edition.version if edition.released else "",
        "name": address.removesuffix(".html").replace("/", "-"),
        "page": "" if own else address,
        "address": address,
        "comparison": index.addresses.comparison,
        "neighbours": _neighbours(index, address, pages_before, own=own),
        "others": labels("publish.versions"),
        "dev": labels("publish.banner.dev") if edition.parameters.slot == DEV else "",
        "latest": labels("publish.banner.latest"),
        "latest_address": _latest(index, address, pages_before, own=own),
        "title": labels("publish.banner.title"),
        "words": {
            name: labels(f"publish.banner.{name}", **{one: "{" + one + "}" for one in given})
            for name, given in BANNER.items()
        },
    }


def _head(page: PageView, description: str, data: Mapping[str, str]) -> str:
    """What the page's head tells machines."""
    edition, exports, title = page.edition, page.index.exports, page.index.titles.get(page.address, "")
    source = doi_of_source(edition)
    return render(
        "pages/head.html",
        edition=edition,
        address=page.address,
        title=title,
        exports=exports,
        files={**data, **{address: form.media_type for address, form in exports.items()}},
        records=f"{page.citing.folder}/{page.citing.page(page.address).name}",
        record_types=RECORD_TYPES,
        source=f"{DOI}{source}" if source else "",
        json_ld=json_ld(edition, page.address, title, description, data=data, exports=exports),
    )


def _neighbours(index: Index, address: str, pages_before: Mapping[str, str], *, own: bool) -> Sequence[tuple[str, str]]:
    """(text, address) of a page in the versions that its build can know: the one before, and always the latest."""
    told, labels, links = index.edition.parameters, index.labels, Links(address)
    if not told.slot:
        return ()
    found = []
    if address in pages_before or (pages_before and own):
        there = links.to(f"../{told.previous}/{address}")
        found.append((labels("publish.banner.previous", version=told.previous), there))
        found.append((labels("publish.banner.changes"), links.to(index.addresses.comparison)))
    if told.slot != DEV:
        found.append((labels("publish.banner.latest"), _latest(index, address, pages_before, own=own)))
    return found


def _latest(index: Index, address: str, pages_before: Mapping[str, str], *, own: bool) -> str:
    """The way to a page in the latest version; to its home page where ``dev`` has a new one; '' before any."""
    told = index.edition.parameters
    if told.slot == DEV and not told.previous:
        return ""
    there = told.slot != DEV or address in pages_before or own
    return Links(address).to(f"../{LATEST}/{address if there else 'index.html'}")
