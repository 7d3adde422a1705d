"""What reference managers and BibTeX's older styles say of a work, in the types and fields of biblatex.

Pandoc reads those alone: it prints the braces of ``type = {{PhD} Thesis}``, and drops ``issue``, ``eid`` and
``originalyear`` without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from report_build.files import engine_table
from report_build.labels import own_labels
from report_build.model.bibliography import Work
from report_build.sources.latex import resolved

GENRES = tuple(
    """
    phdthesis mathesis bathesis candthesis techreport resreport software datacd audiocd patent patentde patenteu
    patentfr patentuk patentus patreq patreqde patreqeu patreqfr patrequk patrequs
    """.split()  # noqa: SIM905  # reason: names read better as words
)
STATES = ("inpreparation", "submitted", "forthcoming", "inpress", "prepublished")
# Wordings beside the labels' own, without dots and apostrophes -> biblatex's key; '' for what EndNote, PubMed and the
# Web of Science say in ``type``, which is no more than the entry's own type says.
_SAME = dict(engine_table(__file__, "wordings.csv"))
# Types that some tools write for articles -> what biblatex has for them.
_ARTICLES = {"newspaper": "newspaper", "magazine": "magazine"}
# Fields of which the first that is filled says what biblatex's field says.
_FIELDS = (
    ("origdate", ("origdate", "origyear", "originaldate", "originalyear")),
    ("number", ("number", "issue")),
    ("pages", ("pages", "eid", "article-number", "articleno")),
)
_BARE = ("type", "pubstate", "isbn", "issn", "langid")  # pandoc keeps their braces
_ORDINALS = tuple(
    """
    first|premier|première|erste second|deuxième|seconde|zweite third|troisième|dritte fourth|quatrième|vierte
    fifth|cinquième|fünfte sixth|sixième|sechste seventh|septième|siebte eighth|huitième|achte ninth|neuvième|neunte
    tenth|dixième|zehnte
    """.split()  # noqa: SIM905  # reason: as above
)
_EDITION = re.compile(
    rf"(?:the\s+)?(?:(?P<number>\d+)(?:st|nd|rd|th|d|er|re|ère|e|è|ème|ième|ª|º|\.)?|(?P<word>{'|'.join(_ORDINALS)}))"
    r"\s*(?:ed\.?|éd\.?|edn\.?|edition|édition|aufl\.?|auflage)?",
    re.IGNORECASE,
)


def in_biblatex(work: Work) -> tuple[str, dict[str, str]]:
    """The type of a work and its fields, as biblatex has them."""
    fields = dict(work.fields)
    kind = work.type
    if kind in _ARTICLES:
        kind = "article"
        fields.setdefault("entrysubtype", _ARTICLES[work.type])
    for name, others in _FIELDS:
        said = next((other for other in others if fields.get(other, "").strip("{} ")), name)
        if said != name:
            fields[name] = fields.pop(said)
    for name in _BARE:
        if name in fields:
            fields[name] = _bare(fields[name])
    if genre := fields.get("type", ""):
        fields["type"] = _key(genre, "genre", GENRES)
    if state := fields.get("pubstate", ""):
        fields["pubstate"] = _key(state, "state", STATES)
    if edition := fields.get("edition", ""):
        fields["edition"] = _edition(edition)
    return kind, fields


def _bare(text: str) -> str:
    return " ".join(resolved(text)[0].replace("{", "").replace("}", "").split()) if "{" in text else text


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[.’']", "", text.casefold()).split())


def _key(text: str, what: str, keys: tuple[str, ...]) -> str:
    """The key of biblatex's that a wording in any of the engine's languages stands for; the text itself otherwise."""
    folded = _folded(text)
    if folded in keys:
        return folded
    if key := _worded(what, keys).get(folded):
        return key
    same = _SAME.get(folded, text)
    return same if same in keys or not same else text


@cache
def _worded(what: str, keys: tuple[str, ...]) -> Mapping[str, str]:
    """The engine's wording in each language -> the key that it is of; the first of those that share one."""
    labels: Mapping[str, Mapping[str, str]] = own_labels()
    return {_folded(said): key for key in reversed(keys) for said in labels[f"weave.{what}.{key}"].values()}


def _edition(text: str) -> str:
    """The number of an edition that is named by it alone: "2nd", "Second edition", "2e éd."."""
    found = _EDITION.fullmatch(_bare(text).strip())
    if found is None:
        return text
    if found["number"]:
        return found["number"]
    return str(next(n for n, words in enumerate(_ORDINALS, 1) if found["word"].lower() in words.split("|")))
