"""The only door to MkDocs, with the plug-in."""

from report_build.host.log import report, say, stop
from report_build.host.objects import (
    add_file,
    add_theme,
    add_to_navigation,
    configured_address,
    inputs,
    keep_templates,
    language_of,
    language_sites,
    offer_languages,
    pages_in_reading_order,
    place,
    root_of,
    set_content,
    set_extensions,
    source_name,
)
from report_build.host.runs import NO_CACHE, Run, build, guarded, serve

__all__ = [
    "NO_CACHE",
    "Run",
    "add_file",
    "add_theme",
    "add_to_navigation",
    "build",
    "configured_address",
    "guarded",
    "inputs",
    "keep_templates",
    "language_of",
    "language_sites",
    "offer_languages",
    "pages_in_reading_order",
    "place",
    "report",
    "root_of",
    "say",
    "serve",
    "set_content",
    "set_extensions",
    "source_name",
    "stop",
]
