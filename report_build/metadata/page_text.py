"""What a page itself says, as a hash: whether it changed between two versions is told by it."""

from __future__ import annotations

from hashlib import sha256
from html.parser import HTMLParser

from report_build.metadata.prose import VOID

_SAYING = ("alt", "aria-label", "href", "src")


def page_hash(title: str, html: str) -> str:
    """SHA-256 of a page's text, links and alternative texts; what belongs to the edition (``data-edition``) excepted.

    Ids, classes and drawing instructions do not count: a page that the engine sets otherwise says the same.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return sha256("\0".join([title, " ".join("".join(reader.said).split())]).encode()).hexdigest()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._left_out: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out or any(name == "data-edition" for name, _ in attrs) or tag in ("script", "style"):
            if tag not in VOID:
                self._left_out.append(tag)
            return
        self.said += [" ", *(f"{value} " for name, value in attrs if name in _SAYING and value)]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._left_out:
            while self._left_out.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.said.append(data)
