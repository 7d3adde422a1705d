"""While an author edits: what is wrong stands on top of every page of the served site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from report_build.findings import Finding, in_order
from report_build.labels import Labels
from report_build.render.templates import render

_FAILURE = re.compile("<!-- report-build failed -->.*?<!-- /report-build failed -->", re.DOTALL)
_PAGE = re.compile('<div class="rb-page[^"]*">')  # what our template puts round the text, in any theme


def banner(findings: Sequence[Finding], labels: Labels, *, stale: bool = False, nothing: bool = False) -> Markup:
    """The findings as a box for the top of a page; empty where nothing is wrong.

    :param stale: the data shown are not the ones on disk.
    :param nothing: nothing else can be shown.
    """
    wrong = [finding for finding in in_order(findings) if finding.severity != "note"]
    if not wrong:
        return Markup("")
    state = labels("host.banner.nothing") if nothing else labels("host.banner.last-good") if stale else ""
    return render("host/findings.html", title=labels("host.banner.title"), findings=wrong, errors=(), state=state)


def box(title: str, errors: Iterable[str]) -> Markup:
    """A box with the host's own messages."""
    return render("host/findings.html", title=title, findings=(), errors=tuple(errors), state="")


def show_failure(site: Path, html: Markup) -> None:
    """Put a box on every page of a site, in place of one put there before; leave one alone where the first is missing.

    That page asks for itself again every two seconds: it knows nothing of the server's own reloading.
    """
    whole = (site / "index.html").is_file()
    for page in sorted(site.rglob("*.html")):
        text = _FAILURE.sub("", page.read_text(encoding="utf-8", errors="replace"))
        told = f"<!-- report-build failed -->{html}<!-- /report-build failed -->"
        before, opened, after = text.partition(found[0] if (found := _PAGE.search(text)) else "</body>")
        page.write_text(before + opened + told + after, encoding="utf-8", newline="\n")
    if not whole:
        site.mkdir(parents=True, exist_ok=True)
        alone = render("host/alone.html", box=html)
        for name in ("index.html", "404.html"):
            (site / name).write_text(alone, encoding="utf-8", newline="\n")
