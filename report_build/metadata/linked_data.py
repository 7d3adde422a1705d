"""What machines are told as linked data: nodes of JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Node = dict[str, Any]


def without_empty(node: Mapping[str, Any]) -> Node:
    """A node without what says nothing."""
    return {name: value for name, value in node.items() if value not in ("", [], {}, None)}
