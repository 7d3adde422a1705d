"""One module a drawing; whatever stands here as ``DRAWING`` can be asked for in ``data/displays.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from report_build.displays.drawing import Drawing


def registry(modules: Iterable[ModuleType]) -> Mapping[str, Drawing]:
    """The drawing of each module by its name, tables first.

    :raises TypeError: a module gives no drawing, or two give the same name; then nothing of the engine can start.
    """
    found: dict[str, Drawing] = {}
    for module in modules:
        drawing = getattr(module, "DRAWING", None)
        if not isinstance(drawing, Drawing):
            raise TypeError(f"{module.__name__} has no DRAWING: a module of this folder gives one, of type Drawing")
        if drawing.name in found:
            other = found[drawing.name].rows.__module__
            raise TypeError(
                f"{module.__name__} calls its drawing {drawing.name!r}, as {other} does: choose another name"
            )
        found[drawing.name] = drawing
    return {one.name: one for one in sorted(found.values(), key=lambda one: (one.kind != "table", one.name))}


DRAWINGS = registry(import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
