"""What an imported project adds to a study: rows and items that it does not have, and what changed in the project.

A passage's id is made from the tool's own (``q`` and ten signs of its hash), which stays in its ``ref``; a code's,
case's and source's from its name. The same file, imported again, changes nothing, whatever the authors changed
meanwhile. Of an updated project, a passage is updated that stands as the last import wrote it: ``imported.json`` in the
data folder keeps a hash of that.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from report_build.errors import UsageError
from report_build.importing.project import Code, Passage, Project, one_line
from report_build.importing.rows import read_file, with_rows
from report_build.labels import Labels
from report_build.model.coding import GENERAL, Evidence
from report_build.model.own import ATTRIBUTED, COLUMN_NAME
from report_build.model.schema import TABLE
from report_build.model.study import Study

MEMORY = "imported.json"
_LONGEST_ID = 40
_KIND = "theme"  # of codes in a study that names no kinds
_SOURCE_KIND = "document"
_SAID = 12  # signs of a hash that tell texts apart
_HEADERS = {
    "cases.csv": ("case", "order", "label_{0}", "short_{0}", "summary_{0}"),
    "sources.csv": ("source", "kind", "label_{0}", "cases"),
    "evidence.csv": ("id", "source", "locator", "cases", "voice", "quotation_{0}", "memo_{0}", "ref"),
    "codings.csv": ("evidence", "code", "bears", "coder"),
}


@dataclass(slots=True)
class Additions:
    """What is to be written: file of the data folder -> its whole new text, and how many rows are new or updated."""

    texts: dict[str, str] = field(default_factory=dict)
    added: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)


def ids_for(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Ref -> id, made from each name: short, plain and unlike the others."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for ref, name in names:
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
        words = re.sub(r"[^a-z0-9]+", "-", plain.replace("œ", "oe").replace("’", "-").lower()).strip("-")
        if len(words) > _LONGEST_ID:
            words = words[: _LONGEST_ID + 1].rpartition("-")[0] or words[:_LONGEST_ID]
        words = words or "unnamed"
        number, id_ = 2, words
        while id_ in taken:
            id_, number = f"{words}-{number}", number + 1
        found[ref] = id_
        taken.add(id_)
    return found


def additions(project: Project, study: Study, folder: Path, language: str, voice: str) -> Additions:
    """What a project adds to the files of a data folder.

    :param voice: who speaks in the passages; "" where the study has not said which voices there are.
    :raises UsageError: a file cannot be added to as it is.
    """
    for file in _HEADERS:
        read = study.files.get(file, file)
        if PurePosixPath(read).suffix != ".csv":
            raise UsageError(f"{read} is a workbook. Save its sheet as {file}, and import again")
    writing = _Writing(project, study, language, _remembered(folder / MEMORY))
    writing.cases_and_sources()
    writing.passages(voice)
    writing.codings()
    writing.attributes()
    added = Additions()
    for file, rows in writing.rows.items():
        updates = writing.changed[file]
        if rows or updates or (file != "cases.csv" and not folder.exists()):
            added.texts[file] = with_rows(folder / file, writing.columns(file), rows, updates)
            added.added[file], added.updated[file] = len(rows), len(updates)
    items = writing.codes()
    if items:
        added.texts["codebook.yaml"] = _with_items(folder / "codebook.yaml", items)
        added.added["codebook.yaml"] = len(items)
    if writing.described:
        added.texts["study.yaml"] = _with_items(folder / "study.yaml", writing.described, "attributes")
        added.added["study.yaml"] = len(writing.described)
    if writing.passage_ids and added.texts:
        added.texts[MEMORY] = json.dumps(writing.remembered, indent=1, sort_keys=True) + "\n"
    return added


class _Writing:
    """The rows that a project adds to a study, and the cells that it changes there."""

    def __init__(self, project: Project, study: Study, language: str, remembered: dict[str, str]) -> None:
        self.project, self.study, self.language, self.remembered = project, study, language, remembered
        self.code_ids = ids_for((code.ref, code.name) for code in project.codes)
        self.source_ids = ids_for((source.ref, source.name) for source in project.sources)
        self._take_known_sources()
        self.case_ids = ids_for((name, name) for name in project.cases)
        self.passage_ids: dict[str, str] = {}
        self.cases_of: dict[str, list[str]] = {}  # ref of a source or passage -> ids of its cases
        self.rows: dict[str, list[dict[str, str]]] = {file: [] for file in _HEADERS}
        self.changed: dict[str, dict[str, dict[str, str]]] = {file: {} for file in _HEADERS}  # id -> column -> new text
        self.more: dict[str, list[str]] = {file: [] for file in _HEADERS}  # columns besides: attributes
        self.described: list[str] = []  # items of the attributes of study.yaml
        for name, refs in project.cases.items():
            for ref in dict.fromkeys(refs):
                self.cases_of.setdefault(ref, []).append(self.case_ids[name])

    def _take_known_sources(self) -> None:
        """Take a document for the source that the study has of it: by its id or the name of its file."""
        known = {PurePosixPath(one.file).stem.casefold(): one.id for one in self.study.sources if one.file}
        known |= {one.id.casefold(): one.id for one in self.study.sources}
        taken = []
        for source in self.project.sources:
            id_ = known.get(PurePosixPath(source.name).stem.casefold())
            if id_ and self.source_ids[source.ref] not in self.study.source:
                self.source_ids[source.ref] = id_
                taken.append(f"{source.name} is {id_}")
        if taken:
            self.project.told.append(f"taken for sources that are there: {', '.join(taken)}")

    def columns(self, file: str) -> list[str]:
        return [*(name.format(self.language) for name in _HEADERS[file]), *self.more[file]]

    def row(self, file: str, *cells: str) -> None:
        self.rows[file].append(dict(zip(self.columns(file), cells, strict=False)))

    def cases_and_sources(self) -> None:
        for number, (name, id_) in enumerate(self.case_ids.items(), 1):
            if id_ not in self.study.case:
                self.row("cases.csv", id_, str(len(self.study.cases) + number), name, name)
        for source in self.project.sources:
            id_ = self.source_ids[source.ref]
            if id_ not in self.study.source:
                self.row("sources.csv", id_, _SOURCE_KIND, source.name, ";".join(self.cases_of.get(source.ref, ())))

    def passages(self, voice: str) -> None:
        by_ref = {one.ref: one.id for one in self.study.evidence if one.ref}
        names = ("locator", f"quotation_{self.language}", f"memo_{self.language}")
        for one in self.project.passages:
            id_ = by_ref.get(one.ref, f"q{sha256(one.ref.encode()).hexdigest()[:10]}")
            self.passage_ids[one.ref] = id_
            said = _cells(one)
            there = self.study.passage.get(id_)
            if there is None:
                source = self.source_ids.get(one.source, "")
                there_already = self.study.source.get(source)
                told = self.cases_of.get(one.source) or (there_already.cases if there_already else ())
                cases = ";".join(self.cases_of.get(one.ref, ())) or ("" if told else GENERAL)
                self.row("evidence.csv", id_, source, said[0], cases, voice, said[1], said[2], one.ref)
                self.remembered[id_] = _hash(said)
                continue
            now, was = _cells_of(there, self.language), self.remembered.get(id_)
            if said != now and was == _hash(now):
                self.changed["evidence.csv"][id_] = dict(zip(names, said, strict=True))
                self.remembered[id_] = _hash(said)
            elif said != now and was not in (None, _hash(said)):
                self.project.left["passages that both the project and the study changed; the study's stand"] += 1
        if gone := self.remembered.keys() & self.study.passage.keys() - set(self.passage_ids.values()):
            self.project.told.append(f"{len(gone)} passages that were imported before are not in this file; they stay")

    def codings(self) -> None:
        known = {f"{coding.evidence}/{coding.code}/{coding.coder}" for coding in self.study.rows("codings")}
        coders = {coding.coder for coding in self.project.codings}
        if len(coders) == 1 and (alone := max(coders)):
            self.project.told.append(f"all codings are by '{alone}': rows name a coder where there are several")
        for coding in self.project.codings:
            if coding.passage not in self.passage_ids or coding.code not in self.code_ids:
                self.project.left["codings whose passage or code is not there"] += 1
                continue
            coder = coding.coder if len(coders) > 1 else ""  # one coder is the study's own, whose rows name none
            cells = (self.passage_ids[coding.passage], self.code_ids[coding.code])
            if f"{cells[0]}/{cells[1]}/{coder}" not in known:
                known.add(f"{cells[0]}/{cells[1]}/{coder}")
                self.row("codings.csv", *cells, "for", coder)

    def attributes(self) -> None:
        """Columns that cases and sources have besides; where the study says otherwise of one, the study's stands."""
        for of in ATTRIBUTED:
            ids = self.case_ids if of == "cases" else self.source_ids
            there = {one.name for one in self.study.about.attributes if one.of == of}
            own = {column.name for column in TABLE[of].columns}
            columns = ids_for((one.name, one.name) for one in self.project.attributes if one.of == of)
            for one in (each for each in self.project.attributes if each.of == of):
                name = columns[one.name]
                name = f"{one.of[:-1]}-{name}" if name in own or not COLUMN_NAME.fullmatch(name) else name
                self.more[f"{of}.csv"].append(name)
                if name not in there:
                    item = {"column": name, "of": of, "type": one.type, "label": {self.language: one.name}}
                    self.described.append(_item(item))
                    self.project.told.append(
                        f"'{one.name}' becomes the column '{name}' of {of}.csv. If not everybody may see it: "
                        f"restricted: [{of}.{name}] in data/study.yaml"
                    )
                self._values(f"{of}.csv", name, {ids[key]: said for key, said in one.values.items() if key in ids})

    def _values(self, file: str, name: str, values: Mapping[str, str]) -> None:
        """The cells of an attribute."""
        key = _HEADERS[file][0]
        new = {row[key]: row for row in self.rows[file]}
        known = self.study.case if file == "cases.csv" else self.study.source
        for id_, said in values.items():
            if id_ in new:
                new[id_][name] = said
                continue
            there = getattr(known.get(id_), name, None)
            if there in (None, ""):
                self.changed[file].setdefault(id_, {})[name] = said
            elif str(there) != said and _number(said) != there:
                self.project.left["values of attributes that the study has otherwise; the study's stand"] += 1

    def codes(self) -> list[str]:
        """Items of the codebook."""
        plain = (one.id for one in self.study.kinds if not (one.assessed or one.of or one.ends or one.steps))
        kind = next(plain, _KIND)
        new = [code for code in self.project.codes if self.code_ids[code.ref] not in self.study.code]
        for code in self.project.codes:
            there = self.study.code.get(self.code_ids[code.ref])
            now = there.definition.get(self.language, "") if there else ""
            if now and code.definition and _plain(code.definition) != _plain(now):
                self.project.left["codes that the project defines otherwise; the study's definitions stand"] += 1
        unsaid = {self.language: Labels(self.language)("import.no-definition")}
        return [
            _item(
                {
                    "code": self.code_ids[code.ref],
                    "kind": kind,
                    "order": len(self.study.codes) + number,
                    "label": {self.language: code.name},
                    "definition": {self.language: code.definition} if code.definition else "",
                    "note": "" if code.definition else unsaid,
                    "parent": self.code_ids.get(code.parent, "") or self._parent_by_name(code, kind),
                }
            )
            for number, code in enumerate(new, 1)
        ]

    def _parent_by_name(self, code: Code, kind: str) -> str:
        """The code that one with a dot in its name stands below, as Taguette's users write it; '' for none."""
        before = code.name.rpartition(".")[0]
        if not before or kind not in self.study.kind or not self.study.kind[kind].tree:
            return ""
        id_ = ids_for([("", before)])[""]
        return id_ if id_ in self.study.code or id_ in self.code_ids.values() else ""


