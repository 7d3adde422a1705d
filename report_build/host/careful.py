"""Hooks that never take a server down."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

Hook = TypeVar("Hook", bound=Callable[..., Any])


def careful(hook: Hook) -> Hook:
    """Under ``serve``, turn whatever a hook raises into a finding, and go on with what MkDocs gave."""

    @wraps(hook)
    def wrapper(plugin: Any, *given: Any, **named: Any) -> Any:
        try:
            return hook(plugin, *given, **named)
        except Exception as error:
            if not plugin.serving:
                raise
            plugin.failed(error)
            return given[0] if given else None

    return cast("Hook", wrapper)
