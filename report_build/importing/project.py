"""What a coding tool's file holds, whatever the tool."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

_FIRST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Code:
    """A code; ``ref`` is the tool's own identifier."""

    ref: str
    name: str
    definition: str = ""
    parent: str = ""  # ref of the code that it is part of


@dataclass(frozen=True, slots=True)
class Source:
    """A text or thing that was coded."""

    ref: str
    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A coded passage of a source."""

    ref: str
    source: str  # ref
    text: str
    paragraph: str = ""  # counted from 1; '' where the file does not tell
    memo: str = ""
    begins: str = ""  # the first words of its paragraph


@dataclass(frozen=True, slots=True)
class Coding:
    """A code given to a passage."""

    passage: str  # ref
    code: str  # ref
    coder: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What the tool knows of cases or sources besides: a variable, with its values."""

    name: str
    of: str  # "cases" or "sources"
    type: str  # of an own column: word, whole, decimal or date
    values: dict[str, str] = field(default_factory=dict)  # name of a case, or ref of a source -> what it is there


@dataclass(slots=True)
class Project:
    """What was read, and what was left."""

    tool: str
    title: str = ""
    names: list[str] = field(default_factory=list)  # of people, as attributes give them
    codes: list[Code] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    cases: dict[str, list[str]] = field(default_factory=dict)  # name -> refs of its sources and passages
    attributes: list[Attribute] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)  # kind of thing that a study has no place for -> how many
    told: list[str] = field(default_factory=list)  # what was decided while reading


def attribute_of(project: Project, name: str, of: str, type_: str) -> Attribute:
    """The attribute of that name, which is added where it is not there yet."""
    for one in project.attributes:
        if (one.name, one.of) == (name, of):
            return one
    project.attributes.append(Attribute(name, of, type_))
    return project.attributes[-1]


def one_line(text: str) -> str:
    """A text without line breaks and doubled blanks; a space that breaks no line stays what it is."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip(" ")


def beginning_at(text: str, position: int) -> str:
    """The first words of the paragraph that a position stands in."""
    line = text[text.rfind("\n", 0, position) + 1 :].partition("\n")[0]
    return " ".join(line.split()[:_FIRST_WORDS])


def paragraph_at(text: str, position: int) -> str:
    """The number of the paragraph that a position stands in: of the lines that are not blank, from 1."""
    lines = text[:position].replace("\r\n", "\n").split("\n")
    return str(max(1, sum(1 for line in lines[:-1] if line.strip()) + 1))