def _cells(passage: Passage) -> tuple[str, str, str]:
    """What an import writes of a passage: locator, quotation, memo."""
    locator = f"par. {passage.paragraph}" if passage.paragraph else ""
    return locator, _plain(passage.text), _plain(passage.memo)


def _cells_of(passage: Evidence, language: str) -> tuple[str, str, str]:
    """The same of a passage of the study."""
    return passage.locator, passage.quotation.get(language, ""), passage.memo.get(language, "")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", one_line(text))


def _hash(cells: Sequence[str]) -> str:
    return sha256("\0".join(cells).encode()).hexdigest()[:_SAID]


def _remembered(path: Path) -> dict[str, str]:
    """Id of a passage -> hash of what the last import wrote of it.

    :raises UsageError: the file has been spoilt.
    """
    try:
        known = json.loads(read_file(path) or "{}")
        return {str(id_): str(said) for id_, said in known.items()}
    except (ValueError, AttributeError) as error:
        raise UsageError(f"{path.name} cannot be read: {error}. Delete it, and no passage is updated") from error


def _item(fields: Mapping[str, object]) -> str:
    """An item as YAML; JSON's texts are YAML's."""
    lines = []
    for name, value in fields.items():
        if value != "":
            said = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
            lines.append(f"{name}: {said}")
    return "  - " + "\n    ".join(lines) + "\n"


def _number(said: str) -> float | None:
    try:
        return float(said)
    except ValueError:
        return None


def _with_items(path: Path, items: Sequence[str], key: str = "codes") -> str:
    """A YAML file's text with items at the end of its list, e.g. a codebook's ``codes:``."""
    lines = read_file(path).replace("\r\n", "\n").splitlines(keepends=True)
    start = next((index for index, line in enumerate(lines) if re.match(rf"{key}:\s*(?:#.*)?$", line.rstrip())), -1)
    if start < 0:
        if any(line.startswith(f"{key}:") for line in lines):
            raise UsageError(f"{path.name}: write '{key}:' on a line of its own, and import again")
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        return "".join([*lines, f"{key}:\n", *items])
    first = next((line for line in lines[start + 1 :] if line.strip() and not line.lstrip().startswith("#")), "  - ")
    if first.startswith("-"):
        items = [re.sub(r"^  ", "", item, flags=re.MULTILINE) for item in items]
    end = next((index for index in range(start + 1, len(lines)) if re.match(r"[^\s#-]", lines[index])), len(lines))
    before = lines[:end]
    if before and not before[-1].endswith("\n"):
        before[-1] += "\n"
    return "".join([*before, *items, *lines[end:]])
