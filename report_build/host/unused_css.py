"""Style sheets without the rules for what no page of the site has: half of Material's are for such.

A rule goes only if each of its selectors asks for a class that neither a page nor a script of the site names, or for a
colour of the theme or a direction of writing that no page has or offers; a picture goes with the last rule that shows
it. A sheet that cannot be taken apart for certain stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path

from report_build.cache import Cache

_ATOM = re.compile(
    r"""(?P<whole>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\)|/\*.*?\*/)|[{}();,\[\]]""", re.DOTALL
)
_WORD = re.compile(r"[\w-]+")
_CLASSES = re.compile(r"""\bclass=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
_CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
_GIVEN = re.compile(r'\b(data-\w+-color-\w+|dir)="([^"]*)"')
_ASKED = re.compile(r"""\[(data-\w+-color-\w+|dir)=["']?([\w-]+)["']?\]""")
_PICTURE = re.compile(r"""(--[\w-]+):url\((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^)"']*)\);?""")
_SHOWN = re.compile(r"var\(\s*(--[\w-]+)")
_SHEETS = ("assets/stylesheets/*.css", "assets/report/*.css")
_CHOICE = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")  # what may or must not be asks for nothing
_NESTING = ("@media", "@supports", "@layer", "@container")


def remove_unused_css(site: Path, cache: Cache) -> None:
    """Rewrite the theme's sheets and ours in a finished site."""
    known = _names_in_use(site, cache)
    files = sorted(file for pattern in _SHEETS for file in site.glob(pattern))
    told = "\n".join(sorted(known))
    sheets = {}
    for file in files:
        sheet = file.read_text(encoding="utf-8")
        sheets[file] = cache.text("sheet", [sheet, told], partial(without_unused_rules, sheet, known))
    shown = {name for sheet in sheets.values() for name in _SHOWN.findall(sheet)} | known
    for file, sheet in sheets.items():
        file.write_text(without_pictures(sheet, shown), encoding="utf-8", newline="\n")


def without_pictures(sheet: str, shown: AbstractSet[str]) -> str:
    """The sheet without the pictures, kept under names, that nothing shows."""
    return _PICTURE.sub(lambda picture: picture[0] if picture[1] in shown else "", sheet)


def _names_in_use(site: Path, cache: Cache) -> AbstractSet[str]:
    """Every class that a page names, its colours and directions as ``kind=name``, and every word of a script."""
    known: set[str] = set()
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        known.update(cache.text("classes", [text], partial(_named_in, text)).split("\n"))
    for file in site.rglob("*.js"):
        if file.parent != site / "search":  # that is text
            known.update(_WORD.findall(file.read_text(encoding="utf-8")))
    return known - {""}


def _named_in(page: str) -> str:
    """What a page names, a line each."""
    known = {f"{kind}={name}" for kind, name in _GIVEN.findall(page)} | set(_SHOWN.findall(page))
    for found in _CLASSES.findall(page):
        known.update(*(part.split() for part in found))
    return "\n".join(sorted(known))


def without_unused_rules(sheet: str, known: AbstractSet[str]) -> str:
    """The sheet without rules for unknown classes."""
    rules = list(_rules(sheet))
    if "".join(f"{head}{{{body}}}" if body is not None else head for head, body in rules) != sheet:
        return sheet
    kept: list[str] = []
    for head, body in rules:
        if body is None:
            kept.append(head)
        elif head.lstrip().startswith(_NESTING):
            inner = without_unused_rules(body, known)
            kept += [f"{head}{{{inner}}}"] if inner.strip() else []
        elif head.lstrip().startswith("@"):
            kept.append(f"{head}{{{body}}}")
        else:
            asked = [one for one in _split_at(head, ",") if _may_match(one, known)]
            kept += [f"{','.join(asked)}{{{body}}}"] if asked else []
    return "".join(kept)


def _may_match(selector: str, known: AbstractSet[str]) -> bool:
    asked = _CHOICE.sub("", selector)
    given = {f"{kind}={name}" for kind, name in _ASKED.findall(asked)}
    return all(name.replace("\\", "") in known for name in _CLASS.findall(asked)) and given <= known


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """What stands before a block, and the block; None for what has none, e.g. ``@import …;``."""
    start = opened = depth = 0
    for found in _ATOM.finditer(sheet):
        if found["whole"]:
            continue
        if found[0] == "{":
            depth += 1
            opened = found.start() if depth == 1 else opened
        elif found[0] == "}":
            depth -= 1
            if depth == 0:
                yield sheet[start:opened], sheet[opened + 1 : found.start()]
                start = found.end()
        elif found[0] == ";" and depth == 0:
            yield sheet[start : found.end()], None
            start = found.end()
    if sheet[start:]:
        yield sheet[start:], None


def _split_at(text: str, mark: str) -> Iterator[str]:
    """A text cut at a mark that stands in no brackets and no string."""
    start = depth = 0
    for found in _ATOM.finditer(text):
        if found["whole"]:
            continue
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(found[0], 0)
        if found[0] == mark and depth == 0:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]
