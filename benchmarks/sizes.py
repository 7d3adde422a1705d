"""What an installation weighs: each package that a plain one brings, then what each extra adds to it.

    python benchmarks/sizes.py

Counted are the files that each installed package lists, compiled ones left out: their number depends on what has run.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
EXTRAS = ("styles", "properdocs")
SHOWN = 12  # packages, the heaviest first


def brought(requirements: Iterable[str]) -> set[str]:
    """The packages that are asked for, and those that they ask for on this machine."""
    found: set[str] = set()
    waiting = [Requirement(each) for each in requirements]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        waiting += [Requirement(each) for each in distribution(name).requires or ()]
    return found


def weight(package: str) -> tuple[int, int]:
    """How many files a package has, and their bytes."""
    there = [Path(str(file.locate())) for file in distribution(package).files or () if file.suffix != ".pyc"]
    sizes = [file.stat().st_size for file in there if file.is_file()]
    return len(sizes), sum(sizes)


def line(name: str, weights: Iterable[tuple[int, int]]) -> str:
    files, size = map(sum, zip(*weights, strict=True)) if (weights := list(weights)) else (0, 0)
    return f"{name:<44}{files:>8,} files{size / 1e6:>9.1f} MB"


def main() -> None:
    project: Mapping[str, object] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    plain = brought(project["dependencies"])
    weights = {package: weight(package) for package in plain}
    heaviest = sorted(weights, key=lambda package: -weights[package][1])
    for package in heaviest[:SHOWN]:
        print(line(package, [weights[package]]))
    print(line(f"{len(plain) - SHOWN} more", [weights[package] for package in heaviest[SHOWN:]]))
    print(line(f"a plain installation, {len(plain)} packages", weights.values()))
    for extra in EXTRAS:
        try:
            added = brought(project["optional-dependencies"][extra]) - plain
        except PackageNotFoundError as missing:
            print(f"with the extra {extra}: not installed here ({missing})")
            continue
        print(line(f"with the extra {extra}, {len(added)} more", [*weights.values(), *map(weight, added)]))


if __name__ == "__main__":
    main()
