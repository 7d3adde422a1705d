"""The page above the languages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

# The reader's languages come in the reader's order; "en-GB" asks for "en". Without JavaScript the links are the page.
_CHOOSE = """const there = {there}
const wanted = navigator.languages.map(one => one.toLowerCase())
const found = wanted.map(one => there.find(own => one === own.toLowerCase() || one.startsWith(own.toLowerCase() + "-")))
location.replace((found.find(Boolean) ?? there[0]) + "/{page}")"""


def front_page(languages: Sequence[tuple[str, str, str]], page: str = "index.html") -> str:
    """``index.html`` above the languages: it leads to the reader's own where it is there, else to the first.

    :param languages: (language, what it calls itself, title of its site), the default language first.
    :param page: the page of each language's site that is led to, from the folder named after the language.
    """
    default, _, title = languages[0]
    script = _CHOOSE.replace("{there}", json.dumps([language for language, *_ in languages])).replace("{page}", page)
    items = "\n".join(
        f'<li><a href="{escape(language)}/{escape(page)}" hreflang="{escape(language)}" lang="{escape(language)}">'
        f"{escape(name)} · {escape(its_title)}</a></li>"
        for language, name, its_title in languages
    )
    alternates = "\n".join(
        f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(language)}/{escape(page)}">'
        for language, *_ in languages
    )
    return f"""<!doctype html>
<html lang="{escape(default)}">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{alternates}
<script>
{script}
</script>
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 12vh auto; max-width: 40rem; padding: 0 1.5rem }}
a {{ color: inherit }}
</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
<ul>
{items}
</ul>
</main>
</body>
</html>
"""
