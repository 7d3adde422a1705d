"""Each claim as a nanopublication, in one TriG file: what is asserted, what it comes from, and who says so when.

They are not published, and so have no name of their own yet: whoever publishes one signs it, and the name is worked out
of what it holds. Until then each stands in the vocabulary's space for drafts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from urllib.parse import quote

from report_build.exports import Material
from report_build.exports.argument import VOCABULARIES, ArgumentGraph

_DRAFTS = "http://purl.org/nanopub/temp/"
_PREFIXES = {
    **{name: VOCABULARIES[name] for name in ("dg", "cito", "prov", "dcterms", "schema", "rdfs")},
    "np": "http://www.nanopub.org/nschema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ASSERTED = (
    "dg:supportedBy",
    "dg:opposedBy",
    "cito:isSupportedBy",
    "cito:isDisputedBy",
    "dg:supports",
    "dg:opposes",
    "cito:supports",
    "cito:disputes",
    "cito:citesAsEvidence",
)
_NOT_IN_AN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


def nanopublications_file(material: Material) -> bytes:
    """The claims of one language (``nanopublications.trig``)."""
    graph = ArgumentGraph(material.index)
    head = "".join(f"@prefix {name}: <{address}> .\n" for name, address in _PREFIXES.items())
    return "\n".join([head, *_publications(graph)]).encode()


def _publications(graph: ArgumentGraph) -> Iterator[str]:
    index = graph.index
    report, source = graph.report(), graph.report().get("prov:wasDerivedFrom")
    authors = [_iri(one) for one in graph.coders_ids]
    space = f"{_DRAFTS}{sha256(str(report['@id']).encode()).hexdigest()[:12]}/"
    date = index.edition.date
    for id_, entry in index.claims.entries.items():
        node = graph.claim(id_, entry)
        if not node["schema:text"]:
            continue  # nothing is asserted where no page words it
        name = f"{space}{id_}"
        own, head, said, origin, about = (f"<{name}{part}>" for part in ("", "#Head", "#said", "#origin", "#about"))
        derived = [_iri(one) for one in (*_many(node["prov:wasDerivedFrom"]), *_many(source)) if one]
        yield _graph(
            head,
            [
                f"{own} a np:Nanopublication .",
                f"{own} np:hasAssertion {said} .",
                f"{own} np:hasProvenance {origin} .",
                f"{own} np:hasPublicationInfo {about} .",
            ],
        )
        yield _graph(said, _assertion(node, index.language))
        yield _graph(
            origin,
            [
                *(f"{said} prov:wasAttributedTo {one} ." for one in authors),
                *(f"{said} prov:wasDerivedFrom {one} ." for one in derived),
                f"{said} dcterms:isPartOf {_iri(str(report['@id']))} .",
            ],
        )
        yield _graph(
            about,
            [
                *(f"{own} dcterms:creator {one} ." for one in authors),
                f"{own} rdfs:label {_literal(f'{id_}, {index.edition.title}')} .",
                *([f"{own} dcterms:created {_literal(date)}^^xsd:date ."] if date else []),
            ],
        )


def _assertion(node: Mapping[str, object], language: str) -> Iterator[str]:
    claim = _iri(str(node["@id"]))
    yield f"{claim} a dg:Claim ; schema:text {_literal(str(node['schema:text']))}@{language} ."
    for relation in _ASSERTED:
        yield from (f"{claim} {relation} {_iri(one)} ." for one in _many(node[relation]))


def _many(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def _graph(name: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{name} {{", *(f"  {line}" for line in lines), "}", ""])


def _iri(address: str) -> str:
    return f"<{_NOT_IN_AN_IRI.sub(lambda found: quote(found[0]), address)}>"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # the escapes of JSON are among those of TriG
