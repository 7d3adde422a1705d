"""What an imported project adds to a study: rows and items that it does not have. What is there stays as it is.

A passage's id is made from the tool's own (``q`` and ten signs of its hash), a code's, case's and source's from its
name: the same file, imported again, adds nothing, whatever the authors changed meanwhile.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from report_build.errors import UsageError
from report_build.importing.project import Project
from report_build.labels import Labels
from report_build.model.coding import GENERAL
from report_build.model.study import Study

_LONGEST_ID = 40
_KIND = "theme"  # of codes in a study that names no kinds
_HEADERS = {
    "cases.csv": ("case", "order", "label_{0}", "short_{0}", "summary_{0}"),
    "sections.csv": ("section", "order", "label_{0}"),
    "paragraphs.csv": ("section", "paragraph", "begins", "claims", "reason_{0}"),
    "evidence.csv": ("id", "cases", "voice", "speaker", "section", "paragraph", "paraphrase_{0}", "memo_{0}"),
    "codings.csv": ("evidence", "code", "bears", "coder"),
}


@dataclass(slots=True)
class Additions:
    """What is to be written: file of the data folder -> its whole new text, and how many rows are new."""

    texts: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


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

    :raises UsageError: a file cannot be added to as it is.
    """
    codes = ids_for((code.ref, code.name) for code in project.codes)
    sections = ids_for((source.ref, source.name) for source in project.sources)
    cases = ids_for((name, name) for name in project.cases) if project.cases else sections
    labels = {name: name for name in project.cases} or {source.ref: source.name for source in project.sources}
    of_source = _cases_of(project, cases)
    passages = {one.ref: f"q{sha256(one.ref.encode()).hexdigest()[:10]}" for one in project.passages}
    begins = {
        (sections[one.source], one.paragraph): one.begins
        for one in project.passages
        if one.paragraph and one.source in sections
    }
    listed = {(paragraph.section, paragraph.paragraph) for paragraph in study.paragraphs}
    known = {coding.evidence + "/" + coding.code + "/" + coding.coder for coding in study.codings}
    coders = {coding.coder for coding in project.codings}

    def row(file: str, *cells: str) -> dict[str, str]:
        names = (name.format(language) for name in _HEADERS[file])
        return dict(zip(names, cells, strict=False))

    rows = {
        "cases.csv": [
            row("cases.csv", id_, str(len(study.cases) + number), labels[ref], labels[ref])
            for number, (ref, id_) in enumerate(cases.items(), 1)
            if id_ not in study.case
        ],
        "sections.csv": [
            row("sections.csv", sections[one.ref], str(len(study.sections) + number), one.name)
            for number, one in enumerate(project.sources, 1)
            if sections[one.ref] not in study.section
        ],
        "paragraphs.csv": [
            row("paragraphs.csv", section, paragraph, begin, "", Labels(language)("import.no-claim"))
            for (section, paragraph), begin in sorted(begins.items(), key=lambda one: (one[0][0], int(one[0][1])))
            if (section, paragraph) not in listed
        ],
        "evidence.csv": [
            row(
                "evidence.csv",
                passages[one.ref],
                ";".join(of_source.get(one.source, (GENERAL,))),
                voice,
                "",
                sections.get(one.source, ""),
                one.paragraph,
                " ".join(one.text.split()),
                one.memo,
            )
            for one in project.passages
            if passages[one.ref] not in study.passage
        ],
        "codings.csv": [],
    }
    for coding in project.codings:
        if coding.passage not in passages or coding.code not in codes:
            project.left["codings whose passage or code is not there"] += 1
            continue
        coder = coding.coder if len(coders) > 1 else ""  # one coder is the study's own, whose rows name none
        cells = (passages[coding.passage], codes[coding.code])
        if f"{cells[0]}/{cells[1]}/{coder}" not in known:
            known.add(f"{cells[0]}/{cells[1]}/{coder}")
            rows["codings.csv"].append(row("codings.csv", *cells, "for", coder))
    added = Additions()
    for file, new in rows.items():
        if new:
            added.texts[file], added.counts[file] = _with_rows(folder / file, new, file, language), len(new)
    new_codes = [code for code in project.codes if codes[code.ref] not in study.code]
    if new_codes:
        kind = next((kind.id for kind in study.kinds if not (kind.assessed or kind.of or kind.ends or kind.steps)), "")
        items = [
            _item(
                {
                    "code": codes[code.ref],
                    "kind": kind or _KIND,
                    "order": len(study.codes) + number,
                    "label": {language: code.name},
                    "definition": {language: code.definition} if code.definition else "",
                    "note": "" if code.definition else {language: Labels(language)("import.no-definition")},
                    "parent": codes.get(code.parent, ""),
                }
            )
            for number, code in enumerate(new_codes, 1)
        ]
        added.texts["codebook.yaml"] = _with_items(folder / "codebook.yaml", items)
        added.counts["codebook.yaml"] = len(items)
    return added


