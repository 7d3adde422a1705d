"""A YAML file as a tree of texts that know their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_NUMBER = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written."""

    text: str
    line: int
    plain: bool = True  # not quoted, not a block

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping; of keys given twice the first stands."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)  # of each key


Node = Scalar | Items | Entries


def plain(node: Node | None, *, numbers: bool = False) -> object:
    """A tree as dicts, lists, texts and None; scalars stay the texts that were written.

    :param numbers: whether bare whole numbers become int.
    """
    match node:
        case Scalar():
            if numbers and node.plain and _NUMBER.fullmatch(node.text):
                return int(node.text)
            return None if node.is_null else node.text
        case Items():
            return [plain(item, numbers=numbers) for item in node.items]
        case Entries():
            return {key: plain(value, numbers=numbers) for key, value in node.entries.items()}
        case None:
            return None
