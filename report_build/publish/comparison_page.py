"""The comparison of two versions as a page: what authors changed, what follows from it, then page by page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from markupsafe import Markup

from report_build.grouping import grouped
from report_build.index import Index
from report_build.metadata.study_json import Value
from report_build.model.study import Study
from report_build.publish.compare import Change, Comparison, FieldChange
from report_build.render.templates import render
from report_build.render.view import PageView

FOLDER = "comparison"  # of the site, for figures as they were
_WORD = re.compile(r"\s+|[^\s]+")

Piece = tuple[Literal["same", "struck", "put"], str]  # of two texts in one


@dataclass(frozen=True, slots=True)
class FigureFiles:
    """Figures that the version before drew otherwise, kept beside the comparison so that both can be seen."""

    files: Mapping[str, bytes] = field(default_factory=dict)  # site-relative address -> bytes

    @classmethod
    def of(cls, before: Path, now: Mapping[str, bytes]) -> FigureFiles:
        old = {file.name: file.read_bytes() for file in sorted((before / "displays").glob("*.svg"))}
        return cls(
            {f"{FOLDER}/{name}": data for name, data in old.items() if now.get(f"displays/{name}", data) != data}
        )

    def __contains__(self, display: object) -> bool:
        return f"{FOLDER}/{display}.svg" in self.files


@dataclass(frozen=True, slots=True)
class ShownField:
    name: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as the page tells it: of what, how, and each field with what it was and is."""

    kind: str  # added, removed or changed
    label: str  # what the record is called, '' where the study has it no longer
    id: str
    fields: tuple[ShownField, ...] = ()
    figure: str = ""  # the caption of a figure that is shown as it was and as it is


@dataclass(frozen=True, slots=True)
class PageChanges:
    """A page that says something else: its paragraphs, or none where what it shows was drawn otherwise."""

    address: str
    anchor: str
    title: str
    here: bool  # whether this version still has it
    before: str  # the way to it in the version before, relative to the language's folder of that version
    paragraphs: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    before: str  # versions
    after: str
    count: int
    groups: tuple[tuple[str, Mapping[str, tuple[ShownChange, ...]]], ...]  # name, part -> changes
    pages: tuple[PageChanges, ...]


def anchor_of(page: str) -> str:
    """Where the comparison speaks of a page."""
    return "page-" + page.removesuffix(".html").replace("/", "-")


def address_of(page: str, language: str) -> str:
    """A page's address; wordings name the file that they are written in."""
    return page.removeprefix(f"docs/{language}/").removesuffix(".md").removesuffix(".html") + ".html" if page else ""


def comparison_html(
    comparison: Comparison | None,
    index: Index,
    *,
    figures: FigureFiles,
    changed_pages: Iterable[str] = (),
) -> Markup:
    """The page's body.

    :param comparison: None where there is no version before.
    :param changed_pages: pages that say something else, whatever the reason.
    """
    made = _page(comparison, index, figures, changed_pages) if comparison else None
    page = PageView(index, index.addresses.comparison)
    return render("edition/comparison.html", comparison=made, page=page, folder=FOLDER)


def _page(comparison: Comparison, index: Index, figures: FigureFiles, changed_pages: Iterable[str]) -> ComparisonPage:
    language = index.language
    teller = _Teller(index.study, language, figures)
    by_page: dict[str, list[Change]] = {page: [] for page in changed_pages}
    for change in comparison.changes:
        if change.part == "prose" and change.id.split("/", 1)[0] == language:
            by_page.setdefault(address_of(change.page, language), []).append(change)
    data = [change for change in comparison.changes if change.part != "prose"]
    groups = (("data", data), ("follows", comparison.consequences))
    return ComparisonPage(
        comparison.before,
        comparison.after,
        len(comparison.changes),
        tuple((name, teller.by_part(changes)) for name, changes in groups if changes),
        tuple(
            PageChanges(
                page,
                anchor_of(page),
                index.titles.get(page, page),
                page in index.titles,
                f"../{quote(comparison.before)}/{quote(page)}",
                tuple(teller.paragraph(change) for change in changes if change.fields),
            )
            for page, changes in sorted(by_page.items())
        ),
    )


