"""``CITATION.cff`` against the official schema of the Citation File Format, in our words.

What reads the file elsewhere (GitHub, Zenodo, cffconvert) refuses what the schema refuses, and reads numbers as such.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_build.check.citation import ORCID_CURE
from report_build.findings import Finding, Place
from report_build.model.nodes import Entries, Items, Node, Scalar
from report_build.sources.trees import NUMBER, number_of
from report_build.suggest import Names

if TYPE_CHECKING:
    from jsonschema import Draft7Validator, ValidationError

_SCHEMA = Path(__file__).parent / "schemas" / "citation-file-format-1.2.0.json"
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_MOST = 50  # findings
_LISTED = 8  # words of a closed list that a hint names
_TYPES = {"array": "a list", "object": "an entry with keys", "string": "a text", "integer": "a whole number"}
_FORMS = {"email": "an e-mail address", "date": "a day as in 2026-11-22", "uri": "a web address in full"}


def check_against_schema(root: Entries, file: str) -> Iterator[Finding]:
    """What the schema refuses, each with its line; at most one finding a line."""
    said: set[int] = set()
    for error in sorted(_validator().iter_errors(_typed(root)), key=lambda one: [str(part) for part in one.path]):
        for one in _causes(error):
            finding = _finding(one, root, file)
            if finding.place.line not in said and len(said) < _MOST:
                said.add(finding.place.line)
                yield finding


def numbers_cut_short(root: Node, file: str, name: str = "") -> Iterator[Finding]:
    """Bare numbers that other programs read as shorter ones: version 1.10 as 1.1."""
    for key, entry in root.entries.items() if isinstance(root, Entries) else ():
        yield from numbers_cut_short(entry, file, key)
    for child in root.items if isinstance(root, Items) else ():
        yield from numbers_cut_short(child, file, name)
    if isinstance(root, Scalar) and root.plain and (number := number_of(root.text)) is not None:
        read = str(number)
        if read != root.text.lstrip("+"):
            message = f"'{root.text}' of '{name}' is read as {read} by other programs"
            yield Finding(Place(file, root.line), "RB229", message, f'Write it between quotes: "{root.text}"')


@cache
def _validator() -> Draft7Validator:
    # Importing it takes a tenth of a second, and most builds find the file as the last one read it.
    from jsonschema import Draft7Validator, FormatChecker  # noqa: PLC0415  # reason: as above

    return Draft7Validator(json.loads(_SCHEMA.read_text(encoding="utf-8")), format_checker=FormatChecker())


def _typed(node: Node) -> object:
    """A tree as YAML's other readers have it, but for days, which stay text."""
    match node:
        case Scalar():
            return _of_scalar(node)
        case Items():
            return [_typed(item) for item in node.items]
        case Entries():
            return {key: _typed(value) for key, value in node.entries.items()}


def _of_scalar(node: Scalar) -> object:
    if not node.plain:
        return node.text
    if node.is_null:
        return None
    if _WHOLE.fullmatch(node.text) and len(node.text) < 20:  # noqa: PLR2004  # reason: longer ones are no numbers
        return int(node.text)
    if NUMBER.fullmatch(node.text):
        return float(node.text)
    return _TRUTH.get(node.text, node.text)


def _causes(error: ValidationError) -> list[ValidationError]:
    """Where a value may have one of several forms: what keeps it from the one that it is meant to have."""
    if not error.context:
        return [error]
    branches: dict[int, list[ValidationError]] = {}
    for one in error.context:
        branches.setdefault(int(one.schema_path[0]), []).append(one)
    if isinstance(error.instance, Mapping) and len(branches) > 1:
        # An entity has a name, a person has names: a wrong key says less than the right one.
        meant = min(branches, key=lambda number: (_unlike(error.instance, branches[number]), number))
        return sorted((cause for one in branches[meant] for cause in _causes(one)), key=_is_detail)
    if isinstance(error.instance, list):
        deeper = [one for one in error.context if one.path]
        return deeper or [error]
    return [error]


