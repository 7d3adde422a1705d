"""The argument as linked data keeps what its shapes promise, and each of its addresses gives what it names."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nanopub
import pyshacl
import pytest
from conftest import ROOT, Forms
from lxml import html
from nanopub.nanopub import MalformedNanopubError
from rdflib import ConjunctiveGraph, Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, SKOS

from report_build.exports.annotations import quote_of
from report_build.sources.others import read_other_reports

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, in what pyshacl and nanopub call
SHAPES = ROOT / "report_build/exports/argument.shapes.ttl"
BASE = "https://example.org/fr/"
NP = Namespace("http://www.nanopub.org/nschema#")
DG, CITO, SCHEMA, OA = (
    Namespace(name)
    for name in (
        "https://discoursegraphs.com/schema/dg_core#",
        "http://purl.org/spar/cito/",
        "https://schema.org/",
        "http://www.w3.org/ns/oa#",
    )
)
ANSWERED = (DG.supports, DG.opposes, CITO.supports, CITO.disputes)


@pytest.fixture(scope="module")
def document(any_forms: Forms) -> dict[str, Any]:
    return argument(any_forms)


def argument(forms: Forms) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((forms.folder / "argument.jsonld").read_text(encoding="utf-8"))
    return read


def graph(document: dict[str, Any]) -> Graph:
    return Graph().parse(data=json.dumps(document), format="json-ld", publicID=f"{BASE}exports/argument.jsonld")


def complaints(read: Graph) -> str:
    conforms, _, said = pyshacl.validate(read, shacl_graph=str(SHAPES), shacl_graph_format="turtle")
    return "" if conforms else said


def test_it_fits_its_shapes(document: dict[str, Any]) -> None:
    assert complaints(graph(document)) == ""


SPOILT = {
    "a claim without words": "DELETE {?c schema:text ?t} WHERE {?c a dg:Claim; schema:text ?t}",
    "a claim without an address": "DELETE {?c schema:url ?t} WHERE {?c a dg:Claim; schema:url ?t}",
    "a claim numbered twice": "INSERT {?c schema:position 99} WHERE {?c a dg:Claim}",
    "a support that only one vocabulary has": "DELETE {?c cito:isSupportedBy ?e} WHERE {?c cito:isSupportedBy ?e}",
    "a support that is no passage": "DELETE {?e a dg:Evidence} WHERE {?c dg:supportedBy ?e}",
    "an answer that only one vocabulary has": "DELETE {?c cito:disputes ?e} WHERE {?c cito:disputes ?e}",
    "an answer without the other's words": "DELETE {?a oa:exact ?t} WHERE {?a a cito:Citation; oa:exact ?t}",
    "an answer to no claim": "INSERT {?a cito:hasCitedEntity cito:x} WHERE {?a a cito:Citation}",
    "an answer of no known kind": "INSERT {?a cito:hasCitationCharacterization cito:likes} WHERE {?a a cito:Citation}",
    "a passage without words": "DELETE {?e schema:text ?t} WHERE {?e a dg:Evidence; schema:text ?t}",
    "a code without a name": "DELETE {?c skos:prefLabel ?t} WHERE {?c skos:prefLabel ?t}",
    "a code below no code": "INSERT {?c skos:broader dg:Nothing} WHERE {?c a skos:Concept}",
    "a work that is called nothing": "DELETE {?w schema:name ?t} WHERE {?w a dg:SourceDocument; schema:name ?t}",
    "a report by nobody": "DELETE {?r prov:wasAttributedTo ?a} WHERE {?r a schema:Report; prov:wasAttributedTo ?a}",
}


@pytest.mark.parametrize("change", SPOILT.values(), ids=SPOILT)
def test_a_broken_one_does_not(forms: Forms, change: str) -> None:
    spoilt = graph(argument(forms))
    before = set(spoilt)
    spoilt.update(change, initNs={"dg": DG, "cito": CITO, "schema": SCHEMA, "skos": SKOS, "oa": OA})
    assert set(spoilt) != before
    assert complaints(spoilt)


def test_each_address_gives_what_it_names(any_forms: Forms, document: dict[str, Any]) -> None:
    read = graph(document)
    ids: dict[Path, set[str]] = {}
    for kind in (DG.Claim, DG.Evidence, DG.SourceDocument, SKOS.Concept, CITO.Citation):
        named = [str(node) for node in read.subjects(RDF.type, kind)]
        assert named or kind == CITO.Citation  # not every report answers others
        named += [str(one) for node in read.subjects(RDF.type, kind) for one in read.objects(node, SCHEMA.url)]
        for address in named:
            page, _, anchor = address.removeprefix(BASE).partition("#")
            file = any_forms.site / page
            if file not in ids:
                ids[file] = set(html.fromstring(file.read_text(encoding="utf-8")).xpath("//@id"))
            assert unquote(anchor) in ids[file], address


def test_an_answered_claim_is_kept_as_it_was_worded(forms: Forms) -> None:
    read = graph(argument(forms))
    mine, there = URIRef(f"{BASE}affirmations.html#c-noyau"), "https://example.org/reading-rooms/en/1.0.0/claims.html"
    assert {str(one) for one in read.objects(mine, DG.opposes)} == {f"{there}#c-lending"}
    assert {str(one) for one in read.objects(mine, CITO.supports)} == {f"{there}#c-return"}
    [answer] = read.subjects(CITO.hasCitedEntity, URIRef(f"{there}#c-return"))
    words = "Whoever borrows comes back."
    assert read.value(answer, OA.exact) == Literal(words, lang="en")
    assert str(read.value(answer, SCHEMA.sha256)) == sha256(words.encode()).hexdigest()
    assert not list(read.predicate_objects(URIRef(f"{there}#c-return")))  # what they say of it is theirs to say


def test_a_report_can_be_answered_by_what_it_publishes(
    any_forms: Forms, document: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "others").mkdir()
    shutil.copy(any_forms.folder / "argument.jsonld", tmp_path / "others/theirs.jsonld")
    [report], findings, _ = read_other_reports(tmp_path, "others")
    assert findings == []
    named = {node["@id"]: node["schema:text"] for node in document["@graph"] if "dg:Claim" in node.get("@type", ())}
    language = document["@context"]["@language"]
    assert {address: wording[language] for address, wording in report.claims.items()} == named


def test_each_claim_is_a_nanopublication(any_forms: Forms, document: dict[str, Any]) -> None:
    whole = Dataset()
    text = (any_forms.folder / "nanopublications.trig").read_text(encoding="utf-8")
    whole.parse(data=text, format="trig", publicID=f"{BASE}exports/nanopublications.trig")
    drafts = {graph for _, _, _, graph in whole.quads((None, RDF.type, NP.Nanopublication, None))}
    told = graph(document)
    said = set()
    for head in drafts:
        one = ConjunctiveGraph()
        names = {head, *(part for _, _, part in whole.graph(head) if str(part).partition("#")[0] in str(head))}
        for name in names:
            for triple in whole.graph(name):
                one.get_context(name).add(triple)
        publication = nanopub.Nanopub(rdf=one)
        assert publication.is_valid
        [claim] = publication.assertion.subjects(RDF.type, DG.Claim)
        for relation in (SCHEMA.text, DG.supportedBy, DG.opposedBy, CITO.isSupportedBy, CITO.isDisputedBy, *ANSWERED):
            assert set(publication.assertion.objects(claim, relation)) == set(told.objects(claim, relation))
        said.add(claim)
        for part in names - {head}:
            spoilt = ConjunctiveGraph()
            for name in names - {part}:
                for triple in whole.graph(name):
                    spoilt.get_context(name).add(triple)
            with pytest.raises(MalformedNanopubError):
                assert not nanopub.Nanopub(rdf=spoilt).is_valid
    assert said == set(told.subjects(RDF.type, DG.Claim))


def test_each_note_for_hypothesis_has_one_place(any_forms: Forms, document: dict[str, Any]) -> None:
    notes = json.loads((any_forms.folder / "annotations.json").read_text(encoding="utf-8"))["annotations"]
    assert len(notes) == len(list(graph(document).subjects(RDF.type, DG.Claim)))
    assert len({note["id"] for note in notes}) == len(notes)
    for note in notes:
        page = html.fromstring((any_forms.site / note["uri"].removeprefix("../")).read_text(encoding="utf-8"))
        [body] = page.xpath("//body")
        for left_out in body.xpath(".//script | .//style | .//template"):
            left_out.drop_tree()
        [target] = note["target"]
        [quote] = target["selector"]
        text = body.text_content()
        assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
        claim = note["tags"][0]
        assert quote["exact"] == page.xpath(f"string(//*[@id='{claim}'])")
        assert note["user"].startswith("acct:")
        assert claim in note["text"]


def test_a_quote_grows_until_it_is_one() -> None:
    again = "un mot de plus " * 9
    text = f"A {again}vrai {again}B {again}vrai {again}C"
    places = [place for place in range(len(text)) if text.startswith("vrai", place)]
    for start in places:
        quote = quote_of(text, start, start + 4)
        assert text.count(quote["prefix"] + quote["exact"] + quote["suffix"]) == 1
        assert text.index(quote["prefix"] + quote["exact"]) + len(quote["prefix"]) == start


def test_the_words_of_an_answered_claim_are_quoted_in_other_forms(forms: Forms) -> None:
    for name in ("report.jats.xml", "report.tei.xml"):
        text = " ".join((forms.folder / name).read_text(encoding="utf-8").split())
        assert "conteste : “Lending books empties a reading room &amp; nobody returns.”" in text.replace(
            "\u00a0", " "
        ), name
