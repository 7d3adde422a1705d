"""The commands and their options, as the parser of the command line describes them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import cache

from report_build.commands import parser
from report_build.explain.topic import Topic, known


@cache
def commands() -> list[Topic]:
    """Each command with what it takes, then each option of it."""
    return list(_below(parser(), "report-build"))


def _below(of: argparse.ArgumentParser, name: str) -> Iterator[Topic]:
    bare = name.removeprefix("report-build").strip()
    told = [action for action in of._actions if _is_told(action)]  # noqa: SLF001  # reason: argparse has no other way
    chosen = [one for one in told if isinstance(one, argparse._SubParsersAction)]  # noqa: SLF001  # reason: as above
    own = tuple((_called(one), _help(one)) for one in told if one not in chosen)
    parts = tuple((choice, command.description or "") for one in chosen for choice, command in one.choices.items())
    lists = tuple((heading, pairs) for heading, pairs in (("Commands", parts), ("Takes", own)) if pairs)
    about = of.description or ""
    yield Topic("command", name, about, known(("Written", _usage(of))), lists, also=(bare,) if bare else ())
    for one in told:
        if one.option_strings:
            yield _option(one, name, bare)
    for one in chosen:
        for choice, command in one.choices.items():
            yield from _below(command, f"{name} {choice}")


def _option(action: argparse.Action, command: str, bare: str) -> Topic:
    also = [
        name for given in action.option_strings for name in (given, f"{bare} {given}".strip(), f"{command} {given}")
    ]
    long = action.option_strings[-1]
    also.append(long.lstrip("-"))
    choices = ", ".join(map(str, action.choices)) if action.choices else ""
    about = _help(action)
    facts = known(("Of", command), ("Written", _called(action)), ("Values", choices))
    return Topic(
        "option of a command", f"{bare} {long}".strip(), about[:1].upper() + about[1:], facts, also=tuple(also)
    )


def _is_told(action: argparse.Action) -> bool:
    return action.help != argparse.SUPPRESS and action.dest != "help"


def _help(action: argparse.Action) -> str:
    return action.help or ("one of " + ", ".join(map(str, action.choices)) if action.choices else "")


def _called(action: argparse.Action) -> str:
    """How it is written: ``-o DIR, --output DIR``, or what stands for it."""
    metavar = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not action.option_strings:
        return metavar
    value = "" if action.nargs == 0 else f" {metavar}"
    return ", ".join(f"{name}{value}" for name in action.option_strings)


def _usage(of: argparse.ArgumentParser) -> str:
    return " ".join(of.format_usage().removeprefix("usage: ").split())