def _is_detail(error: ValidationError) -> bool:
    return bool(error.validator != "required")


def _unlike(instance: Mapping[str, Any], errors: list[ValidationError]) -> int:
    """How far an entry is from a form: foreign keys count, ``name`` most."""
    foreign = [key for one in errors if one.validator == "additionalProperties" for key in _foreign(one)]
    return len(foreign) + 10 * ("name" in instance and "name" in foreign)


def _foreign(error: ValidationError) -> list[str]:
    return [key for key in error.instance if key not in error.schema.get("properties", {})]


def _finding(error: ValidationError, root: Entries, file: str) -> Finding:
    path = [*error.absolute_path]
    name = next((str(part) for part in reversed(path) if isinstance(part, str)), "the file")
    shown = str(error.instance)[:60]
    code, key, hint = "RB221", "", ""
    match error.validator:
        case "additionalProperties":
            key = _foreign(error)[0]
            code = "RB223"
            message = f"'{key}' is no key of {_entry(path, name)}"
            hint = Names(error.schema["properties"]).near(key) or f"Keys: {_listed(error.schema['properties'])}"
        case "required":
            lacking = next(one for one in error.validator_value if one not in error.instance)
            message, hint = f"{_entry(path, name)} has no '{lacking}'", "Add it: the format asks for it"
        case "type":
            expected = _TYPES.get(str(error.validator_value), str(error.validator_value))
            message = f"'{shown}' stands in '{name}', where {expected} is expected"
            hint = _cure(error.instance, expected)
            if error.instance is None:
                message = f"'{name}' is empty, where {expected} is expected"
            elif isinstance(error.instance, list | Mapping):
                message = f"several values stand in '{name}', where {expected} is expected"
        case "enum":
            message = f"'{shown}' is not a value of '{name}'"
            hint = Names(map(str, error.validator_value)).near(shown) or f"Values: {_listed(error.validator_value)}"
        case "uniqueItems":
            message, hint = f"'{name}' holds the same entry twice", "Keep one of them"
        case "minLength" | "minItems" | "minProperties":
            message, hint = f"'{name}' is empty", "Fill it in, or take it out"
        case "format":
            message = f"'{shown}' in '{name}' is not {_FORMS.get(str(error.validator_value), 'of the form asked for')}"
        case _:
            message = f"'{shown}' has not the form that the format asks of '{name}'"
            hint = _known_words(error) or str(error.schema.get("description", ""))
    if name == "orcid":
        message, hint = f"'{shown}' is not an ORCID address", ORCID_CURE
    return Finding(Place(file, _line(root, [*path, *([key] if key else [])])), code, message, hint)


def _cure(found: object, expected: str) -> str:
    """What to do with a value of another kind than the format asks for."""
    if found is None:
        return "Fill it in, or take it out"
    if expected == "a list":
        return "Write each after '- '"
    if expected == "an entry with keys":
        return "Write each on a line of its own below it, as in name: …"
    return "Write one" if isinstance(found, list | Mapping) else "Put a text that looks like a number in quotes"


def _entry(path: list[str | int], name: str) -> str:
    return f"entry {path[-1] + 1} of '{name}'" if path and isinstance(path[-1], int) else f"'{name}'" if path else name


def _listed(words: Any) -> str:
    known = [str(word) for word in words]
    return ", ".join(known[:_LISTED]) + (" …" if len(known) > _LISTED else "")


def _known_words(error: ValidationError) -> str:
    words = [word for one in error.context or () if one.validator == "enum" for word in one.validator_value]
    return Names(map(str, words)).near(str(error.instance)) if words else ""


def _line(root: Node, path: list[Any]) -> int:
    """The line of what a path leads to, or of the last step of it that is there."""
    node, line = root, root.line
    for part in path:
        if isinstance(node, Entries) and part in node.entries:
            line, node = node.lines[part], node.entries[part]
        elif isinstance(node, Items) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            line = node.line
        else:
            break
    return line
