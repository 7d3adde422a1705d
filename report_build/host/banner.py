"""While an author edits: what is wrong stands on top of every page of the served site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from report_build.findings import Finding, in_order
from report_build.labels import Labels

_FAILURE = re.compile("<!-- report-build failed -->.*?<!-- /report-build failed -->", re.DOTALL)
_ARTICLE = '<article class="md-content__inner md-typeset">'


def banner(findings: Sequence[Finding], labels: Labels, *, stale: bool = False, nothing: bool = False) -> str:
    """The findings as a box for the top of a page; '' where nothing is wrong.

    :param stale: the data shown are not the ones on disk.
    :param nothing: nothing else can be shown.
    """
    wrong = [finding for finding in in_order(findings) if finding.severity != "note"]
    if not wrong:
        return ""
    state = labels("host.banner.nothing") if nothing else labels("host.banner.last-good") if stale else ""
    return box(
        labels("host.banner.title"), (f"<code>{escape(str(one.place))}</code> {_said(one)}" for one in wrong), state
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
