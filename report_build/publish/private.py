"""What must stand in no published file: real names and places, and the words of what is restricted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from report_build.findings import Finding, Place
from report_build.model.other_files import NAMES, PERSON
from report_build.options import NAMES_FILE
from report_build.publish.texts import UnreadableError, plain, texts_of
from report_build.sources.columns import rows_of
from report_build.sources.tables import read_grid
from report_build.sources.text import read_source

FILE = NAMES_FILE
_RUN = 8  # words of what is restricted, one after the other, that count as its wording; of a shorter text all of them
_FEWEST = 4  # words, below which a text is too common to be anybody's
_SHORTEST = 3  # signs of a family name that is looked for by itself
_WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BETWEEN = r"[\W_]{0,4}"
_START, _END = r"(?<![^\W\d_])", r"(?:e?s|x)?(?![^\W\d_])"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A real name, by the line of the file that lists it: what it is, no message says."""

    line: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Private:
    """What is looked for in published files."""

    names: tuple[Name, ...] = ()
    runs: Mapping[tuple[str, ...], str] = field(default_factory=dict)  # words in a row -> the passage that has them

    def __bool__(self) -> bool:
        return bool(self.names or self.runs)


def read_names(root: Path, file: str = FILE) -> tuple[tuple[Name, ...], list[Finding]]:
    """The real names of a study; none where it lists none.

    :param file: relative to ``root``, or absolute where a commit is built that cannot have it.
    """
    path = root / file
    if not path.exists():
        return (), []
    source, findings = read_source(path.parent, path.name, "")
    if source is None:
        return (), [_at_names(one) for one in findings]
    grid, said = read_grid(source)
    findings += said
    if grid is None:
        return (), [_at_names(one) for one in findings]
    rows, _, said = rows_of(source, grid, NAMES)
    findings += said
    names = []
    for row in rows:
        if row.real:
            if row.kind not in NAMES.columns[-1].values:
                hint = f"Values: {', '.join(NAMES.columns[-1].values)}"
                findings.append(Finding(row.origin.at("kind"), "RB109", f"'{row.kind}' is not a kind of name", hint))
            names.append(Name(row.origin.line, re.compile("|".join(_forms(row.real, row.kind)))))
    for row, name in zip(rows, names, strict=False):
        if name.pattern.search(plain(row.pseudonym)):
            message = "the pseudonym has the real name in it"
            findings.append(Finding(row.origin.at("pseudonym"), "RB151", message, "Choose another"))
    return tuple(names), [_at_names(one) for one in findings]


def _at_names(finding: Finding) -> Finding:
    """A finding on the file of names, wherever that was read."""
    return Finding(Place(FILE, finding.place.line), finding.code, finding.message, finding.hint)


def _forms(real: str, kind: str) -> Iterator[str]:
    """Patterns for a name in plain text: in a row, the family name first, of a person the family name alone."""
    words = _WORD.findall(plain(real))
    orders = [words, [words[-1], *words[:-1]]] if kind == PERSON and len(words) > 1 else [words]
    if kind == PERSON and len(words) > 1 and len(words[-1]) >= _SHORTEST:
        orders.append(words[-1:])
    for order in orders:
        if order:
            yield _pattern(order)


def _pattern(words: Sequence[str]) -> str:
    whole = _BETWEEN.join(map(re.escape, words))
    if any(_WITHOUT_BLANKS.search(word) for word in words):
        return whole  # nothing parts words in this script
    if words[-1].endswith("y"):
        whole = f"(?:{whole}|{whole[:-1]}ies)"
    return f"{_START}{whole}{_END}"


def restricted_runs(words: Iterable[tuple[str, str]], public: Iterable[str]) -> Mapping[tuple[str, ...], str]:
    """Words in a row by which restricted texts are known again, and the passage that has them.

    :param words: of each text, the passage and what it says.
    :param public: texts of other passages: what they say as well is no secret.
    """
    found: dict[tuple[str, ...], str] = {}
    for passage, text in words:
        said = _WORD.findall(plain(text))
        if len(said) >= _FEWEST:
            length = min(_RUN, len(said))
            for start in range(len(said) - length + 1):
                found.setdefault(tuple(said[start : start + length]), passage)
    if not found:
        return {}
    known = "\n".join(f" {' '.join(_WORD.findall(plain(text)))} " for text in public)
    return {run: passage for run, passage in found.items() if f" {' '.join(run)} " not in known}


def look_through(
    folder: Path, private: Private, sources: Mapping[str, bytes], own: Callable[[str, bytes], bool]
) -> list[Finding]:
    """Real names and restricted words in the files of a folder that is to be published.

    :param sources: what the authors wrote, by path: where a name stands there is told first.
    :param own: whether a file, by its path in the folder and its content, is the engine's and says nothing of a study.
    """
    met: dict[str, dict[str, None]] = {}  # what was met -> the files
    findings = []
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not own(name, content := file.read_bytes()):
            try:
                for what in _met(texts_of(name, content), private):
                    met.setdefault(what, {})[name] = None
            except UnreadableError as error:
                hint = "Take it out of what is published, or bring it into a form that can be read"
                findings.append(Finding(Place(name), "RB152", str(error), hint))
    places = _places(sources, private, set(met))
    for what, files in met.items():
        named = next(iter(files))
        more = f" and {len(files) - 1} more" if len(files) > 1 else ""
        hint = "Write the pseudonym, or paraphrase it" if what.startswith("the real") else "Take them out"
        for place in places.get(what) or [Place(named)]:
            code = "RB151" if what.startswith("the real") else "RB150"
            findings.append(Finding(place, code, f"{what} would be published in {_safe(named, private)}{more}", hint))
    return findings


def _safe(name: str, private: Private) -> str:
    """A file's name, unless it has a real one in it: what is printed may be published, too."""
    said = list(texts_of(name, b""))
    return "a file name" if any(one.pattern.search(text) for one in private.names for text in said) else f"'{name}'"


def _met(texts: Iterable[str], private: Private) -> Iterator[str]:
    """What of the private things stands in texts, by what is said of it."""
    lengths = {len(run) for run in private.runs}
    for text in texts:
        for name in private.names:
            if name.pattern.search(text):
                yield f"the real name on line {name.line} of {FILE}"
        if lengths:
            words = _WORD.findall(text)
            for length in lengths:
                for run in zip(*(words[start:] for start in range(length)), strict=False):
                    if run in private.runs:
                        yield f"words of '{private.runs[run]}', which is restricted,"


def _places(sources: Mapping[str, bytes], private: Private, wanted: set[str]) -> dict[str, list[Place]]:
    """Where in the sources the things that would get out are written; restricted words stand in their own row."""
    found: dict[str, list[Place]] = {}
    for path, content in sources.items():
        for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
            for what in dict.fromkeys(_met([plain(line)], Private(private.names))):
                if what in wanted:
                    found.setdefault(what, []).append(Place(path, number))
    return found
