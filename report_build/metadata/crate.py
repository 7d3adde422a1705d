"""``ro-crate-metadata.json``: a released edition as a research object, for archives that read RO-Crate 1.2.

It describes what can be used again: the data, the displays, the whole study, the bibliography, the other forms, and the
home page. The pages' own files, and what the theme needs, are the edition's and are not told one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from report_build.index import Index
from report_build.metadata.linked_data import Node, without_empty
from report_build.model.edition import DOI, Person

CRATE_FILE = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/crate/1.2"
_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "html": "text/html",
}
_HOME = "index.html"


def crate_file(index: Index, files: Mapping[str, bytes]) -> bytes:
    """The metadata file of one edition.

    :param files: beside the pages, by site-relative address.
    """
    graph = [_descriptor(), *_Crate(index, files).nodes()]
    told = {"@context": f"{_PROFILE}/context", "@graph": graph}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _descriptor() -> Node:
    return {
        "@id": CRATE_FILE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _PROFILE},
        "about": {"@id": "./"},
    }


class _Crate:
    def __init__(self, index: Index, files: Mapping[str, bytes]) -> None:
        self.index, self.files = index, files
        self.license = index.edition.license_url
        folders = ("data/", "displays/", "exports/")
        told = {name for name in files if name.startswith(folders) or ("/" not in name and _media(name))}
        self.described = sorted(name for name in told if "search" not in name)

    def nodes(self) -> Iterator[Node]:
        edition = self.index.edition
        people = [(one, _id_of(one, number)) for number, one in enumerate(edition.authors, start=1)]
        source = [said for one in edition.sources if (said := _source(one))]
        whole: Node = {
            "@id": "./",
            "@type": "Dataset",
            "name": edition.titles.get(edition.language) or edition.title,
            "description": edition.abstract or edition.title,
            "datePublished": edition.date,
            "version": edition.version,
            "inLanguage": edition.language,
            "keywords": list(edition.keywords),
            "license": {"@id": self.license} if self.license else "",
            "author": [{"@id": id_} for _, id_ in people],
            "identifier": f"{DOI}{edition.doi}" if edition.doi else "",
            "url": edition.address(_HOME),
            "isBasedOn": [{"@id": one["@id"]} for one in source],
            "mainEntity": {"@id": _HOME},
            "hasPart": [{"@id": _HOME}, *({"@id": name} for name in (*self._folders(), *self._of("")))],
        }
        yield without_empty(whole)
        title = self.index.titles.get(_HOME) or edition.title
        yield {"@id": _HOME, "@type": "File", "name": title, "encodingFormat": "text/html"}
        for folder in self._folders():
            parts = [{"@id": name} for name in self._of(folder)]
            yield {"@id": folder, "@type": "Dataset", "name": folder.rstrip("/"), "hasPart": parts}
        yield from map(self._file, self.described)
        for person, id_ in people:
            kind = "Organization" if person.name else "Person"
            names = {"familyName": person.family, "givenName": person.given}
            yield without_empty({"@id": id_, "@type": kind, "name": person.display_name, **names})
        yield from source
        if self.license:
            name = edition.license or self.license
            yield {"@id": self.license, "@type": "CreativeWork", "name": name, "identifier": self.license}

    def _folders(self) -> list[str]:
        return sorted({f"{name.partition('/')[0]}/" for name in self.described if "/" in name})

    def _of(self, folder: str) -> list[str]:
        """The files in a folder; '' is the edition's own."""
        return [name for name in self.described if (name.startswith(folder) if folder else "/" not in name)]

    def _file(self, name: str) -> Node:
        known = self.index.exports.get(name)
        labels = self.index.labels
        purpose = labels.get(f"exports.form.{known.form}", "") if known else labels.get(f"blocks.files.{name}", "")
        display = self.index.study.display.get(name.removeprefix("displays/").partition(".")[0])
        caption = self.index.plain_text(_HOME, display.caption.of(self.index.language)) if display else ""
        return without_empty(
            {
                "@id": name,
                "@type": "File",
                "name": caption or name.rpartition("/")[2],
                "description": purpose,
                "encodingFormat": known.media_type if known else _media(name),
                "contentSize": str(len(self.files[name])),
                "license": {"@id": self.license} if self.license and name.startswith(("data/", "displays/")) else "",
            }
        )


def _media(name: str) -> str:
    return _MEDIA.get(name.rpartition(".")[2], "")


def _id_of(person: Person, number: int) -> str:
    return person.orcid or f"#author-{number}"


def _source(told: Mapping[str, object]) -> Node:
    """What the report reads, where it has an identifier of its own."""
    doi, title = told.get("doi"), told.get("title")
    if not isinstance(doi, str) or not doi:
        return {}
    kind = "ScholarlyArticle" if told.get("type") == "article" else "CreativeWork"
    return {"@id": f"{DOI}{doi}", "@type": kind, "name": title if isinstance(title, str) else doi}
