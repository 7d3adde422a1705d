"""What readers see of a translation's state."""

from __future__ import annotations

from html import escape

from report_build.words import Words


def borrowed_page(html: str, language: str, name: str, way: str, words: Words) -> str:
    """A page in another language than its site's, below a notice that says so.

    :param language: the one that the page is written in; ``name`` is what it calls itself.
    :param way: to the page among its own; '' where it cannot be reached, as from a server of one language.
    """
    link = (
        f' <a href="{escape(way)}" hreflang="{escape(language)}">{escape(words("translation.fallback.link"))}</a>'
        f' (<span lang="{escape(language)}">{escape(name)}</span>)'
        if way
        else ""
    )
    return (
        f'<div class="admonition info rb-borrowed" data-search-exclude><p class="admonition-title">'
        f"{escape(words('translation.fallback'))}</p>" + (f"<p>{link.strip()}</p>" if link else "") + "</div>\n"
        f'<div lang="{escape(language)}">\n{html}\n</div>'
    )
