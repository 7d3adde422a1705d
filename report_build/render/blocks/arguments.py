"""What authors write in a block marker, read strictly: a misspelt argument is said, never passed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from report_build.errors import ReportError

FIRST = ""  # the key under which the weaver hands over the positional argument


class BlockError(ReportError):
    """A block marker whose arguments cannot be followed; ``hint`` says what can be written instead."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Arguments:
    """A block's arguments, once their names are known to be right."""

    given: Mapping[str, str]

    def one_of(self, name: str, allowed: Collection[str], *, default: str = "") -> str:
        """The value of an argument that names one of ``allowed``; ``default`` where it is absent."""
        value = self.given.get(name, "")
        if not value:
            return default
        if value in allowed:
            return value
        near = get_close_matches(value, allowed, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Known here: {', '.join(allowed)}"
        raise BlockError(f"'{value}' is not a value of {_called(name)}", hint)

    def needed(self, name: str, allowed: Collection[str]) -> str:
        """As :meth:`one_of`, for an argument that must be there."""
        value = self.one_of(name, allowed)
        if not value:
            raise BlockError(f"{_called(name)} is missing", f"Known here: {', '.join(allowed)}")
        return value

    @property
    def level(self) -> int:
        """The level of the block's own headings, 3 unless ``level=`` says otherwise."""
        return int(self.one_of("level", ("2", "3", "4", "5"), default="3"))


def read(given: Mapping[str, str], *names: str) -> Arguments:
    """The arguments of a block that knows ``names``.

    :raises BlockError: another name is given.
    """
    for name in given:
        if name not in names:
            known = ", ".join(f"{known}=" for known in names if known) or "none"
            raise BlockError(f"{_called(name)} is not known to this block", f"Arguments it knows: {known}")
    return Arguments(given)


def _called(name: str) -> str:
    return f"the argument '{name}'" if name else "the first argument"
