"""What the guide's pages give as examples: commands, files and what one should see, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GUIDE = Path(__file__).parents[1] / "report_build/guide"
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="(?P<added>added to )?(?P<file>[^"]+)"')


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced piece of a page."""

    language: str  # sh: a command to be run; text: what it says; any other with a file: what stands in that file
    text: str
    file: str  # "" where it is no file's
    added: bool  # whether it stands behind what the file has
    serves: bool  # whether the command is a server, which does not end

    def write(self, study: Path) -> None:
        """Put a file's text where the page says."""
        path = study / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if self.added else ""
        path.write_text(before + self.text, encoding="utf-8")


def examples(page: str) -> Iterator[Example]:
    """The examples of a page of the guide."""
    for found in _FENCE.finditer((GUIDE / "docs" / page).read_text(encoding="utf-8")):
        info = found["info"]
        title = _TITLE.search(info)
        yield Example(
            info.partition(" ")[0],
            found["text"],
            title["file"] if title else "",
            added=bool(title and title["added"]),
            serves=found["text"].strip() == "report-build serve",
        )
