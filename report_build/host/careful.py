"""Hooks that never take a server down."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

Hook = TypeVar("Hook", bound=Callable[..., Any])


class Server(Protocol):
    """What a plug-in says of itself while it serves."""

    serving: bool

    def failed(self, error: Exception) -> None:
        """Tell what went wrong, on the pages."""


def careful(hook: Hook) -> Hook:
    """Under ``serve``, turn whatever a hook raises into a finding, and go on with what MkDocs gave."""

    @wraps(hook)
    def wrapper(self: Server, *given: Any, **named: Any) -> Any:
        try:
            return hook(self, *given, **named)
        except Exception as error:
            if not self.serving:
                raise
            self.failed(error)
            return given[0] if given else None

    return cast("Hook", wrapper)
