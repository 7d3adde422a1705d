"""The study in the exchange format of qualitative coding tools (REFI-QDA 1.0): its codebook, and the whole project.

Of each source the project has one text, its passages one below the other, since the source itself is not shared. Each
passage is a selection of it; its codings, the voice that speaks and its cases lead to that selection. The format has
no place for a coding that speaks against its code, nor for claims: the first carry a note, the second are notes that
are linked with their passages. Positions count code points, lines end in LF, identifiers follow from the names of
things. What stands where is said in ``templates/exports/refi-qda.xml``.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from report_build.archive import zipped
from report_build.exports import Material
from report_build.exports.tree.nodes import UNWRITABLE
from report_build.exports.xml import xml_of
from report_build.grouping import grouped
from report_build.index import Index
from report_build.model.coding import Code, Evidence
from report_build.render.templates import sentence

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"


def codebook_file(material: Material) -> bytes:
    """The codebook alone (``.qdc``)."""
    return _indented(xml_of("refi-qda.xml", qda=_Qda(material.index), whole=False), CODEBOOK)


def project_file(material: Material) -> bytes:
    """The codebook, the passages, their codings and cases, memos and claims (``.qdpx``)."""
    qda = _Qda(material.index)
    sources, notes = list(qda.sources()), list(qda.notes())
    project = _indented(xml_of("refi-qda.xml", qda=qda, whole=True, sources=sources, notes=notes), PROJECT)
    texts = {f"Sources/{one.guid}.txt": one.text.encode() for one in (*sources, *notes)}  # some tools read files alone
    return zipped({"project.qde": project, **dict(sorted(texts.items()))})


@dataclass(frozen=True, slots=True)
class _Code:
    """A code, or what codes stand below: their kind, the voices."""

    kind: str
    id: str
    name: str
    codable: bool = True
    meaning: str = ""
    below: list[_Code] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """A text of the project, and the passages in it with their first position and their last."""

    guid: str
    name: str
    text: str
    passages: Sequence[tuple[Evidence, int, int]] = ()


@dataclass(frozen=True)
class _Qda:
    """The study as the format has it."""

    index: Index

    def guid(self, *parts: str) -> str:
        """The identifier of a thing: of the same in every version and, unless parts say otherwise, language."""
        edition = self.index.edition
        return str(uuid5(NAMESPACE_URL, "\n".join((edition.doi_of_all or edition.title, *parts))))

    def selection(self, passage: str) -> str:
        """The identifier of a passage as a selection of this language's text."""
        return self.guid("passage", passage, self.index.language)

    def say(self, key: str) -> str:
        return sentence(self.index.labels(key))

    @property
    def quotes(self) -> bool:
        """Whether a passage is given word for word."""
        return any(any(one.quotation.values()) for one in self.index.study.evidence)

    def codes(self) -> Iterator[_Code]:
        """The codes below their kinds, and the voices, which the format has no other place for."""
        study, language = self.index.study, self.index.language
        for kind in study.kind.values():
            if codes := study.codes_of_kind(kind.id):
                label = kind.label.of(language) or self.index.labels.get(f"blocks.kind.{kind.id}", kind.id)
                yield _Code("kind", kind.id, sentence(label), codable=False, below=self._nested(codes))
        heard = {one.voice for one in study.evidence}
        voices = [_Code("voice", voice, self.say(f"voice.{voice}")) for voice in study.voice if voice in heard]
        yield _Code("kind", "voices", self.say("exports.voices"), codable=False, below=voices)

    def _nested(self, codes: Iterable[Code]) -> list[_Code]:
        """Codes of one kind below one another as their parents say."""
        left = {code.id: code for code in codes}
        top: list[_Code] = []
        made: dict[str, _Code] = {}
        while left:
            ready = [code for code in left.values() if code.parent not in left or code.parent == code.id]
            for code in ready or [next(iter(left.values()))]:  # of codes that are each other's parents the first is top
                new = _Code("code", code.id, code.label.of(self.index.language), meaning=self._meaning(code))
                (made[code.parent].below if code.parent in made else top).append(new)
                made[code.id] = new
                del left[code.id]
        return top

    def _meaning(self, code: Code) -> str:
        """A code's definition, when to use it and when not."""
        language, colon = self.index.language, self.index.labels("blocks.colon")
        rules = (("exports.use", code.use), ("exports.avoid", code.avoid))
        given = [f"{self.say(key)}{colon}{text.of(language)}" for key, text in rules if text.of(language)]
        return "\n".join(part for part in (code.definition.of(language), *given, code.note.of(language)) if part)

    def sources(self) -> Iterator[_File]:
        """The coded passages of each source as one text."""
        study, language = self.index.study, self.index.language
        for id_, passages in grouped((one.source, one) for one in study.passage.values()).items():
            text, selections = "", []
            for passage in passages:
                said = _text(self._said(passage))
                selections.append((passage, len(text), len(text) + len(said)))
                text += f"{said}\n\n"
            known = study.source.get(id_)
            name = (known.label.of(language) if known else id_) or self.say("exports.passages")
            yield _File(self.guid("source", id_ or "passages", language), name, text, selections)

    def _said(self, passage: Evidence) -> str:
        """A passage word for word, else in our words, else that it is withheld."""
        if any(passage.words.values()):
            return passage.words.of(self.index.language)
        reason = self.index.study.restriction(passage).of(self.index.language)
        return self.index.labels("sources.withheld.why" if reason else "sources.withheld", reason=reason)

    def about(self, passage: Evidence) -> str:
        """Where a passage stands, and what it says in other words."""
        section = self.index.study.section.get(passage.section)
        place = section.label.of(self.index.language) if section else passage.section
        reworded = passage.paraphrase.of(self.index.language) if any(passage.quotation.values()) else ""
        return ", ".join(part for part in (passage.locator, place, passage.paragraph, reworded) if part)

    def codings(self, passage: Evidence) -> Iterator[tuple[str, str, str]]:
        """What a passage is coded with: the kind and id of each code, and whether it speaks for or against it."""
        codings = self.index.study.codings_of.get(passage.id, ())
        for code, against in dict.fromkeys((one.code, one.bears == "against") for one in codings):
            yield "code", code, "against" if against else "for"
        if passage.voice in self.index.study.voice:
            yield "voice", passage.voice, "for"

    def notes(self) -> Iterator[_File]:
        """What codings against a code mean, memos, and claims."""
        study, language, claims = self.index.study, self.index.language, self.index.claims
        if any(coding.bears == "against" for coding in study.codings):
            yield self._note("note", "against", self.say("exports.against"), self.index.labels("exports.against.what"))
        for passage in study.passage.values():
            if memo := passage.memo.of(language):
                yield self._note("memo", passage.id, f"{self.say('blocks.memo')} {passage.id}", memo)
        for id_, number in claims.numbers.items():
            worded = self.index.wordings.get(id_)
            parts = [worded.title if worded else "", claims.entries[id_].claim.why.of(language)]
            yield self._note("claim", id_, f"{number:03} {id_}", "\n\n".join(part for part in parts if part) or id_)

    def _note(self, kind: str, id_: str, name: str, text: str) -> _File:
        return _File(self.guid(kind, id_, self.index.language), name, _text(text))

    def links(self) -> Iterator[tuple[str, str, str]]:
        """Each claim with each passage for and against it: (claim, how it bears, passage)."""
        for id_, entry in self.index.claims.entries.items():
            ways = [("states" if one in entry.statements else "for", one) for one in entry.support]
            ways += [("against", one) for one in entry.counter]
            for way, passage in dict.fromkeys(ways):
                if passage in self.index.study.passage:
                    yield id_, way, passage


def _text(text: str) -> str:
    """A text as XML may hold it, its lines ended by LF."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _indented(xml: str, vocabulary: str) -> bytes:
    """A file of an element, one line each, as coding tools write theirs."""
    read = ET.fromstring(xml)  # noqa: S314  # reason: we wrote it
    root = ET.Element(read.tag, {"xmlns": vocabulary, **read.attrib})
    root.extend(read)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()
