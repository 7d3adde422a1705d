"""Nodes with something changed in them."""

from __future__ import annotations

from dataclasses import replace

from report_build.exports.tree.nodes import (
    Block,
    Break,
    Citation,
    Claim,
    Equation,
    Footnote,
    Heading,
    Inline,
    Inlines,
    Link,
    Listing,
    Note,
    Paragraph,
    Quotation,
    Span,
    Styled,
    Text,
)


def in_language(block: Block, language: str) -> Block:
    """A block whose text is in a language of its own, as far as it says no other itself."""
    if isinstance(block, Paragraph | Heading):
        return replace(block, content=(Span(block.content, language=language),))
    if isinstance(block, Quotation | Note):
        return replace(block, blocks=tuple(in_language(one, language) for one in block.blocks))
    if isinstance(block, Listing):
        return replace(block, items=tuple(tuple(in_language(one, language) for one in item) for item in block.items))
    return block


def with_content(one: Styled | Span | Link | Citation | Claim, content: Inlines) -> Inline:
    """The same around another content."""
    return replace(one, content=content)


def unlinked(content: Inlines) -> Inlines:
    """Inlines without links."""
    found: list[Inline] = []
    for one in content:
        if isinstance(one, Link):
            found += unlinked(one.content)
        elif isinstance(one, Text | Break | Footnote | Equation):
            found.append(one)
        else:
            found.append(with_content(one, unlinked(one.content)))
    return tuple(found)
