"""Files as people have them: bytes become text with line feeds alone, and what was odd about them is said."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from report_build.findings import Finding, Place
from report_build.sources.spreadsheets.sheet import Sheet

_RESAVE = "Save the file as UTF-8"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Left out of every text: neither HTML nor YAML may hold them, or editors disagree whether they end a line, or they turn
# the letters around that follow (U+202D, U+202E), so that a page says what its source does not.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ufeff\ufffe\uffff]")
_POINTER = "version https://git-lfs.github.com/spec/"
_CONFLICT = re.compile(r"^<<<<<<< .*\n(?:.*\n)*?=======\n(?:.*\n)*?>>>>>>> ", re.MULTILINE)
_STRAY_BYTE = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text file of the study, or a sheet of a workbook in place of one."""

    name: str  # POSIX path relative to the study's root
    text: str  # composed (NFC); lines end in "\n"; no control characters but "\t" and "\n"
    digest: str  # SHA-256 of the file's bytes, hexadecimal
    sheet: Sheet | None = None

    def place(self, line: int = 0, column: int = 0) -> Place:
        """A line; in a sheet, a cell, its column counted from 0."""
        return Place(self.name, line, self.sheet.cell(line, column) if self.sheet and line else "")


def read_source(root: Path, name: str, cure: str = "") -> tuple[SourceFile | None, list[Finding]]:
    """Read a file of the study; None where there is no text to be had.

    :param cure: what to do where the file is missing.
    """
    raw, findings = read_bytes(root, name, cure)
    if raw is None:
        return None, findings
    place = Place(name)
    decoded, findings = _decode(raw, place)
    if decoded is None:
        return None, findings
    if decoded.startswith(_POINTER):
        message = "it is a pointer of Git LFS, and the file itself is not here"
        return None, [Finding(place, "RB002", message, "Fetch it: git lfs install, then git lfs pull")]
    clean, said = _clean(decoded, place)
    findings += _two_versions(clean, name)
    return SourceFile(name, clean, sha256(raw).hexdigest()), findings + said


def _two_versions(text: str, name: str) -> list[Finding]:
    """What git leaves in a file of which two versions could not be joined."""
    found = _CONFLICT.search(text) if "<<<<<<<" in text else None
    if found is None:
        return []
    line = text.count("\n", 0, found.start()) + 1
    hint = "Keep one of the two, and delete the lines of <<<<<<<, ======= and >>>>>>>"
    return [Finding(Place(name, line), "RB031", "two versions of the text stand here, as git left them", hint)]


def read_bytes(root: Path, name: str, cure: str = "") -> tuple[bytes | None, list[Finding]]:
    """A file's bytes; None where there are none to be had, as :func:`read_source`."""
    path = root / name
    place = Place(name)
    try:
        if not path.exists():
            return None, [Finding(place, "RB001", "the file is not there", cure)]
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "not an ordinary file"
            return None, [Finding(place, "RB002", f"it is {kind}, where a text file is expected")]
        return path.read_bytes(), []
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return None, [Finding(place, "RB002", f"it cannot be read: {reason}", "Check the file's permissions")]


def _decode(raw: bytes, place: Place) -> tuple[str | None, list[Finding]]:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            body = raw[len(bom) :]
            return _utf8(body, place) if encoding == "utf-8" else _utf16(body, encoding, place)
    for encoding, high, low in (("utf-16-le", raw[1::2], raw[::2]), ("utf-16-be", raw[::2], raw[1::2])):
        if high.count(0) * 4 > len(raw) > low.count(0) * 100:
            return _utf16(raw, encoding, place)
    return _utf8(raw, place)


def _utf8(raw: bytes, place: Place) -> tuple[str | None, list[Finding]]:
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        pass  # judged below: another encoding, a mixture of two, or no text at all
    if b"\0" in raw:
        return None, [Finding(place, "RB002", "it holds binary data, not text", _RESAVE)]
    lenient = raw.decode("utf-8", "surrogateescape")
    mixed = any(char > "\x7f" and not _STRAY_BYTE.match(char) for char in set(lenient))
    if not mixed and _is_windows_1252(raw):
        said = Finding(
            place, "RB003", "the file is in Windows-1252, and was read so", f"{_RESAVE} to be sure of its accents"
        )
        return raw.decode("cp1252"), [said]
    bad = [number for number, line in enumerate(lenient.split("\n"), 1) if _STRAY_BYTE.search(line)]
    more = f" and {len(bad) - 1} more" if len(bad) > 1 else ""
    message = f"bytes on this line{more} are neither UTF-8 nor, with the rest, one other encoding"
    return _STRAY_BYTE.sub("\ufffd", lenient), [Finding(Place(place.file, bad[0]), "RB004", message, _RESAVE)]


def _is_windows_1252(raw: bytes) -> bool:
    """Whether every byte has a meaning there, and some byte is one of its accented letters.

    Mac OS Roman puts its accented letters where Windows-1252 has few: those files would be garbled.
    """
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return any(byte >= 0xC0 for byte in raw) or not any(byte in b"\x83\x88\x8a\x8c\x8e\x9a\x9e\x9f" for byte in raw)  # noqa: PLR2004


def _utf16(raw: bytes, encoding: str, place: Place) -> tuple[str | None, list[Finding]]:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None, [Finding(place, "RB002", "it starts as UTF-16 and is broken further on", _RESAVE)]
    return text, [Finding(place, "RB003", "the file is in UTF-16, and was read so", f"{_RESAVE} to be read everywhere")]


def _clean(text: str, place: Place) -> tuple[str, list[Finding]]:
    text = normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    first = CONTROL.search(text)
    if first is None:
        return text, []
    count = len(CONTROL.findall(text))
    more = f" (and {count - 1} more)" if count > 1 else ""
    line = text.count("\n", 0, first.start()) + 1
    message = f"a control character, U+{ord(first[0]):04X}{more}, was left out"
    return CONTROL.sub("", text), [
        Finding(Place(place.file, line), "RB005", message, "Delete it, or type the text again")
    ]
