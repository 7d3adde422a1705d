"""REFI-QDA: projects (``.qdpx``) and codebooks (``.qdc``), as NVivo, MAXQDA, ATLAS.ti, QualCoder and others write them.

Read leniently: names of either case, elements in any order, both namespaces, missing names.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from report_build.errors import UsageError
from report_build.importing.names import is_name_attribute
from report_build.importing.offsets import counting_of, on_words, spans
from report_build.importing.project import (
    Code,
    Coding,
    Passage,
    Project,
    Source,
    attribute_of,
    beginning_at,
    one_line,
    paragraph_at,
)

_LONGEST = 200_000_000  # bytes of one member, unpacked
# What a project may hold and a study has no place for: element -> what it is called.
_LEFT = {
    "Note": "notes",
    "Link": "links",
    "Set": "sets",
    "Graph": "graphs",
    "PictureSource": "pictures",
    "AudioSource": "recordings",
    "VideoSource": "films",
    "PDFSource": "PDF sources, of which only passages of their plain text are read",
    "PictureSelection": "selections of pictures",
    "AudioSelection": "selections of recordings",
    "VideoSelection": "selections of films",
    "PDFSelection": "selections of PDF pages",
}

_TYPES = {"Integer": "whole", "Float": "decimal", "Date": "date", "DateTime": "date"}  # of variables -> of columns
_TYPED = frozenset({"TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue"})
_DAY = len("2026-11-22")  # what of a date or time is the day


def read_refi(file: Path) -> Project:
    """A project or codebook.

    :raises UsageError: the file is neither.
    """
    project = Project("REFI-QDA")
    if file.suffix.lower() == ".qdc":
        _read_codes(_parsed(file.read_bytes(), file.name), project)
        return project
    try:
        with ZipFile(file) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            inner = next((names[name] for name in sorted(names) if name.endswith(".qde")), None)
            if inner is None:
                raise UsageError(f"{file.name} has no project.qde in it: it is no REFI-QDA project")
            root = _parsed(_member(archive, inner), inner)
            _read_codes(root, project)
            _read_sources(root, archive, names, project)
    except BadZipFile as error:
        raise UsageError(f"{file.name} cannot be unpacked: {error}") from error
    project.title = _get(root, "name")
    _read_cases(root, project)
    _read_attributes(root, project)
    for element in root.iter():
        if _name(element) in _LEFT:
            project.left[_LEFT[_name(element)]] += 1
    return project


def _member(archive: ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LONGEST:
        raise UsageError(f"{name} is larger than {_LONGEST // 1_000_000} MB")
    return archive.read(name)


def _parsed(content: bytes, name: str) -> ET.Element:
    if b"<!ENTITY" in content:
        raise UsageError(f"{name} defines entities, which no coding tool writes")
    try:
        return ET.fromstring(content)  # noqa: S314  # reason: without entities there is nothing to expand
    except ET.ParseError as error:
        raise UsageError(f"{name} cannot be read: {error}") from error


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _get(element: ET.Element, name: str) -> str:
    known = {key.lower(): value for key, value in element.attrib.items()}
    return known.get(name.lower(), "").strip()


def _children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (child for child in element if _name(child) == name)


def _below(element: ET.Element, name: str) -> Iterator[ET.Element]:
    return (child for child in element.iter() if _name(child) == name)


def _description(element: ET.Element) -> str:
    return " ".join(one_line(child.text or "") for child in _children(element, "Description")).strip()


def _read_codes(root: ET.Element, project: Project) -> None:
    def read(element: ET.Element, parent: str) -> None:
        ref = _get(element, "guid")
        name = _get(element, "name") or "unnamed"
        project.codes.append(Code(ref, name, _description(element), parent))
        for child in _children(element, "Code"):
            read(child, ref)

    for codes in _below(root, "Codes"):
        for code in _children(codes, "Code"):
            read(code, "")


def _read_sources(root: ET.Element, archive: ZipFile, names: dict[str, str], project: Project) -> None:
    users = {_get(user, "guid"): _get(user, "name") or _get(user, "id") for user in _below(root, "User")}
    read: list[tuple[Source, list[ET.Element]]] = []
    for element in root.iter():
        if _name(element) in {"TextSource", "Representation"}:
            text = _text_of(element, archive, names)
            name = _get(element, "name") or "unnamed"
            source = Source(_get(element, "guid"), name, text)
            read.append((source, list(_children(element, "PlainTextSelection"))))
    counting = counting_of([(source.text, [*map(_span, found)]) for source, found in read])
    total = sum(len(found) for _, found in read)
    whole = 0
    for source, found in read:
        project.sources.append(source)
        for selection, (start, end) in zip(found, spans(source.text, [*map(_span, found)], counting), strict=True):
            if start < 0:
                project.left["passages whose positions lie beyond their text"] += 1
                continue
            whole += on_words(source.text, (start, end)) == 2  # noqa: PLR2004  # reason: both edges
            ref = _get(selection, "guid")
            said = source.text[start:end].strip()
            paragraph = paragraph_at(source.text, start)
            begins = beginning_at(source.text, start)
            project.passages.append(Passage(ref, source.ref, said, paragraph, _description(selection), begins))
            for coding in _children(selection, "Coding"):
                coder = users.get(_get(coding, "creatingUser"), "")
                for code in _children(coding, "CodeRef"):
                    project.codings.append(Coding(ref, _get(code, "targetGUID"), coder))
    if total:
        told = f"positions are read as {counting.name}: {whole} of {total} passages begin and end with whole words"
        project.told.append(told)
        if whole < total:
            project.left["passages that begin or end within a word: see whether they say what was coded"] += (
                total - whole
            )


def _span(selection: ET.Element) -> tuple[int, int]:
    try:
        return int(_get(selection, "startPosition")), int(_get(selection, "endPosition"))
    except ValueError:
        return -1, -1


def _text_of(element: ET.Element, archive: ZipFile, names: dict[str, str]) -> str:
    """The plain text of a source; its line ends are line feeds."""
    inline = next((child.text or "" for child in _children(element, "PlainTextContent")), None)
    if inline is not None:
        return inline.replace("\r\n", "\n")
    path = _get(element, "plainTextPath")
    file = names.get(f"sources/{path.rpartition('/')[2]}".lower()) if path.startswith("internal://") else None
    if file is None:
        return ""
    content = _member(archive, file)
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return content.decode(encoding, errors="replace").replace("\r\n", "\n")


def _read_attributes(root: ET.Element, project: Project) -> None:
    """What variables say of cases and sources; people's names are proposed as names, and published nowhere."""
    variables = {_get(one, "guid"): one for one in _below(root, "Variable")}
    sources = {source.ref for source in project.sources}
    for element in root.iter():
        for value in _children(element, "VariableValue"):
            variable = next((variables.get(_get(ref, "targetGUID")) for ref in _below(value, "VariableRef")), None)
            said = next((child.text or "" for child in value if _name(child) in _TYPED), "").strip()
            if variable is None or not said:
                continue
            name, type_ = _get(variable, "name") or "unnamed", _TYPES.get(_get(variable, "typeOfVariable"), "word")
            if is_name_attribute(name):
                project.names.append(said)
                continue
            said = said[:_DAY] if type_ == "date" else said
            if _name(element) == "Case" and (_get(element, "name") or "unnamed") in project.cases:
                key = _get(element, "name") or "unnamed"
                attribute_of(project, name, "cases", type_).values[key] = said
            elif (key := _source_of(element, sources)) != "":
                attribute_of(project, name, "sources", type_).values[key] = said
            else:
                project.left["values of attributes of cases without passages, or of things that are not read"] += 1


def _source_of(element: ET.Element, sources: set[str]) -> str:
    """The source that an element is, or that it holds, as a PDF holds its plain text; '' for none."""
    held = (element, *_children(element, "Representation"), *_children(element, "Transcript"))
    return next((ref for one in held if (ref := _get(one, "guid")) in sources), "")


def _read_cases(root: ET.Element, project: Project) -> None:
    known = {*(source.ref for source in project.sources), *(passage.ref for passage in project.passages)}
    for case in _below(root, "Case"):
        named = (*_below(case, "SourceRef"), *_below(case, "SelectionRef"))
        refs = [_get(ref, "targetGUID") for ref in named]
        if any(ref in known for ref in refs):
            project.cases.setdefault(_get(case, "name") or "unnamed", []).extend(refs)
