"""Zip archives that hold the same bytes whenever, wherever and by whomever they are made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_UNIX = 3
_MODE = 0o100644 << 16


def zipped(files: Mapping[str, bytes], *, stored: Collection[str] = (), level: int | None = None) -> bytes:
    """An archive of files, by name, in the order given.

    :param stored: those that are not packed.
    :param level: how hard to pack the others: up to 9.
    """
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name)  # its date is 1980, the earliest that the format knows
            entry.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _MODE
            archive.writestr(entry, content, compresslevel=level)
    return kept.getvalue()
