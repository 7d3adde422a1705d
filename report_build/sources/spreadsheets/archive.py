"""What a workbook's archive may hold: looked at before any library reads it."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

_LARGEST = 100_000_000  # bytes, all members unpacked
_MOST_MEMBERS = 2_000
_TIMES = 400  # how many times larger than packed; sheets of equal cells reach about 100
_SMALL = 1_000_000  # bytes that are never too much
_OLD = b"\xd0\xcf\x11\xe0"  # Excel before 2007, and workbooks locked with a password
_DEFINES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_ENCRYPTED = 0x1


class RefusedError(Exception):
    """A workbook that is not read."""

    def __init__(self, message: str, hint: str = "Save the sheet as CSV") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def vet(raw: bytes) -> dict[str, bytes]:
    """The XML members of a workbook, by name.

    :raises RefusedError: it is none, is larger than any study needs, or holds what no spreadsheet program writes.
    """
    if raw.startswith(_OLD):
        raise RefusedError("it is locked with a password, or in Excel's form before 2007", "Save it as .xlsx, unlocked")
    try:
        with ZipFile(BytesIO(raw)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or size > _LARGEST or size > _SMALL + _TIMES * len(raw):
                raise RefusedError(f"unpacked it has {size // 1_000_000} MB in {len(members)} parts")
            if any(member.flag_bits & _ENCRYPTED for member in members):
                raise RefusedError("it is locked with a password", "Save it without one")
            if any("vbaproject" in member.filename.lower() for member in members):
                raise RefusedError("it holds macros", "Save it as .xlsx, which has none")
            texts = {
                member.filename: archive.read(member)
                for member in members
                if member.filename.lower().endswith((".xml", ".rels"))
            }
    except (BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, ValueError) as error:
        raise RefusedError(f"it is no workbook, or a broken one: {error}") from error
    for name, text in texts.items():
        if text.startswith(_UTF_16) or _ENCODING.search(text[:200]) or _DEFINES.search(text):
            raise RefusedError(f"its part {name} has an encoding or definitions that no spreadsheet program writes")
    if any(b"manifest:encryption-data" in text for name, text in texts.items() if name == "META-INF/manifest.xml"):
        raise RefusedError("it is locked with a password", "Save it without one")
    return texts
