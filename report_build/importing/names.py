"""Names of participants in an imported project: in attributes, and where transcripts say who speaks.

They are proposals, for their authors to look over: what is found stands in ``private/names.csv`` and nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from report_build.importing.project import Project

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ][\w'’-]+"
_SPEAKS = re.compile(rf"^[ \t]*(?P<name>{_CAPITAL}(?: {_CAPITAL}){{0,2}})[ \u00a0\u202f]?:[ \t]", re.MULTILINE)
_AN_ATTRIBUTE = re.compile(
    r"(?:first|last|family|given|full|real)?[ _-]*names?|(?:pré)?noms?|surname|vorname|nachname|nombre"
)
_ROLES = frozenset(
    """
    answer animateur animatrice chercheur chercheuse date enquêteur enquêteur enquêtrice entretien interview interviewer
    intervieweur intervieweuse interviewee interviewé interviewée lieu moderator moderateur modérateur note notes
    participant place question questions researcher réponse response speaker time title titre transcript
    """.split()  # noqa: SIM905  # reason: names read better as words
)
_OFTEN = 2  # times that a speaker is named in one text


def names_in(project: Project) -> list[str]:
    """Names that a project holds and that may be those of participants, in the order in which they are met."""
    found = [*project.names]
    for source in project.sources:
        found += _speakers(source.text)
    return [*dict.fromkeys(name.strip() for name in found if len(name.strip()) > 1)]


def is_name_attribute(name: str) -> bool:
    """Whether an attribute holds people's names."""
    return _AN_ATTRIBUTE.fullmatch(name.strip().lower()) is not None


def _speakers(text: str) -> Iterator[str]:
    met: Counter[str] = Counter(match["name"] for match in _SPEAKS.finditer(text))
    yield from (name for name, times in met.items() if times >= _OFTEN and not _is_role(name.split()))


def _is_role(words: Iterable[str]) -> bool:
    return all(word.lower() in _ROLES for word in words)
