"""What an entry of a bibliography takes from others: ``crossref`` and ``xdata``, chains of them included.

The rules are those of biblatex's manual (appendix B, "Default inheritance setup"), which pandoc follows too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from report_build.findings import Finding
from report_build.grouping import grouped
from report_build.model.bibliography import Work
from report_build.model.text import Origin
from report_build.suggest import Names

# Fields that say something of one entry alone.
_OWN = frozenset(
    """
    crossref xref xdata ids entryset entrysubtype execute label options presort related relatedoptions relatedstring
    relatedtype shorthand shorthandintro sortkey file annote annotation abstract keywords
    """.split()  # noqa: SIM905  # reason: names read better as words
)
_UNNAMED = frozenset({"shorttitle", "sorttitle", "indextitle", "indexsorttitle"})  # the parent's own titles
_IN_BOOK = frozenset({"inbook", "bookinbook", "suppbook"})
_IN_COLLECTION = frozenset({"incollection", "inreference", "suppcollection"})
_MAIN = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle", "titleaddon": "journaltitleaddon"}
# (types of the parent, types of the child, what the parent's title becomes there)
_TITLES = (
    ({"mvbook"}, {"book", *_IN_BOOK}, _MAIN),
    ({"mvcollection", "mvreference"}, {"collection", "reference", *_IN_COLLECTION}, _MAIN),
    ({"mvproceedings"}, {"proceedings", "inproceedings", "conference"}, _MAIN),
    ({"book"}, _IN_BOOK, _BOOK),
    ({"collection", "reference"}, _IN_COLLECTION, _BOOK),
    ({"proceedings"}, {"inproceedings", "conference"}, _BOOK),
    ({"periodical"}, {"article", "suppperiodical"}, _JOURNAL),
    # Beyond biblatex's rules: BibTeX's own types, of which people cross any part with any whole.
    (
        {"book", "collection", "reference", "proceedings"},
        {*_IN_BOOK, *_IN_COLLECTION, "inproceedings", "conference"},
        _BOOK,
    ),
)
_ONE_FIELD = re.compile(r"xdata\s*=\s*(?P<key>\S+)-(?P<field>[A-Za-z]+)")
# Fields of which one says what the other says.
_SAME = (
    frozenset({"date", "year", "month", "day"}),
    frozenset({"journal", "journaltitle"}),
    frozenset({"address", "location"}),
    frozenset({"school", "institution"}),
)


def inherited(works: Sequence[Work]) -> tuple[list[Work], list[Finding]]:
    """Works with what they take from others filled in; ``crossref`` and ``xdata`` that were followed are gone.

    Findings: a parent that is not there, and entries that take from each other in a circle (RB219).
    """
    family = _Family(works)
    return [family.whole(work, ()) for work in works], family.findings


class _Family:
    def __init__(self, works: Sequence[Work]) -> None:
        self.works = {work.key: work for work in works}
        self.whatever_case = grouped((key.casefold(), key) for key in self.works)
        for work in works:
            for alias in work.fields.get("ids", "").split(","):
                self.whatever_case.setdefault(alias.strip().casefold(), (work.key,))
        self.names = Names(self.works)
        self.done: dict[str, Work] = {}
        self.findings: list[Finding] = []

    def whole(self, work: Work, below: tuple[str, ...]) -> Work:
        """A work with what it inherits.

        :param below: keys of the works that are being filled in from this one.
        """
        if work.key not in self.done:
            filled = self.filled(work, "xdata", lambda _parent, _child, name: [name], below)
            self.done[work.key] = self.filled(filled, "crossref", _targets, below)
        return self.done[work.key]

    def filled(
        self, work: Work, link: str, targets: Callable[[str, str, str], Sequence[str]], below: tuple[str, ...]
    ) -> Work:
        fields, lines = dict(work.fields), dict(work.origin.fields)
        unknown = []
        for key in (part.strip() for part in fields.pop(link, "").strip("{} ").split(",")):
            if not key:
                continue
            alike = self.whatever_case.get(key.casefold(), ())  # BibTeX looks at no capitals here, biber at ids
            parent = self.parent(work, link, alike[0] if key not in self.works and len(alike) == 1 else key, below)
            if parent is None:
                unknown.append(key)
                continue
            for name, text in parent.fields.items():
                if name in _OWN or name.startswith("verification"):
                    continue
                for target in targets(parent.type, work.type, name):
                    if not fields.get(target) and not _said_otherwise(target, work.fields):
                        fields[target] = text
                        lines[target] = parent.origin.at(name).line
        if unknown:
            fields[link] = ",".join(unknown)
        if link == "xdata":
            self.fill_single_fields(work, fields)
        return replace(work, fields=fields, origin=Origin(work.origin.file, work.origin.line, lines))

    def fill_single_fields(self, work: Work, fields: dict[str, str]) -> None:
        """What a field says as ``xdata=key-field``, of another entry."""
        for name, text in fields.items():
            if not (found := _ONE_FIELD.fullmatch(text.strip("{} "))):
                continue
            parent = self.works.get(found["key"])
            if parent and found["field"].lower() in parent.fields:
                fields[name] = parent.fields[found["field"].lower()]
            else:
                message = f"the {name} of '{work.key}' is taken from '{found['key']}', which has no '{found['field']}'"
                hint = self.names.near(found["key"]) or "Write the text itself"
                self.findings.append(Finding(work.origin.at(name), "RB219", message, hint))

    def parent(self, work: Work, link: str, key: str, below: tuple[str, ...]) -> Work | None:
        if key in (*below, work.key):
            message = f"'{work.key}' takes fields from '{key}', which takes its own from it"
            self.findings.append(Finding(work.origin.at(link), "RB219", message, f"Delete one {link}"))
            return None
        if key not in self.works:
            message = f"'{work.key}' takes fields from '{key}', which is not there"
            hint = self.names.near(key) or f"Add the entry, or delete the {link}"
            self.findings.append(Finding(work.origin.at(link), "RB219", message, hint))
            return None
        return self.whole(self.works[key], (*below, work.key))


def _said_otherwise(name: str, fields: Mapping[str, str]) -> bool:
    return any(name in same and any(fields.get(other) for other in same) for same in _SAME)


def _targets(parent: str, child: str, name: str) -> Sequence[str]:
    """The fields of a child that one of its parent's fills, by the types of both."""
    if name == "author" and parent in ("mvbook", "book") and child in {"book", *_IN_BOOK} and parent != child:
        return ("author", "bookauthor")
    for parents, children, titles in _TITLES:
        if parent in parents and child in children:
            if name in _UNNAMED:
                return ()
            return (titles.get(name, name),)
    return (name,)
