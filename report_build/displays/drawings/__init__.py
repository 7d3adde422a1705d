"""One module a drawing; whatever stands here as ``DRAWING`` can be asked for in ``data/displays.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from report_build.displays.drawing import Drawing


def _found() -> Mapping[str, Drawing]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    drawings: list[Drawing] = [module.DRAWING for module in modules]
    return {drawing.name: drawing for drawing in sorted(drawings, key=lambda one: (one.kind != "table", one.name))}


DRAWINGS: Mapping[str, Drawing] = _found()  # by name: tables first
