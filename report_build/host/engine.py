"""Which program makes the sites: MkDocs, or ProperDocs, which goes on where MkDocs 1.6 ended and knows its plug-ins.

Both give the same bytes. Whichever it is answers to the name ``mkdocs`` from here on, so that no other module asks.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec

from report_build.errors import UsageError

VARIABLE = "REPORT_BUILD_ENGINE"
ENGINES = ("mkdocs", "properdocs")  # the first that is installed runs, unless one is asked for


def engine() -> str:
    """The package that runs: the one that loaded us, or else the one asked for, or else the first that is installed.

    :raises UsageError: the one asked for is not known or not installed, or none is.
    """
    if running := _running():
        return running
    asked = os.environ.get(VARIABLE, "")
    if asked and asked not in ENGINES:
        raise UsageError(f"there is no engine '{asked}': {VARIABLE} and --engine know {' and '.join(ENGINES)}")
    name = asked or next(filter(find_spec, ENGINES), ENGINES[0])
    if find_spec(name) is None:
        raise UsageError(f"the engine {name} is not installed: python -m pip install {name}")
    if name == "properdocs":
        import_module("properdocs.replacement")  # "mkdocs", and what is below it, are ProperDocs' modules now
    return name


def _running() -> str:
    loaded = sys.modules.get("mkdocs")
    return loaded.__name__ if loaded is not None else ""


ENGINE = engine()
