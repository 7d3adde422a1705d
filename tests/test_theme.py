"""What our templates, sheets and scripts know of the theme that they stand on: as little as can be, in few files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes
from jinja2.meta import find_undeclared_variables

import report_build
from report_build.host.assets import OVERRIDES, WithoutIcons
from report_build.host.whitespace import with_scripts_deferred, without_whitespace

ENGINE = Path(report_build.__file__).parent
PARTS = re.compile(r"(?<![\w-])(?:--|data-)?md-[a-z]")  # Material's variables, attributes and classes
KNOWING = {  # files that stand in place of the theme's own, or are loaded for its sake
    "assets/report/material.css",
    "assets/report/material.js",
    "partials/copyright.html",
    "partials/source.html",
}
# What engines of this kind give every template, by the names they share. What is ours comes through `meta` and `extra`.
GIVEN = {
    "page": {"meta", "canonical_url", "previous_page", "next_page"},
    "config": {"extra", "theme", "site_name", "site_description", "site_author", "copyright", "repo_url", "repo_name"},
    "nav": {"homepage"},
    "lang": {"t"},  # the theme's own words
}
TEMPLATES = sorted(OVERRIDES.rglob("*.html"))


def parsed(template: Path) -> nodes.Template:
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.do"])
    environment.filters.update(dict.fromkeys(("url", "script_tag"), str))
    return environment.parse(template.read_text(encoding="utf-8"))


def asked(template: nodes.Template, root: str) -> Iterator[str]:
    """The attributes that a template reads of a value."""
    for read in template.find_all((nodes.Getattr, nodes.Getitem)):
        if isinstance(read.node, nodes.Name) and read.node.name == root:
            yield read.attr if isinstance(read, nodes.Getattr) else "[]"


def set_by(template: nodes.Template) -> set[str]:
    """The names that a template gives values to itself."""
    names = {name.name for name in template.find_all(nodes.Name) if name.ctx in ("store", "param")}
    return names | {macro.name for macro in template.find_all(nodes.Macro)}


def test_one_sheet_one_script_and_few_templates_name_parts_of_material() -> None:
    knowing = {
        file.relative_to(OVERRIDES).as_posix()
        for suffix in ("css", "js", "html")
        for file in OVERRIDES.rglob(f"*.{suffix}")
        if PARTS.search(file.read_text(encoding="utf-8"))
    }
    assert knowing == KNOWING


def test_nothing_else_in_the_engine_names_them() -> None:
    knowing = [
        file.relative_to(ENGINE).as_posix()
        for suffix in ("py", "html", "csv", "xml")
        for file in ENGINE.rglob(f"*.{suffix}")
        if OVERRIDES not in file.parents and PARTS.search(file.read_text(encoding="utf-8"))
    ]
    assert knowing == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_templates_ask_for_what_is_ours_through_meta_and_extra(template: Path) -> None:
    """Any engine can give a page's front matter and the configuration's extra values; globals of ours it could not."""
    tree = parsed(template)
    free = find_undeclared_variables(tree) - set_by(tree)
    if template.parent != OVERRIDES:  # a part reads what the template that includes it has set
        free -= set_by(parsed(OVERRIDES / "main.html"))
    assert free <= GIVEN.keys()
    for root, known in GIVEN.items():
        assert {*asked(tree, root)} <= known


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_templates_rely_on_no_string_in_what_the_theme_writes(template: Path) -> None:
    """A filter or a split over ``super()`` finds nothing, in silence, once the theme says it otherwise."""
    tree = parsed(template)
    calls = [
        call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name == "super"
    ]
    plain = [part for output in tree.find_all(nodes.Output) for part in output.nodes if part in calls]
    assert len(plain) == len(calls)


@given(
    st.lists(
        st.sampled_from(["\n", "  ", "\t", "<p>a", " b</p>", "\u00a0", "<pre>", "</pre>", "<script>", "</script>"])
    )
)
def test_a_page_without_blank_lines_has_the_same_words_and_keeps_what_is_shown_as_written(parts: list[str]) -> None:
    page = "".join(parts)
    made = without_whitespace(page)
    assert made.split() == page.split()
    assert re.findall(r"(?s)<(pre|script)>(.*?)</\1>", made) == re.findall(r"(?s)<(pre|script)>(.*?)</\1>", page)
    assert without_whitespace(made) == made


def test_of_the_theme_s_files_only_those_in_hidden_folders_are_not_listed() -> None:
    """The host publishes none of them, so that looking at 14,000 icons for every build was in vain."""
    there = Path(find_spec("material").origin).parent / "templates"
    listed = set(WithoutIcons(str(there)).list_templates())
    whole = set(jinja2.FileSystemLoader(str(there)).list_templates())
    assert len(whole) > 10 * len(listed)
    assert whole - listed == {name for name in whole if any(part.startswith(".") for part in name.split("/")[:-1])}
    assert listed < whole


def test_the_scripts_that_end_a_page_are_deferred_and_no_other_is() -> None:
    one, last = '<script src="own.js"></script>', '<script src="a.js"></script>\n<script src="b.js"></script>\n'
    made = with_scripts_deferred(f"<body>{one}<p>a</p>{last}</body>")
    assert made == f"<body>{one}<p>a</p>{last.replace('script src', 'script defer src')}</body>"
    assert with_scripts_deferred(made) == made
