"""Files as one archive to download."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

DATA_ARCHIVE = "data.zip"  # site-relative
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the first date that a ZIP file can name: when it was packed is not told


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file of the files, by name; the same files give the same bytes.

    They are not compressed: compressed bytes differ from machine to machine, and git, which holds every version,
    compresses better what it can compare with the version before.
    """
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as zipped:
        for name, content in files.items():
            entry = ZipInfo(name, _LONG_AGO)
            entry.create_system = 3  # Unix, whatever the machine
            entry.external_attr = 0o644 << 16
            zipped.writestr(entry, content)
    return packed.getvalue()
