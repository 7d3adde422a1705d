"""Zip archives that hold the same bytes whenever, wherever and by whomever they are made."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_UNIX = 3
_MODE = 0o100644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of files, by name, in the order given."""
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        for name, content in files.items():
            entry = ZipInfo(name)  # its date is 1980, the earliest that the format knows
            entry.compress_type = ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _MODE
            archive.writestr(entry, content)
    return kept.getvalue()
