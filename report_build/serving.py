"""While an author edits: what is wrong stands on every page, and nothing ends or hangs the server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from threading import Event, Thread

from report_build.findings import Finding, in_order
from report_build.words import Words

_FAILURE = re.compile("<!-- report-build failed -->.*?<!-- /report-build failed -->", re.DOTALL)
_ARTICLE = '<article class="md-content__inner md-typeset">'
_INTERVAL = 0.3  # seconds between two looks at the sources


def banner(findings: Sequence[Finding], words: Words, *, stale: bool = False, nothing: bool = False) -> str:
    """The findings as a box for the top of a page; '' where nothing is wrong.

    :param stale: the data shown are not the ones on disk.
    :param nothing: nothing else can be shown.
    """
    wrong = [finding for finding in in_order(findings) if finding.severity != "note"]
    if not wrong:
        return ""
    state = words("host.banner.nothing") if nothing else words("host.banner.last-good") if stale else ""
    return box(
        words("host.banner.title"), (f"<code>{escape(str(one.place))}</code> {_said(one)}" for one in wrong), state
    )


def box(title: str, items: Iterable[str], state: str = "") -> str:
    """A box of Material's own kind, kept out of the search index; items are HTML."""
    lines = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<div class="admonition failure" role="status" data-search-exclude>'
        f'<p class="admonition-title">{escape(title)}</p><ul>{lines}</ul>'
        + (f"<p>{escape(state)}</p>" if state else "")
        + "</div>\n"
    )


def _said(finding: Finding) -> str:
    hint = f". {finding.hint}" if finding.hint else ""
    return escape(f"{finding.severity} {finding.code} {finding.name}: {finding.message}{hint}")


def show_failure(site: Path, html: str) -> None:
    """Put a box on every page of a site, in place of one put there before; without pages, leave one with it alone.

    That page asks for itself again every two seconds: it knows nothing of the server's own reloading.
    """
    pages = [] if not (site / "index.html").is_file() else sorted(site.rglob("*.html"))
    for page in pages:
        text = _FAILURE.sub("", page.read_text(encoding="utf-8", errors="replace"))
        marked = f"{_ARTICLE}<!-- report-build failed -->{html}<!-- /report-build failed -->"
        page.write_text(text.replace(_ARTICLE, marked, 1), encoding="utf-8")
    if not pages:
        site.mkdir(parents=True, exist_ok=True)
        alone = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">'
            f"<title>report-build</title></head><body>{html}</body></html>\n"
        )
        for name in ("index.html", "404.html"):
            (site / name).write_text(alone, encoding="utf-8")


State = Mapping[Path, tuple[int, int]]


def state_of(paths: Iterable[Path]) -> State:
    """Modification time and size of every file at or below the paths; what is not there, or is hidden, is left out."""
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        for file in [path, *path.rglob("*")] if path.is_dir() else [path]:
            try:
                about = file.stat()
            except OSError:
                continue  # gone between listing and looking, or a dangling link
            if not file.name.startswith("."):
                found[file] = (about.st_mtime_ns, about.st_size)
    return found


class Watch(Thread):
    """Looks at something again and again, and calls back when it has changed.

    MkDocs' own watching ends for good when what it watches is moved away, as editors and git do.
    """

    def __init__(self, look: Callable[[], object], changed: Callable[[], None]) -> None:
        super().__init__(name="report-build watch", daemon=True)
        self._look, self._changed = look, changed
        self._ended = Event()

    def run(self) -> None:
        before = self._look()
        while not self._ended.wait(_INTERVAL):
            now = self._look()
            if now != before:
                before = now
                self._changed()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
