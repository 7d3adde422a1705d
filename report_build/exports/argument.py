"""The argument for programs, as JSON-LD: claims and the passages for and against them, works, codes, and who coded.

Claims, passages and works are in the terms of Discourse Graphs (a draft: only the terms below are used) and of CiTO,
as are the claims of other reports that claims answer; codes in SKOS, who coded in PROV. Each is named by the address
where a reader finds it. The context is in the file, so that nothing is fetched to read it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from report_build.argument.ledger import Entry
from report_build.exports import Material
from report_build.index import Index
from report_build.markup import without_markup
from report_build.metadata.linked_data import Node, without_empty
from report_build.model.answers import ANSWERS
from report_build.model.coding import RESTRICTED, Claim, Code, Evidence
from report_build.model.edition import DOI, doi_of_source
from report_build.model.text import Text

_LINK = {"@type": "@id"}
VOCABULARIES = {
    "dg": "https://discoursegraphs.com/schema/dg_core#",
    "cito": "http://purl.org/spar/cito/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
_LINKING = """
    dg:supportedBy dg:opposedBy dg:supports dg:opposes dg:sourceDocument cito:isSupportedBy cito:isDisputedBy
    cito:supports cito:disputes cito:citesAsEvidence cito:hasCitingEntity cito:hasCitedEntity
    cito:hasCitationCharacterization skos:broader skos:inScheme prov:wasAttributedTo prov:wasDerivedFrom dcterms:subject
    dcterms:isPartOf schema:url schema:sameAs
    """.split()  # noqa: SIM905  # reason: names read better as words


def argument_file(material: Material) -> bytes:
    """The graph of one language (``argument.jsonld``)."""
    index = material.index
    context = {**VOCABULARIES, **dict.fromkeys(_LINKING, _LINK), "@language": index.language}
    nodes = [without_empty(node) for node in ArgumentGraph(index).nodes()]
    said = json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1)
    return f"{said}\n".encode()


@dataclass(frozen=True)
class ArgumentGraph:
    """Everything that the argument names, as nodes."""

    index: Index

    def nodes(self) -> Iterator[Node]:
        yield self.report()
        yield from self._coders()
        yield {"@id": self._scheme, "@type": "skos:ConceptScheme", "dcterms:isPartOf": self._home}
        yield from map(self._code, self.index.study.code.values())
        yield from map(self._passage, self.index.study.passage.values())
        yield from map(self._work, self.index.references.entries)
        for id_, entry in self.index.claims.entries.items():
            yield self.claim(id_, entry)
            yield from self._answers(entry.claim)

    # Names --------------------------------------------------------------------------------------------------------

    def _at(self, page: str, anchor: str = "") -> str:
        """The address of a place: its permanent one where the site has one, else as seen from this file."""
        return self.index.edition.address(page, anchor) or f"../{page}" + (f"#{anchor}" if anchor else "")

    @property
    def _home(self) -> str:
        return self._at("index.html", "report")

    @property
    def _scheme(self) -> str:
        return self._at(self.index.addresses.codes, "codebook")

    @property
    def coders_ids(self) -> list[str]:
        return [
            author.orcid or self._at("index.html", f"author-{number}")
            for number, author in enumerate(self.index.edition.authors, start=1)
        ]

    def _claim_id(self, claim: str) -> str:
        return self._at(self.index.addresses.claims, claim)

    def _code_id(self, code: str) -> str:
        return self._at(self.index.addresses.codes, f"code-{code}")

    def _passages(self, ids: tuple[str, ...]) -> list[str]:
        known = self.index.study.passage
        return [self._at(self.index.evidence_page(one), one) for one in dict.fromkeys(ids) if one in known]

    def _works(self, keys: tuple[str, ...]) -> list[str]:
        known = self.index.references.entries
        page = self.index.addresses.bibliography
        return [self._at(page, f"ref-{key}") for key in dict.fromkeys(keys) if key in known]

    def _text(self, text: Text) -> object:
        """A text in the file's language; another language's says which it is."""
        here = self.index.language
        if text.get(here):
            return text[here]
        return next(({"@value": said, "@language": language} for language, said in text.items() if said), "")

    # Things -------------------------------------------------------------------------------------------------------

    def report(self) -> Node:
        edition = self.index.edition
        source = doi_of_source(edition)
        return {
            "@id": self._home,
            "@type": ["prov:Entity", "schema:Report"],
            "schema:name": edition.titles.get(edition.language) or edition.title,
            "schema:version": _plain(edition.version),
            "schema:datePublished": _plain(edition.date),
            "prov:wasAttributedTo": self.coders_ids,
            "prov:wasDerivedFrom": f"{DOI}{source}" if source else "",
        }

    def _coders(self) -> Iterator[Node]:
        for id_, author in zip(self.coders_ids, self.index.edition.authors, strict=True):
            yield {"@id": id_, "@type": "prov:Agent", "schema:name": _plain(author.display_name)}

    def _code(self, code: Code) -> Node:
        return {
            "@id": self._code_id(code.id),
            "@type": "skos:Concept",
            "skos:notation": _plain(code.id),
            "skos:prefLabel": self._text(code.label),
            "skos:definition": self._text(code.definition),
            "skos:scopeNote": [said for said in (self._text(code.use), self._text(code.avoid)) if said],
            "skos:broader": self._code_id(code.parent) if code.parent in self.index.study.code else "",
            "skos:inScheme": self._scheme,
        }

    def _passage(self, passage: Evidence) -> Node:
        source = doi_of_source(self.index.edition)
        codings = self.index.study.codings_of.get(passage.id, ())
        codes = dict.fromkeys(one.code for one in codings if one.bears != "against")
        return {
            "@id": self._at(self.index.evidence_page(passage.id), passage.id),
            "@type": ["dg:Evidence", "prov:Entity"],
            "schema:identifier": _plain(passage.id),
            "schema:text": self._text(passage.paraphrase if any(passage.paraphrase.values()) else passage.quotation),
            "oa:exact": [
                {"@value": said, "@language": language} for language, said in passage.quotation.items() if said
            ],
            "dcterms:source": _plain(self._place(passage)),
            "dcterms:accessRights": _plain(RESTRICTED if self.index.study.is_restricted(passage) else ""),
            "dcterms:type": self.index.labels.get(f"voice.{passage.voice}", passage.voice),
            "dcterms:subject": [self._code_id(code) for code in codes],
            "dg:sourceDocument": f"{DOI}{source}" if source else "",
            "prov:wasAttributedTo": self.coders_ids,
        }

    def _place(self, passage: Evidence) -> str:
        """The source of a passage and where it stands there; '' where the study lists no sources."""
        source = self.index.study.source.get(passage.source)
        name = source.label.of(self.index.language) if source else passage.source
        return ", ".join(part for part in (name, passage.locator) if part)

    def _work(self, key: str) -> Node:
        work = self.index.study.work.get(key)
        doi = work.published.get("doi", "").strip("{} ") if work else ""
        return {
            "@id": self._at(self.index.addresses.bibliography, f"ref-{key}"),
            "@type": "dg:SourceDocument",
            "schema:name": _plain(without_markup(self.index.references.entries[key]).strip()),
            "schema:sameAs": f"{DOI}{doi}" if doi else "",
        }

    def claim(self, id_: str, entry: Entry) -> Node:
        worded = self.index.wordings.get(id_)
        support = self._passages(tuple(one for one in entry.support if one not in entry.statements))
        counter = self._passages(entry.counter)
        footing = self.index.labels(f"ledger.footing.{entry.footing}") if entry.footing else ""
        answered = {how: [one.link for one in entry.claim.answers if one.how == how and one.link] for how in ANSWERS}
        return {
            "@id": self._claim_id(id_),
            "@type": ["dg:Claim", "prov:Entity"],
            "schema:identifier": _plain(id_),
            "schema:position": self.index.claims.numbers[id_],
            "schema:text": worded.title if worded else "",
            "schema:url": self._at(worded.page, worded.anchor) if worded else "",
            "skos:note": footing,
            "rdfs:comment": self._text(entry.claim.why),
            "dg:supportedBy": support,
            "dg:opposedBy": counter,
            "cito:isSupportedBy": support,
            "cito:isDisputedBy": counter,
            "dg:supports": answered["supports"],
            "dg:opposes": answered["disputes"],
            "cito:supports": answered["supports"],
            "cito:disputes": answered["disputes"],
            "prov:wasDerivedFrom": self._passages(entry.statements),  # they make the claim and do not support it
            "cito:citesAsEvidence": self._works(entry.claim.references),
            "dcterms:isPartOf": self._home,
        }

    def _answers(self, claim: Claim) -> Iterator[Node]:
        """How a claim cites those of other reports that it answers: as they were worded, and when."""
        for number, one in enumerate(claim.answers, 1):
            if one.link and one.how in ANSWERS:
                yield {
                    "@id": self._at(self.index.addresses.claims, claim.answer_id(number)),
                    "@type": "cito:Citation",
                    "cito:hasCitingEntity": self._claim_id(claim.id),
                    "cito:hasCitedEntity": one.link,
                    "cito:hasCitationCharacterization": f"cito:{one.how}",
                    "oa:exact": {"@value": one.words, "@language": one.language} if one.words else "",
                    "schema:sha256": _plain(one.digest if one.words else ""),
                    "oa:sourceDate": _plain(one.seen),
                }


def _plain(text: str) -> Mapping[str, str] | str:
    """A text that is in no language, such as a name or a date."""
    return {"@value": text} if text else ""
