"""The engine told by itself: what ``report-build explain`` says, as parts of pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from report_build.index import Index
from report_build.render.blocks import arguments

if TYPE_CHECKING:
    from report_build.explain import Topic

IN_FULL = frozenset({"files", "settings", "markers", "blocks", "drawings", "commands"})  # groups told at length


@dataclass(frozen=True, slots=True)
class Reference:
    topics: tuple[Topic, ...]
    level: int  # of the topics' headings
    in_full: bool  # whether each stands under a heading of its own, or all in one table
    title: str  # of the table
    elsewhere: frozenset[str]  # what is said of each topic alike: a page says it once


def reference(index: Index, given: Mapping[str, str]) -> Reference:  # noqa: ARG001  # reason: one signature for all
    """``{{< reference <group> [level=…] >}}``: what report-build explain says of a group, e.g. of files or commands.

    Its texts are the engine's, in English.
    """
    from report_build.explain import ALIKE, GROUPS  # noqa: PLC0415  # reason: it tells of blocks, which are listed beside this

    args = arguments.read(given, arguments.FIRST, "level")
    name = args.needed(arguments.FIRST, GROUPS)
    topics = tuple(topic for topic in GROUPS[name].topics() if topic.kind != "option of a command")
    return Reference(topics, args.level, name in IN_FULL, GROUPS[name].title, ALIKE)
