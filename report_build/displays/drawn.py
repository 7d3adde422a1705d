"""What drawing a display gives: its table or panels, its files, and what is said of them."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table or figure ready to be set into pages, and its files."""

    html: str  # the table, or the figure's panels; links to evidence and its number are filled in by display_html
    csv: bytes
    svg: bytes | None  # on its own, plain colours on white; None for a table
    png: bytes | None
    alt: str  # alternative text, plain; '' for a table
    data_html: str  # a figure's data table; '' for a table
    rows: int = 0  # how many records it shows
    files: tuple[str, ...] = ()  # source files that they were read from

    def to_json(self) -> str:
        """As text, for the cache; bytes in base64."""
        return json.dumps(
            {
                name: b64encode(value).decode() if isinstance(value, bytes) else value
                for name, value in asdict(self).items()
            }
        )

    @classmethod
    def from_json(cls, written: str) -> Drawn:
        """What :meth:`to_json` wrote."""
        values = json.loads(written)
        for name in ("csv", "svg", "png"):
            values[name] = None if values[name] is None else b64decode(values[name])
        values["files"] = tuple(values["files"])
        return cls(**values)

    @property
    def digest(self) -> str:
        """A short hash of the published rows."""
        return sha256(self.csv).hexdigest()[:12]
