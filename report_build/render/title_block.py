"""The title block of the home page: who made the study, on what terms, and what it says of itself."""

from __future__ import annotations

from markupsafe import Markup

from report_build.render.templates import render
from report_build.render.view import PageView

HOME = "index.html"


def title_block(page: PageView) -> Markup:
    """What ``CITATION.cff`` and ``study.yaml`` say of the study; empty on other pages, and where they say nothing."""
    edition = page.edition
    if page.address != HOME or not (edition.authors or edition.abstract or edition.keywords or edition.statements):
        return Markup("")
    return render("pages/title-block.html", page=page, edition=edition)
