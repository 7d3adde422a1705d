"""The only door to MkDocs or ProperDocs, with the plug-in."""

from report_build.host.engine import ENGINE  # before any module that imports mkdocs: it says which one that is

# isort: split
from report_build.host.assets import add_theme, address_of_template, join_assets
from report_build.host.converted import Converted
from report_build.host.early import OpenPage
from report_build.host.extensions import changed_page, used_extensions, with_needed_extension
from report_build.host.guards import (
    show_in_known_language,
    sources_of,
    study_sources,
    theme_languages,
    unknown_language,
    unsafe_paths,
)
from report_build.host.links import outside_requests, unsafe_links, unsafe_navigation
from report_build.host.log import report, say, stop
from report_build.host.names import same_names, with_file_addresses, without_templates
from report_build.host.objects import (
    add_file,
    add_to_navigation,
    as_html,
    begin_generated,
    bytes_of,
    configured_address,
    inputs,
    keep_templates,
    language_of,
    language_sites,
    pages_in_reading_order,
    permalink_title,
    place,
    place_of_option,
    root_of,
    searched,
    served_at,
    set_extensions,
    set_titles,
    source_folder,
    source_name,
)
from report_build.host.ports import why_not
from report_build.host.private import finish, private_things, withdraw_private
from report_build.host.runs import NO_CACHE, SUPERVISED, Run, build, guarded, serve
from report_build.host.strays import without_strays
from report_build.host.unused_css import remove_unused_css
from report_build.host.whitespace import as_published
