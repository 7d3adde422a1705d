"""The study in the exchange format of qualitative coding tools (REFI-QDA 1.0): its codebook, and the whole project.

Of each source the project has one text, its passages one below the other, since the source itself is not shared. Each
passage is a selection of it; its codings, the voice that speaks and its cases lead to that selection. The format has
no place for a coding that speaks against its code, nor for claims: the first carry a note, the second are notes that
are linked with their passages. Positions count code points, lines end in LF, identifiers follow from the names of
things.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from report_build.exports import Material
from report_build.exports.tree.nodes import UNWRITABLE
from report_build.index import Index
from report_build.metadata.archive import zipped
from report_build.model.coding import Code, Evidence
from report_build.render.templates import sentence

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"


def codebook_file(material: Material) -> bytes:
    """The codebook alone (``.qdc``)."""
    index = material.index
    root = ET.Element("CodeBook", {"xmlns": CODEBOOK, "origin": "report-build"})
    _Writer(index).codes(root)
    return _xml(root)


def project_file(material: Material) -> bytes:
    """The codebook, the passages, their codings and cases, memos and claims (``.qdpx``)."""
    index = material.index
    writer = _Writer(index)
    project = _xml(writer.project())
    texts = {f"Sources/{name}": text.encode() for name, text in sorted(writer.texts.items())}
    return zipped({"project.qde": project, **texts})


@dataclass
class _Writer:
    index: Index
    texts: dict[str, str] = field(default_factory=dict)  # file name -> text of a source or note

    def guid(self, *parts: str) -> str:
        """The identifier of a thing: of the same in every version and, unless parts say otherwise, language."""
        edition = self.index.edition
        return str(uuid5(NAMESPACE_URL, "\n".join((edition.doi_of_all or edition.title, *parts))))

    def say(self, key: str) -> str:
        return sentence(self.index.labels(key))

    @property
    def _user(self) -> str:
        """The study's own coders, as one: its rows name none of them."""
        return self.guid("user", "coding")

    # Codebook -----------------------------------------------------------------------------------------------------

    def codes(self, parent: ET.Element) -> None:
        """The codes below their kinds, and the voices, which the format has no other place for."""
        study, language = self.index.study, self.index.language
        holder = ET.SubElement(parent, "Codes")
        for kind in study.kind.values():
            codes = study.codes_of_kind(kind.id)
            if codes:
                label = kind.label.of(language) or self.index.labels.get(f"blocks.kind.{kind.id}", kind.id)
                self._nest(self._code(holder, ("kind", kind.id), sentence(label), codable=False), codes)
        voices = self._code(holder, ("kind", "voices"), self.say("exports.voices"), codable=False)
        for voice in study.voice:
            if any(one.voice == voice for one in study.evidence):
                self._code(voices, ("voice", voice), self.say(f"voice.{voice}"), codable=True)

    def _nest(self, top: ET.Element, codes: Iterable[Code]) -> None:
        """Codes of one kind below one another as their parents say."""
        left = {code.id: code for code in codes}
        made: dict[str, ET.Element] = {}
        while left:
            ready = [code for code in left.values() if code.parent not in left or code.parent == code.id]
            for code in ready or [next(iter(left.values()))]:  # of codes that are each other's parents the first is top
                above = made.get(code.parent, top)
                made[code.id] = self._code(
                    above, ("code", code.id), code.label.of(self.index.language), codable=True, says=self._meaning(code)
                )
                del left[code.id]

    def _code(
        self, above: ET.Element, named: tuple[str, str], name: str, *, codable: bool, says: str = ""
    ) -> ET.Element:
        given = {"guid": self.guid(*named), "name": _text(name), "isCodable": "true" if codable else "false"}
        made = ET.SubElement(above, "Code", given)
        if says:
            ET.SubElement(made, "Description").text = _text(says)
        return made

    def _meaning(self, code: Code) -> str:
        """A code's definition, when to use it and when not."""
        language, colon = self.index.language, self.index.labels("blocks.colon")
        rules = (("exports.use", code.use), ("exports.avoid", code.avoid))
        given = [f"{self.say(key)}{colon}{text.of(language)}" for key, text in rules if text.of(language)]
        return "\n".join(part for part in (code.definition.of(language), *given, code.note.of(language)) if part)

    # Project ------------------------------------------------------------------------------------------------------

    def project(self) -> ET.Element:
        index = self.index
        title = index.edition.titles.get(index.language) or index.edition.title
        date = {"creationDateTime": f"{index.edition.date}T00:00:00Z"} if index.edition.date else {}
        user = self._user
        root = ET.Element(
            "Project",
            {"xmlns": PROJECT, "name": _text(title), "origin": "report-build", "creatingUserGUID": user, **date},
        )
        by = ", ".join(author.display_name for author in index.edition.authors)
        ET.SubElement(ET.SubElement(root, "Users"), "User", {"guid": user, "name": _text(by)})
        self.codes(ET.SubElement(root, "CodeBook"))
        self._cases(root)
        if index.study.evidence:
            self._source(ET.SubElement(root, "Sources"))
        notes = list(self._notes())
        if notes:
            ET.SubElement(root, "Notes").extend(notes)
        links = list(self._links())
        if links:
            ET.SubElement(root, "Links").extend(links)
        quoted = any(any(one.quotation.values()) for one in index.study.evidence)
        what = index.labels("exports.qda.what.quoted" if quoted else "exports.qda.what")
        ET.SubElement(root, "Description").text = _text(what)
        return root

    def selection(self, passage: str) -> str:
        """The identifier of a passage as a selection of this language's text."""
        return self.guid("passage", passage, self.index.language)

    def _cases(self, root: ET.Element) -> None:
        study, language = self.index.study, self.index.language
        if not study.case:
            return
        cases = ET.SubElement(root, "Cases")
        for case in study.case.values():
            made = ET.SubElement(
                cases, "Case", {"guid": self.guid("case", case.id), "name": _text(case.label.of(language))}
            )
            if case.summary.of(language):
                ET.SubElement(made, "Description").text = _text(case.summary.of(language))
            for passage in study.passage.values():
                if case.id in passage.cases:
                    ET.SubElement(made, "SelectionRef", {"targetGUID": self.selection(passage.id)})

    def _source(self, sources: ET.Element) -> None:
        """The coded passages of each source as one text, and each passage as a selection of it."""
        study, language = self.index.study, self.index.language
        by_source: dict[str, list[Evidence]] = {}
        for passage in study.passage.values():
            by_source.setdefault(passage.source, []).append(passage)
        for id_, passages in by_source.items():
            text, places = "", {}
            for passage in passages:
                said = _text(self._said(passage))
                places[passage.id] = (len(text), len(text) + len(said))
                text += f"{said}\n\n"
            known = study.source.get(id_)
            name = (known.label.of(language) if known else id_) or self.say("exports.passages")
            guid = self.guid("source", id_ or "passages", language)
            given = {"guid": guid, "name": _text(name), "plainTextPath": self._file(guid, text)}
            source = ET.SubElement(sources, "TextSource", given)
            for passage in passages:
                self._selection(source, passage, *places[passage.id])

    def _said(self, passage: Evidence) -> str:
        """A passage word for word, else in our words, else that it is withheld."""
        if any(passage.words.values()):
            return passage.words.of(self.index.language)
        reason = self.index.study.restriction(passage).of(self.index.language)
        return self.index.labels("sources.withheld.why" if reason else "sources.withheld", reason=reason)

    def _selection(self, source: ET.Element, passage: Evidence, start: int, end: int) -> None:
        given = {"guid": self.selection(passage.id), "name": _text(passage.id)}
        made = ET.SubElement(
            source, "PlainTextSelection", {**given, "startPosition": str(start), "endPosition": str(end)}
        )
        section = self.index.study.section.get(passage.section)
        place = section.label.of(self.index.language) if section else passage.section
        reworded = passage.paraphrase.of(self.index.language) if any(passage.quotation.values()) else ""
        where = ", ".join(part for part in (passage.locator, place, passage.paragraph, reworded) if part)
        if where:
            ET.SubElement(made, "Description").text = _text(where)
        for coding in dict.fromkeys((one.code, one.bears) for one in self.index.study.codings_of.get(passage.id, ())):
            self._coding(made, passage.id, ("code", coding[0]), against=coding[1] == "against")
        if passage.voice in self.index.study.voice:
            self._coding(made, passage.id, ("voice", passage.voice), against=False)
        if passage.memo.of(self.index.language):
            ET.SubElement(made, "NoteRef", {"targetGUID": self.guid("memo", passage.id, self.index.language)})

    def _coding(self, selection: ET.Element, passage: str, code: tuple[str, str], *, against: bool) -> None:
        bears = "against" if against else "for"
        given = {"guid": self.guid("coding", passage, *code, bears), "creatingUser": self._user}
        made = ET.SubElement(selection, "Coding", given)
        ET.SubElement(made, "CodeRef", {"targetGUID": self.guid(*code)})
        if against:
            ET.SubElement(made, "NoteRef", {"targetGUID": self.guid("note", "against", self.index.language)})

    def _notes(self) -> Iterator[ET.Element]:
        study, language, claims = self.index.study, self.index.language, self.index.claims
        if any(coding.bears == "against" for coding in study.codings):
            yield self._note(
                ("note", "against"), self.say("exports.against"), self.index.labels("exports.against.what")
            )
        for passage in study.passage.values():
            if passage.memo.of(language):
                yield self._note(
                    ("memo", passage.id), f"{self.say('blocks.memo')} {passage.id}", passage.memo.of(language)
                )
        for id_, number in claims.numbers.items():
            worded = self.index.wordings.get(id_)
            parts = [worded.title if worded else "", claims.entries[id_].claim.why.of(language)]
            name = f"{number:03} {id_}"
            yield self._note(("claim", id_), name, "\n\n".join(part for part in parts if part) or id_)

    def _note(self, named: tuple[str, str], name: str, text: str) -> ET.Element:
        guid = self.guid(*named, self.index.language)
        return ET.Element("Note", {"guid": guid, "name": _text(name), "plainTextPath": self._file(guid, _text(text))})

    def _file(self, guid: str, text: str) -> str:
        """Keep a text as a file: some tools read no other; the address by which the project names it."""
        self.texts[f"{guid}.txt"] = text
        return f"internal://{guid}.txt"

    def _links(self) -> Iterator[ET.Element]:
        """A claim's note leads to each passage for and against it."""
        for id_, entry in self.index.claims.entries.items():
            ways = [("states" if one in entry.statements else "for", one) for one in entry.support]
            ways += [("against", one) for one in entry.counter]
            for way, passage in dict.fromkeys(ways):
                if passage in self.index.study.passage:
                    yield ET.Element(
                        "Link",
                        {
                            "guid": self.guid("link", id_, way, passage, self.index.language),
                            "name": self.say(f"exports.{way}"),
                            "direction": "OneWay",
                            "originGUID": self.guid("claim", id_, self.index.language),
                            "targetGUID": self.selection(passage),
                        },
                    )


def _text(text: str) -> str:
    """A text as XML may hold it, its lines ended by LF."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
