"""From what somebody asks to the topics of that name, or to names that are near."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from report_build.explain.descriptions import descriptions
from report_build.explain.engine import GROUPS, Group
from report_build.explain.study import names_of, topics_of, value_in
from report_build.explain.topic import Topic
from report_build.model.study import Study

_MOST = 5  # near names that are proposed
_LONGEST = 80  # characters of a name
_SHORTEST = 4  # characters of a word that is looked for in what is said of things
_MOST_SPEAKING = 8  # things that speak of it
_STUDY = frozenset({"study", "data/study"})  # whose settings are called by themselves


@dataclass(frozen=True, slots=True)
class Answer:
    """What is called so; where nothing is, what is called nearly so."""

    group: Group | None = None  # asked for as a whole
    topics: tuple[Topic, ...] = ()
    near: tuple[str, ...] = ()
    speaking: tuple[Topic, ...] = ()  # nothing is called so: what speaks of it


def look_up(asked: str, study: Study | None = None) -> Answer:
    """What a name means to the engine, and to the study where there is one.

    :param asked: as it stands somewhere: ``evidence.voice``, ``{{< matrix >}}``, ``rule RB103``, ``build --strict``.
    """
    name = _bare(asked)
    if name in GROUPS:
        return Answer(group=GROUPS[name])
    every = [topic for group in GROUPS.values() for topic in group.topics()]
    found = [topic for topic in every if name in topic.names] or [
        topic for topic in every if name.lower() in {one.lower() for one in topic.names}
    ]
    if study is not None:
        found = [*topics_of(study, name), *found]
        if not found and (value := value_in(study, name)):
            found = [value]
    kind, colon, rest = name.partition(":")
    if not found and colon and not rest.isspace():  # one of several of a name, as in block:matrix
        below = look_up(rest, study).topics
        found = [topic for topic in below if topic.kind.replace(" ", "-").startswith(kind.lower())]
    if found:
        return Answer(topics=tuple(dict.fromkeys(found)))
    other = descriptions("other name")
    if here := other.get(name.lower()) or other.get(name.lower().removesuffix("s")):
        return look_up(here.about, study)
    if name.partition(".")[0] in _STUDY and name.partition(".")[2]:  # study.attributes
        return look_up(name.partition(".")[2].removeprefix("yaml").lstrip(".:"), study)
    names = dict.fromkeys(
        [*GROUPS, *(one for topic in every for one in topic.names), *(names_of(study) if study else ())]
    )
    return Answer(near=_near(name, list(names)), speaking=_speaking(name, every))


def _speaking(name: str, every: Sequence[Topic]) -> tuple[Topic, ...]:
    """What says of itself a word that begins so; what it is said of in few words comes first."""
    if len(name) < _SHORTEST or not name[0].isalpha():
        return ()
    word = re.compile(rf"\b{re.escape(name)}", re.IGNORECASE)
    found = [topic for topic in every if topic.kind != "label" and word.search(topic.about)]
    return tuple(sorted(found, key=lambda topic: len(topic.about))[:_MOST_SPEAKING])


def _bare(asked: str) -> str:
    """A name without what stands around it in a file, a page or a finding."""
    text = " ".join(asked.split())
    text = re.sub(r"^\{\{<\s*(.*?)\s*>\}\}$", r"\1", text).strip("`'\" ")
    text = re.sub(r"^value (?=\S+\.)", "", text)
    return re.sub(r"^(?:report-build|rule|finding|code) (?=\S)", "", text)[:_LONGEST]


def _near(name: str, names: list[str]) -> tuple[str, ...]:
    lower = {one.lower(): one for one in reversed(names)}
    close = get_close_matches(name.lower(), lower, n=_MOST, cutoff=0.7)
    within = sorted((one for one in lower if len(name) > 2 and name.lower() in one), key=len)  # noqa: PLR2004  # reason: two letters are in everything
    found = dict.fromkeys(lower[one] for one in [*close, *within])
    return tuple(found)[:_MOST]
