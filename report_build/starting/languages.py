"""Starting files say everything in several languages; a study takes those that it is written in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby

from report_build.labels import own_labels

KNOWN = ("en", "fr", "de")  # that the starting files are written in
_OTHERWISE = "en"  # what stands for a language that they are not written in
_LINE = re.compile(rf"(?P<indent>\s+)(?P<language>{'|'.join(KNOWN)}): (?P<said>.*)")
_QUOTATION = "quotation"  # said in one language: it stays in the study's first


@dataclass(frozen=True, slots=True)
class Wanting:
    """What a language has no words for yet."""

    language: str
    labels: int  # of the engine's, that pages show in English meanwhile
    texts: bool  # whether the starting pages and rows are in English, too


def wanting(language: str) -> Wanting | None:
    """What is not there in a language; None where nothing is wanting."""
    missing = sum(1 for words in own_labels().values() if words.get("en") and not words.get(language))
    found = Wanting(language, missing, language not in KNOWN)
    return found if found.labels or found.texts else None


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("report_build.starting").joinpath("words.csv").read_text(encoding="utf-8")
    return {row.pop("key"): row for row in csv.DictReader(text.splitlines())}


def words(language: str) -> dict[str, str]:
    """What configuration and citation file say in a language: key -> words."""
    return {key: row.get(language) or row[_OTHERWISE] for key, row in _words().items()}


def in_every_language(key: str) -> frozenset[str]:
    """The wordings of a key."""
    return frozenset(_words()[key].values())


def written_in(language: str) -> str:
    """The language in which the starting files speak to a language's readers."""
    return language if language in KNOWN else _OTHERWISE


def yaml_in(text: str, languages: Sequence[str]) -> str:
    """A YAML file whose wordings stand one a line, as ``en: …``, with those of the languages alone."""
    lines: list[str] = []
    for indent, group in groupby(text.splitlines(), _indent):
        if indent is None:
            lines += group
        else:
            said = {found["language"]: found["said"] for line in group if (found := _LINE.fullmatch(line))}
            lines += [f"{indent}{language}: {said[written_in(language)]}" for language in languages]
    return "\n".join([*lines, ""]) if lines else ""


def _indent(line: str) -> str | None:
    """The indent of a wording; None for any other line."""
    found = _LINE.fullmatch(line)
    return found["indent"] if found else None


def csv_in(text: str, languages: Sequence[str]) -> str:
    """A CSV file with the columns of the languages alone; a quotation is in the first one."""
    rows = list(csv.reader(text.splitlines()))
    picked = list(_columns(rows[0], languages))
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([name for name, _ in picked])
    writer.writerows([row[at] for _, at in picked] for row in rows[1:])
    return written.getvalue()


def _columns(header: Sequence[str], languages: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Name of a column -> where it stands."""
    at = {name: number for number, name in enumerate(header)}
    done = set()
    for name in header:
        stem, _, language = name.rpartition("_")
        if language not in KNOWN:
            yield name, at[name]
        elif stem not in done:
            done.add(stem)
            for one in languages[:1] if stem == _QUOTATION else languages:
                yield f"{stem}_{one}", at[f"{stem}_{written_in(one)}"]