@dataclass(frozen=True, slots=True)
class _Teller:
    study: Study
    language: str
    figures: FigureFiles

    def by_part(self, changes: Sequence[Change]) -> Mapping[str, tuple[ShownChange, ...]]:
        return grouped((change.part, self.shown(change)) for change in changes)

    def shown(self, change: Change) -> ShownChange:
        label = name_of(self.study, change.part, change.id, self.language)
        if change.part == "displays" and change.id in self.figures:
            known = self.study.display.get(change.id)
            caption = known.caption.of(self.language) if known else change.id
            return ShownChange(change.kind, label, change.id, figure=caption or change.id)
        fields = (self.field(one, change) for one in change.fields if one.name not in ("drawn", "formatted"))
        return ShownChange(change.kind, label, change.id, tuple(one for one in fields if one.pieces))

    def paragraph(self, change: Change) -> ShownChange:
        one = change.fields[0]
        pieces = differences(_text(one.before), _text(one.after))
        return ShownChange(change.kind, "", change.id, (ShownField(one.name, pieces),))

    def field(self, one: FieldChange, change: Change) -> ShownField:
        before, after = one.before, one.after
        if isinstance(before, Mapping) or isinstance(after, Mapping):
            before, after = self.differing(before, after)
        if change.kind == "changed":
            return ShownField(one.name, differences(_text(self.level(one, before)), _text(self.level(one, after))))
        text = _text(self.level(one, after if change.kind == "added" else before))
        return ShownField(one.name, (("same", text),) if text else ())

    def differing(self, before: Value, after: Value) -> tuple[Value, Value]:
        """Of texts by language, this language's where it differs; else what differs."""
        old = before if isinstance(before, Mapping) else {}
        new = after if isinstance(after, Mapping) else {}
        if old.get(self.language) != new.get(self.language):
            return _inner(old.get(self.language)), _inner(new.get(self.language))
        other = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
        return "; ".join(_text(_inner(old.get(name))) for name in other), "; ".join(
            _text(_inner(new.get(name))) for name in other
        )

    def level(self, one: FieldChange, value: Value) -> Value:
        known = self.study.level.get(value) if one.name == "level" and isinstance(value, str) else None
        return f"{known.symbol} {known.label.of(self.language)}".strip() if known else value


def name_of(study: Study, part: str, id_: str, language: str) -> str:
    """What a record is called, where the study still has it; '' otherwise."""
    if part == "assessments" and "/" in id_:
        case, code = id_.split("/", 1)
        pair = (study.case.get(case), study.code.get(code))
        return f"{pair[0].short.of(language)} × {pair[1].label.of(language)}" if pair[0] and pair[1] else ""
    known = {"cases": study.case, "codes": study.code, "levels": study.level, "displays": study.display}.get(part, {})
    value = known.get(id_)
    return str((getattr(value, "label", None) or getattr(value, "caption", {})).get(language, "")) if value else ""


def _inner(value: Value) -> Value:
    """The text of a claim's wording, which comes with the page that it stands on."""
    return value.get("text") if isinstance(value, Mapping) and "text" in value else value


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list):
        return ", ".join(_text(one) for one in value)
    return json.dumps(value, ensure_ascii=False, default=dict)


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts in one, word by word: what stayed, what was struck and what was put in."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found: list[Piece] = []
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(old[i:j])))
            continue
        if j > i:
            found.append(("struck", "".join(old[i:j])))
        if j > i and m > k:
            found.append(("same", " "))  # or one could be read as the other's end: "+" and "++"
        if m > k:
            found.append(("put", "".join(new[k:m])))
    return tuple(found)
