"""The page above the languages."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from report_build.render.templates import render


def front_page(languages: Sequence[tuple[str, str, str]], page: str = "index.html") -> Markup:
    """``index.html`` above the languages: it leads to the reader's own where it is there, else to the first.

    :param languages: (language, what it calls itself, title of its site), the default language first.
    :param page: the page of each language's site that is led to, from the folder named after the language.
    """
    return render("publish/index.html", languages=languages, page=page)
