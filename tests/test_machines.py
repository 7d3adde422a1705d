"""What holds on machines that this suite may not be running on."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT

import report_build

ENGINE = Path(report_build.__file__).parent
ONLY_ON_UNIX = ("fcntl", "grp", "pwd", "resource", "termios", "pty", "tty", "syslog")  # modules that Windows lacks
WITHOUT = f"import sys; sys.modules.update(dict.fromkeys({ONLY_ON_UNIX!r}))"  # importing one of them then fails


def without_unix(code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a process where no module is to be had that only Unix has."""
    return subprocess.run(
        [sys.executable, "-c", f"{WITHOUT}; {code}"],
        cwd=cwd,
        env={**os.environ, "PYTHONWARNINGS": "default"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@cache
def calls(module: Path) -> tuple[tuple[str, ast.Call, ast.AST], ...]:
    """The methods and functions that a module calls, by name, each with what the call is a part of."""
    return tuple(_calls(module))


def _calls(module: Path) -> Iterator[tuple[str, ast.Call, ast.AST]]:
    for parent in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
                yield name, node, parent


def test_the_modules_are_really_absent(tmp_path: Path) -> None:
    assert "ModuleNotFoundError" in without_unix("import fcntl", tmp_path).stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", [("check", "-q"), ("build", "-q", "--strict"), ("trace", "passage"), ("coverage",)])
def test_commands_need_no_module_that_only_unix_has(small: Path, command: tuple[str, ...]) -> None:
    done = without_unix(f"from report_build.cli import main; sys.exit(main({command!r}))", small)
    assert done.returncode == 0, done.stderr


def test_text_is_written_with_the_same_line_ends_everywhere() -> None:
    """Python ends lines as the system does unless told: a page's bytes would depend on the machine."""
    careless = [
        f"{module.relative_to(ENGINE).as_posix()}:{node.lineno}"
        for module in ENGINE.rglob("*.py")
        for name, node, _ in calls(module)
        if name == "write_text" and "newline" not in {keyword.arg for keyword in node.keywords}
    ]
    assert not careless


def test_no_path_is_compared_or_shown_with_the_machine_s_own_separator() -> None:
    """A relative path becomes text as POSIX has it: findings, manifests and tests name files alike everywhere."""
    careless = [
        f"{module.relative_to(ROOT).as_posix()}:{node.lineno}"
        for folder in (ENGINE, ROOT / "tests", ROOT / "benchmarks")
        for module in folder.rglob("*.py")
        for name, node, parent in calls(module)
        if name == "relative_to"
        and (
            isinstance(parent, ast.FormattedValue)
            or (isinstance(parent, ast.Call) and isinstance(parent.func, ast.Name) and parent.func.id == "str")
        )
    ]
    assert not careless


def test_a_checkout_has_the_same_bytes_everywhere() -> None:
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert "* text=auto eol=lf" in attributes
