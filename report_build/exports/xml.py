"""The report in TEI and in JATS, each written by a template: ``tei.xml`` and ``jats.xml`` in ``templates/exports/``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files as files_of

import jinja2
from markupsafe import Markup

from report_build.exports import Material
from report_build.exports.tree.nodes import UNWRITABLE, Block, Document, Heading, Inlines, full_stop, lines_of, text_of
from report_build.markup import as_content

_NO_NAME = re.compile(r"[^\w.-]")
_NO_BEGINNING = re.compile(r"[\d.-]")
_LINE_END = re.compile(r"\n *")
_DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"'
    ' "JATS-journalpublishing1.dtd">\n'
)


def tei_file(material: Material) -> bytes:
    """The report of one language in TEI."""
    return _written("tei.xml", material.document)


def jats_file(material: Material) -> bytes:
    """The report of one language in JATS."""
    return _written("jats.xml", material.document, _DOCTYPE)


def _written(template: str, report: Document, doctype: str = "") -> bytes:
    text = xml_of(template, report=report, works={one.id for one in report.references})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{text}\n'.encode()


def xml_of(template: str, **values: object) -> str:
    """The XML that a template of ``templates/exports/`` makes of values."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> jinja2.Environment:
    """Templates of XML, where blanks count: their line ends and indents are left out, and no other blank is."""
    folder = files_of("report_build") / "templates" / "exports"
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: _LINE_END.sub("", (folder / name).read_text(encoding="utf-8"))),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_escaped,
    )
    environment.filters |= {
        "full_stop": full_stop,
        "kind": lambda node: type(node).__name__.lower(),
        "lines": lines_of,
        "name": name_of,
        "sections": sections,
        "text": text_of,
    }
    return environment


def _escaped(value: object) -> Markup:
    """A value as an element or an attribute holds it, without what XML cannot hold."""
    if isinstance(value, Markup):
        return value
    return Markup(as_content(UNWRITABLE.sub("", str(value))).replace('"', "&quot;"))  # noqa: S704  # reason: escaped


def name_of(id_: str) -> str:
    """An id as XML allows it; two ids never become one."""
    said = _NO_NAME.sub(lambda found: f"_{ord(found[0]):x}_", id_)
    return f"_{said}" if _NO_BEGINNING.match(said) or not said else said


@dataclass(slots=True)
class Section:
    """Blocks under a heading, and the sections below it."""

    title: Inlines = ()
    id: str = ""
    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


def sections(blocks: Iterable[Block]) -> Section:
    """Blocks under the headings that they follow."""
    whole = Section()
    open_ = [whole]  # sections that go on, by level
    for block in blocks:
        if isinstance(block, Heading):
            del open_[max(block.level - 1, 1) :]
            new = Section(block.content, block.id)
            open_[-1].sections.append(new)
            open_.append(new)
        else:
            open_[-1].blocks.append(block)
    return whole
