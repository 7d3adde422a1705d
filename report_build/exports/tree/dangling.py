"""Links of a document to places that it does not have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from report_build.exports.tree.nodes import Link, Span, fields_of, walk

Whole = TypeVar("Whole")


def without_dangling(whole: Whole, others: Collection[str] = ()) -> Whole:
    """Nodes without links to places that they do not have: an element that could be led to may have held nothing.

    :param others: ids that exist besides.
    """
    nodes = list(walk(whole))
    there = {id_ for node in nodes if (id_ := getattr(node, "id", ""))} | set(others)
    if not any(_dangles(node, there) for node in nodes):
        return whole
    kept: Whole = _without_dangling(whole, there)
    return kept


def _dangles(node: object, there: Collection[str]) -> bool:
    return isinstance(node, Link) and node.target.startswith("#") and node.target[1:] not in there


def _without_dangling(node: Any, there: Collection[str]) -> Any:
    if node is None or isinstance(node, str | int):
        return node
    if isinstance(node, Mapping):
        return {name: _without_dangling(one, there) for name, one in node.items()}
    if isinstance(node, tuple):
        return tuple(_without_dangling(one, there) for one in node)
    told = {name: _without_dangling(getattr(node, name), there) for name in fields_of(node.__class__)}
    if _dangles(node, there):
        return Span(told["content"])
    return replace(node, **told) if any(getattr(node, name) is not one for name, one in told.items()) else node
