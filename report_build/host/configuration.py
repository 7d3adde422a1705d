"""Configuration files, read for what has to be known of them besides the build of a site.

The engine reads a file in pure Python; the same reader above the C parser takes an eighth of the time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

UNREADABLE = (OSError, UnicodeError, ConfigurationError)
_LOADER = get_yaml_loader(getattr(yaml, "CLoader", yaml.Loader))


def read_settings(file: Path, *, inherited: bool = True) -> dict[str, Any]:
    """The settings of a configuration file; none of one that is no mapping.

    :param inherited: with those of the file that it inherits from.
    :raises UNREADABLE: the file, or the one that it inherits from, cannot be read.
    """
    if inherited:
        with file.open("rb") as opened:  # of a text, the engine does not know the folder
            settings = yaml_load(opened, _LOADER)
    else:
        settings = yaml_load(file.read_text(encoding="utf-8"), _LOADER)
    return settings if isinstance(settings, dict) else {}
