"""What archives take of a released version: a folder with its files, what describes them, and what is not shared.

It is made of the published bytes alone, so that whoever has the publication branch makes the same folder. Zenodo reads
``zenodo.json``; Nakala's bulk deposit reads ``nakala.csv``, a line a file in Dublin Core; HAL takes the PDF.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_build.archive import zipped
from report_build.displays.spreadsheet import safe_cell
from report_build.errors import ReportError
from report_build.labels import Labels
from report_build.metadata.crate import CRATE_FILE
from report_build.metadata.publication import STUDY_FILE
from report_build.model.coding import RESTRICTED
from report_build.render.templates import render

Files = Mapping[str, bytes]
DATA = "data.zip"
_EXPORTS = "exports/"
_COAR = "http://purl.org/coar/resource_type/"
_TYPES = {"zip": "c_ddb1", "qdpx": "c_ddb1", "qdc": "c_ddb1", "jsonld": "c_ddb1", "trig": "c_ddb1", "json": "c_ddb1"}
_REPORT = "c_93fc"
_SITE = "c_7ad9"
_NAKALA = (
    "file",
    "sha1",
    "nkl:title",
    "nkl:creator",
    "nkl:created",
    "nkl:type",
    "nkl:license",
    "dcterms:language",
    "dcterms:description",
    "dcterms:subject",
    "dcterms:format",
    "dcterms:source",
    "dcterms:accessRights",
)


@dataclass(frozen=True)
class Deposited:
    """A file of the folder."""

    name: str
    content: bytes
    language: str  # '' for all
    kind: str  # of COAR's resource types
    purpose: str
    media: str


def deposit_files(editions: Mapping[str, Files], version: str, front: bytes, labels: Labels) -> Files:
    """The folder of one version.

    :param editions: language -> path -> bytes of the version, the study's own language first.
    :param front: the page that leads to the languages.
    :param labels: of the study's own language.
    :raises ReportError: the version does not describe itself.
    """
    first = next(iter(editions))
    for language, files in editions.items():
        if CRATE_FILE not in files:
            raise ReportError(f"{language}/{version} has no {CRATE_FILE}: it was released by an older report-build")
    crates = {language: _Crate.of(files[CRATE_FILE]) for language, files in editions.items()}
    kept = [
        _site(editions, version, front, labels),
        *(one for language in editions for one in _of_language(language, editions[language], version, crates, labels)),
    ]
    missing = not_shared(editions[first], crates[first], labels)
    told = {
        "README.txt": _readme(kept, crates[first], version, missing, labels),
        "nakala.csv": _nakala(kept, crates, first),
        "zenodo.json": _zenodo(crates[first], version, missing),
    }
    files = {one.name: one.content for one in kept} | {name: text.encode() for name, text in told.items()}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {**dict(sorted(files.items())), "SHA256SUMS": sums.encode()}


class _Crate:
    """What a version says of itself."""

    def __init__(self, nodes: Mapping[str, Mapping[str, Any]]) -> None:
        self.nodes = nodes
        whole = nodes["./"]
        self.title, self.description = str(whole["name"]), str(whole["description"])
        self.date, self.doi = str(whole.get("datePublished", "")), str(whole.get("identifier", ""))
        self.keywords: Sequence[str] = whole.get("keywords", [])
        self.license = str(whole.get("license", {}).get("@id", ""))
        self.spdx = str(nodes.get(self.license, {}).get("name", ""))
        people = [nodes[one["@id"]] for one in whole.get("author", [])]
        self.authors = [str(one["name"]) for one in people]
        self.creators = [(_in_lists(one), str(one["@id"])) for one in people]
        self.sources = [(str(one["@id"]), str(nodes[one["@id"]]["name"])) for one in whole.get("isBasedOn", [])]

    @classmethod
    def of(cls, content: bytes) -> _Crate:
        return cls({node["@id"]: node for node in json.loads(content)["@graph"]})


def _in_lists(person: Mapping[str, Any]) -> str:
    """A name as archives take it, family name first."""
    parts = [str(person[part]) for part in ("familyName", "givenName") if part in person]
    return ", ".join(parts) or str(person["name"])


def _site(editions: Mapping[str, Files], version: str, front: bytes, labels: Labels) -> Deposited:
    """All languages in one archive, to be read from a folder."""
    files = {"index.html": front}
    for language, held in editions.items():
        files |= {f"{language}/{version}/{path}": content for path, content in sorted(held.items())}
        pages = [path for path in sorted(held) if path.endswith(".html")]
        files |= {f"{language}/latest/{path}": _leading(language, version, path) for path in pages}  # pages lead there
    name = f"site-{version}.zip"
    return Deposited(name, zipped(files), "", _SITE, labels("exports.deposit.site"), "application/zip")


def _leading(language: str, version: str, path: str) -> bytes:
    """A page that leads to another of the same name."""
    way = "../" * (path.count("/") + 1)
    page = f"{way}{version}/{path}"
    return str(render("publish/language.html", language=language, page=page, title=path)).encode()


def _of_language(
    language: str, files: Files, version: str, crates: Mapping[str, _Crate], labels: Labels
) -> Iterator[Deposited]:
    nodes = crates[language].nodes
    for path in sorted(files):
        stem, _, ending = path.removeprefix(_EXPORTS).partition(".")
        if path == DATA or path.startswith(_EXPORTS):
            described = nodes.get(path, {})
            purpose = str(described.get("description") or labels.get(f"blocks.files.{path}", path))
            kind = _TYPES.get(ending, _REPORT)
            media = str(described.get("encodingFormat", "application/octet-stream"))
            yield Deposited(f"{stem}-{version}-{language}.{ending}", files[path], language, kind, purpose, media)


def not_shared(files: Files, crate: _Crate, labels: Labels) -> list[str]:
    """What a version leaves out, and why, as sentences."""
    study = json.loads(files[STUDY_FILE]) if STUDY_FILE in files else {}
    said = [labels("exports.deposit.source", source=name, address=address) for address, name in crate.sources]
    for table, label in (("evidence", "exports.deposit.passages"), ("sources", "exports.deposit.sources")):
        hidden = [row for row in study.get(table, []) if row.get("access") == RESTRICTED]
        reasons = {why: None for row in hidden if (why := _in(row.get("restriction") or {}, labels.language))}
        if hidden:
            said.append(" ".join([labels.choose(label, len(hidden)), *reasons]))
    return said


def _in(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")


def _readme(kept: Sequence[Deposited], crate: _Crate, version: str, missing: Sequence[str], labels: Labels) -> str:
    """For people: what is what, where it goes, and what is not there."""
    who = ", ".join(crate.authors)
    lines = [crate.title, f"{who}, {labels('exports.version', version=version)}, {crate.date}".strip(", "), ""]
    lines += [labels("exports.deposit.files"), *(f"  {one.name}{labels('blocks.colon')}{one.purpose}" for one in kept)]
    lines += ["", labels("exports.deposit.where")]
    archives = ["zenodo", "nakala", *(["hal"] if any(one.media == "application/pdf" for one in kept) else [])]
    lines += [f"  {labels(f'exports.deposit.{name}')}" for name in archives]
    if crate.license:
        said = labels("exports.license", license=crate.spdx) if crate.spdx else ""
        lines += ["", labels("exports.deposit.rights"), *(f"  {one}" for one in (said, crate.license) if one)]
    lines += ["", labels("exports.deposit.not-shared"), *(f"  {one}" for one in missing)]
    if not missing:
        lines.append(f"  {labels('exports.deposit.nothing')}")
    return "\n".join([*lines, ""])


def _nakala(kept: Sequence[Deposited], crates: Mapping[str, _Crate], first: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_NAKALA)
    for one in kept:
        crate = crates[one.language or first]
        row = (
            one.name,
            hashlib.sha1(one.content, usedforsecurity=False).hexdigest(),
            f"{crate.title} ({one.name})",
            "; ".join(name for name, _ in crate.creators),
            crate.date,
            f"{_COAR}{one.kind}",
            crate.spdx if one.kind == _TYPES["zip"] else "",  # prose has no open licence
            one.language or "; ".join(crates),
            one.purpose,
            "; ".join(crate.keywords),
            one.media,
            "; ".join(address for address, _ in crate.sources),
            "http://purl.org/coar/access_right/c_abf2",  # open access
        )
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def _zenodo(crate: _Crate, version: str, missing: Sequence[str]) -> str:
    orcid = "https://orcid.org/"
    creators = [
        {"name": name, **({"orcid": id_.removeprefix(orcid)} if id_.startswith(orcid) else {})}
        for name, id_ in crate.creators
    ]
    doi = "https://doi.org/"
    related = [
        {"identifier": address.removeprefix(doi), "relation": "isDerivedFrom", "scheme": "doi"}
        for address, _ in crate.sources
        if address.startswith(doi)
    ]
    told = {
        "metadata": {
            "upload_type": "dataset",
            "title": crate.title,
            "creators": creators,
            "description": crate.description,
            "publication_date": crate.date,
            "version": version,
            "keywords": list(crate.keywords),
            "access_right": "open",
            "license": crate.spdx.lower(),
            "related_identifiers": related,
            "notes": " ".join(missing),
        }
    }
    told["metadata"] = {name: value for name, value in told["metadata"].items() if value}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
