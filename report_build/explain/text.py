"""Topics as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from report_build.explain.engine import GROUPS, Group
from report_build.explain.topic import Pairs, Topic

WIDTH = 100
_IN_FULL = 3  # topics of one name that are told in full
_WIDEST = 34  # characters of a name that others are set under one another with
_EXAMPLES = 4


def told(topics: Sequence[Topic]) -> str:
    """What topics of one name say; of many, a line each."""
    if len(topics) <= _IN_FULL:
        return "\n".join("\n".join(_in_full(topic)) + "\n" for topic in topics)
    return f"Several things are called so. Ask for one by its full name:\n\n{told_each(topics)}"


def told_each(topics: Sequence[Topic]) -> str:
    """Topics, a line each."""
    lines = _pairs(tuple((topic.name, f"({topic.kind}) {topic.about}") for topic in topics))
    return "\n".join(lines) + "\n"


def told_group(group: Group) -> str:
    """All of one sort, a line each."""
    pairs = tuple((topic.name, topic.about) for topic in group.topics())
    return "\n".join([group.title, "", *_pairs(pairs)]) + "\n"


def overview() -> str:
    """What can be asked about."""
    lines = ["report-build explain NAME says what it is. What can be asked, with some examples:", ""]
    for name, group in GROUPS.items():
        topics = group.topics()
        some = ", ".join(topic.name for topic in topics[:_EXAMPLES])
        lines += [f"{name}: {group.title}, {len(topics)} in all", f"    {some} …"]
    lines += [
        "",
        "report-build explain columns, or another of these words, lists them all.",
        "In the folder of a study it knows what is the study's own too: codes, cases, claims, tables, displays.",
    ]
    return "\n".join(lines) + "\n"


def _in_full(topic: Topic) -> Iterator[str]:
    yield f"{topic.name}: {topic.kind}"
    said = " ".join(filter(None, (topic.about, topic.more)))
    yield from wrap(said, WIDTH, initial_indent="    ", subsequent_indent="    ")
    if topic.facts:
        yield ""
        yield from _pairs(topic.facts)
    for heading, pairs in topic.lists:
        yield ""
        yield f"    {heading}:"
        yield from _pairs(pairs, indent=8)


def _pairs(pairs: Pairs, indent: int = 4) -> Iterator[str]:
    """Names and what they mean, under one another."""
    column = min(max((len(name) for name, _ in pairs), default=0), _WIDEST)
    for name, said in pairs:
        lines = wrap(said, max(WIDTH - indent - column - 2, 40)) or [""]
        if len(name) > column:
            yield f"{' ' * indent}{name}"
        else:
            yield f"{' ' * indent}{name:<{column}}  {lines.pop(0)}".rstrip()
        yield from (f"{' ' * (indent + column + 2)}{line}".rstrip() for line in lines if line)
