"""The only door to bibtexparser; it is imported only where a bibliography was not parsed before."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from report_build.cache import Cache
from report_build.findings import Finding
from report_build.model.bibliography import Work
from report_build.model.text import Origin
from report_build.sources.bibtex_text import Prepared, as_written, prepare, type_as_written
from report_build.sources.inheritance import inherited
from report_build.sources.text import SourceFile

_FORM = "5"  # of what is stored: raised when it changes
_LONGEST = 100_000  # characters of a field's text: @string names that double each other would fill the memory
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_LOST_ENTRY = re.compile(r"^[ \t]*(\w+)[ \t]*\{[^\s,{}]+,", re.MULTILINE)
_MARK = re.compile(r'["{}#]')
_KEYLESS = re.compile(r"@\s*(\w+)\s*[{(]\s*[\w-]+\s*=")


def read_works(source: SourceFile, cache: Cache) -> tuple[list[Work], bool, list[Finding]]:
    """The entries of a ``.bib`` file in file order, whether all could be read, and what is wrong with its syntax.

    Field texts lose the braces or quotes around them and keep everything within; ``@string`` names are filled in, of
    which a later definition replaces an earlier one; fields of ``crossref`` and ``xdata`` entries are handed down.
    Of entries with the same key and of fields given twice the first stands.
    """
    stored = json.loads(cache.text("bibtex", [_FORM, source.text], lambda: json.dumps(_parse(source.text))))
    works = [
        Work(
            entry["key"],
            entry["type"],
            entry["fields"],
            Origin(source.name, entry["line"], entry["lines"]),
        )
        for entry in stored["entries"]
    ]
    findings = [Finding(source.place(line), code, message, hint) for line, code, message, hint in stored["findings"]]
    whole, lacking = inherited(works)
    return whole, stored["whole"], [*findings, *lacking]


def _parse(text: str) -> dict[str, Any]:
    # reason: 90 ms that a run with a known bibliography does not pay
    from bibtexparser import model  # noqa: PLC0415
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)  # it would print what is returned here
    prepared = prepare(text)
    parsed = _Parsed()
    try:
        library = parse_string(prepared.text, parse_stack=[])
    except Exception as error:  # noqa: BLE001  # reason: whatever fails in the parser is said as a finding on the file
        parsed.say(0, "RB201", f"the bibliography cannot be read: {type(error).__name__}: {error}")
        parsed.whole = False
        return parsed.stored()
    for block in library.blocks:
        if isinstance(block, model.String):
            parsed.string(block, (block.start_line or 0) + 1)
    parsed.strings_in_order = True
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        match block:
            case model.Entry():
                parsed.entry(block, line)
            case model.String():
                parsed.string(block, line)
            case model.DuplicateFieldKeyBlock():
                parsed.repeated_fields(block.ignore_error_block, sorted(block.duplicate_keys))
                parsed.entry(block.ignore_error_block, line)
            case model.DuplicateBlockKeyBlock():
                parsed.repeated(block.ignore_error_block, line)
            case model.ParsingFailedBlock():
                parsed.broken(block, line)
            case model.ImplicitComment():
                for found in _LOST_ENTRY.finditer(block.comment):
                    lost = line + block.comment.count("\n", 0, found.start())
                    message = f"'{found[1]}' starts no entry without an @"
                    parsed.say(lost, "RB227", message, f"Write @{found[1]} to have it read")
    if text.strip() and not parsed.entries and not prepared.openings and not prepared.commented:
        bare = [n for n, line in enumerate(prepared.text.split("\n"), 1) if line.strip() and line.lstrip()[0] != "%"]
        if bare:
            hint = "Export it as BibTeX or BibLaTeX; report-build import reads RIS and CSL-JSON"
            parsed.say(bare[0], "RB201", "there is text from here on, and no entry of a bibliography", hint)
    parsed.left_out(prepared, {(block.start_line or 0) + 1 for block in library.blocks})
    return parsed.stored()


class _Parsed:
    """What is stored of a bibliography: plain lists and texts."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.findings: list[tuple[int, str, str, str]] = []
        self.keys: set[str] = set()
        self.strings: dict[str, str] = {}  # name in lower case -> text
        self.strings_in_order = False  # False while names are collected that entries may use before they are given
        self.whole = True

    def stored(self) -> dict[str, Any]:
        return {"entries": self.entries, "findings": self.findings, "whole": self.whole}

    def say(self, line: int, code: str, message: str, hint: str = "") -> None:
        self.findings.append((line, code, " ".join(as_written(message).split()), hint))

    def string(self, block: Any, line: int) -> None:
        text, unknown = self.resolved(block.value)
        if self.strings_in_order:
            self.strings[block.key.lower()] = text[:_LONGEST]
            return
        self.strings.setdefault(block.key.lower(), text[:_LONGEST])
        if len(text) > _LONGEST:
            message = f"the @string '{block.key}' grows past {_LONGEST:,} characters; it is cut"
            self.say(line, "RB204", message, "Look for @string names that repeat each other")
        for word in unknown:
            message = f"'{word}' in the @string '{block.key}' is neither in braces nor an @string above it"
            self.say(line, "RB204", message, "Put the text between braces")

    def repeated(self, block: Any, line: int) -> None:
        if type(block).__name__ == "String":  # the later one stands, in BibTeX and in pandoc
            self.string(block, line)
        else:
            self.entry(block, line)

    def left_out(self, prepared: Prepared, read: set[int]) -> None:
        """Say what stands in the file and was not read."""
        for line, how in prepared.commented:
            self.say(line, "RB227", f"an entry is commented out by {how}", f"Delete the {how} to have it read")
        for line in prepared.openings:
            if line not in read:
                self.say(line, "RB201", "what starts here was not read", "Look for a missing brace above it")
                self.whole = False

    def keyless(self, kind: str, line: int) -> None:
        message = f"this @{type_as_written(kind)} has no key, so that nothing can cite it; it is left out"
        self.say(line, "RB228", message, "Write one after the brace")

    def broken(self, block: Any, line: int) -> None:
        if found := _KEYLESS.match(block.raw):
            self.keyless(found[1], line)
            return
        reason = getattr(block.error, "abort_reason", "") or str(block.error)
        until = line + block.raw.rstrip().count("\n")
        message = f"the entry that starts here breaks off on line {until}: {reason.strip().rstrip('.')}"
        self.say(line, "RB201", message, "Look for a missing brace, comma or quote")
        self.whole = False

    def repeated_fields(self, entry: Any, keys: list[str]) -> None:
        for key in keys:
            again = [field for field in entry.fields if field.key == key][1]
            message = f"the field '{key}' of '{entry.key}' is given twice; the first one stands"
            self.say(again.start_line + 1, "RB203", message, "Keep one of them")

    def entry(self, entry: Any, line: int) -> None:
        key = as_written(entry.key)
        if not key:
            self.keyless(entry.entry_type, line)
            return
        if key in self.keys:
            message = f"the key '{key}' is there already; the first one stands"
            self.say(line, "RB202", message, "Give this one a key of its own, or delete it")
            return
        self.keys.add(key)
        fields: dict[str, str] = {}
        lines: dict[str, int] = {}
        for field in entry.fields:
            name = field.key.lower()
            if name in fields:
                continue
            lines[name] = field.start_line + 1
            value = field.value[: _end(field.value)]
            if value != field.value:
                message = f"something follows the closing brace of the field '{name}' of '{key}', and is not read"
                self.say(lines[name], "RB201", message, "Write a comma between two fields")
            text, unknown = self.resolved(value)
            fields[name] = as_written(text)
            for word in unknown:
                message = f"'{word}' in the field '{name}' is neither in braces nor an @string"
                self.say(lines[name], "RB204", message, "Put the text between braces")
        kind = type_as_written(entry.entry_type.lower())
        self.entries.append({"key": key, "type": kind, "fields": fields, "line": line, "lines": lines})

    def resolved(self, value: str) -> tuple[str, list[str]]:
        """A field's text without what encloses it, and the words in it that stand for nothing."""
        pieces, unknown = [], []
        for part in _parts(value):
            if part[0] in '{"':
                pieces.append(part[1:-1])
            elif part.lower() in self.strings:
                pieces.append(self.strings[part.lower()])
            else:
                pieces.append(part)
                if not part.isdigit() and part.lower() not in _MONTHS:
                    unknown.append(part)
        text = "".join(pieces)
        bare = text.strip()
        return (f"{bare} " if bare.endswith("\\") and text.rstrip("\n").endswith(" ") else bare), unknown


def _end(value: str) -> int:
    """Where a field's text ends: after the brace that closes it, unless ``#`` joins more."""
    depth = 0
    for match in _MARK.finditer(value if value.startswith("{") else ""):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return len(value) if value[match.end() :].lstrip()[:1] in ("", "#") else match.end()
    return len(value)


def _parts(value: str) -> list[str]:
    """What ``#`` joins, outside braces and quotes."""
    parts, depth, quoted, start = [], 0, False, 0
    for match in _MARK.finditer(value):
        mark = match[0]
        if mark == '"' and not depth:
            quoted = not quoted
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
        elif mark == "#" and not depth and not quoted:
            parts.append(value[start : match.start()].strip())
            start = match.end()
    return [part for part in [*parts, value[start:].strip()] if part]