def _cases_of(project: Project, cases: Mapping[str, str]) -> dict[str, list[str]]:
    """Ref of a source -> ids of its cases."""
    if not project.cases:
        return {source.ref: [cases[source.ref]] for source in project.sources}
    found: dict[str, list[str]] = {}
    for name, refs in project.cases.items():
        for ref in dict.fromkeys(refs):
            found.setdefault(ref, []).append(cases[name])
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise UsageError(f"{path.name} is not UTF-8. Save it so first, and import again") from error


def _with_rows(path: Path, rows: Sequence[Mapping[str, str]], file: str, language: str) -> str:
    """A CSV file's text with rows at its end; columns that they need and it lacks stay out if they are empty."""
    text = _read(path)
    wanted = [name.format(language) for name in _HEADERS[file]]
    columns = next(csv.reader([text.split("\n", 1)[0].rstrip("\r")]), []) if text.strip() else wanted
    lacking = [name for name in wanted if name not in columns and any(row.get(name) for row in rows)]
    if lacking:
        raise UsageError(f"{path.name} has no column '{lacking[0]}'. Add it to its first row, and import again")
    ends = "\r\n" if "\r\n" in text else "\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator=ends)
    if not text.strip():
        writer.writeheader()
    writer.writerows({name: value for name, value in row.items() if name in columns} for row in rows)
    return text + ("" if not text or text.endswith("\n") else ends) + out.getvalue()


def _item(fields: Mapping[str, object]) -> str:
    """An item as YAML; JSON's texts are YAML's."""
    lines = []
    for name, value in fields.items():
        if value != "":
            said = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
            lines.append(f"{name}: {said}")
    return "  - " + "\n    ".join(lines) + "\n"


def _with_items(path: Path, items: Sequence[str]) -> str:
    """A codebook's text with codes at the end of its ``codes:``."""
    lines = _read(path).replace("\r\n", "\n").splitlines(keepends=True)
    start = next((index for index, line in enumerate(lines) if re.match(r"codes:\s*(?:#.*)?$", line.rstrip())), -1)
    if start < 0:
        if any(line.startswith("codes:") for line in lines):
            raise UsageError(f"{path.name}: write 'codes:' on a line of its own, and import again")
        return "".join([*lines, "codes:\n", *items])
    first = next((line for line in lines[start + 1 :] if line.strip() and not line.lstrip().startswith("#")), "  - ")
    if first.startswith("-"):
        items = [re.sub(r"^  ", "", item, flags=re.MULTILINE) for item in items]
    end = next((index for index in range(start + 1, len(lines)) if re.match(r"[^\s#-]", lines[index])), len(lines))
    before = lines[:end]
    if before and not before[-1].endswith("\n"):
        before[-1] += "\n"
    return "".join([*before, *items, *lines[end:]])
