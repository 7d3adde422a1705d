"""The Atom feed of a language's releases (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from report_build.publish.status import Status

FILE = "feed.xml"
RECENT = 30  # releases that a feed tells of, besides those about which something became known later
_ATOM = "http://www.w3.org/2005/Atom"


def feed(status: Status, *, title: str, author: str, language: str, site_url: str, titles: Mapping[str, str]) -> bytes:
    """Recent releases, newest first, and all those that were withdrawn or corrected, which say so.

    ``titles`` holds the words of the language: ``release`` and ``withdrawn`` with ``{version}`` and ``{reason}``.
    Without a ``site_url`` the links are relative and the ids are name-based UUIDs: ids never change, so neither
    depends on the address.
    """
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    _add(root, "id", _urn(title, language))
    _add(root, "title", title)
    _add(root, "updated", _moment(max((record.date for record in status.records.values()), default="1970-01-01")))
    ET.SubElement(_add(root, "author"), f"{{{_ATOM}}}name").text = author
    base = f"{site_url.rstrip('/')}/{language}/" if site_url else ""
    if base:
        _add(root, "link", rel="self", href=f"{base}{FILE}")
    for place, (name, record) in enumerate(status.records.items()):
        if place >= RECENT and not (record.withdrawn or record.errata or record.erased):
            continue
        entry = _add(root, "entry")
        _add(entry, "id", _urn(title, language, name))
        form = titles["withdrawn"] if record.withdrawn else titles["release"]
        _add(entry, "title", form.format(version=name, reason=record.withdrawn.reason if record.withdrawn else ""))
        _add(entry, "updated", _moment((record.withdrawn or record).date))
        _add(entry, "link", rel="alternate", href=f"{base}{name}/index.html")
        if record.errata:
            _add(entry, "summary", " ".join(notice.reason for notice in record.errata))
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text or None
    return element


def _moment(date: str) -> str:
    return f"{date}T00:00:00Z"


def _urn(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "\0".join(parts)).urn
