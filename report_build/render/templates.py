"""The one Jinja environment: values become HTML here, once and last, from the files in ``report_build/templates/``.

Every text is escaped by itself; what is HTML already says so by its type (:class:`markupsafe.Markup`). A name that a
template does not get is an error, never an empty place.
"""

from __future__ import annotations

from functools import cache as once

import jinja2
from markupsafe import Markup

from report_build.cache import Cache
from report_build.displays.summary import listed
from report_build.markup import without_markup
from report_build.model.text import on_one_line


class TemplateCache(jinja2.BytecodeCache):
    """Keeps compiled templates between builds: compiling is a third of a small build."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        kept = self._cache.known("templates", self._parts(bucket))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        self._cache.keep("templates", self._parts(bucket), bucket.bytecode_to_string())

    @staticmethod
    def _parts(bucket: jinja2.bccache.Bucket) -> tuple[str | bytes, ...]:
        return (bucket.key, bucket.checksum, jinja2.bccache.bc_magic)


@once
def environment() -> jinja2.Environment:
    """The engine's own templates; compiled ones are kept once :func:`keep_compiled` has said where."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("report_build", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"listed": listed, "sentence": sentence, "slug": slug, "striptags": words_of}
    return made


def words_of(html: str) -> str:
    """The text of a piece of HTML on one line; Jinja's own filter makes usual blanks of no-break spaces."""
    return on_one_line(without_markup(str(html)))


def sentence(text: str) -> str:
    """A text as it stands at the beginning of a line: its first letter in upper case, the others as they are."""
    return text[:1].upper() + text[1:]


def slug(name: str) -> str:
    """An identifier as part of a class name: ASCII letters and digits, and hyphens for the rest."""
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in name)


def keep_compiled(cache: Cache) -> None:
    """Keep the engine's compiled templates in a cache."""
    environment().bytecode_cache = TemplateCache(cache)


def render(template: str, **values: object) -> Markup:
    """The HTML that a template makes of values.

    :param template: its path below ``templates/``, e.g. ``blocks/matrix.html``.
    :raises jinja2.UndefinedError: the template asks for a value that it was not given.
    """
    return Markup(environment().get_template(template).render(values))  # noqa: S704  # reason: the templates escape
