"""What changed between two published versions, in the report's own terms, from nothing but their ``study.json``.

Authors' changes (a cell judged otherwise, a claim supported otherwise, a paragraph reworded) are told apart from what
follows from them (a claim's computed footing, a figure drawn anew), so that a reader sees causes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from report_build.metadata.study_json import PARTS, Record, Snapshot, Value, computed_fields
from report_build.model.study import Study

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record that says something else."""

    name: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between the versions."""

    part: str  # e.g. "assessments"
    kind: Kind
    id: str
    fields: tuple[FieldChange, ...] = ()  # of a changed record; of an added or removed one: all of its fields
    page: str = ""  # prose and claim wordings: the page they stand on


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of one report, compared."""

    before: str  # version
    after: str
    changes: tuple[Change, ...]  # what authors changed
    consequences: tuple[Change, ...]  # what follows from it: footings, redrawn displays, reformatted references

    @property
    def pages(self) -> tuple[str, ...]:
        """Pages whose prose changed, sorted."""
        return tuple(sorted({change.page for change in self.changes if change.page}))


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """What turned the one version into the other; both of the same report, the earlier first."""
    parts = [*PARTS, *sorted({*before.parts, *after.parts} - set(PARTS))]
    changes: list[Change] = []
    consequences: list[Change] = []
    for part in parts:
        old, new = before.parts.get(part, {}), after.parts.get(part, {})
        if part == "prose":
            changes += _prose(old, new, _rewordings(before, after))
            continue
        for id_ in sorted({*old, *new}):
            written, computed = _record(part, id_, old.get(id_), new.get(id_))
            changes += written
            consequences += computed
    return Comparison(_version(before), _version(after), tuple(changes), tuple(consequences))


def without_withheld(before: Snapshot, after: Snapshot, study: Study) -> Snapshot:
    """A version before, without what the version after withholds: what is restricted now is not told anew."""
    hidden = {one.id for one in study.evidence if study.is_restricted(one)} if study.public else set()
    parts = {name: dict(records) for name, records in before.parts.items()}
    for name, records in parts.items():
        columns = {one.partition(".")[2] for one in study.withheld if one.partition(".")[0] == name}
        for id_, record in records.items():
            of_passage = str(record.get("evidence") or id_) if name in ("codings", "speakers") else id_
            restricted = name in ("evidence", "codings", "speakers") and of_passage in hidden
            now = after.parts.get(name, {}).get(id_)
            if restricted and now is not None:
                records[id_] = now
            elif columns:
                records[id_] = {key: value for key, value in record.items() if key not in columns}
    return Snapshot(before.schema_version, before.about, parts)


def _version(snapshot: Snapshot) -> str:
    return str(snapshot.about.get("version") or "")


def _record(part: str, id_: str, old: Record | None, new: Record | None) -> tuple[list[Change], list[Change]]:
    """The authors' change of one record, and what was computed otherwise of it."""
    if old is None or new is None:
        whole = new if old is None else old
        fields = tuple(
            FieldChange(name, None if old is None else value, value if old is None else None)
            for name, value in (whole or {}).items()
            if name != "id" and name not in computed_fields(part)
        )
        return [Change(part, "added" if old is None else "removed", id_, fields)], []
    differing = [
        FieldChange(name, old.get(name), new.get(name))
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    ]
    written = [field for field in differing if field.name not in computed_fields(part)]
    reworded = [field for field in differing if part == "claims" and field.name == "wording"]
    follows = [
        field
        for field in differing
        if field.name in computed_fields(part) and field.name not in {"wording", "restated"}
    ]
    told = [*written, *(field for field in reworded if _texts(field.before) != _texts(field.after))]
    changes = [Change(part, "changed", id_, tuple(told), _page_of(new))] if told else []
    return changes, [Change(part, "changed", id_, tuple(follows))] if follows else []


def _page_of(record: Record) -> str:
    wording = record.get("wording")
    if isinstance(wording, Mapping):
        for told in wording.values():
            if isinstance(told, Mapping):
                return str(told.get("page") or "")
    return ""


def _texts(wording: Value) -> Mapping[str, str]:
    """Language -> text of a claim's wording."""
    if not isinstance(wording, Mapping):
        return {}
    return {language: str(told.get("text")) for language, told in wording.items() if isinstance(told, Mapping)}


def _rewordings(before: Snapshot, after: Snapshot) -> list[tuple[str, str]]:
    """Claims' texts that changed: (before, after). A paragraph that changed in these alone is not told of twice."""
    found = []
    old, new = before.parts.get("claims", {}), after.parts.get("claims", {})
    for id_ in sorted({*old} & {*new}):
        texts_before, texts_after = _texts(old[id_].get("wording")), _texts(new[id_].get("wording"))
        found += [
            (text, texts_after[language])
            for language, text in texts_before.items()
            if texts_after.get(language, text) != text
        ]
    return found


def _prose(old: Mapping[str, Record], new: Mapping[str, Record], reworded: Iterable[tuple[str, str]]) -> list[Change]:
    """Paragraphs added, removed and reworded, page by page, aligned by sequence: a moved one touches no other."""
    known = list(reworded)
    found: list[Change] = []
    for page in sorted({*map(_page, old.values()), *map(_page, new.values())}):
        before = [(id_, str(row["text"])) for id_, row in old.items() if _page(row) == page]
        after = [(id_, str(row["text"])) for id_, row in new.items() if _page(row) == page]
        texts_before, texts_after = [text for _, text in before], [text for _, text in after]
        matcher = SequenceMatcher(None, texts_before, texts_after, autojunk=False)
        for what, i, j, k, m in matcher.get_opcodes():
            if what == "equal":
                continue
            pairs = min(j - i, m - k)
            for n in range(pairs):
                if _explained(before[i + n][1], after[k + n][1], known):
                    continue
                field = FieldChange("text", before[i + n][1], after[k + n][1])
                found.append(Change("prose", "changed", after[k + n][0], (field,), page))
            for id_, text in before[i + pairs : j]:
                found.append(Change("prose", "removed", id_, (FieldChange("text", text, None),), page))
            for id_, text in after[k + pairs : m]:
                found.append(Change("prose", "added", id_, (FieldChange("text", None, text),), page))
    return _without_moves(found)


def _page(row: Record) -> str:
    return str(row.get("page") or "")


def _explained(before: str, after: str, reworded: Iterable[tuple[str, str]]) -> bool:
    for old, new in reworded:
        before = before.replace(old, new)
    return before == after


def _without_moves(changes: list[Change]) -> list[Change]:
    """Paragraphs that were taken out here and put in unchanged elsewhere moved; moving is no change of what is said."""
    removed = [change.fields[0].before for change in changes if change.kind == "removed"]
    moved: list[Value] = []
    for change in changes:
        if change.kind == "added" and change.fields[0].after in removed:
            removed.remove(change.fields[0].after)
            moved.append(change.fields[0].after)
    kept = []
    budget = {"added": list(moved), "removed": list(moved)}
    for change in changes:
        text = change.fields[0].after if change.kind == "added" else change.fields[0].before
        if change.kind in budget and text in budget[change.kind]:
            budget[change.kind].remove(text)
            continue
        kept.append(change)
    return kept
