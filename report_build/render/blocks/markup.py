"""The few shapes of HTML that all blocks are made of; texts from data are escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from report_build.labels import Labels
from report_build.model.coding import GENERAL, Level
from report_build.model.text import Text
from report_build.render.context import RenderContext


def reserved(name: str) -> str:
    """A place kept for a part that depends on the edition, until that is known; the name says which part."""
    return f'<div class="rb-place" data-place="{escape(name)}"></div>'


def text(ctx: RenderContext, words: Text) -> str:
    """A text of the data in the page's language; where it has none, another language's, marked as such."""
    if words.get(ctx.language):
        return escape(words[ctx.language])
    language, wording = next(((language, wording) for language, wording in words.items() if wording), ("", ""))
    return f'<span lang="{escape(language)}">{escape(wording)}</span>' if wording else ""


def link(href: str, inner: str) -> str:
    """A link; ``inner`` is HTML."""
    return f'<a href="{escape(href)}">{inner}</a>'


def heading(level: int, anchor: str, inner: str) -> str:
    """A heading with its address; ``inner`` is HTML."""
    return f'<h{level} id="{escape(anchor)}">{inner}</h{level}>'


def paragraph(inner: str, style: str = "") -> str:
    """A paragraph, or nothing where there is nothing to say."""
    return f"<p{_class(style)}>{inner}</p>" if inner else ""


def listing(items: Iterable[str], style: str = "", *, ordered: bool = False) -> str:
    """A list of HTML items, or nothing."""
    inner = " ".join(f"<li>{item}</li>" for item in items)
    name = "ol" if ordered else "ul"
    return f"<{name}{_class(style)}>{inner}</{name}>" if inner else ""


def facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and their descriptions (HTML both); a term without description is left out.

    The blanks between them keep words apart where only the text is taken, as search does.
    """
    inner = "".join(f"<div><dt>{term}</dt> <dd>{words}</dd></div> " for term, words in pairs if words)
    return f'<dl class="rb-facts">{inner}</dl>' if inner else ""


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, style: str = "") -> str:
    """A table of HTML cells whose first column heads its rows; it scrolls in a region named by its caption (text)."""
    columns = " ".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = " ".join(
        f'<tr><th scope="row">{row[0]}</th> {" ".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>' for row in rows
    )
    name = escape(caption)
    return (
        f'<div class="rb-scroll" role="region" tabindex="0" aria-label="{name}">'
        f'<table class="rb-table{" " + style if style else ""}"><caption>{name}</caption>'
        f"<thead><tr>{columns}</tr></thead> <tbody>{body}</tbody></table></div>"
    )


def case_words(ctx: RenderContext, case: str, *, short: bool = True) -> str:
    """A programme's name; evidence that speaks of none says so."""
    if case == GENERAL:
        return escape(sentence(ctx.labels("general")))
    if case not in ctx.study.case:
        return escape(case)
    known = ctx.study.case[case]
    return text(ctx, known.short if short else known.label)


def case_name(ctx: RenderContext, case: str, *, short: bool = True) -> str:
    """A programme's name, linked to its page."""
    name = case_words(ctx, case, short=short)
    return link(ctx.case(case), name) if case in ctx.study.case else name


def code_words(ctx: RenderContext, code: str) -> str:
    """A code's label."""
    known = ctx.study.code.get(code)
    return text(ctx, known.label) if known else escape(code)


def code_name(ctx: RenderContext, code: str) -> str:
    """A code's label, linked to its entry in the codebook."""
    name = code_words(ctx, code)
    return link(ctx.code(code), name) if code in ctx.study.code else name


def passages(ctx: RenderContext, evidence: Iterable[str]) -> str:
    """Passages by their identifiers, each linked to its card, in one line."""
    return ", ".join(link(ctx.evidence(one), escape(one)) for one in evidence if one in ctx.study.passage)


def citations(ctx: RenderContext, keys: Iterable[str]) -> str:
    """Works in the short form of the language's style, linked to their entries where the report has these."""
    found = []
    for key in keys:
        label = ctx.references.labels.get(key, escape(key))
        found.append(link(ctx.work(key), label) if key in ctx.references.entries else label)
    return " ; ".join(found) if ctx.language == "fr" else "; ".join(found)


def remark(ctx: RenderContext, note: Text) -> str:
    """A note that goes with a datum, or nothing."""
    words = text(ctx, note)
    return f' <span class="rb-remark">{words}</span>' if words else ""


def sentence(words: str) -> str:
    """Labels as they stand at the beginning of a line: their first letter in upper case, the others as they are."""
    return words[:1].upper() + words[1:]


def level_mark(ctx: RenderContext, level: str) -> str:
    """A level as a small label: the source's symbol where it has one, and always its words."""
    known = ctx.study.level.get(level)
    if known is None:
        return escape(level)
    symbol = f'<span aria-hidden="true">{escape(known.symbol)}</span> ' if known.symbol else ""
    return f'<span class="rb-level rb-level--{_slug(known)}">{symbol}{text(ctx, known.label)}</span>'


def place_words(ctx: RenderContext, section: str, paragraph: str) -> str:
    """A place in the source: our section's label and the paragraph."""
    known = ctx.study.section.get(section)
    name = text(ctx, known.label) if known else escape(section)
    return f"{name}, {paragraph_words(ctx.labels, paragraph)}" if paragraph else name


def paragraph_words(labels: Labels, paragraph: str) -> str:
    """A paragraph's number in words: a plain one, a note (``n4``), the box, a table; any other as written."""
    if paragraph.isdigit():
        return escape(labels("blocks.paragraph", number=paragraph))
    if paragraph[:1] == "n" and paragraph[1:].isdigit():
        return escape(labels("blocks.paragraph.note", number=paragraph[1:]))
    if paragraph in {"box", "table"}:
        return escape(labels(f"blocks.paragraph.{paragraph}"))
    return escape(paragraph)


def _slug(level: Level) -> str:
    return "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in level.id)


def _class(style: str) -> str:
    return f' class="{style}"' if style else ""
